"""A day or a range of days that a question is about."""

import re
from datetime import date, timedelta

from bot.slots import Period
from bot.understanding.numerals import HAN, value, whole
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading, within
from bot.understanding.said import Said, directed, last_of, last_of_range, monday_of, month_on

_NO_DAY = r"个?(?:周|星期|礼拜)(?![二三四五六日天]|一(?!共|般|直(?!接)))"
_WEEKS = ((r"上上周", -2), (rf"上{_NO_DAY}", -1), (rf"(?:这|本){_NO_DAY}", 0), (rf"下{_NO_DAY}", 1))
_MONTHS = ((r"上个?月(?!\d)", -1), (r"(?:这|本)个?月", 0), (r"下个?月(?!\d)", 1))
_MONTH = regex(
    rf"(?:(?<!\d)(?P<year>20\d\d)年)?(?<!\d)(?P<month>\d{{1,2}}|[{HAN}]{{1,2}})月份?(?!\d|底|初|末)"
)


def period_of(reading: Reading, *, ahead: bool) -> Period | None:
    """The days that are named, None when none are.

    Args:
        ahead: plans are asked about, so that this week lasts until its Sunday, not until today.
    """
    reading = _meant(reading)
    return (
        _near(reading)
        or _in_one_month(reading, ahead=ahead)
        or _between(reading, ahead=ahead)
        or _part_of_month(reading, ahead=ahead)
        or _lately(reading, ahead=ahead)
        or _ranged(reading, ahead=ahead)
        or _month(reading, ahead=ahead)
        or _year(reading)
        or _day(reading, ahead)
    )


_MEANT = regex(r"(?:我[说指]的?是?|意思是|我意思|也就是说?|就是说)\s*$")


def _meant(reading: Reading) -> Reading:
    """年前能签的 我说的是12月31号之前: what is said of a day takes the place of those before it."""
    for one in reading.times[1:]:
        if _MEANT.search(reading.text, 0, one.start):
            return within(reading, [(one.start, len(reading.text))])
    return reading


NEAR_DAYS = regex(r"(?P<first>今(?=明)|明(?=后))(?P<last>明后?|后)[两三]?天")
"""明后天, 今明两天: so many days in a row from today or tomorrow on."""


def _near(reading: Reading) -> Period | None:
    match = NEAR_DAYS.search(reading.text)
    if match is None:
        return None
    first, last = ("今明后".index(match[name][-1]) for name in ("first", "last"))
    today = reading.clock.today
    return Period(today + timedelta(days=first), today + timedelta(days=last))


_SAME_MONTH = regex(r"\s*(?:到|至|[-~—]+)\s*(\d{1,2})[号日]")


def _in_one_month(reading: Reading, *, ahead: bool) -> Period | None:
    """11月16日到20日: the second is of the first one's month."""
    for one in reading.times:
        until = _SAME_MONTH.match(reading.text, one.end)
        first = directed(one.value, reading.clock, future=ahead) if until else None
        if until and first and first.day.day <= int(until[1]) <= last_of(first.day).day:
            return Period(first.day, first.day.replace(day=int(until[1])))
    return None


_UNTIL = regex(r"(?:之?后|以来|起|开始)?\s*(?:一直)?(?:到|至)\s*")
_SINCE = regex(r"(?:之后|以后|以来|过后|起)(?!\s*(?:一直)?[到至])")
_NOW = regex(r"现在|今天|今儿|目前|当前|今日")


def _between(reading: Reading, *, ahead: bool) -> Period | None:
    """双十一到昨天, 国庆之后到现在: from a day that is over up to another."""
    for place, one in enumerate(reading.times):
        if (
            not ahead
            and _SINCE.match(reading.text, one.end)
            and (first := _behind(one.value, reading))
        ):
            return Period(first, reading.clock.today)
        between = _UNTIL.match(reading.text, one.end)
        first = _behind(one.value, reading) if between else None
        if between is None or first is None:
            continue
        if _NOW.match(reading.text, between.end()):
            return Period(first, reading.clock.today)
        ends = [each for each in reading.times[place + 1 :] if each.start == between.end()]
        last = _behind(ends[0].value, reading) if ends else None
        if last and first <= last:
            return Period(first, last)
    return None


def _behind(said: Said, reading: Reading) -> date | None:
    """The day, a year earlier where it would lie ahead."""
    when = directed(said, reading.clock, future=False)
    if when is None:
        return None
    if when.day <= reading.clock.today:
        return when.day
    return _year_before(when.day)


_HALF = regex(
    rf"(?:(?<!\d)(?P<month>\d{{1,2}}|[{HAN}]{{1,2}})|(?P<which>上上?个?|这个?|本|下个?))?月?(?:份)?的?"
    r"(?P<part>上半个?月|下半个?月|上旬|中旬|下旬|(?:头|第)一个?(?:周|礼拜|星期))"
)
_PARTS = {"上半": (1, 15), "下半": (16, 31), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}


def _part_of_month(reading: Reading, *, ahead: bool) -> Period | None:
    """这月上半个月, 上月下旬: so many days of one month."""
    match = _HALF.search(reading.text)
    if match is None:
        return None
    which, named = match["which"] or "", value(match["month"] or "")
    first = month_on(reading.clock.today.replace(day=1), which.count("下") - which.count("上"))
    if named and 1 <= named <= 12:
        month = int(named)
        first = date(first.year + (ahead and month < first.month), month, 1)
    begins, ends = _PARTS.get(match["part"][:2], (1, 7))
    last = min(ends, last_of(first).day)
    return Period(first.replace(day=begins), first.replace(day=last))


_LATELY = regex(
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
    return whole(match["n"], otherwise=1) * unit


_RECENTLY = regex(
    r"最近(?!一次|的一次|的?[一二两三四五六七八九十\d]+[单个家条笔])|(?:这|接下来|后面)几天|近期|近来"
)
_YEARS = {"去": -1, "今": 0, "本": 0, "明": 1}
_YEAR = regex(r"(?:(?P<which>[去今明]|本)年|(?<!\d)(?P<year>(?:19|20)\d\d)年)(?![\d底初末])")
_QUARTER = regex(r"(?P<which>[上这本下])个?季度?")


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
    today, last = reading.clock.today, last_of_range(said, when)
    if not ahead and when.day - today > _HALF_A_YEAR:
        return Period(_year_before(when.day), _year_before(last), when.words)
    until = when.by or _UP_TO.search(reading.text[: reading.times[0].start])
    return Period(min(today, when.day) if until and ahead else when.day, last, when.words)


_HALF_A_YEAR = timedelta(days=183)
"""A holiday so far ahead is, looking back, the last one: 双十一到昨天."""
_UP_TO = regex(r"(?:^|[^从])(?:到|截至|截止)$")


def _year_before(day: date) -> date:
    return day.replace(
        year=day.year - 1, day=min(day.day, last_of(day.replace(year=day.year - 1, day=1)).day)
    )
