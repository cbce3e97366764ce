"""Several processes on one database: whoever works, the person sees one answer."""

import asyncio

import pytest

from adapters.chat import Platform
from bot.app import build
from bot.plan import Plan
from bot.running import App
from core.people.permissions import EVERYBODY
from core.visits.queries import FollowUpQuery
from tests.e2e.world import ZONE, World
from tests.e2e.world import world as running


@pytest.fixture
async def web(postgresql_url: str):
    """A process that takes callbacks and works on nothing."""
    async with running(postgresql_url, platforms=(Platform.FEISHU,)) as made:
        yield made


@pytest.fixture
async def worker(web: World, postgresql_url: str):
    """Another process beside it."""
    plan = Plan(
        database_url=postgresql_url,
        zone=ZONE,
        platforms=lambda _: web.app.platforms,
        now=web.time,
    )
    app = await build(plan)
    yield app
    await app.store.close()


async def settle(*apps: App) -> None:
    while any([await app.worker.once() or await app.sender.once() for app in apps]):
        pass


async def test_a_press_is_answered_in_its_callback_whoever_works_on_it(
    web: World, worker: App
) -> None:
    await web.emulator.say(web.account("周明"), "领海川")
    await settle(worker)
    calls = len(list(web.emulator.exchanges))

    press = asyncio.create_task(web.emulator.press_label(web.account("周明"), "撤销"))
    async with asyncio.timeout(10):
        while not await worker.worker.once():
            await worker.bells.incoming.wait(0.01)
        await press

    news = list(web.emulator.exchanges)[calls:]
    assert [one.direction for one in news] == ["callback"]
    assert "已撤销" in news[0].answer


async def test_two_workers_do_nothing_twice(web: World, worker: App) -> None:
    people = ("周明", "林悦", "赵强", "何俊")
    for who in people:
        for word in ("领海川", "领光联", "领南粤"):
            await web.emulator.say(web.account(who), word, times=2)

    await asyncio.gather(settle(web.app, worker), settle(worker, web.app))

    async with web.look() as uow:
        kinds = [event.kind for id_ in ("C07", "C08", "C11") for event in await uow.pool.of(id_)]
    assert kinds.count("claim") == 3
    for who in people:
        assert len([one for one in web.emulator.timeline(web.account(who)) if not one.mine]) == 3


async def test_a_button_pressed_twice_at_once_does_it_once(web: World, worker: App) -> None:
    who = web.account("周明")
    await web.emulator.say(who, "上午去了海川，王总说方案没问题")
    await settle(worker)

    presses = [asyncio.create_task(web.emulator.press_label(who, "保存")) for _ in range(2)]
    async with asyncio.timeout(30):
        while not all(press.done() for press in presses):
            await asyncio.gather(settle(web.app, worker), settle(worker, web.app))
            await asyncio.sleep(0)
    await settle(web.app, worker)

    async with web.look() as uow:
        saved = await uow.follow_ups.search(FollowUpQuery(limit=10), EVERYBODY)
    assert len(saved) == 1
