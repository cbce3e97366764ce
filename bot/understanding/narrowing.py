"""A vague time made clear by a day beside it: 节前30号, 上周去过一趟，周二，; 去芳菲是11号, after 年前."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from bot.slots import When
from bot.understanding.patterns import regex
from bot.understanding.said import Clock, Said, month_on
from bot.understanding.spans import Found

_BESIDE = regex(r"[，,、的\s（(也就是那个天]{0,3}")
_NAMES_IT = regex(
    r"(?:[，,。；;（(\s]|[去见跑聊谈碰]的?)[也就好像应该大概记得具体准确说的那天]*$|是$"
)
_ALONE = regex(r"(?:那天)?[吧嘛）)]?(?=$|[，,。；;）)\s])")
_FAR = 24
"""Characters between the two."""
_BACK, _ON = timedelta(days=21), timedelta(days=14)
"""As far from the day that stands for a vague one as the day that is meant may be."""


def narrowed(found: Sequence[Found[Said]], text: str, clock: Clock) -> list[Found[Said]]:
    """The times with each vague one, and the open day that makes it clear, on the same day."""
    found = _each_once(found, text)
    kept = list(found)
    for place, (vague, exact) in enumerate(pairwise(found)):
        if _is_of_a_month(vague, exact, text):
            kept[place] = replace(vague, value=exact.value)
            continue
        day = _meant(vague, exact, text, clock)
        if day is not None:
            kept[place : place + 2] = [_on(one, day, clock) for one in (vague, exact)]
    return kept


_NAMELY = regex(r"[，,\s（(]*(?:也?就是)?")


def _each_once(found: Sequence[Found[Said]], text: str) -> list[Found[Said]]:
    """14号补班那天; 年前最后一个班也就是14号: the second name of a day that is told already."""
    kept: list[Found[Said]] = []
    for place, one in enumerate(found):
        if not (place and _is_same(found[place - 1], one, text)):
            kept.append(one)
    return kept


def _is_same(first: Found[Said], second: Found[Said], text: str) -> bool:
    if second.start == first.end and text.startswith("补班", second.start):
        return first.value.when is not None
    one, two = first.value.when, second.value.when
    if one is None or two is None or two.at or two.hour_only or one.day != two.day:
        return False
    return bool(_NAMELY.fullmatch(text, first.end, second.start))


def _is_of_a_month(vague: Found[Said], exact: Found[Said], text: str) -> bool:
    """月初2号: of whatever month the words around them look to."""
    open_day = exact.value.weekday < 0 and exact.value.past is None
    return open_day and exact.start == vague.end and text.startswith("月", vague.start)


def _meant(vague: Found[Said], exact: Found[Said], text: str, clock: Clock) -> date | None:
    """The day of `exact` that the vague time before it allows, where it names that one."""
    low, high = _window(vague.value, clock)
    if not low or not high or not _makes_clear(vague, exact, text):
        return None
    when = vague.value.when
    days = [one for one in _days(exact.value, low) if low <= one <= high]
    return min(days, key=lambda one: abs(one - when.day), default=None) if when else None


def _window(said: Said, clock: Clock) -> tuple[date | None, date | None]:
    """Between which days a vague time lies; none for one that is exact."""
    when = said.when
    if when is None or when.at or not (when.about or when.by or said.window or said.last):
        return None, None
    low, high = said.window or (when.day - _BACK * (said.last is None), said.last or when.day + _ON)
    return (low, min(high, clock.today)) if said.past else (max(low, clock.today), high)


def _makes_clear(vague: Found[Said], exact: Found[Said], text: str) -> bool:
    """Whether the open day stands beside the vague time, alone in its clause, or is said to be it."""
    said, between = exact.value, text[vague.end : exact.start]
    if said.when is None or said.when.about or said.when.by or said.when.hour_only:
        return False
    if len(between) > _FAR:
        return False
    if _BESIDE.fullmatch(between):
        return True
    named = _NAMES_IT.search(between)
    return bool(
        named and vague.value.past and (named.group() == "是" or _ALONE.match(text, exact.end))
    )


def _days(said: Said, low: date) -> Iterator[date]:
    """The days an open weekday or day of the month may be, from about `low` on."""
    if said.when is None or said.past is False:
        return
    day = said.when.day
    if said.weekday > 0:
        first = low + timedelta(days=(day - low).days % 7)
        yield from (first + timedelta(days=7 * step) for step in range(6))
    elif said.weekday < 0:
        months = (month_on(low.replace(day=1), step) for step in range(3))
        yield from (one for first in months if (one := _in(first, day.day)))
    else:
        yield day


def _in(first: date, day: int) -> date | None:
    try:
        return first.replace(day=day)
    except ValueError:
        return None


def _on(one: Found[Said], day: date, clock: Clock) -> Found[Said]:
    when = one.value.when or When(day)
    past = None if day == clock.today else day < clock.today
    exact = replace(when, day=day, about=False, by=False, month_only=False)
    return replace(one, value=Said(exact, past=past))
