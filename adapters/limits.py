"""How often a platform may be called: a call takes its slots, or hears how long to wait for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `amount` calls in any `per`, wherever that window is laid.

    Args:
        spare: slots that this caller leaves to whoever has more hurry.
    """

    amount: int
    per: timedelta
    spare: int = 0


Wanted = Mapping[str, Sequence[Rate]]
"""Keys, each with the rates it is held to."""


class Limits(Protocol):
    """Where the processes of an installation count their calls together, and after a restart too."""

    async def take(self, wanted: Wanted) -> float:
        """Take a slot under every key; else take none and return the seconds until there is one."""
        ...

    async def shut(self, key: str, life: timedelta) -> None:
        """Give nobody a slot under `key` for so long."""
        ...


def at_leisure(rates: Sequence[Rate]) -> Sequence[Rate]:
    """The rates of calls without hurry: spread over the longest window, a fiftieth of each left free.

    So whoever comes with hurry in the midst of a flood finds a slot, and the next is never far.
    """
    left = [Rate(rate.amount, rate.per, spare=max(1, rate.amount // 50)) for rate in rates]
    longest = max(left, key=lambda rate: rate.per)
    every = longest.per / (longest.amount - longest.spare)
    return (*left, Rate(longest.spare, every * longest.spare))
