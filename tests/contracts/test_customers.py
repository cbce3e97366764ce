"""Customers: found by every name, listed by every condition, never outside the scope."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.customers.model import CustomerId, Tier
from core.customers.queries import CustomerOrder, CustomerQuery
from core.errors import NotFound, Stale
from tests.contracts.given import (
    ALL,
    C1,
    C2,
    E1,
    E2,
    NOW,
    contact,
    customer,
    kept,
    scope,
)

POOLED = customer(
    C2,
    full_name="深圳市蓝鲸电子有限公司",
    aliases=("蓝鲸",),
    industry="电子",
    city="深圳",
    tier=Tier.B,
    category=None,
    owner=None,
    starred=False,
    last_contact_at=None,
    recycle_on=None,
    check_on=None,
    entered_pool_at=NOW - timedelta(days=30),
)
OTHERS = customer(
    CustomerId("C3"),
    full_name="华东精密仪器有限公司",
    aliases=("100%精_密",),
    industry="精密制造",
    owner=E2,
    tier=None,
    starred=False,
    won_at=NOW,
    open_moved_at=NOW,
    last_contact_at=NOW - timedelta(days=9),
    recycle_on=date(2026, 11, 24),
    check_on=date(2026, 11, 24),
)


@pytest.fixture
async def known(store, act) -> None:
    await kept(store, act, customer(), POOLED, OTHERS)


async def ids(store, seen=ALL, **conditions) -> list[str]:
    async with store.look() as uow:
        query = CustomerQuery(**{"order": CustomerOrder.NAME, **conditions})
        found = await uow.customers.search(query, seen)
        assert await uow.customers.count(query, seen) == len(found)
    return sorted(one.id for one in found)


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, ["C1", "C2", "C3"]),
        ({"text": "远帆"}, ["C1"]),
        ({"text": "蓝鲸"}, ["C2"]),
        ({"text": "100%"}, ["C3"]),
        ({"text": "%"}, ["C3"]),
        ({"text": "_"}, ["C3"]),
        ({"text": "'"}, []),
        ({"owner": E2}, ["C3"]),
        ({"in_pool": True}, ["C2"]),
        ({"in_pool": False}, ["C1", "C3"]),
        ({"cities": ("深圳", "无锡")}, ["C2"]),
        ({"industries": ("精密", "能源")}, ["C1", "C3"]),
        ({"tiers": (Tier.A, Tier.B)}, ["C1", "C2"]),
        ({"category": 2, "tiers": (Tier.A,)}, ["C1"]),
        ({"category": 2}, ["C1", "C3"]),
        ({"cities": ("州",)}, []),
        ({"starred": True}, ["C1"]),
        ({"starred": False}, ["C2", "C3"]),
        ({"untouched_since": NOW}, ["C2", "C3"]),
        ({"entered_pool_before": NOW - timedelta(days=29)}, ["C2"]),
        ({"entered_pool_before": NOW - timedelta(days=31)}, []),
        ({"has_open_opportunity": True}, ["C3"]),
        ({"has_open_opportunity": False}, ["C1", "C2"]),
        ({"dealt": True}, ["C3"]),
        ({"dealt": False, "in_pool": False}, ["C1"]),
    ],
)
@pytest.mark.usefixtures("known")
async def test_conditions_all_hold(store, conditions, expected) -> None:
    assert await ids(store, **conditions) == expected


SCOPES = [
    pytest.param(scope(E1), ["C1"], id="one's own"),
    pytest.param(scope(E1, pools=True), ["C1", "C2"], id="one's own and the pool"),
    pytest.param(scope(E1, E2), ["C1", "C3"], id="a team's"),
    pytest.param(scope(), [], id="nobody's"),
    pytest.param(scope(pools=True), ["C2"], id="the pool only"),
]


@pytest.mark.parametrize(("seen", "expected"), SCOPES)
@pytest.mark.usefixtures("known")
async def test_no_read_leaves_the_scope(store, act, seen, expected) -> None:
    everybody = [C1, C2, CustomerId("C3")]
    assert await ids(store, seen) == expected
    async with store.unit(act()) as uow:
        for place, one in enumerate(everybody):
            await uow.contacts.add(contact(f"P{place}", customer=one))
        await uow.ledger.record("add", "contact", "")
    async with store.look() as uow:
        assert [one.id for one in await uow.customers.several(everybody, seen)] == expected
        hits = await uow.customers.by_keys(["远帆", "蓝鲸", "华东精密仪器有限公司"], seen)
        assert sorted(one for hit in hits for one in hit.customers) == expected
        assert sorted(one.customer for one in await uow.contacts.named("李总", seen)) == expected
        for one in set(everybody) - set(expected):
            with pytest.raises(NotFound):
                await uow.customers.get(one, seen)


ORDERS = {
    CustomerOrder.STARRED: ["C1", "C2", "C3"],
    CustomerOrder.ENTERED_POOL: ["C2", "C1", "C3"],
    CustomerOrder.RECYCLE: ["C3", "C1", "C2"],
}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.usefixtures("known")
async def test_lists_are_ordered_and_cut_alike_on_every_database(store, order) -> None:
    async with store.look() as uow:
        first = await uow.customers.search(CustomerQuery(order=order, limit=2), ALL)
        rest = await uow.customers.search(CustomerQuery(order=order, limit=2, offset=2), ALL)
    assert [one.id for one in (*first, *rest)] == ORDERS[order]


@pytest.mark.usefixtures("known")
async def test_several_keep_their_order_and_come_once(store) -> None:
    async with store.look() as uow:
        found = await uow.customers.several([C2, C1, C2, CustomerId("no")], ALL)
        assert [one.id for one in found] == ["C2", "C1"]
        assert await uow.customers.several([], ALL) == []


async def test_a_key_of_many_names_the_first_few(store, act) -> None:
    many = [customer(CustomerId(f"C{n:02}"), aliases=("永盛",)) for n in range(12)]
    await kept(store, act, *many)
    async with store.look() as uow:
        (hit,) = await uow.customers.by_keys(["永盛", "没有"], ALL)
    assert (hit.key, hit.kind) == ("永盛", "alias")
    assert list(hit.customers) == [one.id for one in many[:6]]


@pytest.mark.usefixtures("known")
async def test_whose_customer_it_is_is_known_where_nobody_of_ones_own_is_called_so(store) -> None:
    asked, seen = ["远帆", "华东精密仪器有限公司", "没有"], scope(E1)
    async with store.look() as uow:
        hits = await uow.customers.by_keys(asked, seen, others=True)
    assert {hit.key: (*hit.customers, hit.inside) for hit in hits} == {
        "远帆": (C1, True),
        "华东精密仪器有限公司": ("C3", False),
    }


async def test_thousands_of_keys_are_asked_for_at_once(store, act) -> None:
    await kept(store, act, customer())
    asked = [f"没有这家{n}" for n in range(5_000)]
    async with store.look() as uow:
        hits = await uow.customers.by_keys(["远帆", *asked, "yf"], ALL)
    assert sorted(hit.key for hit in hits) == ["yf", "远帆"]


async def test_a_renamed_customer_is_found_by_its_new_names_only(store, act) -> None:
    await kept(store, act, customer())
    async with store.unit(act()) as uow:
        await uow.customers.save(customer(full_name="苏州远航储能有限公司", aliases=()))
        await uow.ledger.record("edit_customer", "customer", C1)
    async with store.look() as uow:
        hits = await uow.customers.by_keys(["远帆", "yf", "远航储能"], ALL)
    assert [hit.key for hit in hits] == ["远航储能"]


@pytest.mark.parametrize(
    "name", ["𠮷野家👨‍👩‍👧", "a" * 300, "Robert'); DROP TABLE customers;--", "ｆｕｌｌ　ｗｉｄｔｈ"]
)
async def test_any_name_is_kept_byte_for_byte(store, act, name) -> None:
    await kept(store, act, customer(full_name=name, aliases=(name,)))
    async with store.look() as uow:
        found = await uow.customers.get(C1, ALL)
    assert (found.full_name, found.aliases) == (name, (name,))


async def test_many_come_in_with_their_keys_and_one_event(store, act) -> None:
    many = [customer(CustomerId(f"C{n:04}"), aliases=(f"某某{n}",)) for n in range(1_500)]
    async with store.unit(act()) as uow:
        await uow.customers.add_many(many)
        await uow.contacts.add_many(
            [contact(f"P{n}", customer=one.id) for n, one in enumerate(many)]
        )
        event = await uow.ledger.record("import", "customer", "")
    assert len(event.changes) == 3_000
    assert all(one.before is None and one.after is None for one in event.changes)
    async with store.look() as uow:
        assert await uow.customers.count(CustomerQuery(), ALL) == 1_500
        (hit,) = await uow.customers.by_keys(["某某777"], ALL)
        assert hit.customers == ("C0777",)
        assert await uow.customers.get(CustomerId("C0777"), ALL) == many[777]
        assert len(await uow.contacts.at(CustomerId("C0777"))) == 1


@pytest.mark.usefixtures("known")
async def test_the_night_looks_at_owned_customers_whose_day_has_come(store, act) -> None:
    async with store.unit(act()) as uow:
        check = uow.customers.to_check
        early = await check(date(2026, 11, 24), after=None, limit=9)
        all_of_them = await check(date(2026, 11, 30), after=None, limit=9)
        rest = await check(date(2026, 11, 30), after=C1, limit=9)
        first = await check(date(2026, 11, 30), after=None, limit=1)
    said = [[one.id for one in some] for some in (early, all_of_them, rest, first)]
    assert said == [["C3"], ["C1", "C3"], ["C3"], ["C1"]]


@pytest.mark.usefixtures("known")
async def test_who_writes_without_a_pause_does_not_beat_the_night(store, act) -> None:
    async def written() -> None:
        async with store.unit(act("import")) as uow:
            (read,) = await uow.customers.several([C1], ALL)
            await uow.customers.save(replace(read, city="昆山"))
            await uow.ledger.record("import", "customers", "1")

    async with store.unit(act("night")) as uow:
        found = await uow.customers.to_check(date(2026, 11, 30), after=None, limit=9)
        meanwhile = asyncio.create_task(written())
        await asyncio.wait({meanwhile}, timeout=1)
        await uow.customers.save_many([replace(one, owner=None) for one in found])
        await uow.ledger.record("pool_evaluate", "customers", "2")
    (outcome,) = await asyncio.gather(meanwhile, return_exceptions=True)

    async with store.look() as uow:
        seen = await uow.customers.several([C1, CustomerId("C3")], ALL)
    assert [one.owner for one in seen] == [None, None]
    assert isinstance(outcome, Stale) or seen[0].city == "昆山"


@pytest.mark.usefixtures("known")
async def test_what_returns_soon_is_listed_by_day(store) -> None:
    start, end = date(2026, 11, 24), date(2026, 12, 1)
    async with store.look() as uow:
        found = await uow.customers.returning(start, end)
        assert [one.id for one in found] == ["C3", "C1"]
        assert [one.id for one in await uow.customers.returning(start, end, E1)] == ["C1"]
        assert await uow.customers.returning(start, end - timedelta(days=8)) == []


async def test_contacts_change_and_stay_with_their_customer(store, act) -> None:
    await kept(store, act, customer())
    async with store.unit(act()) as uow:
        await uow.contacts.add(contact())
        await uow.contacts.save(replace(contact(), name="王芳", attitude=None))
        await uow.ledger.record("edit", "contact", "P1")
    async with store.look() as uow:
        (found,) = await uow.contacts.at(C1)
        assert found == await uow.contacts.get(contact().id)
        assert (found.name, found.attitude, found.version) == ("王芳", None, 1)
        assert await uow.contacts.at(C2) == []
        assert await uow.contacts.named("李总", ALL) == []


async def test_many_saved_at_once_are_saved_as_one_by_one_would_be(store, act) -> None:
    await kept(store, act, customer(), POOLED)
    async with store.unit(act(id="many")) as uow:
        await uow.customers.save_many([customer(city="无锡"), replace(POOLED, city="惠州")])
        await uow.ledger.record("edit_customer", "customers", "2")

    async with store.look() as uow:
        saved = await uow.customers.several([C1, C2], ALL)
        assert [(one.city, one.version) for one in saved] == [("无锡", 1), ("惠州", 1)]
        (event,) = await uow.ledger.of_act("many")
    async with store.unit(act()) as uow:
        await uow.ledger.revert(event.changes)
        await uow.ledger.record("undo", "customers", "2", undoes="many")
    async with store.look() as uow:
        assert [one.city for one in await uow.customers.several([C1, C2], ALL)] == ["苏州", "深圳"]


async def test_of_many_saved_at_once_none_is_saved_when_one_is_another_by_now(store, act) -> None:
    await kept(store, act, customer(), POOLED)
    stale = replace(POOLED, version=4)
    with pytest.raises(Stale):
        async with store.unit(act()) as uow:
            await uow.customers.save_many([customer(city="无锡"), stale])

    async with store.look() as uow:
        assert [one.city for one in await uow.customers.several([C1, C2], ALL)] == ["苏州", "深圳"]


async def test_what_keys_begin_with_is_known_whosever_they_are(store, act) -> None:
    await kept(
        store, act, customer(C1, owner=E1, full_name="苏州远帆新能源有限公司", aliases=("ABB",))
    )
    async with store.look() as uow:
        asked = ["远帆", "远方", "新能", "ab", "AB", "~yuan'fan", "~yuan'fa", "苏州", "~su'zhou"]
        found = await uow.customers.begun(asked)
    assert found == {"远帆", "ab", "~yuan'fan", "~yuan'fa", "苏州"}


async def test_a_stamp_changes_with_ones_customers_and_with_no_others(store, act) -> None:
    await kept(store, act, customer(C1, owner=E1), customer(C2, owner=E2))

    async def stamps() -> tuple[str, str]:
        async with store.look() as uow:
            return await uow.customers.stamp(scope(E1), 100), await uow.customers.stamp(ALL, 100)

    async def saved(one: CustomerId) -> None:
        async with store.unit(act(id=f"edit {one}")) as uow:
            await uow.customers.save(replace(await uow.customers.get(one, ALL), city="无锡"))
            await uow.ledger.record("edit_customer", "customer", one)

    mine, every = await stamps()
    await saved(C2)
    assert await stamps() == (mine, (await stamps())[1])
    assert (await stamps())[1] != every
    await saved(C1)
    assert (await stamps())[0] != mine
