"""Looks at every part of the installation: for /自检, /health/ready and the metrics."""

import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from adapters.chat import ChatPlatform, Platform
from bot.clock import ProductClock
from bot.metrics import Metrics
from bot.turn import Check
from storage.store import COMPANY, Store


class Health:
    """Looks at every part of the installation."""

    def __init__(
        self,
        store: Store,
        clock: ProductClock,
        metrics: Metrics,
        platforms: Mapping[Platform, ChatPlatform],
        zone: ZoneInfo,
    ) -> None:
        self._store = store
        self._clock = clock
        self._metrics = metrics
        self._platforms = platforms
        self._zone = zone

    async def checks(self) -> Sequence[Check]:
        """Database, schema, queues, jobs, platforms; each with a word of detail."""
        try:
            began = time.perf_counter()
            await self._store.database.check()
            took = (time.perf_counter() - began) * 1000
            found = [Check("database", well=True, detail=f"{took:.0f} ms")]
            found.append(Check("schema", well=await self._store.is_current()))
            found += await self._queues()
            found.append(await self._jobs())
        except Exception as error:  # noqa: BLE001 - a check reports, whatever it was
            return [Check("database", well=False, detail=type(error).__name__)]
        return [*found, *map(self._channel, self._platforms)]

    def _channel(self, platform: Platform) -> Check:
        """Whether the platform took what this process sent last."""
        code = self._metrics.channels.get(platform, "")
        return Check(platform, well=not code, detail=code or "configured")

    async def _queues(self) -> list[Check]:
        found = []
        for name, queue in (("inbox", self._store.inbox), ("outbox", self._store.outbox)):
            depth = await queue.depth()
            self._metrics.queue(name, depth)
            waits = {
                state: count for state, count in depth.items() if state not in ("done", "sent")
            }
            detail = ", ".join(f"{state} {count}" for state, count in sorted(waits.items())) or "0"
            found.append(Check(name, well=not waits.get("dead"), detail=detail))
        return found

    async def _jobs(self) -> Check:
        last = await self._store.ticks.last(COMPANY)
        newest = max(last.values(), default=None)
        zone = self._zone
        times = {job: at.astimezone(zone) for job, at in sorted(last.items())}
        detail = ", ".join(f"{job} {at:%m-%d %H:%M}" for job, at in times.items())
        late = newest is not None and self._clock() - newest > timedelta(minutes=10)
        return Check("jobs", well=not late, detail=detail or "none yet")
