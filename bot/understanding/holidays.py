"""Days around holidays: 国庆后 is the first working day after the days off, 春节前 the last before."""

import re
from datetime import date, timedelta

from lunar_python import Lunar

from bot.slots import When
from bot.understanding.said import Clock, Rules, Said
from core.workdays import Calendar

_FIXED = {
    "元旦": (1, 1),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "国庆": (10, 1),
    "国庆节": (10, 1),
    "十一": (10, 1),
    "双11": (11, 11),
    "双十一": (11, 11),
    "618": (6, 18),
    "圣诞": (12, 25),
    "清明": (4, 5),
    "清明节": (4, 5),
}
_LUNAR = {
    "春节": (1, 1),
    "过年": (1, 1),
    "年": (1, 1),
    "端午": (5, 5),
    "端午节": (5, 5),
    "中秋": (8, 15),
    "中秋节": (8, 15),
    "元宵": (1, 15),
    "除夕": (12, 30),
}


def _holiday(match: re.Match[str], clock: Clock) -> Said | None:
    day = _holiday_day(match["name"], clock)
    if day is None:
        return None
    side = (match["side"] or "").strip("之以过")
    if side == "后":
        return Said(When(_after(day, clock.calendar), about=not match["first"]), past=False)
    if side == "前":
        return Said(When(_before(day, clock.calendar), about=True, by=True), past=False)
    return Said(When(day), past=None)


def _after(day: date, calendar: Calendar) -> date:
    after = day
    while not calendar.is_workday(after):
        after += timedelta(days=1)
    return after if after > day else calendar.next_workday(day)


def _before(day: date, calendar: Calendar) -> date:
    before = day - timedelta(days=1)
    while not calendar.is_workday(before):
        before -= timedelta(days=1)
    return before


def _holiday_day(name: str, clock: Clock) -> date | None:
    found = (_in_year(name, clock.today.year + on) for on in (0, 1))
    return next((day for day in found if day >= clock.today - timedelta(days=3)), None)


def _in_year(name: str, year: int) -> date:
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name == "除夕":
        return _solar(year, 1, 1) - timedelta(days=1)
    return _solar(year, *_LUNAR[name])


def _solar(year: int, month: int, day: int) -> date:
    solar = Lunar.fromYmd(year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


RULES: Rules = (
    (
        re.compile(
            rf"(?P<name>{'|'.join(sorted((*_FIXED, *_LUNAR), key=len, reverse=True))})(?:节|假期|放假)?(?P<side>之后|以后|过后|后|之前|以前|前)(?:的?(?P<first>第一个工作日))?"
        ),
        _holiday,
    ),
    (
        re.compile(
            rf"(?P<name>{'|'.join(sorted((k for k in (*_FIXED, *_LUNAR) if k not in ('年', '十一', '618')), key=len, reverse=True))})节?(?P<side>)(?P<first>)"
        ),
        _holiday,
    ),
)
