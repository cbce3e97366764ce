"""What a look at a part of the installation finds."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the installation and whether it is well.

    Args:
        detail: for machines, and what needs no words: a code, a duration.
        count: how many things of it wait for an admin.
        said: what a person is told in place of `detail`: words of `admin.said`, each with its value.
    """

    name: str
    well: bool
    detail: str = ""
    count: int = 0
    said: Sequence[tuple[str, str]] = ()
