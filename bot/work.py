"""The worker: claim, work, mark, again; woken by whoever left something to do."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TypeVar

import structlog

from bot.alarms import tell_admins
from bot.answers import Answers
from bot.bells import Bell
from bot.dispatch import Answered, apologise, dispatch, listen
from bot.floor import Floor
from bot.leisure import beside
from bot.metrics import Metrics
from bot.plan import LEASE
from bot.surroundings import Surroundings
from core.ledger.model import Act
from storage.inbox import Event
from storage.leasing import ENDED, LostLease
from storage.probes import Probe, Step
from storage.store import Store

_SHARE = 1 / 3
"""How much of its lease one event may wait, and how much of it may then be worked on it: who takes longer
would work past it."""
AGAIN = tuple(timedelta(seconds=seconds) for seconds in (1, 15))
"""When an event that failed is tried again; after the third try it is left for an admin (R11)."""
BATCH = 32
_BREATH = 0.02
"""Without it each claim would be a transaction for one, under load."""
_LISTENING = 4
"""Messages understood side by side."""
_TURN = 0.1
"""Seconds for which one waits for another on SQLite, where side by side nothing is gained: between two
of them whoever waits for the loop comes on. One that hangs is waited for no longer."""
_WAY = timedelta(milliseconds=25)
"""How long each step of the work gives way to what comes in: the platforms wait, and know no patience."""
_log = structlog.get_logger()
T = TypeVar("T")


class Worker:
    """Works on the inbox until it is told to stop.

    Args:
        lease: how long an event is this worker's; nobody else takes it up before.
        prepare: done in a thread before the first event is claimed.
    """

    def __init__(
        self,
        store: Store,
        given: Surroundings,
        *,
        answers: Answers,
        bell: Bell,
        outgoing: Bell,
        errands: Bell,
        metrics: Metrics,
        probe: Probe,
        lease: timedelta = LEASE,
        prepare: Callable[[], object] = lambda: None,
    ) -> None:
        self._store = store
        self._given = given
        self._answers = answers
        self._bell = bell
        self._outgoing = outgoing
        self._errands = errands
        self._metrics = metrics
        self._probe = probe
        self._listening = asyncio.Semaphore(_LISTENING)
        self._turns = asyncio.Semaphore(1 if store.database.is_sqlite else _LISTENING)
        self._prepare = prepare
        self.lease = lease
        self.floor = Floor()
        self._patience = lease.total_seconds() * _SHARE
        self._begun: set[int] = set()
        self._stop = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        self._stop = stop
        await self._prepared(stop)
        await pour(stop, self._bell, self._claim, self._beside)
        self._stop = asyncio.Event()

    async def _prepared(self, stop: asyncio.Event) -> None:
        """Wait until it may begin, or need not any more."""
        prepared = asyncio.create_task(beside(self._prepare))
        stopped = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait((prepared, stopped), return_when=asyncio.FIRST_COMPLETED)
            if prepared.done():
                prepared.result()
        finally:
            prepared.cancel()
            stopped.cancel()

    async def once(self) -> bool:
        """Work on what waits; False when nothing did."""
        events = await self._claim(BATCH)
        await asyncio.gather(*(self._beside(event) for event in events))
        return bool(events)

    async def _claim(self, room: int) -> Sequence[Event]:
        return await self._store.inbox.claim(room, self.lease) if self.floor.is_open else ()

    async def _beside(self, event: Event) -> None:
        async with self.floor.shared():
            await self.work(event)

    async def work(self, event: Event) -> None:
        """Work on one claimed event and mark it."""
        began = time.perf_counter()
        try:
            if event.is_deadly:
                await self._buried(event, ENDED)
                return
            async with asyncio.timeout(self._patience) as left:
                answered = await self._effect(event, left)
            if answered is None:
                return
        except asyncio.CancelledError:
            await self._store.inbox.back(event, tried=event.seq in self._begun)
            raise
        except LostLease:
            self._metrics.event("lost", time.perf_counter() - began)
            return
        except Exception as error:  # noqa: BLE001 - the worker outlives every message
            if isinstance(error, TimeoutError) and event.seq not in self._begun:
                await self._untried(event)
                return
            _log.exception("event failed", seq=event.seq, tries=event.attempts)
            await self._failed(event, error)
            self._metrics.event("failed", time.perf_counter() - began)
            return
        finally:
            self._begun.discard(event.seq)
        await self._probe(Step.EFFECT)
        self._answers.give(event.key, answered.reply)
        self._metrics.event("done", time.perf_counter() - began)
        self._outgoing.ring()

    async def _effect(self, event: Event, left: asyncio.Timeout) -> Answered | None:
        """What came of it, with all the time anew once it is begun; None when it was given back: whoever
        ends begins nothing more."""
        async with self._listening, self._turn():
            if self._stop.is_set():
                await self._store.inbox.back(event, tried=False)
                return None
            self._begun.add(event.seq)
            left.reschedule(asyncio.get_running_loop().time() + self._patience)
            await self._store.inbox.calm(_WAY)
            async with self._store.look(event.company) as uow:
                heard = await listen(event.body, uow, self._given)
        await self._store.inbox.calm(_WAY)
        async with self._store.unit(_act(event), event.company) as uow:
            answered = await dispatch(heard, event.key, uow, self._given)
            answer = self._answers.left(event.key, answered.reply)
            await self._store.inbox.done(uow.connection, event, answer=answer)
            await self._probe(Step.BEFORE_EFFECT)
        if uow.errands.left:
            self._errands.ring()
        return answered

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """One after the other, as far as each is soon over."""
        try:
            async with asyncio.timeout(_TURN):
                await self._turns.acquire()
        except TimeoutError:
            yield
            return
        try:
            yield
        finally:
            self._turns.release()

    async def _failed(self, event: Event, error: Exception) -> None:
        """Try again, a little later each time; then leave it for an admin and go on."""
        reason = f"{type(error).__name__}: {error}"
        try:
            if event.attempts <= len(AGAIN):
                after = AGAIN[event.attempts - 1]
                await self._store.inbox.later(event, after=after, error=reason)
            else:
                await self._buried(event, reason)
        except LostLease:
            self._metrics.event("lost", 0.0)
        except Exception:  # noqa: BLE001 - the database may be away: its lease runs out
            _log.exception("event not marked", seq=event.seq)

    async def _untried(self, event: Event) -> None:
        """All its time went by while others hung: it comes on before them, and none of its tries is gone."""
        try:
            await self._store.inbox.back(event, tried=False)
        except LostLease:
            self._metrics.event("lost", 0.0)
        except Exception:  # noqa: BLE001 - the database may be away: its lease runs out
            _log.exception("event not marked", seq=event.seq)

    async def _buried(self, event: Event, reason: str) -> None:
        """Whoever wrote it is told, and the next of the conversation comes on."""
        async with self._store.unit(_act(event), event.company) as uow:
            await self._store.inbox.dead(uow.connection, event, error=reason)
            await apologise(event.body, event.key, uow)
            today = self._given.clock().astimezone(self._given.zone).date()
            await tell_admins(uow, f"unworked:{today}", "admin.unworked", day=today)
        self._answers.give(event.key, None)
        self._outgoing.ring()


def _act(event: Event) -> Act:
    return Act(id=event.key, actor=None, channel="", at=event.received_at)


async def pour(
    stop: asyncio.Event,
    bell: Bell,
    claim: Callable[[int], Awaitable[Sequence[T]]],
    work: Callable[[T], Awaitable[None]],
    *,
    most: int = BATCH,
    breath: float = _BREATH,
) -> None:
    """Work side by side on what is claimed; one that takes long does not hold up the others.

    Args:
        breath: seconds from one claim to the next at least.
    """
    at_work, due, loop = 0, 0.0, asyncio.get_running_loop()

    async def one(item: T) -> None:
        nonlocal at_work
        try:
            await work(item)
        finally:
            at_work -= 1
            bell.ring()

    async with asyncio.TaskGroup() as group:
        while not stop.is_set():
            await asyncio.sleep(max(0.0, due - loop.time()))
            room, due = most - at_work, loop.time() + breath
            items = await _claimed(claim, room) if room >= most // 2 else ()
            for item in items:
                at_work += 1
                group.create_task(one(item))
            if len(items) < room or not items:
                await bell.wait()


async def _claimed(claim: Callable[[int], Awaitable[Sequence[T]]], room: int) -> Sequence[T]:
    try:
        return await claim(room)
    except Exception:  # noqa: BLE001 - the database may be away for a while
        _log.exception("nothing claimed")
        return ()
