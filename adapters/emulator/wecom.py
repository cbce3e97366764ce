"""WeCom as it answers on its own wire, with the people who use it. Source: platforms/wecom.md 14."""

import asyncio
import base64
import itertools
import json
import secrets
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.emulator.exchanges import Bubble, Exchange, Exchanges, NoSuchButton
from adapters.emulator.multipart import Part, parts
from adapters.emulator.wecom_cards import INTERACTIVE, fault
from adapters.wecom.platform import WeComApp
from adapters.wecom.wire import Keys, encrypt, signature

_LIFE = timedelta(hours=2)
_CODE_LIFE = timedelta(hours=72)
_MEDIA_LIFE = timedelta(days=3)
_PER_MINUTE = 30
_TIMELINE = 200


class WeComEmulator:
    """One corporation with one application.

    Args:
        callback: a client that reaches the bot, and `path` the address of its callback there.
        now: the platform's clock.
    """

    def __init__(
        self,
        app: WeComApp,
        callback: httpx.AsyncClient,
        *,
        now: Callable[[], datetime],
        path: str = "/wecom/callback",
    ) -> None:
        self.credentials = app
        self.people: dict[str, str] = {}
        self.mobiles: dict[str, str] = {}
        self.menu: dict[str, Any] = {}
        self.exchanges = Exchanges()
        self.dropped = 0
        self.faults: deque[int] = deque()
        self.swallow = 0
        self.app = Starlette(routes=self._routes())
        self._callback = callback
        self._path = path
        self._now = now
        self._keys = Keys.of(app.token, app.encoding_aes_key, app.corp_id)
        self._tokens: dict[str, datetime] = {}
        self._timelines: dict[str, deque[Bubble]] = defaultdict(lambda: deque(maxlen=_TIMELINE))
        self._codes: dict[str, tuple[str, str, datetime]] = {}
        self._sent: dict[str, deque[datetime]] = defaultdict(lambda: deque(maxlen=_PER_MINUTE))
        self._media: dict[str, tuple[bytes, str, datetime]] = {}
        self._tasks: set[str] = set()
        self._duplicates: dict[str, datetime] = {}
        self._numbers = itertools.count(7_300_000_000_000_000_001)
        self._changed = asyncio.Condition()

    # --- the human side ---------------------------------------------------------------------------

    async def say(self, user: str, text: str, *, times: int = 1) -> str:
        """Write a text; returns its MsgId."""
        self._seen(user, Bubble(secrets.token_hex(6), self._now(), mine=True, text=text))
        return await self._message(user, "text", f"<Content>{_cdata(text)}</Content>", times)

    async def send_image(self, user: str, content: bytes) -> str:
        media = self._keep(content, "picture.png")
        parts = f"<PicUrl>{_cdata('')}</PicUrl><MediaId>{_cdata(media)}</MediaId>"
        return await self._message(user, "image", parts, 1)

    async def send_voice(self, user: str, content: bytes) -> str:
        media = self._keep(content, "voice.amr")
        parts = f"<MediaId>{_cdata(media)}</MediaId><Format>{_cdata('amr')}</Format>"
        return await self._message(user, "voice", parts, 1)

    async def send_location(self, user: str, latitude: float, longitude: float, label: str) -> str:
        parts = (
            f"<Location_X>{latitude}</Location_X><Location_Y>{longitude}</Location_Y>"
            f"<Scale>15</Scale><Label>{_cdata(label)}</Label>"
        )
        return await self._message(user, "location", parts, 1)

    async def enter(self, user: str) -> int:
        return await self._event(user, "enter_agent", "")

    async def subscribe(self, user: str) -> int:
        return await self._event(user, "subscribe", "")

    async def choose_menu(self, user: str, key: str) -> int:
        return await self._event(user, "click", key)

    async def press(
        self,
        user: str,
        bubble: Bubble,
        key: str,
        *,
        selected: Mapping[str, tuple[str, ...]] | None = None,
        times: int = 1,
    ) -> int:
        """Press the button with `key` on a card; returns the callback's status."""
        card = bubble.card or {}
        code = secrets.token_urlsafe(16)
        self._codes[code] = (user, bubble.id, self._now())
        bubble.pressed = key
        items = "".join(
            f"<SelectedItem><QuestionKey>{_cdata(name)}</QuestionKey><OptionIds>"
            + "".join(f"<OptionId>{_cdata(one)}</OptionId>" for one in options)
            + "</OptionIds></SelectedItem>"
            for name, options in (selected or _preselected(card)).items()
        )
        parts = (
            f"<TaskId>{_cdata(str(card.get('task_id', '')))}</TaskId>"
            f"<CardType>{_cdata(str(card.get('card_type', '')))}</CardType>"
            f"<ResponseCode>{_cdata(code)}</ResponseCode>"
            f"<SelectedItems>{items}</SelectedItems>"
        )
        return await self._event(user, "template_card_event", key, parts, times)

    async def press_label(
        self,
        user: str,
        label: str,
        *,
        option: str = "",
        selected: Mapping[str, tuple[str, ...]] | None = None,
        times: int = 1,
    ) -> int:
        """Press the newest button with `label`, with `option` (a text or its number) in its choice."""
        for bubble in reversed(self._timelines[user]):
            key = _key_of(bubble.card, label)
            if key:
                chosen = dict(selected or {})
                if option:
                    chosen |= _option(bubble.card or {}, option)
                return await self.press(user, bubble, key, selected=chosen or None, times=times)
            if bubble.card and (picked := _by_option(bubble.card, label)):
                return await self.press(user, bubble, picked[0], selected=picked[1], times=times)
        raise NoSuchButton(label)

    def timeline(self, user: str) -> list[Bubble]:
        """What the person sees, oldest first."""
        return list(self._timelines[user])

    async def verify_address(self, echo: str = "1616140317555161061") -> bytes:
        """What the console does when the callback's address is saved."""
        sealed = encrypt(self._keys, echo.encode())
        response = await self._callback.get(f"{self._path}?{self._signed(sealed, 'echostr')}")
        return response.content

    async def deliver(self, plain: str, *, times: int = 1) -> int:
        """Send a callback with this inner XML, each time sealed anew."""
        status = 0
        for _ in range(times):
            sealed = encrypt(self._keys, plain.encode())
            envelope = (
                f"<xml><ToUserName>{_cdata(self.credentials.corp_id)}</ToUserName>"
                f"<AgentID>{_cdata(str(self.credentials.agent_id))}</AgentID>"
                f"<Encrypt>{_cdata(sealed)}</Encrypt></xml>"
            )
            response = await self._callback.post(
                f"{self._path}?{self._signed(sealed)}",
                content=envelope.encode(),
                headers={"content-type": "text/xml"},
            )
            status = response.status_code
            self._note("callback", self._path, plain, status, response.text)
        return status

    def expire_tokens(self) -> None:
        """Make every token invalid before its time."""
        self._tokens.clear()

    # --- the wire ---------------------------------------------------------------------------------

    def _routes(self) -> list[Route]:
        posts: dict[str, Callable[[Request, dict[str, Any]], dict[str, Any]]] = {
            "message/send": self._send,
            "message/update_template_card": self._update,
            "menu/create": self._put_menu,
            "user/getuserid": self._user_by_mobile,
        }
        routes = [
            Route(f"/cgi-bin/{path}", self._json(handler), methods=["POST"])
            for path, handler in posts.items()
        ]
        return [
            *routes,
            Route("/cgi-bin/gettoken", self._get_token, methods=["GET"]),
            Route("/cgi-bin/media/upload", self._upload, methods=["POST"]),
            Route("/cgi-bin/media/get", self._download, methods=["GET"]),
        ]

    def _json(
        self, handler: Callable[[Request, dict[str, Any]], dict[str, Any]]
    ) -> Callable[[Request], Any]:
        async def answered(request: Request) -> Response:
            refused = self._refused(request)
            body: dict[str, Any] = {}
            if not refused:
                try:
                    body = json.loads(await request.body())
                except ValueError:
                    refused = 40058
            if not refused and not isinstance(body, dict):
                refused = 40058
            answer = _error(refused) if refused else handler(request, body)
            self._note(
                "api",
                request.url.path,
                json.dumps(body, ensure_ascii=False),
                200,
                json.dumps(answer),
            )
            async with self._changed:
                self._changed.notify_all()
            if self.swallow:
                self.swallow -= 1
                return Response(status_code=502)
            return JSONResponse(answer)

        return answered

    def _refused(self, request: Request) -> int:
        if self.faults:
            return self.faults.popleft()
        token = request.query_params.get("access_token", "")
        if not token:
            return 41001
        until = self._tokens.get(token)
        if until is None:
            return 40014
        return 42001 if until <= self._now() else 0

    async def _get_token(self, request: Request) -> Response:
        query = request.query_params
        if query.get("corpid") != self.credentials.corp_id:
            return JSONResponse(_error(40013))
        if query.get("corpsecret") != self.credentials.secret:
            return JSONResponse(_error(40001))
        now = self._now()
        token = next((one for one, until in self._tokens.items() if until > now), "")
        if not token:
            token = secrets.token_urlsafe(64)
            self._tokens[token] = now + _LIFE
        left = int((self._tokens[token] - now).total_seconds())
        return JSONResponse({**_error(0), "access_token": token, "expires_in": left})

    def _send(self, _: Request, body: dict[str, Any]) -> dict[str, Any]:
        if body.get("agentid") != self.credentials.agent_id or isinstance(
            body.get("agentid"), bool
        ):
            return _error(40056)
        kind = body.get("msgtype")
        code = self._message_fault(kind, body)
        if code:
            return _error(code)
        wanted = [user for user in str(body.get("touser") or "").split("|") if user]
        known = [user for user in wanted if user in self.people]
        invalid = "|".join(user.lower() for user in wanted if user not in self.people)
        if not known:
            return _error(81013 if wanted else 40031)
        msgid = secrets.token_urlsafe(12)
        answer = {**_error(0), "invaliduser": invalid, "msgid": msgid}
        if body.get("enable_duplicate_check") and self._is_duplicate(body):
            return answer
        card = body.get("template_card") or {}
        if card.get("task_id"):
            self._tasks.add(str(card["task_id"]))
        for user in known:
            self._receive(user, msgid, str(kind), body)
        if card.get("card_type") in INTERACTIVE or "action_menu" in card:
            response_code = secrets.token_urlsafe(16)
            self._codes[response_code] = (known[0], msgid, self._now())
            answer["response_code"] = response_code
        return answer

    def _message_fault(self, kind: object, body: Mapping[str, Any]) -> int:
        if kind == "text":
            text = (body.get("text") or {}).get("content")
            return 0 if text else 44004
        if kind in ("image", "file"):
            media = str((body.get(str(kind)) or {}).get("media_id") or "")
            kept = self._media.get(media)
            return 0 if kept and kept[2] + _MEDIA_LIFE > self._now() else 40007
        if kind != "template_card":
            return 40008
        card = body.get("template_card") or {}
        if str(card.get("task_id", "")) in self._tasks and not self._repeats(body):
            return 42014
        return fault(card)

    def _repeats(self, body: Mapping[str, Any]) -> bool:
        return bool(body.get("enable_duplicate_check")) and _print(body) in self._duplicates

    def _is_duplicate(self, body: Mapping[str, Any]) -> bool:
        """The same content to the same people within the interval: answered, not shown again."""
        seconds = min(int(body.get("duplicate_check_interval") or 1800), 14400)
        key, now = _print(body), self._now()
        last = self._duplicates.get(key)
        self._duplicates[key] = now
        return last is not None and now - last < timedelta(seconds=seconds)

    def _receive(self, user: str, msgid: str, kind: str, body: Mapping[str, Any]) -> None:
        """Beyond thirty in a minute nothing arrives and nobody is told."""
        now, sent = self._now(), self._sent[user]
        if len(sent) == _PER_MINUTE and now - sent[0] < timedelta(minutes=1):
            self.dropped += 1
            return
        sent.append(now)
        bubble = Bubble(msgid, now, mine=False)
        if kind == "text":
            content = str(body["text"]["content"]).encode()[:2048]
            bubble.text = content.decode(errors="ignore")
        elif kind == "template_card":
            bubble.card = dict(body["template_card"])
            bubble.versions.append(bubble.card)
        else:
            bubble.media = str(body[kind]["media_id"])
        self._seen(user, bubble)

    def _update(self, _: Request, body: dict[str, Any]) -> dict[str, Any]:
        code = str(body.get("response_code") or "")
        kept = self._codes.pop(code, None)
        if kept is None or kept[2] + _CODE_LIFE < self._now():
            return _error(60140)
        if "template_card" in body and (wrong := fault(body["template_card"])):
            return _error(wrong)
        user, msgid, _at = kept
        for bubble in self._timelines[user]:
            if bubble.id == msgid:
                bubble.card = body.get("template_card") or {
                    **(bubble.card or {}),
                    "replace_text": (body.get("button") or {}).get("replace_name", ""),
                }
                bubble.pressed = ""
                bubble.updates += 1
                bubble.versions.append(bubble.card)
        return {**_error(0), "invaliduser": []}

    def _put_menu(self, _: Request, body: dict[str, Any]) -> dict[str, Any]:
        buttons = body.get("button") or []
        if not 1 <= len(buttons) <= 3:
            return _error(40016)
        for one in buttons:
            if len(str(one.get("name", "")).encode()) > 16:
                return _error(40018)
            if len(one.get("sub_button") or ()) > 5:
                return _error(40023)
        self.menu = body
        return _error(0)

    def _user_by_mobile(self, _: Request, body: dict[str, Any]) -> dict[str, Any]:
        user = self.mobiles.get(str(body.get("mobile") or ""))
        return {**_error(0), "userid": user} if user else _error(46004)

    async def _upload(self, request: Request) -> Response:
        if code := self._refused(request):
            return JSONResponse(_error(code))
        form = parts(request.headers.get("content-type", ""), await request.body())
        media = form.get("media", Part(b""))
        content = media.content
        if not 5 < len(content) <= 20 << 20:
            return JSONResponse(_error(40006))
        kind = request.query_params.get("type", "")
        key = self._keep(content, media.filename or "file")
        stamp = str(int(self._now().timestamp()))
        return JSONResponse(
            {"errcode": 0, "errmsg": "", "type": kind, "media_id": key, "created_at": stamp}
        )

    async def _download(self, request: Request) -> Response:
        if code := self._refused(request):
            return JSONResponse(_error(code))
        kept = self._media.get(request.query_params.get("media_id", ""))
        if kept is None:
            return JSONResponse(_error(40007))
        name = base64.urlsafe_b64encode(kept[1].encode()).decode()
        disposition = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(kept[0], media_type="application/octet-stream", headers=disposition)

    # --- inside -----------------------------------------------------------------------------------

    async def _message(self, user: str, kind: str, parts: str, times: int) -> str:
        number = str(next(self._numbers))
        plain = self._head(user, kind) + parts + f"<MsgId>{number}</MsgId>" + self._tail()
        await self.deliver(plain, times=times)
        return number

    async def _event(self, user: str, event: str, key: str, parts: str = "", times: int = 1) -> int:
        head = self._head(user, "event")
        named = f"<Event>{_cdata(event)}</Event><EventKey>{_cdata(key)}</EventKey>"
        return await self.deliver(head + named + parts + self._tail(), times=times)

    def _head(self, user: str, kind: str) -> str:
        stamp = int(self._now().timestamp())
        return (
            f"<xml><ToUserName>{_cdata(self.credentials.corp_id)}</ToUserName>"
            f"<FromUserName>{_cdata(user)}</FromUserName>"
            f"<CreateTime>{stamp}</CreateTime><MsgType>{_cdata(kind)}</MsgType>"
        )

    def _tail(self) -> str:
        return f"<AgentID>{self.credentials.agent_id}</AgentID></xml>"

    def _signed(self, sealed: str, name: str = "") -> str:
        stamp, nonce = str(int(self._now().timestamp())), secrets.token_hex(5)
        query = {
            "msg_signature": signature(self.credentials.token, stamp, nonce, sealed),
            "timestamp": stamp,
            "nonce": nonce,
        }
        return urlencode({**query, name: sealed} if name else query)

    def _keep(self, content: bytes, name: str) -> str:
        key = secrets.token_urlsafe(24)
        self._media[key] = (content, name, self._now())
        return key

    def _seen(self, user: str, bubble: Bubble) -> None:
        self._timelines[user].append(bubble)

    def _note(self, direction: str, path: str, request: str, status: int, answer: str) -> None:
        self.exchanges.add(
            Exchange(self._now(), direction, path, request[:20_000], status, answer[:2_000])
        )


def _cdata(text: str) -> str:
    return f"<![CDATA[{text}]]>" if "]]>" not in text else escape(text)


def _error(code: int) -> dict[str, Any]:
    return {"errcode": code, "errmsg": "ok" if code == 0 else f"error {code}, hint: [emulated]"}


def _print(body: Mapping[str, Any]) -> str:
    return json.dumps(body, sort_keys=True, ensure_ascii=False)


def _key_of(card: dict[str, Any] | None, label: str) -> str:
    if not card or "replace_text" in card:
        return ""
    for one in (*card.get("button_list", ()), card.get("submit_button") or {}):
        if one.get("text") == label:
            return str(one.get("key", ""))
    return ""


def _questions(card: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = [*card.get("select_list", ()), card.get("button_selection"), card.get("checkbox")]
    return [one for one in found if one]


def _preselected(card: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {
        str(one["question_key"]): (str(one["selected_id"]),)
        for one in _questions(card)
        if one.get("selected_id")
    }


def _option(card: Mapping[str, Any], option: str) -> dict[str, tuple[str, ...]]:
    chosen = _preselected(card)
    for one in _questions(card):
        for entry in one["option_list"]:
            if option == entry["id"] or option in entry["text"]:
                chosen[str(one["question_key"])] = (str(entry["id"]),)
                return chosen
    raise NoSuchButton(option)


def _by_option(
    card: Mapping[str, Any], label: str
) -> tuple[str, dict[str, tuple[str, ...]]] | None:
    """A label that is an option of a folded choice, with the button that confirms it."""
    selection = card.get("button_selection")
    if not selection or "replace_text" in card:
        return None
    confirm = next(
        (one for one in card["button_list"] if str(one.get("key", "")) == "pick:more"), None
    )
    for entry in selection["option_list"]:
        if confirm and entry["text"] == label:
            return str(confirm["key"]), {str(selection["question_key"]): (str(entry["id"]),)}
    return None
