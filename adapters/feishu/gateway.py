"""Feishu's long connection: the SDK's frames to a web process, and its answers back.

The one place of `lark_oapi`, which costs 170 MiB and two seconds: a process of its own. What of its
client is another here, and why: docs/decisions/0024.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any, Self

import httpx
import lark_oapi.ws.client as sdk
import structlog
from lark_oapi.core.enum import LogLevel
from lark_oapi.core.log import logger
from lark_oapi.ws.const import HEADER_BIZ_RT, HEADER_MESSAGE_ID, HEADER_SEQ, HEADER_SUM, HEADER_TYPE
from lark_oapi.ws.enum import MessageType
from lark_oapi.ws.exception import ClientException, ServerException, ServerUnreachableException
from lark_oapi.ws.model import ClientConfig

from adapters.feishu.endpoint import Away, Denied, find
from adapters.feishu.pulse import Pulse

_NONCE, _INTERVAL = 3, 10
"""Seconds before the first and between further tries, until the platform has said its own."""
_FINISHING = 3.0
_AGAIN = 60.0
_QUERY = re.compile(r"(wss?://[^\s?]*)\?\S*")
_log = structlog.get_logger()

Hand = Callable[[bytes], Awaitable[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a gateway keeps up.

    Args:
        api: a client that reaches the platform.
        hand: takes an event's payload to where it is stored, returns what acknowledges it.
        connections: how many at once.
        silence: seconds after which a connection without a sign of life is given up.
    """

    app_id: str
    app_secret: str
    api: httpx.AsyncClient
    hand: Hand
    connections: int
    silence: float


async def keep(wanted: Wanted, until: asyncio.Event) -> None:
    """Stay connected until the event is set; what is in hand is then finished.

    Raises:
        Denied: the platform wants no connection of ours, and none is left.
    """
    _quiet()
    sdk.loop = asyncio.get_running_loop()
    kept = [_Kept(wanted) for _ in range(wanted.connections)]
    tasks = [asyncio.create_task(one.run(kept)) for one in kept]
    ending = asyncio.create_task(until.wait())
    try:
        done, _ = await asyncio.wait([*tasks, ending], return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            await task
    finally:
        for task in (*tasks, ending):
            task.cancel()
        await asyncio.gather(*(one.connection.end() for one in kept))


class _Kept:
    """One of the connections a gateway keeps, made again later when it could not be mended."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self.connection = Connection(wanted)
        self.is_denied = False

    async def run(self, all_: Sequence[Self]) -> None:
        while True:
            try:
                await self.connection.run()
            except Denied as denied:
                self.is_denied = True
                if all(one.is_denied for one in all_):
                    raise
                _log.error("connection denied", code=denied.code)
            await asyncio.sleep(_AGAIN)
            self.connection, self.is_denied = Connection(self._wanted), False


class Connection(sdk.Client):  # type: ignore[misc] # lark_oapi has no types
    """One long connection: the SDK's client, kept from blocking, from hanging and from dying unheard."""

    def __init__(self, wanted: Wanted) -> None:
        super().__init__(wanted.app_id, wanted.app_secret, log_level=LogLevel.ERROR)
        self._wanted = wanted
        self._pulse = Pulse(wanted.silence)
        self._reconnect_count, self._reconnect_nonce = -1, _NONCE
        self._reconnect_interval = _INTERVAL
        self._address = ""
        self._over: asyncio.Future[None] = sdk.loop.create_future()
        self._receiving: asyncio.Task[None] | None = None
        self._pinging: asyncio.Task[None] | None = None
        self._in_hand: set[asyncio.Task[None]] = set()
        self.on_reconnecting = lambda: _log.warning("connection lost")

    async def run(self) -> None:
        """Connect, and stay so for as long as that can be mended.

        Raises:
            Denied: the platform wants no connection of ours.
        """
        watching = asyncio.create_task(self._watch())
        try:
            if not await self._try_connect(0):
                await self._reconnect()
            await self._over
        except ClientException as refused:
            raise Denied(refused.code) from None
        except ServerUnreachableException:
            raise Denied(0) from None
        finally:
            watching.cancel()

    async def end(self) -> None:
        """Say goodbye once nothing is in hand; presses are not told a second time."""
        self._over.cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(_FINISHING):
                while self._in_hand:
                    await asyncio.wait(self._in_hand)
        for task in (self._receiving, self._pinging):
            if task is not None:
                task.cancel()
        if self._conn is not None:
            await self._conn.close()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._pulse.beat)
            if self._conn is None:
                continue
            if self._pulse.is_lost(monotonic()):
                _log.warning("silent connection given up", connection=self._conn_id)
                self._reconnect_nonce = 0  # the fault is ours alone: no crowd to keep out of
                self._conn.transport.abort()
            elif self._pinging is None or self._pinging.done():
                self._pinging = asyncio.create_task(self._ping())

    async def _ping(self) -> None:
        """As often as half-open connections want it, which is more than the platform's own 120 s."""
        await self._write_message(sdk._new_ping_frame(int(self._service_id)).SerializeToString())  # noqa: SLF001

    # --- what is another than in the SDK ----------------------------------------------------------

    async def _connect(self) -> None:
        """With an address asked for beside the loop and with a time limit, and a ping at once."""
        if self._conn is not None:
            return  # the SDK's own would keep its lock
        try:
            found = await find(
                self._wanted.api,
                app_id=self._wanted.app_id,
                app_secret=self._wanted.app_secret,
            )
        except Denied as denied:
            raise ClientException(denied.code, "denied") from None
        except Away as away:
            raise ServerException(away.code, "away") from None
        self._configure(ClientConfig(found.config))
        self._address = found.url
        await super()._connect()
        self._pulse.heard(monotonic())
        self._pinging = asyncio.create_task(self._ping())
        _log.info("connected", connection=self._conn_id)

    def _get_conn_url(self) -> str:
        return self._address

    def _configure(self, conf: Any) -> None:
        """Take over what is said; what is not stays."""
        count, nonce, interval = conf.ReconnectCount, conf.ReconnectNonce, conf.ReconnectInterval
        self._reconnect_count = self._reconnect_count if count is None else count
        self._reconnect_nonce = self._reconnect_nonce if nonce is None else nonce
        self._reconnect_interval = self._reconnect_interval if interval is None else interval

    async def _receive_message_loop(self) -> None:
        """The SDK's, whose end is heard: without a connection it means that none will be."""
        self._receiving = asyncio.current_task()
        try:
            await super()._receive_message_loop()
        except (ClientException, ServerUnreachableException) as error:
            self._finish(error)
        finally:
            if self._conn is None:
                self._finish(ClientException(0, "over"))

    def _finish(self, error: Exception) -> None:
        if not self._over.done():
            self._over.set_exception(error)

    async def _handle_message(self, msg: bytes) -> None:
        """The SDK's, after which any frame counts as a sign of life, and which is waited for."""
        self._pulse.heard(monotonic())
        task = asyncio.ensure_future(super()._handle_message(msg))
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)
        await task

    async def _handle_data_frame(self, frame: Any) -> None:
        """Not in the loop's way: the web process is waited for, other frames go on."""
        said = {header.key: header.value for header in frame.headers}
        payload, sum_ = frame.payload, int(said.get(HEADER_SUM, 1))
        if sum_ > 1:
            seq = int(said[HEADER_SEQ])
            payload = self._combine(said[HEADER_MESSAGE_ID], sum_, seq, payload)
        if payload is None or said.get(HEADER_TYPE) != MessageType.EVENT.value:
            return
        began = monotonic()
        frame.payload = await self._wanted.hand(payload)
        took = frame.headers.add()
        took.key, took.value = HEADER_BIZ_RT, str(int((monotonic() - began) * 1000))
        await self._write_message(frame.SerializeToString())


class _Discreet(logging.Filter):
    """Addresses of connections are secrets: their queries are left out. What the SDK calls an
    error is what it mends."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _QUERY.sub(r"\1?…", record.getMessage()), ()
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


def _quiet() -> None:
    """The SDK's log goes where ours goes, errors only and without secrets."""
    logger.handlers.clear()
    logger.addFilter(_Discreet())
