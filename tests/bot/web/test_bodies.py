"""A body comes over a socket as it likes: with its head, after it, in parts."""

import asyncio
from urllib.parse import urlsplit

import pytest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.web.bodies import whole_body
from tests.adapters.served import served

HEAD = b"POST / HTTP/1.1\r\nhost: bot.test\r\ncontent-length: 9\r\n"
ASKS = b"expect: 100-continue\r\n"


@pytest.mark.parametrize("head", [HEAD, HEAD + ASKS], ids=["told", "asked first"])
@pytest.mark.parametrize(
    ("along", "later"),
    [
        pytest.param(b"all of it", (), id="with it"),
        pytest.param(b"", (b"all of it",), id="after it"),
        pytest.param(b"all ", (b"of it",), id="half and half"),
        pytest.param(b"a", (b"ll o", b"f it"), id="bit by bit"),
    ],
)
async def test_it_is_read_whole_however_it_comes(
    head: bytes, along: bytes, later: tuple[bytes, ...]
) -> None:
    begun = asyncio.Event()

    async def echoes(scope: Scope, receive: Receive, send: Send) -> None:
        begun.set()
        await Response(await whole_body(receive))(scope, receive, send)

    async with served(echoes) as address, asyncio.timeout(30):
        there = urlsplit(address)
        reader, writer = await asyncio.open_connection(there.hostname, there.port)
        writer.write(head + b"\r\n" + along)
        await begun.wait()
        for part in later:
            for _ in range(20):
                await asyncio.sleep(0)
            writer.write(part)
            await writer.drain()
        said = await reader.readuntil(b"\r\n\r\n")
        if b" 100 " in said:
            said = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(9)
        writer.close()

    assert said.startswith(b"HTTP/1.1 200")
    assert body == b"all of it"
