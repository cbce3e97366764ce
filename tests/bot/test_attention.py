"""Quiet hours (G08)."""

from datetime import date, datetime, time

import pytest

from bot.attention import after_quiet
from tests.core.builders import ZONE

NIGHT = (time(21), time(8))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(date(2026, 11, day), time(hour, minute), ZONE)


@pytest.mark.parametrize(
    ("moment", "hours", "expected"),
    [
        (at(23, 20, 59), NIGHT, at(23, 20, 59)),
        (at(23, 21), NIGHT, at(24, 8)),
        (at(23, 23, 59), NIGHT, at(24, 8)),
        (at(24, 0, 20), NIGHT, at(24, 8)),
        (at(24, 7, 59), NIGHT, at(24, 8)),
        (at(24, 8), NIGHT, at(24, 8)),
        (at(24, 13), (time(12), time(14)), at(24, 14)),
        (at(24, 14), (time(12), time(14)), at(24, 14)),
        (at(24, 11, 59), (time(12), time(14)), at(24, 11, 59)),
        (at(24, 3), (time(0), time(0)), at(24, 3)),
    ],
)
def test_G08_what_falls_into_the_quiet_hours_waits_for_their_end(
    moment: datetime, hours: tuple[time, time], expected: datetime
) -> None:
    assert after_quiet(moment, *hours) == expected
