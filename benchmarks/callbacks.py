"""WeCom callbacks: opened, and acknowledged with the inbox durable, beside wechatpy."""

import asyncio
import itertools
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import httpx
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Scope
from wechatpy.work.crypto import WeChatCrypto
from wechatpy.work.parser import parse_message

from adapters.chat import Callback
from adapters.limits import Limiter
from adapters.wecom.client import WeComClient
from adapters.wecom.platform import WeCom, WeComApp
from adapters.wecom.wire import Keys, encrypt, signature
from benchmarks.measure import Row, percentile, rate
from bot.metrics import Metrics
from bot.web.callbacks import Callbacks
from bot.work import Answers, Bell
from storage.store import Store

APP = WeComApp(
    corp_id="ww0000000000000001",
    agent_id=1000002,
    secret="secret",
    token="token",
    encoding_aes_key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
)
KEYS = Keys.of(APP.token, APP.encoding_aes_key, APP.corp_id)
PATH = "/wecom/callback"
MESSAGES = 6_000
AT_ONCE = 64
PER_SECOND = 500
PACED_SECONDS = 6


@dataclass(frozen=True, slots=True)
class Sealed:
    """A callback as it arrives."""

    query: dict[str, str]
    body: bytes


class _NoTokens:
    """A token store that is never asked."""

    async def get(self, name: str) -> str | None:
        raise LookupError(name)

    async def put(self, name: str, token: str, life: timedelta) -> None:
        raise LookupError(name, token, life)

    def hold(self, name: str) -> AbstractAsyncContextManager[None]:
        raise LookupError(name)


class _NoFiles:
    async def read(self, file: str) -> bytes:
        raise FileNotFoundError(file)


def sealed(numbers: Iterator[int], count: int) -> list[Sealed]:
    """Return `count` text messages of 200 people, signed and encrypted as WeCom does."""
    now = int(time.time())
    return [_sealed(number, now) for number in itertools.islice(numbers, count)]


def _sealed(number: int, now: int) -> Sealed:
    plain = (
        f"<xml><ToUserName><![CDATA[{APP.corp_id}]]></ToUserName>"
        f"<FromUserName><![CDATA[rep{number % 200}]]></FromUserName><CreateTime>{now}</CreateTime>"
        "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[上午去了远帆，见了王总，报价120万，下周三给方案]]>"
        f"</Content><MsgId>{number}</MsgId><AgentID>{APP.agent_id}</AgentID></xml>"
    )
    closed = encrypt(KEYS, plain.encode())
    stamp, nonce = str(now), str(number)
    query = {
        "msg_signature": signature(APP.token, stamp, nonce, closed),
        "timestamp": stamp,
        "nonce": nonce,
    }
    body = f"<xml><ToUserName>{APP.corp_id}</ToUserName><Encrypt>{closed}</Encrypt></xml>"
    return Sealed(query, body.encode())


def platform() -> WeCom:
    """Return the adapter; nothing is ever sent here, so no token is ever fetched."""
    wire = WeComClient(
        httpx.AsyncClient(),
        _NoTokens(),
        corp_id=APP.corp_id,
        agent_id=APP.agent_id,
        secret=APP.secret,
    )
    return WeCom(APP, wire, _NoFiles(), Limiter(time.monotonic), now=lambda: datetime.now(UTC))


def opening() -> list[Row]:
    """Verify, decrypt and parse one callback."""
    one = sealed(itertools.count(1), 1)[0]
    crypto = WeChatCrypto(APP.token, APP.encoding_aes_key, APP.corp_id)
    ours = platform()

    def open_ours() -> None:
        call = Callback(
            method="POST",
            query=one.query,
            headers={},
            body=one.body,
            received_at=datetime.now(UTC),
        )
        _finish(ours.receive(call))

    def open_theirs() -> None:
        query = one.query
        opened = crypto.decrypt_message(
            one.body, query["msg_signature"], query["timestamp"], query["nonce"]
        )
        parse_message(opened)

    name = "WeCom callback verified, decrypted, parsed"
    return [Row(name, rate(open_ours), "/s", rate(open_theirs), "wechatpy")]


def _finish(work: object) -> None:
    """Run a coroutine that never waits."""
    try:
        work.send(None)  # type: ignore[attr-defined]
    except StopIteration:
        return
    raise RuntimeError("it waited")


async def acknowledging() -> list[Row]:
    """Acknowledge callbacks, ours after the row is committed, theirs without storing anything."""
    numbers = itertools.count(1)
    with tempfile.TemporaryDirectory() as folder:
        ids = (f"i{number}" for number in itertools.count())
        store = Store(f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}", new_id=ids.__next__)
        await store.migrate()
        app = _ours(store, platform())
        ours = await _flooded(app, sealed(numbers, MESSAGES))
        waits = await _paced(app, sealed(numbers, PER_SECOND * PACED_SECONDS))
        await store.close()
    theirs = await _flooded(_theirs(), sealed(numbers, MESSAGES))
    return [
        Row(
            "callbacks acknowledged, inbox durable (the peer stores nothing)",
            ours,
            "/s",
            theirs,
            "wechatpy in FastAPI",
        ),
        Row(f"acknowledgement p50 at {PER_SECOND} messages/s", percentile(waits, 0.5), "ms"),
        Row(f"acknowledgement p99 at {PER_SECOND} messages/s", percentile(waits, 0.99), "ms"),
    ]


def _ours(store: Store, wecom: WeCom) -> ASGIApp:
    return Callbacks(
        FastAPI(),
        {PATH: wecom},
        store,
        answers=Answers(),
        incoming=Bell(),
        outgoing=Bell(),
        metrics=Metrics(),
        now=lambda: datetime.now(UTC),
    )


def _theirs() -> ASGIApp:
    app = FastAPI()
    crypto = WeChatCrypto(APP.token, APP.encoding_aes_key, APP.corp_id)

    @app.post(PATH)
    async def callback(request: Request) -> PlainTextResponse:
        query = request.query_params
        opened = crypto.decrypt_message(
            await request.body(), query["msg_signature"], query["timestamp"], query["nonce"]
        )
        parse_message(opened)
        return PlainTextResponse("")

    return app


async def _flooded(app: ASGIApp, calls: list[Sealed]) -> float:
    waiting = iter(calls)

    async def caller() -> None:
        for call in waiting:
            await _call(app, call)

    begun = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(caller())
    return len(calls) / (time.perf_counter() - begun)


async def _paced(app: ASGIApp, calls: list[Sealed]) -> list[float]:
    taken: list[float] = []

    async def timed(call: Sealed) -> None:
        begun = time.perf_counter()
        await _call(app, call)
        taken.append((time.perf_counter() - begun) * 1000)

    begun = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number, call in enumerate(calls):
            ahead = begun + number / PER_SECOND - time.perf_counter()
            await asyncio.sleep(max(0.0, ahead))
            group.create_task(timed(call))
    return sorted(taken)


async def _call(app: ASGIApp, call: Sealed) -> None:
    """Hand a request to an application without a socket.

    Raises:
        RuntimeError: it was not answered with 200.
    """
    status: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": call.body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            status.append(message["status"])

    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": PATH,
        "raw_path": PATH.encode(),
        "query_string": urlencode(call.query).encode(),
        "headers": [(b"content-type", b"text/xml")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "root_path": "",
    }
    await app(scope, receive, send)
    if status != [200]:
        raise RuntimeError(f"answered {status}")
