"""What one process shares with itself."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from adapters.limits import Wanted


class Shelf:
    """`TokenStore` and `Limits` in memory."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._kept: dict[str, tuple[str, datetime]] = {}
        self._shut: dict[str, datetime] = {}
        self._taken: dict[str, list[datetime]] = defaultdict(list)
        self._lock = asyncio.Lock()

    async def get(self, name: str) -> str | None:
        token, until = self._kept.get(name, ("", self._now()))
        return token if until > self._now() else None

    async def put(self, name: str, token: str, life: timedelta) -> None:
        self._kept[name] = (token, self._now() + life)

    async def take(self, wanted: Wanted) -> float:
        now = self._now()
        slots = [(self._taken[key], rate) for key, rates in wanted.items() for rate in rates]
        full = [
            taken[-(rate.amount - rate.spare)] + rate.per
            for taken, rate in slots
            if rate.amount - rate.spare <= len(taken)
        ]
        start = max([now, *full, *(self._shut.get(key, now) for key in wanted)])
        if start == now:
            for key in wanted:
                self._taken[key].append(now)
        return (start - now).total_seconds()

    async def shut(self, key: str, life: timedelta) -> None:
        self._shut[key] = self._now() + life

    @asynccontextmanager
    async def hold(self, name: str) -> AsyncIterator[None]:  # noqa: ARG002
        async with self._lock:
            yield
