"""Feishu's events and card callbacks as updates. Source: platforms/feishu.md 2.5, 4 and 5."""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from adapters.chat import (
    Address,
    Attachment,
    AttachmentKind,
    CardHandle,
    Entered,
    Ignored,
    Message,
    Place,
    Platform,
    Press,
    Update,
)
from adapters.foreign import load

MESSAGE = "im.message.receive_v1"
_PLACEHOLDER = re.compile(r"@_user_\d+|@_all\b")
_ZONED = re.compile(r"((?:\d{4}-\d{2}-\d{2})?(?: ?\d{2}:\d{2})?) [+-]\d{4}", re.ASCII)
_ATTACHMENTS = {
    "image": (AttachmentKind.IMAGE, "image_key"),
    "file": (AttachmentKind.FILE, "file_key"),
    "audio": (AttachmentKind.VOICE, "file_key"),
    "media": (AttachmentKind.VIDEO, "file_key"),
}

_UNDERSTOOD = {"text", "post", "location", *_ATTACHMENTS}
"""Stickers, calls, votes and what the system writes say nothing to a CRM."""


def translate(envelope: Mapping[str, Any], received_at: datetime) -> Update | Ignored:
    """The update in a genuine envelope of schema 2.0, or what is left of schema 1.0.

    Messages are known by `message_id`, everything else by `event_id` [D 12].

    Raises:
        KeyError, TypeError, ValueError, AttributeError, OverflowError, Refused: it is not shaped
            as Feishu's events are.
    """
    event = envelope["event"]
    if "header" not in envelope:
        return _old(envelope, event, received_at)
    header = envelope["header"]
    kind = str(header["event_type"])
    at = _moment(str(header.get("create_time", "")), received_at)
    key = f"feishu:{header['event_id']}"
    match kind:
        case "im.message.receive_v1":
            return _message(event, received_at)
        case "card.action.trigger":
            return _press(event, key, at)
        case "application.bot.menu_v6":
            sender = _person(event["operator"]["operator_id"])
            return Press(key=key, sender=sender, at=at, action=str(event["event_key"]))
        case "im.chat.access_event.bot_p2p_chat_entered_v1":
            first = not event.get("last_message_id")
            return Entered(key=key, sender=_person(event["operator_id"]), at=at, first=first)
        case _:
            return Ignored(kind)


def mentioned_bots(envelope: Mapping[str, Any]) -> set[str]:
    """The open_ids of the bots a group's message mentions; empty for anything else.

    Bots are told from people by `mentioned_type`; where it is missing, it may be a bot.
    """
    message = envelope["event"]["message"]
    return {
        str((one.get("id") or {}).get("open_id", ""))
        for one in message.get("mentions") or []
        if one.get("mentioned_type", "bot") == "bot"
    }


def is_in_group(envelope: Mapping[str, Any]) -> bool:
    """Whether it is a message that several people read."""
    header = envelope.get("header") or {}
    if header.get("event_type") != MESSAGE:
        return False
    return bool(envelope["event"]["message"]["chat_type"] != "p2p")


def _old(envelope: Mapping[str, Any], event: Mapping[str, Any], at: datetime) -> Entered | Ignored:
    """Schema 1.0, known by `uuid`; only the first contact is of use [D 1]."""
    kind = str(event["type"])
    if kind != "p2p_chat_create":
        return Ignored(kind)
    sender = _person(event["user"])
    return Entered(key=f"feishu:{envelope['uuid']}", sender=sender, at=at, first=True)


def _message(event: Mapping[str, Any], received_at: datetime) -> Message | Ignored:
    message, sender = event["message"], event["sender"]
    if sender.get("sender_type", "user") != "user":
        return Ignored("bot")
    group = "" if message["chat_type"] == "p2p" else str(message["chat_id"])
    kind = str(message["message_type"])
    if kind not in _UNDERSTOOD:
        return Ignored(kind)
    content = load(message["content"])
    number = str(message["message_id"])
    return Message(
        key=f"feishu:{number}",
        sender=_person(sender["sender_id"], group),
        at=_moment(str(message.get("create_time", "")), received_at),
        message_id=number,
        text=_named(_text(kind, content), message.get("mentions") or []),
        attachments=tuple(_attachments(kind, content)),
        place=_place(content) if kind == "location" else None,
    )


def _person(ids: Mapping[str, Any], group: str = "") -> Address:
    user = ids["open_id"]
    if not (isinstance(user, str) and user):
        raise ValueError("open_id")
    return Address(Platform.FEISHU, user, group)


def _text(kind: str, content: Mapping[str, Any]) -> str:
    if kind == "text":
        return str(content.get("text", ""))
    if kind != "post":
        return ""
    lines = ["".join(_said(node) for node in line) for line in content.get("content") or []]
    return "\n".join(filter(None, (str(content.get("title") or ""), *lines)))


def _said(node: Mapping[str, Any]) -> str:
    """The words of one node of a post; a mention is its placeholder."""
    if node.get("tag") == "at":
        return str(node.get("user_id") or node.get("user_name") or "")
    return str(node.get("text") or "")


def _named(text: str, mentions: list[Mapping[str, Any]]) -> str:
    """Mentions of people by their names, of the bot and of everybody not at all."""
    names = {
        str(one["key"]): str(one.get("name", ""))
        for one in mentions
        if one.get("mentioned_type", "bot") != "bot"
    }
    return _PLACEHOLDER.sub(lambda found: names.get(found[0], ""), text).strip()


def _attachments(kind: str, content: Mapping[str, Any]) -> Iterator[Attachment]:
    if kind in _ATTACHMENTS:
        found, key = _ATTACHMENTS[kind]
        yield Attachment(found, str(content[key]), str(content.get("file_name") or ""))
    if kind == "post":
        for node in (node for line in content.get("content") or [] for node in line):
            if node.get("tag") == "img":
                yield Attachment(AttachmentKind.IMAGE, str(node["image_key"]))


def _place(content: Mapping[str, Any]) -> Place:
    latitude, longitude = float(content["latitude"]), float(content["longitude"])
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        raise ValueError("place")
    return Place(latitude, longitude, str(content.get("name") or ""))


def _press(event: Mapping[str, Any], key: str, at: datetime) -> Press:
    action = event["action"]
    context = event.get("context") or {}
    message = str(context.get("open_message_id") or "")
    form = action.get("form_value") or {}
    return Press(
        key=key,
        sender=_person(event["operator"]),
        at=at,
        action=_key(action.get("value")),
        form={str(name): _values(given) for name, given in form.items()},
        card=CardHandle(message, str(event.get("token") or ""), at) if message else None,
    )


def _key(value: object) -> str:
    """The key we put on the button; official clients send it as the object it was."""
    if isinstance(value, Mapping):
        return str(value.get("key", ""))
    return str(value or "")


def _values(given: object) -> tuple[str, ...]:
    if isinstance(given, list):
        return tuple(_value(one) for one in given)
    return (_value(given),)


def _value(given: object) -> str:
    """Dates and times lose their zone: `2026-12-01 +0800` is the company's day."""
    if isinstance(given, bool):
        return "true" if given else "false"
    text = "" if given is None else str(given)
    zoned = _ZONED.fullmatch(text)
    return zoned[1] if zoned else text


def _moment(stamp: str, received_at: datetime) -> datetime:
    """Milliseconds, or microseconds where sixteen digits stand [D 12, D 20]."""
    if not stamp.isascii() or not stamp.isdigit():
        return received_at
    return datetime.fromtimestamp(int(stamp) / (1_000_000 if len(stamp) > 14 else 1_000), UTC)
