"""Holidays by name: the day of each in a year, and the working days around its days off."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import product

from bot.understanding import lunar
from bot.understanding.ordinals import nth_weekday
from bot.understanding.said import Clock
from core.workdays import Calendar

FIXED = {
    "元旦": (1, 1), "情人节": (2, 14), "女生节": (3, 7), "妇女节": (3, 8), "三八节": (3, 8),
    "三八妇女节": (3, 8), "植树节": (3, 12), "三一五": (3, 15), "315": (3, 15), "消费者权益日": (3, 15),
    "愚人节": (4, 1), "五一": (5, 1), "劳动节": (5, 1), "青年节": (5, 4), "五四": (5, 4), "护士节": (5, 12),
    "儿童节": (6, 1), "六一": (6, 1), "618": (6, 18), "建党节": (7, 1), "七一": (7, 1), "建军节": (8, 1),
    "八一": (8, 1), "教师节": (9, 10), "国庆": (10, 1), "十一": (10, 1), "万圣节": (10, 31), "万圣": (10, 31),
    "双11": (11, 11), "双十一": (11, 11), "光棍节": (11, 11), "双12": (12, 12), "双十二": (12, 12),
    "平安夜": (12, 24), "圣诞": (12, 25), "圣诞节": (12, 25),
}  # fmt: skip
LUNAR = {
    "春节": (1, 1), "过年": (1, 1), "农历新年": (1, 1), "新春": (1, 1), "年": (1, 1), "元宵": (1, 15),
    "端午": (5, 5), "七夕": (7, 7), "中元节": (7, 15), "中秋": (8, 15), "重阳": (9, 9), "腊八": (12, 8), "小年": (12, 23),
}  # fmt: skip
BY_WEEKDAY = {"母亲节": (5, 7, 2), "父亲节": (6, 7, 3), "感恩节": (11, 4, 4)}
"""Month, weekday, and which of them in the month."""
EVE = "除夕"
NEW_YEAR = {"新年": "元旦", "阳历新年": "元旦"}

NAMES = (*FIXED, *LUNAR, *BY_WEEKDAY, *NEW_YEAR, EVE, *lunar.TERMS)
DAYS_OFF = ("元旦", "春节", "清明", "五一", "端午", "中秋", "国庆")
LONG = ("春节", "五一", "国庆")
_FROM_EVE = ("春节", "过年", "年")
"""Days off that begin on the eve: by the State Council's rule of 2024, 除夕 is one of them."""
_DAYS_LONG = {"春节": 7, "过年": 7, "年": 7, "国庆": 7, "十一": 7, "五一": 5, "劳动节": 5}
"""Days off from the day itself on, for years whose official list is not out."""
_HAVE_DAYS_OFF = {*DAYS_OFF, *_DAYS_LONG}
_MAKEUP_WITHIN = 14
_LAST_MONTH = 12
"""Of the lunar year, that ends in the next one of ours."""
_DAY = timedelta(days=1)


def in_year(name: str, year: int) -> date | None:
    """The day of that holiday, None where the lunar calendar does not reach."""
    name = NEW_YEAR.get(name, name)
    if name in FIXED:
        return date(year, *FIXED[name])
    if name in BY_WEEKDAY:
        month, weekday, nth = BY_WEEKDAY[name]
        return nth_weekday(date(year, month, 1), weekday, nth - 1)
    if name in lunar.TERMS:
        return lunar.term(name, year)
    if name == EVE:
        first_day = lunar.solar(year, 1, 1)
        return first_day - _DAY if first_day else None
    month, day = LUNAR[name]
    return lunar.solar(year - (month == _LAST_MONTH), month, day)


def has_days_off(name: str) -> bool:
    return NEW_YEAR.get(name, name) in _HAVE_DAYS_OFF


def first_day_off(name: str, day: date) -> date:
    return day - _DAY if name in _FROM_EVE else day


def workday_after(name: str, day: date, calendar: Calendar) -> date:
    """The first working day after the days off that begin on `day`."""
    after = day
    if day > calendar.known_until:
        after += timedelta(days=_DAYS_LONG.get(name, 1))
    after = calendar.this_or_next(after)
    return after if after > day else calendar.next_workday(day)


def workday_before(name: str, day: date, calendar: Calendar) -> date:
    """The last working day before them."""
    return calendar.shift(first_day_off(name, day), -1)


def made_up(day: date, calendar: Calendar, step: int) -> date | None:
    """The weekend day that is worked for a holiday, after it with a step of 1, else before it."""
    near = (day + step * on * _DAY for on in range(1, _MAKEUP_WITHIN + 1))
    return next((one for one in near if one in calendar.makeups), None)


JUST = timedelta(days=7)
LATELY = timedelta(days=45)


def nearest(name: str, clock: Clock, aim: Callable[[date], date], back: timedelta) -> date | None:
    """The next of that name; the last one where its `aim`, the day that is meant, was not longer ago than `back`."""
    days = (in_year(name, clock.today.year + on) for on in (-1, 0, 1))
    return next((day for day in days if day and aim(day) >= clock.today - back), None)


def last(name: str, clock: Clock) -> date | None:
    """The last of that name that has begun."""
    days = (in_year(name, clock.today.year + on) for on in (0, -1))
    return next((day for day in days if day and day <= clock.today), None)


_NEW_DAY = timedelta(days=14)
_A_WHILE = timedelta(days=15)
_FAR = timedelta(days=40)


def days_off(
    clock: Clock, side: str, names: Iterable[str], *, gone: bool = False
) -> tuple[str, date]:
    """The days off that 节前 or 节后 is said of: the next ones, the last where those are far or it is told of."""
    found = sorted(_around(clock, side, names))
    behind = [one for one in found if one[0] < clock.today]
    ahead = found[len(behind) :]
    if gone:
        return behind[-1][1:]
    if ahead[0][0] == clock.today and ahead[1][0] - clock.today <= _NEW_DAY:
        ahead = ahead[1:]
    since, left = clock.today - behind[-1][0], ahead[0][0] - clock.today
    _, name, day = behind[-1] if since <= _A_WHILE and left > _FAR else ahead[0]
    return name, day


def before_days_off(number: int, clock: Clock) -> date | None:
    """The day of the month of that number that is shortly before days off, the one nearest to today."""
    last = (one[0] for one in _around(clock, "前", DAYS_OFF))
    days = (day - on * _DAY for day in last for on in range(_MAKEUP_WITHIN))
    return min(
        (day for day in days if day.day == number),
        key=lambda day: abs(day - clock.today),
        default=None,
    )


def _around(clock: Clock, side: str, names: Iterable[str]) -> Iterator[tuple[date, str, date]]:
    """The working day on that side of each of the days off of three years, with their name and day."""
    beside = workday_before if side == "前" else workday_after
    for name, on in product(names, (-1, 0, 1)):
        if day := in_year(name, clock.today.year + on):
            yield beside(name, day, clock.calendar), name, day
