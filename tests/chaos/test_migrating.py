"""A schema is brought up to date whole or not at all, by one process at a time, beside older ones (R14)."""

import asyncio
import json
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.ids import Ids
from storage.store import Store
from tests.e2e.world import world
from tests.storage.test_schema import differences

POINTS = (1, 7, 40, 90)
"""Statements after which it is killed."""


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without a table."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/empty.db"
    url: str = request.getfixturevalue("postgresql_url")
    store = Store(url, new_id=Ids())
    async with store.database.write() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
        await connection.execute(text("GRANT USAGE ON SCHEMA public TO PUBLIC"))
    await store.close()
    return url


async def test_killed_in_its_midst_it_is_run_again_to_the_same_schema(empty: str) -> None:
    words = (sys.executable, "-m", "tests.chaos.nursery", "tests.chaos.migrating")
    nursery = await asyncio.create_subprocess_exec(*words, stdin=PIPE, stdout=PIPE)
    assert nursery.stdin
    assert nursery.stdout
    ends = []
    for statements in (*POINTS, 0):
        orders = {"database": empty, "statements": statements}
        nursery.stdin.write(json.dumps(orders).encode() + b"\n")
        await nursery.stdout.readline()
        ends.append(int(await nursery.stdout.readline()))
    nursery.stdin.close()
    await nursery.wait()

    store = Store(empty, new_id=Ids())
    async with store.database.read() as connection:
        missing = await connection.run_sync(differences)
    assert ends == [-signal.SIGKILL] * len(POINTS) + [0]
    assert await store.is_current()
    assert missing == []
    await store.close()


async def test_two_that_do_it_at_once_do_it_once(empty: str) -> None:
    both = [Store(empty, new_id=Ids()) for _ in range(2)]

    await asyncio.gather(*(store.migrate() for store in both))

    assert [await store.is_current() for store in both] == [True, True]
    for store in both:
        await store.close()


async def test_an_older_process_goes_on_beside_a_schema_that_grew(database_url: str) -> None:
    async with world(database_url) as now:
        async with now.store.database.write() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
            for table in ("inbox", "outbox", "customers"):
                await connection.execute(text(f"ALTER TABLE {table} ADD COLUMN grown TEXT"))

        await now.say("周明", "领海川")
        await now.store.migrate()

        assert "已认领" in now.seen("周明")
        assert all(one.well for one in await now.app.looks.readiness() if one.name == "schema")
