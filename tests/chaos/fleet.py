"""Processes of the bot, and whoever starts again what ended."""

import asyncio
import json
import os
import random
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from time import monotonic

import httpx

from tests.chaos.bot import Orders
from tests.chaos.load import pause, until

PATIENCE = 180.0
_APART = (1.0, 3.0)
"""Seconds from one kill to the next."""
Arms = Iterator[tuple[str, int]]
"""The steps at which processes are to end themselves one after the other, each with its passing."""


@dataclass(slots=True)
class Post:
    """A place that one process at a time holds.

    Args:
        module: what is run with the orders.
        arms: where the next process ends itself; at the end it lives on.
        kills: how often a process of it ended by SIGKILL.
        risen: when the last one was started.
        is_over: whether nobody is to follow.
        leaves: whether the process was asked to end and another is to follow.
    """

    orders: Orders
    module: str = "tests.chaos.bot"
    arms: Arms = field(default_factory=lambda: iter(()))
    kills: int = 0
    risen: float = 0.0
    is_armed: bool = False
    is_over: bool = False
    leaves: bool = False
    pid: int = 0
    _nursery: Process | None = None

    async def open(self) -> None:
        words = (sys.executable, "-m", "tests.chaos.nursery", self.module)
        self._nursery = await asyncio.create_subprocess_exec(*words, stdin=PIPE, stdout=PIPE)

    async def start(self) -> None:
        step, passing = next(self.arms, ("", 1))
        self.is_armed = bool(step)
        orders = replace(self.orders, step=step, passing=passing)
        self._into.write(json.dumps(asdict(orders)).encode() + b"\n")
        self.pid = await self.said()
        self.risen = monotonic()

    async def keep(self) -> None:
        """Start another whenever one ends, until it is over."""
        while not self.is_over:
            code = await self.said()
            self.pid = 0
            if code == -signal.SIGKILL:
                self.kills += 1
            elif not self.is_over and not (self.leaves and code == 0):
                raise AssertionError(f"{self.orders} ended with {code}")
            if not self.is_over:
                await self.start()

    async def replaced(self) -> float:
        """Ask the process to end and wait for the next one; returns how many seconds it took to end."""
        before, asked, self.leaves = self.pid, monotonic(), True
        self.send(signal.SIGTERM)
        await until(lambda: self._is_another(before), PATIENCE)
        self.leaves = False
        return self.risen - asked

    async def _is_another(self, before: int) -> bool:
        return self.pid not in (0, before)

    async def close(self) -> None:
        if self._nursery is not None:
            self._into.close()
            await self._nursery.wait()

    def send(self, number: signal.Signals) -> None:
        """Give the process a signal, if it is there."""
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    async def answers(self, http: httpx.AsyncClient) -> bool:
        try:
            path = f"http://127.0.0.1:{self.orders.port}/health/live"
            return (await http.get(path)).status_code == 200
        except httpx.TransportError:
            return False

    @property
    def name(self) -> str:
        """What PostgreSQL calls its sessions."""
        return f"bot{self.orders.port}"

    @property
    def _into(self) -> asyncio.StreamWriter:
        assert self._nursery is not None
        assert self._nursery.stdin is not None
        return self._nursery.stdin

    async def said(self) -> int:
        """The next process's id, then how it ended."""
        assert self._nursery is not None
        assert self._nursery.stdout is not None
        return int(await self._nursery.stdout.readline())


@dataclass(slots=True)
class Fleet:
    """Several posts, watched."""

    posts: Sequence[Post]
    _watching: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def kills(self) -> int:
        return sum(post.kills for post in self.posts)

    @property
    def is_armed(self) -> bool:
        """Whether a process will still end itself."""
        return any(post.is_armed for post in self.posts)

    @property
    def since_last_rise(self) -> float:
        """Seconds since the last process was started."""
        return monotonic() - max(post.risen for post in self.posts)

    def watched(self) -> None:
        """Raise what went wrong with a process."""
        for task in self._watching:
            if task.done():
                task.result()

    async def replaced(self) -> list[float]:
        """Replace one after the other; how many seconds each took to end."""
        took = []
        async with httpx.AsyncClient() as http:
            for post in self.posts:
                took.append(await post.replaced())
                await until(partial(post.answers, http), PATIENCE)
        return took

    async def ready(self) -> None:
        """Wait until every process answers."""
        async with asyncio.timeout(PATIENCE), httpx.AsyncClient() as http:
            for post in self.posts:
                while not await post.answers(http):
                    self.watched()

    async def begin(self) -> None:
        await asyncio.gather(*(post.open() for post in self.posts))
        for post in self.posts:
            await post.start()
            self._watching.append(asyncio.create_task(post.keep()))

    async def end(self) -> None:
        for post in self.posts:
            post.is_over = True
            post.send(signal.SIGCONT)
            post.send(signal.SIGTERM)
        await asyncio.gather(*self._watching, return_exceptions=True)
        for post in self.posts:
            await post.close()


@asynccontextmanager
async def fleet(posts: Sequence[Post]) -> AsyncIterator[Fleet]:
    """Start all, wait for them, end them by their own ids."""
    made = Fleet(posts)
    try:
        await made.begin()
        await made.ready()
        yield made
        made.watched()
    finally:
        await made.end()


async def strike(
    fleet: Fleet, kills: int, chance: random.Random, apart: tuple[float, float] = _APART
) -> None:
    """Kill one or another at any moment, `kills` times, so many seconds `apart`."""
    for _ in range(kills):
        await _one(fleet, chance, apart)
    await until(lambda: _all_are_back(fleet, kills), PATIENCE)


async def strike_while(
    goes_on: Callable[[], bool], fleet: Fleet, chance: random.Random, apart: tuple[float, float]
) -> None:
    """As `strike`, for as long as something goes on."""
    kills = 0
    while goes_on():
        await _one(fleet, chance, apart)
        kills += 1
    await until(lambda: _all_are_back(fleet, kills), PATIENCE)


async def _one(fleet: Fleet, chance: random.Random, apart: tuple[float, float]) -> None:
    await pause(chance.uniform(*apart))
    await until(lambda: _kill(chance.choice(fleet.posts)), PATIENCE)


async def _kill(post: Post) -> bool:
    post.send(signal.SIGKILL)
    return bool(post.pid)


async def _all_are_back(fleet: Fleet, kills: int) -> bool:
    fleet.watched()
    return fleet.kills == kills and all(post.pid for post in fleet.posts)
