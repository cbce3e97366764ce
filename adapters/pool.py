"""The connections below an HTTP client: aiohttp's, for a quarter of what httpx's own cost a message."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import aiohttp
import httpx
from yarl import URL

from adapters.http import whole

CONNECTIONS = 100
KEPT = 30.0
"""Seconds a connection is kept without use."""
_PART = 64 << 10
_KINDS: tuple[tuple[type[BaseException], type[httpx.TransportError]], ...] = (
    (aiohttp.ConnectionTimeoutError, httpx.ConnectTimeout),
    (aiohttp.SocketTimeoutError, httpx.ReadTimeout),
    (TimeoutError, httpx.PoolTimeout),
    (aiohttp.ClientConnectorError, httpx.ConnectError),
    (aiohttp.ClientOSError, httpx.ReadError),
    (aiohttp.InvalidURL, httpx.UnsupportedProtocol),
    (aiohttp.ClientError, httpx.RemoteProtocolError),
)
"""What went wrong, the first that fits, and what a caller of httpx expects to be told."""


class Pool(httpx.AsyncBaseTransport):
    """Kept connections to any host, opened with the first request; no cookie is kept, no proxy asked."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request.

        Raises:
            httpx.TransportError: no whole head of a response came back in time.
        """
        body = await request.aread()
        limits = request.extensions.get("timeout", {})
        with _told():
            response = await self._opened().request(
                request.method,
                URL(whole(request), encoded=True),
                headers=[
                    (name, value) for name, value in request.headers.items() if name != _SLICED
                ],
                data=body or None,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(
                    total=None,
                    connect=limits.get("pool"),
                    sock_connect=limits.get("connect"),
                    sock_read=limits.get("read"),
                ),
            )
        return httpx.Response(
            response.status,
            headers=list(response.raw_headers),
            stream=_Stream(response),
            request=request,
        )

    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=CONNECTIONS, keepalive_timeout=KEPT, ssl=httpx.create_ssl_context()
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
            )
        return self._session


_SLICED = "transfer-encoding"
"""The body is sent whole, with its length."""


class _Stream(httpx.AsyncByteStream):
    """The body as it comes; what is not read closes its connection."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _told():
            async for part in self._response.content.iter_chunked(_PART):
                yield part

    async def aclose(self) -> None:
        self._response.release()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (aiohttp.ClientError, TimeoutError) as error:
        kind = next(told for seen, told in _KINDS if isinstance(error, seen))
        raise kind(str(error)) from error
