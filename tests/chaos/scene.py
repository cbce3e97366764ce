"""A whole scene: a company, its phones, processes of the bot on a database, and what became of it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from types import MappingProxyType

import httpx
from sqlalchemy import text

from adapters.chat import Platform
from bot.ids import Ids
from storage.store import Store
from tests.adapters.served import served
from tests.chaos.bot import Orders
from tests.chaos.fleet import PATIENCE, Arms, Fleet, Post, fleet
from tests.chaos.load import Load, balanced, until
from tests.chaos.phones import Phones
from tests.chaos.saying import Said, stars
from tests.chaos.tally import Tally, starred, tally
from tests.ports import free_port

ALONE = ("all",)
FOUR = ("web", "web", "worker", "worker")
Begins = Callable[[Store, int, int], Awaitable[Sequence[Sequence[Said]]]]
"""A store, how many people, and how many messages of each → what they say."""
Way = Callable[[Sequence[int]], AbstractAsyncContextManager[httpx.AsyncClient]]
"""Ports of web processes → a client that reaches them."""
OVER = {"done", "dead", "sent", "failed"}


@dataclass(slots=True)
class Scene:
    """What goes on at once."""

    store: Store
    told: Sequence[Sequence[Said]]
    phones: Phones
    load: Load
    fleet: Fleet

    async def drained(self) -> float:
        """Wait until all is worked on and sent; the seconds since the last process rose and the last was told."""
        await until(self.is_over, PATIENCE)
        return min(self.fleet.since_last_rise, self.load.since_last)

    async def is_whole(self) -> bool:
        """SQLite's own word on its file; PostgreSQL has none."""
        if not self.store.database.is_sqlite:
            return True
        async with self.store.database.read() as connection:
            return (await connection.execute(text("PRAGMA integrity_check"))).scalar() == "ok"

    async def tally(self) -> Tally:
        effects = await starred(self.store)
        return tally(self.told, self.load.acknowledged, effects, self.phones)

    async def is_over(self) -> bool:
        self.fleet.watched()
        came, went = await self.store.inbox.depth(), await self.store.outbox.depth()
        return not {*came, *went} - OVER


@asynccontextmanager
async def scene(
    platform: Platform,
    url: str,
    *,
    roles: Sequence[str] = ALONE,
    people: int = 100,
    each: int = 20,
    lease: float = 30.0,
    wide: int = 1,
    redis: str = "",
    module: str = "tests.chaos.bot",
    arms: dict[str, Arms] | None = None,
    deadly: tuple[str, str] = ("", ""),
    way: Way = balanced,
    begins: Begins = stars,
    also: Mapping[str, float] = MappingProxyType({}),
) -> AsyncIterator[Scene]:
    """A company whose `people` have `each` something to say, and the bot in `roles`.

    Args:
        wide: by how much the limits of the whole application are wider, ours and the platform's.
        arms: role → where its processes end themselves.
        begins: writes the company, and says what its people say.
        way: what stands before the web processes.
        also: what else their orders say.
    """
    store = Store(url, new_id=Ids())
    told = await begins(store, people, each)
    ports = [free_port() for _ in roles]
    webs = [port for port, role in zip(ports, roles, strict=True) if role != "worker"]
    async with way(webs) as callback:
        phones = Phones(platform, callback, people, wide)
        async with served(phones.calls) as api:
            posts = [
                Post(
                    Orders(
                        platform=platform,
                        database=_named(url, port),
                        api=api,
                        port=port,
                        role=role,
                        lease=lease,
                        wide=wide,
                        redis=redis,
                        deadly=deadly,
                        **also,
                    ),
                    module,
                    arms=(arms or {}).get(role, iter(())),
                )
                for port, role in zip(ports, roles, strict=True)
            ]
            async with fleet(posts) as made:
                yield Scene(store, told, phones, Load(phones, told), made)
    await store.close()


def _named(url: str, port: int) -> str:
    """The address as a process has it, whose sessions PostgreSQL calls by its post's name."""
    return f"{url}&application_name=bot{port}" if url.startswith("postgresql") else url
