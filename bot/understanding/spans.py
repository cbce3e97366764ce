"""Stretches of a sentence that mean something."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value and where it stands; `end` is exclusive."""

    value: T
    start: int
    end: int


def is_free(start: int, end: int, found: Iterable[Found[T]]) -> bool:
    """Whether none of `found` stands anywhere between those places."""
    return all(end <= one.start or start >= one.end for one in found)


def kept(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    """Nothing but those stretches, up to the last of them; every place in it stays what it was.

    >>> kept("先去远帆，再去光联", [(1, 4)]).replace("\u3000", "_")
    '_去远帆_'
    """
    left = ""
    for start, end in sorted(stretches):
        left += "\u3000" * (start - len(left)) + text[max(start, len(left)) : end]
    return left + "\u3000" * (len(left) < len(text))


def masked(text: str, found: Iterable[Found[T]], blank: str = "\u3000") -> str:
    """The text with those stretches blanked, so that nothing is read twice; lengths stay."""
    for one in found:
        text = text[: one.start] + blank * (one.end - one.start) + text[one.end :]
    return text


def longest(found: Iterable[Found[T]]) -> list[Found[T]]:
    """Those that do not overlap, in order; of two that do the longer, then the first."""
    kept: list[Found[T]] = []
    taken: set[int] = set()
    for one in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        places = range(one.start, one.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(one)
    return sorted(kept, key=lambda each: each.start)
