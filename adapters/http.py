"""The one way out: a pooled HTTP client for each platform."""

from collections.abc import Awaitable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import httpx

from adapters.chat import DeliveryError, Failure

USER_AGENT = "liaoke/1"
TIMEOUT = httpx.Timeout(10.0, connect=5.0, pool=5.0)
LARGEST = 20 << 20
"""Bytes of a file that is fetched: what a platform sends beyond them is left there."""
_HIDDEN = "liaoke.hidden_query"
_OF_THE_WAY = ("content-encoding", "content-length", "transfer-encoding")


def new_client(
    base_url: str, *, transport: httpx.AsyncBaseTransport | None = None
) -> httpx.AsyncClient:
    """Return a pooled client for `base_url`; the caller closes it.

    Redirects are not followed and proxies are not taken from the environment. Secrets that a
    platform wants in the query string go through `hidden`.

    Args:
        base_url: scheme, host and port; requests give paths.
        transport: what carries the requests; the network when None.
    """
    return _Client(
        base_url=base_url,
        transport=_Network() if transport is None else _Whole(transport),
        timeout=TIMEOUT,
        follow_redirects=False,
        headers={"User-Agent": USER_AGENT},
    )


def hidden(query: Mapping[str, str]) -> dict[str, object]:
    """Return the `extensions` of a request whose query holds secrets.

    They join the address below the client, so that neither its log, nor `request.url`, nor an
    exception ever shows them.

    >>> sorted(hidden({"access_token": "t"}))
    ['liaoke.hidden_query']
    """
    return {_HIDDEN: dict(query)}


def whole(request: httpx.Request) -> str:
    """The address of a request with what is `hidden` of it: for whoever carries it."""
    query = request.extensions.get(_HIDDEN)
    address = str(request.url)
    return f"{address}{'&' if request.url.query else '?'}{urlencode(query)}" if query else address


async def answered(request: Awaitable[httpx.Response]) -> httpx.Response:
    """The response of a request; what failed on the way is to be tried again.

    Raises:
        DeliveryError: nothing came back, or a server that has failed.
    """
    try:
        response = await request
    except httpx.TimeoutException:
        raise DeliveryError(Failure.RETRY, code="timeout") from None
    except httpx.HTTPError as error:
        raise DeliveryError(Failure.RETRY, code=type(error).__name__) from None
    if response.status_code >= 500:
        raise DeliveryError(Failure.RETRY, code=f"http-{response.status_code}")
    return response


async def fetched(
    http: httpx.AsyncClient,
    method: str,
    path: str,
    **request: Any,
) -> httpx.Response:
    """A file, read no further than one byte beyond `LARGEST`: by that byte it is known as too large.

    Args:
        request: what `httpx.AsyncClient.request` takes.

    Raises:
        httpx.HTTPError: as `request` does.
    """
    async with http.stream(method, path, **request) as response:
        content = bytearray()
        async for part in response.aiter_bytes():
            content += part[: LARGEST + 1 - len(content)]
            if len(content) > LARGEST:
                break
    headers = [one for one in response.headers.multi_items() if one[0] not in _OF_THE_WAY]
    return httpx.Response(response.status_code, headers=headers, content=bytes(content))


class _Client(httpx.AsyncClient):
    """One that puts an address together when it is asked for the first time."""

    def build_request(self, method: str, url: httpx.URL | str, **content: Any) -> httpx.Request:
        return super().build_request(method, _address(self.base_url, url), **content)


@lru_cache(256)
def _address(base: httpx.URL, path: httpx.URL | str) -> httpx.URL:
    url = httpx.URL(path)
    if base.is_relative_url or url.is_absolute_url:
        return url
    return base.copy_with(raw_path=base.raw_path + url.raw_path.lstrip(b"/"))


class _Network(httpx.AsyncBaseTransport):
    """The way to the network, made with the first request: its library is large, and nothing is sent before
    a service is ready (decision 0037)."""

    def __init__(self) -> None:
        self._way: httpx.AsyncBaseTransport | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._way is None:
            from adapters.pool import Pool  # noqa: PLC0415

            self._way = Pool()
        return await self._way.handle_async_request(request)

    async def aclose(self) -> None:
        if self._way is not None:
            await self._way.aclose()


class _Whole(httpx.AsyncBaseTransport):
    """A way that knows nothing of hidden queries is given the whole address."""

    def __init__(self, way: httpx.AsyncBaseTransport) -> None:
        self._way = way

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        complete = httpx.Request(
            request.method,
            whole(request),
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )
        return await self._way.handle_async_request(complete)

    async def aclose(self) -> None:
        await self._way.aclose()
