"""The long connections of an emulated Feishu application. Source: platforms/feishu.md 3 and 15.4."""

import asyncio
import base64
import json
import secrets
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from adapters.emulator.feishu_frames import CONTROL, DATA, Frame, decode, encode
from adapters.emulator.feishu_tenant import Tenant

_ENDPOINT, _PATH = "/callback/ws/endpoint", "/ws/v2"
_SERVICE = 33554678
_MOST = 50
_AUTH_FAILED = 514
TOO_MANY = 1000040350
_NO_CREDENTIAL = 1000040344
_WRONG_SECRET = 10014
_PIECE = 64 << 10
"""Bytes of a payload in one frame; the real size is not published."""


@dataclass(slots=True, eq=False)
class Plug:
    """One connection.

    Args:
        is_deaf: half-open: it stands, and nothing that is sent either way arrives.
        waiting: message_id → what its acknowledgement says.
    """

    id: str
    socket: WebSocket
    is_deaf: bool = False
    pings: int = 0
    waiting: dict[str, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Sockets:
    """Gives out addresses, takes connections, tells each event to one of them.

    Args:
        patience: how long an acknowledgement may take, of real time.
        refusals: what the next asks for an address are answered with.
        rejections: what the next handshakes are refused with: status and code of the headers.
        config: what a client is told of pings and of connecting anew, in seconds.
        piece: bytes of a payload in one frame.
    """

    tenant: Tenant
    patience: timedelta
    refusals: deque[int] = field(default_factory=deque)
    rejections: deque[tuple[int, int]] = field(default_factory=deque)
    config: dict[str, int] = field(
        default_factory=lambda: {
            "ReconnectCount": -1,
            "ReconnectInterval": 120,
            "ReconnectNonce": 30,
            "PingInterval": 120,
        }
    )
    piece: int = _PIECE
    plugs: list[Plug] = field(default_factory=list)
    made: int = 0
    _tickets: set[str] = field(default_factory=set)

    def routes(self) -> list[BaseRoute]:
        return [
            Route(_ENDPOINT, self._endpoint, methods=["POST"]),
            WebSocketRoute(_PATH, self._connected),
        ]

    async def push(self, plain: str) -> httpx.Response:
        """Tell an event to any one connection, as the callback's answer would read.

        500 stands for a client that failed, 504 for no acknowledgement in time or nobody there.
        """
        exchange = self.tenant.exchanges.begin(
            "callback", "WS", _PATH, headers=(), sent=plain.encode(), plain=plain
        )
        response = await self._told(plain.encode())
        self.tenant.exchanges.end(exchange, response.status_code, (), response.content)
        return response

    async def kick(self, code: int = 1000) -> None:
        """Close every connection, as the platform does when it moves them elsewhere."""
        for plug in tuple(self.plugs):
            await plug.socket.close(code)

    async def _told(self, payload: bytes) -> httpx.Response:
        if not self.plugs:
            return httpx.Response(504)
        plug, message = secrets.choice(self.plugs), secrets.token_hex(16)
        answer = plug.waiting[message] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self.patience.total_seconds()):
                for frame in self._frames(message, payload):
                    if not plug.is_deaf:
                        await plug.socket.send_bytes(encode(frame))
                return _read(await answer)
        except (TimeoutError, RuntimeError, WebSocketDisconnect):
            return httpx.Response(504)
        finally:
            plug.waiting.pop(message, None)

    def _frames(self, message: str, payload: bytes) -> Iterator[Frame]:
        pieces = [payload[at : at + self.piece] for at in range(0, len(payload), self.piece)]
        for number, piece in enumerate(pieces):
            headers = {
                "type": "event",
                "message_id": message,
                "sum": str(len(pieces)),
                "seq": str(number),
                "trace_id": secrets.token_hex(8),
                "timestamp": str(int(self.tenant.now().timestamp() * 1000)),
            }
            yield Frame(method=DATA, headers=headers, payload=piece, service=_SERVICE)

    async def _endpoint(self, request: Request) -> Response:
        """An address to connect to, good for once."""
        body, app = await request.json(), self.tenant.app
        if self.refusals:
            return JSONResponse({"code": self.refusals.popleft(), "msg": "refused"})
        if not body.get("AppID") or not body.get("AppSecret"):
            return JSONResponse({"code": _NO_CREDENTIAL, "msg": "no credential"})
        if (body["AppID"], body["AppSecret"]) != (app.app_id, app.app_secret):
            return JSONResponse({"code": _WRONG_SECRET, "msg": "app_id or app_secret is invalid"})
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        query = {
            "fpid": "493",
            "aid": "552564",
            "device_id": secrets.randbelow(1 << 62),
            "access_key": secrets.token_hex(16),
            "service_id": _SERVICE,
            "ticket": ticket,
        }
        mounted = request.scope.get("root_path", "")
        address = f"ws://{request.url.netloc}{mounted}{_PATH}?{urlencode(query)}"
        data = {"URL": address, "ClientConfig": self.config}
        return JSONResponse({"code": 0, "msg": "", "data": data})

    async def _connected(self, socket: WebSocket) -> None:
        if refusal := self._refusal(socket.query_params.get("ticket", "")):
            await socket.send_denial_response(refusal)
            return
        await socket.accept()
        plug = Plug(socket.query_params["device_id"], socket)
        self.plugs.append(plug)
        self.made += 1
        self.tenant.exchanges.stir()
        try:
            while True:
                await self._heard(plug, await socket.receive_bytes())
        except WebSocketDisconnect:
            self.plugs.remove(plug)
            self.tenant.exchanges.stir()

    def _refusal(self, ticket: str) -> Response | None:
        """Why this handshake is refused, as an answer without an upgrade."""
        status, code = 0, 0
        if self.rejections:
            status, code = self.rejections.popleft()
        elif ticket not in self._tickets:
            status = _AUTH_FAILED
        elif len(self.plugs) >= _MOST:
            status, code = _AUTH_FAILED, TOO_MANY
        if not status:
            self._tickets.remove(ticket)
            return None
        headers = {
            "Handshake-Status": str(status),
            "Handshake-Msg": "refused",
            "Handshake-Autherrcode": str(code),
        }
        return Response(status_code=403, headers=headers)

    async def _heard(self, plug: Plug, content: bytes) -> None:
        frame = decode(content)
        if plug.is_deaf:
            return
        if frame.method == CONTROL and frame.headers.get("type") == "ping":
            plug.pings += 1
            pong = Frame(
                method=CONTROL,
                headers={"type": "pong"},
                payload=json.dumps(self.config).encode(),
                service=frame.service,
            )
            with suppress(RuntimeError):
                await plug.socket.send_bytes(encode(pong))
            return
        answer = plug.waiting.get(frame.headers.get("message_id", ""))
        if answer is not None and not answer.done():
            answer.set_result(json.loads(frame.payload))


def _read(acknowledged: dict[str, Any]) -> httpx.Response:
    """An acknowledgement as the answer of a callback."""
    if acknowledged.get("code") != 200:
        return httpx.Response(500)
    return httpx.Response(200, content=base64.b64decode(acknowledged.get("data") or "e30="))
