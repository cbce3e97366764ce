"""How follow-ups are asked for."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.customers.model import CustomerId
from core.people.model import EmployeeId
from core.visits.model import ContactKind


class FollowUpOrder(StrEnum):
    NEWEST = "newest"
    MOST_SAID = "most_said"
    """The longest result first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpQuery:
    """Conditions, all of which hold; `since` inclusive, `until` exclusive, by occurrence.

    Args:
        by: whose contacts; None asks nothing.
    """

    customer: CustomerId | None = None
    employee: EmployeeId | None = None
    by: frozenset[EmployeeId] | None = None
    kinds: tuple[ContactKind, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    effective: bool | None = None
    order: FollowUpOrder = FollowUpOrder.NEWEST
    limit: int = 20
    offset: int = 0
