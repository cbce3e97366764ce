"""How opportunities are asked for."""

from dataclasses import dataclass
from datetime import date, datetime

from core.customers.model import CustomerId
from core.money import Money
from core.opportunities.model import OpportunityId, OpportunityState, StageCode
from core.people.model import EmployeeId


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityQuery:
    """Conditions, all of which hold; None asks nothing. Ordered by amount, largest first.

    Args:
        before: the end, exclusive, of `created_from` and `closed_from`.
        text: a part of its name, or its number.
    """

    customer: CustomerId | None = None
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
    limit: int = 10
    offset: int = 0
