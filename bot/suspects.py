"""What was in hand when a process died: tried again one by one, so that what ended it is told from what
was with it (decision 0030)."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import structlog

from bot.sending import Sender
from bot.work import Worker
from core.clock import passed
from storage.store import Store

CALM = 3.0
"""Seconds a process lives before it takes any up: one that dies of something else before blames none."""
_PAUSE = 1.0
_log = structlog.get_logger()


class Suspects:
    """Takes up events and messages that whoever had them never came back for.

    Args:
        calm: seconds of a process's life before it does.
    """

    def __init__(self, store: Store, worker: Worker, sender: Sender, *, calm: float = CALM) -> None:
        self._store = store
        self._worker = worker
        self._sender = sender
        self._calm = calm
        self._through: list[Callable[[], Awaitable[None]]] = []

    async def run(self, stop: asyncio.Event) -> None:
        await passed(stop, self._calm)
        while not stop.is_set():
            if not await self._tried():
                await passed(stop, _PAUSE)
        await self._clear()

    async def once(self) -> bool:
        """Try one of each queue; False when there is none."""
        await self._clear()  # said before another is taken
        worked, sent = await self._work(), await self._send()
        return worked or sent

    async def _clear(self) -> None:
        """Say of those that are through that they ended nobody."""
        while self._through:
            await self._through[0]()
            del self._through[0]

    async def _tried(self) -> bool:
        try:
            return await self.once()
        except Exception:  # noqa: BLE001 - the database may be away for a while
            _log.exception("no suspects tried")
            return False

    async def _work(self) -> bool:
        inbox = self._store.inbox
        if not await inbox.is_left():
            return False
        async with self._worker.floor.alone():
            event = await inbox.suspect(self._worker.lease)
            if event is not None:
                self._through.append(partial(inbox.cleared, event))
                await self._worker.work(event)
        return event is not None

    async def _send(self) -> bool:
        message = await self._sender.suspect()
        if message is not None:
            self._through.append(partial(self._store.outbox.cleared, message))
            await self._sender.send(message)
        return message is not None
