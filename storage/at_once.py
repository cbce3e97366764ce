"""SQLite as SQLAlchemy is given it: what is short is done at once, all else in one trip to a thread.

A trip to the connection's thread and back costs more than most of our statements (decision 0026).
So a read runs where it is asked for, and is begun anew in the thread once it has taken more steps
than a short one has; of the writes only those said to be short run so, in a transaction that has
the lock already, which it takes there when it is free. Whatever waits for a lock or for the disk waits in
the thread.
"""

from collections import deque
from collections.abc import Awaitable, Callable, Generator, Iterable
from sqlite3 import Connection, Error, OperationalError
from typing import Any, TypeVar

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
    SQLiteExecutionContext_aiosqlite,
)
from sqlalchemy.util.concurrency import await_

from storage.short_reads import Found, ShortReads, one

DRIVER = "sqlite+at_once"
SHORT = "liaoke_short"
"""An execution option: this write finds few rows, each by a key."""
WRITER = "BEGIN IMMEDIATE"
PATIENT, _IMPATIENT = "PRAGMA busy_timeout=10000", "PRAGMA busy_timeout=0"
"""How long the lock is waited for: 10 s in a thread, not at all in the loop's."""
_STRETCH = 32
"""Statements of a connection that are done one after the other before the others have a turn."""
_CHEAP = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK TO")
T = TypeVar("T")


class _Turn(Awaitable[None]):
    """SQLAlchemy wants each statement of an asynchronous driver to be waited for."""

    def __init__(self, *yields: None) -> None:
        self._yields = yields

    def __await__(self) -> Generator[None, None, None]:
        yield from self._yields


_NOTHING, _OTHERS = _Turn(), _Turn(None)


class _Trip:
    """One errand of the connection's thread."""

    __slots__ = ("is_over",)

    def __init__(self) -> None:
        self.is_over = False


class Link(AsyncAdapt_aiosqlite_connection):
    """A connection that knows whether it may be used where one stands."""

    __slots__ = ("_holds", "_short", "_stretch", "_trip", "_waits")

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self._holds, self._waits = False, False
        self._trip: _Trip | None = None
        self._stretch = 0
        self._short = ShortReads()

    @property
    def turn(self) -> Awaitable[None]:
        """What is waited for after a statement: now and then the others, who would stand still for a long job."""
        self._stretch = (self._stretch + 1) % _STRETCH
        return _NOTHING if self._stretch else _OTHERS

    async def found(self, statement: str, values: Any, *, is_short: bool = False) -> Found:
        """What a statement in SQLite's own words finds or changes."""
        found = self._at_once(statement, values, is_short=is_short)
        if found is None:
            return await self._errand(one, self._short.as_new(statement), values)
        await self.turn
        return found

    def run(self, statement: str, values: Any, *, is_short: bool) -> Found:
        """Carry out one of SQLAlchemy's."""
        found = self._at_once(statement, values, is_short=is_short)
        if found is None:
            return self.aside(one, self._short.as_new(statement), values)
        return found

    def begin(self, *, writes: bool) -> None:
        """Begin a transaction; one that writes begins with its first statement."""
        if writes:
            self._waits = True
        else:
            self.run("BEGIN", None, is_short=True)

    def aside(self, work: Callable[..., T], *given: Any) -> T:
        """Do `work` in the connection's thread."""
        return await_(self._errand(work, *given))

    async def whole(self, work: Callable[[Connection], T]) -> T:
        """A transaction of nothing but `work`, from its beginning to its end in one trip."""
        return await self._errand(_whole, work)

    def commit(self) -> None:
        self._ended(Connection.commit)

    def rollback(self) -> None:
        self._ended(Connection.rollback)

    @property
    def _driver(self) -> Connection:
        driver: Connection = self._connection._conn  # noqa: SLF001 - the driver under the driver
        return driver

    @property
    def _is_away(self) -> bool:
        """Whether its thread has something in hand."""
        return self._trip is not None and not self._trip.is_over

    def _begun(self) -> bool:
        """Begin the transaction that waits, unless somebody has the lock: that is waited for in the thread."""
        driver = self._driver
        driver.execute(_IMPATIENT)
        try:
            driver.execute(WRITER)
        except OperationalError:
            return False
        finally:
            driver.execute(PATIENT)
        self._waits, self._holds = False, True
        return True

    def _is_cheap(self, statement: str, *, is_short: bool) -> bool:
        if statement.startswith(_CHEAP):
            return True
        adds = statement.startswith("INSERT INTO") and "SELECT" not in statement
        return self._holds and (is_short or adds)

    def _at_once(self, statement: str, values: Any, *, is_short: bool) -> Found | None:
        if self._is_away or (self._waits and not self._begun()):
            return None
        found = self._short.glimpsed(self._driver, statement, values)
        if found is None and self._is_cheap(statement, is_short=is_short):
            found = one(self._driver, statement, values)
        return found

    async def _errand(self, work: Callable[..., T], *given: Any) -> T:
        begins, self._waits = self._waits, False
        self._trip = trip = _Trip()
        driver = self._driver

        def carried() -> T:
            try:
                if begins:
                    driver.execute(WRITER)
                return work(driver, *given)
            finally:
                trip.is_over = True

        self._holds = self._holds or begins
        done: T = await self._connection._execute(carried)  # noqa: SLF001 - its one way into the thread
        return done

    def _ended(self, end: Callable[[Connection], None]) -> None:
        """A transaction that has written nothing ends without the disk."""
        self._waits = False
        if not self._connection._connection:  # noqa: SLF001 - as SQLAlchemy's own asks
            return
        holds, self._holds = self._holds, False
        try:
            if not (holds or self._is_away):
                end(self._driver)
            else:
                self.aside(end)
        except (Error, ValueError) as error:
            self._handle_exception(error)


class Cursor(AsyncAdapt_aiosqlite_cursor):
    """One statement with all its rows."""

    __slots__ = ("_found", "is_short")

    _adapt_connection: Link

    def __init__(self, adapt_connection: Link) -> None:
        self._adapt_connection = adapt_connection
        self._rows = deque()
        self._found: Found = (None, -1, None, ())
        self.is_short = False

    @property
    def description(self) -> Any:
        return self._found[0]

    @property
    def rowcount(self) -> int:
        return self._found[1]

    @property
    def lastrowid(self) -> int:
        return self._found[2] or 0

    def execute(self, operation: Any, parameters: Any = None) -> None:
        self._keep(
            lambda: self._adapt_connection.run(operation, parameters, is_short=self.is_short)
        )

    def executemany(self, operation: Any, seq_of_parameters: Any) -> None:
        self._keep(lambda: self._adapt_connection.aside(_many, operation, seq_of_parameters))

    def close(self) -> None:
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        """Nothing is open any more."""

    def _keep(self, finds: Callable[[], Found]) -> None:
        try:
            self._found = finds()
        except (Error, ValueError) as error:
            self._adapt_connection._handle_exception(error)  # noqa: SLF001 - as its base class does
        self._rows = deque(self._found[3])
        await_(self._adapt_connection.turn)


Link._cursor_cls = Cursor  # type: ignore[assignment]  # noqa: SLF001 - declared there by its own kind


class _Driver(AsyncAdapt_aiosqlite_dbapi):
    """Connections that both the loop and their own thread use, one at a time."""

    def connect(self, *arg: Any, **kw: Any) -> Link:
        connection = self.aiosqlite.connect(*arg, **{**kw, "check_same_thread": False})
        connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy's own does
        return Link(self, await_(connection))


class _Context(SQLiteExecutionContext_aiosqlite):
    def pre_exec(self) -> None:
        super().pre_exec()  # type: ignore[no-untyped-call]  # SQLAlchemy has no type for it
        if isinstance(self.cursor, Cursor):
            self.cursor.is_short = SHORT in self.execution_options


class Dialect(SQLiteDialect_aiosqlite):
    """`sqlite+at_once`."""

    driver = "at_once"
    supports_statement_cache = True
    execution_ctx_cls = _Context

    @classmethod
    def import_dbapi(cls) -> AsyncAdapt_aiosqlite_dbapi:
        return _Driver(__import__("aiosqlite"), __import__("sqlite3"))


registry.register("sqlite.at_once", __name__, "Dialect")


def _whole(driver: Connection, work: Callable[[Connection], T]) -> T:
    driver.execute(WRITER)
    try:
        done = work(driver)
        driver.commit()
    except BaseException:
        driver.rollback()
        raise
    return done


def _many(driver: Connection, statement: str, every: Iterable[Any]) -> Found:
    cursor = driver.executemany(statement, every)
    found = None, cursor.rowcount, cursor.lastrowid, ()
    cursor.close()
    return found
