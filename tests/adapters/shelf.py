"""A token store of one process."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta


class Shelf:
    """`TokenStore` in memory."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._kept: dict[str, tuple[str, datetime]] = {}
        self._lock = asyncio.Lock()

    async def get(self, name: str) -> str | None:
        token, until = self._kept.get(name, ("", self._now()))
        return token if until > self._now() else None

    async def put(self, name: str, token: str, life: timedelta) -> None:
        self._kept[name] = (token, self._now() + life)

    @asynccontextmanager
    async def hold(self, name: str) -> AsyncIterator[None]:  # noqa: ARG002
        async with self._lock:
            yield
