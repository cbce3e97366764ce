"""Figures, targets and what was sent to whom."""

from dataclasses import dataclass
from datetime import date, datetime

from core.money import Money
from core.people.model import EmployeeId


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """What one person did in a range of days.

    Args:
        without_next: follow-ups with neither a next step nor a reason for none (F07).
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


@dataclass(frozen=True, slots=True)
class Target:
    """What one person is to reach; `measure` is signed or received, `period` YYYY-MM."""

    employee: EmployeeId
    period: str
    measure: str
    value: Money


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A digest as it was sent: its canonical JSON and the hash of it; `period` is day, week or month."""

    reader: EmployeeId
    day: date
    period: str
    content: str
    hash: str
    made_at: datetime
