"""The connection that one process of an installation has: had under a lease, given up with it."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog

from adapters.chat import UPDATE, DeliveryError, LongConnection, TakenOver, Update
from bot.bells import Bell
from bot.metrics import TAKEN_OVER, Metrics
from bot.plan import LINE_LEASE
from core.clock import passed
from storage.inbox import NewEvent
from storage.store import Store

_RENEWED = 5.0
_PAUSE = 60.0
"""Seconds before a connection that another program took is asked for again: no fight over it."""
_LONG_PAUSE = 1_800.0
_AGAIN, _LONGEST = 0.2, 5.0
_log = structlog.get_logger()


class Holder:
    """Sees to it that exactly one process has the connection, and keeps what comes on it.

    Args:
        incoming, outgoing: rung when something came in, and when something can go out.
        pause: seconds, as above.
    """

    def __init__(
        self,
        platform: LongConnection,
        store: Store,
        *,
        incoming: Bell,
        outgoing: Bell,
        metrics: Metrics,
        life: timedelta = LINE_LEASE,
        pause: float = _PAUSE,
    ) -> None:
        self._platform = platform
        self._store = store
        self._incoming = incoming
        self._outgoing = outgoing
        self._metrics = metrics
        self._life = life
        self._pause = pause
        self._renewed = min(_RENEWED, life.total_seconds() / 3)
        self._name = f"line:{platform.platform}"
        self._me = store.new_id()

    async def run(self, stop: asyncio.Event) -> None:
        """Have the connection whenever nobody else has it."""
        while not stop.is_set():
            if await self._leased():
                await self._while_ours(stop)
            await passed(stop, self._renewed)

    async def _leased(self) -> bool | None:
        """Whether it is ours; None while nobody can say, which is not waited for longer than a renewal."""
        try:
            async with asyncio.timeout(self._renewed):
                return await self._store.shared.lease(self._name, self._me, self._life)
        except Exception as error:  # noqa: BLE001 - the database may be away for a while
            _log.warning("lease not asked for", error=type(error).__name__)
            return None

    async def _while_ours(self, stop: asyncio.Event) -> None:
        """Until we are told to stop, or somebody else may think that it is his."""
        tasks = [
            asyncio.create_task(self._hold()),
            asyncio.create_task(self._renew()),
            asyncio.create_task(stop.wait()),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            with suppress(Exception):  # it ends by itself
                async with asyncio.timeout(self._renewed):
                    await self._store.shared.give_back(self._name, self._me)

    async def _renew(self) -> None:
        """Return when the lease is over, or might be."""
        clock = asyncio.get_running_loop().time
        until = clock() + self._life.total_seconds()
        while clock() < until - self._renewed:
            await asyncio.sleep(self._renewed)
            asked, is_ours = clock(), await self._leased()
            if is_ours is False:
                return
            if is_ours:
                until = asked + self._life.total_seconds()
            self._metrics.connection(self._platform.platform, is_live=self._platform.is_live)
            if self._platform.is_live:
                self._outgoing.ring()

    async def _hold(self) -> None:
        name = self._platform.platform
        while True:
            try:
                await self._platform.hold(self._took)
            except TakenOver:
                _log.warning("connection taken over", platform=name)
                self._metrics.refused(name, "connection", TAKEN_OVER, everybody=True)
                await asyncio.sleep(self._pause)
            except DeliveryError as error:
                _log.error("not let in", platform=name, code=error.code)
                self._metrics.refused(name, "connection", error.code, everybody=True)
                await asyncio.sleep(_LONG_PAUSE)

    async def _took(self, update: Update) -> bool:
        """Keep it, however long that takes: it is told once."""
        event = NewEvent(update.key, update.sender.conversation, UPDATE.dump_json(update))
        wait = _AGAIN
        while True:
            try:
                fresh = await self._store.inbox.store(event)
                break
            except Exception as error:  # noqa: BLE001 - whatever it was, it may be over soon
                _log.error("not stored", error=type(error).__name__)
                await asyncio.sleep(wait)
                wait = min(wait * 2, _LONGEST)
        self._metrics.callback(self._platform.platform, "accepted" if fresh else "repeated")
        self._incoming.ring()
        return fresh
