"""What a name that is nobody's looks like, among the customers one may see: only ever proposed.

A character too many, too few or another one; and 北重 for 北海重工. What is found is asked, never taken.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.understanding.edges import begins, ends
from bot.understanding.lexicon import is_everyday
from core.customers.model import CustomerId
from core.customers.names import Anatomy, anatomy

LOOKED_AT = 3_000
"""So many customers are compared, one's own first."""
_ALIKE = 70
_NEARLY_AS = 8
_SHORTEST_NAME = 4
_MOST = 5


@dataclass(frozen=True, slots=True)
class Alike:
    """A stretch of a text that looks like the names of some customers."""

    start: int
    end: int
    customers: tuple[CustomerId, ...]


class Neighbourhood:
    """The customers somebody may see, by the shape of their names."""

    def __init__(self, known: Iterable[tuple[CustomerId, str]]) -> None:
        self._ids: list[CustomerId] = []
        self._names: list[str] = []
        self._brands: list[str] = []
        self._with: dict[str, list[int]] = {}
        self._initials: dict[str, list[CustomerId]] = {}
        for customer, full_name in known:
            parts = anatomy(full_name)
            for initials in _initials(parts):
                self._initials.setdefault(initials, []).append(customer)
            for name in (parts.brand + trade for trade in parts.trades):
                if len(name) >= _SHORTEST_NAME:
                    self._ids.append(customer)
                    self._names.append(name)
                    self._brands.append(parts.brand[:3])
        for place, brand in enumerate(self._brands):
            for character in set(brand):
                self._with.setdefault(character, []).append(place)

    def alike(self, text: str) -> Alike | None:
        """The stretch of `text` that is most like a name, else one that is some name's initials."""
        found = list(self._near(text))
        if not found:
            return next(self._by_initials(text), None)
        best = max(score for score, _ in found)
        near = [one for score, one in found if score > best - _NEARLY_AS]
        ids = dict.fromkeys(id_ for one in near for id_ in one.customers)
        return Alike(near[0].start, near[0].end, tuple(ids)[:_MOST])

    def _near(self, text: str) -> Iterator[tuple[float, Alike]]:
        """What is alike with some of its brand, where a name may stand, the likest first."""
        places = {place for character in set(text) for place in self._with.get(character, ())}
        scored = process.extract(
            text,
            {place: self._names[place] for place in sorted(places)},
            scorer=fuzz.partial_ratio,
            score_cutoff=_ALIKE,
            limit=2 * _MOST,
        )
        for name, score, place in scored:
            at = fuzz.partial_ratio_alignment(name, text)
            if at is None:
                continue
            stretch = _stretch(text, name, at.dest_start, at.dest_end)
            if stretch and set(self._brands[place]) & set(text[slice(*stretch)]):
                yield score, Alike(*stretch, (self._ids[place],))

    def _by_initials(self, text: str) -> Iterator[Alike]:
        for start in range(len(text) - 1):
            if not begins(text, start):
                continue
            for end in range(min(len(text), start + 4), start + 1, -1):
                words = text[start:end]
                if words in self._initials and ends(text, end) and not is_everyday(words):
                    yield Alike(start, end, tuple(dict.fromkeys(self._initials[words]))[:_MOST])


def _stretch(text: str, name: str, start: int, end: int) -> tuple[int, int] | None:
    """From where a name may begin to where it may end: with what it has, and one slip on either side."""
    while start < end and text[start] not in name:
        start += 1
    while end > start and text[end - 1] not in name:
        end -= 1
    while end < len(text) and text[end] in name:
        end += 1
    begun = next((one for one in range(start, max(-1, start - 3), -1) if begins(text, one)), None)
    ended = next((one for one in range(end, min(len(text), end + 1) + 1) if ends(text, one)), None)
    return None if begun is None or ended is None else (begun, ended)


def _initials(parts: Anatomy) -> Sequence[str]:
    """北海重工 → 北重; with the place before it 青北重."""
    trade, place = parts.trades[-1][:1], parts.region[:1]
    if not parts.brand or not trade:
        return ()
    first = parts.brand[0] + trade
    return (first, place + first, parts.brand[:2] + trade) if place else (first,)
