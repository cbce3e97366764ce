"""One occurrence of a job, and what it may use."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.company import CompanyRules
from bot.dispatch import Surroundings
from core.clock import NewId
from core.people.model import Employee
from core.ports import UnitOfWork
from core.workdays import Calendar
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """Where jobs run."""

    store: Store
    zone: ZoneInfo
    given: Surroundings
    new_id: NewId


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """What a job is given. It uses `uow` and never commits.

    Args:
        due: the occurrence's own time; every rule reads this, never the clock.
    """

    uow: UnitOfWork
    due: datetime
    zone: ZoneInfo
    rules: CompanyRules
    calendar: Calendar
    new_id: NewId

    @property
    def today(self) -> date:
        return self.due.astimezone(self.zone).date()

    def not_before(self, person: Employee) -> datetime:
        """When somebody may be pushed to: now, or at the end of his quiet hours (G08)."""
        start = person.quiet_from or self.rules.quiet_from
        end = person.quiet_until or self.rules.quiet_until
        return after_quiet(self.due.astimezone(self.zone), start, end)


def after_quiet(at: datetime, start: time, end: time) -> datetime:
    """`at`, or the end of the quiet hours it lies in."""
    inside = start <= at.time() or at.time() < end if start > end else start <= at.time() < end
    if start == end or not inside:
        return at
    morning = datetime.combine(at.date(), end, at.tzinfo)
    return morning if morning > at else morning + timedelta(days=1)


Job = Callable[[Tick], Awaitable[bool]]
"""Does one step of an occurrence; True when there is more of it, in a transaction of its own."""
