"""The stretches of a text that may be a customer's name, as keys to look up; most are looked up in vain."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterator
from functools import lru_cache
from itertools import accumulate, chain

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

    >>> found = Stretches("下午去远帆").sought()
    >>> found["远帆"], found["~yuan'fan"]
    ([(3, 5)], [(3, 5)])
    """

    def __init__(self, text: str, cued: Callable[[int, int], bool] = lambda _, __: True) -> None:
        self._runs = [_Run(run.group(), run.start(), cued) for run in _RUN.finditer(text)]

    def beginnings(self) -> set[str]:
        """What the keys begin with (`beginning`): most keys are of none that anybody has."""
        return {one for run in self._runs for one in run.beginnings()}

    def sought(self, begun: Container[str] | None = None) -> dict[str, list[Stretch]]:
        """The keys of all stretches, normalised as those of customers are, and where each stands, in order.

        Args:
            begun: what they may begin with; None: with anything.
        """
        found: dict[str, list[Stretch]] = {}
        for run in self._runs:
            for key, place in chain(run.written(begun), run.spoken(begun)):
                found.setdefault(key, []).append(place)
        return found


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
            if self._spoken.until[start] >= start + SHORTEST:
                yield self._spoken.key(start, start + SHORTEST)
        if not self._is_simple:
            yield from (beginning(key) for key, _ in self._odd())

    def written(self, begun: Container[str] | None) -> Iterator[tuple[str, Stretch]]:
        plain, before = self._plain, self._before
        if not self._is_simple:
            yield from self._odd()
            return
        for start in self._edges:
            if begun is None or plain[start : start + SHORTEST] in begun:
                for end in self._until(start):
                    yield plain[start:end], (before + start, before + end)

    def spoken(self, begun: Container[str] | None) -> Iterator[tuple[str, Stretch]]:
        key, edges, before = self._spoken.key, self._edges, self._before
        for start in edges:
            until = self._spoken.until[start]
            if until < start + SHORTEST:
                continue
            if begun is not None and key(start, start + SHORTEST) not in begun:
                continue
            low = bisect_left(edges, start + SHORTEST)
            for end in edges[low : bisect_right(edges, until)]:
                place = before + start, before + end
                if end - start > SHORTEST or self._cued(*place):
                    yield key(start, end), place

    def _odd(self) -> Iterator[tuple[str, Stretch]]:
        """The keys of a run that is shorter or longer when it is normalised: full width, brackets."""
        for start in self._edges:
            for end in self._until(start):
                key = normalise(self._run[start:end])
                if len(key) >= SHORTEST:
                    yield key, (self._before + start, self._before + end)

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
        self.until = _until(sounds)

    def key(self, start: int, end: int) -> str:
        return _HEARD + self._joined[self._at[start] : self._at[end] - 1]


def _until(sounds: list[str]) -> list[int]:
    """Where the longest stretch that has a sound ends, by where it begins."""
    deaf = len(sounds)
    ends = [deaf]
    for place in range(len(sounds) - 1, -1, -1):
        deaf = deaf if sounds[place] else place
        ends.append(min(deaf, place + _SOUNDED_LONGEST))
    return ends[::-1]


@lru_cache(maxsize=8_192)
def _normal(character: str) -> str:
    return normalise(character)


def _parts_words(run: str, place: int) -> bool:
    """Whether a name may begin or end at `place`: not inside a number or a Latin word."""
    around = run[max(0, place - 1) : place + 1]
    return len(around) < 2 or not around.isascii() or not (around.isalpha() or around.isdigit())
