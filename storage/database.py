"""The connection to SQLite or PostgreSQL: transactions that write, transactions that read."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=10000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-16000",
)


class Database:
    """An engine and, on SQLite, the one writer at a time."""

    def __init__(self, url: str, *, pool: int = 10) -> None:
        parsed = make_url(url)
        self.url = parsed
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self._writer = asyncio.Lock()
        if self.is_sqlite:
            if parsed.database and parsed.database != ":memory:":
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            self.engine = create_async_engine(
                parsed, pool_size=4, max_overflow=8, hide_parameters=True
            )
            _sqlite(self.engine)
        else:
            self.engine = create_async_engine(
                parsed, pool_size=pool, max_overflow=pool, pool_pre_ping=True, hide_parameters=True
            )

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write; commits at the end."""
        if not self.is_sqlite:
            async with self.engine.begin() as connection:
                yield connection
            return
        async with self._writer, self.engine.connect() as connection:
            await connection.execution_options(liaoke_begin="BEGIN IMMEDIATE")
            async with connection.begin():
                yield connection

    @asynccontextmanager
    async def read(self, *, still: bool = False) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads: never waits for a writer.

        Args:
            still: every query of it sees the same moment, on PostgreSQL too.
        """
        async with self.engine.connect() as connection:
            if still and not self.is_sqlite:
                await connection.execution_options(isolation_level="REPEATABLE READ")
            async with connection.begin():
                yield connection

    async def check(self) -> None:
        """Ask the database for something.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: it does not answer.
        """
        async with self.read() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        await self.engine.dispose()


def _sqlite(engine: AsyncEngine) -> None:
    """Take transactions over from the driver, so that writers begin as writers."""

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Any) -> None:
        options = connection.get_execution_options()
        connection.exec_driver_sql(options.get("liaoke_begin", "BEGIN"))
