"""Which days a report is of, and what it is compared with."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from core.reports.ranges import Range, around

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("day", [date(2026, 12, 1), date(2026, 12, 5), date(2026, 12, 7)])
def test_a_month_that_has_just_begun_is_a_month_and_compared_with_no_weeks(day: date) -> None:
    month = around(day, "month", ZONE, today=day)

    assert (month.first, month.last, month.period) == (date(2026, 12, 1), day, "month")
    assert month.before == ()


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        (date(2026, 12, 1), date(2026, 12, 1), "day"),
        (date(2026, 12, 1), date(2026, 12, 4), "month"),
        (date(2026, 6, 1), date(2026, 6, 7), "week"),
        (date(2026, 11, 23), date(2026, 11, 29), "week"),
    ],
)
def test_days_of_no_known_kind_are_taken_for_what_they_look_like(
    first: date, last: date, period: str
) -> None:
    assert Range(first, last, ZONE).period == period
