"""A bot on an emulated platform: it keeps what it received and answers what it is told to."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from adapters.chat import (
    Address,
    Callback,
    ChatPlatform,
    Content,
    Delivered,
    Handshake,
    Ignored,
    Message,
    Press,
    Received,
    Refused,
    Reply,
)
from adapters.http import new_client
from tests.adapters.shelf import Shelf

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


class Clock:
    """The platform's and the machine's time: it is set."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **amounts: float) -> None:
        self.now += timedelta(**amounts)


class Drawer:
    """Files by name."""

    def __init__(self) -> None:
        self.files = {"digest.png": PNG, "客户.xlsx": b"PK\x03\x04sheet", "empty": b""}

    async def read(self, file: str) -> bytes:
        return self.files[file]


class Bench:
    """Verifies and translates like the real bot, and stores in a list.

    Args:
        status: what a callback that was stored is answered with.
        reply: what a press is answered with, at once.
    """

    platform: ChatPlatform
    http: httpx.AsyncClient

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.shelf = Shelf(clock)
        self.received: list[Received] = []
        self.refused: list[str] = []
        self.status = 200
        self.reply: Reply | None = None
        self._numbers = 0

    def reach(self) -> httpx.AsyncClient:
        """A client that reaches the bot, whatever the path."""
        route = Route("/{path:path}", self._callback, methods=["GET", "POST"])
        transport = httpx.ASGITransport(Starlette(routes=[route]))
        return httpx.AsyncClient(transport=transport, base_url="http://bot.test")

    def connect(self, api: ASGIApp) -> httpx.AsyncClient:
        """The client the bot reaches the platform with."""
        self.http = new_client("http://platform.test", transport=httpx.ASGITransport(api))
        return self.http

    async def _callback(self, request: Request) -> Response:
        callback = Callback(
            method=request.method,
            query=dict(request.query_params),
            headers=dict(request.headers),
            body=await request.body(),
            received_at=self.clock(),
        )
        try:
            received = await self.platform.receive(callback)
        except Refused as refused:
            self.refused.append(refused.reason)
            return Response(status_code=403)
        if isinstance(received, Handshake):
            return Response(received.body, media_type=received.content_type)
        if self.status != 200:
            return Response(status_code=self.status)
        if not isinstance(received, Ignored):
            self.received.append(received)
        return self._acknowledged(received)

    def _acknowledged(self, received: Received) -> Response:
        is_answered = isinstance(received, Press) and self.reply is not None
        body = self.platform.answer(self.reply) if is_answered and self.reply else None
        content, kind = self.platform.acknowledge(body)
        return Response(content, media_type=kind)

    async def carry(self, to: Address, content: Content, key: str = "") -> Delivered:
        """Render and deliver."""
        body = self.platform.render(to, content, key=key or self.number("m"))
        return await self.platform.deliver(body)

    def number(self, letter: str) -> str:
        """A key that was not used before."""
        self._numbers += 1
        return f"{letter}{self._numbers}"

    def messages(self) -> list[Message]:
        return [one for one in self.received if isinstance(one, Message)]

    def presses(self) -> list[Press]:
        return [one for one in self.received if isinstance(one, Press)]


Bot = TypeVar("Bot", bound=Bench)


@asynccontextmanager
async def opened(bot: Bot) -> AsyncIterator[Bot]:
    """A bot whose connections are given back."""
    try:
        yield bot
    finally:
        await bot.http.aclose()


async def seconds_until(given_up: Awaitable[object], monkeypatch: pytest.MonkeyPatch) -> float:
    """How long somebody waits for what never comes, by a clock of the event loop that is turned."""
    loop = asyncio.get_running_loop()
    start, passed = loop.time(), 0.0
    monkeypatch.setattr(loop, "time", lambda: start + passed)
    waiting = asyncio.ensure_future(given_up)
    while True:
        for _ in range(50):
            await asyncio.sleep(0)
        if waiting.done():
            break
        passed += 0.5
    monkeypatch.undo()
    await asyncio.gather(waiting, return_exceptions=True)
    return passed


async def never(_: httpx.Request) -> None:
    """Nobody answers."""
    await asyncio.Event().wait()
