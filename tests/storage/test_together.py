"""Small writes that share a transaction: each has its own answer, all of them one commit."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ids import Ids
from storage.store import Store
from storage.together import Together


class Odd(Exception):
    """What the work has for an odd number."""


@pytest.fixture
async def store(tmp_path: Path):
    made = Store(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}", new_id=Ids())
    async with made.database.write() as connection:
        await connection.exec_driver_sql("CREATE TABLE scratch (n INTEGER, batch INTEGER)")
    yield made
    await made.close()


def halving(store: Store) -> Together[int, int]:
    batches = iter(range(1_000))

    async def work(connection: AsyncConnection, numbers: Sequence[int]) -> Sequence[int | Odd]:
        batch = next(batches)
        for number in numbers:
            put = "INSERT INTO scratch VALUES (?, ?)"
            await connection.exec_driver_sql(put, (number, batch))
        return [Odd() if number % 2 else number // 2 for number in numbers]

    return Together(store.database, work)


async def kept(store: Store) -> dict[int, int]:
    async with store.database.read() as connection:
        rows = await connection.exec_driver_sql("SELECT n, batch FROM scratch")
        return {row.n: row.batch for row in rows}


async def test_each_hears_of_his_own_and_all_are_committed(store: Store) -> None:
    together = halving(store)
    found = await asyncio.gather(*(together.do(n) for n in range(9)), return_exceptions=True)
    assert found[::2] == [0, 1, 2, 3, 4]
    assert all(isinstance(one, Odd) for one in found[1::2])
    assert sorted(await kept(store)) == list(range(9))


async def test_who_comes_meanwhile_shares_the_next_commit(store: Store) -> None:
    together = halving(store)
    await asyncio.gather(*(together.do(n) for n in range(0, 100, 2)))
    assert len(set((await kept(store)).values())) <= 2


async def test_what_the_transaction_failed_with_reaches_everybody(store: Store) -> None:
    together = halving(store)
    async with store.database.write() as connection:
        await connection.exec_driver_sql("DROP TABLE scratch")
    found = await asyncio.gather(*(together.do(n) for n in range(4)), return_exceptions=True)
    assert all(isinstance(one, OperationalError) for one in found)


async def test_who_has_given_up_does_not_hold_up_the_others(store: Store) -> None:
    together = halving(store)
    first, second = (asyncio.create_task(together.do(n)) for n in (2, 4))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == 2
