"""Dates and months: 12月25号, 下月5号, 月底, 明年3月, 年初."""

import re
from datetime import date

from bot.slots import When
from bot.understanding.numerals import HAN, value
from bot.understanding.said import Clock, Rules, Said, last_of, month_on, steps

_YEARS = {"明": 1, "去": -1, "今": 0}
_VALUED = re.compile(r"[价要低高率约报到¥$*×]\s*$")
_PER = re.compile(r"[人台套位柜每]$")
_UNIT = re.compile(r"\s*(?:[A-Za-z]|[亿米吨倍寸吋分折克升度斤])")
_EDGES = {"初": 1, "上旬": 1, "中": 15, "中旬": 15, "下旬": 21}


def _dated(match: re.Match[str], clock: Clock) -> Said | None:
    """12月25号, 2026年3月5日, 3/12, 2026-03-05."""
    if _is_decimal(match):
        return None
    year = int(match["year"]) if match["year"] else clock.today.year
    found = _day(year + _YEARS.get(match["next"] or "", 0), match["month"], match["day"])
    if found is None:
        return None
    if not match["year"] and not match["next"] and (clock.today - found).days > 180:
        found = _day(year + 1, match["month"], match["day"]) or found
    return Said(When(found), past=found < clock.today or None)


def _is_decimal(match: re.Match[str]) -> bool:
    """单价12.8, 2.5MW, 1.2亿, 最低5.8: a number and no day."""
    if match["year"] or "." not in match.group():
        return False
    before, after = match.string[: match.start()], match.string[match.end() :]
    return bool(_VALUED.search(before) or _UNIT.match(after))


def _number(month: str) -> int:
    return 1 if month == "元" else int(value(month) or 0)


def _day(year: int, month: str, day: str) -> date | None:
    """That day, None where the calendar has none."""
    try:
        return date(year, _number(month), int(value(day) or 0))
    except ValueError:
        return None


def _day_of_month(match: re.Match[str], clock: Clock) -> Said | None:
    """5号, 下月5号, 下个月10号; bare: open to both sides."""
    day = int(value(match["day"]) or 0)
    which = match["which"] or ""
    on = steps(which)
    first = month_on(clock.today.replace(day=1), on)
    if not 1 <= day <= last_of(first).day:
        return None
    past = None if on == 0 else on < 0
    return Said(When(first.replace(day=day)), past=past, weekday=0 if which else -day)


def _month_edge(match: re.Match[str], clock: Clock) -> Said | None:
    """月底, 下月初, 12月中旬, 这个月末; 月初 that is over is the next month's."""
    first = _first_of(match, clock)
    if first is None:
        return None
    day = _EDGES.get(match["edge"], last_of(first).day)
    found = first.replace(day=day)
    if not match["which"] and not match["month"] and day <= 15 and found < clock.today:
        found = month_on(first, 1).replace(day=day)
    return Said(When(found, about=True), past=found < clock.today)


def _first_of(match: re.Match[str], clock: Clock) -> date | None:
    """The first of the month that is named, else of this or the next or last one."""
    if not match["month"]:
        return month_on(clock.today.replace(day=1), steps(match["which"] or ""))
    month = int(value(match["month"]) or 0)
    if not 1 <= month <= 12:
        return None
    return date(clock.today.year + (month < clock.today.month - 3), month, 1)


def _month(match: re.Match[str], clock: Clock) -> Said | None:
    """下个月, 明年3月, 2027年3月, 12月: a month and no day."""
    if match["which"]:
        on = steps(match["which"])
        first = month_on(clock.today.replace(day=1), on)
        return Said(_month_when(first), past=on < 0 or None, last=last_of(first))
    month = int(value(match["month"] or "") or 0)
    if not 1 <= month <= 12 or _PER.search(match.string[: match.start()]):
        return None
    year = int(match["year"]) if match["year"] else clock.today.year
    year += _YEARS.get(match["next"] or "", not match["year"] and month < clock.today.month)
    first = date(year, month, 1)
    return Said(_month_when(first), last=last_of(first))


def _month_when(first: date) -> When:
    return When(first, about=True, month_only=True)


def _year_edge(match: re.Match[str], clock: Clock) -> Said:
    year = clock.today.year + _YEARS.get(match["next"] or "", 0)
    if match["edge"] in ("底", "末", "终"):
        return Said(When(date(year, 12, 31), about=True), past=False)
    return Said(When(date(year + (year == clock.today.year), 1, 1), about=True), past=False)


RULES: Rules = (
    (
        re.compile(
            rf"(?:(?P<year>20\d\d)[年/.-])?(?P<next>[明去今])?年?(?P<month>\d{{1,2}}|[{HAN}]{{1,2}}|元(?=月))(?:月份?|[/.-](?=\d))(?P<day>\d{{1,2}}|[{HAN}]{{1,3}})(?:[号日]|(?![\d个万千百%％点.]))"
        ),
        _dated,
    ),
    (
        re.compile(
            rf"(?P<which>下下个?月|下个?月|上个?月|这个?月|本月)?的?(?<![\d第])(?P<day>\d{{1,2}}|[{HAN}]{{1,3}})[号](?![楼机线位门])"
        ),
        _day_of_month,
    ),
    (
        re.compile(
            rf"(?P<which>下下个?|下个?|上个?|这个?|本)?(?P<month>\d{{1,2}}|[{HAN}]{{1,2}})?月(?P<edge>底|末|初|上旬|中旬|下旬|中)"
        ),
        _month_edge,
    ),
    (
        re.compile(
            rf"(?:(?P<year>20\d\d)年)?(?P<next>[明去今])?年?(?P<which>下下个?|下个?|上个?|这个?|本)?(?P<month>(?<!\d)\d{{1,2}}|[{HAN}]{{1,2}})?月(?:份|再|初步)?(?![底末初上中下后内前\d])"
        ),
        _month,
    ),
    (re.compile(r"(?P<next>[明去今])?年(?P<edge>底|末|终|初)"), _year_edge),
)
