"""Days and times: 下周三, 周五下午三点, 月底, 三天后, 12月25号前, 国庆后; read against one moment."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding import dates, days, durations, holidays, lunar, ordinals, stretches, years
from bot.understanding.hours import BESIDE, EVERY_PART, PART, SOME_PARTS, WITHIN, alone, at, by
from bot.understanding.offsets import beside_days, following_days
from bot.understanding.patterns import regex
from bot.understanding.ranges import merged, ranged
from bot.understanding.said import Clock, Rules, Said
from bot.understanding.scripts import plain
from bot.understanding.spans import Found, longest

_RULES: Rules = (
    *days.RULES,
    *dates.RULES,
    *ordinals.RULES,
    *durations.RULES,
    *holidays.RULES,
    *lunar.RULES,
    *years.RULES,
)
_EVERY: Rules = (*_RULES, *holidays.EVERY, *stretches.RULES)
_PART_OF = regex(WITHIN)


def times(text: str, clock: Clock) -> list[Found[Said]]:
    """The times of `text` that a contact or a plan may be at, in order."""
    return _scanned(text, clock, _RULES, SOME_PARTS)


def every_time(text: str, clock: Clock) -> list[Found[Said]]:
    """All the times of `text`, also years, quarters, now, the last three days and bare festivals."""
    return _scanned(text, clock, _EVERY, EVERY_PART)


def _scanned(text: str, clock: Clock, rules: Rules, parts: re.Pattern[str]) -> list[Found[Said]]:
    """The longest of those that overlap, with their hours; 3号到5号 is one."""

    def read(words: str, clock: Clock) -> list[Found[Said]]:
        there = set(words)
        found = [
            Found(said, match.start(), match.end())
            for pattern, reader, needs in rules
            if not there.isdisjoint(needs)
            for match in pattern.finditer(words)
            if (said := reader(match, clock)) is not None
        ]
        days = beside_days(merged(longest(found), words), words, clock)
        return list(_joined(list(days), words, clock, parts))

    said = plain(text)
    whole = following_days(ranged(read(said, clock), said, clock, read), said, clock)
    return [_worded(one, text) for one in whole]


def _worded(one: Found[Said], text: str) -> Found[Said]:
    when = one.value.when
    words = text[one.start : one.end]
    return replace(one, value=replace(one.value, when=when and replace(when, words=words)))


def _joined(
    found: list[Found[Said]], text: str, clock: Clock, parts: re.Pattern[str]
) -> Iterator[Found[Said]]:
    """Put a part of the day and a clock time to the day before them; alone they mean today."""
    last = 0
    for place, one in enumerate(found):
        yield from alone(text, last, one.start, clock, parts)
        following = found[place + 1].start if place + 1 < len(found) else len(text)
        whole = _with_hour(one, text, following)
        last = whole.end
        yield whole
    yield from alone(text, last, len(text), clock, parts)


def _with_hour(one: Found[Said], text: str, following: int) -> Found[Said]:
    """A day with what stands beside it, up to the next day."""
    said, end = one.value, one.end
    when = said.when
    if when is None:
        return one
    inside = _PART_OF.search(text, one.start, one.end)
    match = BESIDE.match(text, one.end, following)
    if said.last is None and match and (match["part"] or match["hour"]):
        hour, end = at(when, match, inside), match.end()
        said = replace(said, when=hour.when, begins=hour.begins, ends=hour.ends)
    elif inside:
        said = replace(said, when=replace(when, part=PART[inside.group()]))
    when, end = by(said.when or when, text, end)
    return Found(replace(said, when=when), one.start, end)
