"""One connection to the robot's server: asks and is answered, hears, notices when nobody is there.

Source: platforms/wecom.md 7.5. A frame is {"cmd", "headers": {"req_id"}, "body"}; an answer has the
req_id of what it answers, no `cmd`, and an `errcode`.
"""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from adapters.chat import Refused
from adapters.foreign import load, parse

PING, SUBSCRIBE = "ping", "aibot_subscribe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a connection is looked after, in seconds.

    Two missed answers end it: a socket that is half open is noticed after 2 * (ping + answer) and
    `close`, 27 seconds. The vendor pings every 30 seconds, which would take a minute and a half.

    Args:
        ping: between an answer and the next question whether anybody is there.
        answer: for the answer to a frame.
        close: for a farewell.
        first, longest: before a connection is made again; doubled each time.
        interim: before an answer that is not ready is begun with a few words.
        handing: for what was heard to be handed over, when the connection is given up.
    """

    ping: float = 9.0
    answer: float = 4.0
    close: float = 1.0
    first: float = 1.0
    longest: float = 30.0
    interim: float = 1.0
    handing: float = 4.0


class Denied(Exception):
    """The server refused a frame.

    Args:
        code: WeCom's errcode.
    """

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class Unsent(Exception):
    """The connection was over before the frame left."""


class Unanswered(Exception):
    """Nobody answered: the frame may have arrived."""


class NobodyThere(Exception):
    """The server answers no more, though the socket is open."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Something the server tells."""

    command: str
    req_id: str
    body: Mapping[str, Any]


class Line:
    """One connection."""

    def __init__(self, socket: ClientConnection, pace: Pace) -> None:
        self._socket = socket
        self._pace = pace
        self._waiting: dict[str, asyncio.Future[Mapping[str, Any]]] = {}
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._numbers = itertools.count(1)

    async def ask(
        self, command: str, body: Mapping[str, Any] | None = None, *, req_id: str = ""
    ) -> Mapping[str, Any]:
        """Send a frame and return the body of its answer; those of one `req_id` one after the other.

        Raises:
            Denied: the server refused it.
            Unsent: it cannot have arrived.
            Unanswered: it may have.
        """
        own = req_id or f"{command}-{next(self._numbers)}"
        turn = self._turns.setdefault(own, asyncio.Lock())
        async with turn:
            answer = await self._asked(command, body, own)
        if code := answer.get("errcode"):
            raise Denied(code if isinstance(code, int) else -1)
        found = answer.get("body")
        return found if isinstance(found, dict) else {}

    async def told(self) -> AsyncIterator[Frame]:
        """What the server tells, until the connection ends."""
        try:
            async for text in self._socket:
                frame = _read(text)
                if frame is None:
                    continue
                command, req_id = frame.get("cmd"), frame["headers"].get("req_id")
                if isinstance(command, str) and command:
                    body = frame.get("body")
                    yield Frame(command, str(req_id), body if isinstance(body, dict) else {})
                elif (waiting := self._waiting.get(str(req_id))) and not waiting.done():
                    waiting.set_result(frame)
        except ConnectionClosed:
            return
        finally:
            self._end()

    async def watch(self) -> None:
        """Ask again and again whether anybody is there.

        Raises:
            NobodyThere: twice nobody answered.
        """
        missed = 0
        while missed < 2:
            await asyncio.sleep(self._pace.ping)
            try:
                await self.ask(PING)
                missed = 0
            except Denied:
                missed = 0
            except (Unsent, Unanswered):
                missed += 1
        raise NobodyThere

    async def _asked(
        self, command: str, body: Mapping[str, Any] | None, req_id: str
    ) -> Mapping[str, Any]:
        frame: dict[str, Any] = {"cmd": command, "headers": {"req_id": req_id}}
        answer: asyncio.Future[Mapping[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[req_id] = answer
        try:
            await self._send(frame if body is None else {**frame, "body": body})
            async with asyncio.timeout(self._pace.answer):
                return await answer
        except TimeoutError:
            raise Unanswered from None
        finally:
            del self._waiting[req_id]

    async def _send(self, frame: Mapping[str, Any]) -> None:
        try:
            async with asyncio.timeout(self._pace.answer):
                await self._socket.send(json.dumps(frame, ensure_ascii=False))
        except ConnectionClosed:
            raise Unsent from None

    def _end(self) -> None:
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(Unanswered())


def _read(text: str | bytes) -> dict[str, Any] | None:
    """A frame; None for what is none, which is left alone."""
    try:
        frame = load(text) if isinstance(text, str) else parse(text)
    except Refused:
        return None
    return frame if isinstance(frame.get("headers"), dict) else None
