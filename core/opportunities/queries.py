"""How opportunities are asked for."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.customers.model import CustomerId
from core.money import Money
from core.opportunities.model import OpportunityId, OpportunityState, StageCode
from core.people.model import EmployeeId


class OpportunityOrder(StrEnum):
    LARGEST = "largest"
    SMALLEST = "smallest"
    FIRST_TO_CLOSE = "first_to_close"
    LAST_TO_CLOSE = "last_to_close"
    LIKELIEST = "likeliest"
    UNLIKELIEST = "unlikeliest"
    LONGEST_IDLE = "longest_idle"
    """Nobody moved it for longest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityQuery:
    """Conditions, all of which hold; None asks nothing.

    Args:
        among_customers, but_customers: at whom they are, and at whom they are not.
        before: the end, exclusive, of `created_from` and `closed_from`.
        text: a part of its name, or its number.
    """

    customer: CustomerId | None = None
    among_customers: tuple[CustomerId, ...] | None = None
    but_customers: tuple[CustomerId, ...] = ()
    employee: EmployeeId | None = None
    states: tuple[OpportunityState, ...] = (OpportunityState.OPEN,)
    stages: tuple[StageCode, ...] = ()
    amount_over: Money | None = None
    amount_under: Money | None = None
    close_from: date | None = None
    close_until: date | None = None
    idle_since: datetime | None = None
    created_from: datetime | None = None
    closed_from: datetime | None = None
    before: datetime | None = None
    among: tuple[OpportunityId, ...] | None = None
    text: str = ""
    order: OpportunityOrder = OpportunityOrder.LARGEST
    limit: int = 10
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveQuery:
    """Conditions on stage moves, all of which hold; None and empty ask nothing. Newest first.

    Args:
        since, until: inclusive, exclusive.
        by: who moved.
        to, but: stages or ends that a move leads to, and those it does not lead to.
        limit: None lists all.
    """

    customer: CustomerId | None = None
    by: frozenset[EmployeeId] | None = None
    since: datetime | None = None
    until: datetime | None = None
    to: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    limit: int | None = None
    offset: int = 0
