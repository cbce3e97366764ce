"""Hours that are of a day told before them: 昨天上午在A，下午赶到B; 前天跑两家：上午A，下午B."""

from collections.abc import Sequence
from dataclasses import replace

from bot.slots import When
from bot.understanding.patterns import regex
from bot.understanding.said import Clock, Said, directed
from bot.understanding.spans import Found

_SAME_DAY = regex(r"(?:同一?天|当天)的?$")
_ORDER = ("am", "noon", "pm", "eve")
_ROUND = regex(
    r"[^，,。；;\s]{0,8}?(?:[一两二三四五六七几]|\d)[家场处站个](?:客户|[头地]|厂|拜访|单位)?|[^，,。；;\s]{0,4}?(?:一日游|连轴转|连[着轴]?跑|一圈|一条线|[两几]头)"
)
"""前天跑两家: several parts of that day follow."""
_INTRODUCES = regex(
    r"[^，,。；;：:\n]{0,14}[，,。：:；;\s]{1,2}(?:我|就|还是|然后|是|先|一?大?[早晚]?)?"
)
_TELLS = regex(
    r"[^，,。；;\s]{0,8}?(?:了(?!解|[一两三四五六七八九十\d])|[过完]|的[\u4e00-\u9fff\u3000]|说|讲|让|叫|要|约|定|[发寄送到交]货|出差|电话|微信)"
)
"""A day of which something is told by itself, so that what follows may be of today."""

_HAS_BEEN = regex(
    r"(?:(?!再|[要想]去|准备|打算|约)[^\n]){0,40}?(?:了(?!解|吧)|[跑去走]的[。，；\s]|没[见碰谈去])"
)
_NEXT_ROW = regex(r"[；;。\n]")


def on_the_same_day(found: Sequence[Found[Said]], text: str, clock: Clock) -> list[Found[Said]]:
    """下周二上午九点去A，同一天下午三点去B: the second hour is on that day too."""
    kept: list[Found[Said]] = []
    day: Found[Said] | None = None
    today: Found[Said] | None = None
    for one in found:
        said, when = one.value, one.value.when
        if day is None and when and when.hour_only:
            today = one
        if day and when and when.hour_only and _is_dealt(kept[-1], one, text):
            said = _on(day.value, when)
        elif day and today and _returns(today, day, one, text):
            pass
        elif day and when and _shares(day := _told_then(day, text, clock), one, text):
            said = _on(day.value, when)
            day = replace(day, value=said)
        elif when and not when.hour_only and not _goes_on(day, one, text):
            day = one
        kept.append(replace(one, value=said))
    return kept


_DEALT = regex(r"[，,、：:\s]*\u3000+[去在到跑]?")
_ENDS = regex(r"(?=[，,、。；;\s]|$)")


def _is_dealt(last: Found[Said], hour: Found[Said], text: str) -> bool:
    """周五，A上午，B下午: nothing but a name stands before the hour, and nothing behind it."""
    beside = _DEALT.fullmatch(text, last.end, hour.start)
    return bool(beside and _ENDS.match(text, hour.end))


def _on(day: Said, hour: When) -> Said:
    there = day.when or hour
    return replace(
        day, when=replace(there, at=hour.at, part=hour.part or there.part, words=hour.words)
    )


def _returns(today: Found[Said], day: Found[Said], hour: Found[Said], text: str) -> bool:
    """上午去了A，周五送样；下午去了B: the hour goes on with the day of the report, in a row of its own."""
    first, later = today.value.when, hour.value.when
    if day.value.past is not None or first is None or later is None or not later.hour_only:
        return False
    if first.part not in _ORDER or later.part not in _ORDER:
        return False
    new_row = _NEXT_ROW.search(text, day.end, hour.start)
    return bool(new_row) and _ORDER.index(later.part) > _ORDER.index(first.part)


def _told_then(day: Found[Said], text: str, clock: Clock) -> Found[Said]:
    """礼拜一跑苏锡，上午去了A: an open day is over where something has been done in its hours."""
    said = day.value
    told = said.past is None and said.weekday and _HAS_BEEN.match(text, day.end)
    when = directed(said, clock, future=False) if told else None
    return replace(day, value=Said(when, past=True)) if when else day


def _goes_on(day: Found[Said] | None, later: Found[Said], text: str) -> bool:
    """昨天上午A，说下周给答复；下午B: a day to come within what is told of a part of the day."""
    if day is None or not day.value.past or later.value.past is not False:
        return False
    return bool(_NEXT_ROW.search(text, later.end))


def _shares(day: Found[Said], hour: Found[Said], text: str) -> bool:
    """Whether an hour is of the day before it: said so, a later part of it, or one it introduces."""
    first, when = day.value.when, hour.value.when
    if first is None or when is None:
        return False
    if _SAME_DAY.search(text, 0, hour.start):
        return True
    if not when.hour_only or when.part not in _ORDER or not day.value.past:
        return False
    if first.part in _ORDER:
        return _ORDER.index(when.part) > _ORDER.index(first.part)
    return not first.at and _introduces(day, hour, text)


def _introduces(day: Found[Said], hour: Found[Said], text: str) -> bool:
    """昨天调休上班，上午去了A; 前天跑两家：A; 下午B: no more is told of the day itself."""
    if day.value.last or _ROUND.match(text, day.end):
        return not day.value.last
    beside = _INTRODUCES.fullmatch(text, day.end, hour.start)
    return bool(beside) and not _TELLS.match(text, day.end)
