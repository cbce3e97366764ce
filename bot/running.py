"""A running installation: its loops, how it begins and how it ends."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Timer
from typing import Any

import structlog
from starlette.types import ASGIApp

from adapters.chat import ChatPlatform, Platform
from bot.bells import Bells, Wakes
from bot.clock import ProductClock
from bot.errands.runner import Runner
from bot.following import Follower
from bot.health import Health
from bot.holding import Holder
from bot.jobs.clockwork import Clockwork
from bot.metrics import Metrics
from bot.plan import FINISHING
from bot.sending import Sender
from bot.surroundings import Surroundings
from bot.suspects import Suspects
from bot.understanding.lexicon import Topics
from bot.watch import Watch
from bot.work import Worker
from storage.store import Store

_LETTING_GO = 2.0
"""Seconds after that for what was in hand to be given back."""
AFTER = 2.0
"""Seconds before what makes a service heavier is loaded beside it: by then it is ready."""
Loop = Callable[[asyncio.Event], Coroutine[Any, Any, None]]
_log = structlog.get_logger()


@dataclass(slots=True)
class App:
    """A running installation.

    Args:
        asgi: answers everybody; `pages` only people.
        watch: made for a process with a schedule or without, and what ends the process.
        gave_up: the alarm that ended it; empty while none did.
        wakes: tells the loops of other processes, and hears them; None where there are none to tell.
        finishing: seconds in which what is in hand may be finished at the end.
    """

    store: Store
    clock: ProductClock
    given: Surroundings
    worker: Worker
    sender: Sender
    suspects: Suspects
    errands: Runner
    clockwork: Clockwork
    follower: Follower
    metrics: Metrics
    looks: Health
    asgi: ASGIApp
    pages: ASGIApp
    bells: Bells
    platforms: Mapping[Platform, ChatPlatform]
    topics: Topics
    watch: Callable[[bool, Callable[[str], None]], Watch]
    close: Callable[[], Awaitable[None]]
    wakes: Wakes | None = None
    holders: Sequence[Holder] = ()
    gave_up: str = ""
    finishing: float = FINISHING
    _loading: Timer = field(init=False)
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _until: float = 0.0
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._loading = Timer(AFTER, self.topics.load)
        self._loading.daemon = True

    async def start(
        self,
        *,
        work: bool = True,
        schedule: bool = True,
        give_up: Callable[[], None] | None = None,
    ) -> None:
        """Begin to work and to send, and with `schedule` to look at the clock.

        With `give_up`, which asks the process to end, it is watched, and ends when nothing else helps.
        """
        loops: list[Loop] = [self.follower.run]
        if work:
            self._loading.start()
            loops = [self.worker.run, self.sender.run, self.suspects.run, self.errands.run]
            loops += [holder.run for holder in self.holders]
        if self.wakes and work:
            self.wakes.heard = self.bells.heard
            loops += [self.wakes.listen]
        elif self.wakes:
            self.bells.ring_far(self.wakes.ring)
            loops += [self.wakes.speak]
        loops += [self.clockwork.run] if schedule else []
        watch = self._watch(schedule=schedule, give_up=give_up) if give_up else None
        loops += [watch.run] if watch else []
        self._tasks = [asyncio.create_task(loop(self._stop), name=_name(loop)) for loop in loops]
        if watch:
            for task in self._tasks:
                task.add_done_callback(partial(self._left, watch))

    def _watch(self, *, schedule: bool, give_up: Callable[[], None]) -> Watch:
        def ends(alarm: str) -> None:
            if not self.gave_up:
                self.gave_up = alarm
                give_up()

        return self.watch(schedule, ends)

    def _left(self, watch: Watch, task: asyncio.Task[None]) -> None:
        """A loop is over: at the end all are; before it that one is missed."""
        if not self._stop.is_set():
            error = None if task.cancelled() else task.exception()
            watch.ended(task.get_name(), error)

    def leave(self) -> None:
        """Be ready no longer and begin nothing more; what is in hand goes on."""
        if self._stop.is_set():
            return
        self.looks.leaves = True
        self._until = time.monotonic() + self.finishing
        self._stop.set()
        self._loading.cancel()
        for bell in self.bells.each().values():
            bell.wake()

    async def stop(self) -> None:
        """Finish what is begun and give everything back, also what cannot be finished in time."""
        self.leave()
        if self._tasks:
            await self._finished()
        await self.close()

    async def _finished(self) -> None:
        _, late = await asyncio.wait(self._tasks, timeout=max(self._until - time.monotonic(), 0.0))
        for task in late:
            _log.error("not finished in time", loop=task.get_name())
            task.cancel()
        over, _ = await asyncio.wait(self._tasks, timeout=_LETTING_GO)
        await asyncio.gather(*over, return_exceptions=True)

    async def settle(self) -> None:
        """Work and send until nothing is left that may be done now."""
        while (
            await self.worker.once()
            or await self.errands.once()
            or await self.sender.once()
            or await self.suspects.once()
        ):
            pass


def _name(loop: Loop) -> str:
    """Whose loop it is."""
    return type(getattr(loop, "__self__", loop)).__name__.lower()
