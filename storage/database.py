"""The connection to SQLite or PostgreSQL: transactions that write, transactions that read."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from pathlib import Path
from sqlite3 import Connection, Error, OperationalError, connect
from typing import Any, TypeVar

from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.at_once import DRIVER, PATIENT, Link
from storage.checkpoints import Checkpoints

T = TypeVar("T")
_LOG, _INDEX = 64 << 20, 1 << 20
"""Bytes: what is left of the log that is written ahead when it begins anew; an index of it that has become large."""
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    PATIENT,
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-2000",
    f"PRAGMA journal_size_limit={_LOG}",
    "PRAGMA wal_autocheckpoint=0",
)
"""Each commit makes the caches of all connections void but the writer's: theirs are small. No part of the file
is mapped: it would weigh as often as there are connections."""
_ROOMY = "PRAGMA cache_size=-16000"
"""KiB, for whoever writes."""
_SETTINGS = (
    "SET jit = off",
    "SELECT set_config('idle_in_transaction_session_timeout', '30s', false)"
    " WHERE current_setting('idle_in_transaction_session_timeout') = '0'",
)
"""To compile a digest's query takes longer than to answer it. A process that stands still in the midst of
a transaction loses it, as it loses its leases: whoever waits for its locks goes on."""
_LINK = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "tcp_user_timeout": 10_000,
}
"""PostgreSQL on another machine that went without a word is given up in seconds, not in a quarter of an hour."""
_READERS = 6
"""Who reads at once on SQLite; each has a connection with a thread and a cache."""
_PATIENCE = 10
"""Seconds that others are waited for to write the file anew."""
_MOMENT = 0.5
"""Seconds that those who read now are waited for, and the others wait."""
_STILL = 2
"""Who reads one moment at once, on either database."""


class Database:
    """An engine and, on SQLite, one writer at a time, whose connection no reader takes.

    What is read at one moment, often in the midst of another transaction, has connections of its
    own: who holds one of the others while he waits for it would wait for himself.
    """

    def __init__(self, url: str, *, pool: int = 10) -> None:
        parsed = make_url(url)
        self.url = parsed
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self._line, self._writer = asyncio.Lock(), asyncio.Lock()
        self._turn = asyncio.Semaphore(_READERS)
        self._writers: list[AsyncConnection] = []
        self._readers: list[AsyncConnection] = []
        self._stills = asyncio.Semaphore(_STILL)
        self._left = 0
        file = parsed.database if self.is_sqlite and parsed.database != ":memory:" else None
        self._checkpoints = Checkpoints(file, self._writer)
        if file:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
        self.engine = self._engine(_READERS + 1) if self.is_sqlite else self._engine(pool, pool)
        self._still = self._engine(_STILL)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write; commits at the end."""
        if not self.is_sqlite:
            async with self.engine.begin() as connection:
                yield connection
            return
        async with (
            self._line,
            self._writer,
            self._lent(self._writers) as connection,
            connection.begin(),
        ):
            yield connection
        self._checkpoints.stir()

    async def carry(self, work: Callable[[Connection], T]) -> T:
        """`work` as a whole transaction of SQLite, in one trip to its thread.

        It waits for the one that writes now and for none of those in line.
        """
        async with self._writer, self._lent(self._writers) as connection:
            raw: Any = connection.sync_connection
            link: Link = raw.connection.dbapi_connection
            done = await link.whole(work)
        self._checkpoints.stir()
        return done

    async def settled(self) -> None:
        """Wait until what is being carried from SQLite's log into the file is there."""
        await self._checkpoints.over()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads: never waits for a writer."""
        if not self.is_sqlite:
            async with self.engine.begin() as connection:
                yield connection
            return
        await asyncio.sleep(0)  # who reads again and again lets the others come on
        async with self._turn, self._lent(self._readers) as connection, connection.begin():
            yield connection

    async def _linked(self, *, writes: bool) -> AsyncConnection:
        connection = await self.engine.connect()
        if writes:
            raw: Any = await connection.get_raw_connection()
            link: Link = raw.dbapi_connection
            await link.found(_ROOMY, ())
            await connection.execution_options(liaoke_writes=True)
        return connection

    @asynccontextmanager
    async def _lent(self, idle: list[AsyncConnection]) -> AsyncIterator[AsyncConnection]:
        """A connection of ours to SQLite: to ask the pool for one takes longer than most reads."""
        connection = idle.pop() if idle else await self._linked(writes=idle is self._writers)
        try:
            yield connection
        except asyncio.CancelledError:
            await asyncio.shield(connection.close())
            raise
        finally:
            if connection.invalidated:
                await connection.close()
            elif not connection.closed:
                idle.append(connection)

    @asynccontextmanager
    async def still(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads, every query of it at the same moment; also within another."""
        async with self._stills, self._still.connect() as connection:
            if not self.is_sqlite:
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

    async def compact(self) -> bool:
        """Write the file anew, without what deleted rows left lying in it; False while others are at work in it.

        Nothing to do on PostgreSQL, whose own cleaner goes through its pages.
        """
        if not self.is_sqlite:
            return True
        await self.settled()
        return await asyncio.to_thread(_compacted, str(self.url.database))

    async def renew(self) -> bool:
        """Let go of all connections to SQLite once somebody who held an old view for long is gone: the index
        of the log, which grew meanwhile, stays in memory as long as one of them is there.
        """
        if not self.is_sqlite or not self._is_swollen(max(_INDEX, self._left)):
            return False
        await self.settled()
        async with AsyncExitStack() as all_of_it:
            try:
                async with asyncio.timeout(_MOMENT):
                    for one in (self._line, self._writer, *self._everybody):
                        await all_of_it.enter_async_context(one)
            except TimeoutError:
                return False
            if self._checkpoints.runs:
                return False
            await self._let_go()
            self._left = _size(self._index)  # of another process: nothing is gained a second time
        return True

    @property
    def _everybody(self) -> Iterator[asyncio.Semaphore]:
        """The places of all who read."""
        yield from (self._turn for _ in range(_READERS))
        yield from (self._stills for _ in range(_STILL))

    def _is_swollen(self, large: int) -> bool:
        """Whether the log has begun anew and its index is as large as ever."""
        return _size(self._index) > large and _size(f"{self.url.database}-wal") <= _LOG

    @property
    def _index(self) -> str:
        return f"{self.url.database}-shm"

    async def _let_go(self) -> None:
        for idle in (self._writers, self._readers):
            while idle:
                await idle.pop().close()
        for engine in (self.engine, self._still):
            await engine.dispose()

    async def close(self) -> None:
        """End every connection, and let go of the statements: whoever still holds this holds little."""
        await self.settled()
        await self._let_go()
        for engine in (self.engine, self._still):
            engine.clear_compiled_cache()

    def _engine(self, size: int, overflow: int = 0) -> AsyncEngine:
        engine = create_async_engine(
            self.url.set(drivername=DRIVER) if self.is_sqlite else self.url,
            pool_size=size,
            max_overflow=overflow,
            pool_pre_ping=not self.is_sqlite,
            connect_args={} if self.is_sqlite else _LINK,
            hide_parameters=True,
        )
        (_sqlite if self.is_sqlite else _postgresql)(engine)
        return engine


def _size(path: str) -> int:
    """Bytes of a file; none where there is none."""
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _compacted(path: str) -> bool:
    with closing(connect(path, timeout=_PATIENCE, isolation_level=None)) as connection:
        try:
            connection.execute("VACUUM")
            (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except OperationalError:
            return False
        return not busy


def _postgresql(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _: object) -> None:
        cursor = connection.cursor()
        for setting in _SETTINGS:
            cursor.execute(setting)
        cursor.close()
        connection.commit()


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
        connection.connection.dbapi_connection.begin(writes="liaoke_writes" in options)

    @event.listens_for(engine.sync_engine, "invalidate")
    def left(connection: Any, *_: object) -> None:
        """Whoever is cancelled in a query keeps its cursor as long as his error is remembered, and
        SQLite ends a connection, and gives its lock back, when its last cursor goes."""
        with suppress(Error):
            connection.rollback()
