"""The way out on a real socket: what comes back, what is told of what went wrong, what is kept."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpx
import pytest

from adapters.http import LARGEST, fetched, hidden, new_client

_OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"


class Far:
    """A server of one kind of answer; what it was asked, and over how many connections."""

    def __init__(self, answer: bytes, *, closes: bool = False) -> None:
        self.heads: list[bytes] = []
        self.bodies: list[bytes] = []
        self.connections = 0
        self.writers: list[asyncio.StreamWriter] = []
        self._answer, self._closes = answer, closes

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.writers.append(writer)
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
                self.heads.append(head)
                self.bodies.append(await reader.readexactly(int(length or 0)))
                writer.write(self._answer)
                await writer.drain()
                if self._closes:
                    break
        writer.close()


@asynccontextmanager
async def reached(far: Far) -> AsyncIterator[httpx.AsyncClient]:
    server = await asyncio.start_server(far, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with new_client(f"http://localhost:{port}") as http:
        yield http
    server.close()
    for writer in far.writers:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def test_what_is_sent_arrives_as_it_is_with_the_secret_in_its_address_alone() -> None:
    far = Far(_OK)
    async with reached(far) as http:
        response = await http.post(
            "/a%2F%41?c=%E4%BD%A0",
            json={"text": "远帆"},
            extensions=hidden({"access_token": "t s"}),
        )
    assert response.json() == {}
    assert "access_token" not in str(response.request.url)
    assert far.heads[0].startswith(
        b"POST /a%2F%41?c=%E4%BD%A0&access_token=t%20s HTTP/1.1"
    ) or far.heads[0].startswith(b"POST /a%2F%41?c=%E4%BD%A0&access_token=t+s HTTP/1.1")
    assert far.bodies == ['{"text":"远帆"}'.encode()]


async def test_connections_are_kept_and_cookies_are_not() -> None:
    far = Far(b"HTTP/1.1 200 OK\r\nset-cookie: a=b\r\ncontent-length: 2\r\n\r\n{}")
    async with reached(far) as http:
        for _ in range(3):
            http.cookies.clear()
            await http.get("/")
    assert far.connections == 1
    assert not any(b"cookie" in head.lower() for head in far.heads)


async def test_a_closed_connection_is_not_used_again() -> None:
    far = Far(_OK, closes=True)
    async with reached(far) as http:
        for _ in range(3):
            await http.post("/", json={})
            await far.writers[-1].wait_closed()
            await asyncio.sleep(0)
    assert far.connections == 3


async def test_a_redirect_is_not_followed() -> None:
    far = Far(b"HTTP/1.1 302 Found\r\nlocation: /else\r\ncontent-length: 0\r\n\r\n")
    async with reached(far) as http:
        response = await http.get("/")
    assert response.status_code == 302
    assert len(far.heads) == 1


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"", httpx.RemoteProtocolError),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}", httpx.RemoteProtocolError),
        (b"nonsense\r\n\r\n", httpx.RemoteProtocolError),
    ],
    ids=["nothing", "half a body", "no http"],
)
async def test_what_is_no_whole_answer_is_told_as_that(
    answer: bytes, told: type[httpx.HTTPError]
) -> None:
    async with reached(Far(answer, closes=True)) as http:
        with pytest.raises(told):
            await http.get("/")


async def test_who_is_not_there_is_told_from_who_is_silent() -> None:
    async with new_client("http://127.0.0.1:9") as http:
        with pytest.raises(httpx.ConnectError):
            await http.get("/")
    async with reached(Far(b"HTTP/1.1 200 OK\r\n")) as http:
        with pytest.raises(httpx.ReadTimeout):
            await http.get("/", timeout=0.05)
    async with reached(Far(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}")) as http:
        with pytest.raises(httpx.ReadTimeout):
            await http.get("/", timeout=0.05)


async def test_of_a_file_no_more_is_read_than_is_wanted_and_its_connection_goes() -> None:
    more = LARGEST + (1 << 20)
    far = Far(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % more + bytes(more))
    async with reached(far) as http:
        response = await fetched(http, "GET", "/file")
        await asyncio.wait_for(http.get("/head", timeout=5), 5)
    assert len(response.content) == LARGEST + 1
    assert far.connections == 2
