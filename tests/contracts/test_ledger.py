"""The ledger: every write with its inverse, chained, taken back as a whole."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.errors import Obstacle, UndoBlocked, Way
from core.ledger.model import RowChange, RowImage
from core.people.model import EmployeeState
from storage.tables import ledger
from tests.contracts import given
from tests.contracts.given import ALL, C1, E1, E2, NOW, customer, kept, take_back

RECORDS = {
    "employee": lambda uow: uow.people.add(given.employee()),
    "identity": lambda uow: uow.people.bind(given.identity()),
    "request": lambda uow: uow.people.add_request(given.request()),
    "customer": lambda uow: uow.customers.add(customer()),
    "contact": lambda uow: uow.contacts.add(given.contact()),
    "follow_up": lambda uow: uow.follow_ups.add(given.follow_up()),
    "plan": lambda uow: uow.plans.add(given.plan()),
    "opportunity": lambda uow: uow.opportunities.add(given.opportunity()),
    "move": lambda uow: uow.opportunities.add_move(given.move()),
    "target": lambda uow: uow.reports.put_target(given.target()),
}


@pytest.mark.parametrize("kind", RECORDS)
async def test_an_added_row_is_one_change_and_goes_when_taken_back(store, act, kind) -> None:
    async with store.unit(act(E1, id="add")) as uow:
        await RECORDS[kind](uow)
        event = await uow.ledger.record("add", kind, "")
    assert [(change.before, bool(change.after)) for change in event.changes] == [(None, True)]
    await take_back(store, act, "add")
    async with store.unit(act(E1)) as uow:
        await RECORDS[kind](uow)
        await uow.ledger.record("add", kind, "")
    async with store.look() as uow:
        assert await uow.ledger.undone("add")


SAVES = {
    "employee": lambda uow: uow.people.save(given.employee(state=EmployeeState.LEFT)),
    "request": lambda uow: uow.people.save_request(given.request(claimed_name="吴姐")),
    "customer": lambda uow: uow.customers.save(customer(city="", owner=None, tier=None)),
    "contact": lambda uow: uow.contacts.save(given.contact(attitude=None)),
    "follow_up": lambda uow: uow.follow_ups.save(given.follow_up(spans=(), contacts=())),
    "plan": lambda uow: uow.plans.save(given.plan(remind_at=None)),
    "opportunity": lambda uow: uow.opportunities.save(given.opportunity(amount=None)),
    "target": lambda uow: uow.reports.put_target(replace(given.target(), value=given.Money(7))),
}


@pytest.mark.parametrize("kind", SAVES)
async def test_a_changed_row_is_as_before_when_taken_back(store, act, kind) -> None:
    async with store.unit(act(E1, id="add")) as uow:
        await RECORDS[kind](uow)
        added = await uow.ledger.record("add", kind, "")
    async with store.unit(act(E1, id="change")) as uow:
        await SAVES[kind](uow)
        await uow.ledger.record("change", kind, "")
    undone = await take_back(store, act, "change")
    assert without_version(undone.changes[-1].after) == without_version(added.changes[-1].after)


async def test_a_version_only_rises_so_that_an_old_save_stays_stale(store, act) -> None:
    await kept(store, act, customer())
    async with store.unit(act(E1, id="change")) as uow:
        saved = await uow.customers.save(customer(city="无锡"))
        await uow.ledger.record("edit_customer", "customer", C1)
    await take_back(store, act, "change")
    async with store.look() as uow:
        back = await uow.customers.get(C1, ALL)
    assert (back.city, back.version > saved.version) == ("苏州", True)


async def test_acts_that_changed_something_are_taken_back_one_after_the_other(store, act) -> None:
    await kept(store, act, customer())
    version = 0
    for number, city in enumerate(("无锡", "常州", "南通")):
        async with store.unit(act(E1, id=f"change{number}")) as uow:
            version = (await uow.customers.save(customer(city=city, version=version))).version
            await uow.ledger.record("edit_customer", "customer", C1)
    async with store.unit(act(E1, id="nothing")) as uow:
        await uow.ledger.record("edit_customer", "customer", C1)
    cities = []
    for _ in range(3):
        async with store.look() as uow:
            newest = await uow.ledger.last_act(E1, NOW - timedelta(minutes=10))
        assert newest is not None
        await take_back(store, act, newest)
        async with store.look() as uow:
            cities.append((await uow.customers.get(C1, ALL)).city)
    assert cities == ["常州", "无锡", "苏州"]
    async with store.look() as uow:
        assert await uow.ledger.last_act(E1, NOW - timedelta(minutes=10)) is None


async def lin(store, act) -> None:
    async with store.unit(act()) as uow:
        await uow.people.add(given.employee(E2, name="林悦"))
        await uow.ledger.record("import", "people", "1")


async def test_what_another_changed_since_blocks_and_nothing_moves(store, act) -> None:
    await lin(store, act)
    await kept(store, act, customer())
    async with store.unit(act(E1, id="both")) as uow:
        saved = await uow.customers.save(customer(city="无锡"))
        await uow.contacts.add(given.contact())
        await uow.ledger.record("edit_customer", "customer", C1)
    async with store.unit(act("E2")) as uow:
        await uow.customers.save(replace(saved, city="常州"))
        await uow.ledger.record("edit_customer", "customer", C1)
    async with store.unit(act(E1)) as uow:
        events = await uow.ledger.of_act("both")
        with pytest.raises(UndoBlocked) as refused:
            await uow.ledger.revert([change for event in events for change in event.changes])
    assert refused.value.by == [
        Obstacle("customers", Way.CHANGED, 1, (customer().full_name,), ("林悦",))
    ]
    async with store.look() as uow:
        assert (await uow.customers.get(C1, ALL)).city == "常州"
        assert await uow.contacts.at(C1) == [given.contact()]


async def test_a_customer_that_has_records_by_now_stays(store, act) -> None:
    await lin(store, act)
    async with store.unit(act(E1, id="create")) as uow:
        await uow.customers.add(customer())
        await uow.contacts.add(given.contact())
        await uow.ledger.record("create_customer", "customer", C1)
    async with store.unit(act("E2")) as uow:
        await uow.follow_ups.add(given.follow_up(employee=E2))
        await uow.ledger.record("log", "follow_up", "F1")
    async with store.unit(act(E1)) as uow:
        events = await uow.ledger.of_act("create")
        with pytest.raises(UndoBlocked) as refused:
            await uow.ledger.revert([change for event in events for change in event.changes])
    assert refused.value.by == [
        Obstacle("follow_ups", Way.LATER, 1, (customer().full_name,), ("林悦",))
    ]
    async with store.look() as uow:
        assert await uow.customers.find(C1) == customer()
        assert len(await uow.contacts.at(C1)) == 1


async def test_using_an_account_does_not_stand_in_the_way(store, act) -> None:
    async with store.unit(act(E1, id="bind")) as uow:
        await uow.people.bind(given.identity())
        await uow.ledger.record("bind", "identity", "")
    async with store.unit(act()) as uow:
        await uow.people.touch(given.identity(last_used_at=NOW + timedelta(hours=1)))
    await take_back(store, act, "bind")
    async with store.look() as uow:
        assert await uow.people.identity("wecom", "zhouming") is None


async def test_a_new_name_is_forgotten_with_the_act(store, act) -> None:
    await kept(store, act, customer())
    async with store.unit(act(E1, id="rename")) as uow:
        await uow.customers.save(customer(aliases=("蓝鲸",)))
        await uow.ledger.record("edit_customer", "customer", C1)
    async with store.look() as uow:
        assert [hit.key for hit in await uow.customers.by_keys(["蓝鲸", "yf"], ALL)] == ["蓝鲸"]
    await take_back(store, act, "rename")
    async with store.look() as uow:
        assert [hit.key for hit in await uow.customers.by_keys(["蓝鲸", "yf"], ALL)] == ["yf"]


async def test_an_event_says_who_where_what_and_how_it_was(store, act) -> None:
    await kept(store, act, customer())
    async with store.unit(act(E1, id="a1")) as uow:
        await uow.customers.save(customer(city="无锡"))
        await uow.ledger.record("edit_customer", "customer", C1, rule_version=3)
    async with store.look() as uow:
        (event,) = await uow.ledger.of_act("a1")
    said = (event.act.actor, event.act.channel, event.command, event.subject, event.rule_version)
    assert said == (E1, "test", "edit_customer", C1, 3)
    (change,) = event.changes
    assert change.before is not None
    assert change.after is not None
    differing = {name for name in change.after if change.before[name] != change.after[name]}
    assert differing == {"city", "version"}
    assert event.act.at == NOW.replace(microsecond=0)


async def test_the_chain_holds_and_shows_who_changed_it(store, act) -> None:
    for number in range(3):
        await kept(store, act, customer(given.CustomerId(f"C{number}")))
    assert await store.seal(act()) == 3
    await kept(store, act, customer(given.CustomerId("C9")))
    assert await store.seal(act()) == 1
    assert await store.seal(act()) == 0
    assert await store.ledger_broken_at(act()) is None
    for changed in FORGED:
        before = await overwritten(store, changed)
        assert await store.ledger_broken_at(act()) == 2, changed
        await overwritten(store, before)
    assert await store.ledger_broken_at(act()) is None


FORGED = (
    {"act": "another"},
    {"actor": "E9"},
    {"channel": "wecom"},
    {"message_id": "m9"},
    {"at": NOW - timedelta(days=1)},
    {"command": "release"},
    {"kind": "plan"},
    {"subject": "C9"},
    {"changes": "[]"},
    {"rule_version": 9},
    {"undoes": "another"},
)


async def overwritten(store, values) -> dict[str, object]:
    """Write `values` into the second event, past the product; returns what they were."""
    second = ledger.c.seq == 2
    async with store.database.write() as connection:
        row = (await connection.execute(select(ledger).where(second))).mappings().one()
        await connection.execute(update(ledger).where(second).values(values))
    return {name: row[name] for name in values}


def without_version(image) -> dict[str, object]:
    return {name: value for name, value in image.items() if name != "version"}


async def test_an_image_older_than_a_column_is_taken_back_all_the_same(store, act) -> None:
    """A release later the table has one column more; what was written before can still be undone."""
    async with store.unit(act(E1, id="add")) as uow:
        await uow.customers.add(customer())
        await uow.ledger.record("add", "customer", C1)
    async with store.unit(act(E1, id="change")) as uow:
        await uow.customers.save(customer(city="无锡"))
        event = await uow.ledger.record("edit_customer", "customer", C1)
    (change,) = event.changes
    older = RowChange(change.table, change.key, without(change.before), without(change.after))

    async with store.unit(act(E1, id="undo")) as uow:
        await uow.ledger.revert([older])
        await uow.ledger.record("undo", "customer", C1, undoes="change")

    async with store.look() as uow:
        assert (await uow.customers.get(C1, ALL)).city == customer().city


def without(image: RowImage) -> RowImage:
    return {name: value for name, value in image.items() if name != "custom"}
