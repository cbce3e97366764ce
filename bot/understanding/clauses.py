"""The clauses of a sentence, and the ones around a place in it."""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import pairwise

from bot.understanding.once import once
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading
from bot.understanding.spans import masked

Stretch = tuple[int, int]

_BREAK = regex(r"[，,。；;！!？?\n]|\s{1,}")
_MARKED = regex(r"[，,。；;！!？?\s]+")
_MARKS = " \u3000，,。；;！!？?\n"


@lru_cache(maxsize=64)
def clauses(text: str, start: int, end: int) -> tuple[Stretch, ...]:
    """Where the clauses between two places stand, without their marks; asked for by many rules."""
    edges = [start, *(match.end() for match in _BREAK.finditer(text, start, end)), end]
    found = [(low, high) for low, high in pairwise(edges) if text[low:high].strip(_MARKS)]
    return tuple((low, low + len(text[low:high].rstrip(_MARKS))) for low, high in found)


def clause_start(text: str, place: int, least: int = 0) -> int | None:
    """Where the clause of `place` begins, None when it begins before `least`."""
    starts, ends = _marks(text)
    number = bisect_left(starts, place)
    start = min(ends[number - 1], place) if number else 0
    return start if number and start > least else None


@lru_cache(maxsize=64)
def _marks(text: str) -> tuple[list[int], list[int]]:
    """Where rows of marks and blanks begin and end: they are asked for at every time in a text."""
    rows = [match.span() for match in _MARKED.finditer(text)]
    return [start for start, _ in rows], [end for _, end in rows]


def whole(text: str, stretch: Stretch) -> Stretch:
    """The stretch with the beginnings and ends of the clauses it cuts."""
    start, end = stretch
    return clause_start(text, start) or 0, _clause_end(text, max(end - 1, start))


def after(text: str, place: int) -> str:
    """The rest of the clause from `place` on; a mark at `place` itself is passed over."""
    return text[place : _clause_end(text, place + 1)]


def _clause_end(text: str, place: int) -> int:
    starts, ends = _marks(text)
    number = bisect_right(ends, place)
    return max(starts[number], place) if number < len(starts) else len(text)


def before(text: str, place: int) -> str:
    """The clause up to `place`."""
    return text[clause_start(text, place) or 0 : place]


def previous(text: str, place: int) -> Stretch | None:
    """The whole clause before the one of `place`."""
    found = clauses(text, 0, clause_start(text, place) or 0)
    return found[-1] if found else None


@once
def said_beside(reading: Reading) -> int:
    """How many things are said beside who, when and where; a report says more than two."""
    rest = masked(masked(reading.text, reading.customers), reading.contacts)
    parts = re.split(r"[，,。；;！!\s]+", masked(rest, reading.times))
    said = (_FILLER.sub("", part).strip("的和跟与在给我去把") for part in parts)
    return sum(len(part) > 1 for part in said)


_FILLER = regex(r"^(?:嗯+|那个|那什么|就是|呃+|额+|啊|哦|对了|喂)+")
"""What a dictation begins with."""
