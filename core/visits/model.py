"""Follow-ups: visits, calls and other contacts with a customer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from core.customers.model import CustomerId
from core.money import Money
from core.opportunities.model import OpportunityId
from core.people.model import EmployeeId

FollowUpId = NewType("FollowUpId", str)


class ContactKind(StrEnum):
    VISIT = "visit"
    CALL = "call"
    WECHAT = "wechat"
    VIDEO = "video"
    EMAIL = "email"
    DINNER = "dinner"
    VISIT_TO_US = "visit_to_us"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """Which characters of the source text a slot was understood from (F13); end is exclusive."""

    slot: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An amount that was named, and whose it is: budget, quote, deal, payment, competitor, unit_price.

    Args:
        least: None for "within"; `most` equal to it for an exact one.
    """

    role: str
    least: Money | None = None
    most: Money | None = None
    about: bool = False
    currency: str = "CNY"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One logged contact.

    Args:
        contacts: names as said; empty when nobody was named.
        result: what the customer said or agreed to.
        next_step: what is to happen next, or empty.
        none_reason: why there is no next step, when there is none on purpose.
        figures: the amounts that were named, each with its role.
        competitors: who else is after the business, as named.
        topics: the words it was about, the weightiest first.
        effective: computed by `visits.quality`, never typed.
        source_text: the message as written; with `spans` the evidence for every slot.
    """

    id: FollowUpId
    customer: CustomerId
    employee: EmployeeId
    kind: ContactKind
    occurred_at: datetime
    has_time: bool = False
    contacts: tuple[str, ...] = ()
    content: str = ""
    goal: str = ""
    result: str = ""
    next_step: str = ""
    none_reason: str = ""
    not_met: bool = False
    opportunity: OpportunityId | None = None
    figures: tuple[Figure, ...] = ()
    competitors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    effective: bool = False
    source_text: str = ""
    source_message_id: str = ""
    spans: tuple[SourceSpan, ...] = ()
    previous_content: tuple[str, ...] = ()
    created_at: datetime
    version: int = 0
