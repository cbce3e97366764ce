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


def masked(text: str, found: Iterable[Found[T]], blank: str = "\u3000") -> str:
    """The text with those stretches blanked, so that nothing is read twice; lengths stay."""
    characters = list(text)
    for one in found:
        characters[one.start : one.end] = blank * (one.end - one.start)
    return "".join(characters)
