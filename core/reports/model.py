"""Figures, targets and what was sent to whom."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from core.ledger.model import Mark, read_mark
from core.money import Money
from core.people.model import EmployeeId

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class AsOf:
    """What a report was made of: a moment of the ledger, and the product's time that its rules went by."""

    mark: Mark
    at: datetime

    def __str__(self) -> str:
        return f"{self.mark}@{(self.at - _EPOCH) // timedelta(microseconds=1)}"


def read_as_of(text: str) -> AsOf:
    """What is written so.

    Raises:
        ValueError: nothing is.
    """
    mark, _, at = text.partition("@")
    try:
        return AsOf(read_mark(mark), _EPOCH + timedelta(microseconds=int(at)))
    except OverflowError as error:
        raise ValueError(text[:40]) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """What one person did in a range of days, and what came of his deals and customers in it.

    Args:
        without_next: follow-ups with neither a next step nor a reason for none (F07).
        stage_moves: of his deals, whoever moved them.
    """

    visits: int = 0
    effective_visits: int = 0
    follow_ups: int = 0
    without_next: int = 0
    stage_moves: int = 0
    plans_due: int = 0
    plans_kept: int = 0
    new_customers: int = 0
    new_opportunities: int = 0
    claimed: int = 0
    returned: int = 0
    won: int = 0
    won_amount: Money = Money(0)
    lost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How people stand: their month, what they have in hand, and what their records do not say.

    Args:
        won, won_amount: signed since the first of the month.
        expected, weighted: open deals that are to close in the month; the sum of fen × per cent, undivided, so
            that it can be added.
        met: which of the five conditions of an effective contact the visits of the range meet, by
            `core.visits.quality.CHECKS`.
    """

    won: int = 0
    won_amount: Money = Money(0)
    expected: int = 0
    weighted: int = 0
    open: int = 0
    worth: Money = Money(0)
    without_amount: int = 0
    without_close: int = 0
    stuck: int = 0
    slipped: int = 0
    missed: int = 0
    overdue: int = 0
    owned: int = 0
    without_tier: int = 0
    returning: int = 0
    contacted: int = 0
    neglected: int = 0
    silent: int = 0
    met: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SpanCounts:
    """How many visits were made in one of several spans, the `number`th."""

    number: int
    visits: int
    effective: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A record that is named: what, whose, since or until which day (ISO), worth how many fen.

    Args:
        words: what else there is to say: from and to which stage, why and to whom it was lost.
    """

    id: str
    name: str
    owner: str
    person: str = ""
    day: str = ""
    fen: int = 0
    words: tuple[str, ...] = ()


Ranked = tuple[int, Entry]
"""One of a list, and its place among those that are named."""


@dataclass(frozen=True, slots=True)
class PoolPart:
    """The customers of a pool and a tier that nobody owns; `long`: those nobody claimed for a month."""

    pool: str
    tier: str
    count: int
    long: int


@dataclass(frozen=True, slots=True)
class Target:
    """What one person is to reach; `measure` is signed or received, `period` YYYY-MM."""

    employee: EmployeeId
    period: str
    measure: str
    value: Money


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A digest as it was sent: its canonical JSON and the hash of it; `period` is day, week or month.

    Args:
        mark: what it was made of (`AsOf`), as text; empty: of before that was kept.
        rules: the version of the company's rules it was made by.
    """

    reader: EmployeeId
    day: date
    period: str
    content: str
    hash: str
    made_at: datetime
    mark: str = ""
    rules: int = 0
