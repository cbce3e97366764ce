"""The one way out: a pooled HTTP client for each platform."""

from collections.abc import Awaitable, Mapping
from typing import Any

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
    return httpx.AsyncClient(
        base_url=base_url,
        transport=_HidingTransport(transport),
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


class _HidingTransport(httpx.AsyncBaseTransport):
    """Adds the hidden query to the address at the last moment; the way to the network is made at the first."""

    def __init__(self, inner: httpx.AsyncBaseTransport | None) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._inner is None:
            self._inner = _network()
        query = request.extensions.get(_HIDDEN)
        if query is None:
            return await self._inner.handle_async_request(request)
        complete = httpx.Request(
            request.method,
            request.url.copy_merge_params(query),
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )
        return await self._inner.handle_async_request(complete)

    async def aclose(self) -> None:
        if self._inner is not None:
            await self._inner.aclose()


def _network() -> httpx.AsyncBaseTransport:
    """Its library is large, and nothing is sent before a service is ready (decision 0037)."""
    from adapters.pool import Pool  # noqa: PLC0415

    return Pool()
