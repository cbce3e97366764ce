"""How a frame of the long connection gets to a web process, and its answer back in time."""

import asyncio
import base64
import json
from datetime import timedelta

import httpx
import structlog

from adapters.feishu.pushed import PATH

PATIENCE = timedelta(seconds=2.8)
"""The platform waits 3 s for an acknowledgement [D 4]."""
_AGAIN = 0.2
_ANSWERED = frozenset({"card.action.trigger", "url.preview.get"})
_log = structlog.get_logger()


async def tell(http: httpx.AsyncClient, payload: bytes, patience: timedelta = PATIENCE) -> bytes:
    """Hand an event to a web process; returns the acknowledgement that is due.

    A web process that is away or cannot store is asked again while there is time: presses are
    never told twice by the platform. What is not stored then is code 500: told again later.

    Args:
        http: reaches the web process and carries the gateway's proof.
    """
    try:
        async with asyncio.timeout(patience.total_seconds()):
            return acknowledgement(payload, await _stored(http, payload))
    except TimeoutError:
        _log.warning("not stored in time")
        return acknowledgement(payload, None)


def acknowledgement(payload: bytes, answer: bytes | None) -> bytes:
    """The payload of the frame that goes back [D 4].

    Args:
        answer: what a callback is answered with; None when the event was not stored.
    """
    if answer is None:
        return b'{"code":500}'
    if _kind(payload) not in _ANSWERED:
        return b'{"code":200}'
    return json.dumps({"code": 200, "data": base64.b64encode(answer).decode()}).encode()


async def _stored(http: httpx.AsyncClient, payload: bytes) -> bytes | None:
    while True:
        try:
            response = await http.post(PATH, content=payload)
        except httpx.TransportError:
            response = httpx.Response(httpx.codes.SERVICE_UNAVAILABLE)
        if response.status_code == httpx.codes.OK:
            return response.content
        if response.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
            _log.error("refused by the web process", status=response.status_code)
            return None
        await asyncio.sleep(_AGAIN)


def _kind(payload: bytes) -> str:
    try:
        return str(json.loads(payload)["header"]["event_type"])
    except (ValueError, KeyError, TypeError):
        return ""
