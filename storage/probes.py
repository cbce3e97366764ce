"""The points between which a process may die; tests look at each (reliability.md 1)."""

from collections.abc import Awaitable, Callable
from enum import StrEnum


class Step(StrEnum):
    BEFORE_STORE = "before_store"
    STORED = "stored"
    CLAIMED = "claimed"
    BEFORE_EFFECT = "before_effect"
    EFFECT = "effect"
    INTENT = "intent"
    CALLED = "called"
    MARKED = "marked"


Probe = Callable[[Step], Awaitable[None]]


async def no_probe(_: Step) -> None:
    """Nobody looks."""
