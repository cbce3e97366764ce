"""The past as the ledger keeps it: every kind of write is gone back over, nobody waits for it (K12)."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, text

from core.ledger.model import Mark, Seen, read_mark
from core.money import Money
from core.people.model import EmployeeState
from core.people.permissions import EVERYBODY
from core.pool.model import PoolEventKind
from storage import tables
from storage.store import Store
from tests.contracts.given import (
    C1,
    C2,
    E1,
    contact,
    customer,
    employee,
    follow_up,
    move,
    opportunity,
    plan,
    pool_event,
    target,
)

_TABLES = (
    tables.contacts,
    tables.customers,
    tables.employees,
    tables.follow_ups,
    tables.opportunities,
    tables.plans,
    tables.pool_events,
    tables.stage_moves,
    tables.targets,
)
Rows = dict[str, list[tuple[Any, ...]]]


async def rows(uow) -> Rows:
    """Everything that a report reads."""
    found = {}
    for table in _TABLES:
        key = [column.name for column in table.primary_key.columns]
        query = select(table).order_by(*(table.c[name] for name in key))
        found[table.name] = [tuple(row) for row in await uow.session.all(query)]
    return found


async def seen(store: Store) -> tuple[Mark, Rows]:
    """The present moment, and what there is in it."""
    async with store.look() as uow, uow.as_of() as now:
        return await now.ledger.mark(), await rows(now)


async def _begin(uow) -> None:
    await uow.people.add(employee())
    await uow.customers.add(customer())
    await uow.reports.put_target(target())
    await uow.ledger.record("import", "company", "1")


async def _change(uow) -> None:
    await uow.customers.save(replace(await uow.customers.find(C1), full_name="改了名", tier=None))
    await uow.people.save(replace(await uow.people.get(E1), state=EmployeeState.LEAVE))
    await uow.reports.put_target(replace(target(), value=Money(7)))
    await uow.ledger.record("test", "customer", C1)


async def _insert(uow) -> None:
    await uow.follow_ups.add(follow_up("F1"))
    await uow.plans.add(plan("L1"))
    await uow.opportunities.add(opportunity("O1"))
    await uow.opportunities.add_move(move())
    await uow.ledger.record("test", "follow_up", "F1")
    await uow.pool.add(pool_event())


async def _import(uow) -> None:
    """Without images, and one of them changed in the same act."""
    await uow.customers.add_many([customer(C2, full_name="乙", aliases=()), customer("C9")])
    await uow.contacts.add_many([contact()])
    await uow.follow_ups.add_many([follow_up("F8"), follow_up("F9")])
    await uow.ledger.record("import", "customers", "2")
    await uow.customers.save(replace(await uow.customers.find(C2), city="苏州"))
    await uow.ledger.record("import", "customers", "1")


async def _change_many(uow) -> None:
    known = await uow.customers.several([C1, C2], EVERYBODY)
    await uow.customers.save_many([replace(one, owner=None) for one in known])
    await uow.pool.add_many([pool_event(PoolEventKind.RECYCLE), pool_event(PoolEventKind.ENTER)])
    await uow.ledger.record("pool_evaluate", "customers", "2")


async def _delete(uow) -> None:
    await uow.session.remove(tables.plans, {"company_id": uow.company, "id": "L1"})
    await uow.ledger.record("test", "plan", "L1")


STEPS = (_begin, _change, _insert, _import, _change_many, _delete)


async def history(store: Store, act: Callable[..., Any]) -> list[tuple[Mark, Rows]]:
    """The moments between the writes, the last first."""
    kept = [await seen(store)]
    for step in STEPS:
        async with store.unit(act(E1)) as uow:
            await step(uow)
        kept.append(await seen(store))
    async with store.unit(act(E1, id="undone")) as uow:
        await uow.follow_ups.add(follow_up("F5"))
        await uow.ledger.record("log", "follow_up", "F5")
    kept.append(await seen(store))
    async with store.unit(act(E1)) as uow:
        await uow.ledger.revert(
            [one for each in await uow.ledger.of_act("undone") for one in each.changes]
        )
        await uow.ledger.record("undo", "follow_up", "F5", undoes="undone")
    kept.append(await seen(store))
    return kept[::-1]


async def test_each_moment_is_read_as_it_was(store, act) -> None:
    kept = await history(store, act)
    assert len({str(rows) for _, rows in kept}) == len(kept) - 1  # what was undone is as it was

    for mark, rows_then in kept:
        async with store.look() as uow, uow.as_of(mark) as past:
            assert await rows(past) == rows_then


async def test_one_goes_further_back_and_returns(store, act) -> None:
    kept = await history(store, act)

    async with store.look() as uow, uow.as_of() as past, AsyncExitStack() as stack:
        for mark, rows_then in kept:
            await stack.enter_async_context(past.as_of(mark))
            assert await rows(past) == rows_then
        await stack.aclose()
        assert await rows(past) == kept[0][1]


async def _failing(uow, mark: Mark) -> None:
    async with uow.as_of(mark) as past:
        await past.session.connection.execute(text("DELETE FROM then_customers"))
        raise RuntimeError("fault")


async def test_nothing_of_it_is_left_whatever_happens(store, act) -> None:
    kept = await history(store, act)
    mark, _ = kept[-2]

    async with store.unit(act()) as uow:
        with pytest.raises(RuntimeError, match="fault"):
            await _failing(uow, mark)
        assert await rows(uow) == kept[0][1]
    for _ in range(8):  # every connection of the pool may be the one that was used
        assert (await seen(store))[1] == kept[0][1]


async def test_who_writes_meanwhile_is_not_seen_and_does_not_wait(store, act) -> None:
    kept = await history(store, act)
    mark, then = kept[2]

    async with store.look() as uow, uow.as_of(mark) as past:
        assert await rows(past) == then
        async with asyncio.timeout(5), store.unit(act()) as other:
            await other.customers.save(replace(await other.customers.find(C1), city="宁波"))
            await other.customers.add(customer("C77", full_name="新来的", aliases=()))
            await other.pool.add(pool_event(PoolEventKind.WARN))
            await other.ledger.record("test", "customer", C1)
        assert await rows(past) == then
    async with store.look() as uow, uow.as_of(mark) as past:
        assert await rows(past) == then


async def test_who_took_a_number_before_and_commits_after_is_of_after(
    postgresql_url, machine, new_id, act
) -> None:
    """On PostgreSQL numbers are taken in one order and seen in another."""
    store, other = (Store(postgresql_url, new_id=new_id, now=machine) for _ in range(2))
    async with store.unit(act()) as uow:
        await _begin(uow)
    async with other.unit(act()) as slow:
        await slow.customers.save(replace(await slow.customers.find(C1), city="宁波"))
        await slow.pool.add(pool_event())
        await slow.ledger.record("test", "customer", C1)
        async with store.unit(act()) as uow:
            await uow.customers.add(customer(C2, full_name="乙", aliases=()))
            await uow.pool.add(pool_event(PoolEventKind.WARN))
            await uow.ledger.record("test", "customer", C2)
        mark, then = await seen(store)
    assert mark.ledger.holes
    assert mark.pool.holes

    async with store.look() as uow, uow.as_of(read_mark(str(mark))) as past:
        assert await rows(past) == then
    await other.close()
    await store.close()


async def test_whoever_took_a_number_first_and_began_to_write_last_is_of_after(
    postgresql_url, new_id, act
) -> None:
    """His transaction is the youngest that there is: no snapshot of PostgreSQL tells of it."""
    store = Store(postgresql_url, new_id=new_id)
    async with store.unit(act(E1)) as uow:
        await _begin(uow)
    first, late = AsyncExitStack(), AsyncExitStack()
    begun = await first.enter_async_context(store.unit(act(E1)))
    await begun.customers.add(customer(C2, full_name="乙", aliases=()))
    young = await late.enter_async_context(store.unit(act(E1)))
    await young.plans.add(plan("L1"))
    lower = await young.ledger.record("test", "plan", "L1")
    higher = await begun.ledger.record("test", "customer", C2)
    await first.aclose()
    mark, then = await seen(store)
    await late.aclose()

    assert lower.seq < higher.seq
    async with store.look() as uow, uow.as_of(mark) as past:
        assert await rows(past) == then
    await store.close()


async def test_a_number_behind_thousands_of_one_act_is_of_after(
    postgresql_url, new_id, act
) -> None:
    store = Store(postgresql_url, new_id=new_id)
    async with store.unit(act(E1)) as uow:
        await _begin(uow)
    late = AsyncExitStack()
    young = await late.enter_async_context(store.unit(act(E1)))
    await young.pool.add(pool_event())
    await young.ledger.record("test", "customer", C1)
    async with store.unit(act(E1)) as uow:
        await uow.pool.add_many([pool_event(PoolEventKind.ENTER)] * 1_200)
        await uow.ledger.record("pool_evaluate", "customers", "1200")
    mark, then = await seen(store)
    await late.aclose()

    async with store.look() as uow, uow.as_of(read_mark(str(mark))) as past:
        assert await rows(past) == then
    await store.close()


MANY = Mark(Seen(2_000, (1_001, 1_003, *range(1_100, 1_900))), Seen(9, tuple(range(1, 9))))
"""While somebody writes, after an import that was given up."""


def test_a_mark_after_an_import_that_was_given_up_is_short_enough_for_a_key() -> None:
    assert str(MANY) == "2000-999-997-900+799.9-8+7"


@pytest.mark.parametrize(
    "mark", [Mark(Seen(0), Seen(0)), Mark(Seen(12, (3, 11)), Seen(7, (5,))), MANY]
)
def test_a_mark_is_read_as_it_is_written(mark: Mark) -> None:
    assert read_mark(str(mark)) == mark


@pytest.mark.parametrize("words", ["", "1", "1.2.3", "a.b", "1-.2"])
def test_what_is_no_mark_is_told(words: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_mark(words)
