"""Where everything is put together: the one place that knows storage, platforms and bot at once."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.types import ASGIApp

from adapters.chat import ChatPlatform, Platform
from bot.calendars import calendar_of
from bot.clock import ProductClock
from bot.company import CompanyRules, parse
from bot.deliver import Delivery
from bot.dispatch import Rules, Surroundings
from bot.handlers import routes
from bot.health import Health
from bot.ids import Ids
from bot.jobs.clockwork import Clockwork
from bot.jobs.registry import JOBS
from bot.jobs.tick import Premises
from bot.listen import Listener
from bot.metrics import Metrics
from bot.parcel import Parcel
from bot.web.callbacks import Callbacks
from bot.web.pages import pages
from bot.work import Answers, Bell, Sender, Worker
from core.clock import Now, machine_now
from core.ledger.model import Act
from core.people.model import ChatIdentity, EmployeeId
from core.pool.model import PoolEvent, PoolEventKind
from storage.outbox import Outgoing
from storage.probes import Probe, no_probe
from storage.store import COMPANY, Store

CLOCK = "clock_offset_seconds"
RULES = "company_file"
PATHS = {"/wecom/callback": Platform.WECOM, "/feishu/callback": Platform.FEISHU}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an installation is made of.

    Args:
        platforms: made from the store, whose tokens and locks they share.
        now: the machine's clock.
        redis_url: where processes share tokens and locks faster; empty: in the database.
    """

    database_url: str
    zone: ZoneInfo
    platforms: Callable[[Store], Mapping[Platform, ChatPlatform]]
    redis_url: str = ""
    public_url: str = ""
    proofs: Path = Path("proofs")
    now: Now = machine_now
    probe: Probe = no_probe


@dataclass(slots=True)
class App:
    """A running installation."""

    store: Store
    clock: ProductClock
    given: Surroundings
    worker: Worker
    sender: Sender
    clockwork: Clockwork
    metrics: Metrics
    asgi: ASGIApp
    incoming: Bell
    outgoing: Bell
    platforms: Mapping[Platform, ChatPlatform]
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def start(self, *, schedule: bool = True) -> None:
        """Begin to work, to send and, with `schedule`, to look at the clock."""
        self._tasks = [
            asyncio.create_task(self.worker.run(self._stop), name="worker"),
            asyncio.create_task(self.sender.run(self._stop), name="sender"),
        ]
        if schedule:
            self._tasks.append(asyncio.create_task(self.clockwork.run(self._stop), name="clock"))

    async def stop(self) -> None:
        """Finish what is begun and give everything back."""
        self._stop.set()
        self.incoming.ring()
        self.outgoing.ring()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task
        for platform in self.platforms.values():
            await platform.close()
        await self.store.close()

    async def settle(self) -> None:
        """Work and send until nothing is left that may be done now."""
        while await self.worker.once() or await self.sender.once():
            pass


async def build(plan: Plan) -> App:
    """Put an installation together on a database whose schema is current."""
    new_id = Ids()
    store = Store(
        plan.database_url,
        new_id=new_id,
        now=plan.now,
        probe=plan.probe,
        redis_url=plan.redis_url,
    )
    clock = ProductClock(plan.now, await _offset(store))
    rules = await current_rules(store)
    metrics, answers, incoming, outgoing = Metrics(), Answers(), Bell(), Bell()
    platforms = plan.platforms(store)
    health = Health(store, clock, metrics, platforms)
    given = Surroundings(
        router=routes(),
        understand=Listener(rules.calendar),
        clock=clock,
        zone=plan.zone,
        rules=rules,
        new_id=new_id,
        public_url=plan.public_url,
        picked={name: one.picked for name, one in platforms.items()},
        checks=health.checks,
    )
    worker = Worker(
        store,
        given,
        answers=answers,
        bell=incoming,
        outgoing=outgoing,
        metrics=metrics,
        probe=plan.probe,
    )
    fate = Fate(store, clock, frozenset(platforms))
    delivery = Delivery(
        outbox=store.outbox,
        platforms=platforms,
        reach=fate.reach,
        clock=clock,
        arrived=fate.arrived,
        lost=fate.lost,
        metrics=metrics,
        probe=plan.probe,
    )
    premises = Premises(store=store, zone=plan.zone, given=given, new_id=new_id)
    clockwork = Clockwork(JOBS, premises, clock, outgoing)
    asgi = Callbacks(
        pages(health.checks, metrics, plan.proofs),
        {path: platforms[name] for path, name in PATHS.items() if name in platforms},
        store,
        answers=answers,
        incoming=incoming,
        outgoing=outgoing,
        metrics=metrics,
        now=plan.now,
    )
    sender = Sender(store, delivery, outgoing)
    return App(
        store, clock, given, worker, sender, clockwork, metrics, asgi, incoming, outgoing, platforms
    )


async def current_rules(store: Store) -> Rules:
    """The company's rules as they were loaded last."""
    kept = await store.settings.get(COMPANY, RULES)
    company = parse(kept[1], kept[0]) if kept else CompanyRules()
    return Rules(company, calendar_of(company))


async def set_clock(store: Store, instant: datetime, now: Now = machine_now) -> None:
    """Make it `instant` now, for every process of the installation."""
    await store.settings.put(COMPANY, CLOCK, str((instant - now()).total_seconds()))


async def _offset(store: Store) -> timedelta:
    kept = await store.settings.get(COMPANY, CLOCK)
    return timedelta(seconds=float(kept[1])) if kept else timedelta()


class Fate:
    """What becomes of messages: where people are reached, and what an arrival means."""

    def __init__(self, store: Store, clock: ProductClock, here: frozenset[Platform]) -> None:
        self._store = store
        self._clock = clock
        self._here = here

    async def reach(self, employee: EmployeeId) -> ChatIdentity | None:
        """Where he wants pushes, else where he wrote last, WeCom before the first word."""
        async with self._store.look() as uow:
            person = await uow.people.find(employee)
            bound = await uow.people.identities(employee)
        identities = [one for one in bound if one.platform in self._here]
        if person is None or not identities:
            return None
        wished = [one for one in identities if one.platform == person.push_platform]
        used = [one for one in identities if one.last_used_at is not None]
        newest = sorted(used, key=lambda one: one.last_used_at or one.bound_at, reverse=True)
        first = sorted(identities, key=lambda one: one.platform != Platform.WECOM)
        return (wished or newest or first)[0]

    async def arrived(self, message: Outgoing, parcel: Parcel) -> None:
        """A warning that arrived begins its working day (invariant 5)."""
        if parcel.warns:
            await self._warned(message, parcel)

    async def lost(self, message: Outgoing, parcel: Parcel) -> None:
        """A warning that cannot reach the owner goes to his supervisor and counts."""
        if not parcel.warns or message.employee is None:
            return
        async with self._store.unit(self._act(message)) as uow:
            person = await uow.people.find(message.employee)
            if person and person.superior and await uow.people.identities(person.superior):
                await uow.notices.put(
                    f"up:{message.id}",
                    to=person.superior,
                    lane=message.lane,
                    body=message.body,
                    kind=message.kind,
                )

    async def _warned(self, message: Outgoing, parcel: Parcel) -> None:
        now = self._clock()
        async with self._store.unit(self._act(message)) as uow:
            for id_ in parcel.warns:
                customer = await uow.customers.find(id_)  # type: ignore[arg-type]  # an id we wrote
                if customer is None or customer.owner is None:
                    continue
                await uow.customers.save(replace(customer, warned_at=now))
                await uow.pool.add(
                    PoolEvent(
                        customer=customer.id,
                        kind=PoolEventKind.WARN,
                        employee=customer.owner,
                        at=now,
                        reason=customer.recycle_rule,
                    )
                )
            await uow.ledger.record("warn", "customers", ",".join(parcel.warns[:20]))

    def _act(self, message: Outgoing) -> Act:
        return Act(id=f"sent:{message.id}", actor=None, channel="job", at=self._clock())
