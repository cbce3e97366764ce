"""A bot on an emulated WeCom: it keeps what it received and sends what it is told to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.chat import (
    Address,
    Callback,
    Card,
    CardHandle,
    Content,
    Delivered,
    Handshake,
    Ignored,
    Message,
    Platform,
    Press,
    Received,
    Refused,
)
from adapters.emulator.wecom import WeComEmulator
from adapters.http import new_client
from adapters.limits import Limiter
from adapters.wecom import WeCom, WeComApp
from adapters.wecom.client import WeComClient
from tests.adapters.feishu.bench import MONDAY, PNG, Clock, Drawer
from tests.adapters.shelf import Shelf

__all__ = ["APP", "MONDAY", "PNG", "TO", "ZHOU", "Bot", "bench"]

# The key's 43rd character carries spare bits, which a strict decoder refuses.
APP = WeComApp(
    corp_id="ww0000000000000001",
    agent_id=1000002,
    secret="s3cret",
    token="crmtoken2026",
    encoding_aes_key="0123456789abcdefghijklmnopqrstuvwxyzABCDEFG",
)
ZHOU = "ZhouMing"
TO = Address(Platform.WECOM, ZHOU)
HOME = "https://crm.example/"


class Bot:
    """Verifies and translates like the real one, and stores in a list.

    Args:
        status: what a callback that was stored is answered with.
    """

    def __init__(self, clock: Clock, *, home: str = HOME) -> None:
        self.clock = clock
        self.emulator = WeComEmulator(APP, self.reach(), now=clock)
        self.emulator.people[ZHOU] = "周明"
        self.http = new_client(
            "http://wecom.test", transport=httpx.ASGITransport(self.emulator.app)
        )
        self.shelf = Shelf(clock)
        self.client = WeComClient(
            self.http, self.shelf, corp_id=APP.corp_id, agent_id=APP.agent_id, secret=APP.secret
        )
        self.limiter = Limiter(lambda: clock().timestamp())
        self.platform = WeCom(APP, self.client, Drawer(), self.limiter, now=clock, home=home)
        self.received: list[Received] = []
        self.refused: list[str] = []
        self.status = 200
        self._numbers = 0

    def reach(self) -> httpx.AsyncClient:
        """A client that reaches the bot."""
        route = Route("/wecom/callback", self._callback, methods=["GET", "POST"])
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
        content, kind = self.platform.acknowledge()
        return Response(content, media_type=kind)

    async def send(self, content: Content, *, key: str = "", to: Address = TO) -> Delivered:
        """Render and deliver, to 周明 when nobody else is named."""
        self._numbers += 1
        body = self.platform.render(to, content, key=key or f"m{self._numbers}")
        return await self.platform.deliver(body)

    async def change(self, card: Card) -> Delivered:
        """Put `card` in the place of the one that was pressed last."""
        handle = self.presses()[-1].card
        assert isinstance(handle, CardHandle)
        self._numbers += 1
        body = self.platform.render_update(TO, card, handle, key=f"u{self._numbers}")
        return await self.platform.deliver(body)

    def messages(self) -> list[Message]:
        return [one for one in self.received if isinstance(one, Message)]

    def presses(self) -> list[Press]:
        return [one for one in self.received if isinstance(one, Press)]

    def texts(self) -> list[str]:
        """What 周明 reads, without the marks nobody sees."""
        return [
            "".join(one for one in bubble.text if one not in "\u200b\u200c\u200d\u2060")
            for bubble in self.emulator.received_by(ZHOU)
        ]

    def calls(self, path: str) -> int:
        """How often the interface was called."""
        return sum(one.path == f"/cgi-bin/{path}" for one in self.emulator.exchanges)


@asynccontextmanager
async def bench() -> AsyncIterator[Bot]:
    """A bot whose connections are given back."""
    bot = Bot(Clock())
    try:
        yield bot
    finally:
        await bot.http.aclose()
