"""The clock: says when something is due; what ran is a row, so two clocks do no harm."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.alarms import tell_admins
from bot.bells import Bell
from bot.clock import ProductClock
from bot.jobs.registry import Scheduled
from bot.jobs.tick import Premises, Tick
from bot.memory import give_back
from core.clock import moment
from core.errors import Overtaken, Stale
from core.ledger.model import Act
from storage.installation import STEP
from storage.store import COMPANY, REPEATS
from storage.unit_of_work import SqlUnitOfWork

_log = structlog.get_logger()
_MINUTE = timedelta(minutes=1)
_PLACE = "job"
PATIENCE = 60.0
"""Seconds of one step: what takes longer is given up and tried again at the next look."""
_TIMES = 5
"""How often an occurrence begins a step anew because somebody else saved one of its rows first."""
STUCK = timedelta(minutes=5)
"""How long a job may try before its admins hear of it, which takes ten minutes at most (Q08)."""


def _act(name: str, due: datetime) -> Act:
    return Act(id=f"job:{name}:{due.isoformat()}", actor=None, channel="job", at=due)


def _slot(scheduled: Scheduled, due: datetime) -> str:
    return f"{scheduled.name}:{due.isoformat()}"


class _Step(Enum):
    """What became of a step: its occurrence was over, another process had it, it is done, or the last."""

    OVER = auto()
    TAKEN = auto()
    DONE = auto()
    LAST = auto()


@dataclass(frozen=True, slots=True)
class _Ready:
    """What was made for the step that begins at `after`."""

    after: str
    made: object


class Clockwork:
    """Looks each minute of the product's clock at what has come due since the last look.

    `looked` is when the last look at the jobs of each minute ended, on the monotonic clock.
    """

    def __init__(
        self,
        jobs: Sequence[Scheduled],
        premises: Premises,
        clock: ProductClock,
        outgoing: Bell,
        *,
        follow: Callable[[], Awaitable[None]] | None = None,
        reminded: Callable[[Mapping[str, int]], None] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._jobs = jobs
        self._premises = premises
        self._clock = clock
        self._outgoing = outgoing
        self._follow = follow
        self._reminded = reminded
        self._patience = patience
        self._begun: dict[str, datetime] = {}
        self.looked: float | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Look at once, then every few seconds, until told to stop."""
        scheduler = AsyncIOScheduler()
        for part in (self.minute, self.day):
            trigger = CronTrigger(second="0-59/5")
            scheduler.add_job(part, trigger, coalesce=True, max_instances=1, misfire_grace_time=30)
        scheduler.start()
        self.looked = time.monotonic()
        try:
            await self.look()
            await stop.wait()
        finally:
            scheduler.shutdown(wait=False)

    async def look(self) -> None:
        """Run every occurrence that is due, was not run and is not too late."""
        await self.minute()
        await self.day()

    async def minute(self) -> None:
        """The jobs of each minute, which no long job holds up, and an eye on those of the day."""
        await self._settings()
        await self._run([one for one in self._jobs if one.at is None])
        await self._watch()
        self.looked = time.monotonic()

    async def day(self) -> None:
        """The jobs with a time of day."""
        await self._run([one for one in self._jobs if one.at is not None])
        await self._seal(self._clock())
        if await self._premises.store.database.renew():
            await asyncio.to_thread(give_back)

    async def _run(self, jobs: Sequence[Scheduled]) -> None:
        for scheduled in jobs:
            try:
                for due in self.due(scheduled, self._clock()):
                    self._begun.setdefault(scheduled.name, self._premises.store.now())
                    await self.occurrence(scheduled, due)
                    self._begun.pop(scheduled.name, None)
            except Exception:  # noqa: BLE001 - one job's fault leaves the others alone
                _log.exception("job failed", job=scheduled.name)

    async def _watch(self) -> None:
        """Tell the admins of a job that fails again and again or does not end (Q08)."""
        store, now = self._premises.store, self._clock()
        over = [one.name for one in self._jobs if not self.due(one, now)]
        for job in over:  # whatever became of it, it is not tried any more
            self._begun.pop(job, None)
        for job, since in list(self._begun.items()):
            if store.now() - since < STUCK:
                continue
            today = now.astimezone(self._premises.zone).date()
            act = Act(id=f"stuck:{job}:{since.isoformat()}", actor=None, channel="job", at=now)
            try:
                async with store.unit(act) as uow:
                    await tell_admins(uow, f"stuck:{job}:{today}", "admin.stuck", job=job)
            except Exception:  # noqa: BLE001 - said at the next look
                _log.exception("admins not told", job=job)
            self._outgoing.ring()

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
            due = moment(day, at, zone)
            late = now - due
            works = not scheduled.workdays or calendar.is_workday(day)
            if (
                works
                and scheduled.on(day, calendar)
                and timedelta() <= late <= scheduled.catch_up * _MINUTE
            ):
                found.append(due)
        return found

    async def occurrence(
        self, scheduled: Scheduled, due: datetime, *, hurried: bool = False
    ) -> bool:
        """Run one occurrence in steps, by hand without jitter; False when it ran before.

        Whoever stopped between two steps, or shares them with another process, goes on where the
        last one ended: its place and its tick are committed with its work.
        """
        prepared = await self._prepared(scheduled, due)
        ran, step, beaten = False, _Step.TAKEN, 0
        while step in (_Step.TAKEN, _Step.DONE):
            try:
                async with asyncio.timeout(self._patience):
                    ready = await self._ready(scheduled, due, prepared, hurried=hurried)
                    reminded: Counter[str] = Counter()
                    step = await self._step(scheduled, due, ready, reminded, hurried=hurried)
            except (Stale, Overtaken):  # once more, with what somebody else wrote meanwhile
                beaten += 1
                if beaten > _TIMES:
                    raise
                continue
            beaten = 0
            if self._reminded is not None:
                self._reminded(reminded)
            ran = ran or step in (_Step.DONE, _Step.LAST)
            self._outgoing.ring()
        if ran and scheduled.name == "retention":
            await self._premises.store.tidy(self._clock())
        if ran and prepared is not None:
            await asyncio.to_thread(give_back)
        return ran

    async def _prepared(self, scheduled: Scheduled, due: datetime) -> object:
        """What all steps of an occurrence read; the little it writes is committed before it reads."""
        store, name, prepares = self._premises.store, scheduled.name, scheduled.prepares
        if prepares is None:
            return None
        async with store.unit(_act(name, due)) as uow:
            if await store.ticks.ran(uow.connection, COMPANY, name, due):
                return None
            await prepares.mark(self._tick(uow, due))
        return await store.aside(lambda uow: prepares.read(self._tick(uow, due)))

    async def _ready(
        self, scheduled: Scheduled, due: datetime, prepared: object, *, hurried: bool
    ) -> _Ready | None:
        """What the next step writes, made before it takes any lock."""
        if scheduled.prepares is None or prepared is None:
            return None
        async with self._premises.store.look() as uow:
            after = await uow.memory.get(_PLACE, _slot(scheduled, due), due) or ""
            tick = self._tick(uow, due, hurried=hurried, after=after, prepared=prepared)
            return _Ready(after, await scheduled.prepares.make(tick))

    async def _step(
        self,
        scheduled: Scheduled,
        due: datetime,
        ready: _Ready | None,
        reminded: Counter[str],
        *,
        hurried: bool,
    ) -> "_Step":
        premises, name = self._premises, scheduled.name
        ticks, slot = premises.store.ticks, _slot(scheduled, due)
        async with premises.store.unit(_act(name, due)) as uow:
            if await ticks.ran(uow.connection, COMPANY, name, due):
                return _Step.OVER
            after = await uow.memory.get(_PLACE, slot, due) or ""
            if ready is not None and ready.after != after:
                return _Step.TAKEN
            if not await ticks.take(uow.connection, COMPANY, f"{name}{STEP}{after}", due):
                return _Step.TAKEN
            made = ready.made if ready else None
            tick = self._tick(uow, due, hurried=hurried, after=after, prepared=made)
            tick = replace(tick, reminded=reminded)
            if following := await scheduled.job(tick):
                await uow.memory.put(_PLACE, slot, following, due + REPEATS)
                return _Step.DONE
            await ticks.take(uow.connection, COMPANY, name, due)
            return _Step.LAST

    def _tick(
        self,
        uow: SqlUnitOfWork,
        due: datetime,
        *,
        hurried: bool = False,
        after: str = "",
        prepared: object = None,
    ) -> Tick:
        premises = self._premises
        return Tick(
            uow=uow,
            due=due,
            zone=premises.zone,
            rules=premises.given.rules.company,
            calendar=premises.given.rules.calendar,
            studio=premises.given.studio,
            public_url=premises.given.public_url,
            new_id=premises.new_id,
            hurried=hurried,
            after=after,
            prepared=prepared,
        )

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
