"""Working days: weekends, holidays and the Saturdays and Sundays worked instead."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked.

    Args:
        holidays: days off that are no weekend, or are one anyway.
        makeups: Saturdays and Sundays that are worked.
        known_until: the last day the official lists cover; later days follow the weekend alone.
        weekend: ISO weekdays that are free.
    """

    holidays: frozenset[date] = frozenset()
    makeups: frozenset[date] = frozenset()
    known_until: date = date.max
    weekend: frozenset[int] = field(default=frozenset({6, 7}))

    @classmethod
    def of(
        cls,
        holidays: Iterable[date] = (),
        makeups: Iterable[date] = (),
        known_until: date = date.max,
    ) -> "Calendar":
        return cls(frozenset(holidays), frozenset(makeups), known_until)

    def is_workday(self, day: date) -> bool:
        if day in self.makeups:
            return True
        return day not in self.holidays and day.isoweekday() not in self.weekend

    def next_workday(self, day: date) -> date:
        """The first working day after `day`."""
        return self.shift(day, 1)

    def this_or_next(self, day: date) -> date:
        return day if self.is_workday(day) else self.next_workday(day)

    def shift(self, day: date, workdays: int) -> date:
        """The day that lies `workdays` working days after `day`, or before when negative."""
        step = _ONE if workdays > 0 else -_ONE
        left = abs(workdays)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_until(self, day: date, until: date) -> int:
        """How many working days lie after `day` up to and including `until`; 0 when it is past."""
        count = 0
        while day < until:
            day += _ONE
            count += self.is_workday(day)
        return count
