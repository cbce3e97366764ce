"""An errand stays with whoever works on it, however long a step takes; one that kills is given up."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select

from adapters.chat import Address, Text
from bot.bells import Bell
from bot.errands.runner import AGAIN, PATIENCE, Runner
from bot.errands.work import LEASE, Kind
from bot.replies import where
from core.people.model import EmployeeId
from storage.tables import errands
from tests.e2e.world import World

OFTEN = timedelta(milliseconds=1)
NEVER = timedelta(hours=1)


class Steps:
    """An errand of one step that takes as long as a test wants."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.goes_on = asyncio.Event()
        self.runs = 0

    async def run(self, work) -> None:
        self.runs += 1
        self.begun.set()
        await self.goes_on.wait()
        async with work.end() as uow:
            await work.tell(uow, Text("做完了"))

    async def lost(self, work, uow) -> None:
        await work.tell(uow, Text("做不成"), "lost")

    def runner(self, world: World, beat: timedelta) -> Runner:
        """One of a process of its own."""
        kinds = {"long": Kind(self.run, self.lost)}
        return Runner(
            world.store, world.app.given, kinds, bell=Bell(), says=lambda: None, beat=beat
        )


@pytest.fixture
async def steps(world: World) -> Steps:
    await world.say("周明", "帮助")
    async with world.store.unit(await world.act()) as uow:
        address = where(Address(world.platform, world.account("周明")))
        await uow.errands.put("it", "long", "", employee=EmployeeId("E1"), address=address)
    return Steps()


async def row(world: World):
    async with world.store.database.read() as connection:
        return (await connection.execute(select(errands).where(errands.c.key == "it"))).one()


async def begun(runner: Runner, steps: Steps) -> asyncio.Task:
    steps.begun.clear()
    task = asyncio.create_task(runner.once())
    await steps.begun.wait()
    return task


async def test_a_step_longer_than_its_lease_is_held_and_done_once(
    world: World, steps: Steps
) -> None:
    working = await begun(steps.runner(world, OFTEN), steps)
    for _ in range(3):
        world.time.advance(LEASE - timedelta(seconds=1))
        async with asyncio.timeout(20):
            while (await row(world)).lease_until < world.time() + LEASE:
                assert not working.done()

        assert not await steps.runner(world, OFTEN).once()
    steps.goes_on.set()
    await working
    await world.app.settle()

    assert (steps.runs, (await row(world)).state) == (1, "done")
    assert world.text(world.last("周明")).startswith("做完了")


async def test_nobody_takes_over_from_himself(world: World, steps: Steps) -> None:
    runner = steps.runner(world, NEVER)
    working = await begun(runner, steps)
    world.time.advance(LEASE + timedelta(seconds=1))

    assert not await runner.once()
    steps.goes_on.set()
    await working
    assert (steps.runs, (await row(world)).state) == (1, "done")


async def test_whoever_lost_it_stops_and_what_he_did_is_not_kept(
    world: World, steps: Steps
) -> None:
    slow, quick = steps.runner(world, OFTEN), steps.runner(world, NEVER)
    working = await begun(slow, steps)
    async with world.store.database.write() as connection:
        await connection.execute(errands.update().values(lease_until=world.time()))
        world.time.advance(timedelta(seconds=1))
        await connection.execute(errands.update().values(fence=errands.c.fence + 1))

    async with asyncio.timeout(20):
        await working
    assert (await row(world)).state == "working"
    world.time.advance(LEASE * 2)
    steps.goes_on.set()
    await quick.once()
    assert (steps.runs, (await row(world)).state) == (2, "done")


@pytest.mark.parametrize("keeps", [True, False])
async def test_an_errand_may_take_long_while_its_steps_go_on(
    world: World, steps: Steps, monkeypatch: pytest.MonkeyPatch, *, keeps: bool
) -> None:
    """A trial of a hundred thousand rows keeps nothing of its steps, and is no less alive."""
    loop = asyncio.get_running_loop()
    clock, ahead = loop.time, 0.0
    monkeypatch.setattr(loop, "time", lambda: clock() + ahead)
    begun = 0

    async def run(work) -> None:
        nonlocal ahead, begun
        begun += 1
        for one in range(3):
            async with work.step(lambda one=one: str(one), keeps=keeps):
                ahead += PATIENCE * 0.7
        async with work.end():
            pass

    steps.run = run
    assert await steps.runner(world, NEVER).once()

    assert (begun, (await row(world)).state) == (1, "done")


async def test_a_step_without_an_end_is_left_and_tried_again(
    world: World, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()
    clock, ahead = loop.time, 0.0
    monkeypatch.setattr(loop, "time", lambda: clock() + ahead)
    working = await begun(steps.runner(world, NEVER), steps)

    ahead = PATIENCE * 1.1
    await working

    assert (steps.runs, (await row(world)).state) == (1, "waiting")


async def test_what_kills_whoever_works_on_it_is_given_up_and_told(
    world: World, steps: Steps
) -> None:
    for _ in range(len(AGAIN) + 1):
        killed = await begun(steps.runner(world, NEVER), steps)
        killed.cancel()
        with suppress(asyncio.CancelledError):
            await killed
        world.time.advance(LEASE + timedelta(seconds=1))

    assert await steps.runner(world, NEVER).once()
    await world.app.settle()

    assert (steps.runs, (await row(world)).state) == (len(AGAIN) + 1, "dead")
    assert world.text(world.last("周明")).startswith("做不成")
    assert not await steps.runner(world, NEVER).once()
