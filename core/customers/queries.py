"""How customers are asked for."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.customers.model import CustomerId, Tier
from core.people.model import EmployeeId


@dataclass(frozen=True, slots=True)
class NameHit:
    """A key that names customers, and the first few of them.

    Args:
        inside: whether whoever asks may see them.
        pooled: whether the first of them is in the pool.
        chosen: whom the one who asks chose for it before.
    """

    key: str
    kind: str
    customers: tuple[CustomerId, ...]
    inside: bool = True
    pooled: bool = False
    chosen: CustomerId | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """Where it is remembered which customers were chosen for which keys, and the moment of asking."""

    by: str
    now: datetime


class CustomerOrder(StrEnum):
    NAME = "name"
    STARRED = "starred"
    """Starred first, then the one not contacted for longest."""
    ENTERED_POOL = "entered_pool"
    """Last into the pool first."""
    LEFT_IN_POOL = "left_in_pool"
    """The one that lies in the pool for longest first."""
    UNTOUCHED = "untouched"
    """The one not contacted for longest first; one nobody contacted yet, since it is there."""
    RECYCLE = "recycle"
    """Next to return first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerQuery:
    """Conditions, all of which hold; None asks nothing.

    Args:
        text: stands in the name, an alias or the industry.
        in_pool: only those in the pool, or only owned ones.
        key: starred or of the top tier.
        contacted: somebody contacted it between these moments, the first inclusive.
        untouched_since: last contact before this moment, or never.
        but_cities, but_industries: those it is not of.
        but: which it is not.
        entered_pool_before: in the pool since before this moment.
        entered_pool: it came into the pool between these moments, the first inclusive.
        has_contact: whether any person there is known.
        has_open_opportunity, dealt: by the facts kept on the customer.
    """

    text: str = ""
    owner: EmployeeId | None = None
    in_pool: bool | None = None
    cities: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    but_cities: tuple[str, ...] = ()
    but_industries: tuple[str, ...] = ()
    but: tuple[CustomerId, ...] = ()
    tiers: tuple[Tier, ...] = ()
    category: int | None = None
    starred: bool | None = None
    locked: bool | None = None
    key: bool | None = None
    contacted: tuple[datetime, datetime] | None = None
    untouched_since: datetime | None = None
    entered_pool_before: datetime | None = None
    entered_pool: tuple[datetime, datetime] | None = None
    has_contact: bool | None = None
    has_open_opportunity: bool | None = None
    dealt: bool | None = None
    order: CustomerOrder = CustomerOrder.STARRED
    limit: int = 10
    offset: int = 0
