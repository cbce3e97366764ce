"""What a job sends is read and made before it takes any lock, of one moment and by one set of rules."""

import asyncio
from dataclasses import replace
from datetime import time

from bot.company.rules import CompanyRules
from bot.jobs.digest import DAILY
from bot.jobs.registry import Scheduled, named
from bot.jobs.tick import Tick
from core.opportunities.actions import Facts, create
from core.opportunities.flows import INDUSTRIAL, STANDARD
from core.opportunities.model import Stage, StageCode
from core.people.model import Role
from core.reports.readers import rebuild
from core.workdays import Calendar
from storage.store import Store
from tests.bot.jobs.given import kept, ticking
from tests.bot.jobs.test_clockwork import clockwork
from tests.core.builders import MONDAY, SUN, YUANFAN, ZONE, act, at, customer, employee
from tests.features.given import load, work

EVENING = at(MONDAY.date(), 18, 7)
LEADS = frozenset({Role.SUPERVISOR})


class Writing:
    """It writes something else while it reads and while it makes, as whoever chats meanwhile does."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.made: list[str] = []

    async def mark(self, tick: Tick) -> None:
        await tick.uow.memory.put("prepared", "mark", "x", tick.due)

    async def read(self, tick: Tick) -> object:
        return await tick.uow.ledger.mark()

    async def make(self, tick: Tick) -> object:
        async with self.store.unit(act(SUN)) as uow:
            await uow.notices.put(f"chat{tick.after}", to=SUN, lane=0, body=b"x", kind="chat")
        return f"made{tick.after}"

    async def job(self, tick: Tick) -> str:
        self.made.append(str(tick.prepared))
        return "" if tick.after else "1"


async def test_what_a_step_keeps_is_made_while_others_write(store) -> None:
    doing = Writing(store)
    scheduled = Scheduled(name="writing", job=doing.job, at=time(9, 6), prepares=doing)
    async with asyncio.timeout(20):
        assert await clockwork(store, jobs=(scheduled,)).occurrence(scheduled, MONDAY)

    assert doing.made == ["made", "made1"]
    assert {row.dedupe_key for row in await store.outbox.listed(["waiting"])} == {"chat", "chat1"}


async def test_K01_processes_that_share_the_digests_send_each_once_and_keep_each(store) -> None:
    people = tuple(employee(f"M{n:03}", roles=LEADS, superior=None) for n in range(33))
    await load(store, people=people)
    scheduled = named("manager_digest")
    assert scheduled
    clocks = [clockwork(store, jobs=(scheduled,)) for _ in range(3)]
    await asyncio.gather(*(clock.occurrence(scheduled, EVENING) for clock in clocks))

    sent = [one.to for one in await kept(store)]
    assert sorted(sent) == sorted({SUN, *(person.id for person in people)})
    async with store.look() as uow:
        for one in sent:
            assert await uow.reports.snapshot(one, MONDAY.date(), "day")


async def test_K12_a_digest_names_the_rules_it_was_made_by_though_others_came_meanwhile(
    store,
) -> None:
    await load(store, customer())
    async with work(store) as acting:
        await create(YUANFAN, Facts(name="一期"), acting)
    trial = Stage(StageCode("trial"), "试产", 95)
    flow = replace(INDUSTRIAL, stages=(*INDUSTRIAL.stages, trial), version=2)
    one = CompanyRules(version=1)
    rules = {1: one, 2: replace(one, version=2, flows=(flow, STANDARD))}
    async with ticking(store, EVENING, rules=rules[1]) as tick:
        await DAILY.mark(tick)
        known = await DAILY.read(tick)
    async with ticking(store, EVENING, rules=rules[2]) as tick:
        await DAILY.send(replace(tick, prepared=known))

    async with store.look() as uow:
        sent = await uow.reports.snapshot(SUN, MONDAY.date(), "day")
        assert sent
        by = rules[sent.rules]
        made = await rebuild(
            uow, sent, ZONE, flows=by.flows, reaches=by.reaches, calendar=Calendar()
        )
    assert made.canonical() == sent.content


async def test_K12_the_moment_of_whoever_came_first_is_that_of_who_looked_before_it_was_there(
    postgresql_url, new_id
) -> None:
    stores = [Store(postgresql_url, new_id=new_id) for _ in range(2)]
    kept_as = ("digest", f"day:{EVENING.isoformat()}")
    async with ticking(stores[1], EVENING) as second:
        assert await second.uow.memory.get(*kept_as, EVENING) is None
        async with ticking(stores[0], EVENING) as first:
            await DAILY.mark(first)
            mark = await first.uow.memory.get(*kept_as, EVENING)

        assert mark
        assert await second.uow.memory.first(*kept_as, "9.9", EVENING) == mark
    for one in stores:
        await one.close()
