"""Stretches of the calendar: 2026年, 去年, 三季度, 上半年, 近30天, 未来两周, 现在."""

import re
from datetime import date, timedelta

from bot.slots import When
from bot.understanding import dates, durations
from bot.understanding.numerals import HAN, whole
from bot.understanding.patterns import regex
from bot.understanding.said import TO, Clock, Rules, Said, group, last_of, month_on
from bot.understanding.years import YEAR, YEAR_ALONE, full, year_of

_BEFORE_YEAR = regex(r"[在从到至自于和与比去是了，,。；\s]$")
_PAIR = regex("一二|二三|三四|四五|五六|六七|七八|八九")


def _now(_: re.Match[str], clock: Clock) -> Said:
    return Said(When(clock.today), begins=clock.local)


def _today(_: re.Match[str], clock: Clock) -> Said:
    return Said(When(clock.today))


def _near_day(match: re.Match[str], clock: Clock) -> Said:
    on = {"前": -2, "后": 2, "次": 1, "翌": 1, "当": 0, "同": 0}[match["which"]]
    return Said(When(clock.today + timedelta(days=on)))


def _whole(first: date, last: date) -> Said:
    return Said(When(first, about=True), last=last)


def _year(match: re.Match[str], clock: Clock) -> Said | None:
    """2026年, 零八年, 去年; 做了15年 and 三四年 last that long."""
    words = group(match, "year").strip()
    if len(words) == 2 and words[0] not in "0零〇":
        before = match.string[: match.start()]
        if _PAIR.fullmatch(words) or (before and not _BEFORE_YEAR.search(before)):
            return None
    year = year_of(match, clock)
    return _whole(date(year, 1, 1), date(year, 12, 31)) if year else None


def _bare_year(match: re.Match[str], _: Clock) -> Said:
    year = int(match["number"])
    return _whole(date(year, 1, 1), date(year, 12, 31))


def _years(match: re.Match[str], clock: Clock) -> Said | None:
    """1995-1997年, 从2016到2018."""
    low, high = full(match["low"], clock), full(match["high"], clock)
    return _whole(date(low, 1, 1), date(high, 12, 31)) if low and high and low < high else None


def _two_years(match: re.Match[str], clock: Clock) -> Said | None:
    """今明两年."""
    low, high = ("去今明后".index(match[name]) - 1 + clock.today.year for name in ("low", "high"))
    return _whole(date(low, 1, 1), date(high, 12, 31)) if low < high else None


def _quarter(match: re.Match[str], clock: Clock) -> Said | None:
    """第三季度, Q3, 上个季度, 今年前三季度."""
    year = year_of(match, clock) or clock.today.year
    which = group(match, "which")
    if which:
        now = date(year, (clock.today.month - 1) // 3 * 3 + 1, 1)
        return _months_from(month_on(now, {"上": -3, "下": 3}.get(which[0], 0)), 3)
    number = whole(group(match, "n") or group(match, "first") or "一")
    if not 1 <= number <= 4:
        return None
    if group(match, "first"):
        return _months_from(date(year, 1, 1), 3 * number)
    return _months_from(date(year, 3 * number - 2, 1), 3)


def _months_from(first: date, count: int) -> Said:
    return _whole(first, last_of(month_on(first, count - 1)))


def _half_year(match: re.Match[str], clock: Clock) -> Said:
    year = year_of(match, clock) or clock.today.year
    return _months_from(date(year, 1 if match["part"] == "上" else 7, 1), 6)


def _months_of_year(match: re.Match[str], clock: Clock) -> Said | None:
    """2026年前五个月, 今年后三个月, 2005年首月, 今年第8个月."""
    year = year_of(match, clock)
    count = whole(group(match, "n") or "一")
    if not year or not 1 <= count <= 12:
        return None
    if match["edge"] == "第":
        return _months_from(date(year, count, 1), 1)
    first = 1 if match["edge"] in ("前", "头", "首") else 13 - count
    return _months_from(date(year, first, 1), count)


def _lately(match: re.Match[str], clock: Clock) -> Said | None:
    """近30天, 过去一周, 上两个月: up to now."""
    moment = durations.moved(match, clock, -1)
    if moment is None:
        return None
    if durations.in_hours(match):
        return Said(When(clock.today), past=True, begins=moment, ends=clock.local)
    return Said(When(moment.date(), about=True), past=True, last=clock.today)


def _soon(match: re.Match[str], clock: Clock) -> Said | None:
    """未来7天, 接下来三个月, 后两天: from tomorrow on."""
    moment = durations.moved(match, clock, 1)
    if moment is None:
        return None
    if durations.in_hours(match):
        return Said(When(clock.today), past=False, begins=clock.local, ends=moment)
    tomorrow = clock.today + timedelta(days=1)
    return Said(When(tomorrow, about=True), past=False, last=max(moment.date(), tomorrow))


def _hour_before(_: re.Match[str], clock: Clock) -> Said:
    return Said(When(clock.today), begins=clock.local - timedelta(hours=1), ends=clock.local)


def _in_a_row(match: re.Match[str], _: Clock) -> Said | None:
    """20261125 and 2026 11 25."""
    try:
        return Said(When(date(int(match["y"]), int(match["m"]), int(match["d"]))))
    except ValueError:
        return None


def _month_by_number(match: re.Match[str], _: Clock) -> Said:
    return _months_from(date(int(match["y"]), int(match["m"]), 1), 1)


_SOME = durations.LENGTH
_TOLD = r"[零〇一二三四五六七八九]{4}"
_ENDS_YEAR = r"(?!\s*[前后内底初末终尾头中])"
_Y = r"(?P<y>(?<![\d./-])(?:19|20)\d\d)"

RULES: Rules = (
    (regex("现在|此时此刻|此刻|此时|当前|目前|眼下|刚刚|刚才|至今"), _now, "现此当目眼刚至"),
    (regex("最近|全天"), _today, "近全"),
    (regex(r"(?<!售)(?P<which>[前后次翌当同])日"), _near_day, "日"),
    (regex(rf"(?<![\d第月]){dates.DAY}日(?![内之前后程均常子])"), dates.bare_day, "日"),
    (regex(rf"{YEAR_ALONE}{_ENDS_YEAR}"), _year, "年"),
    (
        regex(rf"(?<![\d.,/:])(?P<number>(?:19|20)\d\d)(?=\s|$|[，。]|{TO}\d{{2,4}}年)"),
        _bare_year,
        "12",
    ),
    (regex(r"(?P<low>[去今明])(?P<high>[今明后])两?年"), _two_years, "年"),
    (
        regex(
            rf"(?<!\d)(?P<low>\d{{4}}|{_TOLD})年?{TO}(?P<high>\d{{4}}|{_TOLD}|\d\d(?=年))"
            r"(?:年(?!\d)|(?![\d年./-]))"
        ),
        _years,
        "0123456789零〇",
    ),
    (
        regex(
            rf"{YEAR}?(?:前(?P<first>[一二两三1-3])个?|第?(?P<n>[一二三四1-4])|首"
            r"|(?P<which>上个?|下个?|本|这个?))季度"
        ),
        _quarter,
        "季",
    ),
    (regex(rf"{YEAR}?(?<![A-Za-z])Q(?P<n>[1-4])(?![\dA-Za-z])"), _quarter, "Q"),
    (regex(rf"{YEAR}?(?P<part>[上下])半年"), _half_year, "半"),
    (
        regex(rf"{YEAR}(?P<edge>[前后头首末第])(?P<n>\d{{1,2}}|[{HAN}]{{1,3}}+)?个?月"),
        _months_of_year,
        "年",
    ),
    (
        regex(r"(?P<y>(?<![\d./])(?:19|20)\d\d)\.(?P<m>0?[1-9]|1[0-2])(?![\d.元万块亿千百%])"),
        _month_by_number,
        ".",
    ),
    (
        regex(rf"(?:最近|近|过去|(?<!提)前|上|之前)的?\s?(?!一[年月周个]){_SOME}(?:里|以?来|内)?"),
        _lately,
        "近过前上",
    ),
    (regex(rf"(?:过去|最近|近)的?{_SOME}(?:里|以?来|内)?"), _lately, "近过"),
    (
        regex(
            rf"(?:未来|今后|接下来|往后|之后|后|下)的?\s?(?!一[年月周个]){_SOME}(?:里|内)?(?!后)"
        ),
        _soon,
        "未今接往后下",
    ),
    (regex(rf"{_SOME}(?:之?以?前)(?!台)"), durations.ago, "前"),
    (regex("上一?个(?:小时|钟头)"), _hour_before, "时头"),
    (regex(rf"{_Y}(?P<m>[01]\d)(?P<d>[0-3]\d)(?![\d./-])"), _in_a_row, "0123456789"),
    (regex(rf"{_Y} (?P<m>[01]?\d) (?P<d>[0-3]?\d)(?![\d./-])"), _in_a_row, "0123456789"),
)
