"""Feishu's REST interface as a bot calls it. Source: platforms/feishu.md 6, 7 and 15."""

import json
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from adapters.emulator.bounded import remember
from adapters.emulator.exchanges import Bubble
from adapters.emulator.feishu_cards import fault
from adapters.emulator.feishu_files import Uploads
from adapters.emulator.feishu_gate import Answer, Gate, error, ok
from adapters.emulator.feishu_login import Logins
from adapters.emulator.feishu_tenant import (
    BOT,
    CONTACTS,
    SENDING,
    Pressed,
    Sent,
    Tenant,
    new_bubble,
)

_ONCE = timedelta(hours=1)
_CARD_LIFE = timedelta(days=14)
_PRESS_LIFE = timedelta(minutes=30)
_PRESS_USES = 2
_LOCKED = 11310
_PER_SECOND = 5
_SECOND = timedelta(seconds=1)
_TEXT_BYTES = 150 * 1024
_CARD_BYTES = 30 * 1024
_LATER_BYTES = 100 * 1024
_UUID = 50
_MENTION = re.compile(r"<at user_id=[\"']?([^\"'>\s]+)")
_IDS = {"open_id", "union_id", "user_id"}
_KINDS = {"text", "post", "image", "file", "audio", "media", "sticker", "interactive"}


class Api:
    """The routes; `app` is the ASGI application, with `others` beside them."""

    def __init__(self, tenant: Tenant, others: Sequence[BaseRoute] = ()) -> None:
        self._tenant = tenant
        self._gate = Gate(tenant)
        uploads, gate, base = Uploads(tenant, self._gate), self._gate, "/open-apis"
        messages = f"{base}/im/v1/messages"
        posts = {
            f"{base}/interactive/v1/card/update": (self._change_later, ""),
            f"{base}/contact/v3/users/batch_get_id": (self._find_people, CONTACTS),
            messages: (self._send, SENDING),
            f"{messages}/{{id}}/reply": (self._reply, SENDING),
        }
        logins = Logins(tenant, self._gate)
        self.web = logins.face().app
        self.app = Starlette(
            routes=[
                Route(f"{base}/auth/v3/tenant_access_token/internal", gate.issue, methods=["POST"]),
                *(Route(path, gate.json(*one), methods=["POST"]) for path, one in posts.items()),
                Route(f"{messages}/{{id}}", gate.json(self._patch, SENDING), methods=["PATCH"]),
                Route(f"{messages}/{{id}}", gate.json(self._get), methods=["GET"]),
                Route(f"{base}/bot/v3/info", gate.json(self._info), methods=["GET"]),
                *uploads.routes(base),
                *logins.routes(base),
                *others,
            ]
        )

    def _send(self, request: Request, body: dict[str, Any]) -> Answer:
        kind = request.query_params.get("receive_id_type", "")
        receiver = body.get("receive_id")
        if kind not in ("open_id", "chat_id") or not isinstance(receiver, str):
            return 400, error(230001)
        chat = self._chat(kind, receiver)
        if chat is None:
            return 400, error(230013 if kind == "open_id" else 230002)
        return self._put(chat, body)

    def _reply(self, request: Request, body: dict[str, Any]) -> Answer:
        sent = self._tenant.sent.get(request.path_params["id"])
        return self._put(sent.chat, body) if sent else (400, error(230011))

    def _chat(self, kind: str, receiver: str) -> str | None:
        """The person or group a receiver names; a private chat has an id of its own as well."""
        if kind == "chat_id" and receiver in self._tenant.groups:
            return receiver
        person = receiver.removeprefix("oc_") if kind == "chat_id" else receiver
        return person if person in self._tenant.people and person != BOT else None

    def _put(self, chat: str, body: dict[str, Any]) -> Answer:
        now, unique = self._tenant.now(), body.get("uuid") or ""
        if not isinstance(unique, str) or len(unique) > _UUID:
            return 400, error(230001, "uuid")
        before = self._tenant.once.get(unique)
        if unique and before and now - before[1] < _ONCE:
            return 200, ok(self._shown(self._tenant.sent[before[0]]))
        if self._gate.meter.is_over(f"chat {chat}", _PER_SECOND, _SECOND):
            return 400, error(230020)
        bubble = new_bubble(self._tenant, mine=False)
        if wrong := self._fill(bubble, str(body.get("msg_type")), body.get("content")):
            return 400, wrong
        sent = self._tenant.send(chat, str(body["msg_type"]), bubble)
        if unique:
            remember(self._tenant.once, unique, (bubble.id, now))
        return 200, ok(self._shown(sent))

    def _fill(self, bubble: Bubble, kind: str, content: object) -> dict[str, Any] | None:
        """Put the content into a bubble; returns the refusal, if any."""
        parsed = _content(content)
        if kind not in _KINDS or parsed is None or not isinstance(content, str):
            return error(230001, "content")
        if len(content.encode()) > (_TEXT_BYTES if kind == "text" else _CARD_BYTES):
            return error(230025)
        if kind == "text":
            return self._fill_text(bubble, parsed)
        if kind == "interactive":
            return _fill_card(bubble, parsed)
        key = str(parsed.get("image_key") or parsed.get("file_key") or "")
        kept = self._tenant.files.get(key)
        if kept is None or kept.message:
            return error(230017)
        if (kept.kind == "image") != (kind == "image"):
            return error(230055)
        bubble.media, bubble.text = key, kept.name
        return None

    def _fill_text(self, bubble: Bubble, parsed: dict[str, Any]) -> dict[str, Any] | None:
        text = parsed.get("text")
        if not isinstance(text, str) or not text:
            return error(230001, "text")
        self._tenant.mentions.extend(_MENTION.findall(text))
        bubble.text = text
        return None

    def _patch(self, request: Request, body: dict[str, Any]) -> Answer:
        id_ = request.path_params["id"]
        sent = self._tenant.sent.get(id_)
        code = self._patch_fault(sent, id_)
        if code or sent is None:
            return 400, error(code)
        card = _content(body.get("content"))
        if card is None:
            return 400, error(230001, "content")
        if len(body["content"].encode()) > _CARD_BYTES:
            return 400, error(230025)
        if wrong := fault(card):
            return 400, _bad_card(wrong)
        self._tenant.change(id_, card)
        return 200, {"code": 0, "msg": "ok", "data": {}}

    def _patch_fault(self, sent: Sent | None, id_: str) -> int:
        if sent is None:
            return 99992354
        if sent.is_recalled:
            return 230011
        if sent.kind != "interactive":
            return 230001
        if self._tenant.now() - sent.at > _CARD_LIFE:
            return 230031
        too_often = self._gate.meter.is_over(f"patch {id_}", _PER_SECOND, _SECOND)
        return 230020 if too_often else 0

    def _change_later(self, _: Request, body: dict[str, Any]) -> Answer:
        """By a press's token: for half an hour, twice, and only once the press is answered."""
        pressed = self._tenant.pressed.get(str(body.get("token", "")))
        if pressed is None:
            return 400, error(300020)
        if code := self._press_fault(pressed):
            return 400, error(code, "card action is lock" if code == _LOCKED else "")
        card = body.get("card")
        if not isinstance(card, dict):
            return 400, error(11311)
        if len(json.dumps(card, ensure_ascii=False).encode()) > _LATER_BYTES:
            return 400, error(100000)
        if wrong := fault(card):
            return 400, error(200830 if "schema" in wrong else 10002, wrong)
        pressed.used += 1
        self._tenant.change(pressed.message, card)
        return 200, ok({})

    def _press_fault(self, pressed: Pressed) -> int:
        if self._tenant.now() - pressed.at > _PRESS_LIFE:
            return 300030
        if pressed.used >= _PRESS_USES:
            return 300040
        if not pressed.is_answered:
            return _LOCKED
        return 200000 if self._tenant.sent[pressed.message].is_recalled else 0

    def _get(self, request: Request, _: dict[str, Any]) -> Answer:
        sent = self._tenant.sent.get(request.path_params["id"])
        return (200, ok({"items": [self._shown(sent)]})) if sent else (400, error(99992354))

    def _info(self, _: Request, __: dict[str, Any]) -> Answer:
        shown = {"app_name": "CRM", "avatar_url": "https://feishu.example/bot.png"}
        bot = {
            "activate_status": self._tenant.activated,
            **shown,
            "ip_white_list": [],
            "open_id": BOT,
        }
        return 200, {"code": 0, "msg": "ok", "bot": bot}

    def _find_people(self, request: Request, body: dict[str, Any]) -> Answer:
        """Whoever is not known comes back without an id, of the kind that was asked for [D 46]."""
        kind = request.query_params.get("user_id_type", "open_id")
        mobiles = body.get("mobiles") or []
        if kind not in _IDS or len(mobiles) > 50 or len(body.get("emails") or []) > 50:
            return 400, error(99992402)
        found = [{"mobile": one} | self._id_of(one, kind) for one in mobiles]
        return 200, ok({"user_list": found})

    def _id_of(self, mobile: str, kind: str) -> dict[str, str]:
        person = self._tenant.mobiles.get(mobile)
        ids = self._tenant.ids(person) if person else {}
        return {"user_id": ids[kind]} if kind in ids else {}

    def _shown(self, sent: Sent) -> dict[str, Any]:
        app, stamp = self._tenant.app.app_id, str(int(sent.at.timestamp() * 1000))
        return {
            "message_id": sent.bubble.id,
            "msg_type": sent.kind,
            "create_time": stamp,
            "update_time": stamp,
            "deleted": sent.is_recalled,
            "updated": sent.bubble.updates > 0,
            "chat_id": self._tenant.chat_id(sent.chat),
            "sender": {"id": app, "id_type": "app_id", "sender_type": "app", "tenant_key": "tk01"},
        }


def _content(content: object) -> dict[str, Any] | None:
    """The object in a content, which is always a string of JSON."""
    if not isinstance(content, str):
        return None
    try:
        parsed = json.loads(content)
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None


def _fill_card(bubble: Bubble, card: dict[str, Any]) -> dict[str, Any] | None:
    if wrong := fault(card):
        return _bad_card(wrong)
    bubble.card = card
    bubble.versions.append(card)
    return None


def _bad_card(wrong: str) -> dict[str, Any]:
    return error(230099, f"Failed to create card content, ext=ErrCode: {wrong}")
