"""Feishu as a chat platform: receives, draws, delivers, answers presses in their own callback."""

import asyncio
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from adapters.chat import (
    Address,
    Attachment,
    AttachmentKind,
    Callback,
    Card,
    CardHandle,
    Content,
    Delivered,
    DeliveryError,
    Fetched,
    Files,
    Handshake,
    Ignored,
    Login,
    Message,
    Platform,
    Press,
    Received,
    Refused,
    Reply,
    proved,
)
from adapters.feishu.cards import draw
from adapters.feishu.client import FeishuClient
from adapters.feishu.events import is_in_group, mentioned_bots, translate
from adapters.feishu.pushed import PATH as PUSHED
from adapters.feishu.pushed import Gateway
from adapters.feishu.sending import Sender, parts
from adapters.feishu.wire import check_signature, decrypt
from adapters.foreign import parse
from adapters.limits import Limits
from adapters.plain import cut, inert

_OLDEST = timedelta(days=7)
_NEWEST = timedelta(minutes=10)
_TOKEN_LIFE = timedelta(minutes=29)
_MOBILES = 50
_SELF_WAIT = timedelta(seconds=1)
_SELF_AGAIN = timedelta(minutes=10)
_LONGEST_CHECK = 4_096
"""Bytes of an address check; ours are some two hundred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeishuApp:
    """A self-built application's credentials, as its console shows them.

    Args:
        encrypt_key: empty when nothing is to come by webhook, which is never taken unsigned.
    """

    app_id: str
    app_secret: str
    verification_token: str
    encrypt_key: str


class Feishu:
    """`ChatPlatform` for a self-built application, by webhook and by the long connection.

    Args:
        now: the machine's clock.
        gateway: who hands on what the long connection tells; None: nobody may.
    """

    platform = Platform.FEISHU
    remembers = timedelta(minutes=55)

    def __init__(
        self,
        app: FeishuApp,
        client: FeishuClient,
        files: Files,
        limits: Limits,
        *,
        now: Callable[[], datetime],
        login: Login | None = None,
        gateway: Gateway | None = None,
    ) -> None:
        self.login = login
        self._gateway = gateway
        self._app = app
        self._client = client
        self._sender = Sender(client, files, limits)
        self._now = now
        self._own_id = ""
        self._ask_again_at: datetime | None = None

    async def receive(self, callback: Callback) -> Received:
        if self._is_proved(callback):
            with proved():
                if callback.path != PUSHED:
                    self._check_age(callback)
                return await self._said(callback, self._opened(callback))
        envelope = self._opened(callback)
        if envelope.get("type") != "url_verification":
            raise Refused("signature")
        return await self._said(callback, envelope)

    async def _said(self, callback: Callback, envelope: Mapping[str, Any]) -> Received:
        if callback.path != PUSHED and envelope.get("type") == "url_verification":
            self._check_token(envelope.get("token"))
            challenge = json.dumps({"challenge": str(envelope.get("challenge", ""))})
            return Handshake(body=challenge.encode(), content_type="application/json")
        self._check_origin(envelope, is_pushed=callback.path == PUSHED)
        try:
            if is_in_group(envelope) and not await self._is_called(envelope):
                return Ignored("not mentioned")
            return translate(envelope, callback.received_at)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError):
            raise Refused("event") from None

    def acknowledge(self, reply: bytes | None = None) -> tuple[bytes, str]:
        return reply or b"{}", "application/json"

    def answer(self, reply: Reply) -> bytes | None:
        if reply.card is None and not reply.toast:
            return None
        answer: dict[str, Any] = {}
        if reply.toast:
            answer["toast"] = {"type": "info", "content": cut(inert(reply.toast), 200)}
        if reply.card:
            answer["card"] = {"type": "raw", "data": draw(reply.card)}
        return json.dumps(answer, ensure_ascii=False).encode()

    def picked(self, card: Card, press: Press) -> str | None:  # noqa: ARG002
        return None

    def render(self, to: Address, content: Content, *, key: str) -> bytes:
        return json.dumps({"send": parts(to, content, key)}, ensure_ascii=False).encode()

    def render_update(self, to: Address, card: Card, handle: CardHandle, *, key: str) -> bytes:  # noqa: ARG002
        is_fresh = self._now() - handle.pressed_at < _TOKEN_LIFE
        body = {
            "message": handle.message,
            "token": handle.token if is_fresh else "",
            "card": draw(card),
        }
        return json.dumps({"update": body}, ensure_ascii=False).encode()

    async def deliver(self, body: bytes, *, hurry: bool = True) -> Delivered:
        wanted = json.loads(body)
        if "update" in wanted:
            return await self._sender.update(wanted["update"], hurry=hurry)
        delivered = Delivered()
        for part in wanted["send"]:
            delivered = await self._sender.send(part, hurry=hurry)
        return delivered

    async def download(self, message: Message, attachment: Attachment) -> Fetched:
        kind = "image" if attachment.kind is AttachmentKind.IMAGE else "file"
        path = f"/open-apis/im/v1/messages/{message.message_id}/resources/{attachment.key}"
        return Fetched(await self._client.download(path, {"type": kind}))

    async def find_mobiles(self, mobiles: Sequence[str]) -> Mapping[str, str]:
        """Fifty numbers a call; whom the application may not see comes back without an id [D 46]."""
        known: dict[str, str] = {}
        for start in range(0, len(mobiles), _MOBILES):
            answer = await self._client.call(
                "POST",
                "/open-apis/contact/v3/users/batch_get_id",
                params={"user_id_type": "open_id"},
                json={"mobiles": list(mobiles[start : start + _MOBILES])},
            )
            found = (answer.get("data") or {}).get("user_list") or []
            known |= {
                str(one["mobile"]): str(one["user_id"]) for one in found if one.get("user_id")
            }
        return known

    async def check(self) -> None:
        """Fetch a token; raises DeliveryError."""
        await self._client.check()

    async def close(self) -> None:
        """Close the client's pool."""
        await self._client.close()

    def _is_proved(self, callback: Callback) -> bool:
        """Whether its raw bytes are signed, before anything is read; only the address check is not [D 3].

        Raises:
            Refused: what should prove it does not, or it is longer than an address check.
        """
        if callback.path == PUSHED:
            if self._gateway is None:
                raise Refused("transport")
            self._gateway.check(callback)
            return True
        if callback.method != "POST":
            raise Refused("method")
        if not self._app.encrypt_key:
            raise Refused("key")
        if "x-lark-signature" in callback.headers:
            check_signature(callback.headers, self._app.encrypt_key, callback.body)
            return True
        if len(callback.body) > _LONGEST_CHECK:
            raise Refused("signature")
        return False

    def _opened(self, callback: Callback) -> dict[str, Any]:
        """What the long connection told is plain; webhooks are sealed."""
        body = parse(callback.body)
        if callback.path == PUSHED:
            return body
        if "encrypt" not in body:
            raise Refused("plain")
        return parse(decrypt(self._app.encrypt_key, str(body["encrypt"])))

    def _check_age(self, callback: Callback) -> None:
        stamp = callback.headers.get("x-lark-request-timestamp", "")
        if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 11:
            raise Refused("timestamp")
        since = callback.received_at.timestamp() - int(stamp)
        if not -_NEWEST.total_seconds() <= since <= _OLDEST.total_seconds():
            raise Refused("timestamp")

    def _check_origin(self, envelope: Mapping[str, Any], *, is_pushed: bool) -> None:
        """The token and the application, where schema 2.0 or 1.0 keeps them."""
        header = envelope.get("header", {"token": envelope.get("token")})
        if not isinstance(header, dict) or not isinstance(envelope.get("event"), dict):
            raise Refused("envelope")
        if not is_pushed:
            self._check_token(header.get("token"))
        app_id = header.get("app_id", envelope["event"].get("app_id"))
        if app_id != self._app.app_id:
            raise Refused("receiver")

    def _check_token(self, given: object) -> None:
        ours = self._app.verification_token.encode()
        if not ours or not hmac.compare_digest(ours, str(given or "").encode()):
            raise Refused("token")

    async def _is_called(self, envelope: Mapping[str, Any]) -> bool:
        """Whether it is this bot that is mentioned; any bot, as long as it does not know itself."""
        called = mentioned_bots(envelope)
        if not called:
            return False
        own = self._own_id or await self._find_self()
        return not own or own in called

    async def _find_self(self) -> str:
        """This bot's open_id; empty when the platform does not tell in time."""
        if self._ask_again_at is not None and self._now() < self._ask_again_at:
            return ""
        self._ask_again_at = self._now() + _SELF_AGAIN
        try:
            async with asyncio.timeout(_SELF_WAIT.total_seconds()):
                answer = await self._client.call("GET", "/open-apis/bot/v3/info")
        except (DeliveryError, TimeoutError):
            return ""
        self._own_id = str((answer.get("bot") or {}).get("open_id") or "")
        return self._own_id
