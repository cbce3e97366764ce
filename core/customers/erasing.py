"""Erasing a person: what tells who it was is blacked out; ids, times, owners and figures stay (0032)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

BAR = "█"
"""Stands for each character that was blacked out, so that what is ordered or cut by length stays so."""
_SHORTEST, _SHORTEST_PLAIN = 2, 4
_PHONE = re.compile(r"\+?[\d\s-]{7,}")
_AROUND = '[]", '


def blacked(text: str) -> str:
    """As many bars as there are characters."""
    return BAR * len(text)


def is_blacked(text: str) -> bool:
    """Whether all of a text, or of a list of texts, was blacked out.

    >>> is_blacked("██"), is_blacked('["██", "█"]'), is_blacked("[]"), is_blacked("██的报价")
    (True, True, False, False)
    """
    return BAR in text and not text.strip(_AROUND + BAR)


def is_telling(word: str) -> bool:
    """Whether a name is long enough to be looked for in any text: 远帆 is, AB is part of too much."""
    return len(word) >= (_SHORTEST_PLAIN if word.isascii() else _SHORTEST)


def spellings(word: str) -> Sequence[str]:
    """How a name or number may be written where it is looked for by the letter."""
    if not _PHONE.fullmatch(word):
        return tuple(dict.fromkeys((word, word.lower(), word.upper())))
    digits = re.sub(r"\D", "", word)
    cut = (digits[:3], digits[3:7], digits[7:])
    return tuple(dict.fromkeys((digits, word, " ".join(cut).strip(), "-".join(filter(None, cut)))))


@dataclass(frozen=True)
class Traces:
    """What tells somebody apart in a text.

    Args:
        alone: names and numbers that are nobody else's: they tell wherever they stand.
        beside: names that others bear as well: they tell beside one of `alone`, of `ids` or `at`.
        ids: of the person's own records and the messages they were told in.
        at: the customer that he is at, and that stays.
    """

    alone: frozenset[str]
    beside: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    at: str = ""

    def words(self) -> Iterator[str]:
        """Everything to look for, in each way it may be written."""
        for word in sorted(self.alone | self.beside):
            yield from spellings(word)

    def tells(self, text: str, around: str = "") -> bool:
        """Whether somebody is told by `text`, which stands among what `around` says."""
        return self.without(text, around) != text

    def without(self, text: str, around: str = "") -> str:
        """`text` with the person blacked out."""
        found = self._all if self._is_witness(f"{text}\n{around}") else self._alone
        return found.sub(lambda word: blacked(word[0]), text) if found else text

    def names(self, around: str) -> bool:
        """Whether one of the ids stands in JSON or among quoted values."""
        return bool(self._ids and self._ids.search(around))

    def _is_witness(self, around: str) -> bool:
        if not self.beside:
            return False
        told = bool(self._alone and self._alone.search(around))
        return told or self.names(around) or bool(self.at and f'"{self.at}"' in around)

    @cached_property
    def _alone(self) -> re.Pattern[str] | None:
        return _any_of(self.alone)

    @cached_property
    def _all(self) -> re.Pattern[str] | None:
        return _any_of(self.alone | self.beside)

    @cached_property
    def _ids(self) -> re.Pattern[str] | None:
        ids = "|".join(re.escape(one) for one in sorted(self.ids))
        return re.compile(rf'"(?:{ids})\\*"') if ids else None


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    ways = [_way(word) for word in sorted(words, key=lambda word: (-len(word), word))]
    return re.compile("|".join(ways), re.IGNORECASE) if ways else None


def _way(word: str) -> str:
    if _PHONE.fullmatch(word):
        return r"(?<!\d)" + r"[\s-]?".join(re.sub(r"\D", "", word)) + r"(?!\d)"
    edge = "[0-9A-Za-z]" if word.isascii() else ""
    return rf"(?<!{edge}){re.escape(word)}(?!{edge})" if edge else re.escape(word)
