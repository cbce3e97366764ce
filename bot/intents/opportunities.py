"""What people do with opportunities: open, move, close, reopen, look up."""

from dataclasses import dataclass

from bot.slots import Amount, Conditions, CustomerRef, Period, When
from core.customers.model import CustomerId
from core.opportunities.model import OpportunityId
from core.visits.model import SourceSpan


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
    """`stage` is a code, a company's own name, `+1` or `-1`; `reason` for a step back or an override."""

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
    """A list of deals.

    Args:
        over: the range of its amount; one sum alone is the least.
        exact: it is worth that sum: 80万那单; those that are over too.
        at, but: at what customers, and at whom not.
        close: when they are to be signed; of those that are over, when they ended.
        order, limit: of `OpportunityOrder`, and how many; empty and None: the largest first, all.
        person: whose, by name.
        customer: at whom; without any other condition those that are over too.
    """

    stages: tuple[str, ...] = ()
    over: Amount | None = None
    exact: bool = False
    at: Conditions = Conditions()
    but: tuple[CustomerId, ...] = ()
    close: Period | None = None
    idle_days: int | None = None
    state: str = "open"
    text: str = ""
    order: str = ""
    limit: int | None = None
    person: str = ""
    customer: CustomerRef = CustomerRef()
    page: int = 0
