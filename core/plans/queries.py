"""How plans are asked for."""

from dataclasses import dataclass
from datetime import datetime

from core.customers.model import CustomerId
from core.people.model import EmployeeId
from core.plans.model import PlanState


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanQuery:
    """Conditions that are set and all hold; `due_from` inclusive, `due_until` exclusive."""

    employee: EmployeeId | None = None
    customer: CustomerId | None = None
    customers: tuple[CustomerId, ...] = ()
    states: tuple[PlanState, ...] = (PlanState.OPEN,)
    due_from: datetime | None = None
    due_until: datetime | None = None
    limit: int = 50
    offset: int = 0
