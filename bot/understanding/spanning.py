"""From when to when a time lasts, both ends included, to the day or to the minute."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.slots import When
from bot.understanding.hours import WITHIN
from bot.understanding.patterns import regex
from bot.understanding.said import Clock, Said, directed
from bot.understanding.spans import Found

_HOURS = {
    "凌晨": (0, 6), "早": (6, 10), "晨": (6, 10), "上午": (8, 12), "中午": (11, 13), "正午": (12, 13),
    "午后": (13, 15), "下午": (12, 18), "傍晚": (17, 19), "半夜": (0, 1), "午夜": (0, 1), "白天": (6, 19),
    "夜": (20, 24), "晚": (18, 24),
}  # fmt: skip
_PART = regex(rf"{WITHIN}|白天")
_SINCE = regex(r"\s*份?(?:起|以来|开始)")
_GRAINS = ((1, "day"), (7, "week"), (31, "month"), (92, "quarter"), (184, "half"))


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day, or the first and the last minute; the grain names its size."""

    start: date
    end: date
    grain: str


def span_of(one: Found[Said], text: str, clock: Clock) -> Span:
    """What `one` says; a bare weekday or day of the month is the next one."""
    said = one.value
    when = directed(said, clock, future=True)
    if when is None or said.when is None:
        return Span(clock.today, clock.today, "day")
    later = when.day - said.when.day
    if said.begins or when.at:
        return _minutes(said, when, later)
    if hours := _part(when):
        return hours
    first, last = said.window or (said.when.day, said.last or said.when.day)
    if _SINCE.match(text, one.end) and first < clock.today:
        return Span(first, clock.today, "day")
    days = (last - first).days + 1
    grain = next((grain for most, grain in _GRAINS if days <= most), "year")
    return Span(first + later, last + later, grain)


def _minutes(said: Said, when: When, later: timedelta) -> Span:
    begins = said.begins + later if said.begins else datetime.combine(when.day, when.at or time())
    begins = begins.replace(microsecond=0)
    ends = (said.ends + later).replace(microsecond=0) if said.ends else begins
    return Span(begins, ends, "second" if begins.second or ends.second else "minute")


def _part(when: When) -> Span | None:
    """下午 is from 12 to 18 hours, where no hour is said."""
    found = _PART.findall(when.words)
    if not found or when.by:
        return None
    hours = next((hours for word, hours in _HOURS.items() if word in found[-1]), None)
    if hours is None:
        return None
    begins, ends = (datetime.combine(when.day, time()) + timedelta(hours=hour) for hour in hours)
    return Span(begins, ends, "part")
