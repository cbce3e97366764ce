"""Where weeks, months and years turn, and the working days around holidays."""

import pytest

from bot.understanding.times import times
from tests.bot.understanding.moments import clock, day, table, when

NEW_YEARS_EVE = "2026-12-31T17:00"
FRIDAY = "2026-11-27T18:00"
SUNDAY = "2026-11-29T20:00"
# The days off of 2026: 02-15 to 02-23 (02-14 is worked), 04-04 to 04-06, 05-01 to 05-05, 06-19 to
# 06-21, 09-25 to 09-27, 10-01 to 10-07.
HOLIDAYS = table("""
2026-01-20 春节前 02-14
2026-01-20 过年前 02-14
2026-01-20 年前 02-14
2026-01-20 除夕 02-16
2026-01-20 春节后 02-24
2026-01-20 年后 02-24
2026-01-20 元宵后 03-04
2026-03-20 清明前 04-03
2026-03-20 清明后 04-07
2026-04-20 五一前 04-30
2026-04-20 五一后 05-06
2026-04-20 五一节后 05-06
2026-04-20 劳动节后 05-06
2026-06-01 端午前 06-18
2026-06-01 端午后 06-22
2026-09-15 中秋前 09-24
2026-09-15 中秋后 09-28
2026-09-15 国庆前 09-30
2026-09-15 国庆 10-01
2026-09-15 国庆后 10-08
2026-09-15 国庆节后 10-08
2026-09-15 国庆假期后 10-08
2026-09-15 国庆后第一个工作日 10-08
2026-09-15 十一后 10-08
2026-09-15 双十一 11-11
2026-11-23 圣诞前 12-24
2026-11-23 元旦前 12-31
2026-11-23 元旦后 2027-01-04
2026-11-23 年后 2027-02-15
2027-04-20 五一后 2027-05-06
2027-09-15 国庆后 2027-10-08
""")


@pytest.mark.parametrize(("today", "words", "expected"), HOLIDAYS)
def test_around_a_holiday_is_the_nearest_working_day(today: str, words: str, expected: str) -> None:
    assert when(words, f"{today}T10:00").day == day(expected)


@pytest.mark.parametrize(("today", "about"), [("2026-09-15", False), ("2027-09-15", True)])
def test_past_the_official_lists_the_days_off_go_by_rule_and_are_about(
    today: str, about: bool
) -> None:
    assert when("国庆后第一个工作日", f"{today}T10:00").about is about


TURNS = [
    pytest.param(NEW_YEARS_EVE, "今晚12点", "2027-01-01", id="midnight is the next day"),
    pytest.param(NEW_YEARS_EVE, "明天", "2027-01-01", id="tomorrow is next year"),
    pytest.param(NEW_YEARS_EVE, "后天", "2027-01-02", id="the day after is next year"),
    pytest.param(NEW_YEARS_EVE, "下周一", "2027-01-04", id="next week is next year"),
    pytest.param(NEW_YEARS_EVE, "上周五", "2026-12-25", id="last week is this year"),
    pytest.param(NEW_YEARS_EVE, "下月5号", "2027-01-05", id="next month is next year"),
    pytest.param(NEW_YEARS_EVE, "下个月", "2027-01-01", id="all of next month"),
    pytest.param(NEW_YEARS_EVE, "1月5号", "2027-01-05", id="a January is the next one"),
    pytest.param(NEW_YEARS_EVE, "12月20号", "2026-12-20", id="a December is this one"),
    pytest.param(NEW_YEARS_EVE, "月底", "2026-12-31", id="the end of the month is today"),
    pytest.param(NEW_YEARS_EVE, "两个月后", "2027-02-28", id="a shorter month ends earlier"),
    pytest.param(NEW_YEARS_EVE, "三个月后", "2027-03-31", id="an equal month does not"),
    pytest.param("2027-01-31T09:00", "一个月后", "2027-02-28", id="there is no 31st of February"),
    pytest.param("2027-01-31T09:00", "下月底", "2027-02-28", id="the end of February"),
    pytest.param("2028-02-01T09:00", "2月29号", "2028-02-29", id="a leap day"),
    pytest.param(SUNDAY, "明天", "2026-11-30", id="Sunday's tomorrow"),
    pytest.param(SUNDAY, "这周五", "2026-11-27", id="Sunday ends its week"),
    pytest.param(SUNDAY, "上周四", "2026-11-19", id="the week before Sunday's"),
    pytest.param(SUNDAY, "下周三", "2026-12-02", id="the week after Sunday's"),
    pytest.param(SUNDAY, "下下周一", "2026-12-07", id="two weeks after Sunday's"),
    pytest.param(SUNDAY, "周五", "2026-12-04", id="on Sunday Friday is to come"),
    pytest.param(FRIDAY, "周一", "2026-11-30", id="on Friday Monday is to come"),
    pytest.param(FRIDAY, "下周一", "2026-11-30", id="on Friday next Monday"),
]


@pytest.mark.parametrize(("moment", "words", "expected"), TURNS)
def test_weeks_months_and_years_turn(moment: str, words: str, expected: str) -> None:
    assert when(words, moment).day == day(expected)


def test_half_an_hour_may_reach_into_tomorrow() -> None:
    found = when("半小时后", "2026-11-23T23:50")

    assert found.at is not None
    assert (found.day, f"{found.at:%H:%M}") == (day("11-24"), "00:20")


def test_a_day_the_month_does_not_have_is_no_time() -> None:
    assert times("下个月31号", clock("2027-01-31T09:00")) == []
