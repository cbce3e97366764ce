"""A bot on an emulated Feishu: it keeps what it received and answers what it is told to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.chat import (
    Address,
    Callback,
    Content,
    Delivered,
    Handshake,
    Ignored,
    Message,
    Platform,
    Press,
    Received,
    Refused,
    Reply,
    Text,
)
from adapters.emulator.feishu import FeishuEmulator
from adapters.feishu import Feishu, FeishuApp
from adapters.feishu.client import FeishuClient
from adapters.http import new_client
from adapters.limits import Limiter
from tests.adapters.shelf import Shelf

APP = FeishuApp(
    app_id="cli_a1b2c3d4e5f60718",
    app_secret="s3cret",
    verification_token="vt-1",
    encrypt_key="crm-key",
)
ZHOU = "ou_zhou"
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


class Bot:
    """Verifies and translates like the real one, and stores in a list.

    Args:
        reply: what a press is answered with, at once.
    """

    def __init__(self, clock: Clock, app: FeishuApp = APP) -> None:
        self.clock = clock
        self.emulator = FeishuEmulator(app, self._reach(), now=clock)
        self.emulator.people[ZHOU] = "周明"
        self.emulator.add_group("oc_sales", [ZHOU])
        self.http = new_client(
            "http://feishu.test", transport=httpx.ASGITransport(self.emulator.app)
        )
        self.shelf = Shelf(clock)
        self.client = FeishuClient(
            self.http, self.shelf, app_id=app.app_id, app_secret=app.app_secret
        )
        self.platform = Feishu(
            app, self.client, Drawer(), Limiter(lambda: clock().timestamp()), now=clock
        )
        self.received: list[Received] = []
        self.refused: list[str] = []
        self.reply: Reply | None = None
        self.status = 200
        self._numbers = 0

    def _reach(self) -> httpx.AsyncClient:
        route = Route("/feishu/callback", self._callback, methods=["POST"])
        transport = httpx.ASGITransport(Starlette(routes=[route]))
        return httpx.AsyncClient(transport=transport, base_url="http://bot.test")

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
        body = (
            self.platform.answer(self.reply) if isinstance(received, Press) and self.reply else None
        )
        content, kind = self.platform.acknowledge(body)
        return Response(content, media_type=kind)

    async def send(self, content: Content, *, group: str = "", key: str = "") -> Delivered:
        """Render and deliver to 周明, or to a group."""
        self._numbers += 1
        to = Address(Platform.FEISHU, ZHOU, group)
        body = self.platform.render(to, content, key=key or f"m{self._numbers}")
        return await self.platform.deliver(body)

    async def echo(self) -> None:
        """Answer the newest message with its own words."""
        message = self.received[-1]
        assert isinstance(message, Message)
        await self.send(Text(f"你说：{message.text}"))

    def messages(self) -> list[Message]:
        return [one for one in self.received if isinstance(one, Message)]

    def presses(self) -> list[Press]:
        return [one for one in self.received if isinstance(one, Press)]


@asynccontextmanager
async def bench(app: FeishuApp = APP) -> AsyncIterator[Bot]:
    """A bot whose connections are given back."""
    bot = Bot(Clock(), app)
    try:
        yield bot
    finally:
        await bot.http.aclose()
