"""Who dribbles a request's head, or never ends it, is let go; who asks is answered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.cli import guarded
from bot.cli.listening import listening
from bot.cli.server import configured

OK = PlainTextResponse("ok")
WHOLE = b"GET / HTTP/1.1\r\nhost: bot.test\r\n\r\n"


async def who_calls(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(scope["client"][0])(scope, receive, send)


@asynccontextmanager
async def service(
    app: ASGIApp = OK, *proxies: str
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection to a service as `liaoke serve` serves it."""
    socket = listening("127.0.0.1", 0)
    server = uvicorn.Server(configured(app, proxies))
    serving = asyncio.create_task(server.serve([socket]))
    reader, writer = await asyncio.open_connection(*socket.getsockname())
    try:
        yield reader, writer
    finally:
        writer.close()
        server.should_exit = True
        await serving


async def to_the_end(reader: asyncio.StreamReader) -> bytes:
    """All that comes until the other side closes."""
    async with asyncio.timeout(30):
        return await reader.read()


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        pytest.param((), b"", id="nothing"),
        pytest.param((b"GET / HT",), b"", id="a line without end"),
        pytest.param((WHOLE[:-2] + b"x-slow: 1",), b"", id="a field without end"),
        pytest.param((WHOLE, b"GET / HT"), b"HTTP/1.1 200 OK", id="a second request without end"),
    ],
)
async def test_H3_a_head_that_does_not_come_to_its_end_closes_the_connection(
    monkeypatch: pytest.MonkeyPatch, said: tuple[bytes, ...], heard: bytes
) -> None:
    monkeypatch.setattr(guarded, "PATIENCE", 0.2)
    async with service() as (reader, writer):
        before = b""
        for part in said:
            writer.write(part)
            before = await reader.readuntil(b"\r\n\r\nok") if part == WHOLE else before
        answer = before + await to_the_end(reader)

    assert answer.partition(b"\r\n")[0] == heard


@pytest.mark.parametrize(
    ("proxies", "caller"),
    [
        pytest.param((), b"127.0.0.1", id="nobody may say so"),
        pytest.param(("10.0.0.7",), b"127.0.0.1", id="others may"),
        pytest.param(("127.0.0.1",), b"203.0.113.9", id="he may"),
    ],
)
async def test_where_a_caller_is_says_only_a_proxy_that_is_named(
    proxies: tuple[str, ...], caller: bytes
) -> None:
    async with service(who_calls, *proxies) as (reader, writer):
        writer.write(WHOLE[:-2] + b"x-forwarded-for: 203.0.113.9\r\nconnection: close\r\n\r\n")
        head, _, said = (await to_the_end(reader)).partition(b"\r\n\r\n")

    assert said == caller
    assert b"server:" not in head.lower()


@pytest.mark.parametrize(
    "endless",
    [
        pytest.param(b"GET /" + b"a" * guarded.LARGEST, id="an address"),
        pytest.param(WHOLE[:-2] + b"x: " + b"a" * guarded.LARGEST, id="a field"),
        pytest.param(WHOLE[:-2] + b"x: y\r\n" * (guarded.LARGEST // 6), id="fields"),
    ],
)
async def test_H3_a_head_without_end_is_not_kept(endless: bytes) -> None:
    async with service() as (reader, writer):
        writer.write(endless)
        answer = await to_the_end(reader)

    assert answer.startswith(b"HTTP/1.1 431 ")


async def test_one_request_after_the_other_is_answered_on_one_connection() -> None:
    async with service() as (reader, writer):
        for part in (WHOLE[:9], WHOLE[9:], WHOLE):
            writer.write(part)
            await writer.drain()
        answers = [await reader.readuntil(b"\r\n\r\nok") for _ in range(2)]

    assert all(one.startswith(b"HTTP/1.1 200 OK") for one in answers)


def test_a_connection_is_kept_longer_than_a_proxy_keeps_its_own() -> None:
    """nginx keeps one to a server for 60 seconds (keepalive_timeout of its upstreams)."""
    assert configured(PlainTextResponse("ok"), ()).timeout_keep_alive > 60
