"""What people do with the robot, out of the frames' bodies. Source: platforms/wecom.md 7.2 and 7.3."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from adapters.chat import (
    Address,
    Attachment,
    AttachmentKind,
    CardHandle,
    Entered,
    Message,
    Platform,
    Press,
    Update,
)
from adapters.wecom.cards import NONE
from adapters.wecom.robot.line import Frame

ANSWER, WELCOME, CHANGE = "answer", "welcome", "change"
"""What a right is for; its token is that word and the req_id that it hangs on."""
_FILES = {
    "image": AttachmentKind.IMAGE,
    "file": AttachmentKind.FILE,
    "video": AttachmentKind.VIDEO,
}
_MENTION = re.compile(r"@\S+\s*")
_LATEST = 1 << 33


def update(frame: Frame, received_at: datetime) -> Update | None:
    """What somebody did; None for what nobody needs.

    The msgid tells repeats apart. A message carries the right to answer it; a press has its own in
    the card's handle.
    """
    body = frame.body
    user, number = _text(_part(body, "from"), "userid"), _text(body, "msgid")
    if not user or not number:
        return None
    group = _text(body, "chatid") if body.get("chattype") == "group" else ""
    sender = Address(Platform.AIBOT, user, group, f"{ANSWER} {frame.req_id}")
    key = f"aibot:{_text(body, 'aibotid')}:{number}"
    at = _moment(body.get("create_time")) or received_at
    if body.get("msgtype") == "event":
        return _event(frame, key, sender, at)
    return _message(body, key, number, sender=sender, at=at)


def _event(frame: Frame, key: str, sender: Address, at: datetime) -> Update | None:
    event = _part(frame.body, "event")
    kind = _text(event, "eventtype")
    if kind == "template_card_event":
        pressed = _part(event, kind)
        handle = CardHandle(_text(pressed, "task_id"), f"{CHANGE} {frame.req_id}", at)
        return Press(
            key=key,
            sender=Address(sender.platform, sender.user, sender.group),
            at=at,
            action=_text(pressed, "event_key"),
            form=_selected(pressed),
            card=handle,
        )
    if kind == "enter_chat":
        welcomed = Address(sender.platform, sender.user, sender.group, f"{WELCOME} {frame.req_id}")
        return Entered(key=key, sender=welcomed, at=at)
    return None


def _message(
    body: Mapping[str, Any], key: str, number: str, *, sender: Address, at: datetime
) -> Message | None:
    parts = list(_parts(body))
    said = [_text(_part(one, kind), "content") for one in parts if (kind := _words(one))]
    text = "\n".join(filter(None, said))
    quoted = _parts(_part(body, "quote"))
    attachments = [found for one in (*parts, *quoted) if (found := _attachment(one))]
    if not text and not attachments:
        return None
    return Message(
        key=key,
        sender=sender,
        at=at,
        message_id=number,
        text=_without_mention(text) if sender.group else text,
        attachments=tuple(attachments),
        heard=body.get("msgtype") == "voice",
    )


def _parts(body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A message, or each part of a mixed one."""
    if body.get("msgtype") != "mixed":
        yield body
        return
    for one in _list(_part(body, "mixed"), "msg_item"):
        if isinstance(one, dict):
            yield one


def _words(one: Mapping[str, Any]) -> str:
    """Where its words are: what was typed, or heard by WeCom."""
    kind = one.get("msgtype")
    return str(kind) if kind in ("text", "voice") else ""


def _attachment(one: Mapping[str, Any]) -> Attachment | None:
    kind = _text(one, "msgtype")
    found, part = _FILES.get(kind), _part(one, kind)
    url, key = _text(part, "url"), _text(part, "aeskey")
    if found is None or not url:
        return None
    name = _text(part, "filename") or _text(part, "name")
    return Attachment(found, json.dumps({"url": url, "aeskey": key}), name)


def _without_mention(text: str) -> str:
    """Without the robot's own name: the mention at the start, else the only one."""
    start = _MENTION.match(text)
    if start:
        return text[start.end() :].strip()
    return _MENTION.sub("", text).strip() if len(_MENTION.findall(text)) == 1 else text


def _selected(pressed: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    chosen = {}
    for one in _list(_part(pressed, "selected_items"), "selected_item"):
        if isinstance(one, dict):
            ids = map(str, _list(_part(one, "option_ids"), "option_id"))
            chosen[_text(one, "question_key")] = tuple("" if id_ == NONE else id_ for id_ in ids)
    return chosen


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def _list(body: Mapping[str, Any], name: str) -> Sequence[Any]:
    found = body.get(name)
    return found if isinstance(found, list) else []


def _text(body: Mapping[str, Any], name: str) -> str:
    found = body.get(name)
    return found if isinstance(found, str) else ""


def _moment(stamp: object) -> datetime | None:
    if not isinstance(stamp, int) or not 0 < stamp < _LATEST:
        return None
    return datetime.fromtimestamp(stamp, UTC)
