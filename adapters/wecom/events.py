"""What people do on WeCom, out of the decrypted XML. Source: platforms/wecom.md 1.5, 1.6 and 5.1."""

import hashlib
import math
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

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
    Received,
    Refused,
)
from adapters.wecom.cards import NONE
from adapters.wecom.wire import text_of

_ATTACHMENTS = {
    "image": AttachmentKind.IMAGE,
    "voice": AttachmentKind.VOICE,
    "video": AttachmentKind.VIDEO,
}
_WORDS = ("text", "location", "link")
_PRESSES = ("template_card_event", "template_card_menu_event")
_LONGEST_STAMP = 11


def update(root: Element, plain: bytes, received_at: datetime) -> Received:
    """Translate a callback that is known to be genuine.

    Messages are told apart by application, sender and MsgId; events, which have no id and may
    share a second, by all they say.

    Raises:
        Refused: nobody sent it, or from nowhere on earth.
    """
    sender = Address(Platform.WECOM, text_of(root, "FromUserName"))
    if not sender.user:
        raise Refused("sender")
    at = moment(text_of(root, "CreateTime")) or received_at
    if text_of(root, "MsgType") == "event":
        return _event(root, f"wecom:event:{_digest(plain)}", sender, at)
    kind = text_of(root, "MsgType")
    if kind not in (*_WORDS, *_ATTACHMENTS):
        return Ignored(kind)
    return _message(kind, root, plain, sender=sender, at=at)


def moment(stamp: str) -> datetime | None:
    """The time of a Unix stamp in seconds; None when it is no such thing."""
    if not stamp.isascii() or not stamp.isdigit() or len(stamp) > _LONGEST_STAMP:
        return None
    return datetime.fromtimestamp(int(stamp), UTC)


def _message(kind: str, root: Element, plain: bytes, *, sender: Address, at: datetime) -> Message:
    number = text_of(root, "MsgId") or _digest(plain)
    return Message(
        key=f"wecom:{text_of(root, 'AgentID')}:{sender.user}:{number}",
        sender=sender,
        at=at,
        message_id=number,
        text=_words(kind, root),
        attachments=_attachments(kind, root),
        place=_place(root) if kind == "location" else None,
    )


def _event(root: Element, key: str, sender: Address, at: datetime) -> Received:
    event, action = text_of(root, "Event"), text_of(root, "EventKey")
    if event in _PRESSES:
        handle = CardHandle(text_of(root, "TaskId"), text_of(root, "ResponseCode"), at)
        form = _selected(root)
        return Press(key=key, sender=sender, at=at, action=action, form=form, card=handle)
    if event == "click":
        return Press(key=key, sender=sender, at=at, action=action)
    if event in ("enter_agent", "subscribe"):
        return Entered(key=key, sender=sender, at=at, first=event == "subscribe")
    return Ignored(event)


def _digest(plain: bytes) -> str:
    return hashlib.sha256(plain).hexdigest()


def _words(kind: str, root: Element) -> str:
    """What was written, or heard: applications are not promised that WeCom listens for them [1.5]."""
    if kind == "link":
        return _link(root)
    return text_of(root, "Recognition" if kind == "voice" else "Content")


def _link(root: Element) -> str:
    return f"{text_of(root, 'Title')} {text_of(root, 'Url')}".strip()


def _attachments(kind: str, root: Element) -> tuple[Attachment, ...]:
    found = _ATTACHMENTS.get(kind)
    return (Attachment(found, text_of(root, "MediaId")),) if found else ()


def _place(root: Element) -> Place:
    try:
        latitude, longitude = float(text_of(root, "Location_X")), float(text_of(root, "Location_Y"))
    except ValueError:
        raise Refused("place") from None
    if not math.isfinite(latitude) or not math.isfinite(longitude):
        raise Refused("place")
    return Place(latitude, longitude, text_of(root, "Label"))


def _selected(root: Element) -> dict[str, tuple[str, ...]]:
    """What was chosen; one element or many, each with one option or many."""
    return {
        text_of(item, "QuestionKey"): tuple(
            "" if option.text == NONE else option.text or "" for option in item.iter("OptionId")
        )
        for item in root.iter("SelectedItem")
    }
