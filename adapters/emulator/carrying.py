"""Carries callbacks to the bot, new and repeated ones, and writes down what passed."""

import asyncio
from datetime import timedelta
from typing import Protocol

import httpx

from adapters.emulator.exchanges import Exchange, Exchanges, Headers
from adapters.emulator.failures import Failures

_BROKEN = "0"


class Sender(Protocol):
    """An emulated platform, of which what passed and what is to fail is kept."""

    @property
    def exchanges(self) -> Exchanges: ...

    @property
    def failures(self) -> Failures: ...


async def carry(
    client: httpx.AsyncClient,
    request: httpx.Request,
    sender: Sender,
    patience: timedelta,
    plain: str = "",
) -> httpx.Response:
    """Send a callback; 504 stands for no answer in time, 502 for no connection.

    Args:
        plain: what a sealed body says.
    """
    exchange = sender.exchanges.begin(
        "callback",
        request.method,
        request.url.raw_path.decode("ascii"),
        headers=headers_of(request),
        sent=request.content,
        plain=plain,
    )
    response = await _answer(client, request, sender.failures, patience)
    sender.exchanges.end(exchange, response.status_code, headers_of(response), response.content)
    return response


async def _answer(
    client: httpx.AsyncClient, request: httpx.Request, failures: Failures, patience: timedelta
) -> httpx.Response:
    try:
        async with asyncio.timeout(patience.total_seconds()):
            response = await client.send(request)
            if failures.delay:
                await asyncio.sleep(failures.delay)
    except TimeoutError:
        return httpx.Response(504)
    except httpx.HTTPError:
        return httpx.Response(502)
    return httpx.Response(502) if failures.is_cut() else response


async def replay(
    client: httpx.AsyncClient,
    exchange: Exchange,
    sender: Sender,
    patience: timedelta,
    *,
    forged: bool = False,
) -> int:
    """Carry a callback once more; returns its status."""
    request = again(client, exchange, forged=forged)
    return (await carry(client, request, sender, patience, exchange.plain)).status_code


def again(client: httpx.AsyncClient, exchange: Exchange, *, forged: bool = False) -> httpx.Request:
    """The request of `exchange` once more, byte for byte; `forged` breaks what proves its sender."""
    target, headers = exchange.target, exchange.headers
    if forged:
        target, headers = _forged_query(target), _forged_headers(headers)
    return client.build_request(
        exchange.method,
        target,
        content=exchange.sent,
        headers=[(name, value) for name, value in headers if name.lower() not in _REMADE],
    )


_REMADE = {"host", "content-length", "connection", "transfer-encoding"}


def headers_of(message: httpx.Request | httpx.Response) -> Headers:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in message.headers.raw
    )


def _forged_query(target: str) -> str:
    path, _, query = target.partition("?")
    pairs = [
        f"{name}={_broken(value)}"
        if name in ("msg_signature", "access_token")
        else f"{name}={value}"
        for name, _, value in (pair.partition("=") for pair in query.split("&") if pair)
    ]
    return f"{path}?{'&'.join(pairs)}" if pairs else path


def _forged_headers(headers: Headers) -> Headers:
    return tuple(
        (name, _broken(value))
        if name.lower() in ("x-lark-signature", "authorization")
        else (name, value)
        for name, value in headers
    )


def _broken(value: str) -> str:
    """Another value of the same length: its last character is changed."""
    return value[:-1] + (_BROKEN if value[-1:] != _BROKEN else "1")
