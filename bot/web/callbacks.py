"""The platforms' callbacks, plain ASGI in front of everything else: verify, store, acknowledge."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import lru_cache, partial
from ipaddress import ip_address
from time import monotonic
from urllib.parse import parse_qsl

import structlog
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.chat import (
    UPDATE,
    Callback,
    ChatPlatform,
    Handshake,
    Ignored,
    Platform,
    Press,
    Refused,
    Reply,
    Update,
)
from bot.answers import Answers
from bot.bells import Bell
from bot.metrics import Metrics
from bot.web.bodies import Unread, whole_body
from bot.web.patience import Patience
from bot.web.suspects import Suspects
from core.clock import Now
from storage.inbox import NewEvent
from storage.store import COMPANY, Store

PATHS = {
    "/wecom/callback": Platform.WECOM,
    "/feishu/callback": Platform.FEISHU,
    "/feishu/gateway": Platform.FEISHU,
}
"""Where platforms call; the last is the long connection's gateway, a process of ours."""
PATIENCE = {Platform.WECOM: timedelta(seconds=4.5), Platform.FEISHU: timedelta(seconds=2.5)}
"""How long an acknowledgement may wait for its row (interfaces.md 4)."""
INLINE = timedelta(seconds=1.5)
"""Until when after its arrival a press is answered in its own callback."""
GIVES_UP = timedelta(seconds=2.5)
"""What is answered later the platform may not have heard: it gives up after three seconds."""
_FIELDS = 32
"""Of a query; the platforms send four."""
_CLOSE = {"connection": "close"}
_log = structlog.get_logger()


class Callbacks:
    """Takes the platforms' paths and hands everything else on.

    Args:
        platforms: path → platform.
        now: the machine's clock.
    """

    def __init__(
        self,
        rest: ASGIApp,
        platforms: Mapping[str, ChatPlatform],
        store: Store,
        *,
        answers: Answers,
        incoming: Bell,
        outgoing: Bell,
        metrics: Metrics,
        now: Now,
    ) -> None:
        self._rest = rest
        self._platforms = platforms
        self._store = store
        self._answers = answers
        self._incoming = incoming
        self._outgoing = outgoing
        self._metrics = metrics
        self._now = now
        self._suspects = Suspects()
        self._patience = Patience()
        self._plain: dict[Platform, Response] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        platform = self._platforms.get(scope.get("path", "")) if scope["type"] == "http" else None
        if platform is None:
            await self._rest(scope, receive, send)
            return
        response = await self._answer(platform, scope, receive)
        await response(scope, receive, send)

    async def _answer(self, platform: ChatPlatform, scope: Scope, receive: Receive) -> Response:
        if scope["method"] not in ("GET", "POST"):
            return Response(status_code=405)
        caller, began = _host(scope, "client"), monotonic()
        try:
            if self._suspects.has(caller):
                async with self._suspects.turn():
                    body = await whole_body(receive)
            else:
                body = await whole_body(receive)
        except Unread as unread:
            self._suspects.failed(caller)
            return Response(status_code=unread.status, headers=_CLOSE)
        try:
            received = await platform.receive(self._callback(scope, body, caller))
        except Refused as refused:
            return self._refused(platform, caller, refused)
        if isinstance(received, Handshake):
            return Response(received.body, media_type=received.content_type)
        if isinstance(received, Ignored):
            return self._acknowledged(platform)
        return await self._stored(platform, received, began)

    def _refused(self, platform: ChatPlatform, caller: str, refused: Refused) -> Response:
        """One answer for all that is refused; who is refused often has to knock again each time."""
        self._metrics.callback(platform.platform, "refused")
        self._metrics.refusal(platform.platform, refused.reason)
        if not refused.is_proved:
            self._suspects.failed(caller)
        if not self._suspects.has(caller):
            return Response(status_code=403)
        self._metrics.suspected(platform.platform)
        return Response(status_code=403, headers=_CLOSE)

    def _callback(self, scope: Scope, body: bytes, caller: str) -> Callback:
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        return Callback(
            method=scope["method"],
            query=_query(scope["query_string"]),
            headers=headers,
            body=body,
            received_at=self._now(),
            path=scope["path"],
            is_local=_is_local(caller, _host(scope, "server")),
        )

    async def _stored(self, platform: ChatPlatform, update: Update, began: float) -> Response:
        event = NewEvent(update.key, update.sender.conversation, UPDATE.dump_json(update))
        inline = isinstance(update, Press) and platform.platform is Platform.FEISHU
        waiting = self._answers.expect(update.key) if inline else None
        try:
            stored = self._store.inbox.put(event)
            self._patience.hold(stored, PATIENCE[platform.platform].total_seconds())
            fresh = await stored
        except Exception as error:  # noqa: BLE001 - not stored: not acknowledged, whatever it was
            _log.error("not stored", error=type(error).__name__)
            self._metrics.unstored(platform.platform)
            if waiting is not None:
                self._answers.forget(update.key)
            return Response(status_code=503)
        self._metrics.callback(platform.platform, "accepted" if fresh else "repeated")
        self._incoming.ring()
        if waiting is None:
            return self._acknowledged(platform)
        if not fresh:
            self._answers.forget(update.key)
            return self._acknowledged(platform)
        return await self._inline(platform, update.key, waiting, began)

    async def _inline(
        self,
        platform: ChatPlatform,
        key: str,
        waiting: asyncio.Future[Reply | None],
        began: float,
    ) -> Response:
        """Answer a press in its own callback when it is done in time; its row is then not needed."""
        card = f"{key}:card"
        try:
            async with asyncio.timeout(INLINE.total_seconds() - (monotonic() - began)):
                reply = await self._answers.of(key, waiting)
        except TimeoutError:
            return _Then(self._acknowledged(platform), self._release, card)
        body = platform.answer(reply) if reply else None
        if body is None:
            return self._acknowledged(platform)
        return _Then(self._acknowledged(platform, body), partial(self._answered, began), card)

    async def _release(self, key: str) -> None:
        await self._store.outbox.release(COMPANY, key)
        self._outgoing.ring()

    async def _answered(self, began: float, key: str) -> None:
        """What was said so late that it may not have been heard is said once more, on the card."""
        if monotonic() - began > GIVES_UP.total_seconds():
            await self._release(key)
        else:
            await self._store.outbox.discard(COMPANY, key)

    def _acknowledged(self, platform: ChatPlatform, reply: bytes | None = None) -> Response:
        if reply is not None:
            return _response(platform, reply)
        known = self._plain.get(platform.platform)
        if known is None:
            known = self._plain[platform.platform] = _response(platform)
        return known


class _Then(Response):
    """A response after which something is done, once it is on its way."""

    def __init__(self, first: Response, then: Callable[[str], Awaitable[None]], key: str) -> None:
        super().__init__(first.body, media_type=first.media_type)
        self._then = then
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await super().__call__(scope, receive, send)
        await self._then(self._key)


def _response(platform: ChatPlatform, reply: bytes | None = None) -> Response:
    body, kind = platform.acknowledge(reply)
    return Response(body, media_type=kind)


def _host(scope: Scope, side: str) -> str:
    return str((scope.get(side) or ("", 0))[0])


@lru_cache(1_024)
def _is_local(caller: str, called: str) -> bool:
    """Whether whoever calls is on this machine: by loopback, or by the address that was called."""
    try:
        return ip_address(caller).is_loopback or caller == called
    except ValueError:
        return False


def _query(text: bytes) -> dict[str, str]:
    """Each name once, so that what is signed is what is read.

    Raises:
        Refused: a name stands twice, or there are more than anybody sends.
    """
    if not text:
        return {}
    try:
        pairs = parse_qsl(text.decode("latin-1"), keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError:
        raise Refused("query") from None
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refused("query")
    return found
