"""Files that people sent, and errands, on either database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.attachments.model import Attachment, AttachmentId, AttachmentKind, AttachmentState
from core.visits.model import FollowUpId
from storage.leasing import LostLease
from tests.contracts.given import E1, E2, NOW, customer, follow_up, kept

HOUR = timedelta(hours=1)
LEASE = timedelta(seconds=60)
F1 = FollowUpId("F1")


def attachment(number: str = "A1", **other: object) -> Attachment:
    full = Attachment(
        id=AttachmentId(number),
        employee=E1,
        kind=AttachmentKind.IMAGE,
        name="现场.jpg",
        handle="media-1",
        message_id="m1",
        draft="",
        digest="ab" * 32,
        size=1234,
        state=AttachmentState.KEPT,
        sent_at=NOW,
    )
    return replace(full, **other)  # type: ignore[arg-type]


@pytest.fixture
async def known(store, act) -> None:
    await kept(store, act, customer())
    async with store.unit(act("E1", id="log")) as uow:
        await uow.follow_ups.add(follow_up("F1"))
        await uow.ledger.record("log", "follow_up", "F1")
    async with store.unit(act("E1", id="sent")) as uow:
        for one in (
            attachment(),
            attachment("A2", sent_at=NOW + HOUR, draft="D1", customer="C1"),
            attachment("A3", sent_at=NOW + HOUR, employee=E2, digest="cd" * 32),
        ):
            await uow.attachments.add(one)


async def test_what_was_sent_is_found_until_it_belongs_to_something(store, act, known) -> None:
    async with store.unit(act("E1", id="put")) as uow:
        assert await uow.attachments.find(AttachmentId("A1")) == attachment()
        assert [one.id for one in await uow.attachments.loose(E1, NOW)] == ["A1"]
        assert await uow.attachments.loose(E1, NOW + HOUR) == []
        assert [one.id for one in await uow.attachments.of_draft("D1")] == ["A2"]
        await uow.attachments.attach([AttachmentId("A1"), AttachmentId("A2")], F1)
        await uow.ledger.record("attach", "follow_up", "F1")

    async with store.look() as uow:
        assert await uow.attachments.loose(E1, NOW) == []
        assert await uow.attachments.of_draft("D1", loose=True) == []
        of = await uow.attachments.of([F1, FollowUpId("F2")])
        assert {number: [one.id for one in some] for number, some in of.items()} == {
            "F1": ["A1", "A2"]
        }
        assert await uow.attachments.digests("ab") == {"ab" * 32}


async def test_what_belongs_to_a_contact_is_taken_back_with_the_act(store, act, known) -> None:
    async with store.unit(act("E1", id="put")) as uow:
        await uow.attachments.attach([AttachmentId("A1")], F1)
        event = await uow.ledger.record("attach", "follow_up", "F1")

    async with store.unit(act("E1", id="undo")) as uow:
        await uow.ledger.revert(event.changes)
        await uow.ledger.record("undo", "follow_up", "F1", undoes="put")

    async with store.look() as uow:
        assert await uow.attachments.of([F1]) == {}
        assert [one.id for one in await uow.attachments.loose(E1, NOW)] == ["A1"]


async def test_only_what_belongs_to_nothing_is_forgotten(store, act, known) -> None:
    async with store.unit(act("E1", id="put")) as uow:
        await uow.attachments.attach([AttachmentId("A1")], F1)
        await uow.ledger.record("attach", "follow_up", "F1")
    async with store.unit(act(id="night")) as uow:
        await uow.attachments.forget(NOW + 2 * HOUR)

    async with store.look() as uow:
        found = [await uow.attachments.find(AttachmentId(one)) for one in ("A1", "A2", "A3")]
    assert found == [attachment(), None, None]


async def put(store, act, *keys: str) -> None:
    async with store.unit(act("E1")) as uow:
        for key in keys:
            await uow.errands.put(key, "fetch", "what", employee=E1, address="wecom::zhouming")


async def test_an_errand_is_kept_once_and_had_by_one(store, act) -> None:
    await put(store, act, "e1", "e1", "e2")

    first = await store.errands.claim(1, LEASE)
    second = await store.errands.claim(4, LEASE)

    assert [one.key for one in (*first, *second)] == ["e1", "e2"]
    assert await store.errands.claim(4, LEASE) == ()
    assert (first[0].kind, first[0].value, first[0].employee) == ("fetch", "what", "E1")


async def test_an_errand_goes_on_where_its_last_step_ended(store, act, machine) -> None:
    await put(store, act, "e1")
    (errand,) = await store.errands.claim(1, LEASE)
    async with store.unit(act()) as uow:
        await store.errands.moved(uow.connection, errand, "row 500", LEASE)

    machine.advance(LEASE + timedelta(seconds=1))
    (again,) = await store.errands.claim(1, LEASE)

    assert again.place == "row 500"
    with pytest.raises(LostLease):
        async with store.unit(act()) as uow:
            await store.errands.done(uow.connection, errand)


async def test_an_errand_that_failed_comes_back_later_and_one_that_is_over_never(
    store, act, machine
) -> None:
    await put(store, act, "e1")
    (errand,) = await store.errands.claim(1, LEASE)
    await store.errands.later(errand, after=timedelta(seconds=4), error="busy")
    assert await store.errands.claim(1, LEASE) == ()

    machine.advance(timedelta(seconds=5))
    (again,) = await store.errands.claim(1, LEASE)
    async with store.unit(act()) as uow:
        await store.errands.done(uow.connection, again)

    machine.advance(LEASE * 2)
    assert again.attempts == 2
    assert await store.errands.claim(1, LEASE) == ()
    assert await store.errands.forget(machine() + HOUR) == 1
