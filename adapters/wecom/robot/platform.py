"""The robot as a chat platform: one connection, on which everything comes and goes."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import httpx

from adapters.chat import (
    Attachment,
    Callback,
    Fetched,
    Files,
    Login,
    Message,
    Platform,
    Received,
    Refused,
    Took,
)
from adapters.limits import Limits
from adapters.wecom.robot import events
from adapters.wecom.robot.connection import Connection, RobotApp
from adapters.wecom.robot.drawing import Drawing
from adapters.wecom.robot.line import Frame, Pace
from adapters.wecom.robot.media import fetch
from adapters.wecom.robot.rights import LIVES, Right, Rights
from adapters.wecom.robot.sending import Carrier
from adapters.wecom.way import Way

__all__ = ["Robot", "RobotApp", "RobotWords"]


@dataclass(frozen=True, slots=True)
class RobotWords:
    """What the robot says by itself.

    Args:
        looking: while an answer takes long.
        elsewhere: where an answer was begun and comes as another message, or not at all.
    """

    looking: str
    elsewhere: str


class Robot(Way):
    """`ChatPlatform` and `LongConnection` for a smart robot.

    Args:
        http: fetches files, from whatever address the platform names.
        now: the machine's clock.
        home: where a card without a link leads; empty when nowhere.
        decrypt: the userid behind an encrypted one, where there is an application that may ask.
    """

    platform = Platform.AIBOT
    remembers = timedelta()
    login: Login | None = None

    def __init__(
        self,
        app: RobotApp,
        http: httpx.AsyncClient,
        files: Files,
        limits: Limits,
        *,
        now: Callable[[], datetime],
        words: RobotWords,
        home: str = "",
        pace: Pace | None = None,
        decrypt: Callable[[str], Awaitable[str]] | None = None,
    ) -> None:
        self._decrypt = decrypt
        self._http = http
        self._now = now
        self._words = words
        self._pace = pace or Pace()
        self._connection = Connection(app, self._pace)
        self._rights = Rights(lambda: asyncio.get_running_loop().time())
        self._carrier = Carrier(
            connection=self._connection, rights=self._rights, files=files, limits=limits
        )
        super().__init__(Drawing(home), self._carrier)
        self._begun: set[asyncio.Task[None]] = set()

    @property
    def is_live(self) -> bool:
        return self._connection.line is not None

    async def hold(self, took: Took) -> None:
        try:
            await self._connection.keep(partial(self._told, took))
        finally:
            for task in self._begun:
                task.cancel()

    async def receive(self, callback: Callback) -> Received:  # noqa: ARG002
        """Nothing comes by HTTP."""
        raise Refused("transport")

    async def download(self, message: Message, attachment: Attachment) -> Fetched:  # noqa: ARG002
        return await fetch(self._http, attachment.key)

    async def find_account(self, user: str) -> str:
        return await self._decrypt(user) if self._decrypt else ""

    async def check(self) -> None:
        """Reach the server; not more: who subscribes ends the connection that is there.

        Raises:
            DeliveryError: it is not reached.
        """
        await self._connection.reach()

    async def close(self) -> None:
        """Give up what was heard and could not be kept; close the client's pool."""
        await self._connection.close()
        await self._http.aclose()

    async def _told(self, took: Took, frame: Frame) -> None:
        """Keep what was heard, then begin an answer where the real one takes long."""
        update, line = events.update(frame, self._now()), self._connection.line
        if update is None:
            return
        right = self._rights.give(update, line) if line else None
        fresh = await took(update)
        if fresh and right and isinstance(update, Message):
            task = asyncio.create_task(self._meanwhile(right))
            self._begun.add(task)
            task.add_done_callback(self._begun.discard)

    async def _meanwhile(self, right: Right) -> None:
        await asyncio.sleep(self._pace.interim)
        await self._carrier.begin(right, self._words.looking)
        if right.by:
            return
        await asyncio.sleep(LIVES[events.ANSWER])
        await self._carrier.begin(right, self._words.elsewhere, finish=True)
