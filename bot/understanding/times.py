"""Days and times: 下周三, 周五下午三点, 月底, 三天后, 12月25号前, 国庆后; read against one moment."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding import dates, days, durations, holidays, lunar
from bot.understanding.hours import BESIDE, PART, PARTS, alone, at, by
from bot.understanding.said import Clock, Said
from bot.understanding.spans import Found, longest

_RULES = (*days.RULES, *dates.RULES, *durations.RULES, *holidays.RULES, *lunar.RULES)


def times(text: str, clock: Clock) -> list[Found[Said]]:
    """The times of `text`, in order, the longest of those that overlap."""
    found: list[Found[Said]] = []
    for pattern, reader in _RULES:
        for match in pattern.finditer(text):
            said = reader(match, clock)
            if said is not None:
                found.append(Found(said, match.start(), match.end()))
    return list(_joined(longest(found), text, clock))


def _joined(found: list[Found[Said]], text: str, clock: Clock) -> Iterator[Found[Said]]:
    """Put a part of the day and a clock time to the day before them; alone they mean today."""
    last = 0
    for place, one in enumerate(found):
        yield from alone(text, last, one.start, clock)
        following = found[place + 1].start if place + 1 < len(found) else len(text)
        whole = _with_hour(one, text, following)
        last = whole.end
        yield whole
    yield from alone(text, last, len(text), clock)


def _with_hour(one: Found[Said], text: str, following: int) -> Found[Said]:
    """A day with what stands beside it, up to the next day."""
    said, end = one.value, one.end
    when = said.when
    if when is None:
        return one
    inside = re.search(PARTS, text[one.start : one.end])
    match = BESIDE.match(text, one.end, following)
    if said.last is None and match and match.group().strip():
        when, end = at(when, match, inside), match.end()
    elif inside:
        when = replace(when, part=PART[inside.group()])
    when, end = by(when, text, end)
    return Found(replace(said, when=replace(when, words=text[one.start : end])), one.start, end)
