"""What fails is tried again, then buried with a word to whoever wrote it; nobody else waits."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from adapters.chat import Reply
from bot.answers import Answers
from bot.bells import Bell
from bot.suspects import Suspects
from bot.work import AGAIN, LEASE, pour
from storage.inbox import NewEvent
from storage.leasing import DEADLY, ENDED
from tests.e2e.world import World

SORRY = "处理出错了"


async def broken(said: str, turn: object) -> list[object]:
    raise ZeroDivisionError(said)


async def tries(world: World) -> None:
    """Let all its tries pass."""
    for pause in AGAIN:
        world.time.advance(pause)
        await world.app.settle()


async def test_what_cannot_be_worked_on_is_buried_and_its_writer_is_told(wecom: World) -> None:
    wecom.app.given.understand = broken
    await wecom.say("周明", "领海川")
    assert SORRY not in wecom.seen("周明")

    await tries(wecom)

    (dead,) = await wecom.store.inbox.listed(("dead",))
    assert dead.attempts == 3
    assert dead.error == "ZeroDivisionError: 领海川"
    assert wecom.seen("周明").count(SORRY) == 1


async def test_who_waited_behind_those_that_hang_has_lost_none_of_his_tries(wecom: World) -> None:
    worker, begun, release = wecom.app.worker, asyncio.Event(), asyncio.Event()
    understand = wecom.app.given.understand

    async def hangs(said: str, turn: Any) -> Any:
        begun.set()
        await release.wait()
        return await understand(said, turn)

    wecom.app.given.understand = hangs
    worker._listening = asyncio.Semaphore(1)
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        await wecom.emulator.say(wecom.account("周明"), "领海川")
        group.create_task(worker.once())
        await begun.wait()
        await wecom.emulator.say(wecom.account("林悦"), "领光联")
        worker._patience = 0.01
        await worker.once()
        waits, hung = (
            await wecom.store.inbox.listed(("new",)),
            await wecom.store.inbox.listed(("working",)),
        )
        release.set()

    assert [(one.attempts, one.error) for one in waits] == [(0, "")]
    assert [one.attempts for one in hung] == [1]


async def left_by_the_dead(world: World, deaths: int) -> None:
    """Claimed by a worker that died, then taken up alone by as many that died of it."""
    await world.store.inbox.claim(1, LEASE)
    for _ in range(deaths):
        world.time.advance(LEASE)
        await world.store.inbox.suspect(LEASE)
    world.time.advance(LEASE)


async def test_what_ends_its_workers_is_buried_and_its_writer_and_the_admins_are_told(
    wecom: World,
) -> None:
    await wecom.emulator.say(wecom.account("周明"), "领海川")
    await left_by_the_dead(wecom, DEADLY)

    await wecom.app.settle()

    (dead,) = await wecom.store.inbox.listed(("dead",))
    assert dead.error == ENDED
    assert wecom.seen("周明").count(SORRY) == 1
    assert "有消息处理失败" in wecom.seen("吴敏")


async def test_what_may_end_its_worker_is_alone_in_hand(wecom: World) -> None:
    understand, inside = wecom.app.given.understand, list[str]()
    begun, release = asyncio.Event(), asyncio.Event()

    async def noted(said: str, turn: Any) -> Any:
        inside.append(said)
        if said == "领光联":
            begun.set()
            await release.wait()
        return await understand(said, turn)

    wecom.app.given.understand = noted
    await wecom.emulator.say(wecom.account("周明"), "领海川")
    await left_by_the_dead(wecom, 0)
    await wecom.emulator.say(wecom.account("林悦"), "领光联")
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(wecom.app.worker.once())
        await begun.wait()
        group.create_task(wecom.app.suspects.once())
        while wecom.app.worker.floor.is_open:  # noqa: ASYNC110 - nothing else says so
            await asyncio.sleep(0)
        await wecom.emulator.say(wecom.account("吴敏"), "我的客户")
        assert not await wecom.app.worker.once()
        assert inside == ["领光联"]
        release.set()

    assert inside == ["领光联", "领海川"]
    assert await wecom.app.worker.once()


async def test_a_process_that_dies_young_blames_nothing(wecom: World) -> None:
    await wecom.emulator.say(wecom.account("周明"), "领海川")
    await left_by_the_dead(wecom, 0)
    app, stop = wecom.app, asyncio.Event()
    young = Suspects(wecom.store, app.worker, app.sender, calm=60)

    running = asyncio.create_task(young.run(stop))
    await wecom.emulator.say(wecom.account("林悦"), "领光联")
    await app.worker.once()
    stop.set()
    await running

    (event,) = await wecom.store.inbox.listed(("working",))
    assert (event.attempts, event.deaths) == (1, 0)


FULL = """CREATE TRIGGER full BEFORE UPDATE OF state ON inbox WHEN NEW.state != 'working'
BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"""


async def test_what_could_not_be_marked_is_blamed_for_nothing(wecom: World) -> None:
    await wecom.emulator.say(wecom.account("周明"), "领海川")
    await left_by_the_dead(wecom, 0)
    async with wecom.store.database.write() as connection:
        await connection.execute(text(FULL))
    await wecom.app.suspects.once()
    (event,) = await wecom.store.inbox.listed(("working",))
    assert event.deaths == 1

    await wecom.app.suspects.once()

    (event,) = await wecom.store.inbox.listed(("working",))
    assert event.deaths == 0


async def test_a_failed_try_keeps_nothing(wecom: World) -> None:
    understand = wecom.app.given.understand
    wecom.app.given.understand = broken
    await wecom.say("周明", "领海川")
    async with wecom.look() as uow:
        assert (await uow.people.identity("wecom", "zhouming")).last_used_at is None
    wecom.app.given.understand = understand

    await tries(wecom)

    async with wecom.look() as uow:
        assert (await uow.customers.find("C07")).owner == "E1"
    assert await wecom.store.inbox.listed(("new", "dead")) == []


async def test_the_next_message_waits_for_the_one_before_and_is_served(wecom: World) -> None:
    address = "wecom::zhouming"
    await wecom.store.inbox.store(NewEvent("unreadable", address, b"\x00"))
    await wecom.app.settle()
    async with wecom.look() as uow:
        conversation = (await wecom.store.inbox.listed(("new",)))[0].conversation
        assert conversation == address
        assert (await uow.customers.find("C07")).owner is None

    await tries(wecom)
    await wecom.say("周明", "领海川")

    async with wecom.look() as uow:
        assert (await uow.customers.find("C07")).owner == "E1"


async def test_another_conversation_does_not_wait_for_a_failing_one(wecom: World) -> None:
    await wecom.store.inbox.store(NewEvent("unreadable", "wecom::linyue", b"\x00"))
    await wecom.app.settle()

    await wecom.say("周明", "领海川")

    assert "已认领" in wecom.seen("周明")


async def test_one_that_takes_long_holds_up_nobody() -> None:
    stop, bell, slow, served = asyncio.Event(), Bell(), asyncio.Event(), asyncio.Event()
    waiting = [["slow"], ["quick"]]

    async def claim(room: int) -> list[str]:
        if not waiting:
            return []
        bell.ring()
        return waiting.pop(0)

    async def work(item: str) -> None:
        if item == "slow":
            await slow.wait()
        else:
            served.set()

    loop = asyncio.create_task(pour(stop, bell, claim, work))
    async with asyncio.timeout(10):
        await served.wait()
        assert not slow.is_set()
        slow.set()
        stop.set()
        bell.ring()
        await loop


async def test_what_comes_shortly_after_a_claim_is_claimed_together() -> None:
    stop, bell, served = asyncio.Event(), Bell(), asyncio.Event()
    waiting, claimed = [1], list[list[int]]()

    async def claim(_: int) -> list[int]:
        found, waiting[:] = [*waiting], []
        claimed.extend([found] if found else [])
        return found

    async def work(item: int) -> None:
        if item == 3:
            served.set()

    loop = asyncio.create_task(pour(stop, bell, claim, work, breath=0.5))
    async with asyncio.timeout(10):
        for number in (2, 3):
            for _ in range(20):
                await asyncio.sleep(0)
            waiting.append(number)
            bell.ring()
        await served.wait()
        stop.set()
        bell.ring()
        await loop
    assert claimed == [[1], [2, 3]]


class Impatient(asyncio.Event):
    """Ends a loop that looks again and again and lets nobody else run."""

    looks = 0

    def is_set(self) -> bool:
        self.looks += 1
        return super().is_set() or self.looks > 1_000


async def test_a_burst_as_large_as_the_room_is_worked_on() -> None:
    stop, bell, served = Impatient(), Bell(), asyncio.Event()
    waiting = list(range(100))

    async def claim(room: int) -> list[int]:
        return [waiting.pop() for _ in range(min(room, len(waiting)))]

    async def work(item: int) -> None:
        await asyncio.sleep(0)
        if item == 0:
            served.set()

    loop = asyncio.create_task(pour(stop, bell, claim, work))
    async with asyncio.timeout(10):
        await asyncio.wait(
            {loop, asyncio.create_task(served.wait())}, return_when="FIRST_COMPLETED"
        )
        assert served.is_set()
        stop.set()
        bell.ring()
        await loop


async def test_a_loop_outlives_a_database_that_is_away() -> None:
    stop, bell, served = asyncio.Event(), Bell(), asyncio.Event()
    answers = iter([OSError("gone"), ["item"]])

    async def claim(room: int) -> list[str]:
        answer = next(answers, [])
        if isinstance(answer, OSError):
            bell.ring()
            raise answer
        return answer

    async def work(item: str) -> None:
        served.set()

    loop = asyncio.create_task(pour(stop, bell, claim, work))
    async with asyncio.timeout(10):
        await served.wait()
        stop.set()
        bell.ring()
        await loop

    assert next(answers, None) is None


async def test_a_press_hears_what_a_worker_of_another_process_answered() -> None:
    rows: dict[str, bytes] = {}

    async def elsewhere(key: str) -> bytes | None:
        return rows.get(key)

    web, worker = Answers(elsewhere), Answers(elsewhere)
    waiting = web.expect("press")
    assert waiting is not None
    kept = worker.left("press", Reply(toast="已保存"))
    assert kept is not None
    rows["press"] = kept

    async with asyncio.timeout(10):
        assert await web.of("press", waiting) == Reply(toast="已保存")
    assert web.expect("press") is not None


async def test_a_press_waits_for_its_own_worker_although_its_row_is_done() -> None:
    seen: list[str] = []

    async def done_without_words(key: str) -> bytes:
        seen.append(key)
        if len(seen) == 2:
            answers.give(key, Reply(toast="已保存"))
        return b""

    answers = Answers(done_without_words)
    waiting = answers.expect("press")
    assert waiting is not None
    assert answers.left("press", Reply(toast="已保存")) is None

    async with asyncio.timeout(10):
        assert await answers.of("press", waiting) == Reply(toast="已保存")


async def test_an_answer_given_here_needs_no_row() -> None:
    async def elsewhere(key: str) -> bytes | None:
        return None

    answers = Answers(elsewhere)
    waiting = answers.expect("press")
    assert waiting is not None

    assert answers.left("press", Reply(text="好")) is None
    answers.give("press", Reply(text="好"))

    assert await answers.of("press", waiting) == Reply(text="好")


def test_nothing_is_left_on_the_row_where_there_is_one_process() -> None:
    assert Answers().left("press", Reply(text="好")) is None


@pytest.mark.parametrize("pause", [timedelta(seconds=1)])
async def test_tries_are_spread(wecom: World, pause: timedelta) -> None:
    wecom.app.given.understand = broken
    await wecom.say("周明", "领海川")

    await wecom.app.settle()
    (row,) = await wecom.store.inbox.listed(("new",))
    assert row.attempts == 1

    wecom.time.advance(pause)
    await wecom.app.settle()
    (row,) = await wecom.store.inbox.listed(("new",))
    assert row.attempts == 2
