"""A file is fetched whole, and no further than the largest that is kept."""

import gzip
from collections.abc import AsyncIterator

import httpx

from adapters.http import LARGEST, fetched, new_client

PART = 1 << 20


class Endless(httpx.AsyncByteStream):
    """A file without an end, which counts what was asked of it."""

    def __init__(self) -> None:
        self.parts = 0
        self.is_closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.parts += 1
            yield bytes(PART)

    async def aclose(self) -> None:
        self.is_closed = True


class Far(httpx.AsyncBaseTransport):
    """A platform that answers everything alike."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response

    async def handle_async_request(self, _: httpx.Request) -> httpx.Response:
        return self._response


async def got(response: httpx.Response) -> httpx.Response:
    async with new_client("http://far.test", transport=Far(response)) as http:
        return await fetched(http, "GET", "/file")


async def test_a_file_without_end_is_left_one_byte_behind_the_largest() -> None:
    file = Endless()

    found = await got(httpx.Response(200, stream=file))

    assert len(found.content) == LARGEST + 1
    assert (file.parts, file.is_closed) == (LARGEST // PART + 1, True)


async def test_a_file_of_the_largest_size_comes_whole() -> None:
    found = await got(httpx.Response(200, content=b"x" * LARGEST))

    assert found.content == b"x" * LARGEST


async def test_what_was_packed_on_the_way_is_unpacked_once_with_its_headers() -> None:
    headers = {"content-encoding": "gzip", "content-disposition": "attachment"}

    found = await got(httpx.Response(201, headers=headers, content=gzip.compress(b"%PDF-1.7")))

    assert (found.status_code, found.content) == (201, b"%PDF-1.7")
    assert found.headers["content-disposition"] == "attachment"
