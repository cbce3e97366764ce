"""Plans: the next contact, agreed with a customer or with oneself."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from core.customers.model import CustomerId
from core.opportunities.model import OpportunityId
from core.people.model import EmployeeId

PlanId = NewType("PlanId", str)


class PlanState(StrEnum):
    OPEN = "open"
    DONE = "done"
    MOVED = "moved"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Something to be done at a time.

    Args:
        due_at: the minute; for a plan with a date only, the start of that day in the company's zone.
        has_time: whether a clock time was said.
        state: overdue is a view of `open`, not a state. A moved plan is closed as `moved` and its
            successor names it in `moved_from`.
        recurrence: an RFC 5545 RRULE part ("FREQ=WEEKLY;INTERVAL=2"), or empty.
        remind_at: when the next reminder is due (snoozed or not); None when none is owed.
        closed_by: the follow-up that closed it.
    """

    id: PlanId
    employee: EmployeeId
    customer: CustomerId | None = None
    opportunity: OpportunityId | None = None
    due_at: datetime
    has_time: bool = False
    content: str = ""
    state: PlanState = PlanState.OPEN
    recurrence: str = ""
    remind_at: datetime | None = None
    moved_from: PlanId | None = None
    closed_by: str = ""
    closed_at: datetime | None = None
    created_at: datetime
    version: int = 0
