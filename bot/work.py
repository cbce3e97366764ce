"""The worker and the sender: claim, work, mark, again; woken by whoever left something to do."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from adapters.chat import Reply
from bot.deliver import Delivery
from bot.dispatch import Answered, Surroundings, dispatch
from bot.metrics import Metrics
from core.ledger.model import Act
from storage.inbox import Event
from storage.outbox import LostLease, Outgoing
from storage.probes import Probe, Step
from storage.store import Store

LEASE = timedelta(seconds=60)
TRIES = 5
_BATCH = 32
_IDLE = 1.0
_log = structlog.get_logger()


class Bell:
    """Wakes a loop at once; a loop looks by itself every second too."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()

    async def wait(self, most: float = _IDLE) -> None:
        try:
            async with asyncio.timeout(most):
                await self._event.wait()
        except TimeoutError:
            pass
        self._event.clear()


class Answers:
    """Presses whose callback waits for the worker's answer."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[Reply | None]] = {}

    def expect(self, key: str) -> asyncio.Future[Reply | None]:
        future: asyncio.Future[Reply | None] = asyncio.get_running_loop().create_future()
        self._waiting[key] = future
        return future

    def give(self, key: str, reply: Reply | None) -> None:
        future = self._waiting.pop(key, None)
        if future is not None and not future.done():
            future.set_result(reply)

    def forget(self, key: str) -> None:
        self._waiting.pop(key, None)


class Worker:
    """Works on the inbox until it is told to stop."""

    def __init__(
        self,
        store: Store,
        given: Surroundings,
        *,
        answers: Answers,
        bell: Bell,
        outgoing: Bell,
        metrics: Metrics,
        probe: Probe,
    ) -> None:
        self._store = store
        self._given = given
        self._answers = answers
        self._bell = bell
        self._outgoing = outgoing
        self._metrics = metrics
        self._probe = probe

    async def run(self, stop: asyncio.Event) -> None:
        await _until(stop, self._bell, self.once)

    async def once(self) -> bool:
        """Work on what waits; False when nothing did."""
        events = await self._store.inbox.claim(_BATCH, LEASE)
        await asyncio.gather(*(self._work(event) for event in events))
        return bool(events)

    async def _work(self, event: Event) -> None:
        began = time.perf_counter()
        try:
            answered = await self._effect(event)
        except LostLease:
            self._metrics.event("lost", time.perf_counter() - began)
            return
        except Exception as error:  # noqa: BLE001 - the worker outlives every message
            _log.exception("event failed", seq=event.seq, tries=event.attempts)
            await self._failed(event, error)
            self._metrics.event("failed", time.perf_counter() - began)
            return
        await self._probe(Step.EFFECT)
        self._answers.give(event.key, answered.reply)
        self._metrics.event("done", time.perf_counter() - began)
        self._outgoing.ring()

    async def _effect(self, event: Event) -> Answered:
        act = Act(id=event.key, actor=None, channel="", at=event.received_at)
        async with self._store.unit(act, event.company) as uow:
            answered = await dispatch(event.body, event.key, uow, self._given)
            await self._store.inbox.done(uow.connection, event)
            await self._probe(Step.BEFORE_EFFECT)
        return answered

    async def _failed(self, event: Event, error: Exception) -> None:
        """Try again, a little later each time; then leave it for an admin and go on."""
        reason = f"{type(error).__name__}: {error}"
        try:
            if event.attempts < TRIES:
                after = timedelta(seconds=0.2 * 4**event.attempts)
                await self._store.inbox.later(event, after=after, error=reason)
            else:
                async with self._store.database.write() as connection:
                    await self._store.inbox.dead(connection, event, error=reason)
                self._answers.give(event.key, None)
        except LostLease:
            self._metrics.event("lost", 0.0)


class Sender:
    """Empties the outbox until it is told to stop."""

    def __init__(self, store: Store, delivery: Delivery, bell: Bell) -> None:
        self._store = store
        self._delivery = delivery
        self._bell = bell

    async def run(self, stop: asyncio.Event) -> None:
        await _until(stop, self._bell, self.once)

    async def once(self) -> bool:
        """Send what may go now; False when nothing may."""
        messages = await self._store.outbox.claim(_BATCH, LEASE, self._delivery.clock())
        await asyncio.gather(*(self._send(message) for message in messages))
        return bool(messages)

    async def _send(self, message: Outgoing) -> None:
        try:
            await self._delivery.deliver(message)
        except LostLease:
            _log.warning("lease lost", seq=message.seq)
        except Exception as error:  # noqa: BLE001 - the sender outlives every message
            _log.exception("delivery failed", seq=message.seq)
            await self._later(message, error)

    async def _later(self, message: Outgoing, error: Exception) -> None:
        reason = type(error).__name__
        try:
            if message.attempts < TRIES:
                after = timedelta(seconds=4**message.attempts)
                await self._store.outbox.later(message, after=after, error=reason)
            else:
                await self._store.outbox.failed(message, error=reason)
        except LostLease:
            _log.warning("lease lost", seq=message.seq)


async def _until(stop: asyncio.Event, bell: Bell, once: Callable[[], Awaitable[bool]]) -> None:
    while not stop.is_set():
        try:
            busy = await once()
        except Exception:  # noqa: BLE001 - the database may be away for a while
            _log.exception("loop failed")
            busy = False
        if not busy:
            await bell.wait()
