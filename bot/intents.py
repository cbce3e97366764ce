"""What a person can want: one frozen type an intent, for sentences and for buttons alike.

Whatever changes a record and leaves a doubt is offered as a draft first (`bot.dialogue`); the types
under "cards" are what buttons carry. A field that is None or empty was not said.
"""

from dataclasses import dataclass

from bot.slots import Amount, Conditions, CustomerRef, Outcome, Period, Shift, When
from core.customers.model import ContactRole, Tier
from core.opportunities.model import OpportunityId
from core.plans.model import PlanId
from core.visits.model import ContactKind, FollowUpId, SourceSpan

# --- visits --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is said about one customer in a report.

    Args:
        done: `saved` or `cancelled` once it was dealt with alone on a card of several (F05).
    """

    customer: CustomerRef = CustomerRef()
    kind: ContactKind = ContactKind.VISIT
    contacts: tuple[str, ...] = ()
    when: When | None = None
    content: str = ""
    result: str = ""
    next_when: When | None = None
    next_step: str = ""
    none_reason: str = ""
    outcome: Outcome | None = None
    amounts: tuple[Amount, ...] = ()
    stage: str = ""
    topics: tuple[str, ...] = ()
    competitors: tuple[str, ...] = ()
    opportunity: OpportunityId | None = None
    spans: tuple[SourceSpan, ...] = ()
    done: str = ""


@dataclass(frozen=True, slots=True)
class LogFollowUps:
    """Report contacts that happened: visits, calls, messages; one entry a customer."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ReviseFollowUp:
    """Change a saved follow-up (修改 on its card, 金额应该是…)."""

    follow_up: FollowUpId | None = None
    entry: Entry = Entry()


@dataclass(frozen=True, slots=True)
class LastFollowUps:
    """上次跟何总聊了啥."""

    customer: CustomerRef = CustomerRef()
    contact: str = ""


# --- plans ---------------------------------------------------------------------------------------


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
    """One plan by id (pressed in the list of `listed`), a customer's, a day's, or the last shown."""

    plan: PlanId | None = None
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
    """What is to be done: today or in a range; `kind` visit, overdue, lead, renewal, birthday or empty."""

    period: Period | None = None
    kind: str = ""


# --- pool and ownership --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SearchPool:
    where: Conditions = Conditions()
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Customers by name, by their numbers in the last list, or some that meet conditions."""

    customers: tuple[CustomerRef, ...] = ()
    numbers: tuple[int, ...] = ()
    where: Conditions | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """`reason` is a code of `core.pool` or the person's own words; empty: ask. `note` says more."""

    customers: tuple[CustomerRef, ...] = ()
    numbers: tuple[int, ...] = ()
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShowQuota:
    """我还能领几个."""


@dataclass(frozen=True, slots=True)
class ShowReturning:
    """我哪些客户快掉公海了; with `team` those of the team."""

    days: int = 7
    team: bool = False


@dataclass(frozen=True, slots=True)
class ExplainOwnership:
    customer: CustomerRef = CustomerRef()
    on: When | None = None


@dataclass(frozen=True, slots=True)
class Assign:
    customers: tuple[CustomerRef, ...]
    to: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """锁定远帆, 解锁远帆."""

    customer: CustomerRef = CustomerRef()
    on: bool = True


# --- customers -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShowCustomer:
    customer: CustomerRef = CustomerRef()


@dataclass(frozen=True, slots=True)
class ShowTimeline:
    customer: CustomerRef = CustomerRef()
    page: int = 0


@dataclass(frozen=True, slots=True)
class SearchCustomers:
    where: Conditions
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateCustomer:
    name: str = ""
    industry: str = ""
    city: str = ""
    tier: Tier | None = None
    contact: str = ""
    mobile: str = ""
    source: str = ""
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
    """Create a contact or change what is given."""

    customer: CustomerRef = CustomerRef()
    name: str = ""
    title: str = ""
    mobile: str = ""
    role: ContactRole | None = None
    attitude: int | None = None
    birthday: str = ""


@dataclass(frozen=True, slots=True)
class ShowContact:
    """王总电话多少; without a name all contacts of the customer."""

    customer: CustomerRef = CustomerRef()
    name: str = ""


# --- opportunities -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityRef:
    """Which opportunity is meant: by id, by words of its name, by its customer, or the last shown."""

    opportunity: OpportunityId | None = None
    words: str = ""
    customer: CustomerRef = CustomerRef()


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateOpportunity:
    customer: CustomerRef = CustomerRef()
    name: str = ""
    amount: Amount | None = None
    expected_close: When | None = None
    source: str = ""
    flow: str = ""
    spans: tuple[SourceSpan, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveStage:
    """`stage` is a code, `+1` or `-1`; `reason` for a step back or an override."""

    target: OpportunityRef
    stage: str
    amount: Amount | None = None
    expected_close: When | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseOpportunity:
    """`state` is won, lost or invalid."""

    target: OpportunityRef
    state: str
    amount: Amount | None = None
    reason: str = ""
    competitor: str = ""


@dataclass(frozen=True, slots=True)
class ReopenOpportunity:
    target: OpportunityRef
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateOpportunity:
    target: OpportunityRef
    amount: Amount | None = None
    expected_close: When | None = None
    probability: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class ShowOpportunity:
    target: OpportunityRef


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOpportunities:
    stages: tuple[str, ...] = ()
    over: Amount | None = None
    close: Period | None = None
    idle_days: int | None = None
    state: str = "open"
    text: str = ""
    page: int = 0
