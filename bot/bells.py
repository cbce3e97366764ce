"""What wakes the loops of a process: whoever left something to do rings, here or in another process."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Protocol

_IDLE = 1.0
NEAR = 0.25
"""Seconds between looks where another process may have left something to do."""


class Bell:
    """Wakes a loop at once; a loop looks by itself after `idle` seconds too.

    `far` is called at each ring where those who are to wake are in other processes.
    """

    def __init__(self, idle: float = _IDLE) -> None:
        self._event = asyncio.Event()
        self._idle = idle
        self.far: Callable[[], None] | None = None

    def ring(self) -> None:
        self.wake()
        if self.far:
            self.far()

    def wake(self) -> None:
        """Wake whoever waits in this process."""
        self._event.set()

    async def wait(self, most: float | None = None) -> None:
        try:
            async with asyncio.timeout(most or self._idle):
                await self._event.wait()
        except TimeoutError:
            pass
        self._event.clear()


@dataclass(frozen=True, slots=True)
class Bells:
    """The bells of a process.

    Args:
        incoming: an event waits in the inbox.
        outgoing: a message waits in the outbox.
        waiting: an errand waits.
    """

    incoming: Bell
    outgoing: Bell
    waiting: Bell

    @classmethod
    def of(cls, *, alone: bool) -> "Bells":
        """Of a process that is alone, or of one among several."""
        return cls(*(Bell() if alone else Bell(NEAR) for _ in fields(cls)))

    def each(self) -> dict[str, Bell]:
        """Name → bell."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def ring_far(self, ring: Callable[[str], None]) -> None:
        """Let every bell ring in other processes as well."""
        for name, bell in self.each().items():
            bell.far = _named(ring, name)

    def heard(self, name: str) -> None:
        """Another process rang `name`; what nobody knows is an older or a newer one's."""
        if bell := self.each().get(name):
            bell.wake()


def _named(ring: Callable[[str], None], name: str) -> Callable[[], None]:
    return lambda: ring(name)


class Wakes(Protocol):
    """The way to the bells of other processes; `heard` is called with each that another rang."""

    heard: Callable[[str], None]

    def ring(self, name: str) -> None:
        """Ring a bell there."""

    async def speak(self, stop: asyncio.Event) -> None:
        """Tell what is rung until it is told to stop."""

    async def listen(self, stop: asyncio.Event) -> None:
        """Hear the others until it is told to stop."""
