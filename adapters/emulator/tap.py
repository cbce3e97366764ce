"""Stands before an emulated interface: writes down what passes, delays and cuts on purpose."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.emulator.exchanges import Exchanges, Headers
from adapters.emulator.failures import Failures


class Tap:
    """An ASGI application that is the other one, watched."""

    def __init__(self, inner: ASGIApp, exchanges: Exchanges, failures: Failures) -> None:
        self._inner = inner
        self._exchanges = exchanges
        self._failures = failures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        body = await _whole(receive)
        exchange = self._exchanges.begin(
            "api", scope["method"], _target(scope), headers=_headers(scope), sent=body, plain=""
        )
        if self._failures.delay:
            await asyncio.sleep(self._failures.delay)  # nobody sees on a phone what is on its way
        messages = await self._answered(scope, body)
        start, answer = messages[0], b"".join(one.get("body", b"") for one in messages[1:])
        if self._failures.is_cut():
            self._exchanges.end(exchange, 0, (), b"")
            await send({**start, "headers": [(b"content-length", b"1")]})
            return  # the server closes a connection whose answer is not complete
        self._exchanges.end(exchange, start["status"], _headers(start), answer)
        for message in messages:
            await send(message)

    async def _answered(self, scope: Scope, body: bytes) -> list[Message]:
        messages: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._inner(scope, receive, keep)
        return messages


async def _whole(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _target(scope: Scope) -> str:
    path = (scope.get("raw_path") or scope["path"].encode()).decode("ascii")
    query = scope["query_string"].decode("ascii")
    return f"{path}?{query}" if query else path


def _headers(of: Scope | Message) -> Headers:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in of.get("headers", ())
    )
