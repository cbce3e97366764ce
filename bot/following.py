"""Keeps a running process to what commands change beside it: the clock's offset, the rules."""

import asyncio

import structlog

from bot.clock import ProductClock
from bot.installation import RULES, clock_offset, current_rules
from bot.surroundings import Surroundings
from core.clock import passed
from storage.store import COMPANY, Store

_AGAIN = 5.0
"""Seconds between looks."""
_log = structlog.get_logger()


class Follower:
    """Keeps a running process to what commands change beside it."""

    def __init__(self, store: Store, clock: ProductClock, given: Surroundings) -> None:
        self._store = store
        self._clock = clock
        self._given = given

    async def run(self, stop: asyncio.Event) -> None:
        """Look at once and every few seconds, for a process that does no scheduled work."""
        while True:
            try:
                await self.look()
            except Exception:  # noqa: BLE001 - the database is away: at the next look
                _log.exception("settings not read")
            await passed(stop, _AGAIN)
            if stop.is_set():
                return

    async def look(self) -> None:
        """Take over the clock's offset, and the rules when there is a newer version."""
        self._clock.offset = await clock_offset(self._store)
        kept = await self._store.settings.get(COMPANY, RULES)
        if kept and kept[0] != self._given.rules.company.version:
            self._given.rules = await current_rules(self._store)
