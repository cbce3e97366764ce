"""Feishu as it answers on its own wire, with the people who use it. Source: platforms/feishu.md 15."""

import itertools
import json
import secrets
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.emulator.exchanges import Bubble, Exchange, Exchanges, NoSuchButton
from adapters.emulator.feishu_cards import LARGEST, fault, walk
from adapters.feishu.platform import FeishuApp
from adapters.feishu.wire import encrypt, signature

_LIFE = timedelta(hours=2)
_RENEW = timedelta(minutes=30)
_CARD_LIFE = timedelta(days=14)
_PRESS_LIFE = timedelta(minutes=30)
_UNIQUE = timedelta(hours=1)
_PER_SECOND = 5
_TIMELINE = 200


@dataclass(frozen=True, slots=True)
class PressOutcome:
    """What a press showed: the callback's status, its toast, whether the card changed at once."""

    status: int
    toast: str = ""
    changed: bool = False


@dataclass(slots=True)
class _Sent:
    """A message of the bot."""

    chat: str
    at: datetime
    kind: str
    bubble: Bubble


class FeishuEmulator:
    """One tenant with one application.

    Args:
        callback: a client that reaches the bot, and `path` the address of its callback there.
        now: the platform's clock.
    """

    def __init__(
        self,
        app: FeishuApp,
        callback: httpx.AsyncClient,
        *,
        now: Callable[[], datetime],
        path: str = "/feishu/callback",
    ) -> None:
        self.credentials = app
        self.people: dict[str, str] = {}
        self.mobiles: dict[str, str] = {}
        self.groups: dict[str, list[str]] = {}
        self.exchanges = Exchanges()
        self.faults: deque[int] = deque()
        self.swallow = 0
        self.app = Starlette(routes=self._routes())
        self._callback = callback
        self._path = path
        self._now = now
        self._tokens: dict[str, datetime] = {}
        self._timelines: dict[str, deque[Bubble]] = defaultdict(lambda: deque(maxlen=_TIMELINE))
        self._sent: dict[str, _Sent] = {}
        self._unique: dict[str, tuple[str, datetime]] = {}
        self._presses: dict[str, tuple[str, datetime, int]] = {}
        self._rate: dict[str, deque[datetime]] = defaultdict(lambda: deque(maxlen=_PER_SECOND))
        self._files: dict[str, bytes] = {}
        self._numbers = itertools.count(1)

    # --- the human side ---------------------------------------------------------------------------

    async def say(
        self, user: str, text: str, *, group: str = "", mention: bool = True, times: int = 1
    ) -> str:
        """Write a text, in private or in a group; returns its message_id."""
        number = f"om_{secrets.token_hex(12)}"
        self._timelines[group or user].append(Bubble(number, self._now(), mine=True, text=text))
        if group and not mention:
            return number
        said = f"@_user_1 {text}" if group else text
        await self._message(user, number, "text", {"text": said}, group=group, times=times)
        return number

    async def send_image(self, user: str, content: bytes) -> str:
        return await self._upload_message(user, "image", {"image_key": self._keep(content)})

    async def send_file(self, user: str, content: bytes, name: str) -> str:
        key = self._keep(content)
        return await self._upload_message(user, "file", {"file_key": key, "file_name": name})

    async def send_voice(self, user: str, content: bytes) -> str:
        return await self._upload_message(
            user, "audio", {"file_key": self._keep(content), "duration": 1000}
        )

    async def send_location(self, user: str, latitude: float, longitude: float, label: str) -> str:
        content = {"name": label, "longitude": str(longitude), "latitude": str(latitude)}
        return await self._upload_message(user, "location", content)

    async def enter(self, user: str) -> int:
        event = {"chat_id": f"oc_{user}", "operator_id": {"open_id": user}}
        if self._timelines[user]:
            event["last_message_id"] = self._timelines[user][-1].id
        return (
            await self._event("im.chat.access_event.bot_p2p_chat_entered_v1", event)
        ).status_code

    async def choose_menu(self, user: str, key: str) -> int:
        stamp = str(int(self._now().timestamp()))
        event = {
            "operator": {"operator_id": {"open_id": user}},
            "event_key": key,
            "timestamp": stamp,
        }
        return (await self._event("application.bot.menu_v6", event)).status_code

    def add_group(self, id_: str, members: list[str]) -> None:
        self.groups[id_] = members

    async def press(
        self,
        user: str,
        bubble: Bubble,
        element: Mapping[str, Any],
        *,
        form: Mapping[str, Any] | None = None,
        times: int = 1,
    ) -> PressOutcome:
        """Press a button; the answer in the callback changes the card at once."""
        token = f"c-{secrets.token_hex(16)}"
        self._presses[token] = (bubble.id, self._now(), 0)
        behavior = next(one for one in element["behaviors"] if one["type"] == "callback")
        action: dict[str, Any] = {"tag": "button", "value": behavior["value"]}
        if element.get("form_action_type") == "submit":
            action |= {"name": element["name"], "form_value": self._form(bubble, form or {})}
        event = {
            "operator": {"open_id": user, "tenant_key": "tk01"},
            "token": token,
            "action": action,
            "host": "im_message",
            "context": {"open_message_id": bubble.id, "open_chat_id": f"oc_{user}"},
        }
        id_ = secrets.token_hex(12)
        outcome = PressOutcome(0)
        for _ in range(times):
            response = await self._event("card.action.trigger", event, id_=id_)
            outcome = self._answered(bubble, response)
        return outcome

    async def press_label(
        self,
        user: str,
        label: str,
        *,
        option: str = "",
        form: Mapping[str, Any] | None = None,
        times: int = 1,
    ) -> PressOutcome:
        """Press the newest button with `label`; with `option` the one on that row."""
        for bubble in reversed(self._timelines[user]):
            element = _find(bubble.card, label, option)
            if element is not None:
                return await self.press(user, bubble, element, form=form, times=times)
        raise NoSuchButton(label)

    def timeline(self, who: str) -> list[Bubble]:
        """What a person or a group sees, oldest first."""
        return list(self._timelines[who])

    async def verify_address(self, challenge: str = "crm-1") -> dict[str, Any]:
        """What the console does when the callback's address is saved."""
        plain = {
            "challenge": challenge,
            "token": self.credentials.verification_token,
            "type": "url_verification",
        }
        sealed = encrypt(self.credentials.encrypt_key, json.dumps(plain).encode())
        response = await self._callback.post(self._path, json={"encrypt": sealed})
        answer: dict[str, Any] = response.json()
        return answer

    async def deliver(self, envelope: Mapping[str, Any]) -> httpx.Response:
        """Send an envelope, sealed and signed."""
        plain = json.dumps(envelope, ensure_ascii=False)
        sealed = encrypt(self.credentials.encrypt_key, plain.encode())
        body = json.dumps({"encrypt": sealed}).encode()
        stamp, nonce = str(int(self._now().timestamp())), secrets.token_hex(6)
        headers = {
            "content-type": "application/json; charset=utf-8",
            "x-lark-request-timestamp": stamp,
            "x-lark-request-nonce": nonce,
            "x-lark-signature": signature(stamp, nonce, self.credentials.encrypt_key, body),
        }
        response = await self._callback.post(self._path, content=body, headers=headers)
        self._note("callback", self._path, plain, response.status_code, response.text)
        return response

    def expire_tokens(self) -> None:
        """Make every token invalid before its time."""
        self._tokens.clear()

    # --- the wire ---------------------------------------------------------------------------------

    def _routes(self) -> list[Route]:
        base = "/open-apis"
        return [
            Route(f"{base}/auth/v3/tenant_access_token/internal", self._token, methods=["POST"]),
            Route(f"{base}/im/v1/messages", self._json(self._send), methods=["POST"]),
            Route(f"{base}/im/v1/messages/{{id}}", self._json(self._patch), methods=["PATCH"]),
            Route(
                f"{base}/interactive/v1/card/update", self._json(self._delayed), methods=["POST"]
            ),
            Route(
                f"{base}/contact/v3/users/batch_get_id",
                self._json(self._by_mobile),
                methods=["POST"],
            ),
            Route(f"{base}/im/v1/images", self._upload, methods=["POST"]),
            Route(f"{base}/im/v1/files", self._upload, methods=["POST"]),
            Route(
                f"{base}/im/v1/messages/{{id}}/resources/{{key}}", self._resource, methods=["GET"]
            ),
        ]

    def _json(
        self, handler: Callable[[Request, dict[str, Any]], tuple[int, dict[str, Any]]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answered(request: Request) -> Response:
            refused = self._refused(request)
            try:
                body = json.loads(await request.body())
            except ValueError:
                body, refused = {}, refused or 9499
            status, answer = (400, _error(refused)) if refused else handler(request, body)
            written = json.dumps(body, ensure_ascii=False)
            self._note("api", request.url.path, written, status, json.dumps(answer))
            if self.swallow:
                self.swallow -= 1
                return Response(status_code=502)
            headers = {"x-ogw-ratelimit-reset": "1"} if status == 429 else {}
            return JSONResponse(answer, status_code=status, headers=headers)

        return answered

    def _refused(self, request: Request) -> int:
        if self.faults:
            return self.faults.popleft()
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not token:
            return 99991661
        until = self._tokens.get(token)
        return 99991663 if until is None or until <= self._now() else 0

    async def _token(self, request: Request) -> Response:
        body = json.loads(await request.body())
        ours = (self.credentials.app_id, self.credentials.app_secret)
        if (body.get("app_id"), body.get("app_secret")) != ours:
            return JSONResponse({"code": 10014, "msg": "app secret invalid"})
        now = self._now()
        token = next((one for one, until in self._tokens.items() if until - now >= _RENEW), "")
        if not token:
            token = f"t-{secrets.token_hex(20)}"
            self._tokens[token] = now + _LIFE
        left = int((self._tokens[token] - now).total_seconds())
        return JSONResponse({"code": 0, "msg": "ok", "tenant_access_token": token, "expire": left})

    def _send(self, request: Request, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        kind = request.query_params.get("receive_id_type", "")
        receiver = str(body.get("receive_id", ""))
        if kind not in ("open_id", "chat_id") or not isinstance(body.get("content"), str):
            return 400, _error(230001)
        known = receiver in (self.people if kind == "open_id" else self.groups)
        if not known:
            return 400, _error(230013 if kind == "open_id" else 230002)
        unique = str(body.get("uuid") or "")
        if len(unique) > 50:
            return 400, _error(230001)
        if unique and (again := self._unique.get(unique)) and self._now() - again[1] < _UNIQUE:
            return 200, _ok({"message_id": again[0]})
        if self._is_too_often(receiver):
            return 400, _error(230020)
        bubble = Bubble(f"om_{secrets.token_hex(12)}", self._now(), mine=False)
        wrong = self._fill(bubble, str(body.get("msg_type")), body["content"])
        if wrong:
            return 400, wrong
        self._timelines[receiver].append(bubble)
        self._sent[bubble.id] = _Sent(receiver, self._now(), str(body["msg_type"]), bubble)
        if unique:
            self._unique[unique] = (bubble.id, self._now())
        return 200, _ok({"message_id": bubble.id, "msg_type": body["msg_type"]})

    def _fill(self, bubble: Bubble, kind: str, content: str) -> dict[str, Any] | None:
        try:
            parsed = json.loads(content)
        except ValueError:
            return _error(230001)
        if kind == "text":
            if not parsed.get("text") or len(content.encode()) > 150 * 1024:
                return _error(230001 if not parsed.get("text") else 230025)
            bubble.text = str(parsed["text"])
            return None
        if kind == "interactive":
            if len(content.encode()) > LARGEST:
                return _error(230025)
            if wrong := fault(parsed):
                return {
                    "code": 230099,
                    "msg": f"Failed to create card content, ext=ErrCode: {wrong}",
                }
            bubble.card = parsed
            bubble.versions.append(parsed)
            return None
        key = str(parsed.get("image_key") or parsed.get("file_key") or "")
        bubble.media = key
        return None if key in self._files else _error(230017)

    def _is_too_often(self, receiver: str) -> bool:
        now, sent = self._now(), self._rate[receiver]
        if len(sent) == _PER_SECOND and now - sent[0] < timedelta(seconds=1):
            return True
        sent.append(now)
        return False

    def _patch(self, request: Request, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        sent = self._sent.get(request.path_params["id"])
        if sent is None or sent.kind != "interactive":
            return 400, _error(230001)
        if self._now() - sent.at > _CARD_LIFE:
            return 400, _error(230031)
        content = str(body.get("content", ""))
        wrong = self._fill(sent.bubble, "interactive", content)
        if wrong is None:
            sent.bubble.updates += 1
        return (400, wrong) if wrong else (200, _ok({}))

    def _delayed(self, _: Request, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        kept = self._presses.get(str(body.get("token", "")))
        if kept is None:
            return 400, _error(300020)
        message, at, used = kept
        if self._now() - at > _PRESS_LIFE:
            return 400, _error(300030)
        if used >= 2:
            return 400, _error(300040)
        if not isinstance(body.get("card"), dict) or fault(body["card"]):
            return 400, _error(11311)
        self._presses[body["token"]] = (message, at, used + 1)
        self._replace(self._sent[message].bubble, body["card"])
        return 200, _ok({})

    def _by_mobile(self, _: Request, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        mobiles = body.get("mobiles") or []
        if len(mobiles) > 50:
            return 400, _error(99992402)
        found = [
            {"mobile": one, **({"user_id": self.mobiles[one]} if one in self.mobiles else {})}
            for one in mobiles
        ]
        return 200, _ok({"user_list": found})

    async def _upload(self, request: Request) -> Response:
        if code := self._refused(request):
            return JSONResponse(_error(code), status_code=400)
        form = await request.form()
        name = "image" if "image" in form else "file"
        given = form.get(name)
        content = b"" if given is None or isinstance(given, str) else await given.read()
        if not content:
            return JSONResponse(_error(234010), status_code=400)
        key = self._keep(content)
        return JSONResponse(_ok({f"{name}_key": key}))

    async def _resource(self, request: Request) -> Response:
        if code := self._refused(request):
            return JSONResponse(_error(code), status_code=400)
        content = self._files.get(request.path_params["key"])
        if content is None:
            return JSONResponse(_error(234003), status_code=400)
        return Response(content, media_type="application/octet-stream")

    # --- inside -----------------------------------------------------------------------------------

    def _answered(self, bubble: Bubble, response: httpx.Response) -> PressOutcome:
        if response.status_code != 200:
            return PressOutcome(response.status_code, "200671")
        try:
            answer = response.json()
        except ValueError:
            return PressOutcome(200, "200672")
        card = (answer.get("card") or {}).get("data")
        if card is not None:
            if fault(card):
                return PressOutcome(200, "200673")
            self._replace(bubble, card)
        toast = (answer.get("toast") or {}).get("content", "")
        return PressOutcome(200, toast, card is not None)

    def _replace(self, bubble: Bubble, card: dict[str, Any]) -> None:
        bubble.card = card
        bubble.updates += 1
        bubble.versions.append(card)

    def _form(self, bubble: Bubble, given: Mapping[str, Any]) -> dict[str, Any]:
        """What the client would send: what was filled in, else what stands there already."""
        values: dict[str, Any] = {}
        for element, _, _ in walk(((bubble.card or {}).get("body") or {}).get("elements") or [], 0):
            name = element.get("name")
            if not name or element["tag"] in ("form", "button"):
                continue
            values[name] = _value(element, given.get(name))
        return values

    async def _upload_message(self, user: str, kind: str, content: Mapping[str, Any]) -> str:
        number = f"om_{secrets.token_hex(12)}"
        await self._message(user, number, kind, content, group="", times=1)
        return number

    async def _message(
        self,
        user: str,
        number: str,
        kind: str,
        content: Mapping[str, Any],
        *,
        group: str,
        times: int,
    ) -> None:
        message: dict[str, Any] = {
            "message_id": number,
            "create_time": str(int(self._now().timestamp() * 1000)),
            "chat_id": group or f"oc_{user}",
            "chat_type": "group" if group else "p2p",
            "message_type": kind,
            "content": json.dumps(content, ensure_ascii=False),
        }
        if group:
            bot = {
                "key": "@_user_1",
                "id": {"open_id": "ou_bot"},
                "mentioned_type": "bot",
                "name": "CRM",
            }
            message["mentions"] = [bot]
        sender = {"sender_id": {"open_id": user}, "sender_type": "user", "tenant_key": "tk01"}
        for _ in range(times):
            await self._event("im.message.receive_v1", {"sender": sender, "message": message})

    async def _event(self, kind: str, event: Mapping[str, Any], *, id_: str = "") -> httpx.Response:
        header = {
            "event_id": id_ or secrets.token_hex(12),
            "event_type": kind,
            "create_time": str(int(self._now().timestamp() * 1000)),
            "token": self.credentials.verification_token,
            "app_id": self.credentials.app_id,
            "tenant_key": "tk01",
        }
        return await self.deliver({"schema": "2.0", "header": header, "event": event})

    def _keep(self, content: bytes) -> str:
        key = f"file_v3_{secrets.token_hex(12)}"
        self._files[key] = content
        return key

    def _note(self, direction: str, path: str, request: str, status: int, answer: str) -> None:
        self.exchanges.add(
            Exchange(self._now(), direction, path, request[:20_000], status, answer[:2_000])
        )


def _find(card: Mapping[str, Any] | None, label: str, option: str) -> Mapping[str, Any] | None:
    """A button by its label; with `option` the first after a text that holds it."""
    seen = not option
    for element, _, _ in walk(((card or {}).get("body") or {}).get("elements") or [], 0):
        if element.get("tag") == "div":
            seen = seen or option in str((element.get("text") or {}).get("content", ""))
        named = element.get("tag") == "button" and element["text"]["content"] == label
        if seen and named and any(one["type"] == "callback" for one in element["behaviors"]):
            return element
    return None


def _value(element: Mapping[str, Any], given: Any) -> Any:
    tag = element["tag"]
    if given is None and tag == "input":
        return element.get("default_value", "")
    if given is None and tag == "select_static":
        place = int(element.get("initial_index", 0))
        return element["options"][place - 1]["value"] if place else ""
    if given is None and tag == "multi_select_static":
        return element.get("selected_values", [])
    if tag in ("date_picker", "picker_datetime", "picker_time"):
        initial = element.get("initial_date") or element.get("initial_datetime") or ""
        value = given if given is not None else initial
        return f"{value} +0800" if value else ""
    return given


def _error(code: int) -> dict[str, Any]:
    return {"code": code, "msg": f"error {code}", "error": {"log_id": "emulated"}}


def _ok(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"code": 0, "msg": "success", "data": dict(data)}
