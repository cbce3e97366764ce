"""One transaction: what it changed is in the ledger, or nothing was changed."""

from dataclasses import replace

import pytest

from core.customers.model import CustomerId
from core.errors import NotFound, Stale
from storage.unit_of_work import Unrecorded
from tests.contracts.given import ALL, C1, E1, contact, customer, draft, employee, kept, pool_event


async def test_what_was_written_is_there_afterwards(store, act) -> None:
    await kept(store, act, customer())
    async with store.look() as uow:
        assert await uow.customers.get(C1, ALL) == customer()


async def test_an_error_takes_everything_back(store, act) -> None:
    async def failing() -> None:
        async with store.unit(act()) as uow:
            await uow.customers.add(customer())
            await uow.pool.add(pool_event())
            await uow.ledger.record("create_customer", "customer", C1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await failing()
    async with store.look() as uow:
        assert await uow.customers.find(C1) is None
        assert await uow.pool.of(C1) == []
        assert await uow.ledger.last_act(E1, customer().created_at) is None


async def test_a_change_without_an_event_does_not_commit(store, act) -> None:
    async def forgetful() -> None:
        async with store.unit(act()) as uow:
            await uow.ledger.record("create_customer", "customer", C1)
            await uow.customers.add(customer())

    with pytest.raises(Unrecorded, match="customers"):
        await forgetful()
    async with store.look() as uow:
        assert await uow.customers.find(C1) is None


async def test_what_is_no_part_of_the_crm_needs_no_event(store, act) -> None:
    async with store.unit(act()) as uow:
        await uow.drafts.add(draft())
        await uow.drafts.save(replace(draft(), asked=("time", "customer")))
        await uow.pool.add(pool_event())
        await uow.memory.put("c", "last", "{}", draft().expires_at)
        await uow.sentences.add(E1, "哈哈", "", draft().created_at)
    async with store.look() as uow:
        assert (await uow.drafts.get("D1")).asked == ("time", "customer")


async def test_a_save_over_another_version_is_stale(store, act) -> None:
    await kept(store, act, customer())
    async with store.unit(act()) as uow:
        saved = await uow.customers.save(replace(customer(), city="无锡"))
        await uow.ledger.record("edit_customer", "customer", C1)
    assert saved.version == 1
    async with store.unit(act()) as uow:
        with pytest.raises(Stale):
            await uow.customers.save(replace(customer(), city="常州"))
    async with store.look() as uow:
        assert await uow.customers.find(C1) == saved


async def test_a_save_of_what_is_not_there_is_stale(store, act) -> None:
    async with store.unit(act()) as uow:
        with pytest.raises(Stale):
            await uow.contacts.save(contact())


async def test_an_attempt_that_fails_leaves_the_rest(store, act) -> None:
    async def refused(uow) -> None:
        async with uow.attempt():
            await uow.customers.add(customer())
            await uow.customers.get(CustomerId("none"), ALL)

    async with store.unit(act()) as uow:
        await uow.people.add(employee())
        with pytest.raises(NotFound):
            await refused(uow)
        event = await uow.ledger.record("add", "employee", E1)
    assert [change.table for change in event.changes] == ["employees"]
    async with store.look() as uow:
        assert await uow.customers.find(C1) is None
        assert await uow.people.find(E1) == employee()


async def test_companies_do_not_see_each_other(store, act) -> None:
    await kept(store, act, customer())
    async with store.unit(act(), company=2) as uow:
        assert await uow.customers.find(C1) is None
        assert await uow.customers.by_keys(["远帆"], ALL) == []
        await uow.customers.add(customer(city="无锡"))
        event = await uow.ledger.record("create_customer", "customer", C1)
    async with store.look() as uow:
        assert (await uow.customers.get(C1, ALL)).city == "苏州"
        assert await uow.ledger.of_act(event.act.id) == []
