"""Days and weeks by their place in a month: 六月第一个周三, 月底最后那个周五, 9月头一个礼拜, 月底倒数第二天."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.slots import When
from bot.understanding.dates import IN_MONTH, NAMED_MONTH, first_of
from bot.understanding.numerals import HAN, whole
from bot.understanding.patterns import regex
from bot.understanding.said import WEEKDAYS, Clock, Reader, Rules, Said, group, last_of, monday_of

_WEEK = timedelta(days=7)
_MOST_OF_A_WEEK = 4
"""Days of a week that must lie in a month for it to be one of that month's."""


def _place(match: re.Match[str]) -> int:
    """0 for 第一, 头一 and 首, 1 for 第二."""
    return whole(group(match, "nth"), otherwise=1) - 1


def _of_month(read: Callable[[re.Match[str], date, Clock], Said | None]) -> Reader:
    """A reader that is given the first day of the month that is named; without one it is no time."""

    def of(match: re.Match[str], clock: Clock) -> Said | None:
        first = first_of(match, clock)
        return read(match, first, clock) if first else None

    return of


def _weekday(match: re.Match[str], first: date, clock: Clock) -> Said | None:
    """十月的第一个星期一, 下个月最后一个周五, 月底那个周五."""
    weekday, last = WEEKDAYS[match["day"]], last_of(first)
    found = nth_weekday(first, weekday, _place(match))
    if group(match, "end"):
        found = last - timedelta(days=(last.isoweekday() - weekday) % 7)
    return Said(When(found), past=found < clock.today) if first <= found <= last else None


def _week(match: re.Match[str], first: date, clock: Clock) -> Said:
    """9月第一个礼拜, 下个月头一周, 1月最后一周: its Monday, or the first of the month."""
    monday = monday_of(last_of(first) if group(match, "end") else first)
    if (first - monday).days > 7 - _MOST_OF_A_WEEK:
        monday += _WEEK
    monday += _place(match) * _WEEK
    begins, ends = max(first, monday), monday + timedelta(days=6)
    return Said(When(begins, about=True), past=ends < clock.today, last=ends)


def _day_from_last(match: re.Match[str], first: date, clock: Clock) -> Said:
    """这个月最后一天, 月底最后一个工作日, 月底倒数第二天."""
    day, left = last_of(first), whole(group(match, "from_last"), otherwise=1) - 1
    if group(match, "work"):
        day = clock.calendar.shift(day + timedelta(days=1), -1 - left)
    else:
        day -= timedelta(days=left)
    return Said(When(day), past=day < clock.today)


_DAY = r"(?P<day>[一二三四五六日天1-7])"
_WEEKS = r"(?:周|星期|礼拜)"
_NTH = rf"(?:第(?P<nth>[{HAN}1-5])个?|头一?个?|首个?)"
_LAST = r"(?P<end>最后[那这]?一?个?)"
_OF_LAST = rf"{IN_MONTH}月(?P<end>[底末尾])的?(?:最后)?[那这]?一?个?"

RULES: Rules = (
    (regex(rf"{NAMED_MONTH}的?(?:{_NTH}|{_LAST}){_WEEKS}{_DAY}"), _of_month(_weekday), "月"),
    (regex(rf"{_OF_LAST}{_WEEKS}{_DAY}"), _of_month(_weekday), "月"),
    (
        regex(rf"{NAMED_MONTH}的?(?:{_NTH}|{_LAST}){_WEEKS}(?![{HAN}日天\d])"),
        _of_month(_week),
        "月",
    ),
    (regex(rf"{_OF_LAST}{_WEEKS}(?![{HAN}日天\d])"), _of_month(_week), "月"),
    (
        regex(
            rf"{IN_MONTH}月[底末]?的?(?:最后|倒数第(?P<from_last>[一二三]))(?:一?天|一?个?(?P<work>工作日))"
        ),
        _of_month(_day_from_last),
        "月",
    ),
)


def nth_weekday(first: date, weekday: int, place: int) -> date:
    """The weekday of that place from `first` on, the first at 0."""
    return first + timedelta(days=(weekday - first.isoweekday()) % 7) + place * _WEEK
