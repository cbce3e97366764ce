"""Dates and months: 12月25号, 2026-12-25, 下月5号, 十月第一个周一, 月底, 明年3月, 3到5号."""

import re
from datetime import date

from bot.slots import When
from bot.understanding.dotted import is_figure
from bot.understanding.hours import PARTS
from bot.understanding.numerals import HAN, whole
from bot.understanding.patterns import regex
from bot.understanding.said import TO, Clock, Rules, Said, group, last_of, month_on, steps
from bot.understanding.years import YEAR, full, year_of

_PER = regex(r"[人台套位柜每家店户间]$")
_EDGES = {
    "初": (1, 1, 10), "头": (1, 1, 10), "号头": (1, 1, 10), "上旬": (1, 1, 10), "中": (15, 11, 20), "中旬": (15, 11, 20),
    "下旬": (21, 21, 31), "尾": (31, 25, 31), "底": (31, 25, 31), "末": (31, 25, 31),
}  # fmt: skip
"""The day that stands for each part of a month, and the first and the last it may mean."""


_LONG_GONE = 180
_LONG_AHEAD = 335
"""Days: 12月28号 said on January 5th was a week ago."""


def _dated(match: re.Match[str], clock: Clock) -> Said | None:
    """12月25号, 2026年3月5日, 3/12, 2026-03-05, 零八年三月三号."""
    if _is_decimal(match) or "廿" in match["day"]:
        return None
    said = year_of(match, clock) or (full(group(match, "plain"), clock))
    found = _in_year(match, said) if said else _near(match, clock)
    return Said(When(found), past=found < clock.today or None) if found else None


def _near(match: re.Match[str], clock: Clock) -> date | None:
    """Of this year; of the next where that was half a year ago, of the last where it was just now."""
    year = clock.today.year
    found = _in_year(match, year)
    gone = (clock.today - found).days if found else 0
    if gone > _LONG_GONE:
        return _in_year(match, year + 1) or found
    return _in_year(match, year - 1) or found if gone < -_LONG_AHEAD else found


def _in_year(match: re.Match[str], year: int) -> date | None:
    return _day(year, match["month"], match["day"])


def _is_decimal(match: re.Match[str]) -> bool:
    """单价12.8, 2.5MW, 1.2亿, 最低5.8: a number and no day."""
    if match["year"] or group(match, "plain") or "." not in match.group():
        return False
    return is_figure(match.string, match.start(), match.end())


def _number(month: str) -> int:
    return 1 if month == "元" else whole(month)


def _day(year: int, month: str, day: str) -> date | None:
    """That day, None where the calendar has none."""
    try:
        return date(year, _number(month), whole(day))
    except ValueError:
        return None


def _day_last(match: re.Match[str], clock: Clock) -> Said | None:
    """10/31/2026, 31.10.2026: the month first, where it is one."""
    year = full(match["year"], clock)
    first, second = match["first"], match["second"]
    if int(first) > 12:
        first, second = second, first
    found = _day(year, first, second) if year else None
    return Said(When(found), past=found < clock.today or None) if found else None


def _day_of_month(match: re.Match[str], clock: Clock) -> Said | None:
    """下月5号, 下个月10号, 去年本月十日."""
    day, on, year = (
        whole(match["day"]),
        steps(group(match, "which")),
        year_of(match, clock),
    )
    first = month_on(clock.today.replace(day=1), on)
    if year:
        first = first.replace(year=year)
    if not 1 <= day <= last_of(first).day:
        return None
    found = first.replace(day=day)
    return Said(When(found), past=found < clock.today if on or year else None)


def bare_day(match: re.Match[str], clock: Clock) -> Said | None:
    """5号: open to both sides."""
    return _open_day(whole(match["day"]), clock)


def _some_day(match: re.Match[str], clock: Clock) -> Said | None:
    """20来号, 二十几号: about; the middle of ten days."""
    tens = whole(match["tens"])
    return _open_day(tens + 5 * (match["some"] == "几"), clock, about=True)


def _either_day(match: re.Match[str], clock: Clock) -> Said | None:
    """七八号, 二十七八号: the first of both."""
    low, high = (whole(match[name]) for name in ("low", "high"))
    tens = whole(match["tens"])
    return _open_day(tens + low, clock, about=True) if high == low + 1 else None


def _open_day(day: int, clock: Clock, *, about: bool = False) -> Said | None:
    if not 1 <= day <= 31:
        return None
    first = month_on(clock.today.replace(day=1), -(day > last_of(clock.today).day))
    return Said(When(first.replace(day=day), about=about), weekday=-day)


def _days(match: re.Match[str], clock: Clock) -> Said | None:
    """12号到15号 with one word for the day: 12-15号, 12月3到5号."""
    first = first_of(match, clock)
    low, high = (whole(match[name]) for name in ("low", "high"))
    if first is None or not 1 <= low < high <= last_of(first).day:
        return None
    start, end = first.replace(day=low), first.replace(day=high)
    when = When(start, about=True)
    if group(match, "which") or group(match, "month"):
        return Said(when, past=end < clock.today or None, last=end)
    return Said(when, last=end, weekday=-low)


def _months(match: re.Match[str], clock: Clock) -> Said | None:
    """3到5月, 2026年1-9月份."""
    low, high = (_number(match[name]) for name in ("low", "high"))
    if not (1 <= low <= 12 and 1 <= high <= 12):
        return None
    said = year_of(match, clock)
    year = said or clock.today.year + (low <= high < clock.today.month)
    last = date(year + (high < low), high, 1)
    return Said(_month_when(date(year, low, 1)), last=last_of(last))


_GONE = regex(
    r"[^，,。；\s前要该会能]{0,4}?(?:[去跑见聊谈到碰打签]|拜访|走访)(?:[了过](?![再要])|的(?!话))"
)
_OVER = regex(rf"(?:就|已经?|都)[^，,。；\s]{{0,4}}了|{_GONE.pattern}")


def _month_edge(match: re.Match[str], clock: Clock) -> Said | None:
    """月底, 下月初, 12月中旬, 这个月末; 月初 that is over is the next month's."""
    first = first_of(match, clock)
    if first is None:
        return None
    day, since, until = _EDGES[match["edge"].rstrip("上里")]
    named = group(match, "which") or group(match, "month")
    if (
        not named
        and not _OVER.match(match.string, match.end())
        and day <= 15
        and _on(first, day) < clock.today
    ):
        first = month_on(first, 1)
    if not named and _on(first, day) > clock.today and _GONE.match(match.string, match.end()):
        first = month_on(first, -1)
    found = _on(first, day)
    window = (_on(first, since), _on(first, until))
    return Said(When(found, about=True), past=found < clock.today, window=window)


def _within_month(match: re.Match[str], clock: Clock) -> Said | None:
    """这个月内, 下月之内: by its last day."""
    first = first_of(match, clock)
    if first is None:
        return None
    last = last_of(first)
    window = (max(first, clock.today), last)
    return Said(When(last, by=True), past=last < clock.today, window=window)


def _on(first: date, day: int) -> date:
    return first.replace(day=min(day, last_of(first).day))


def first_of(match: re.Match[str], clock: Clock) -> date | None:
    """The first of the month that is named, else of this or the next or last one."""
    year = year_of(match, clock)
    month = group(match, "month")
    if not month:
        first = month_on(clock.today.replace(day=1), steps(group(match, "which")))
        return first.replace(year=year) if year else first
    number = _number(month)
    if not 1 <= number <= 12:
        return None
    return date(year or clock.today.year + (number < clock.today.month - 3), number, 1)


def _month(match: re.Match[str], clock: Clock) -> Said | None:
    """下个月, 明年3月, 2027年3月, 12月: a month and no day."""
    if group(match, "which"):
        on = steps(group(match, "which"))
        first = month_on(clock.today.replace(day=1), on)
        return Said(_month_when(first), past=on < 0 or None, last=last_of(first))
    month = _number(group(match, "month"))
    if not 1 <= month <= 12 or _PER.search(match.string[: match.start()]):
        return None
    said = year_of(match, clock) or (full(group(match, "plain"), clock))
    first = date(said or clock.today.year + (month < clock.today.month), month, 1)
    return Said(_month_when(first), last=last_of(first))


def _month_when(first: date) -> When:
    return When(first, about=True, month_only=True)


_MONTH = rf"(?P<month>(?<!\d)\d{{1,2}}|[{HAN}]{{1,2}}+|元(?=月))"
DAY = rf"(?P<day>\d{{1,2}}|[{HAN}]{{1,3}}+)"
_ENDS = rf"(?P<low>(?<!\d)\d{{1,2}}|[{HAN}]{{1,3}}+){TO}(?P<high>\d{{1,2}}|[{HAN}]{{1,3}}+)"
_WHICH = r"(?P<which>上上个?|下下个?|(?<![^周期拜十初]一)下个?|上个?|这个?|今个?|本|当|同)"
_PLAIN = r"(?P<plain>(?<![\d.])(?:1\d|20)\d\d)"
NAMED_MONTH = rf"{YEAR}?(?:{_WHICH}月|{_MONTH}月份?)"
IN_MONTH = rf"{YEAR}?(?:{_WHICH}|{_MONTH})?"


RULES: Rules = (
    (
        regex(
            rf"(?:{YEAR}|{_PLAIN}(?:[/.·-]|\s?[/-]\s?))?{_MONTH}(?:\s?月份?\s?|[/.·-](?=\d))"
            rf"{DAY}(?:\s?[号日]|(?=\d\d:\d)|(?![\d个万千百wWkK%％点.定起直次家台套吨]))"
        ),
        _dated,
        "月/.·-",
    ),
    (
        regex(
            r"(?<![\d./-])(?P<first>\d{1,2})(?P<sign>[/.-])(?P<second>\d{1,2})(?P=sign)"
            r"(?P<year>(?:19|20)\d\d|(?<=/)\d\d)(?![\d./-])"
        ),
        _day_last,
        "/.-",
    ),
    (regex(rf"{YEAR}?{_WHICH}月的?{DAY}[号日](?![楼机线位门])"), _day_of_month, "月"),
    (
        regex(
            rf"{_WHICH}月的?初?(?P<day>[12]?\d|3[01]|[一二三]?十[一二三四五六七八九]?|(?<=初)[{HAN}])"
            rf"(?=\s*(?:[，,。；;！!？?\s]|$|{PARTS}|之?[前后]|再|我|咱|他|[去来到装送交签约见寄发给开碰回打试验走上过请拿取办聊谈吃喝做]))(?!上[万百千])"
        ),
        _day_of_month,
        "月",
    ),
    (
        regex(
            r"(?<![第一二三四五六七八九十百])(?P<tens>[一二]?十)?(?P<low>[一二三四五六七八])(?P<high>[二三四五六七八九])号"
        ),
        _either_day,
        "号",
    ),
    (regex(r"(?<![\d第月])(?P<tens>[123]0|[二三]?十)(?P<some>[几来])号"), _some_day, "号"),
    (regex(rf"(?<![\d第月])(?<!月的){DAY}号(?![楼机线位门])"), bare_day, "号"),
    (
        regex(r"(?<![\d第月年/-])(?P<day>\d{1,2})日(?=[前回上下早晚交送去出开来发给见再约]|\b)"),
        bare_day,
        "日",
    ),
    (
        regex(rf"(?:{YEAR}?(?:{_WHICH}|{_MONTH})月)?{_ENDS}(?:号(?![楼机线位门])|日(?![内前后]))"),
        _days,
        "号日",
    ),
    (regex(rf"{YEAR}?(?:{_MONTH})月{_ENDS}(?![\d.个万千百点天台套家吨%月])"), _days, "月"),
    (regex(rf"{YEAR}?{_ENDS}月份?(?!\d)"), _months, "月"),
    (
        regex(
            rf"{YEAR}?(?:{_WHICH}|{_MONTH})?月月?的?(?P<edge>底|末|尾|初|号头上?|头[上里]?|上旬|中旬|下旬|中(?!间|期|标|介))"
        ),
        _month_edge,
        "月",
    ),
    (regex(rf"{_WHICH}月[之以]?内(?![部容])"), _within_month, "月"),
    (
        regex(rf"(?:{YEAR})?(?:{_WHICH}|{_MONTH})月(?:份|再|初步)?(?![底末初上中下后内前\d])"),
        _month,
        "月",
    ),
    (regex(r"(?<![月\d])(?P<edge>[上下中]旬)"), _month_edge, "旬"),
    (regex(r"(?<![月\d一二三四五六七八九十])(?P<edge>号头上?)"), _month_edge, "头"),
    (regex(rf"{_PLAIN}[/-](?P<month>0?\d|1[0-2])(?![\d./-])"), _month, "/-"),
)
