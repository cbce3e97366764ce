"""Values and locks that processes share in Redis while it is up, and in the database while it is not.

A Redis may be emptied at any moment: what must not be forgotten is not kept there (decision 0034).
"""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import TypeVar

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from core.clock import NewId
from storage import limits
from storage.shared import LOCK, Shared, held, lock_of

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
        lock, holder = lock_of(name), self._new_id()
        return held(lambda: self.lease(lock, holder, LOCK), lambda: self.give_back(lock, holder))

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
        lock, holder = lock_of(name), self._new_id()
        return held(
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
