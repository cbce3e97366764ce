"""WeCom's REST interface as far as a self-built application needs it. Source: platforms/wecom.md."""

import base64
import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.emulator import wecom_messages as messages
from adapters.emulator.bounded import Meter, remember
from adapters.emulator.exchanges import Bubble
from adapters.emulator.multipart import Part, parts
from adapters.emulator.wecom_cards import INTERACTIVE, fault, needs_callback
from adapters.emulator.wecom_corp import Corp
from adapters.emulator.wecom_directory import Directory
from adapters.emulator.wecom_gate import Answer, Gate, error, manners
from adapters.emulator.wecom_login import Logins
from adapters.emulator.wecom_shown import longer_than_shown

_RECALL = timedelta(hours=24)
_MEMBER_LIMITS = ((30, timedelta(minutes=1)), (1_000, timedelta(hours=1)))
_FILES = {
    "image": (10 << 20, (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")),
    "voice": (2 << 20, (b"#!AMR",)),
    "video": (10 << 20, (b"",)),
    "file": (20 << 20, (b"",)),
}


class Api:
    """The routes, as a bare ASGI application: `app`."""

    def __init__(self, corp: Corp) -> None:
        self._corp = corp
        self._gate = Gate(corp)
        self._arrivals = Meter(corp.now)
        self.app = Starlette(routes=self._routes())

    def _routes(self) -> list[Route]:
        directory, logins = Directory(self._corp), Logins(self._corp)
        posts = {
            "message/send": self._send,
            "message/update_template_card": self._update,
            "message/recall": self._recall,
            **directory.posts(),
        }
        gets = {**directory.gets(), **logins.gets()}
        return [
            *(self._route(path, "POST", handler) for path, handler in posts.items()),
            *(self._route(path, "GET", handler) for path, handler in gets.items()),
            Route("/cgi-bin/gettoken", self._gate.issue, methods=["GET"]),
            Route("/cgi-bin/media/upload", self._upload, methods=["POST"]),
            Route("/cgi-bin/media/get", self._download, methods=["GET"]),
        ]

    def _route(
        self, path: str, method: str, handler: Callable[[Request, dict[str, Any]], Answer]
    ) -> Route:
        return Route(f"/cgi-bin/{path}", self._gate.json(handler), methods=[method])

    # --- messages ---------------------------------------------------------------------------------

    def _send(self, _: Request, body: dict[str, Any]) -> Answer:
        if code := messages.head_fault(body, self._corp):
            return error(code)
        mark = messages.fingerprint(body) if body.get("enable_duplicate_check") == 1 else ""
        interval = timedelta(seconds=int(body.get("duplicate_check_interval", 1_800)))
        last = self._corp.once.get(mark)
        if last and self._corp.now() - last[0] < interval:
            return last[1]
        if code := messages.fault(body, self._corp):
            return error(code)
        known, invalid = messages.receivers(body, self._corp)
        if not known:
            return error(81013)
        answer = {**error(0), "invaliduser": "|".join(invalid), **self._post(known, body)}
        if mark:
            remember(self._corp.once, mark, (self._corp.now(), answer))
        return answer

    def _post(self, users: list[str], body: Mapping[str, Any]) -> dict[str, str]:
        """Show a message to everybody; its id, and the right to change it."""
        corp, msgid = self._corp, secrets.token_urlsafe(12)
        card = body.get("template_card") if body["msgtype"] == "template_card" else None
        for user in users:
            self._arrive(user, self._bubble(msgid, body))
        remember(corp.sent, msgid, corp.now())
        if not card:
            return {"msgid": msgid}
        if card.get("task_id"):
            remember(corp.tasks, str(card["task_id"]), msgid)
        corp.warnings.extend(longer_than_shown(card))
        if not needs_callback(card):
            return {"msgid": msgid}
        return {"msgid": msgid, "response_code": corp.grant(msgid)}

    def _bubble(self, msgid: str, body: Mapping[str, Any]) -> Bubble:
        kind, bubble = str(body["msgtype"]), Bubble(msgid, self._corp.now(), mine=False)
        part: Mapping[str, Any] = body[kind]
        if kind == "template_card":
            bubble.card = dict(part)
            bubble.versions.append(bubble.card)
        elif "media_id" in part:
            bubble.media = str(part["media_id"])
            bubble.text = self._corp.files[bubble.media].name
        else:
            bubble.text = _cut(_written(part))
        return bubble

    def _arrive(self, user: str, bubble: Bubble) -> None:
        """Beyond a member's limits nothing arrives and nobody is told [D 90236].

        Whoever pressed a button and is answered by a message may press again: nothing that is
        published says how long a client waits for the card's next face.
        """
        if any(self._arrivals.is_over(user, most, per) for most, per in _MEMBER_LIMITS):
            self._corp.dropped += 1
            return
        for shown in self._corp.timelines[user]:
            shown.pressed = ""
        self._corp.show(user, bubble)

    def _update(self, _: Request, body: dict[str, Any]) -> Answer:
        if code := self._update_fault(body):
            return error(code)
        corp = self._corp
        right = corp.rights.pop(str(body["response_code"]))
        wanted = [str(one) for one in body.get("userids") or ()]
        users = list(corp.people) if body.get("atall") == 1 else wanted
        bubbles = {one: corp.bubble(corp.known(one), right.message) for one in users}
        for bubble in bubbles.values():
            if bubble is not None:
                _change(bubble, body)
        if "template_card" in body:
            corp.warnings.extend(longer_than_shown(body["template_card"]))
        invalid = [one.lower() for one in users if not corp.known(one)]
        return {**error(0), "invaliduser": invalid}

    def _update_fault(self, body: Mapping[str, Any]) -> int:
        corp = self._corp
        if code := messages.agent_fault(body.get("agentid"), corp):
            return code
        users = body.get("userids") or []
        if not isinstance(users, list) or len(users) > 1_000:
            return 40032
        if not users and not any(body.get(name) for name in ("partyids", "tagids", "atall")):
            return 82001
        right = corp.right(str(body.get("response_code") or ""))
        if right is None:
            return 60140
        button, card = body.get("button"), body.get("template_card")
        if isinstance(card, dict):
            return fault(card, is_update=True)
        return 0 if isinstance(button, dict) and button.get("replace_name") else 40058

    def _recall(self, _: Request, body: dict[str, Any]) -> Answer:
        msgid = str(body.get("msgid") or "")
        sent = self._corp.sent.get(msgid)
        if sent is None:
            return error(40058)
        if self._corp.now() - sent > _RECALL:
            return error(42052)
        for timeline in self._corp.timelines.values():
            for bubble in [one for one in timeline if one.id == msgid]:
                timeline.remove(bubble)
        return error(0)

    # --- files ------------------------------------------------------------------------------------

    async def _upload(self, request: Request) -> Response:
        form = parts(request.headers.get("content-type", ""), await request.body())
        kind, media = request.query_params.get("type", ""), form.get("media")
        answer = self._gate.refused(request)
        if answer is None:
            code = _file_fault(kind, media)
            answer = error(code) if code else self._kept(kind, media or Part(b""))
        return self._gate.written(answer)

    def _kept(self, kind: str, media: Part) -> Answer:
        key = self._corp.keep(kind, media.content, media.filename)
        stamp = str(int(self._corp.now().timestamp()))
        return {"errcode": 0, "errmsg": "", "type": kind, "media_id": key, "created_at": stamp}

    async def _download(self, request: Request) -> Response:
        media_id = request.query_params.get("media_id", "")
        answer = self._gate.refused(request)
        if answer is None and (code := self._corp.file_fault(media_id)):
            answer = error(code)
        if answer is not None:
            return self._gate.written(answer)
        kept = self._corp.files[media_id]
        name = base64.urlsafe_b64encode(kept.name.encode()).decode()
        headers = {**manners(error(0)), "content-disposition": f'attachment; filename="{name}"'}
        return Response(kept.content, media_type="application/octet-stream", headers=headers)


def _change(bubble: Bubble, body: Mapping[str, Any]) -> None:
    """Give a card its next face: a whole card, or grey buttons."""
    card = body.get("template_card")
    if not card:
        if not bubble.card or bubble.card["card_type"] not in INTERACTIVE:
            return
        card = {**bubble.card, "replace_text": body["button"]["replace_name"]}
    bubble.card = dict(card)
    bubble.pressed = ""
    bubble.updates += 1
    bubble.versions.append(bubble.card)


def _file_fault(kind: str, media: Part | None) -> int:
    if kind not in _FILES:
        return 40004
    if media is None or not media.filename:
        return 41006
    most, beginnings = _FILES[kind]
    if not 5 < len(media.content) <= most:
        return 40006
    return 0 if media.content.startswith(beginnings) else 40005


def _written(part: Mapping[str, Any]) -> str:
    """The words of a text, of a textcard or of news."""
    articles = part.get("articles") or (part,)
    return str(part.get("content") or "") or "\n".join(
        f"{one.get('title', '')}\n{one.get('description', '')}" for one in articles
    )


def _cut(text: str) -> str:
    return text.encode()[: messages.TEXT].decode(errors="ignore")
