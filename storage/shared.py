"""What processes share for a while: values, locks, leases and limits, in the database."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from core.clock import NewId, Now
from storage import limits
from storage.database import Database
from storage.tables import shared
from storage.together import Together

LOCK = timedelta(seconds=10)
_AGAIN = 0.02
_KNOWN = timedelta(seconds=30)
"""How long a value is used before it is looked up again: a token is asked for by every message."""
T = TypeVar("T")


class Shared(Protocol):
    """`adapters.tokens.TokenStore`, `adapters.limits.Limits`, leases for what one does at a time."""

    async def get(self, name: str) -> str | None: ...
    async def put(self, name: str, token: str, life: timedelta) -> None: ...
    def hold(self, name: str) -> AbstractAsyncContextManager[None]:
        """Hold the lock `name`; whoever dies with it loses it after `LOCK`."""
        ...

    async def lease(self, name: str, holder: str, life: timedelta) -> bool:
        """Take or prolong the lease `name`; False while somebody else has it."""
        ...

    async def give_back(self, name: str, holder: str) -> None: ...
    async def take(self, wanted: limits.Wanted) -> float:
        """Take a slot under every key; else take none and return the seconds until there is one."""
        ...

    async def shut(self, key: str, life: timedelta) -> None:
        """Give nobody a slot under `key` for so long."""
        ...

    async def close(self) -> None: ...


@asynccontextmanager
async def held(
    taken: Callable[[], Awaitable[bool]], given_back: Callable[[], Awaitable[None]]
) -> AsyncIterator[None]:
    """A lock is a lease that one waits for."""
    await _until(taken)
    try:
        yield
    finally:
        await given_back()


class SqlShared:
    """In a table; times are the machine's."""

    def __init__(self, database: Database, machine_now: Now, new_id: NewId) -> None:
        self._database = database
        self._now = machine_now
        self._new_id = new_id
        self._known: dict[str, tuple[str, datetime]] = {}
        self._slots: Together[limits.Wanted, float] = Together(
            database, lambda connection, every: limits.take(connection, every, machine_now())
        )

    async def get(self, name: str) -> str | None:
        now = self._now()
        if name in self._known and now < self._known[name][1]:
            return self._known[name][0]
        async with self._database.read() as connection:
            query = select(shared.c.value, shared.c.until).where(
                shared.c.name == name, shared.c.until > now, shared.c.holder == ""
            )
            row = (await connection.execute(query)).first()
        if row is None:
            return None
        self._known[name] = row.value, min(row.until, now + _KNOWN)
        return str(row.value)

    async def put(self, name: str, token: str, life: timedelta) -> None:
        self._known.pop(name, None)
        kept = {"value": token, "holder": "", "until": self._now() + life}
        async with self._database.write() as connection:
            make: Any = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
            await connection.execute(
                make(shared)
                .values(name=name, **kept)
                .on_conflict_do_update(index_elements=["name"], set_=kept)
            )

    @asynccontextmanager
    async def hold(self, name: str) -> AsyncIterator[None]:
        lock, holder = lock_of(name), self._new_id()
        async with held(
            lambda: self.lease(lock, holder, LOCK), lambda: self.give_back(lock, holder)
        ):
            self._known.clear()  # another may have put a newer value while he held it
            yield

    async def lease(self, name: str, holder: str, life: timedelta) -> bool:
        """Take or prolong the lease `name`; False while somebody else has it."""
        now = self._now()
        kept = {"value": "", "holder": holder, "until": now + life}
        async with self._database.write() as connection:
            make: Any = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
            done = await connection.execute(
                make(shared)
                .values(name=name, **kept)
                .on_conflict_do_update(
                    index_elements=["name"],
                    set_=kept,
                    where=(shared.c.holder == holder) | (shared.c.until <= now),
                )
                .returning(shared.c.name)
            )
            return done.first() is not None

    async def give_back(self, name: str, holder: str) -> None:
        async with self._database.write() as connection:
            await connection.execute(
                delete(shared).where(shared.c.name == name, shared.c.holder == holder)
            )

    async def free(self) -> int:
        """End every lease and lock: whoever had one is not there any more."""
        async with self._database.write() as connection:
            return (await connection.execute(delete(shared).where(shared.c.holder != ""))).rowcount

    async def take(self, wanted: limits.Wanted) -> float:
        """Take a slot under every key; else take none and return the seconds until there is one."""
        return await self._slots.do(wanted)

    async def shut(self, key: str, life: timedelta) -> None:
        """Give nobody a slot under `key` for so long."""
        async with self._database.write() as connection:
            await limits.shut(connection, key, self._now() + life)

    async def forget_old(self) -> int:
        """Delete what has ended."""
        async with self._database.write() as connection:
            done = await connection.execute(delete(shared).where(shared.c.until <= self._now()))
            return done.rowcount

    async def close(self) -> None:
        """Nothing of its own is open."""


async def _until(taken: Callable[[], Awaitable[bool]]) -> None:
    while not await taken():  # noqa: ASYNC110 - another process holds it
        await asyncio.sleep(_AGAIN)


def lock_of(name: str) -> str:
    return f"lock:{name}"
