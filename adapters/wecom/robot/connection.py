"""The robot's one live connection: made, subscribed, looked after, made again when it ends."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, InvalidURI

from adapters.chat import DeliveryError, Failure, TakenOver
from adapters.wecom.robot.line import (
    SUBSCRIBE,
    Denied,
    Frame,
    Line,
    NobodyThere,
    Pace,
    Unanswered,
    Unsent,
)

WRONG_SECRET = 853000
_REFUSALS = 5
"""So often it asks to be let in before it says that its secret is wrong."""
_LARGEST = 1 << 20
_AT_ONCE = 256
"""Frames that are being kept at one time; the others wait on the wire."""
_UNREACHED = (OSError, InvalidHandshake, InvalidURI, TimeoutError)
_log = structlog.get_logger()
Told = Callable[[Frame], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotApp:
    """A robot's credentials, and the address of its server."""

    bot_id: str
    secret: str
    url: str


class _Ended(Exception):
    """A connection ended by itself."""


@dataclass(slots=True)
class Connection:
    """Holds the connection for as long as `keep` runs; `line` is None while there is none."""

    app: RobotApp
    pace: Pace
    line: Line | None = None
    _refused: int = 0
    _lived: bool = False
    _kept: set[asyncio.Task[None]] = field(default_factory=set)
    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    async def keep(self, told: Told) -> None:
        """Have a connection until cancelled; what was heard has a while then to be handed over.

        Raises:
            TakenOver: a newer connection took its place.
            DeliveryError: the server does not let us in.
        """
        try:
            await self._again_and_again(told)
        finally:
            if self._kept:
                await asyncio.wait(self._kept, timeout=self.pace.handing)

    async def close(self) -> None:
        """Give up what could not be handed over by now: the database may be away, and this must end."""
        await _over(*self._kept)

    async def _again_and_again(self, told: Told) -> None:
        wait = self.pace.first
        while True:
            try:
                await self._once(told)
            except Denied as denied:
                self._denied(denied.code)
            except _UNREACHED as error:
                _log.warning("robot not reached", error=type(error).__name__)
            except (_Ended, NobodyThere, Unanswered, Unsent) as error:
                _log.warning("robot connection ended", reason=type(error).__name__)
            if self._lived:
                self._lived, wait = False, self.pace.first
            await asyncio.sleep(wait * random.uniform(0.5, 1.0))  # noqa: S311 - no secret
            wait = min(wait * 2, self.pace.longest)

    async def reach(self) -> None:
        """Open a connection and let it go, unsubscribed.

        Raises:
            DeliveryError: the server is not reached.
        """
        try:
            async with self._opened():
                return
        except _UNREACHED as error:
            raise DeliveryError(Failure.RETRY, code=type(error).__name__) from None

    def _denied(self, code: int) -> None:
        """A wrong secret is not tried for ever: WeCom would block our address."""
        self._refused += code == WRONG_SECRET
        _log.warning("robot not let in", code=code)
        if self._refused >= _REFUSALS:
            self._refused = 0
            raise DeliveryError(Failure.DEAD, code=str(code))

    async def _once(self, told: Told) -> None:
        async with self._opened() as socket:
            line = Line(socket, self.pace)
            reading = asyncio.create_task(self._read(line, told))
            watching = asyncio.create_task(self._watched(line))
            try:
                await asyncio.wait({reading, watching}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                self.line = None
                await _over(reading, watching)
        for task in (reading, watching):
            if not task.cancelled():
                task.result()
        raise _Ended

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[ClientConnection]:
        """A socket that is let go of quickly: whoever does not answer does not say farewell either."""
        socket = await connect(
            self.app.url,
            ping_interval=None,
            proxy=None,
            compression=None,
            open_timeout=10.0,
            close_timeout=self.pace.close,
            max_size=_LARGEST,
        )
        try:
            yield socket
        finally:
            await socket.close()

    async def _watched(self, line: Line) -> None:
        await line.ask(SUBSCRIBE, {"bot_id": self.app.bot_id, "secret": self.app.secret})
        self._refused, self.line, self._lived = 0, line, True
        _log.info("robot connected")
        await line.watch()

    async def _read(self, line: Line, told: Told) -> None:
        async for frame in line.told():
            if frame.body.get("msgtype") == "event" and _event(frame) == "disconnected_event":
                raise TakenOver
            await self._room.acquire()
            task = asyncio.create_task(told(frame))
            self._kept.add(task)
            task.add_done_callback(self._kept.discard)
            task.add_done_callback(lambda _: self._room.release())


def _event(frame: Frame) -> str:
    event = frame.body.get("event")
    return str(event.get("eventtype", "")) if isinstance(event, dict) else ""


async def _over(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError, Exception):
            await task
