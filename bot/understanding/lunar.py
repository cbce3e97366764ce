"""The lunar calendar: 正月十五, 大年初六, 农历八月十六, 闰四月, 腊月; and the solar terms."""

import re
from datetime import date, timedelta
from functools import lru_cache

from lunar_python import LunarMonth, LunarYear, Solar

from bot.slots import When
from bot.understanding.numerals import whole
from bot.understanding.patterns import regex
from bot.understanding.said import Clock, Rules, Said, group
from bot.understanding.years import YEAR, year_of

_MONTHS = {"正": 1, "腊": 12, "冬": 11}
_RECENT = timedelta(days=20)
TERMS = (
    "小寒 大寒 立春 雨水 惊蛰 春分 清明 谷雨 立夏 小满 芒种 夏至 "
    "小暑 大暑 立秋 处暑 白露 秋分 寒露 霜降 立冬 小雪 大雪 冬至"
).split()


@lru_cache(maxsize=256)
def month_of(year: int, month: int) -> tuple[date, int] | None:
    """The first day of a lunar month and how many it has; leap months are negative."""
    if not 1 <= year <= 9998:
        return None
    lunar = LunarMonth.fromYm(year, month)
    if lunar is None:
        return None
    first = Solar.fromJulianDay(lunar.getFirstJulianDay())
    return date(first.getYear(), first.getMonth(), first.getDay()), lunar.getDayCount()


def solar(year: int, month: int, day: int) -> date | None:
    """A lunar day in the common calendar, None where its month has no such day."""
    found = month_of(year, month)
    if found is None or not 1 <= day <= found[1]:
        return None
    return found[0] + timedelta(days=day - 1)


@lru_cache(maxsize=64)
def term(name: str, year: int) -> date | None:
    """The day of a solar term within `year`."""
    days = [Solar.fromJulianDay(moment) for moment in LunarYear.fromYear(year).getJieQiJulianDays()]
    # The table begins with 大雪 of the year before; 小寒, the first of a year, is its third.
    found = days[2 + TERMS.index(name)]
    return date(found.getYear(), found.getMonth(), found.getDay())


def _years(match: re.Match[str], clock: Clock) -> tuple[int, ...]:
    said = year_of(match, clock)
    return (said,) if said else tuple(clock.today.year + on for on in (-1, 0, 1))


def _month_number(match: re.Match[str]) -> int:
    words = group(match, "month") or "正"
    number = _MONTHS.get(words) or whole(words)
    return -number if group(match, "leap") else number


def _day(match: re.Match[str], clock: Clock) -> Said | None:
    """正月十五, 大年初六, 腊月二十八, 五月廿二, 农历八月十六; 大年三十 is the eve."""
    month = _month_number(match)
    day = whole(match["day"].replace("初", ""))
    if group(match, "new") and day == 30:
        found = [
            first - timedelta(days=1)
            for year in _years(match, clock)
            if (first := solar(year, 1, 1))
        ]
    else:
        found = [one for year in _years(match, clock) if (one := solar(year, month, day))]
    near = (one for one in found if year_of(match, clock) or one >= clock.today - _RECENT)
    chosen = next(near, None)
    return Said(When(chosen), past=chosen < clock.today) if chosen else None


def _near_new_year(match: re.Match[str], clock: Clock) -> Said | None:
    """初八, around the Spring Festival."""
    return None if 3 < clock.today.month < 12 else _day(match, clock)


def _month(match: re.Match[str], clock: Clock) -> Said | None:
    """正月, 农历十月, 闰四月."""
    found = [one for year in _years(match, clock) if (one := month_of(year, _month_number(match)))]
    for first, length in found:
        last = first + timedelta(days=length - 1)
        if year_of(match, clock) or last >= clock.today - 10 * _RECENT:
            return Said(When(first, about=True), past=last < clock.today or None, last=last)
    return None


_LUNAR = r"(?:农历|阴历|旧历)"
_NUMBER = r"一二三四五六七八九十"
_OWN_MONTH = r"(?P<month>[正腊冬])月"
_ANY_MONTH = rf"(?P<month>\d{{1,2}}|[{_NUMBER}]{{1,2}}+|[正腊冬])月"
_ANY_DAY = rf"(?P<day>初?[{_NUMBER}廿]{{1,3}}+|初?\d{{1,2}})"
_OWN_DAY = rf"(?P<day>初(?:[{_NUMBER}]{{1,2}}|\d{{1,2}})|廿[{_NUMBER}]?)"

RULES: Rules = (
    (
        regex(
            rf"{YEAR}?(?:(?P<new>大年)|(?<![今去明后前当每])年(?=初))(?P<day>三十|初[{_NUMBER}]{{1,2}})(?![月万千百])"
        ),
        _day,
        "年",
    ),
    (regex(rf"{YEAR}?{_LUNAR}?{_OWN_MONTH}{_ANY_DAY}(?![吨个万])"), _day, "月"),
    (regex(rf"{YEAR}?{_LUNAR}?(?P<leap>闰)?{_ANY_MONTH}{_OWN_DAY}"), _day, "初廿"),
    (regex(rf"{_LUNAR}{YEAR}?(?P<leap>闰)?{_ANY_MONTH}{_ANY_DAY}"), _day, "历"),
    (regex(rf"{YEAR}{_LUNAR}(?P<leap>闰)?{_ANY_MONTH}{_ANY_DAY}"), _day, "历"),
    (
        regex(
            r"(?<![月年最当])初(?P<day>十[一二三四五](?![月万千百号级中步])|十(?![一二])|[一二三四五六七八九](?=一(?:早|上班|开[门工市]|过|到)|$|[^一二三四五六七八九十中级步]))"
        ),
        _near_new_year,
        "初",
    ),
    (regex(rf"{_LUNAR}{YEAR}?(?P<leap>闰)?{_ANY_MONTH}"), _month, "历"),
    (regex(rf"{YEAR}{_LUNAR}(?P<leap>闰)?{_ANY_MONTH}"), _month, "历"),
    (regex(rf"{YEAR}?(?P<leap>闰){_ANY_MONTH}"), _month, "闰"),
    (regex(rf"{YEAR}?{_OWN_MONTH}(?![底初末里{_NUMBER}\d])"), _month, "正腊冬"),
)
