"""Many people who write at once, and a platform that sends again what was not acknowledged."""

import asyncio
import itertools
import random
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from math import inf
from time import monotonic

import httpx

from tests.chaos.phones import Phones
from tests.chaos.saying import Said

AT_ONCE = 16
_TWICE = 0.05
_PAUSE = 0.2


async def pause(seconds: float) -> None:
    """Let time pass where a load keeps its pace."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await asyncio.Event().wait()


class Balancer(httpx.AsyncBaseTransport):
    """What stands before several web processes: goes on to the next where nobody listens."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = ports
        self._turns = itertools.count()
        self._ways = {port: httpx.AsyncHTTPTransport(retries=0) for port in ports}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        turn = next(self._turns)
        for tried in range(len(self._ports)):
            port = self._ports[(turn + tried) % len(self._ports)]
            request.url = request.url.copy_with(port=port)
            try:
                return await self._ways[port].handle_async_request(request)
            except httpx.ConnectError:
                continue
        raise httpx.ConnectError("nobody listens")

    async def aclose(self) -> None:
        for way in self._ways.values():
            await way.aclose()


def balanced(ports: Sequence[int]) -> httpx.AsyncClient:
    """A client that reaches whichever of `ports` is there, each time over a new connection."""
    way = Balancer(ports)
    return httpx.AsyncClient(
        transport=way,
        base_url="http://127.0.0.1",
        timeout=30,
        headers={"connection": "close"},
    )


@dataclass(slots=True)
class Load:
    """What was told so far.

    Args:
        at: when each was acknowledged, in seconds that only rise.
        goes_on: whether people write on; what each has begun is brought to its end.
        per_second: at most so many messages begin.
        failed: how many deliveries were not acknowledged.
    """

    phones: Phones
    told: Sequence[Sequence[Said]]
    at: dict[Said, float] = field(default_factory=dict)
    goes_on: Callable[[], bool] = lambda: True
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    acknowledged: list[Said] = field(default_factory=list)
    per_second: float = 15.0
    failed: int = 0
    _next: float = 0.0
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    @property
    def since_last(self) -> float:
        """Seconds since something was acknowledged; for ever where nothing was."""
        return monotonic() - max(self.at.values(), default=-inf)

    async def run(self) -> None:
        """Everybody says his things, one after the other."""
        async with asyncio.TaskGroup() as group:
            for words in self.told:
                group.create_task(self._person(iter(words)))

    async def _person(self, words: Iterator[Said]) -> None:
        for said in words:
            async with self._turns:
                if not self.goes_on():
                    return
                await self._turn()
                await self._deliver(said)

    async def _turn(self) -> None:
        now = monotonic()
        self._next = max(self._next, now) + 1 / self.per_second
        if self._next > now:
            await pause(self._next - now)

    async def _deliver(self, said: Said) -> None:
        """Again until it is acknowledged, as a platform would; one in twenty twice at once."""
        twice = self.chance.random() < _TWICE
        while True:
            answers = await asyncio.gather(*(self.phones.deliver(said) for _ in range(1 + twice)))
            self.failed += answers.count(False)
            if any(answers):
                self.acknowledged.append(said)
                self.at[said] = monotonic()
                return
            await pause(_PAUSE)


async def until(holds: Callable[[], Awaitable[bool]], seconds: float) -> None:
    """Look again and again until it holds.

    Raises:
        TimeoutError: it did not for so long.
    """
    async with asyncio.timeout(seconds):
        while not await holds():
            await pause(_PAUSE)
