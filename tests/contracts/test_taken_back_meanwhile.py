"""An act is taken back while somebody else changes the same record, on PostgreSQL: nobody is overwritten."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import text

from core.errors import UndoBlocked
from storage.store import Store
from tests.contracts import given
from tests.contracts.given import C1, E1, customer, take_back


async def _somebody_waits(store: Store) -> None:
    waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    async with asyncio.timeout(30):
        while True:
            async with store.database.read() as connection:
                if (await connection.execute(waits)).scalar():
                    return


async def test_what_somebody_saves_while_an_act_is_taken_back_is_not_overwritten(
    postgresql_url, new_id, act
) -> None:
    store = Store(postgresql_url, new_id=new_id)
    async with store.unit(act(E1)) as uow:
        await uow.people.add(given.employee())
        await uow.customers.add(customer())
        await uow.ledger.record("import", "company", "1")
    async with store.unit(act(E1, id="a")) as uow:
        await uow.customers.save(replace(await uow.customers.find(C1), city="苏州"))
        await uow.ledger.record("edit", "customer", C1)

    async with store.unit(act(E1)) as uow:
        await uow.customers.save(replace(await uow.customers.find(C1), full_name="同事改的"))
        await uow.ledger.record("edit", "customer", C1)
        undoing = asyncio.create_task(take_back(store, act, "a"))
        await _somebody_waits(store)
    with pytest.raises(UndoBlocked):
        await undoing

    async with store.look() as uow:
        found = await uow.customers.find(C1)
    await store.close()
    assert (found.full_name, found.city) == ("同事改的", "苏州")
