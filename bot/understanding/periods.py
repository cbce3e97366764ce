"""A day or a range of days that a question is about."""

import re
from datetime import date, timedelta

from bot.slots import Period
from bot.understanding.numerals import HAN, value
from bot.understanding.reading import Reading
from bot.understanding.said import directed, last_of, last_of_range, monday_of, month_on

_NO_DAY = r"个?(?:周|星期|礼拜)(?![一二三四五六日天])"
_WEEKS = ((r"上上周", -2), (rf"上{_NO_DAY}", -1), (rf"(?:这|本){_NO_DAY}", 0), (rf"下{_NO_DAY}", 1))
_MONTHS = ((r"上个?月(?!\d)", -1), (r"(?:这|本)个?月", 0), (r"下个?月(?!\d)", 1))
_MONTH = re.compile(
    rf"(?:(?<!\d)(?P<year>20\d\d)年)?(?<!\d)(?P<month>\d{{1,2}}|[{HAN}]{{1,2}})月份?(?!\d|底|初|末)"
)


def period_of(reading: Reading, *, ahead: bool) -> Period | None:
    """The days that are named, None when none are.

    Args:
        ahead: plans are asked about, so that this week lasts until its Sunday, not until today.
    """
    return (
        _in_one_month(reading, ahead=ahead)
        or _lately(reading, ahead=ahead)
        or _ranged(reading, ahead=ahead)
        or _month(reading, ahead=ahead)
        or _year(reading)
        or _day(reading, ahead)
    )


_SAME_MONTH = re.compile(r"\s*(?:到|至|[-~—]+)\s*(\d{1,2})[号日]")


def _in_one_month(reading: Reading, *, ahead: bool) -> Period | None:
    """11月16日到20日: the second is of the first one's month."""
    for one in reading.times:
        until = _SAME_MONTH.match(reading.text, one.end)
        first = directed(one.value, reading.clock, future=ahead) if until else None
        if until and first and first.day.day <= int(until[1]) <= last_of(first.day).day:
            return Period(first.day, first.day.replace(day=int(until[1])))
    return None


_LATELY = re.compile(
    rf"(?:最近|近|过去|这|前|未来|接下来)(?P<n>\d{{1,3}}|[{HAN}]{{1,3}}|半)?(?P<unit>天|个?周|个?星期|个?礼拜|个?月)(?![一二三四五六日天份底初末])"
)
_LENGTHS = {"天": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}


def _lately(reading: Reading, *, ahead: bool) -> Period | None:
    """最近三天, 近一周, 这两天: so many days up to today, of plans from today on; 最近 alone is a week."""
    days = _days(reading.text)
    if not days:
        return None
    today, span = reading.clock.today, timedelta(days=days - 1)
    return Period(today, today + span) if ahead else Period(today - span, today)


def _days(text: str) -> int:
    match = _LATELY.search(text)
    if match is None or not match["n"]:
        return 7 if _RECENTLY.search(text) else 0
    unit = _LENGTHS[match["unit"].lstrip("个")]
    if match["n"] == "半":
        return max(unit // 2, 1)
    return int(value(match["n"]) or 1) * unit


_RECENTLY = re.compile(r"最近(?!一次|的一次)|(?:这|接下来|后面)几天|近期|近来")
_YEARS = {"去": -1, "今": 0, "本": 0, "明": 1}
_YEAR = re.compile(r"(?:(?P<which>[去今明]|本)年|(?<!\d)(?P<year>(?:19|20)\d\d)年)(?![\d底初末])")
_QUARTER = re.compile(r"(?P<which>[上这本下])个?季度?")


def _year(reading: Reading) -> Period | None:
    """今年, 2025年, 本季度: a whole year or quarter."""
    today = reading.clock.today
    if quarter := _QUARTER.search(reading.text):
        step = {"上": -3, "下": 3}.get(quarter["which"], 0)
        first = month_on(today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), step)
        return Period(first, last_of(month_on(first, 2)))
    match = _YEAR.search(reading.text)
    if match is None:
        return None
    year = int(match["year"]) if match["year"] else today.year + _YEARS[match["which"]]
    return Period(date(year, 1, 1), date(year, 12, 31))


def _ranged(reading: Reading, *, ahead: bool) -> Period | None:
    text, today = reading.text, reading.clock.today
    for table, period in ((_WEEKS, _week), (_MONTHS, _whole_month)):
        for words, step in table:
            if re.search(words, text):
                found = period(today, step)
                return found if step or ahead else Period(found.since, today)
    return None


def _week(today: date, step: int) -> Period:
    first = monday_of(today) + timedelta(days=7 * step)
    return Period(first, first + timedelta(days=6))


def _whole_month(today: date, step: int) -> Period:
    first = month_on(today.replace(day=1), step)
    return Period(first, last_of(first))


def _month(reading: Reading, *, ahead: bool) -> Period | None:
    match = _MONTH.search(reading.text)
    number = value(match["month"]) if match else None
    if number is None or not 1 <= number <= 12:
        return None
    today = reading.clock.today
    year = int(match["year"]) if match and match["year"] else 0
    year = year or today.year + (ahead and int(number) < today.month)
    first = date(year, int(number), 1)
    return Period(first, last_of(first))


def _day(reading: Reading, ahead: bool) -> Period | None:
    if not reading.times:
        return None
    said = reading.times[0].value
    when = directed(said, reading.clock, future=ahead)
    if when is None:
        return None
    first = min(reading.clock.today, when.day) if when.by and ahead else when.day
    return Period(first, last_of_range(said, when), when.words)
