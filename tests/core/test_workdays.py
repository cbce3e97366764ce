"""Working days, with holidays and the weekends worked instead."""

from datetime import date

import pytest

from core.workdays import Calendar

NATIONAL_WEEK = Calendar.of(
    holidays=[date(2026, 10, day) for day in range(1, 8)],
    makeups=[date(2026, 9, 27), date(2026, 10, 10)],
)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        pytest.param(date(2026, 9, 30), True, id="a Wednesday"),
        pytest.param(date(2026, 10, 1), False, id="a holiday in the week"),
        pytest.param(date(2026, 10, 3), False, id="a holiday on a Saturday"),
        pytest.param(date(2026, 10, 10), True, id="a Saturday worked instead"),
        pytest.param(date(2026, 9, 27), True, id="a Sunday worked instead"),
        pytest.param(date(2026, 10, 17), False, id="a plain Saturday"),
    ],
)
def test_holidays_and_worked_weekends_are_known(day: date, worked: bool) -> None:
    assert NATIONAL_WEEK.is_workday(day) is worked


@pytest.mark.parametrize(
    ("day", "workdays", "expected"),
    [
        pytest.param(date(2026, 9, 30), 1, date(2026, 10, 8), id="over the holidays"),
        pytest.param(date(2026, 10, 9), 1, date(2026, 10, 10), id="onto a worked Saturday"),
        pytest.param(date(2026, 10, 8), -1, date(2026, 9, 30), id="backwards"),
        pytest.param(date(2026, 10, 3), 0, date(2026, 10, 3), id="none: the day itself"),
        pytest.param(date(2026, 11, 20), 3, date(2026, 11, 25), id="over a weekend"),
    ],
)
def test_working_days_are_counted_from_a_day(day: date, workdays: int, expected: date) -> None:
    assert NATIONAL_WEEK.shift(day, workdays) == expected


@pytest.mark.parametrize(
    ("day", "until", "left"),
    [
        pytest.param(date(2026, 9, 30), date(2026, 10, 10), 3, id="8th, 9th and Saturday 10th"),
        pytest.param(date(2026, 11, 20), date(2026, 11, 22), 0, id="a weekend holds none"),
        pytest.param(date(2026, 11, 20), date(2026, 11, 20), 0, id="the same day"),
        pytest.param(date(2026, 11, 20), date(2026, 11, 1), 0, id="a past day"),
    ],
)
def test_working_days_until_a_day_are_counted(day: date, until: date, left: int) -> None:
    assert NATIONAL_WEEK.workdays_until(day, until) == left


def test_a_free_day_moves_to_the_next_worked_one() -> None:
    assert NATIONAL_WEEK.this_or_next(date(2026, 10, 2)) == date(2026, 10, 8)
    assert NATIONAL_WEEK.this_or_next(date(2026, 10, 8)) == date(2026, 10, 8)


def test_a_week_may_have_other_free_days() -> None:
    gulf = Calendar(weekend=frozenset({5, 6}))
    assert [gulf.is_workday(date(2026, 11, day)) for day in (20, 21, 22)] == [False, False, True]
