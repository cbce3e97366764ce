"""SQLite where one stands: short statements at once, long ones in the thread, nothing torn."""

import asyncio
from collections.abc import Coroutine
from contextlib import closing
from pathlib import Path
from sqlite3 import SQLITE_OK, connect
from threading import get_ident

import pytest
from sqlalchemy import text

from bot.ids import Ids
from storage.short_reads import Found
from storage.store import Store

_COUNTED = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 3000000)"
_LONG = f"{_COUNTED} SELECT max(n) FROM c"  # noqa: S608 - ours

_BESIDE = f"{_COUNTED} SELECT scratch.n, max(c.n) FROM scratch, c"  # noqa: S608 - ours

_ROWS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < :many) SELECT n FROM c"


@pytest.fixture
async def store(tmp_path: Path):
    made = Store(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}", new_id=Ids())
    await made.migrate()
    yield made
    await made.close()


async def test_a_long_read_holds_up_nobody(store: Store) -> None:
    async with store.database.read() as connection:
        reading = asyncio.create_task(connection.execute(text(_LONG)))
        for _ in range(10):
            await asyncio.sleep(0)
        others_went_on = not reading.done()
        (found,) = (await reading).one()
    assert others_went_on
    assert found == 3_000_000


async def test_a_long_read_sees_what_its_own_transaction_wrote(store: Store) -> None:
    async with store.database.write() as connection:
        await connection.exec_driver_sql("CREATE TABLE scratch (n INTEGER)")
        await connection.exec_driver_sql("INSERT INTO scratch VALUES (7)")
        query = text(_BESIDE)
        assert (await connection.execute(query)).one() == (7, 3_000_000)
    async with store.database.read() as connection:
        assert (await connection.exec_driver_sql("SELECT n FROM scratch")).scalar() == 7


async def test_what_is_short_stays_short_however_often_it_is_asked(store: Store) -> None:
    async with store.database.read() as connection:
        raw = await connection.get_raw_connection()
        link = raw.dbapi_connection
        asked = [_at_once(link.found(_ROWS, {"many": 100})) for _ in range(300)]
    assert {len(found[3]) for found in asked if found} == {100}
    assert None not in asked


def _at_once(asked: Coroutine[object, None, Found]) -> Found | None:
    """What is found without any waiting."""
    try:
        while asked.send(None) is None:
            pass
    except StopIteration as over:
        return over.value
    return None


async def test_who_has_the_file_to_himself_begins_to_write_without_waiting(store: Store) -> None:
    async with store.database.write() as connection:
        await connection.exec_driver_sql("CREATE TABLE scratch (n INTEGER)")
    async with store.database.write() as connection:
        link = (await connection.get_raw_connection()).dbapi_connection
        done = _at_once(link.found("INSERT INTO scratch VALUES (7)", ()))
        assert done is not None
    async with store.database.read() as connection:
        assert (await connection.exec_driver_sql("SELECT n FROM scratch")).scalar() == 7


async def test_who_waits_for_another_process_to_have_written_holds_up_nobody(
    store: Store, tmp_path: Path
) -> None:
    async with store.database.write() as connection:
        await connection.exec_driver_sql("CREATE TABLE scratch (n INTEGER)")
    await store.database.settled()

    said: list[tuple[bool, str]] = []
    loop = get_ident()

    async def writes() -> None:
        async with store.database.write() as connection:
            driver = (await connection.get_raw_connection()).driver_connection._conn
            driver.set_trace_callback(lambda words: said.append((get_ident() == loop, words)))
            await connection.exec_driver_sql("INSERT INTO scratch VALUES (2)")

    with closing(connect(tmp_path / "a.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        writing = asyncio.create_task(writes())
        for _ in range(20):
            await asyncio.sleep(0)
        others_went_on = not writing.done()
        other.execute("INSERT INTO scratch VALUES (1)")
        other.execute("COMMIT")
        await writing
    assert others_went_on
    assert said[:2] == [(True, "PRAGMA busy_timeout=0"), (True, "BEGIN IMMEDIATE")]
    assert said[2:4] == [(True, "PRAGMA busy_timeout=10000"), (False, "BEGIN IMMEDIATE")]
    async with store.database.read() as connection:
        found = await connection.exec_driver_sql("SELECT n FROM scratch ORDER BY n")
        assert found.scalars().all() == [1, 2]


async def test_what_was_broken_off_once_is_prepared_no_more_often_than_others(store: Store) -> None:
    prepared = 0

    def seen(*_: object) -> int:
        nonlocal prepared
        prepared += 1
        return SQLITE_OK

    async with store.database.read() as connection:
        link = (await connection.get_raw_connection()).dbapi_connection
        assert len((await link.found(_ROWS, {"many": 30_000}))[3]) == 30_000
        link.driver_connection._conn.set_authorizer(seen)
        await link.found(_ROWS, {"many": 10})
        once = prepared
        for _ in range(20):
            await link.found(_ROWS, {"many": 10})
        assert 0 < once == prepared


async def test_many_short_statements_let_the_others_come_on(store: Store) -> None:
    turns = 0

    async def waits() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    async with store.database.write() as connection:
        await connection.exec_driver_sql("CREATE TABLE scratch (n INTEGER)")
        other = asyncio.create_task(waits())
        for number in range(320):
            await connection.execute(text("INSERT INTO scratch VALUES (:n)"), {"n": number})
        spoken = turns
        raw = await connection.get_raw_connection()
        for _ in range(320):
            await raw.dbapi_connection.found("SELECT max(n) FROM scratch", ())
    other.cancel()
    assert spoken >= 9
    assert turns - spoken >= 9


async def test_what_was_refused_is_not_there_and_its_connection_goes_on(store: Store) -> None:
    async with store.database.write() as connection:
        await connection.exec_driver_sql("CREATE TABLE scratch (n INTEGER)")

    async def refused() -> None:
        async with store.database.write() as connection:
            await connection.exec_driver_sql("INSERT INTO scratch VALUES (1)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await refused()
    async with store.database.write() as connection:
        assert (await connection.exec_driver_sql("SELECT n FROM scratch")).all() == []
        await connection.exec_driver_sql("INSERT INTO scratch VALUES (2)")
    async with store.database.read() as connection:
        assert (await connection.exec_driver_sql("SELECT n FROM scratch")).scalars().all() == [2]


async def test_one_writes_at_a_time(store: Store) -> None:
    counted = "UPDATE scratch SET n = n + 1"
    async with store.database.write() as connection:
        await connection.exec_driver_sql("CREATE TABLE scratch (n INTEGER)")
        await connection.exec_driver_sql("INSERT INTO scratch VALUES (0)")

    async def add() -> None:
        async with store.database.write() as connection:
            (before,) = (await connection.exec_driver_sql("SELECT n FROM scratch")).one()
            await asyncio.sleep(0)
            await connection.exec_driver_sql(counted)
            (after,) = (await connection.exec_driver_sql("SELECT n FROM scratch")).one()
            assert after == before + 1

    await asyncio.gather(*(add() for _ in range(50)))
    async with store.database.read() as connection:
        assert (await connection.exec_driver_sql("SELECT n FROM scratch")).scalar() == 50
