"""Work that goes on side by side, and work beside which there must be none."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Floor:
    """Held by many at once, or by one alone."""

    def __init__(self) -> None:
        self._open, self._idle = asyncio.Event(), asyncio.Event()
        self._open.set()
        self._idle.set()
        self._inside = 0

    @property
    def is_open(self) -> bool:
        """Whether nobody has it alone, or waits to have it so."""
        return self._open.is_set()

    @asynccontextmanager
    async def shared(self) -> AsyncIterator[None]:
        await self._open.wait()
        self._inside += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._inside -= 1
            if not self._inside:
                self._idle.set()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """One at a time asks for it; nobody comes on any more, and those inside end first."""
        self._open.clear()
        try:
            await self._idle.wait()
            yield
        finally:
            self._open.set()
