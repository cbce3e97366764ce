"""Whoever is cancelled in the midst of his transaction leaves nothing of it behind, no lock either."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.database import Database

MANY = 20_000


async def test_another_may_write_while_what_was_cancelled_is_still_remembered(
    tmp_path: Path,
) -> None:
    """Its error holds the cursor of its query, and SQLite ends no connection whose cursor is held."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'liaoke.db'}")
    remembered: list[BaseException] = []
    at_work, loop = asyncio.Event(), asyncio.get_running_loop()

    async def writes() -> None:
        async with database.write() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            is_begun = lambda: loop.call_soon_threadsafe(at_work.set) and None  # noqa: E731
            await driver.create_function("is_begun", 0, is_begun)
            try:
                many = text("INSERT INTO told SELECT coalesce(is_begun(), :what)")
                await connection.execute(many, [{"what": one} for one in range(MANY)])
            except asyncio.CancelledError as error:
                remembered.append(error)
                raise

    async with database.write() as connection:
        await connection.execute(text("CREATE TABLE told (what)"))
    working = asyncio.create_task(writes())
    await at_work.wait()
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    async with database.write() as connection:
        await connection.execute(text("INSERT INTO told VALUES ('after')"))

    async with database.read() as connection:
        told = (await connection.execute(text("SELECT what FROM told"))).scalars().all()
    await database.close()
    assert (told, len(remembered)) == (["after"], 1)
