"""Cards that go on showing records, and where they hang (F10)."""

from datetime import timedelta

from core.ports import LiveCard
from storage.live_cards import Face
from storage.outbox import NewMessage, id_of
from storage.store import COMPANY
from tests.contracts.given import E1, NOW

LEASE = timedelta(seconds=30)


def card(name: str = "a", key: str = "ShowCustomer") -> LiveCard:
    return LiveCard(card=name, key=key, employee=E1, address="feishu::ou_1")


async def kept(store, act, one: LiveCard, records, number: str, at=NOW) -> None:
    async with store.unit(act(id=number)) as uow:
        await uow.live_cards.shows(one, records, at)


async def showing(store, act, *records: str, since=NOW, number: str = "later") -> list[LiveCard]:
    async with store.unit(act(id=number)) as uow:
        return list(await uow.live_cards.showing(records, since))


async def test_a_card_is_found_once_by_any_record_it_shows(store, act) -> None:
    await kept(store, act, card(), ["f1", "f2", "f2"], "1")

    assert await showing(store, act, "f1", "f2") == [card()]
    assert await showing(store, act, "f3") == []


async def test_a_card_is_of_one_company(store, act) -> None:
    await kept(store, act, card(), ["f1"], "1")

    async with store.unit(act(id="2"), company=2) as uow:
        assert await uow.live_cards.showing(["f1"], NOW) == []
        await uow.live_cards.ended("a")
    assert await showing(store, act, "f1") == [card()]


async def test_a_new_face_shows_nothing_of_the_old_one(store, act) -> None:
    await kept(store, act, card(), ["f1"], "1")
    await kept(store, act, card(key="Today"), ["f2"], "2")

    assert await showing(store, act, "f1") == []
    assert await showing(store, act, "f2") == [card(key="Today")]

    async with store.unit(act(id="3")) as uow:
        await uow.live_cards.ended("a")
    assert await showing(store, act, "f2") == []


async def test_what_the_act_itself_drew_and_what_is_too_old_is_left_out(store, act) -> None:
    await kept(store, act, card(), ["f1"], "1")

    assert await showing(store, act, "f1", number="1") == []
    assert await showing(store, act, "f1", since=NOW + timedelta(seconds=1)) == []


async def test_the_newest_twenty(store, act) -> None:
    for number in range(22):
        at = NOW + timedelta(minutes=number)
        await kept(store, act, card(f"c{number:02}"), ["f1"], f"n{number}", at)

    found = await showing(store, act, "f1")

    assert [one.card for one in found] == [f"c{number:02}" for number in range(21, 1, -1)]


async def test_old_ones_are_forgotten(store, act) -> None:
    await kept(store, act, card("old"), ["f1"], "1")
    await kept(store, act, card("new"), ["f1"], "2", NOW + timedelta(days=1))

    async with store.unit(act(id="3")) as uow:
        await uow.live_cards.forget_old(NOW + timedelta(days=1))

    assert await showing(store, act, "f1") == [card("new")]


async def test_a_card_keeps_its_id_through_all_its_faces(store, act, machine) -> None:
    """Whether the platform names the message (Feishu) or each face (WeCom)."""
    first = NewMessage(key="k1", body=b"1", kind="reply", lane=0, recipient="r")
    await store.outbox.put(COMPANY, first)
    (sent,) = await store.outbox.claim(1, LEASE, machine())
    assert await store.faces.of(COMPANY, id_of("k1")) is None
    await store.outbox.sent(sent, message_id="om_1", code="rc")
    async with store.unit(act(id="1")) as uow:
        put = uow.notices.put
        await put("k2", to=E1, lane=0, body=b"2", kind="reply", card=id_of("k1"))

    async with store.look() as uow:
        names = [await uow.live_cards.named(one) for one in ("om_1", id_of("k1"), id_of("k2"))]
        assert await uow.live_cards.named("om_2") == ""
    assert names == [id_of("k1")] * 3
    face = await store.faces.of(COMPANY, id_of("k1"))
    assert face == Face("om_1", "rc", machine())


async def test_a_right_to_change_is_used_up_once(store, machine) -> None:
    first = NewMessage(key="k1", body=b"1", kind="reply", lane=0, recipient="r")
    await store.outbox.put(COMPANY, first)
    (sent,) = await store.outbox.claim(1, LEASE, machine())
    await store.outbox.sent(sent, message_id="m1", code="rc")

    await store.faces.used(COMPANY, id_of("k1"))

    face = await store.faces.of(COMPANY, id_of("k1"))
    assert face is not None
    assert (face.message, face.code) == ("m1", "")
