"""What processes share: values, locks and leases with a lifetime; in SQL, or in Redis while it is up.

Tokens, locks and leases may be lost at any moment; nothing that counts is kept here only.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, Protocol, TypeVar

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from core.clock import NewId, Now
from storage.database import Database
from storage.tables import shared

LOCK = timedelta(seconds=10)
_AGAIN = 0.02
_PATIENCE = 0.5
_PAUSE = 5.0
_PREFIX = "liaoke:"
_LEASE = """
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""
_GIVE_BACK = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""
T = TypeVar("T")


class Shared(Protocol):
    """`adapters.tokens.TokenStore`, and leases for what one process does at a time."""

    async def get(self, key: str) -> str | None: ...
    async def put(self, key: str, value: str, lifetime: timedelta) -> None: ...
    def hold(self, key: str) -> contextlib.AbstractAsyncContextManager[None]:
        """Hold the lock `key`; whoever dies with it loses it after ten seconds."""
        ...

    async def lease(self, name: str, holder: str, lifetime: timedelta) -> bool:
        """Take or prolong the lease `name`; False while somebody else has it."""
        ...

    async def give_back(self, name: str, holder: str) -> None: ...
    async def close(self) -> None: ...


class SqlShared:
    """In a table; times are the machine's."""

    def __init__(self, database: Database, machine_now: Now, new_id: NewId) -> None:
        self._database = database
        self._now = machine_now
        self._new_id = new_id

    async def get(self, key: str) -> str | None:
        async with self._database.read() as connection:
            query = select(shared.c.value).where(
                shared.c.name == key, shared.c.until > self._now(), shared.c.holder == ""
            )
            return (await connection.execute(query)).scalar()

    async def put(self, key: str, value: str, lifetime: timedelta) -> None:
        async with self._database.write() as connection:
            await connection.execute(delete(shared).where(shared.c.name == key))
            await connection.execute(
                insert(shared).values(
                    name=key, value=value, holder="", until=self._now() + lifetime
                )
            )

    @asynccontextmanager
    async def hold(
        self, key: str, lifetime: timedelta = timedelta(seconds=10)
    ) -> AsyncIterator[None]:
        """Hold the lock `key`; whoever dies with it loses it after `lifetime`."""
        holder = self._new_id()
        while not await self._take(f"lock:{key}", holder, lifetime):
            await asyncio.sleep(0.02)
        try:
            yield
        finally:
            await self.give_back(f"lock:{key}", holder)

    async def lease(self, name: str, holder: str, lifetime: timedelta) -> bool:
        """Take or prolong the lease `name`; False while somebody else has it."""
        async with self._database.write() as connection:
            done = await connection.execute(
                update(shared)
                .where(
                    shared.c.name == name,
                    (shared.c.holder == holder) | (shared.c.until <= self._now()),
                )
                .values(holder=holder, until=self._now() + lifetime)
            )
            if done.rowcount:
                return True
        return await self._take(name, holder, lifetime)

    async def give_back(self, name: str, holder: str) -> None:
        async with self._database.write() as connection:
            await connection.execute(
                delete(shared).where(shared.c.name == name, shared.c.holder == holder)
            )

    async def _take(self, name: str, holder: str, lifetime: timedelta) -> bool:
        now = self._now()
        async with self._database.write() as connection:
            await connection.execute(
                delete(shared).where(shared.c.name == name, shared.c.until <= now)
            )
            make: Any = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
            done = await connection.execute(
                make(shared)
                .values(name=name, value="", holder=holder, until=now + lifetime)
                .on_conflict_do_nothing()
            )
            return bool(done.rowcount)
