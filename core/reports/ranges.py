"""The days a report is of, and the days around them that it is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from core.workdays import Calendar

_DAY = timedelta(days=1)
_WEEK = 7
PERIODS = ("day", "week", "month")
TREND = 14
"""A trend is of so many days at least."""
BEFORE = 4
"""A day is compared with so many of the same weekday, a week with so many weeks before it."""

Span = tuple[datetime, datetime]
"""Inclusive, exclusive."""


@dataclass(frozen=True, slots=True)
class Range:
    """From `first` to `last`, both included, in the company's zone.

    Args:
        kind: day, week or month, where that is known: a month that has just begun is not long.
        rests: nobody was to work on any of the days, so that whoever logged nothing missed nothing.
    """

    first: date
    last: date
    zone: ZoneInfo
    kind: str = ""
    rests: bool = False

    def by(self, calendar: Calendar) -> Self:
        """The same days, and whether they are days off."""
        length = (self.last - self.first).days + 1
        works = any(calendar.is_workday(self.first + n * _DAY) for n in range(length))
        return replace(self, rests=not works)

    @property
    def period(self) -> str:
        """What it is; where that is not known, by how long it is and the day it begins with."""
        days = (self.last - self.first).days + 1
        if self.kind:
            return self.kind
        if self.first.day == 1 and self.first.weekday() and days > 1:
            return "month"
        return "day" if days == 1 else "week" if days <= _WEEK else "month"

    @property
    def since(self) -> datetime:
        return self._start(self.first)

    @property
    def until(self) -> datetime:
        return self._start(self.last + _DAY)

    @property
    def today(self) -> datetime:
        """The first instant of the last day."""
        return self._start(self.last)

    @property
    def month(self) -> Span:
        """The month of the last day, up to its end."""
        return self._start(self.last.replace(day=1)), self.until

    @property
    def months_end(self) -> date:
        """The last day of that month."""
        following = self.last.replace(day=28) + 4 * _DAY
        return following.replace(day=1) - _DAY

    @property
    def days(self) -> Sequence[date]:
        """The days of a trend: its own, and those before it that make up a trend."""
        number = max((self.last - self.first).days + 1, TREND)
        return [self.last - back * _DAY for back in reversed(range(number))]

    @property
    def before(self) -> Sequence[Span]:
        """What it is compared with, the latest first; a month with nothing."""
        if self.period == "month":
            return ()
        weeks = [timedelta(days=_WEEK * back) for back in range(1, BEFORE + 1)]
        return [(self._start(self.first - w), self._start(self.last + _DAY - w)) for w in weeks]

    @property
    def spans(self) -> Sequence[Span]:
        """Each of the `days`, then what is `before`."""
        each = [(self._start(day), self._start(day + _DAY)) for day in self.days]
        return [*each, *self.before]

    def day(self, moment: datetime) -> date:
        """The company's day of a moment."""
        return moment.astimezone(self.zone).date()

    def _start(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone)


def around(day: date, kind: str, zone: ZoneInfo, *, today: date) -> Range:
    """The day, week or month that `day` is in, as far as it has come by `today`."""
    monday, first = day - day.weekday() * _DAY, day.replace(day=1)
    following = (day.replace(day=28) + 4 * _DAY).replace(day=1)
    days = {"week": (monday, monday + 6 * _DAY), "month": (first, following - _DAY)}
    begins, ends = days.get(kind, (day, day))
    return Range(begins, min(ends, today), zone, kind)
