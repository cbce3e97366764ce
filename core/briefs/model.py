"""The facts of a brief, what nobody knows yet, and what to ask (L03)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.customers.model import Contact, ContactRole, Customer
from core.opportunities.model import Opportunity
from core.people.model import EmployeeId
from core.plans.model import Plan
from core.visits.model import Figure, FollowUp

LAST = 3
"""How many contacts a brief tells of."""
NEGLECTED_DAYS = 60
"""After how many days somebody at a top customer counts as left alone (E04)."""


@dataclass(frozen=True, slots=True)
class Named:
    """An amount somebody named, and when."""

    figure: Figure
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is recorded of a customer; nothing in it is guessed.

    Args:
        today: the reader's day.
        people: who decides first.
        last: the last three contacts, newest first; `names` are the names of who logged them.
        plans: open ones, the next first.
        promised: the newest contact, where its next step is neither planned nor done.
        deals: open ones, the largest first.
        figures: the newest amount of each role.
        rivals: competitors named in its contacts or deals.
        neglected: the people nobody met for long while a deal of a top customer is open (E04).
    """

    customer: Customer
    today: date
    people: Sequence[Contact] = ()
    last: Sequence[FollowUp] = ()
    names: Mapping[EmployeeId, str]
    plans: Sequence[Plan] = ()
    promised: FollowUp | None = None
    deals: Sequence[Opportunity] = ()
    figures: Mapping[str, Named]
    rivals: Sequence[str] = ()
    neglected: Sequence[Contact] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the map of the customer lacks.

    Args:
        kind: people, decider, roles, role, attitude, neglected or rival.
        names: whose.
        roles: the ones nobody has.
    """

    kind: str
    names: tuple[str, ...] = ()
    roles: tuple[ContactRole, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something to ask, with what it comes from.

    Args:
        kind: names its words and its reason.
        about: a person, a deal or competitors.
        words: what was said.
        day: when that was, or was to be.
        times: how often a day was put off.
    """

    kind: str
    about: str = ""
    words: str = ""
    day: date | None = None
    times: int = 0


@dataclass(frozen=True, slots=True)
class Brief:
    """The facts, the gaps and three questions."""

    facts: Facts
    gaps: Sequence[Gap]
    questions: Sequence[Question]
