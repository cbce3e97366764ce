"""A running installation: its loops, how it begins and how it ends."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Timer

from starlette.types import ASGIApp

from adapters.chat import ChatPlatform, Platform
from bot.clock import ProductClock
from bot.errands.runner import Runner
from bot.holding import Holder
from bot.installation import Follower
from bot.jobs.clockwork import Clockwork
from bot.metrics import Metrics
from bot.surroundings import Surroundings
from bot.understanding.words import Topics
from bot.work import Bell, Sender, Worker
from storage.store import Store

AFTER = 2.0
"""Seconds before what makes a service heavier is loaded beside it: by then it is ready."""


@dataclass(slots=True)
class App:
    """A running installation."""

    store: Store
    clock: ProductClock
    given: Surroundings
    worker: Worker
    sender: Sender
    errands: Runner
    clockwork: Clockwork
    follower: Follower
    metrics: Metrics
    asgi: ASGIApp
    health: ASGIApp
    incoming: Bell
    outgoing: Bell
    waiting: Bell
    platforms: Mapping[Platform, ChatPlatform]
    topics: Topics
    holders: Sequence[Holder] = ()
    _loading: Timer = field(init=False)
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._loading = Timer(AFTER, self.topics.load)
        self._loading.daemon = True

    async def start(self, *, work: bool = True, schedule: bool = True) -> None:
        """Begin to work and to send, and with `schedule` to look at the clock."""
        loops = [self.follower.run]
        if work:
            self._loading.start()
            loops = [self.worker.run, self.sender.run, self.errands.run]
            loops += [holder.run for holder in self.holders]
        loops += [self.clockwork.run] if schedule else []
        self._tasks = [asyncio.create_task(loop(self._stop)) for loop in loops]

    async def stop(self) -> None:
        """Finish what is begun and give everything back."""
        self._stop.set()
        self._loading.cancel()
        for bell in (self.incoming, self.outgoing, self.waiting):
            bell.ring()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task
        for platform in self.platforms.values():
            await platform.close()
        await self.store.close()

    async def settle(self) -> None:
        """Work and send until nothing is left that may be done now."""
        while await self.worker.once() or await self.errands.once() or await self.sender.once():
            pass
