"""Days counted from a day that is named, within a month, and from a holiday."""

import pytest

from bot.understanding import festivals
from bot.understanding.times import times
from tests.bot.understanding.moments import clock, day, said, table, when


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("12月10号前一天", "12-09", id="the day before"),
        pytest.param("12月10号头天", "12-09", id="the eve"),
        pytest.param("12月10号前两天", "12-08", id="two days before"),
        pytest.param("12月10号第三天", "12-12", id="the third day is two days on"),
        pytest.param("12月10号后三天", "12-13", id="three days on"),
        pytest.param("12月10号过后三天", "12-13", id="three days on, said longer"),
    ],
)
def test_a_day_is_counted_from_the_one_beside_it(words: str, expected: str) -> None:
    assert when(words).day == day(expected)


def test_beside_a_bare_weekday_a_day_lies_where_the_sentence_looks() -> None:
    assert when("周五第二天", future=False).day == day("11-21")
    assert when("周五第二天", future=True).day == day("11-28")


@pytest.mark.parametrize(
    ("today", "past"), [("2026-12-09", False), ("2026-12-11", None), ("2026-12-20", True)]
)
def test_a_counted_day_lies_ahead_or_behind_and_today_is_open(
    today: str, past: bool | None
) -> None:
    assert said("12月10号第二天", f"{today}T10:00").past is past


@pytest.mark.parametrize("words", ["25号前两天都行", "25号前三天要求到货"])
def test_days_of_which_something_is_said_move_no_day(words: str) -> None:
    [found] = times(words, clock())

    assert words[found.start : found.end] == "25号前"


@pytest.mark.parametrize("words", ["12月开会 第二天出结果", "下周开会 第二天出结果"])
def test_the_second_day_is_of_no_month_or_week_before_it(words: str) -> None:
    assert not {day("12-01"), day("12-02")} & _days(words)


def test_a_second_day_of_its_own_is_not_the_day_after_another() -> None:
    assert day("12-31") not in _days("12月30号开会 元旦后第二天再去")


def _days(words: str) -> set[object]:
    """The days behind the first time of `words`."""
    return {one.value.when.day for one in times(words, clock())[1:] if one.value.when}


WEEKS_OF_A_MONTH = [
    pytest.param("2026-09-20", "10月第一周", "10-01", "10-04", id="four days are most of a week"),
    pytest.param("2026-04-20", "5月第一周", "05-04", "05-10", id="three are the month's before"),
    pytest.param("2026-11-25", "12月底那一周", "12-28", "2027-01-03", id="the one of its last day"),
]


@pytest.mark.parametrize(("today", "words", "first", "last"), WEEKS_OF_A_MONTH)
def test_a_week_is_of_the_month_that_has_most_of_it(
    today: str, words: str, first: str, last: str
) -> None:
    found = said(words, f"{today}T10:00")

    assert found.when is not None
    assert (found.when.day, found.last) == (day(first), day(last))


def test_a_week_that_has_begun_is_not_behind() -> None:
    assert said("这个月第四周", "2026-11-25T10:00").past is False


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("月底倒数第二天", "11-29"),
        ("月底倒数第二个工作日", "11-27"),
        ("月底最后一个工作日", "11-30"),
        ("月底那个周五", "11-27"),
        ("月底周五", "11-27"),
        ("12月底周五", "12-25"),
    ],
)
def test_days_are_counted_from_the_last_of_a_month(words: str, expected: str) -> None:
    assert when(words).day == day(expected)


def test_a_fifth_weekday_that_a_month_lacks_is_of_no_other_month() -> None:
    found = times("2月第五个周三", clock("2026-01-20T10:00"))

    assert day("2026-03-04") not in [one.value.when.day for one in found if one.value.when]


@pytest.mark.parametrize(("words", "expected"), [("春节前一天", "02-15"), ("过年前两天", "02-14")])
def test_the_days_off_of_the_spring_festival_begin_on_its_eve(words: str, expected: str) -> None:
    assert when(words, "2026-01-20T10:00").day == day(expected)


@pytest.mark.parametrize(
    ("today", "words", "expected"),
    [
        pytest.param("2026-11-23", "大年三十", "2027-02-05", id="the eve of the new year"),
        pytest.param("2026-03-10", "正月十五", "2026-03-03", id="a day that was lately"),
        pytest.param("2026-05-10", "正月", "2026-02-17", id="a month of this year"),
        pytest.param("2026-02-10", "初八", "2026-02-24", id="of the first month, near it"),
    ],
)
def test_a_lunar_day_is_the_nearest_of_its_name(today: str, words: str, expected: str) -> None:
    assert when(words, f"{today}T10:00").day == day(expected)


@pytest.mark.parametrize("words", ["正月二十万", "腊月三十吨"])
def test_a_sum_behind_a_lunar_month_is_no_day_of_it(words: str) -> None:
    assert times(words, clock()) == []


def test_far_from_the_new_year_the_eighth_is_of_no_lunar_month() -> None:
    assert times("初八去", clock("2026-06-10T10:00")) == []


def test_on_the_first_day_after_days_off_the_next_ones_are_meant_where_those_are_near() -> None:
    assert when("节后", "2026-09-28T10:00").day == day("10-08")


OF_2026 = table("""
腊八 01-26
情人节 02-14
小年 02-10
除夕 02-16
春节 02-17
农历新年 02-17
元宵 03-03
妇女节 03-08
植树节 03-12
315 03-15
愚人节 04-01
清明 04-05
五一 05-01
五四 05-04
母亲节 05-10
护士节 05-12
六一 06-01
端午 06-19
618 06-18
父亲节 06-21
七一 07-01
八一 08-01
七夕 08-19
中元节 08-27
教师节 09-10
中秋 09-25
国庆 10-01
重阳 10-18
万圣节 10-31
双11 11-11
感恩节 11-26
双十二 12-12
平安夜 12-24
圣诞 12-25
冬至 12-22
新年 01-01
""")


@pytest.mark.parametrize(("name", "expected"), OF_2026)
def test_a_holiday_is_on_its_day(name: str, expected: str) -> None:
    assert festivals.in_year(name, 2026) == day(expected)
