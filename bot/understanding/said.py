"""A time as said, and the moment it is read at."""

import calendar as months
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.slots import When
from core.workdays import Calendar

WHICH = (
    r"大[上下]个?|上上上?个?|(?<!一)下下下?个?|上个?|(?<![^周期拜十初]一)下个?|这一?个?|今个?|本"
)
TO = r"\s*+(?:到|至|-{1,2}|~{1,2}|—{1,2}|–)\s*+"
"""What stands between the two ends of a range."""
_STEPS = {"上": -1, "下": 1}


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment a message is read at, in the company's zone."""

    now: datetime
    calendar: Calendar

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def local(self) -> datetime:
        """The moment as the clock on the wall shows it, without its zone."""
        return self.now.replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Said:
    """A time as said: a day, or a shift of what is planned.

    Args:
        past: the expression can only lie behind, or ahead; None: open (a bare weekday).
        last: for a week, month or quarter, and for 3号到5号, its last day.
        window: the first and the last day that a vague word may mean, where `when` is one of them.
        begins: the moment to the second, for 半小时后 and 9:36:46, and for what lasts some hours.
        ends: the moment it ends, for 两点到四点.
    """

    when: When | None
    past: bool | None = None
    last: date | None = None
    shift: timedelta | None = None
    weekday: int = 0
    window: tuple[date, date] | None = None
    begins: datetime | None = None
    ends: datetime | None = None


Reader = Callable[[re.Match[str], Clock], Said | None]
Rules = Sequence[tuple[re.Pattern[str], Reader, str]]
"""What to look for, what it says, and characters of which one must stand in the text."""


WEEKDAYS = {c: n for n, c in enumerate("一二三四五六日", 1)} | {"天": 7}
WEEKDAYS |= {str(n): n for n in range(1, 8)}


def group(match: re.Match[str], name: str) -> str:
    """What a group of that name matched; empty where the pattern has none."""
    return match.groupdict().get(name) or ""


def steps(which: str) -> int:
    """How many weeks or months 上个, 下下, 大上 and the like step on; 这 and 本 are 0."""
    twice = 2 if which.startswith("大") else 1
    return twice * sum(_STEPS.get(character, 0) for character in which)


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


def last_of_range(said: Said, when: When) -> date:
    """The last day of what `directed` gave: a range moves as a whole."""
    if said.last is None or said.when is None:
        return when.day
    return said.last + (when.day - said.when.day)


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
