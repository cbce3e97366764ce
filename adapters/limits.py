"""How often a platform may be called: a call takes its slots, or hears how long to wait for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `amount` calls in any `per`, wherever that window is laid."""

    amount: int
    per: timedelta


Wanted = Mapping[str, Sequence[Rate]]
"""Keys, each with the rates it is held to."""


class Limits(Protocol):
    """Where the processes of an installation count their calls together, and after a restart too."""

    async def take(self, wanted: Wanted) -> float:
        """Take a slot under every key; else take none and return the seconds until there is one."""
        ...
