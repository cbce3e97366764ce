"""The inbox: stored once before it is acknowledged, worked in order, once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.inbox import DEAD, DONE, NEW, WORKING, Inbox, NewEvent
from storage.leasing import DEADLY, LostLease
from storage.probes import Step
from storage.store import COMPANY, WORDS, Store
from storage.tables.queues import inbox

LEASE = timedelta(seconds=30)


@pytest.fixture
async def other(store, database_url, machine, new_id) -> AsyncIterator[Store]:
    """Another process on the same database."""
    opened = Store(database_url, new_id=new_id, now=machine)
    yield opened
    await opened.close()


def event(key: str, conversation: str = "wecom:a", body: bytes = b"{}") -> NewEvent:
    return NewEvent(key, conversation, body)


async def ended(store, claimed) -> None:
    async with store.database.write() as connection:
        await store.inbox.done(connection, claimed)


def keys(events) -> list[str]:
    return [one.key for one in events]


async def test_a_repeat_is_stored_once(store) -> None:
    assert await store.inbox.store(event("k1", body="你好".encode()))
    assert not await store.inbox.store(event("k1", body=b"again"))
    (claimed,) = await store.inbox.claim(10, LEASE)
    assert (claimed.key, claimed.body.decode(), claimed.attempts) == ("k1", "你好", 1)


async def test_a_repeat_of_what_is_done_is_not_worked_again(store) -> None:
    await store.inbox.store(event("k1"))
    (claimed,) = await store.inbox.claim(10, LEASE)
    await ended(store, claimed)
    assert not await store.inbox.store(event("k1"))
    assert await store.inbox.claim(10, LEASE) == []


async def test_callbacks_of_one_moment_are_one_commit_and_each_hears_its_own(
    store, machine
) -> None:
    commits: list[Step] = []

    async def count(step: Step) -> None:
        commits.append(step)

    inbox = Inbox(store.database, machine, company=COMPANY, probe=count)
    fresh = await asyncio.gather(*(inbox.store(event(f"k{n % 200}")) for n in range(400)))
    assert fresh == [True] * 200 + [False] * 200
    assert commits.count(Step.STORED) <= 2
    assert (await store.inbox.depth())[NEW] == 200


@pytest.mark.parametrize("there", [(), (0,), (40, 77), (99,)], ids=str)
async def test_callbacks_of_one_moment_keep_their_order_whichever_of_them_are_repeats(
    store, there: tuple[int, ...]
) -> None:
    for number in there:
        await store.inbox.store(event(f"k{number}", f"wecom:{number}"))
    fresh = await asyncio.gather(
        *(store.inbox.store(event(f"k{n}", f"wecom:{n}", str(n).encode())) for n in range(100))
    )
    kept = await store.inbox.listed((NEW,))

    new = [number for number in range(100) if number not in there]
    assert [number for number in range(100) if fresh[number]] == new
    assert keys(kept) == [f"k{number}" for number in (*there, *new)]
    assert [bytes(one.body) for one in kept[len(there) :]] == [str(n).encode() for n in new]


async def test_nobody_is_told_stored_when_the_commit_failed(store, machine) -> None:
    async def fail(step: Step) -> None:
        if step is Step.BEFORE_STORE:
            raise OSError("disk full")

    inbox = Inbox(store.database, machine, company=COMPANY, probe=fail)
    told = await asyncio.gather(
        *(inbox.store(event(f"k{n}")) for n in range(3)), return_exceptions=True
    )
    assert [type(one) for one in told] == [OSError] * 3
    assert await store.inbox.depth() == {}
    assert await store.inbox.store(event("k1"))


async def test_whoever_gives_way_waits_for_what_is_being_stored_and_no_longer(
    store, machine
) -> None:
    may_store = asyncio.Event()

    async def wait(step: Step) -> None:
        if step is Step.BEFORE_STORE:
            await may_store.wait()

    inbox = Inbox(store.database, machine, company=COMPANY, probe=wait)
    await inbox.calm(timedelta(minutes=1))
    stored = asyncio.ensure_future(inbox.store(event("k1")))
    await asyncio.sleep(0)
    await inbox.calm(timedelta(milliseconds=1))
    assert not stored.done()
    calm = asyncio.ensure_future(inbox.calm(timedelta(minutes=1)))
    await asyncio.sleep(0)
    assert not calm.done()
    may_store.set()
    await calm
    assert await stored


async def test_whoever_gave_up_waiting_does_not_hold_up_the_others(store) -> None:
    gone = asyncio.ensure_future(store.inbox.store(event("k1")))
    await asyncio.sleep(0)
    stays = asyncio.ensure_future(store.inbox.store(event("k2")))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays
    assert await store.inbox.depth() == {NEW: 2}


async def test_one_conversation_goes_in_order_and_others_beside_it(store) -> None:
    for key, conversation in (("a1", "a"), ("a2", "a"), ("b1", "b"), ("a3", "a")):
        await store.inbox.store(event(key, conversation))
    first = await store.inbox.claim(10, LEASE)
    assert keys(first) == ["a1", "b1"]
    assert await store.inbox.claim(10, LEASE) == []
    await ended(store, first[0])
    second = await store.inbox.claim(10, LEASE)
    assert keys(second) == ["a2"]
    await ended(store, second[0])
    assert keys(await store.inbox.claim(10, LEASE)) == ["a3"]


async def test_two_processes_never_take_the_same(store, other) -> None:
    for number in range(40):
        await store.inbox.store(event(f"k{number}", f"c{number % 8}"))
    seen: list[str] = []
    while True:
        claims = await asyncio.gather(*(one.inbox.claim(3, LEASE) for one in (store, other) * 2))
        taken = [claimed for some in claims for claimed in some]
        if not taken:
            break
        seen += keys(taken)
        await asyncio.gather(*(ended(store, claimed) for claimed in taken))
    assert sorted(seen) == sorted(f"k{number}" for number in range(40))
    for conversation in range(8):
        mine = [key for key in seen if int(key[1:]) % 8 == conversation]
        assert mine == sorted(mine, key=lambda key: int(key[1:]))


async def test_a_lease_that_ran_out_is_taken_over_and_the_late_worker_is_stopped(
    store, other, machine
) -> None:
    await store.inbox.store(event("k1"))
    (paused,) = await store.inbox.claim(10, LEASE)
    machine.advance(LEASE - timedelta(seconds=1))
    assert await other.inbox.suspect(LEASE) is None
    machine.advance(timedelta(seconds=1))
    again = await other.inbox.suspect(LEASE)
    assert (again.key, again.attempts, again.fence > paused.fence) == ("k1", 2, True)
    with pytest.raises(LostLease):
        await ended(store, paused)
    with pytest.raises(LostLease):
        await store.inbox.later(paused, after=timedelta(), error="late")
    await ended(other, again)
    assert await store.inbox.depth() == {DONE: 1}


async def test_effect_and_mark_are_one(store, act) -> None:
    await store.inbox.store(event("k1"))
    (claimed,) = await store.inbox.claim(10, LEASE)

    async def works_and_dies() -> None:
        async with store.unit(act()) as uow:
            await uow.memory.put("c", "slot", "x", act().at + timedelta(days=1))
            await store.inbox.done(uow.connection, claimed)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await works_and_dies()
    assert await store.inbox.depth() == {WORKING: 1}
    async with store.look() as uow:
        assert await uow.memory.get("c", "slot", act().at) is None


async def test_what_failed_waits_and_holds_its_conversation(store, machine) -> None:
    await store.inbox.store(event("a1", "a"))
    await store.inbox.store(event("a2", "a"))
    (claimed,) = await store.inbox.claim(10, LEASE)
    await store.inbox.later(claimed, after=timedelta(seconds=4), error="x" * 900)
    assert await store.inbox.claim(10, LEASE) == []
    machine.advance(timedelta(seconds=4))
    (again,) = await store.inbox.claim(10, LEASE)
    assert (again.key, again.attempts) == ("a1", 2)


async def test_a_dead_event_lets_its_conversation_go_on_and_can_be_tried_again(store) -> None:
    await store.inbox.store(event("a1", "a"))
    await store.inbox.store(event("a2", "a"))
    (claimed,) = await store.inbox.claim(10, LEASE)
    async with store.database.write() as connection:
        await store.inbox.dead(connection, claimed, error="ValueError: no")
    assert keys(await store.inbox.claim(10, LEASE)) == ["a2"]
    (dead,) = await store.inbox.listed([DEAD])
    assert (dead.key, dead.error) == ("a1", "ValueError: no")
    assert await store.inbox.retry(["other"]) == 0
    assert await store.inbox.retry(["a1"]) == 1
    assert keys(await store.inbox.claim(10, LEASE)) == ["a1"]


async def left(store, machine, *events: NewEvent) -> None:
    """Claimed by a worker that never came back."""
    for one in events:
        await store.inbox.store(one)
    await store.inbox.claim(10, LEASE)
    machine.advance(LEASE)


async def test_what_a_dead_worker_had_in_hand_is_taken_up_alone_and_holds_only_its_own_conversation(
    store, machine
) -> None:
    await left(store, machine, event("a1", "a"), event("b1", "b"))
    await store.inbox.store(event("a2", "a"))
    await store.inbox.store(event("c1", "c"))

    assert keys(await store.inbox.claim(10, LEASE)) == ["c1"]
    assert await store.inbox.is_left()
    first, second = await store.inbox.suspect(LEASE), await store.inbox.suspect(LEASE)
    assert keys([first, second]) == ["a1", "b1"]
    assert not await store.inbox.is_left()
    assert await store.inbox.suspect(LEASE) is None


async def test_what_ends_each_that_has_it_alone_is_known_as_deadly_and_nothing_else_is(
    store, machine
) -> None:
    await left(store, machine, event("a1", "a"), event("b1", "b"))
    for _ in range(DEADLY):
        dies = await store.inbox.suspect(LEASE)
        assert (dies.key, dies.is_deadly) == ("a1", False)
        if other := await store.inbox.suspect(LEASE):
            await ended(store, other)
        machine.advance(LEASE)

    last = await store.inbox.suspect(LEASE)
    assert (last.key, last.is_deadly) == ("a1", True)
    assert await store.inbox.depth() == {DONE: 1, WORKING: 1}


async def test_what_was_alone_once_comes_after_what_was_not(store, machine) -> None:
    await left(store, machine, event("a1", "a"), event("b1", "b"))
    await store.inbox.suspect(LEASE)
    machine.advance(LEASE)

    assert (await store.inbox.suspect(LEASE)).key == "b1"


async def test_however_often_a_worker_had_it_alone_and_lived_it_is_not_deadly(
    store, machine
) -> None:
    await left(store, machine, event("a1"))
    for _ in range(2 * DEADLY):
        lives = await store.inbox.suspect(LEASE)
        await store.inbox.cleared(lives)
        machine.advance(LEASE)

    assert not (await store.inbox.suspect(LEASE)).is_deadly


async def test_old_work_is_forgotten_and_waiting_work_is_not(store, machine) -> None:
    await store.inbox.store(event("k1"))
    await store.inbox.store(event("k2"))
    (claimed,) = await store.inbox.claim(10, LEASE)
    await ended(store, claimed)
    later = machine() + timedelta(seconds=1)
    assert await store.inbox.forget(machine(), later) == 0
    assert await store.inbox.forget(later, later) == 1
    assert await store.inbox.depth() == {NEW: 1}


async def test_of_what_is_worked_on_the_words_are_forgotten_before_the_key(store, machine) -> None:
    for key in ("done", "waits"):
        await store.inbox.store(event(key, key))
    await ended(store, (await store.inbox.claim(1, LEASE))[0])
    machine.advance(WORDS + timedelta(seconds=1))

    await store.tidy(machine())

    async with store.database.read() as connection:
        rows = await connection.execute(select(inbox.c.key, inbox.c.body))
        assert {row.key: bool(row.body) for row in rows} == {"done": False, "waits": True}
    assert not await store.inbox.store(event("done", "done"))


async def test_the_oldest_that_waits_is_known(store, machine) -> None:
    assert await store.inbox.oldest() is None
    since = machine()
    await store.inbox.store(event("k1"))
    machine.advance(timedelta(minutes=1))
    await store.inbox.store(event("k2"))
    assert await store.inbox.oldest() == since
