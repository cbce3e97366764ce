"""One process on SQLite, what a few people say to it, and how it ends."""

import asyncio
import itertools
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic

import httpx
from starlette.types import Receive, Scope, Send

from adapters.chat import Platform
from bot.ids import Ids
from storage.store import Store
from tests.adapters.served import served
from tests.chaos.bot import Orders
from tests.chaos.fleet import PATIENCE, Post
from tests.chaos.load import until
from tests.chaos.phones import Phones
from tests.chaos.saying import found, sayings
from tests.chaos.scene import OVER
from tests.ports import free_port


@dataclass(frozen=True, slots=True)
class Words:
    """Any words."""

    person: int
    text: str
    id: str


@dataclass(slots=True)
class Single:
    """One process, and whoever writes to it.

    Args:
        gate: while it is closed, what is sent to the platform hangs.
    """

    post: Post
    store: Store
    phones: Phones
    http: httpx.AsyncClient
    gate: asyncio.Event
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(7_400_000_000))

    async def says(self, text: str, person: int = 0) -> bool:
        """Whether it was acknowledged."""
        return await self.phones.deliver(Words(person, text, str(next(self._ids))))

    async def ready(self) -> int:
        return (await self.http.get("/health/ready")).status_code

    async def is_(self, status: int) -> bool:
        return await self.ready() == status

    async def states(self) -> list[tuple[str, int]]:
        """State and tries of each event, oldest first."""
        rows = await self.store.inbox.listed(("new", "working", "done", "dead"))
        return [(row.state, row.attempts) for row in rows]

    async def counts(self, state: str, many: int) -> bool:
        return (await self.store.inbox.depth()).get(state, 0) == many

    async def at_work(self) -> None:
        """Wait until an event is in hand."""
        await until(lambda: self.counts("working", 1), PATIENCE)

    async def is_called(self) -> bool:
        return bool(self.phones.calls.sent)

    async def is_over(self) -> None:
        """Wait until all is worked on and sent."""
        await until(self._over, PATIENCE)

    async def ended(self, number: signal.Signals) -> tuple[int, float]:
        """Send a signal; how the process ended, and after how many seconds."""
        began = monotonic()
        self.post.send(number)
        status = await self.post.said()
        self.post.pid = 0
        return status, monotonic() - began

    async def _over(self) -> bool:
        came, went = await self.store.inbox.depth(), await self.store.outbox.depth()
        return bool(went) and not {*came, *went} - OVER


@asynccontextmanager
async def single(
    url: str, *, people: int = 1, module: str = "tests.chaos.poison", **also: float
) -> AsyncIterator[Single]:
    """A process that answers; killed at the end if it is still there."""
    store, port, gate = Store(url, new_id=Ids()), free_port(), asyncio.Event()
    gate.set()
    await found(store, sayings(people, 2))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
        phones = Phones(Platform.WECOM, http, people)

        async def gated(scope: Scope, receive: Receive, send: Send) -> None:
            async def passed(message):
                await gate.wait()
                await send(message)

            sends = scope.get("path", "").endswith("/message/send")
            await phones.calls(scope, receive, passed if sends else send)

        async with served(gated) as api:
            orders = Orders(platform=Platform.WECOM, database=url, api=api, port=port, **also)
            post = Post(orders, module)
            await post.open()
            await post.start()
            try:
                await until(lambda: post.answers(http), PATIENCE)
                yield Single(post, store, phones, http, gate)
            finally:
                gate.set()
                post.send(signal.SIGKILL)
                await post.close()
    await store.close()
