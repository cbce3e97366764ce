"""Years as they are said, and their edges: 2026年, 零八年, 98年, 去年, 大后年; 年底, 今年最后一天."""

import re
from datetime import date

from bot.slots import When
from bot.understanding.numerals import value
from bot.understanding.patterns import regex
from bot.understanding.said import Clock, Rules, Said, group

_NAMED = {
    "大前": -3, "前": -2, "去": -1, "上": -1, "上一": -1, "今": 0, "本": 0, "当": 0, "同": 0,
    "这一": 0, "明": 1, "次": 1, "下": 1, "下一": 1, "后": 2, "大后": 3,
}  # fmt: skip
_DIGITS = "零〇一二三四五六七八九"
_BEGINS = "".join(sorted({word[0] for word in _NAMED}))
YEAR_ALONE = (
    rf"(?=[\d{_DIGITS}两{_BEGINS}])(?:(?P<year>(?<!\d)\d{{2,4}}|(?<![{_DIGITS}十百千两])(?:[{_DIGITS}]{{2,4}}|两千(?:零?[一二三四五六七八九])?))\s?"
    rf"|(?P<named>{'|'.join(sorted(_NAMED, key=len, reverse=True))}))年"
)
YEAR = rf"(?:{YEAR_ALONE}的?\s?)"
_AHEAD = 20
"""Of two digits, the years to come that are meant sooner than those of the century before."""


def year_of(match: re.Match[str], clock: Clock) -> int | None:
    """The year that `YEAR` matched, None where there was none."""
    named = group(match, "named")
    if named:
        return clock.today.year + _NAMED[named]
    return full(group(match, "year"), clock)


def full(words: str, clock: Clock) -> int | None:
    """The year of 2026, 零八 or 98; None where there is none."""
    number = value(words)
    if number is None or not 0 <= number <= 9999:
        return None
    year = int(number)
    if len(words) != 2 or "千" in words:
        return year or None
    century = clock.today.year // 100 * 100
    return century + year - (0 if year <= clock.today.year % 100 + _AHEAD else 100)


def _last_of_year(match: re.Match[str], clock: Clock) -> Said:
    """今年最后一天, 年底最后一个工作日."""
    day = date(year_of(match, clock) or clock.today.year, 12, 31)
    if match["work"]:
        day = clock.calendar.shift(date(day.year + 1, 1, 1), -1)
    return Said(When(day), past=day < clock.today)


def _year_edge(match: re.Match[str], clock: Clock) -> Said:
    said = year_of(match, clock)
    year = said or clock.today.year
    if match["edge"] in ("底", "末", "终", "尾"):
        window = (date(year, 12, 1), date(year, 12, 31))
        past = year < clock.today.year
        return Said(When(window[1], about=True), past=past, window=window)
    year += said is None or (year == clock.today.year and not group(match, "year"))
    window = (date(year, 1, 1), date(year, 1, 31))
    return Said(When(window[0], about=True), past=window[1] < clock.today, window=window)


RULES: Rules = (
    (
        regex(rf"(?:{YEAR}|年)[底末终]?的?最后(?:一天|一?个(?P<work>工作日))"),
        _last_of_year,
        "年",
    ),
    (regex(rf"(?:{YEAR}年?|年)(?P<edge>底|末|终|尾|初|头)"), _year_edge, "年"),
)
