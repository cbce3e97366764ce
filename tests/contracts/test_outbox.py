"""The outbox: kept once with its cause, sent in order, replies first."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from storage.leasing import DEADLY, LostLease
from storage.outbox import NewMessage, id_of
from storage.store import COMPANY, Store
from storage.turns import AFRESH, DEAD, FAILED, SENT, WAITING
from tests.contracts.given import E1

LEASE = timedelta(seconds=30)
REPLY, PUSH = 0, 2


@pytest.fixture
async def other(store, database_url, machine, new_id) -> AsyncIterator[Store]:
    """Another process on the same database."""
    opened = Store(database_url, new_id=new_id, now=machine)
    yield opened
    await opened.close()


async def put(store, key: str, recipient: str = "wecom:a", lane: int = REPLY, **more) -> bool:
    message = NewMessage(
        key=key, body=key.encode(), kind="text", lane=lane, recipient=recipient, **more
    )
    return await store.outbox.put(COMPANY, message)


async def claim(store, machine, limit: int = 10):
    return await store.outbox.claim(limit, LEASE, machine())


def bodies(messages) -> list[str]:
    return [one.body.decode() for one in messages]


async def test_a_key_is_kept_once_for_ever(store, machine) -> None:
    assert await put(store, "r1")
    assert not await put(store, "r1")
    (message,) = await claim(store, machine)
    await store.outbox.sent(message, message_id="m1")
    assert not await put(store, "r1")
    assert await claim(store, machine) == []


async def test_a_message_shares_the_fate_of_its_cause(store, act, machine) -> None:
    async def fails() -> None:
        async with store.unit(act()) as uow:
            assert await uow.notices.put("r1", to=E1, lane=REPLY, body=b"hi", kind="text")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    assert await claim(store, machine) == []
    async with store.unit(act()) as uow:
        assert await uow.notices.put("r1", to=E1, lane=REPLY, body=b"hi", kind="text")
        assert not await uow.notices.put("r1", to=E1, lane=REPLY, body=b"ho", kind="text")
    (message,) = await claim(store, machine)
    assert (message.employee, message.platform, message.body) == (E1, "", b"hi")
    async with store.look() as uow:
        assert await uow.notices.body(message.id) == b"hi"
        assert await uow.notices.body("other") is None


async def test_an_address_says_the_platform(store, act, machine) -> None:
    async with store.unit(act()) as uow:
        await uow.notices.put(
            "r1", to=None, address="feishu:g:ou_1", lane=REPLY, body=b"hi", kind="text"
        )
    (message,) = await claim(store, machine)
    assert (message.platform, message.address, message.employee) == ("feishu", "g:ou_1", None)
    assert message.id == id_of("r1")
    assert message.id.isalnum()


async def test_replies_overtake_pushes_and_each_lane_keeps_its_order(store, machine) -> None:
    for key, lane in (("p1", PUSH), ("p2", PUSH), ("r1", REPLY), ("r2", REPLY)):
        await put(store, key, lane=lane)
    first = await claim(store, machine)
    assert bodies(first) == ["r1", "p1"]
    assert await claim(store, machine) == []
    for message in first:
        await store.outbox.sent(message, message_id="m")
    assert bodies(await claim(store, machine)) == ["r2", "p2"]


async def test_recipients_do_not_wait_for_each_other(store, machine) -> None:
    for key, recipient in (("a1", "a"), ("a2", "a"), ("b1", "b")):
        await put(store, key, recipient)
    assert bodies(await claim(store, machine)) == ["a1", "b1"]


async def test_what_is_tried_again_keeps_its_place(store, machine) -> None:
    await put(store, "r1")
    await put(store, "r2")
    (message,) = await claim(store, machine)
    await store.outbox.later(message, after=timedelta(seconds=4), error="50x")
    assert await claim(store, machine) == []
    machine.advance(timedelta(seconds=4))
    (again,) = await claim(store, machine)
    assert (again.body, again.attempts, again.id) == (b"r1", 2, message.id)


async def test_waiting_for_a_limit_is_no_try(store, machine) -> None:
    await put(store, "r1")
    (message,) = await claim(store, machine)
    await store.outbox.wait(message, after=timedelta(seconds=1))
    assert await claim(store, machine) == []
    machine.advance(timedelta(seconds=1))
    assert [one.attempts for one in await claim(store, machine)] == [1]


async def test_after_a_crash_the_same_goes_again_before_the_next(store, other, machine) -> None:
    await put(store, "r1")
    await put(store, "r2")
    (message,) = await claim(store, machine)
    machine.advance(LEASE)
    assert await claim(other, machine) == []
    again = await other.outbox.suspect(LEASE, machine())
    assert (again.body, again.id, again.attempts) == (b"r1", message.id, 2)
    with pytest.raises(LostLease):
        await store.outbox.sent(message, message_id="m1")
    await other.outbox.sent(again, message_id="m2")
    (row,) = await store.outbox.listed([SENT])
    assert row.message_id == "m2"


async def test_what_ends_each_that_sends_it_alone_is_known_as_deadly(store, machine) -> None:
    await put(store, "r1")
    (message,) = await claim(store, machine)
    for _ in range(DEADLY):
        machine.advance(LEASE)
        message = await store.outbox.suspect(LEASE, machine())
        assert (message.doubtful, message.is_deadly) == (True, False)
    machine.advance(LEASE)
    message = await store.outbox.suspect(LEASE, machine())
    assert message.is_deadly

    await store.outbox.failed(message, error="deadly")
    await store.outbox.retry([message.id])
    assert [one.is_deadly for one in await claim(store, machine)] == [False]


async def test_a_dead_message_lets_the_next_go_and_can_be_tried_again(store, machine) -> None:
    await put(store, "r1")
    await put(store, "r2")
    (message,) = await claim(store, machine)
    await store.outbox.failed(message, error="81013")
    assert bodies(await claim(store, machine)) == ["r2"]
    assert [row.error for row in await store.outbox.listed([DEAD])] == ["81013"]
    assert await store.outbox.retry(["other"]) == 0
    assert await store.outbox.retry([message.id]) == 1
    assert await store.outbox.depth() == {WAITING: 1, "sending": 1}


async def test_a_message_goes_at_its_product_time_and_does_not_hold_others(store, machine) -> None:
    later = machine() + timedelta(hours=9)
    await put(store, "p1", lane=PUSH, send_after=later)
    await put(store, "p2", lane=PUSH)
    assert bodies(await claim(store, machine)) == ["p2"]
    assert bodies(await store.outbox.claim(10, LEASE, later)) == []
    machine.advance(LEASE)
    assert bodies(await store.outbox.claim(10, LEASE, later)) == ["p1"]


async def test_what_nobody_needs_any_more_is_not_sent(store, machine) -> None:
    await put(store, "p1", expires_at=machine() + timedelta(hours=1))
    await put(store, "p2", expires_at=machine() + timedelta(hours=3))
    assert await store.outbox.expire(machine() + timedelta(hours=1)) == 1
    assert [row.dedupe_key for row in await store.outbox.listed([FAILED])] == ["p1"]
    (message,) = await claim(store, machine)
    assert message.expires_at == machine() + timedelta(hours=3)


async def test_a_card_held_back_for_its_callback_is_let_go_or_dropped(store, act, machine) -> None:
    for key in ("c1", "c2"):
        async with store.unit(act()) as uow:
            await uow.notices.put(
                key, to=E1, address=f"feishu:{key}", lane=REPLY, body=b"card", kind="card",
                wait=timedelta(seconds=10),
            )  # fmt: skip
    assert await claim(store, machine) == []
    await store.outbox.release(COMPANY, "c1")
    await store.outbox.discard(COMPANY, "c2")
    assert [one.address for one in await claim(store, machine)] == ["c1"]
    machine.advance(timedelta(seconds=10))
    assert await claim(store, machine) == []


async def test_content_is_forgotten_and_the_key_is_not(store, machine) -> None:
    await put(store, "r1")
    (message,) = await claim(store, machine)
    await store.outbox.sent(message, message_id="m1")
    assert await store.outbox.forget(machine() + timedelta(days=1)) == 1
    assert await store.outbox.forget(machine() + timedelta(days=1)) == 0
    assert not await put(store, "r1")
    async with store.look() as uow:
        assert await uow.notices.body(message.id) is None


async def test_the_attention_budget_counts_pushes_not_replies(store, act, machine) -> None:
    async with store.unit(act()) as uow:
        for key, lane in (("r", REPLY), ("p1", PUSH), ("p2", PUSH)):
            await uow.notices.put(key, to=E1, lane=lane, body=b"x", kind="text")
    async with store.look() as uow:
        assert await uow.notices.sent_today(E1, machine()) == 2
        assert await uow.notices.sent_today(E1, machine() + timedelta(seconds=1)) == 0


async def test_recovery_frees_what_a_dead_service_had_in_hand(store, machine) -> None:
    await put(store, "r1")
    await claim(store, machine)
    assert await store.shared.lease("token", "who died", timedelta(minutes=1))

    freed = await store.recover()

    assert freed == (2 if store.database.is_sqlite else 0)
    left = await store.outbox.suspect(LEASE, machine())
    assert (left is not None) == store.database.is_sqlite
    free = store.database.is_sqlite
    assert await store.shared.lease("token", "who follows", timedelta(minutes=1)) == free


async def test_what_only_another_process_can_send_is_left_to_it(store, other, machine) -> None:
    await put(store, "robot", "aibot:a", platform="aibot", address=":a")
    await put(store, "either", "employee:E1", employee=E1)

    first = await other.outbox.claim(9, LEASE, machine(), without=["aibot"])
    assert bodies(first) == ["either"]
    await other.outbox.hand_over(first[0], platform="aibot", address=":b")
    assert await other.outbox.claim(9, LEASE, machine(), without=["aibot"]) == []

    got = await claim(store, machine)
    assert [(one.platform, one.address, one.attempts) for one in got] == [
        ("aibot", ":a", 1),
        ("aibot", ":b", 1),
    ]


async def test_the_newest_face_of_a_card_is_the_one_that_arrived(store, act, machine) -> None:
    async def change(key: str, card: str) -> None:
        async with store.unit(act()) as uow:
            await uow.notices.put(
                key, to=E1, address="aibot::a", lane=REPLY, body=key.encode(), kind="t", card=card
            )

    async def face() -> bytes | None:
        async with store.look() as uow:
            return await uow.notices.face(id_of("first"), "aibot::a")

    await change("first", "")
    await send(store, machine)
    assert await face() is None
    await change("second", id_of("first"))
    assert await face() is None
    await send(store, machine)
    await change("afresh", id_of("first"))
    await send(store, machine, message_id=AFRESH)
    assert await face() == b"second"


async def send(store, machine, message_id: str = "") -> None:
    for one in await claim(store, machine):
        await store.outbox.sent(one, message_id=message_id)
