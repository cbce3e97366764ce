"""How transactions behave: one writer, readers that never wait, nothing lost when cancelled."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection

import pytest
from sqlalchemy import text

from core.errors import Stale
from storage.database import Database
from storage.store import Store
from tests.contracts.given import ALL, C1, customer, kept


async def test_of_two_that_save_the_same_one_is_told(store, act) -> None:
    await kept(store, act, customer())

    async def save(city: str) -> str:
        async with store.unit(act()) as uow:
            await uow.customers.save(customer(city=city))
            await uow.ledger.record("edit_customer", "customer", C1)
        return city

    told = await asyncio.gather(*(save(city) for city in "一二三四"), return_exceptions=True)
    (winner,) = [one for one in told if isinstance(one, str)]
    assert [type(one) for one in told if one != winner] == [Stale] * 3
    async with store.look() as uow:
        assert (await uow.customers.get(C1, ALL)).city == winner


async def test_events_written_at_once_have_numbers_of_their_own(store, act) -> None:
    async def write(number: int) -> int:
        async with store.unit(act()) as uow:
            return (await uow.ledger.record("note", "", str(number))).seq

    seqs = await asyncio.gather(*(write(number) for number in range(20)))
    assert len(set(seqs)) == 20
    assert sum([await store.seal(act()), await store.seal(act())]) == 20
    assert await store.ledger_broken_at(act()) is None


async def test_sealers_at_once_make_one_chain(store, act) -> None:
    await kept(store, act, customer())
    async with store.unit(act()) as uow:
        for number in range(30):
            await uow.ledger.record("note", "", str(number))
    assert sum(await asyncio.gather(*(store.seal(act()) for _ in range(4)))) == 31
    assert await store.ledger_broken_at(act()) is None


async def test_a_reader_does_not_wait_for_a_writer(store, act) -> None:
    await kept(store, act, customer())
    async with store.unit(act()) as writing:
        await writing.customers.save(customer(city="无锡"))
        async with asyncio.timeout(5), store.look() as reading:
            assert (await reading.customers.get(C1, ALL)).city == "苏州"
        await writing.ledger.record("edit_customer", "customer", C1)


async def test_a_writer_that_is_cancelled_leaves_the_database_usable(store, act) -> None:
    began = asyncio.Event()

    async def hang() -> None:
        async with store.unit(act()) as uow:
            await uow.customers.add(customer())
            began.set()
            await asyncio.Event().wait()

    hanging = asyncio.create_task(hang())
    await began.wait()
    hanging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hanging
    async with asyncio.timeout(5):
        await kept(store, act, customer())
    async with store.look() as uow:
        assert await uow.customers.find(C1) == customer()


@pytest.fixture
async def two(sqlite_url, new_id, machine) -> AsyncIterator[tuple[Store, Store]]:
    """A service and a command beside it, on one file."""
    stores = (
        Store(sqlite_url, new_id=new_id, now=machine),
        Store(sqlite_url, new_id=new_id, now=machine),
    )
    yield stores
    for store in stores:
        await store.close()


async def test_a_command_writes_beside_the_service(two, act) -> None:
    async def write(store: Store, number: int) -> None:
        async with store.unit(act()) as uow:
            await uow.ledger.record("note", "", str(number))

    await asyncio.gather(*(write(two[number % 2], number) for number in range(20)))
    assert await two[0].seal(act()) == 20


async def test_what_is_committed_is_on_the_disk(two) -> None:
    async with two[0].database.read() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys")
        said = [(await connection.execute(text(f"PRAGMA {name}"))).scalar_one() for name in names]
    assert said == ["wal", 2, 1]


async def test_who_writes_keeps_more_of_the_file_than_who_reads(two) -> None:
    async with two[0].database.write() as connection:
        roomy = (await connection.execute(text("PRAGMA cache_size"))).scalar_one()
    async with two[0].database.read() as connection:
        small = (await connection.execute(text("PRAGMA cache_size"))).scalar_one()
    async with two[0].database.still() as connection:
        still = (await connection.execute(text("PRAGMA cache_size"))).scalar_one()

    assert (roomy, small, still) == (-16_000, -2_000, -2_000)


@pytest.mark.parametrize(("options", "kept"), [("", "30s"), ("&options=-c%20{}%3D5s", "5s")])
async def test_who_stands_still_in_a_transaction_loses_it(
    postgresql_url: str, options: str, kept: str
) -> None:
    setting = "idle_in_transaction_session_timeout"
    database = Database(postgresql_url + options.format(setting))
    async with database.read() as connection:
        assert (await connection.execute(text(f"SHOW {setting}"))).scalar() == kept
    await database.close()


async def test_the_log_that_grew_while_somebody_read_is_cut_when_he_lets_go(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.checkpoints._PAUSE", 0)
    database, file = Database(sqlite_url), Path(sqlite_url.partition(":///")[2])
    log, limit = file.with_name(f"{file.name}-wal"), 64 << 20

    async def write(size: int) -> None:
        async with database.write() as connection:
            await connection.execute(text("CREATE TABLE IF NOT EXISTS pages (page BLOB)"))
            await connection.execute(
                text("INSERT INTO pages VALUES (zeroblob(:size))"), {"size": size}
            )

    await write(1)
    with closing(sqlite3.connect(file)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM pages").fetchone()
        await write(limit)
        assert log.stat().st_size > limit
    for _ in range(2):
        await write(1)
        await database.settled()
    assert log.stat().st_size <= limit
    await database.close()


_LARGE = 64 << 10


@pytest.fixture
async def swollen(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Database, Path]]:
    """A database whose log was long, and its index with it; the index."""
    monkeypatch.setattr("storage.database._INDEX", _LARGE)
    database = Database(sqlite_url)
    async with database.write() as connection:
        await connection.execute(text("CREATE TABLE pages (page BLOB)"))
        await connection.execute(text("INSERT INTO pages VALUES (zeroblob(40000000))"))
    yield database, Path(f"{sqlite_url.partition(':///')[2]}-shm")
    await database.close()


async def test_the_index_of_a_long_log_goes_with_the_connections_and_nothing_else(swollen) -> None:
    database, index = swollen
    assert index.stat().st_size > _LARGE

    assert await database.renew()

    async with database.read() as connection:
        found = await connection.execute(text("SELECT sum(length(page)) FROM pages"))
        assert found.scalar_one() == 40_000_000
    assert index.stat().st_size <= _LARGE
    assert not await database.renew()


async def test_whoever_reads_keeps_his_connection(swollen) -> None:
    database, _ = swollen
    async with database.read() as connection:
        assert not await database.renew()
        found = await connection.execute(text("SELECT count(*) FROM pages"))
        assert found.scalar_one() == 1
    assert await database.renew()


async def test_an_index_that_another_process_holds_is_let_go_of_once(swollen) -> None:
    database, index = swollen
    with closing(sqlite3.connect(index.with_name(index.name.removesuffix("-shm")))) as other:
        other.execute("SELECT count(*) FROM pages").fetchone()
        assert await database.renew()
        assert index.stat().st_size > _LARGE
        assert not await database.renew()


async def test_what_is_carried_is_whole_or_not_at_all(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}")

    def torn(driver: Connection) -> None:
        driver.execute("INSERT INTO scratch VALUES (1)")
        raise OSError("in the midst")

    await database.carry(lambda driver: driver.execute("CREATE TABLE scratch (n INTEGER)"))
    with pytest.raises(OSError, match="in the midst"):
        await database.carry(torn)
    await database.carry(lambda driver: driver.execute("INSERT INTO scratch VALUES (2)"))
    async with database.read() as connection:
        found = (await connection.exec_driver_sql("SELECT n FROM scratch")).scalars().all()
    await database.close()
    assert found == [2]
