"""A time as said, and the moment it is read at."""

import calendar as months
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.slots import When
from core.workdays import Calendar

WHICH = r"上上个?|下下个?|上个?|下个?|这个?|本"
_STEPS = {"上上": -2, "上": -1, "下": 1, "下下": 2}


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment a message is read at, in the company's zone."""

    now: datetime
    calendar: Calendar

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Said:
    """A time as said: a day, or a shift of what is planned.

    Args:
        past: the expression can only lie behind, or ahead; None: open (a bare weekday).
        span: for a week, month or quarter its last day.
    """

    when: When | None
    past: bool | None = None
    last: date | None = None
    shift: timedelta | None = None
    weekday: int = 0


Reader = Callable[[re.Match[str], Clock], Said | None]
Rules = Sequence[tuple[re.Pattern[str], Reader]]


def steps(which: str) -> int:
    """How many weeks or months 上个, 下下 and the like step on; 这 and 本 are 0."""
    return _STEPS.get(which.rstrip("个月"), 0)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def last_of(first: date) -> date:
    """The last day of the month of `first`."""
    return first.replace(day=months.monthrange(first.year, first.month)[1])


def month_on(first: date, count: int) -> date:
    place = first.year * 12 + first.month - 1 + count
    return date(place // 12, place % 12 + 1, 1)


def same_day(day: date, count: int) -> date:
    """The same day so many months on, the month's last where it has no such day."""
    first = month_on(day.replace(day=1), count)
    return first.replace(day=min(day.day, last_of(first).day))


def directed(said: Said, clock: Clock, *, future: bool) -> When | None:
    """A bare weekday or day of the month, by the direction the sentence looks."""
    when = said.when
    if when is None or said.past is not None or not said.weekday:
        return when
    behind, ahead = when.day < clock.today, when.day > clock.today
    if not (behind if future else ahead):
        return when
    step = 1 if future else -1
    if said.weekday > 0:
        return replace(when, day=when.day + timedelta(days=7 * step))
    return replace(when, day=same_day(when.day, step))
