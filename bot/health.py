"""Looks at every part of the installation: for /自检, /health/ready and the metrics."""

import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from adapters.chat import ChatPlatform, Platform
from bot.backups import NAME, Backups, Record
from bot.checks import Check
from bot.clock import ProductClock
from bot.metrics import Metrics
from storage.backlog import LANES, Backlog
from storage.store import COMPANY, Store

LEAVING = "leaving"
_FRESH = timedelta(hours=30)
"""How old the newest copy may be."""
_NEVER = (("never_ran", ""),)


class Health:
    """Looks at every part of the installation.

    `leaves` is set when the process ends: it takes nothing new. `jobs` are the names of those that run
    by the clock, once they are known.
    """

    def __init__(
        self,
        store: Store,
        clock: ProductClock,
        metrics: Metrics,
        platforms: Mapping[Platform, ChatPlatform],
        zone: ZoneInfo,
        *,
        copies: Backups | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._metrics = metrics
        self._platforms = platforms
        self._zone = zone
        self._copies = copies
        self.leaves = False
        self.jobs: Sequence[str] = ()

    async def checks(self) -> Sequence[Check]:
        """Database, schema, queues, jobs, platforms; each with a word of detail."""
        try:
            began = time.perf_counter()
            await self._store.database.check()
            took = (time.perf_counter() - began) * 1000
            found = [Check("database", well=True, detail=f"{took:.0f} ms")]
            found.append(Check("schema", well=await self._store.is_current()))
            found += _queues(await self._store.queues.backlog(self._clock()))
            found.append(await self._jobs())
            found += await self._backups()
        except Exception as error:  # noqa: BLE001 - a check reports, whatever it was
            return [Check("database", well=False, detail=type(error).__name__)]
        return [*found, *map(self._channel, self._platforms)]

    async def readiness(self) -> Sequence[Check]:
        """`checks` for whoever sends requests: who leaves says that first, and asks no database."""
        return [Check(LEAVING, well=False)] if self.leaves else await self.checks()

    async def measure(self) -> Backlog | None:
        """Set the gauges that the database knows; None: it does not answer."""
        try:
            backlog = await self._store.queues.backlog(self._clock())
            last = await self._store.ticks.newest(COMPANY, self.jobs)
        except Exception:  # noqa: BLE001 - whatever it was, the database did not answer
            self._metrics.database(answers=False)
            return None
        self._metrics.database(answers=True)
        for name, depth in backlog.counts.items():
            self._metrics.queue(name, depth)
        now, due = self._store.now(), self._clock()
        waiting = {lane: (now - since).total_seconds() for lane, since in backlog.messages.items()}
        self._metrics.ages(
            (now - (backlog.event or now)).total_seconds(),
            {lane: waiting.get(lane, 0.0) for lane in LANES},
            (due - (backlog.reminder or due)).total_seconds(),
        )
        self._metrics.jobs(last)
        return backlog

    async def _backups(self) -> list[Check]:
        """The last copy and the last that was tried; nothing where no copies are made."""
        if self._copies is None:
            return []
        kept = await self._store.settings.get(COMPANY, NAME)
        record = Record.read(kept[1]) if kept else Record()
        fresh = record.made_at is not None and self._store.now() - record.made_at < _FRESH
        made, tried = _moment(record.made_at, self._zone), _moment(record.tried_at, self._zone)
        times = {"made": made, "restored": tried}
        said = [(f"{word}_{'at' if at else 'never'}", at) for word, at in times.items()]
        said += [(f"fault_{record.fault}", "")] if record.fault else []
        detail = f"{made} ({record.rows}), restored {tried} ({record.tried_rows}) {record.fault}"
        return [Check("backups", well=fresh and not record.fault, detail=detail, said=said)]

    def _channel(self, platform: Platform) -> Check:
        """Whether the platform took what this process sent last."""
        code = self._metrics.channels.get(platform, "")
        said = () if code else (("configured", ""),)
        return Check(platform, well=not code, detail=code or "configured", said=said)

    async def _jobs(self) -> Check:
        last = await self._store.ticks.newest(COMPANY, self.jobs)
        newest = max(last.values(), default=None)
        zone = self._zone
        times = {job: at.astimezone(zone) for job, at in sorted(last.items())}
        said = [(f"job_{job}", f"{at:%m-%d %H:%M}") for job, at in times.items()] or _NEVER
        detail = ", ".join(f"{job} {at:%m-%d %H:%M}" for job, at in times.items())
        late = newest is not None and self._clock() - newest > timedelta(minutes=10)
        return Check("jobs", well=not late, detail=detail or "none yet", said=said)


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%m-%d %H:%M}" if at else ""


def _queues(backlog: Backlog) -> list[Check]:
    """Inbox and outbox: what is in each state, and well while nothing is left for an admin."""
    found = []
    for name in ("inbox", "outbox"):
        waits = {state: count for state, count in backlog.counts[name].items() if count}
        detail = ", ".join(f"{state} {count}" for state, count in sorted(waits.items())) or "0"
        said = [(state, str(count)) for state, count in sorted(waits.items())] or [("none", "")]
        dead = waits.get("dead", 0)
        found.append(Check(name, well=not dead, detail=detail, count=dead, said=said))
    return found
