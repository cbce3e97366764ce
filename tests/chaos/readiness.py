"""A load balancer that asks who is ready, and sends nobody else anything: what it does not reach has failed."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import httpx

from tests.chaos.load import pause

LOOKS = 0.2
"""Seconds between two questions."""


class Following(httpx.AsyncBaseTransport):
    """Each request goes to the next of those that said they were ready, once."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = ports
        self._turns = itertools.count()
        self._way = httpx.AsyncHTTPTransport(retries=0)
        self.ready: set[int] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        while not (ready := [port for port in self._ports if port in self.ready]):
            await pause(LOOKS)
        request.url = request.url.copy_with(port=ready[next(self._turns) % len(ready)])
        return await self._way.handle_async_request(request)

    async def look(self) -> None:
        """Ask everybody, for ever."""
        async with httpx.AsyncClient(timeout=30) as http:
            while True:
                await asyncio.gather(*(self._ask(http, port) for port in self._ports))
                await pause(LOOKS)

    async def _ask(self, http: httpx.AsyncClient, port: int) -> None:
        try:
            answer = await http.get(f"http://127.0.0.1:{port}/health/ready")
        except httpx.TransportError:
            self.ready.discard(port)
        else:
            (self.ready.add if answer.status_code == 200 else self.ready.discard)(port)

    async def aclose(self) -> None:
        await self._way.aclose()


@asynccontextmanager
async def following(ports: Sequence[int]) -> AsyncIterator[httpx.AsyncClient]:
    """A client that reaches whoever is ready, each time over a new connection."""
    way = Following(ports)
    looking = asyncio.create_task(way.look())
    client = httpx.AsyncClient(
        transport=way, base_url="http://127.0.0.1", timeout=30, headers={"connection": "close"}
    )
    try:
        async with client:
            yield client
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking
