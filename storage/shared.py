"""What processes share for a while: values and locks, in Redis while it is up; leases and limits, in SQL.

A Redis may be emptied at any moment: what must not be forgotten is not kept there (decision 0034).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
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
_PATIENCE = 0.5
_PAUSE = 5.0
_KNOWN = timedelta(seconds=30)
"""How long a value is used before it is looked up again: a token is asked for by every message."""
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
async def _held(
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
        lock, holder = _lock(name), self._new_id()
        async with _held(
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


class RedisShared:
    """What may be forgotten, in Redis; times are the server's.

    Raises:
        redis.exceptions.RedisError: it does not answer within half a second.
    """

    def __init__(self, url: str, new_id: NewId) -> None:
        self._redis: Redis = Redis.from_url(
            url,
            decode_responses=True,
            socket_timeout=_PATIENCE,
            socket_connect_timeout=_PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )
        self._new_id = new_id

    async def get(self, name: str) -> str | None:
        found = await self._redis.get(_PREFIX + name)
        return found if isinstance(found, str) else None

    async def put(self, name: str, token: str, life: timedelta) -> None:
        await self._redis.set(_PREFIX + name, token, px=life)

    def hold(self, name: str) -> AbstractAsyncContextManager[None]:
        lock, holder = _lock(name), self._new_id()
        return _held(lambda: self.lease(lock, holder, LOCK), lambda: self.give_back(lock, holder))

    async def lease(self, name: str, holder: str, life: timedelta) -> bool:
        """Take or prolong the lease `name`; False while somebody else has it."""
        milliseconds = max(1, int(life / timedelta(milliseconds=1)))
        return bool(await self._redis.eval(_LEASE, 1, _PREFIX + name, holder, milliseconds))

    async def give_back(self, name: str, holder: str) -> None:
        await self._redis.eval(_GIVE_BACK, 1, _PREFIX + name, holder)

    async def ping(self) -> None:
        """Ask whether it is there."""
        await self._redis.ping()

    async def close(self) -> None:
        await self._redis.aclose()


class EitherShared:
    """Values and locks in Redis while it answers, else in SQL; leases and limits in SQL.

    After a failure Redis is left alone for a while, then one caller finds out whether it is back.

    Args:
        timer: seconds that only rise.
    """

    def __init__(
        self, first: RedisShared, second: Shared, new_id: NewId, timer: Callable[[], float]
    ) -> None:
        self._first = first
        self._second = second
        self._new_id = new_id
        self._timer = timer
        self._back_at: float | None = None

    async def get(self, name: str) -> str | None:
        return await self._do(lambda shared: shared.get(name))

    async def put(self, name: str, token: str, life: timedelta) -> None:
        await self._do(lambda shared: shared.put(name, token, life))

    def hold(self, name: str) -> AbstractAsyncContextManager[None]:
        """Hold the lock `name`: two may while Redis comes or goes, as when it dies with one."""
        lock, holder = _lock(name), self._new_id()
        return _held(
            lambda: self._do(lambda shared: shared.lease(lock, holder, LOCK)),
            lambda: self._do(lambda shared: shared.give_back(lock, holder)),
        )

    async def lease(self, name: str, holder: str, life: timedelta) -> bool:
        """Take or prolong the lease `name`; False while somebody else has it."""
        return await self._second.lease(name, holder, life)

    async def give_back(self, name: str, holder: str) -> None:
        await self._second.give_back(name, holder)

    async def take(self, wanted: limits.Wanted) -> float:
        """Take a slot under every key; else take none and return the seconds until there is one."""
        return await self._second.take(wanted)

    async def shut(self, key: str, life: timedelta) -> None:
        """Give nobody a slot under `key` for so long."""
        await self._second.shut(key, life)

    async def close(self) -> None:
        await self._first.close()
        await self._second.close()

    async def _do(self, ask: Callable[[Shared | RedisShared], Awaitable[T]]) -> T:
        if self._is_asked():
            try:
                found = await ask(self._first)
            except (RedisError, OSError):
                self._back_at = self._timer() + _PAUSE
            else:
                self._back_at = None
                return found
        return await ask(self._second)

    def _is_asked(self) -> bool:
        """Whether Redis is: after a failure not for a while, then by one caller until he has heard."""
        if self._back_at is None:
            return True
        now = self._timer()
        if now < self._back_at:
            return False
        self._back_at = now + _PAUSE
        return True


async def _until(taken: Callable[[], Awaitable[bool]]) -> None:
    while not await taken():  # noqa: ASYNC110 - another process holds it
        await asyncio.sleep(_AGAIN)


def _lock(name: str) -> str:
    return f"lock:{name}"
