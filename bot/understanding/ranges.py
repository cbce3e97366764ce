"""Two times that are one: 3号到5号, 周五12月4号, 下午两点到四点; 下周三，不对，周四."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.slots import When
from bot.understanding.hours import PARTS, ending
from bot.understanding.joints import SLIP
from bot.understanding.patterns import regex
from bot.understanding.said import TO, Clock, Said, same_day
from bot.understanding.spans import Found

Read = Callable[[str, Clock], list[Found[Said]]]

_BESIDE = regex(r"[\s,，、(（]{0,2}")
_BETWEEN = regex(rf"(?:起|份)?{TO}")
_AND = regex(r"\s*[和与]\s*")
_AND_BETWEEN = regex(r"\s*之?间")
_CORRECTED = regex(
    rf"(?P<words>[^，,。；\s]{{0,6}})[，,。、\s]*(?:哦|噢|啊|呃)?[，,\s]*{SLIP}[，,。\s]*(?:应该)?是?[，,：:\s]*"
)
_OWN = regex(r"[今明昨前去后本这上下]|现在")
"""What stands for itself: 明天, 去年; other words are read from where the range begins."""


def merged(found: list[Found[Said]], text: str) -> list[Found[Said]]:
    """周五12月4号 and 12月4号（周五） are one day; a weekday that disagrees is dropped beside it."""
    kept: list[Found[Said]] = []
    for one in found:
        last = kept[-1] if kept else None
        whole = last and (_one_day(last, one, text) or _both_days(last, one, text))
        if whole:
            kept[-1] = whole
        else:
            kept.append(one)
    return kept


def _one_day(first: Found[Said], second: Found[Said], text: str) -> Found[Said] | None:
    between = text[first.end : second.start]
    weekday, day = (first, second) if first.value.weekday > 0 else (second, first)
    if not _BESIDE.fullmatch(between) or not _are_one(weekday.value, day.value):
        return None
    if not _agree(weekday.value, day.value) and (between or weekday is first):
        return None
    closes = text[second.end : second.end + 1] in ("）", ")") and bool(between.strip())
    return Found(day.value, first.start, second.end + closes)


_AND_ALSO = regex(r"[、和跟]?")
_BOTH = regex(r"这?[两二]天|都|连[着续]")


def _both_days(first: Found[Said], second: Found[Said], text: str) -> Found[Said] | None:
    """周四周五两天都在: from the first on."""
    said, until = first.value, second.value
    follows = said.weekday > 0 and until.weekday == said.weekday + 1
    if not follows or not _AND_ALSO.fullmatch(text[first.end : second.start]):
        return None
    if not said.when or not until.when or not _BOTH.match(text, second.end):
        return None
    window = (said.when.day, until.when.day)
    whole = replace(said, when=replace(said.when, about=True), window=window)
    return Found(whole, first.start, second.end)


def _are_one(weekday: Said, day: Said) -> bool:
    """Whether one is a bare weekday and the other a date."""
    if not day.when or weekday.weekday <= 0 or day.weekday > 0:
        return False
    return weekday.past is None and not (day.last or day.when.about or day.when.at)


def _agree(weekday: Said, day: Said) -> bool:
    return bool(day.when and day.when.day.isoweekday() == weekday.weekday)


def ranged(found: list[Found[Said]], text: str, clock: Clock, read: Read) -> list[Found[Said]]:
    """Join two times with 到 between them, or 和 with 之间 behind; drop what is corrected."""
    kept: list[Found[Said]] = []
    for one in found:
        corrects = _CORRECTED.fullmatch(text, kept[-1].end, one.start) if kept else None
        if corrects:
            now = replace(one, value=_corrected(kept[-1].value, one, text, clock, read))
            kept = [*(kept if corrects["words"] else kept[:-1]), now]
            continue
        whole = _joined(kept[-1], one, text, clock, read) if kept else None
        if whole:
            kept[-1] = whole
        else:
            kept.append(one)
    return kept


def _corrected(said: Said, second: Found[Said], text: str, clock: Clock, read: Read) -> Said:
    """Of 下周三，不对，周四 the Thursday of that week; an hour alone is on the same day."""
    now = _from_there(said, second, text, clock, read)
    if said.when and now.when and now.when.hour_only:
        return replace(
            now, when=replace(now.when, day=said.when.day, hour_only=said.when.hour_only)
        )
    return replace(now, past=said.past) if now is not second.value and now.past is None else now


def _joined(
    first: Found[Said], second: Found[Said], text: str, clock: Clock, read: Read
) -> Found[Said] | None:
    end = _end_of(first, second, text)
    if end is None or first.value.ends:
        return None
    said = _hours(first.value, second, text)
    if said is None:
        until = _from_there(first.value, second, text, clock, read)
        said = _days(first.value, until)
    return Found(said, first.start, end) if said else None


def _end_of(first: Found[Said], second: Found[Said], text: str) -> int | None:
    between = text[first.end : second.start]
    if _BETWEEN.fullmatch(between):
        return second.end
    behind = _AND_BETWEEN.match(text, second.end)
    return behind.end() if behind and _AND.fullmatch(between) else None


def _hours(said: Said, second: Found[Said], text: str) -> Said | None:
    """下午两点到四点: the second hour is on the day of the first."""
    when, until = said.when, second.value.when
    if not when or not until or not until.hour_only or not (said.begins or when.at):
        return None
    begins = _begin(said, when)
    ends = ending(begins, when.part, text, second.start)
    return replace(said, begins=begins, ends=ends) if ends else None


def _begin(said: Said, when: When) -> datetime:
    """When a time begins; a day does at midnight."""
    return said.begins or datetime.combine(when.day, when.at or time())


def _from_there(said: Said, second: Found[Said], text: str, clock: Clock, read: Read) -> Said:
    """The second time as it is read on the day of the first, unless it stands for itself."""
    words = text[second.start : second.end]
    if said.when is None or _OWN.search(re.sub(PARTS, "", words)):
        return second.value
    moved = replace(clock, now=datetime.combine(said.when.day, clock.now.timetz()))
    found = read(words, moved)
    return found[0].value if len(found) == 1 else second.value


def _days(said: Said, until: Said) -> Said | None:
    if not said.when or not until.when:
        return None
    if until.when.at or until.begins:
        begins, ends = _begin(said, said.when), _begin(until, until.when)
        return replace(said, begins=begins, ends=ends) if ends > begins else None
    last = _following(until, said.when.day)
    if last < said.when.day:
        return None
    first = said.window[0] if said.window else said.when.day
    return replace(said, when=replace(said.when, about=True), last=last, window=(first, last))


def _following(until: Said, first: date) -> date:
    """The last day of the second time, the next of its kind where it lies before the first."""
    last = until.last or (until.window[1] if until.window else None)
    if last is None:
        last = until.when.day if until.when else first
    if last >= first:
        return last
    if until.weekday > 0:
        return last + timedelta(days=7)
    return same_day(last, 1 if until.weekday < 0 else 12)
