"""The smart robot's server on its own strict wire: who is connected, what is told and answered.

Source: platforms/wecom.md 7.5.
"""

import asyncio
import itertools
import secrets
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp
from starlette.websockets import WebSocket, WebSocketDisconnect

from adapters.emulator.bounded import Meter
from adapters.emulator.exchanges import Bubble
from adapters.emulator.robot_files import Shelf
from adapters.emulator.robot_rules import Asked, Book

_TIMELINE, _PEEK = 200, 0.02
_MORE = "https://open.work.weixin.qq.com/devtool/query?e="


class RobotServer:
    """One robot of one corporation.

    Args:
        now: the platform's clock.
        people: userid → name; who wrote to the robot before is in `met`.
        half_open: whether the socket stays open and nobody answers.
        faults: the codes the next frames are answered with.
        swallow: how many answers to accepted frames are lost.
        unheard: what was said while no bot was connected.
    """

    def __init__(self, bot_id: str, secret: str, *, now: Callable[[], datetime]) -> None:
        self.bot_id, self.secret = bot_id, secret
        self.people: dict[str, str] = {}
        self.met: set[str] = set()
        self.half_open = False
        self.faults: deque[int] = deque()
        self.swallow = 0
        self.subscribed = self.refused = self.unsubscribed = 0
        self.pings = 0
        self.unheard: list[Mapping[str, Any]] = []
        self.frames: deque[Mapping[str, Any]] = deque(maxlen=_TIMELINE)
        self.timelines: dict[str, deque[Bubble]] = defaultdict(lambda: deque(maxlen=_TIMELINE))
        self.base = ""
        self.now = now
        self.numbers = itertools.count(1)
        self._socket: WebSocket | None = None
        self.shelf = Shelf()
        self._book = Book(
            now=now, meter=Meter(now), met=self.met, shelf=self.shelf, show=self._show
        )
        self._change = asyncio.Event()
        self.app: ASGIApp = Starlette(
            routes=[
                WebSocketRoute("/", self._connected),
                Route("/file/{number}", self._file),
            ]
        )

    @property
    def dropped(self) -> int:
        """How many frames went beyond a conversation's limit."""
        return self._book.dropped

    @property
    def where(self) -> str:
        """The query of the address that the connected bot asked for; empty when there is none."""
        return self._socket.url.query if self._socket else ""

    @property
    def is_connected(self) -> bool:
        return self._socket is not None

    async def until(self, come: Callable[[], bool], seconds: float = 20.0) -> None:
        """Wait until that has come about.

        Raises:
            TimeoutError: it has not.
        """
        async with asyncio.timeout(seconds):
            while not come():
                with suppress(TimeoutError):
                    async with asyncio.timeout(_PEEK):
                        await self._change.wait()
                self._change.clear()

    async def take_over(self) -> None:
        """A program of somebody else connects for a moment: the bot's connection is the older one."""
        await self._displaced()

    async def cut(self) -> None:
        """Break the connection without a word."""
        socket, self._socket = self._socket, None
        if socket is not None:
            await socket.close(1011)

    async def _connected(self, socket: WebSocket) -> None:
        await socket.accept()
        try:
            while True:
                await self._heard(socket, await socket.receive_json())
        except (WebSocketDisconnect, RuntimeError, ValueError):
            pass
        finally:
            if self._socket is socket:
                self._socket = None
            self.stir()

    async def _heard(self, socket: WebSocket, frame: Mapping[str, Any]) -> None:
        if self.half_open:
            return
        command, req_id = frame["cmd"], frame["headers"]["req_id"]
        answer: dict[str, Any] = {"headers": {"req_id": req_id}, "errcode": 0, "errmsg": "ok"}
        if command == "aibot_subscribe":
            answer["errcode"] = await self._subscribe(socket, frame["body"])
        elif socket is not self._socket:
            self.unsubscribed += 1
            answer["errcode"] = 846609
        elif command == "ping":
            self.pings += 1
        else:
            self.frames.append(frame)
            answer |= self._worked(command, req_id, frame.get("body") or {})
            if not answer["errcode"] and self.swallow:
                self.swallow -= 1
                self.stir()
                return
        await socket.send_json(answer)
        self.stir()

    def _worked(self, command: str, req_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        if self.faults:
            return {"errcode": self.faults.popleft(), "errmsg": "planned"}
        done = self._book.work(command, req_id, body)
        if isinstance(done, int):
            return {"errcode": done, "errmsg": f"refused, more info at {_MORE}{done}"}
        return {"body": done} if done else {}

    async def _subscribe(self, socket: WebSocket, body: Mapping[str, Any]) -> int:
        if (body.get("bot_id"), body.get("secret")) != (self.bot_id, self.secret):
            self.refused += 1
            return 853000
        await self._displaced()
        self._book.forget_rights()
        self._socket = socket
        self.subscribed += 1
        return 0

    async def _displaced(self) -> None:
        """The newest connection wins; the older one is told, and closed."""
        older, self._socket = self._socket, None
        if older is None:
            return
        body = {**self.head("", f"e{next(self.numbers)}", ""), "msgtype": "event"}
        gone = {**body, "event": {"eventtype": "disconnected_event"}}
        await older.send_json(
            {"cmd": "aibot_event_callback", "headers": {"req_id": "d"}, "body": gone}
        )
        await older.close()
        self.stir()

    async def event(
        self, user: str, event: Mapping[str, Any], asked: Asked, times: int = 1
    ) -> None:
        msgid = f"e{next(self.numbers)}{secrets.token_hex(4)}"
        body = {**self.head(user, msgid, ""), "msgtype": "event", "event": event}
        body["create_time"] = int(self.now().timestamp())
        for _ in range(times):
            await self.tell("aibot_event_callback", body, asked)

    async def tell(self, command: str, body: Mapping[str, Any], asked: Asked) -> None:
        req_id = secrets.token_hex(8)
        if self._socket is None or self.half_open:
            self.unheard.append(body)
            return
        self._book.ask(req_id, asked)
        await self._socket.send_json({"cmd": command, "headers": {"req_id": req_id}, "body": body})

    def head(self, user: str, msgid: str, group: str) -> dict[str, Any]:
        head = {"msgid": msgid, "aibotid": self.bot_id, "from": {"userid": user}}
        where = {"chattype": "group", "chatid": group} if group else {"chattype": "single"}
        return {**head, **where}

    def _show(self, chat: str, bubble: Bubble) -> None:
        """A new bubble, or the new face of one that is there."""
        old = next((one for one in self.timelines[chat] if one.id == bubble.id), None)
        if old is None:
            self.timelines[chat].append(bubble)
        else:
            old.text, old.card, old.note = bubble.text, bubble.card, bubble.note
            old.updates += 1

    async def tell_raw(self, body: Mapping[str, Any]) -> None:
        """A body as it is, whatever it says."""
        await self.tell("aibot_msg_callback", body, Asked("nothing", ""))

    def stir(self) -> None:
        """Let whoever waits in `until` look again."""
        self._change.set()

    async def _file(self, request: Request) -> Response:
        found = self.shelf.sealed(str(request.path_params["number"]), self.now())
        if found is None:
            return Response(status_code=404)
        content, name = found
        named = f"attachment; filename*=UTF-8''{quote(name)}"
        return Response(content, headers={"content-disposition": named})
