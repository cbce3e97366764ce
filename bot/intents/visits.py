"""What people report of visits, calls and messages, and ask of them."""

from dataclasses import dataclass

from bot.slots import Amount, CustomerRef, Outcome, Period, PersonSaid, When
from core.opportunities.model import OpportunityId
from core.visits.model import ContactKind, FollowUpId, SourceSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is said about one customer in a report.

    Args:
        people: what was said of the contacts beside that they were met; proposed and saved with it.
        done: `saved` (by `act`) or `cancelled` once it was dealt with (F05).
        follow_up: the contact it was logged as.
    """

    customer: CustomerRef = CustomerRef()
    kind: ContactKind = ContactKind.VISIT
    contacts: tuple[str, ...] = ()
    people: tuple[PersonSaid, ...] = ()
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
    act: str = ""
    follow_up: FollowUpId | None = None


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
class FindRecords:
    """What names no customer and fits no rule: the plans, deals and contacts that speak of its words.

    Args:
        figure: a figure is asked for, so that a record without one answers nothing.
        deals: what is asked is told of deals: 年框赢面多大.
        plans: a plan is meant, and the day on which it is due.
    """

    words: tuple[str, ...]
    figure: bool = False
    deals: bool = False
    plans: bool = False


@dataclass(frozen=True, slots=True)
class LastFollowUps:
    """上次跟何总聊了啥; of the days of `period` alone, where there was any: 20号去远帆都聊啥了."""

    customer: CustomerRef = CustomerRef()
    contact: str = ""
    period: Period | None = None
