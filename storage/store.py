"""Everything that is kept, opened from one address."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from core.clock import NewId, Now, machine_now
from core.errors import Stale
from core.ledger.model import Act
from storage import sealing
from storage.backlog import Queues
from storage.database import Database
from storage.errands import Errands
from storage.inbox import Inbox
from storage.installation import Companies, Settings, Ticks
from storage.live_cards import Faces
from storage.outbox import Outbox
from storage.probes import Probe, no_probe
from storage.schema import is_current, upgrade
from storage.session import Session
from storage.shared import Shared, SqlShared
from storage.unit_of_work import SqlUnitOfWork, unit_of_work

T = TypeVar("T")
COMPANY = 1
"""The company of an installation; the tables could hold more."""

_DEADLOCK = "40P01"
"""PostgreSQL's word for it."""
REPEATS = timedelta(days=8)
"""How long a repeated event is known as one (product.md 9); a job comes no later either."""
WORDS = timedelta(days=3)
"""How long what somebody wrote lies in the inbox after it was worked on; then only its key does."""
TEXTS = timedelta(days=30)
"""How long what was sent can be read."""


class Store:
    """The database and the queues of one installation.

    Args:
        url: sqlite+aiosqlite:///file or postgresql+psycopg://…
        now: the machine's clock.
        redis_url: where processes share faster; empty: in the database.
    """

    def __init__(
        self,
        url: str,
        *,
        new_id: NewId,
        now: Now = machine_now,
        probe: Probe = no_probe,
        redis_url: str = "",
    ) -> None:
        self._url = url
        self.database = Database(url)
        self.new_id = new_id
        self.now = now
        self.inbox = Inbox(self.database, now, company=COMPANY, probe=probe)
        self.outbox = Outbox(self.database, now)
        self.errands = Errands(self.database, now)
        self.queues = Queues(self.database, now, company=COMPANY)
        self.faces = Faces(self.database)
        self.ticks = Ticks(self.database, now)
        self.settings = Settings(self.database, now)
        self.companies = Companies(self.database, now)
        self._in_sql = SqlShared(self.database, now, new_id)
        self.shared = _shared(redis_url, self._in_sql, new_id)

    async def migrate(self) -> None:
        """Bring the schema to the newest version."""
        await upgrade(self.database)

    async def recover(self) -> int:
        """Take up at once what a service that died had in hand; returns how many rows.

        Only on SQLite, where there is no second service; elsewhere the leases run out.
        """
        if not self.database.is_sqlite:
            return 0
        held = (self.inbox, self.outbox, self.errands, self._in_sql)
        return sum([await one.free() for one in held])

    async def tidy(self, product_now: datetime) -> None:
        """Delete what nobody asks for any more: old repeats, old texts, old ticks, old leases."""
        now = self.now()
        await self.inbox.forget(now - REPEATS, now - WORDS)
        await self.outbox.expire(product_now)
        await self.outbox.forget(now - TEXTS)
        await self.errands.forget(now - TEXTS)
        await self.ticks.forget(product_now - REPEATS)
        await self._in_sql.forget_old()

    async def is_current(self) -> bool:
        """Whether the schema is the newest."""
        return await is_current(self.database)

    @asynccontextmanager
    async def unit(self, act: Act, company: int = COMPANY) -> AsyncIterator[SqlUnitOfWork]:
        """One transaction on behalf of `act`.

        Raises:
            Stale: another one waited for it while it waited for that one.
        """
        try:
            async with unit_of_work(
                self.database, company, act, new_id=self.new_id, machine_now=self.now
            ) as uow:
                yield uow
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", "") == _DEADLOCK:
                raise Stale(kind="deadlock", key="") from error
            raise

    @asynccontextmanager
    async def look(self, company: int = COMPANY) -> AsyncIterator[SqlUnitOfWork]:
        """A transaction that only reads."""
        act = Act(id="", actor=None, channel="read", at=self.now())
        async with self.database.read() as connection:
            session = Session(connection, company, act)
            yield SqlUnitOfWork(session, self.database, new_id=self.new_id, machine_now=self.now)

    async def aside(self, work: Callable[[SqlUnitOfWork], Awaitable[T]]) -> T:
        """Long reading, in a thread with connections of its own: who waits for this loop does not wait for it.

        Nothing is collected meanwhile: to look through all that is being read stops every thread.
        """
        gc.disable()
        try:
            return await asyncio.to_thread(lambda: asyncio.run(self._alone(work)))
        finally:
            gc.enable()

    async def _alone(self, work: Callable[[SqlUnitOfWork], Awaitable[T]]) -> T:
        own = self.another()
        try:
            async with own.look() as uow:
                return await work(uow)
        finally:
            await own.close()

    def another(self, url: str = "") -> "Store":
        """A store with connections of its own, for another thread; on this database, or on `url`."""
        return Store(url or self._url, new_id=self.new_id, now=self.now)

    async def seal(self, act: Act, company: int = COMPANY) -> int:
        """Chain the ledger's newest events; returns how many."""
        async with self.database.write() as connection:
            return await sealing.seal(Session(connection, company, act))

    async def ledger_broken_at(self, act: Act, company: int = COMPANY) -> int | None:
        """The first event of the ledger that was tampered with; None: none."""
        async with self.database.read() as connection:
            return await sealing.first_broken(Session(connection, company, act))

    async def close(self) -> None:
        await self.inbox.close()
        await self.shared.close()
        await self.database.close()


def _shared(redis_url: str, in_sql: SqlShared, new_id: NewId) -> Shared:
    if not redis_url:
        return in_sql
    from storage.in_redis import EitherShared, RedisShared  # noqa: PLC0415 - loaded where it is used

    return EitherShared(RedisShared(redis_url, new_id), in_sql, new_id, time.monotonic)
