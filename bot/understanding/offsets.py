"""Days beside a day that is named: 七夕第二天, 18号前一天, 下周三的后一天; 5月12号上会 会后第二天."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.slots import When
from bot.understanding.numerals import whole
from bot.understanding.patterns import regex
from bot.understanding.said import Clock, Said, group
from bot.understanding.spans import Found

_SOME = r"[一两二三四五六]|\d"
NEXT_DAY = rf"(?:第(?P<nth>[二三四五])天|次日|翌日|隔[天日]|后一天|后第(?P<after>[一二三四五])天|过?后(?P<later>{_SOME})天)"
_EARLIER = rf"(?:[前头](?P<earlier>{_SOME})[天日](?!都|要求)|(?P<eve>头天))"
_BESIDE = regex(rf"(?:那[天日])?的?(?:{NEXT_DAY}|{_EARLIER})")
_THERE = regex(r"第(?P<nth>[二三])天|次日|翌日|隔[天日]")
_FAR = 24
"""Characters between a day and the 第二天 that is its own."""


def beside_days(found: list[Found[Said]], text: str, clock: Clock) -> Iterator[Found[Said]]:
    """The days that are named, and in place of one with 第二天 or 前一天 beside it that day."""
    end = 0
    for one in found:
        if one.start < end:
            continue
        match = _BESIDE.match(text, one.end) if _is_day(one.value) else None
        end = match.end() if match else one.end
        yield _moved(one.value, _days(match), one.start, end, clock) if match else one


def following_days(found: list[Found[Said]], text: str, clock: Clock) -> list[Found[Said]]:
    """With each 第二天 that is the day after the one before it; without any 隔天 is tomorrow."""
    known = found
    for match in _THERE.finditer(text):
        day = _day_before(known, match.start())
        over = [one for one in known if one.start < match.end() and match.start() < one.end]
        if day and all((one.start, one.end) == match.span() for one in over):
            moved = _moved(day, _days(match), *match.span(), clock)
            kept = [one for one in known if one not in over]
            known = sorted([*kept, moved], key=lambda one: one.start)
    return known


def _day_before(known: list[Found[Said]], place: int) -> Said | None:
    near = [one for one in known if place - _FAR <= one.end <= place and _is_day(one.value)]
    return near[-1].value if near else None


def _is_day(said: Said) -> bool:
    when = said.when
    return bool(when and not (when.at or when.hour_only or said.last))


def _days(match: re.Match[str]) -> int:
    """How many days after the named one, before it negative."""
    if nth := group(match, "nth"):
        return whole(nth) - 1
    if group(match, "eve"):
        return -1
    if earlier := group(match, "earlier"):
        return -whole(earlier)
    return whole(group(match, "after") or group(match, "later"), otherwise=1)


def _moved(said: Said, days: int, start: int, end: int, clock: Clock) -> Found[Said]:
    """That many days on; a weekday stays open to both sides."""
    day = _day_of(said) + timedelta(days=days)
    when = When(day)
    if said.weekday:
        return Found(replace(said, when=when, window=None), start, end)
    return Found(Said(when, past=None if day == clock.today else day < clock.today), start, end)


def _day_of(said: Said) -> date:
    if said.when is None:
        raise ValueError(said)
    return said.when.day
