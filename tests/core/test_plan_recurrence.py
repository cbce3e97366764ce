"""When a repeated plan comes again."""

from datetime import date, datetime, timedelta

import pytest

from core.errors import Invalid
from core.plans.recurrence import anchored, next_after
from tests.core.builders import MONDAY, ZONE, at


@pytest.mark.parametrize(
    ("rule", "first", "following"),
    [
        ("FREQ=DAILY", date(2026, 11, 23), date(2026, 11, 24)),
        ("FREQ=WEEKLY;INTERVAL=2", date(2026, 11, 23), date(2026, 12, 7)),
        ("FREQ=MONTHLY", date(2026, 11, 5), date(2026, 12, 5)),
        ("FREQ=MONTHLY;INTERVAL=3", date(2026, 11, 30), date(2027, 2, 28)),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", date(2026, 11, 30), date(2026, 12, 31)),
        ("FREQ=YEARLY", date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_the_next_time_has_the_same_hour(rule: str, first: date, following: date) -> None:
    assert next_after(at(first, 15, 30), rule, ZONE) == at(following, 15, 30)


def test_the_last_day_of_a_month_does_not_wander_to_the_28th() -> None:
    due = at(date(2027, 1, 31))
    rule = anchored("FREQ=MONTHLY", due, ZONE)
    days = []
    for _ in range(3):
        due = next_after(due, rule, ZONE)
        days.append((due.month, due.day))

    assert days == [(2, 28), (3, 31), (4, 30)]


def test_the_29th_of_february_comes_back_in_a_leap_year() -> None:
    due = at(date(2028, 2, 29))
    rule = anchored("FREQ=YEARLY", due, ZONE)
    for _ in range(4):
        due = next_after(due, rule, ZONE)

    assert due.date() == date(2032, 2, 29)


def test_a_rule_by_days_keeps_no_day_of_the_month() -> None:
    assert anchored("FREQ=WEEKLY", MONDAY, ZONE) == "FREQ=WEEKLY"
    assert anchored("FREQ=MONTHLY;BYMONTHDAY=-1", MONDAY, ZONE) == "FREQ=MONTHLY;BYMONTHDAY=-1"


def test_what_has_passed_is_left_out() -> None:
    late = MONDAY + timedelta(days=15)

    assert next_after(MONDAY, "FREQ=WEEKLY", ZONE, now=late) == MONDAY + timedelta(days=21)
    assert next_after(MONDAY, "FREQ=WEEKLY", ZONE, now=MONDAY) == MONDAY + timedelta(days=7)


@pytest.mark.parametrize(
    "rule",
    [
        "", "FREQ=HOURLY", "INTERVAL=2", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=367",
        "FREQ=WEEKLY;INTERVAL=two", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTHDAY=-2",
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_refused(rule: str) -> None:
    with pytest.raises(Invalid):
        next_after(datetime(2026, 11, 23, tzinfo=ZONE), rule, ZONE)
