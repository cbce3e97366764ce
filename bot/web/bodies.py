"""The body of a callback: whole, within bounds, in time."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta

from starlette.types import Message, Receive

LARGEST = 1 << 20
"""Bytes."""
ARRIVAL = timedelta(seconds=10)
"""How long it may take to come whole; the platforms' own give up before."""


class Unread(Exception):
    """A body that is too large, or does not come to its end."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def whole_body(receive: Receive) -> bytes:
    """The request's body.

    Raises:
        Unread: it is too large, or not whole in time.
    """
    first = _there(receive)
    if first and not first.get("more_body"):
        return await _parts(receive, first)
    try:
        async with asyncio.timeout(ARRIVAL.total_seconds()):
            return await _parts(receive, first)
    except TimeoutError:
        raise Unread(408) from None


def _there(receive: Receive) -> Message | None:
    """The first part of a body that is there already, as nearly every one is: no time is taken for it."""
    asked = receive()
    if not isinstance(asked, Coroutine):
        return None
    try:
        asked.send(None)
    except StopIteration as found:
        part: Message = found.value
        return part
    asked.close()
    return None


async def _parts(receive: Receive, first: Message | None) -> bytes:
    parts, size = [], 0
    while True:
        message, first = first or await receive(), None
        if message["type"] != "http.request":
            raise Unread(400)
        part = message.get("body", b"")
        size += len(part)
        if size > LARGEST:
            raise Unread(413)
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)
