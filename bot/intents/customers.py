"""What people look up, create and change of customers and their contacts."""

from dataclasses import dataclass

from bot.slots import Conditions, CustomerRef
from core.customers.model import Attitude, ContactRole, Tier
from core.visits.model import SourceSpan


@dataclass(frozen=True, slots=True)
class ShowCustomer:
    customer: CustomerRef = CustomerRef()


@dataclass(frozen=True, slots=True)
class ShowTimeline:
    customer: CustomerRef = CustomerRef()
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowBrief:
    """给我份远帆的简报: what to know before a visit."""

    customer: CustomerRef = CustomerRef()


@dataclass(frozen=True, slots=True)
class SearchCustomers:
    """A list by conditions; with `whose` it is asked who has the one that meets them."""

    where: Conditions
    page: int = 0
    whose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateCustomer:
    """Create a customer.

    Args:
        title: the contact's.
        parent: whose branch or subsidiary it is.
        then: the draft that waits for it; `then_at` is which of its entries.
    """

    name: str = ""
    industry: str = ""
    city: str = ""
    tier: Tier | None = None
    contact: str = ""
    title: str = ""
    mobile: str = ""
    source: str = ""
    parent: CustomerRef = CustomerRef()
    then: str = ""
    then_at: int = 0
    spans: tuple[SourceSpan, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateCustomer:
    customer: CustomerRef = CustomerRef()
    name: str = ""
    alias: str = ""
    industry: str = ""
    city: str = ""
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class Star:
    customer: CustomerRef = CustomerRef()
    on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PutContact:
    """Create a contact or change what is given.

    Args:
        called: a known one's new name.
        new: somebody was introduced: whoever has that surname already is not meant.
        told: the words it was understood from.
    """

    customer: CustomerRef = CustomerRef()
    name: str = ""
    called: str = ""
    title: str = ""
    mobile: str = ""
    role: ContactRole | None = None
    attitude: Attitude | None = None
    birthday: str = ""
    new: bool = False
    told: str = ""


@dataclass(frozen=True, slots=True)
class ShowContact:
    """王总电话多少; without a name all contacts of the customer."""

    customer: CustomerRef = CustomerRef()
    name: str = ""
