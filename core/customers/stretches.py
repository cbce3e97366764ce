"""The stretches of a text that may be a customer's name, as keys to look up; most are looked up in vain."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterator
from functools import lru_cache
from itertools import accumulate

from core.customers.names import LONGEST, SHORTEST, normalise
from core.customers.sounds import sound

_LONG, _SOUNDED_LONGEST = 12, 10
_HEARD = "~"
"""Before the key of how a name sounds."""
_LAST = frozenset("司厂团院校所社行部店会局处馆站场库集")
"""What full names end with; a stretch of more than `_LONG` characters is one of those."""
_UNMARKED = r"[^\s，。；、！？：,;!?:\"“”‘’()（）【】\[\]<>《》|~…]"
_RUN = re.compile(rf"{_UNMARKED}(?:{_UNMARKED}|[（(]{_UNMARKED}{{1,8}}[）)](?={_UNMARKED}))+")
"""What a name stands in; one in brackets inside it, 远帆（苏州）新能源, is part of it."""
Stretch = tuple[int, int]


def beginning(key: str) -> str:
    """The first two characters of a key, or its first two sounds.

    >>> beginning("远帆新能源"), beginning("~yuan'fan'xin")
    ('远帆', "~yuan'fan")
    """
    return "'".join(key.split("'", 2)[:2]) if key[0] == _HEARD else key[:SHORTEST]


class Stretches:
    """Stretches of 2 to 28 characters that cross no mark and no blank, and cut no number and no Latin word
    in two: by their keys as written and as they sound. A long one ends as companies do, or with the words
    around it.

    >>> "远帆" in Stretches("下午去远帆").sought(), Stretches("下午去远帆").places("~yuan'fan")
    (True, [(3, 5)])
    """

    def __init__(self, text: str, cued: Callable[[int, int], bool] = lambda _, __: True) -> None:
        self._runs = [_Run(run.group(), run.start(), cued) for run in _RUN.finditer(text)]

    def beginnings(self) -> set[str]:
        """What the keys begin with (`beginning`): most keys are of none that anybody has."""
        return {one for run in self._runs for one in run.beginnings()}

    def sought(self, begun: Container[str] | None = None) -> set[str]:
        """The keys of all stretches, normalised as those of customers are.

        Args:
            begun: what they may begin with; None: with anything.
        """
        found: set[str] = set()
        for run in self._runs:
            found.update(run.written(begun), run.spoken(begun))
        return found

    def places(self, key: str) -> list[Stretch]:
        """Where a key stands, in order."""
        runs = (run for run in self._runs if run.may_hold(key))
        return [place for run in runs for place in run.places(key)]


class _Run:
    """A run without blanks and marks that begins at `before`."""

    def __init__(self, run: str, before: int, cued: Callable[[int, int], bool]) -> None:
        self._run, self._before, self._cued = run, before, cued
        units = [_normal(character) for character in run]
        plain = "".join(units)
        self._is_simple = len(plain) == len(run) and plain == normalise(run)
        self._plain = plain if self._is_simple else ""
        self._edges = [place for place in range(len(run) + 1) if _parts_words(run, place)]
        self._ends = [end for end in self._edges if end == len(run) or run[end - 1 : end] in _LAST]
        self._spoken = _Spoken([sound(unit) for unit in units])

    def beginnings(self) -> Iterator[str]:
        for start in self._edges:
            if self._is_simple:
                yield self._plain[start : start + SHORTEST]
            if self._spoken.until(start) >= start + SHORTEST:
                yield self._spoken.key(start, start + SHORTEST)
        if not self._is_simple:
            yield from (beginning(key) for key, _, _ in self._odd())

    def written(self, begun: Container[str] | None) -> Iterator[str]:
        plain = self._plain
        if not self._is_simple:
            yield from (key for key, _, _ in self._odd())
            return
        for start in self._edges:
            if begun is None or plain[start : start + SHORTEST] in begun:
                yield from (plain[start:end] for end in self._until(start))

    def spoken(self, begun: Container[str] | None) -> Iterator[str]:
        key, edges = self._spoken.key, self._edges
        for start in edges:
            until = self._spoken.until(start)
            if until < start + SHORTEST:
                continue
            if begun is not None and key(start, start + SHORTEST) not in begun:
                continue
            low = bisect_left(edges, start + SHORTEST)
            for end in edges[low : bisect_right(edges, until)]:
                if self._is_heard(start, end):
                    yield key(start, end)

    def _is_heard(self, start: int, end: int) -> bool:
        return end - start > SHORTEST or self._cued(self._before + start, self._before + end)

    def may_hold(self, key: str) -> bool:
        if key[0] == _HEARD:
            return self._spoken.may_hold(key)
        return key in self._plain or not self._is_simple

    def places(self, key: str) -> Iterator[Stretch]:
        known = frozenset(self._edges)
        for start, end in self._found(key):
            if start in known and end in known:
                yield self._before + start, self._before + end

    def _found(self, key: str) -> Iterator[Stretch]:
        if key[0] == _HEARD:
            return (
                (start, end)
                for start, end in self._spoken.places(key)
                if end <= self._spoken.until(start) and self._is_heard(start, end)
            )
        if not self._is_simple:
            return ((start, end) for one, start, end in self._odd() if one == key)
        return (
            (start, end)
            for start, end in _occurrences(key, self._plain)
            if end - start <= _LONG or end in self._ends
        )

    def _odd(self) -> Iterator[tuple[str, int, int]]:
        """The keys of a run that is shorter or longer when it is normalised: full width, brackets."""
        for start in self._edges:
            for end in self._until(start):
                key = normalise(self._run[start:end])
                if len(key) >= SHORTEST:
                    yield key, start, end

    def _until(self, start: int) -> list[int]:
        """Where stretches that begin at `start` end."""
        edges, ends = self._edges, self._ends
        near = bisect_right(edges, start + _LONG)
        far = ends[bisect_right(ends, start + _LONG) : bisect_right(ends, start + LONGEST)]
        return edges[bisect_left(edges, start + SHORTEST) : near] + far


class _Spoken:
    """A run by its sounds, joined once: the key of each stretch is a piece of it."""

    def __init__(self, sounds: list[str]) -> None:
        self._joined = "'".join(sounds)
        self._at = list(accumulate((len(one) + 1 for one in sounds), initial=0))
        self._deaf = [place for place, one in enumerate(sounds) if not one]

    def until(self, start: int) -> int:
        """Where the longest stretch that has a sound ends, if it begins at `start`."""
        number = bisect_left(self._deaf, start)
        deaf = self._deaf[number] if number < len(self._deaf) else len(self._at) - 1
        return min(deaf, start + _SOUNDED_LONGEST)

    def may_hold(self, key: str) -> bool:
        return key[1:] in self._joined

    def key(self, start: int, end: int) -> str:
        return _HEARD + self._joined[self._at[start] : self._at[end] - 1]

    def places(self, key: str) -> Iterator[Stretch]:
        for low, high in _occurrences(f"'{key[1:]}'", f"'{self._joined}'"):
            yield bisect_left(self._at, low), bisect_left(self._at, high - 1)


def _occurrences(part: str, whole: str) -> Iterator[Stretch]:
    """Where `part` stands in `whole`, also where it overlaps itself."""
    place = whole.find(part)
    while place >= 0:
        yield place, place + len(part)
        place = whole.find(part, place + 1)


@lru_cache(maxsize=8_192)
def _normal(character: str) -> str:
    return normalise(character)


def _parts_words(run: str, place: int) -> bool:
    """Whether a name may begin or end at `place`: not inside a number or a Latin word."""
    around = run[max(0, place - 1) : place + 1]
    return len(around) < 2 or not around.isascii() or not (around.isalpha() or around.isdigit())
