"""A platform that takes every message at once and counts it: what a bot can say, not what it may."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

from benchmarks.processes import free_port

_TOKEN = {
    "/cgi-bin/gettoken": {"errcode": 0, "access_token": "t", "expires_in": 7200},
    "/open-apis/auth/v3/tenant_access_token/internal": {
        "code": 0,
        "tenant_access_token": "t-1",
        "expire": 7200,
    },
}


@dataclass(slots=True)
class Taken:
    """What arrived: for whom how often, and when the first of each was answered."""

    address: str
    messages: Counter[str] = field(default_factory=Counter)
    at: list[tuple[str, float]] = field(default_factory=list)

    def take(self, path: str, body: bytes) -> bytes:
        if path in _TOKEN:
            return json.dumps(_TOKEN[path]).encode()
        said = json.loads(body or b"{}")
        who = str(said.get("touser") or said.get("receive_id") or "")
        if who:
            self.messages[who] += 1
            self.at.append((who, time.perf_counter()))
        number = len(self.at)
        if path.startswith("/cgi-bin/"):
            answer: object = {"errcode": 0, "msgid": f"m{number}", "response_code": f"r{number}"}
        else:
            answer = {"code": 0, "data": {"message_id": f"om_{number}"}}
        return json.dumps(answer).encode()


class _Line(asyncio.Protocol):
    """One kept connection: requests one after the other."""

    def __init__(self, taken: Taken) -> None:
        self._taken = taken
        self._read = b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        self._read += data
        while (end := self._read.find(b"\r\n\r\n")) >= 0:
            head = self._read[:end].decode("latin-1")
            length = int(head.lower().partition("content-length: ")[2].partition("\r\n")[0] or 0)
            if len(self._read) < end + 4 + length:
                return
            body = self._read[end + 4 : end + 4 + length]
            self._read = self._read[end + 4 + length :]
            path = head.split(" ", 2)[1].partition("?")[0]
            answer = self._taken.take(path, body)
            reply = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(answer)}\r\n\r\n"
            assert self._transport is not None
            self._transport.write(reply.encode() + answer)


@asynccontextmanager
async def taking() -> AsyncIterator[Taken]:
    """The platform on loopback."""
    port = free_port()
    taken = Taken(f"http://127.0.0.1:{port}")
    server = await asyncio.get_running_loop().create_server(lambda: _Line(taken), "127.0.0.1", port)
    try:
        yield taken
    finally:
        server.close()
