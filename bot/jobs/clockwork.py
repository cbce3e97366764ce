"""The clock: says when something is due; what ran is a row, so two clocks do no harm."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.clock import ProductClock
from bot.jobs.registry import Scheduled
from bot.jobs.tick import Premises, Tick
from bot.work import Bell
from core.ledger.model import Act
from storage.store import COMPANY

_log = structlog.get_logger()
_MINUTE = timedelta(minutes=1)


class Clockwork:
    """Looks each minute of the product's clock at what has come due since the last look."""

    def __init__(
        self,
        jobs: Sequence[Scheduled],
        premises: Premises,
        clock: ProductClock,
        outgoing: Bell,
        *,
        follow: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._jobs = jobs
        self._premises = premises
        self._clock = clock
        self._outgoing = outgoing
        self._follow = follow

    async def run(self, stop: asyncio.Event) -> None:
        """Look at once, then each minute, until told to stop."""
        scheduler = AsyncIOScheduler()
        trigger = CronTrigger(second="0-59/5")
        scheduler.add_job(self.look, trigger, coalesce=True, max_instances=1, misfire_grace_time=30)
        scheduler.start()
        try:
            await self.look()
            await stop.wait()
        finally:
            scheduler.shutdown(wait=False)

    async def look(self) -> None:
        """Run every occurrence that is due, was not run and is not too late."""
        await self._settings()
        now = self._clock()
        for scheduled in self._jobs:
            try:
                for due in self.due(scheduled, now):
                    ran = await self.occurrence(scheduled, due)
                    if ran and scheduled.name == "retention":
                        await self._premises.store.tidy(now)
            except Exception:  # noqa: BLE001 - one job's fault leaves the others alone
                _log.exception("job failed", job=scheduled.name)
        await self._seal(now)

    def due(self, scheduled: Scheduled, now: datetime) -> list[datetime]:
        """The occurrences up to `now` that are not too late, oldest first."""
        zone = self._premises.zone
        if scheduled.at is None:
            minute = now.replace(second=0, microsecond=0)
            return [minute]
        local = now.astimezone(zone)
        at = self._premises.given.rules.company.at(scheduled.name, scheduled.at)
        calendar = self._premises.given.rules.calendar
        days = (local.date() - timedelta(days=1), local.date())
        found = []
        for day in days:
            due = datetime.combine(day, at, zone)
            late = now - due
            works = not scheduled.workdays or calendar.is_workday(day)
            if works and timedelta() <= late <= scheduled.catch_up * _MINUTE:
                found.append(due)
        return found

    async def occurrence(
        self, scheduled: Scheduled, due: datetime, *, hurried: bool = False
    ) -> bool:
        """Run one occurrence in steps, by hand without jitter; False when it ran before."""
        ran, step = False, 0
        while True:
            more = await self._step(scheduled, due, step, hurried=hurried)
            if more is None:
                return ran
            ran, step = True, step + 1
            self._outgoing.ring()
            if not more:
                return ran

    async def _step(
        self, scheduled: Scheduled, due: datetime, step: int, *, hurried: bool
    ) -> bool | None:
        premises = self._premises
        name = scheduled.name if not step else f"{scheduled.name}#{step}"
        act = Act(id=f"job:{name}:{due.isoformat()}", actor=None, channel="job", at=due)
        async with premises.store.unit(act) as uow:
            if not await premises.store.ticks.take(uow.connection, COMPANY, name, due):
                return None
            tick = Tick(
                uow=uow,
                due=due,
                zone=premises.zone,
                rules=premises.given.rules.company,
                calendar=premises.given.rules.calendar,
                new_id=premises.new_id,
                hurried=hurried,
            )
            return await scheduled.job(tick)

    async def _settings(self) -> None:
        """What commands changed beside the service: the rules, the product's clock."""
        try:
            if self._follow is not None:
                await self._follow()
        except Exception:  # noqa: BLE001 - the database may be away for a while
            _log.exception("settings not read")

    async def _seal(self, now: datetime) -> None:
        act = Act(id="seal", actor=None, channel="job", at=now)
        try:
            await self._premises.store.seal(act)
        except Exception:  # noqa: BLE001 - sealed at the next look
            _log.exception("ledger not sealed")
