"""Feishu as a chat platform: receives, draws, delivers, answers presses in their own callback."""

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
    Document,
    Entered,
    Failure,
    Files,
    Handshake,
    Ignored,
    Message,
    Picture,
    Place,
    Platform,
    Press,
    Received,
    Refused,
    Reply,
    Text,
)
from adapters.feishu.cards import draw
from adapters.feishu.client import FeishuClient
from adapters.feishu.wire import check_signature, decrypt, parse
from adapters.limits import Limiter, Rate
from adapters.plain import inert, pieces

_OLDEST = timedelta(days=7)
_NEWEST = timedelta(minutes=10)
_TOKEN_LIFE = timedelta(minutes=29)
_TEXT_BYTES = 100_000
_PER_CHAT = Rate(5, timedelta(seconds=1))
_PER_APP = Rate(50, timedelta(seconds=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class FeishuApp:
    """A self-built application's credentials, as its console shows them."""

    app_id: str
    app_secret: str
    verification_token: str
    encrypt_key: str


class Feishu:
    """`ChatPlatform` for a self-built application by webhook.

    Args:
        now: the machine's clock.
    """

    platform = Platform.FEISHU

    def __init__(
        self,
        app: FeishuApp,
        client: FeishuClient,
        files: Files,
        limiter: Limiter,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._app = app
        self._client = client
        self._files = files
        self._limiter = limiter
        self._now = now

    async def receive(self, callback: Callback) -> Received:
        envelope = self._opened(callback)
        if envelope.get("type") == "url_verification":
            self._check_token(envelope.get("token"))
            challenge = json.dumps({"challenge": str(envelope.get("challenge", ""))})
            return Handshake(body=challenge.encode(), content_type="application/json")
        header = envelope.get("header")
        event = envelope.get("event")
        if not isinstance(header, dict) or not isinstance(event, dict):
            raise Refused("envelope")
        self._check_token(header.get("token"))
        if header.get("app_id") != self._app.app_id:
            raise Refused("receiver")
        try:
            return self._update(header, event, callback.received_at)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Refused("event") from None

    def acknowledge(self, reply: bytes | None = None) -> tuple[bytes, str]:
        return reply or b"{}", "application/json"

    def answer(self, reply: Reply) -> bytes | None:
        if reply.card is None and not reply.toast:
            return None
        answer: dict[str, Any] = {}
        if reply.toast:
            answer["toast"] = {"type": "info", "content": inert(reply.toast)[:200]}
        if reply.card:
            answer["card"] = {"type": "raw", "data": draw(reply.card)}
        return json.dumps(answer, ensure_ascii=False).encode()

    def picked(self, card: Card, press: Press) -> str | None:  # noqa: ARG002
        return None

    def render(self, to: Address, content: Content, *, key: str) -> bytes:
        kind, receiver = ("chat_id", to.group) if to.group else ("open_id", to.user)
        parts = [
            {"to": receiver, "kind": kind, "uuid": f"{key}-{place}"[:50], **part}
            for place, part in enumerate(_messages(content))
        ]
        return json.dumps({"send": parts}, ensure_ascii=False).encode()

    def render_update(self, to: Address, card: Card, handle: CardHandle, *, key: str) -> bytes:  # noqa: ARG002
        fresh = self._now() - handle.pressed_at < _TOKEN_LIFE
        body = {
            "message": handle.message,
            "token": handle.token if fresh else "",
            "card": draw(card),
        }
        return json.dumps({"update": body}, ensure_ascii=False).encode()

    async def deliver(self, body: bytes) -> Delivered:
        wanted = json.loads(body)
        if "update" in wanted:
            await self._update_card(wanted["update"])
            return Delivered()
        delivered = Delivered()
        for part in wanted["send"]:
            self._take_slots(str(part["to"]))
            delivered = await self._send(part)
        return delivered

    async def download(self, message: Message, attachment: Attachment) -> bytes:
        kind = "image" if attachment.kind is AttachmentKind.IMAGE else "file"
        path = f"/open-apis/im/v1/messages/{message.message_id}/resources/{attachment.key}"
        return await self._client.download(path, {"type": kind})

    async def find_mobile(self, mobile: str) -> str | None:
        answer = await self._client.call(
            "POST",
            "/open-apis/contact/v3/users/batch_get_id",
            params={"user_id_type": "open_id"},
            json={"mobiles": [mobile]},
        )
        found = (answer.get("data") or {}).get("user_list") or []
        return next((str(one["user_id"]) for one in found if one.get("user_id")), None)

    async def check(self) -> None:
        """Fetch a token; raises DeliveryError."""
        await self._client.check()

    async def close(self) -> None:
        """Nothing of its own is open; the client's pool is closed by whoever made it."""

    def _opened(self, callback: Callback) -> dict[str, Any]:
        """Signature first, over the raw bytes; the address check comes without one [D 3]."""
        if callback.method != "POST":
            raise Refused("method")
        signed = "x-lark-signature" in callback.headers
        if signed:
            check_signature(callback.headers, self._app.encrypt_key, callback.body)
            self._check_age(callback)
        body = parse(callback.body)
        if "encrypt" not in body:
            raise Refused("plain")
        opened = parse(decrypt(self._app.encrypt_key, str(body["encrypt"])))
        if not signed and opened.get("type") != "url_verification":
            raise Refused("signature")
        return opened

    def _check_age(self, callback: Callback) -> None:
        stamp = callback.headers.get("x-lark-request-timestamp", "")
        if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 11:
            raise Refused("timestamp")
        at = datetime.fromtimestamp(int(stamp), UTC)
        if not callback.received_at - _OLDEST <= at <= callback.received_at + _NEWEST:
            raise Refused("timestamp")

    def _check_token(self, given: object) -> None:
        ours = self._app.verification_token.encode()
        if not hmac.compare_digest(ours, str(given or "").encode()):
            raise Refused("token")

    def _update(
        self, header: Mapping[str, Any], event: Mapping[str, Any], received_at: datetime
    ) -> Received:
        kind = str(header["event_type"])
        at = _moment(str(header.get("create_time", "")), received_at)
        key = f"feishu:{header['event_id']}"
        if kind == "im.message.receive_v1":
            return _message(event, received_at)
        if kind == "card.action.trigger":
            return _press(event, key, at)
        if kind == "application.bot.menu_v6":
            user = str(event["operator"]["operator_id"]["open_id"])
            address = Address(Platform.FEISHU, user)
            return Press(key=key, sender=address, at=at, action=str(event["event_key"]))
        if kind == "im.chat.access_event.bot_p2p_chat_entered_v1":
            user = str(event["operator_id"]["open_id"])
            first = not event.get("last_message_id")
            return Entered(key=key, sender=Address(Platform.FEISHU, user), at=at, first=first)
        return Ignored(kind)

    async def _update_card(self, wanted: Mapping[str, Any]) -> None:
        """By the press's token while it lives, else by the message's id."""
        if wanted["token"]:
            body = {"token": wanted["token"], "card": wanted["card"]}
            try:
                await self._client.call("POST", "/open-apis/interactive/v1/card/update", json=body)
            except DeliveryError as error:
                if error.failure is not Failure.STALE_CARD:
                    raise
            else:
                return
        content = json.dumps(wanted["card"], ensure_ascii=False)
        path = f"/open-apis/im/v1/messages/{wanted['message']}"
        await self._client.call("PATCH", path, json={"content": content})

    async def _send(self, part: Mapping[str, Any]) -> Delivered:
        content = part["content"]
        if "file" in part:
            content = await self._uploaded(part)
        answer = await self._client.call(
            "POST",
            "/open-apis/im/v1/messages",
            params={"receive_id_type": str(part["kind"])},
            json={
                "receive_id": part["to"],
                "msg_type": part["type"],
                "content": content,
                "uuid": part["uuid"],
            },
        )
        return Delivered(str((answer.get("data") or {}).get("message_id", "")))

    async def _uploaded(self, part: Mapping[str, Any]) -> str:
        content = await self._files.read(str(part["file"]))
        if part["type"] == "image":
            answer = await self._client.call(
                "POST",
                "/open-apis/im/v1/images",
                data={"image_type": "message"},
                files={"image": ("image.png", content)},
            )
            return json.dumps({"image_key": answer["data"]["image_key"]})
        answer = await self._client.call(
            "POST",
            "/open-apis/im/v1/files",
            data={"file_type": "stream", "file_name": str(part["name"])},
            files={"file": (str(part["name"]), content)},
        )
        return json.dumps({"file_key": answer["data"]["file_key"]})

    def _take_slots(self, chat: str) -> None:
        for key, rate in ((f"feishu:{chat}", _PER_CHAT), ("feishu", _PER_APP)):
            wait = self._limiter.wait(key, rate, most=0.0)
            if wait > 0:
                raise DeliveryError(Failure.WAIT, code="own-limit", after=timedelta(seconds=wait))


def _messages(content: Content) -> list[dict[str, Any]]:
    match content:
        case Text(text):
            return [
                {"type": "text", "content": json.dumps({"text": _plain(part)}, ensure_ascii=False)}
                for part in pieces(inert(text), _TEXT_BYTES)
            ]
        case Card():
            return [
                {"type": "interactive", "content": json.dumps(draw(content), ensure_ascii=False)}
            ]
        case Picture(file):
            return [{"type": "image", "content": "", "file": file}]
        case Document(file, name):
            return [{"type": "file", "content": "", "file": file, "name": name}]


def _plain(text: str) -> str:
    """Neither a mention nor a tag nor a link of Feishu's text format."""
    return text.replace("<", "＜").replace("](", "]（") or " "


def _message(event: Mapping[str, Any], received_at: datetime) -> Received:
    """A person's message; in a group only one that mentions the bot (the scope sends no other)."""
    message = event["message"]
    sender = event["sender"]
    if sender.get("sender_type", "user") != "user":
        return Ignored("bot")
    group = str(message["chat_id"]) if message["chat_type"] == "group" else ""
    mentions = message.get("mentions") or []
    if group and not any(one.get("mentioned_type", "bot") == "bot" for one in mentions):
        return Ignored("not mentioned")
    kind = str(message["message_type"])
    content = json.loads(message["content"])
    number = str(message["message_id"])
    return Message(
        key=f"feishu:{number}",
        sender=Address(Platform.FEISHU, str(sender["sender_id"]["open_id"]), group),
        at=_moment(str(message.get("create_time", "")), received_at),
        message_id=number,
        text=_text(kind, content, mentions),
        attachments=_attachments(kind, content),
        place=Place(
            float(content["latitude"]), float(content["longitude"]), str(content.get("name", ""))
        )
        if kind == "location"
        else None,
    )


def _text(kind: str, content: Mapping[str, Any], mentions: list[Mapping[str, Any]]) -> str:
    if kind == "text":
        text = str(content.get("text", ""))
    elif kind == "post":
        lines = content.get("content") or []
        text = "\n".join("".join(str(node.get("text", "")) for node in line) for line in lines)
        text = "\n".join(filter(None, (str(content.get("title", "")), text)))
    else:
        return ""
    for one in mentions:
        bot = one.get("mentioned_type", "bot") == "bot"
        text = text.replace(str(one["key"]), "" if bot else str(one.get("name", "")))
    return text.strip()


_KINDS = {
    "image": (AttachmentKind.IMAGE, "image_key"),
    "file": (AttachmentKind.FILE, "file_key"),
    "audio": (AttachmentKind.VOICE, "file_key"),
    "media": (AttachmentKind.VIDEO, "file_key"),
}


def _attachments(kind: str, content: Mapping[str, Any]) -> tuple[Attachment, ...]:
    if kind not in _KINDS:
        return ()
    found, key = _KINDS[kind]
    return (Attachment(found, str(content[key]), str(content.get("file_name", ""))),)


def _press(event: Mapping[str, Any], key: str, at: datetime) -> Received:
    action = event["action"]
    value = action.get("value")
    context = event["context"]
    handle = CardHandle(str(context["open_message_id"]), str(event["token"]), at)
    return Press(
        key=key,
        sender=Address(Platform.FEISHU, str(event["operator"]["open_id"])),
        at=at,
        action=str(value.get("key", "")) if isinstance(value, dict) else "",
        form={name: _values(given) for name, given in (action.get("form_value") or {}).items()},
        card=handle,
    )


def _values(given: object) -> tuple[str, ...]:
    """Dates lose their zone: `2026-12-01 +0800` is the company's day."""
    if isinstance(given, list):
        return tuple(str(one) for one in given)
    text = str(given if given is not None else "")
    return (text.removesuffix(" +0800"),)


def _moment(stamp: str, received_at: datetime) -> datetime:
    """Milliseconds, or microseconds where sixteen digits stand."""
    if not stamp.isdigit():
        return received_at
    return datetime.fromtimestamp(int(stamp) / (1_000_000 if len(stamp) > 14 else 1_000), UTC)
