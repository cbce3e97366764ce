"""SQLite's log is carried into the file beside those who write; nobody's commit waits for it."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection, connect

import pytest
from sqlalchemy import text

from storage.checkpoints import Checkpoints
from storage.database import Database

_MANY = 2 << 20
"""Bytes: five hundred pages, which are carried in one go."""


_MADE = "CREATE TABLE pages AS SELECT zeroblob(100000) AS page"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


@pytest.fixture
def writer(file: Path) -> Iterator[Connection]:
    """Whoever commits, and never carries."""
    with closing(connect(file, isolation_level=None)) as connection:
        for words in ("journal_mode=WAL", "wal_autocheckpoint=0"):
            connection.execute(f"PRAGMA {words}")
        connection.execute("CREATE TABLE pages (page BLOB)")
        _write(connection)
        yield connection


def _write(writer: Connection) -> None:
    writer.execute("INSERT INTO pages VALUES (zeroblob(?))", (_MANY,))


def _log(file: Path) -> int:
    """Bytes."""
    return file.with_name(f"{file.name}-wal").stat().st_size


async def test_a_log_that_is_carried_begins_anew(file: Path, writer: Connection) -> None:
    before, carrying = _log(file), Checkpoints(str(file), asyncio.Lock())
    carrying.stir()
    await carrying.over()
    _write(writer)

    assert _log(file) == before
    assert file.stat().st_size > _MANY  # noqa: ASYNC240


async def test_what_is_written_meanwhile_is_carried_while_writers_wait(
    file: Path, writer: Connection
) -> None:
    line = asyncio.Lock()
    carrying = Checkpoints(str(file), line)
    async with line:
        carrying.stir()
        async with asyncio.timeout(20):
            while file.stat().st_size < _MANY:  # noqa: ASYNC240
                await asyncio.wait({asyncio.ensure_future(asyncio.to_thread(_log, file))})
        _write(writer)
        assert carrying.runs
    grown = _log(file)
    await carrying.over()
    _write(writer)

    assert _log(file) == grown


async def test_whoever_holds_a_view_makes_nobody_wait(file: Path, writer: Connection) -> None:
    line = asyncio.Lock()
    carrying = Checkpoints(str(file), line)
    with closing(connect(file)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM pages").fetchone()
        _write(writer)
        async with line, asyncio.timeout(20):
            carrying.stir()
            await carrying.over()

    assert not carrying.runs
    assert _MANY < file.stat().st_size < 2 * _MANY  # noqa: ASYNC240


async def test_it_is_carried_once_in_a_while(file: Path, writer: Connection) -> None:
    carrying = Checkpoints(str(file), asyncio.Lock())
    carrying.stir()
    await carrying.over()
    carrying.stir()

    assert not carrying.runs


async def test_what_cannot_be_carried_is_left_for_the_next_time(tmp_path: Path) -> None:
    carrying = Checkpoints(str(tmp_path / "nowhere" / "a.db"), asyncio.Lock())
    carrying.stir()
    assert carrying.runs
    await carrying.over()
    assert not carrying.runs


@pytest.mark.parametrize("way", ["write", "carry"])
async def test_what_is_committed_comes_into_the_file(file: Path, way: str) -> None:
    database = Database(f"sqlite+aiosqlite:///{file}")
    if way == "write":
        async with database.write() as connection:
            await connection.execute(text(_MADE))
    else:
        await database.carry(lambda driver: driver.execute(_MADE))
    await database.settled()

    assert file.stat().st_size > 100_000  # noqa: ASYNC240
    await database.close()


async def test_a_commit_carries_nothing_itself(file: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{file}")
    async with database.write() as connection:
        await connection.execute(text("CREATE TABLE pages (page BLOB)"))
        await connection.execute(
            text("INSERT INTO pages VALUES (zeroblob(:size))"), {"size": 8 * _MANY}
        )
    carried = file.stat().st_size  # noqa: ASYNC240
    await database.settled()

    assert carried < _MANY < file.stat().st_size  # noqa: ASYNC240
    await database.close()
