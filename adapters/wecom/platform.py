"""WeCom as a chat platform: receives, draws, delivers."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element

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
from adapters.limits import Limiter, Rate
from adapters.plain import inert, pieces
from adapters.wecom import cards
from adapters.wecom.client import WeComClient
from adapters.wecom.wire import Keys, check_signature, decrypt, parse, text_of

_TEXT_BYTES = 2048
_UNSEEN = "\u200b\u200c\u200d\u2060"
_MARK_BYTES = 36
_OLDEST = timedelta(days=7)
_NEWEST = timedelta(minutes=10)
_PER_MEMBER = Rate(30, timedelta(seconds=61))
_PER_APP = Rate(1_000, timedelta(minutes=1))
_ATTACHMENTS = {
    "image": AttachmentKind.IMAGE,
    "voice": AttachmentKind.VOICE,
    "video": AttachmentKind.VIDEO,
}
_LINK = re.compile(r"<(?=/?[a-zA-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeComApp:
    """A self-built application's credentials, as its console shows them."""

    corp_id: str
    agent_id: int
    secret: str
    token: str
    encoding_aes_key: str


class WeCom:
    """`ChatPlatform` for a self-built application.

    Args:
        now: the machine's clock.
        home: where a card without a link leads (WeCom wants an address there).
    """

    platform = Platform.WECOM

    def __init__(
        self,
        app: WeComApp,
        client: WeComClient,
        files: Files,
        limiter: Limiter,
        *,
        now: Callable[[], datetime],
        home: str = "",
    ) -> None:
        self._app = app
        self._client = client
        self._files = files
        self._limiter = limiter
        self._now = now
        self._home = home or "https://work.weixin.qq.com/"
        self._keys = Keys.of(app.token, app.encoding_aes_key, app.corp_id)

    async def receive(self, callback: Callback) -> Received:
        self._check_age(callback)
        if callback.method == "GET":
            echo = callback.query.get("echostr", "")
            check_signature(self._keys, callback.query, echo)
            return Handshake(body=decrypt(self._keys, echo), content_type="text/plain")
        envelope = parse(callback.body)
        encrypted = text_of(envelope, "Encrypt")
        check_signature(self._keys, callback.query, encrypted)
        plain = decrypt(self._keys, encrypted)
        root = parse(plain)
        if text_of(root, "ToUserName") != self._app.corp_id:
            raise Refused("receiver")
        return self._update(root, plain, callback.received_at)

    def acknowledge(self, reply: bytes | None = None) -> tuple[bytes, str]:  # noqa: ARG002
        return b"", "text/plain"

    def answer(self, reply: Reply) -> bytes | None:  # noqa: ARG002
        return None

    def picked(self, card: Card, press: Press) -> str | None:
        """The key behind a choice that was folded."""
        option = "".join(press.form.get(cards.PICK, ()))
        return cards.chosen(card, press.action, option)

    def render(self, to: Address, content: Content, *, key: str) -> bytes:
        return json.dumps({"send": self._messages(to, content, key)}, ensure_ascii=False).encode()

    def render_update(self, to: Address, card: Card, handle: CardHandle, *, key: str) -> bytes:
        drawn = cards.draw(card, key, url=self._home)
        if card.state:
            drawn["replace_text"] = card.state
        body = {
            "userids": [to.user],
            "agentid": self._app.agent_id,
            "response_code": handle.token,
            "template_card": drawn,
        }
        return json.dumps({"update": body}, ensure_ascii=False).encode()

    async def deliver(self, body: bytes) -> Delivered:
        wanted = json.loads(body)
        if "update" in wanted:
            await self._client.post("/cgi-bin/message/update_template_card", wanted["update"])
            return Delivered()
        delivered = Delivered()
        for message in wanted["send"]:
            self._take_slots(str(message["touser"]))
            answer = await self._send(message)
            delivered = Delivered(
                str(answer.get("msgid", "")), str(answer.get("response_code", ""))
            )
        return delivered

    async def download(self, message: Message, attachment: Attachment) -> bytes:  # noqa: ARG002
        return await self._client.download(attachment.key)

    async def find_mobile(self, mobile: str) -> str | None:
        try:
            found = await self._client.post("/cgi-bin/user/getuserid", {"mobile": mobile})
        except DeliveryError as error:
            if error.failure is Failure.DEAD:
                return None
            raise
        return str(found.get("userid") or "") or None

    async def push_menu(self, menu: Mapping[str, Any]) -> None:
        """Put the application's menu in place.

        Raises:
            DeliveryError: the platform refused it.
        """
        await self._client.post("/cgi-bin/menu/create", menu, agentid=str(self._app.agent_id))

    async def check(self) -> None:
        """Fetch a token; raises DeliveryError."""
        await self._client.check()

    async def close(self) -> None:
        """Nothing of its own is open; the client's pool is closed by whoever made it."""

    def _check_age(self, callback: Callback) -> None:
        """A signature lives seven days: no narrower, or honest redeliveries are lost."""
        stamp = callback.query.get("timestamp", "")
        if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 11:
            raise Refused("timestamp")
        at = datetime.fromtimestamp(int(stamp), UTC)
        if not callback.received_at - _OLDEST <= at <= callback.received_at + _NEWEST:
            raise Refused("timestamp")

    def _update(self, root: Element, plain: bytes, received_at: datetime) -> Received:
        sender = Address(Platform.WECOM, text_of(root, "FromUserName"))
        at = _moment(text_of(root, "CreateTime"), received_at)
        kind = text_of(root, "MsgType")
        if not sender.user:
            raise Refused("sender")
        if kind == "event":
            return self._event(root, plain, sender, at)
        number = text_of(root, "MsgId")
        return Message(
            key=f"wecom:{text_of(root, 'AgentID')}:{sender.user}:{number}",
            sender=sender,
            at=at,
            message_id=number,
            text=text_of(root, "Content"),
            attachments=_attachments(kind, root),
            place=_place(root) if kind == "location" else None,
        )

    def _event(self, root: Element, plain: bytes, sender: Address, at: datetime) -> Received:
        event = text_of(root, "Event")
        key = f"wecom:event:{hashlib.sha256(plain).hexdigest()}"
        if event in ("template_card_event", "template_card_menu_event"):
            handle = CardHandle(text_of(root, "TaskId"), text_of(root, "ResponseCode"), at)
            return Press(
                key=key,
                sender=sender,
                at=at,
                action=text_of(root, "EventKey"),
                form=_selected(root),
                card=handle,
            )
        if event == "click":
            return Press(key=key, sender=sender, at=at, action=text_of(root, "EventKey"))
        if event in ("enter_agent", "subscribe"):
            return Entered(key=key, sender=sender, at=at, first=event == "subscribe")
        return Ignored(event)

    def _messages(self, to: Address, content: Content, key: str) -> list[dict[str, Any]]:
        """One message, or several when a text is longer than WeCom takes."""
        head = {"touser": to.user, "agentid": self._app.agent_id, "safe": 0}
        unique = {"enable_duplicate_check": 1, "duplicate_check_interval": 14400}
        match content:
            case Text(text):
                parts = pieces(_LINK.sub("＜", inert(text)), _TEXT_BYTES - _MARK_BYTES)
                return [
                    {
                        **head,
                        "msgtype": "text",
                        "text": {"content": part + _mark(key, place)},
                        **unique,
                    }
                    for place, part in enumerate(parts)
                ]
            case Card():
                card = cards.draw(content, key, url=self._home)
                return [{**head, "msgtype": "template_card", "template_card": card, **unique}]
            case Picture(file):
                return [{**head, "msgtype": "image", "file": file, **unique}]
            case Document(file, name):
                return [{**head, "msgtype": "file", "file": file, "name": name, **unique}]

    async def _send(self, message: Mapping[str, Any]) -> dict[str, Any]:
        wanted = dict(message)
        if wanted["msgtype"] in ("image", "file"):
            file = str(wanted.pop("file"))
            name = str(wanted.pop("name", "") or file)
            kind = str(wanted["msgtype"])
            media = await self._client.upload(kind, name, await self._files.read(file))
            wanted[kind] = {"media_id": media}
        answer = await self._client.post("/cgi-bin/message/send", wanted)
        if answer.get("invaliduser") or answer.get("unlicenseduser"):
            raise DeliveryError(Failure.DEAD, code="invaliduser")
        return answer

    def _take_slots(self, member: str) -> None:
        """Beyond its limits WeCom drops messages in silence (P09): wait before that."""
        wanted = {f"wecom:{member}": (_PER_MEMBER,), "wecom": (_PER_APP,)}
        wait = self._limiter.wait_all(wanted, most=0.0)
        if wait > 0:
            raise DeliveryError(Failure.WAIT, code="own-limit", after=timedelta(seconds=wait))


def _mark(key: str, place: int) -> str:
    """Twelve characters nobody sees, the same for each try of one message.

    WeCom drops what it takes for a duplicate by its content: a retry should be one, the same words
    said twice should not.
    """
    digest = hashlib.blake2b(f"{key}:{place}".encode(), digest_size=3).digest()
    number = int.from_bytes(digest)
    return "".join(_UNSEEN[number >> shift & 3] for shift in range(0, 24, 2))


def _moment(stamp: str, received_at: datetime) -> datetime:
    return datetime.fromtimestamp(int(stamp), UTC) if stamp.isdigit() else received_at


def _attachments(kind: str, root: Element) -> tuple[Attachment, ...]:
    found = _ATTACHMENTS.get(kind)
    return (Attachment(found, text_of(root, "MediaId")),) if found else ()


def _place(root: Element) -> Place | None:
    try:
        latitude, longitude = float(text_of(root, "Location_X")), float(text_of(root, "Location_Y"))
    except ValueError:
        return None
    return Place(latitude, longitude, text_of(root, "Label"))


def _selected(root: Element) -> dict[str, tuple[str, ...]]:
    return {
        text_of(item, "QuestionKey"): tuple(option.text or "" for option in item.iter("OptionId"))
        for item in root.iter("SelectedItem")
    }
