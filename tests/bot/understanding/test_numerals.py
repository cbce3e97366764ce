"""Numbers as people write and say them; and how far a plan is moved."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.understanding.durations import shift
from bot.understanding.numerals import value
from tests.bot.understanding.moments import table

NUMBERS = table("""
〇 0
零 0
半 0.5
两 2
俩 2
仨 3
五 5
十 10
十二 12
二十 20
廿 20
四十二 42
九十九 99
一百 100
一百零八 108
一百一 110
一百一十 110
一百二 120
一二三 123
两百零五 205
二百五 250
六百六 660
一千零一 1001
一千一百 1100
一千二 1200
二〇〇八 2008
二零二六 2026
二〇二六 2026
两千零五十 2050
两千五 2500
九千九百九十九 9999
一万 10000
一万零一百 10100
一万两千 12000
两万零三十 20030
三万零五 30005
三万五 35000
十万 100000
十五万八 158000
二十万 200000
一百万 1000000
一百零五万 1050000
一百二十三万四千五百六十七 1234567
廿五 25
三百五十万 3500000
两亿 200000000
十亿 1000000000
007 7
1.5 1.5
1,200.5 1200.5
1,234,567 1234567
""")


@pytest.mark.parametrize(("words", "number"), NUMBERS)
def test_a_number_is_read_as_it_is_said(words: str, number: str) -> None:
    assert value(words) == Decimal(number)


@pytest.mark.parametrize("words", ["", "abc", "八百里"])
def test_what_is_not_all_number_is_none(words: str) -> None:
    assert value(words) is None


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SHIFTS = [
    ("晚十分钟", HOUR / 6),
    ("推迟15分钟", HOUR / 4),
    ("推迟半小时", HOUR / 2),
    ("晚一小时", HOUR),
    ("晚两个小时", 2 * HOUR),
    ("晚半天", DAY / 2),
    ("推两天", 2 * DAY),
    ("再推几天", 3 * DAY),
    ("推后3天", 3 * DAY),
    ("往后挪一天", DAY),
    ("往后延一天", DAY),
    ("往后推两天", 2 * DAY),
    ("延后两天", 2 * DAY),
    ("顺延三天", 3 * DAY),
    ("延一周", 7 * DAY),
    ("推迟一个礼拜", 7 * DAY),
    ("顺延一个星期", 7 * DAY),
    ("缓两周", 14 * DAY),
    ("早半小时", -HOUR / 2),
    ("提前半小时", -HOUR / 2),
    ("提前一个小时", -HOUR),
    ("提前三天", -3 * DAY),
]


@pytest.mark.parametrize(("words", "by"), SHIFTS)
def test_a_plan_is_moved_by_what_is_said(words: str, by: timedelta) -> None:
    found = shift(words)

    assert found is not None
    assert (found.value, words[found.start : found.end]) == (by, words)


@pytest.mark.parametrize("words", ["推到周五", "改到周五", "推一下", "早点", "三天后"])
def test_a_day_or_a_vague_word_is_no_shift(words: str) -> None:
    assert shift(words) is None
