"""The sender: claim from the outbox, deliver, mark, again; replies never behind what nobody waits for."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import structlog

from bot.bells import Bell
from bot.deliver import LEISURE, Delivery
from bot.plan import LEASE
from bot.work import BATCH, pour
from storage.claims import Outgoing
from storage.leasing import LostLease
from storage.outbox import EVERY
from storage.store import Store

_UNHURRIED = 16
"""Messages in hand for which nobody waits."""
HURRIED, UNHURRIED = range(LEISURE), range(LEISURE, EVERY.stop)
_log = structlog.get_logger()


class Sender:
    """Empties the outbox until it is told to stop.

    Args:
        only: the one platform it sends to; empty: all.
        lease: how long a message is this sender's.
    """

    def __init__(
        self,
        store: Store,
        delivery: Delivery,
        bell: Bell,
        *,
        only: str = "",
        lease: timedelta = LEASE,
    ) -> None:
        self._store = store
        self._delivery = delivery
        self._bell = bell
        self._only = only
        self._lease = lease
        self._stop = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Send in two lines: however many digests wait for a slot, none stands before a reply."""
        self._stop = stop
        async with asyncio.TaskGroup() as group:
            for bell, lanes, most in (
                (self._bell, HURRIED, BATCH),
                (Bell(), UNHURRIED, _UNHURRIED),
            ):
                claim = partial(self._claim, lanes=lanes)
                group.create_task(pour(stop, bell, claim, self.send, most=most))
        self._stop = asyncio.Event()

    async def once(self) -> bool:
        """Send what may go now; False when nothing may."""
        messages = await self._claim(BATCH)
        await asyncio.gather(*(self.send(message) for message in messages))
        return bool(messages)

    async def _claim(self, room: int, lanes: range = EVERY) -> Sequence[Outgoing]:
        now = self._delivery.clock()
        without = self._delivery.elsewhere()
        return await self._store.outbox.claim(
            room, self._lease, now, only=self._only, without=without, lanes=lanes
        )

    async def suspect(self) -> Outgoing | None:
        """One that whoever was sending it never came back for."""
        now, without = self._delivery.clock(), self._delivery.elsewhere()
        return await self._store.outbox.suspect(self._lease, now, only=self._only, without=without)

    async def send(self, message: Outgoing) -> None:
        """Send one claimed message and mark it."""
        try:
            if self._stop.is_set() and not message.doubtful:
                await self._store.outbox.wait(message, after=timedelta())
            else:
                await self._delivery.deliver(message)
        except asyncio.CancelledError:
            await self._store.outbox.let_go(message)
            raise
        except LostLease:
            _log.warning("lease lost", seq=message.seq)
        except Exception as error:  # noqa: BLE001 - the sender outlives every message
            _log.exception("delivery failed", seq=message.seq)
            await self._later(message, error)

    async def _later(self, message: Outgoing, error: Exception) -> None:
        try:
            await self._delivery.again(message, type(error).__name__)
        except LostLease:
            _log.warning("lease lost", seq=message.seq)
        except Exception:  # noqa: BLE001 - the database may be away: its lease runs out
            _log.exception("delivery not marked", seq=message.seq)
