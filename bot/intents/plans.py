"""What people plan: set, done, moved, called off; and what is due."""

from dataclasses import dataclass

from bot.intents.visits import Entry
from bot.slots import CustomerRef, Period, Shift, When
from core.customers.model import CustomerId
from core.opportunities.model import OpportunityId
from core.plans.model import PlanId
from core.visits.model import SourceSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPlan:
    customer: CustomerRef = CustomerRef()
    when: When | None = None
    content: str = ""
    contacts: tuple[str, ...] = ()
    opportunity: OpportunityId | None = None
    recurrence: str = ""
    spans: tuple[SourceSpan, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRef:
    """One plan by id (pressed in the list of `listed`), several, a customer's, a day's, or the last shown."""

    plan: PlanId | None = None
    plans: tuple[PlanId, ...] = ()
    customer: CustomerRef = CustomerRef()
    day: When | None = None
    last_shown: bool = False
    listed: Period | None = None


@dataclass(frozen=True, slots=True)
class CompletePlan:
    target: PlanRef
    report: Entry | None = None


@dataclass(frozen=True, slots=True)
class MovePlan:
    target: PlanRef
    when: When | None = None
    shift: Shift | None = None


@dataclass(frozen=True, slots=True)
class CancelPlan:
    target: PlanRef


@dataclass(frozen=True, slots=True)
class Today:
    """What is to be done: today or in a range; `kind` visit, overdue, lead, renewal, birthday or empty.

    `person` is somebody one leads, by name; `customer` is with whom it is to be done, by anybody;
    `team` is everybody's whom one leads; `but` are customers that are left out.
    """

    period: Period | None = None
    kind: str = ""
    person: str = ""
    customer: CustomerRef = CustomerRef()
    team: bool = False
    but: tuple[CustomerId, ...] = ()
