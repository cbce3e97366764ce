"""A customer is found by whoever is known there, as long as he is, on both databases."""

from dataclasses import replace

import pytest

from core.customers.model import ContactId, CustomerId
from core.customers.names import person_key
from tests.contracts.given import ALL, C1, C2, E1, E2, contact, customer, kept, scope, take_back

P1 = ContactId("P1")
NAMES = ("李总", "李敏", "王总", "王芳")


@pytest.fixture
async def known(store, act) -> None:
    """李敏 at C1, which E1 has; nobody at C2, which is E2's."""
    await kept(store, act, customer(C1, owner=E1), customer(C2, owner=E2))
    async with store.unit(act(id="added")) as uow:
        await uow.contacts.add(contact(P1, customer=C1, name="李敏"))
        await uow.ledger.record("add", "contact", P1)


async def found(store, seen=ALL) -> dict[str, list[CustomerId]]:
    """At which customers somebody called by each of `NAMES` is found."""
    async with store.look() as uow:
        hits = await uow.customers.by_keys([person_key(one) for one in NAMES], seen)
    at = {hit.key: list(hit.customers) for hit in hits}
    return {one: at[person_key(one)] for one in NAMES if person_key(one) in at}


async def change(store, act, by: str, **facts) -> None:
    async with store.unit(act(id=by)) as uow:
        await uow.contacts.save(replace(await uow.contacts.get(P1), **facts))
        await uow.ledger.record("edit", "contact", P1)


@pytest.mark.usefixtures("known")
async def test_by_the_name_and_by_the_surname(store) -> None:
    assert await found(store) == {"李总": [C1], "李敏": [C1]}
    assert await found(store, scope(E2, pools=True)) == {}


@pytest.mark.usefixtures("known")
async def test_by_a_new_name_and_no_more_by_the_old_one(store, act) -> None:
    await change(store, act, "renamed", name="王芳")
    assert await found(store) == {"王总": [C1], "王芳": [C1]}
    await take_back(store, act, "renamed")
    assert await found(store) == {"李总": [C1], "李敏": [C1]}


@pytest.mark.usefixtures("known")
async def test_where_somebody_went(store, act) -> None:
    await change(store, act, "moved", customer=C2)
    assert await found(store) == {"李总": [C2], "李敏": [C2]}
    assert await found(store, scope(E1)) == {}
    await take_back(store, act, "moved")
    assert await found(store, scope(E1)) == {"李总": [C1], "李敏": [C1]}


@pytest.mark.usefixtures("known")
async def test_no_more_when_the_contact_is_taken_back(store, act) -> None:
    await take_back(store, act, "added")
    assert await found(store) == {}


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("facts", [{"owner": E2}, {"full_name": "苏州蓝鲸电子有限公司"}], ids=str)
async def test_with_the_customer_whatever_becomes_of_it(store, act, facts) -> None:
    async with store.unit(act(id="changed")) as uow:
        await uow.customers.save(replace(await uow.customers.get(C1, ALL), **facts))
        await uow.ledger.record("edit", "customer", C1)
    whose = facts.get("owner", E1)
    assert await found(store, scope(whose)) == {"李总": [C1], "李敏": [C1]}
    await take_back(store, act, "changed")
    assert await found(store, scope(E1)) == {"李总": [C1], "李敏": [C1]}


@pytest.mark.usefixtures("known")
async def test_one_of_two_of_a_name_stays_found(store, act) -> None:
    async with store.unit(act(id="second")) as uow:
        await uow.contacts.add_many([contact(ContactId("P2"), customer=C1, name="李敏")])
        await uow.ledger.record("import", "contact", "")
    await change(store, act, "renamed", name="王芳")
    assert set(await found(store)) == set(NAMES)


@pytest.mark.usefixtures("known")
async def test_no_company_is_called_as_a_person_is(store) -> None:
    """What is written in a message is never the key of a person."""
    async with store.look() as uow:
        assert await uow.customers.by_keys(["李敏", "李", "李*"], ALL) == []
