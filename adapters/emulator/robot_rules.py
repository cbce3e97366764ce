"""What the robot's server lets a bot do, and what it refuses. Source: platforms/wecom.md 7.4 and 7.5."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from adapters.emulator.bounded import Meter, remember
from adapters.emulator.exchanges import Bubble
from adapters.emulator.robot_cards import fault as card_fault
from adapters.emulator.robot_files import Shelf

MOST_BYTES = 20_480
_STREAM, _AT_ONCE = timedelta(minutes=6), timedelta(seconds=5)
_EXPIRED, _UNKNOWN, _REPEATED, _TOO_OFTEN, _TOO_LATE = 846604, 846605, 846606, 846607, 846608
_BAD_TASK, _BAD = 846625, 40058


@dataclass(slots=True)
class Asked:
    """Something people did that a bot may answer.

    Args:
        kind: message, welcome, press or nothing, which is answered by nobody.
        task: of the card that was pressed.
    """

    kind: str
    chat: str
    task: str = ""
    at: datetime | None = None
    stream: str = ""
    bubble: str = ""
    is_over: bool = False
    has_card: bool = False


@dataclass(slots=True)
class Book:
    """What is open and what was said.

    Args:
        met: the chats that wrote to the robot: nobody else is written to.
        show: puts a message before a chat, or in the place of the one with its id.
        dropped: how many frames went beyond a chat's limit.
    """

    now: Callable[[], datetime]
    meter: Meter
    met: set[str]
    shelf: Shelf
    show: Callable[[str, Bubble], None]
    dropped: int = 0
    _open: dict[str, Asked] = field(default_factory=dict)
    _tasks: dict[str, str] = field(default_factory=dict)

    def ask(self, req_id: str, asked: Asked) -> None:
        asked.at = self.now()
        remember(self._open, req_id, asked)

    def forget_rights(self) -> None:
        """A right to answer lives as long as the connection that it came on."""
        self._open.clear()

    def work(self, command: str, req_id: str, body: Mapping[str, Any]) -> int | dict[str, Any]:
        """An error code, or the body of the answer."""
        match command:
            case "aibot_respond_msg":
                return self._respond(req_id, body)
            case "aibot_respond_welcome_msg":
                return self._welcome(req_id, body)
            case "aibot_respond_update_msg":
                return self._update(req_id, body)
            case "aibot_send_msg":
                return self._send(body)
            case "aibot_upload_media_init":
                return self.shelf.begin(body)
            case "aibot_upload_media_chunk":
                return self.shelf.add(body)
            case "aibot_upload_media_finish":
                return self.shelf.finish(body, self.now())
        return _BAD

    def _right(self, req_id: str, kind: str, life: timedelta) -> Asked | int:
        asked = self._open.get(req_id)
        if asked is None or asked.kind != kind or asked.at is None:
            return _UNKNOWN
        if self.now() - asked.at > life:
            return _EXPIRED if kind != "message" else _TOO_LATE
        return _REPEATED if asked.is_over else asked

    def _respond(self, req_id: str, body: Mapping[str, Any]) -> int | dict[str, Any]:
        asked = self._right(req_id, "message", _STREAM)
        if isinstance(asked, int):
            return asked
        kind, stream, card = body.get("msgtype"), body.get("stream"), body.get("template_card")
        if kind not in ("stream", "template_card", "stream_with_template_card"):
            return 40008
        if ("stream" in kind) is not isinstance(stream, dict):
            return _BAD
        if ("card" in kind) is not isinstance(card, dict):
            return _BAD
        if asked.stream and not stream:
            return _REPEATED
        code = (self._stream(asked, stream) if stream else 0) or self._card(card, asked)
        code = code or self._counted(asked.chat)
        if code:
            return code
        return self._answered(asked, stream, card)

    def _stream(self, asked: Asked, stream: Mapping[str, Any]) -> int:
        if not stream.get("id") or not isinstance(stream.get("finish"), bool):
            return _BAD
        if asked.stream and stream["id"] != asked.stream:
            return _REPEATED
        return _text(stream.get("content"))

    def _card(self, card: Mapping[str, Any] | None, asked: Asked | None = None) -> int:
        if card is None:
            return 0
        if asked and asked.has_card:
            return _REPEATED
        if code := card_fault(card):
            return code
        return _BAD_TASK if card.get("task_id") in self._tasks else 0

    def _answered(
        self, asked: Asked, stream: Mapping[str, Any] | None, card: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        if stream:
            asked.stream = str(stream["id"])
            asked.bubble = asked.bubble or secrets.token_hex(6)
            note = "" if stream["finish"] else "stream"
            content = str(stream["content"])
            bubble = Bubble(asked.bubble, self.now(), mine=False, text=content, note=note)
            self.show(asked.chat, bubble)
        if card:
            asked.has_card = True
            self._show_card(asked.chat, card)
        asked.is_over = bool(stream["finish"]) if stream else True
        return {}

    def _welcome(self, req_id: str, body: Mapping[str, Any]) -> int | dict[str, Any]:
        asked = self._right(req_id, "welcome", _AT_ONCE)
        if isinstance(asked, int):
            return asked
        if body.get("msgtype") not in ("text", "template_card"):
            return 40008
        if code := self._counted(asked.chat):
            return code
        shown = self._shown(asked.chat, body)
        asked.is_over = shown == 0
        return shown or {}

    def _update(self, req_id: str, body: Mapping[str, Any]) -> int | dict[str, Any]:
        asked = self._right(req_id, "press", _AT_ONCE)
        if isinstance(asked, int):
            return asked
        card = body.get("template_card")
        if body.get("response_type") != "update_template_card" or not isinstance(card, dict):
            return _BAD
        if card.get("task_id") != asked.task:
            return _BAD_TASK
        if code := card_fault(card, is_update=True) or self._counted(asked.chat):
            return code
        asked.is_over = True
        shown = self._tasks.get(asked.task, "")
        self.show(asked.chat, Bubble(shown, self.now(), mine=False, card=dict(card)))
        return {}

    def _send(self, body: Mapping[str, Any]) -> int | dict[str, Any]:
        chat, kind = str(body.get("chatid", "")), body.get("chat_type", 0)
        if not chat or kind not in (0, 1, 2):
            return _BAD
        if chat not in self.met:
            return _TOO_OFTEN
        return self._counted(chat) or self._shown(chat, body) or {}

    def _shown(self, chat: str, body: Mapping[str, Any]) -> int:
        kind = str(body.get("msgtype"))
        part = body.get(kind)
        if not isinstance(part, dict):
            return 40008
        if kind in ("markdown", "text"):
            if code := _text(part.get("content")):
                return code
            text = str(part["content"])
            self.show(chat, Bubble(secrets.token_hex(6), self.now(), mine=False, text=text))
            return 0
        if kind == "template_card":
            code = self._card(part)
            if not code:
                self._show_card(chat, part)
            return code
        return self._media(chat, kind, part)

    def _media(self, chat: str, kind: str, part: Mapping[str, Any]) -> int:
        media = str(part.get("media_id", ""))
        kept = self.shelf.media.get(media)
        if kept is None or kept[0] != kind:
            return 40007
        shown = Bubble(secrets.token_hex(6), self.now(), mine=False, text=f"[{kept[2]}]")
        shown.media = media
        self.show(chat, shown)
        return 0

    def _show_card(self, chat: str, card: Mapping[str, Any]) -> None:
        shown = secrets.token_hex(6)
        if card.get("task_id"):
            remember(self._tasks, str(card["task_id"]), shown)
        self.show(chat, Bubble(shown, self.now(), mine=False, card=dict(card)))

    def _counted(self, chat: str) -> int:
        over = self.meter.is_over(chat, 30, timedelta(minutes=1))
        if over or self.meter.is_over(chat, 1_000, timedelta(hours=1)):
            self.dropped += 1
            return _TOO_OFTEN
        return 0


def _text(content: object) -> int:
    if not isinstance(content, str) or not content:
        return 44004
    return 45002 if len(content.encode()) > MOST_BYTES else 0
