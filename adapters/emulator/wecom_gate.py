"""What stands before each call of WeCom's interface: tokens, limits, planned faults, its manners."""

import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from adapters.emulator.bounded import Meter
from adapters.emulator.wecom_corp import Corp

Answer = dict[str, Any]
Handler = Callable[[Request, dict[str, Any]], Answer]

_LIFE = timedelta(hours=2)
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_PER_MINUTE, _PER_HOUR = 10_000, 150_000
_WRONG_SECRETS = 2_000
_UNMETERED = "/cgi-bin/message/send"


@dataclass(slots=True)
class Gate:
    """Lets a call through to its handler, or answers it."""

    corp: Corp
    meter: Meter = field(init=False)

    def __post_init__(self) -> None:
        self.meter = Meter(self.corp.now)

    async def issue(self, request: Request) -> Response:
        """A token: the same one while it lives [D 91039]."""
        query = request.query_params
        if code := self._secret_fault(query):
            return self.written(error(code))
        corp, now = self.corp, self.corp.now()
        for old in [one for one, until in corp.tokens.items() if until + _LIFE <= now]:
            del corp.tokens[old]
        token = next((one for one, until in corp.tokens.items() if until > now), "")
        if not token:
            token = secrets.token_urlsafe(64)
            corp.tokens[token] = now + _LIFE
        left = int((corp.tokens[token] - now).total_seconds())
        answer = {**error(0), "access_token": token, "expires_in": left}
        return self.written(answer)

    def json(self, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        """A route whose body is a JSON object; a GET has none."""

        async def answered(request: Request) -> Response:
            content = await request.body()
            answer = self.refused(request)
            if answer is None:
                body = _object(content) if content else {}
                answer = error(40058, "Warning: wrong json format.") if body is None else None
                answer = handler(request, body or {}) if answer is None else answer
            return self.written(answer)

        return answered

    def refused(self, request: Request) -> Answer | None:
        """What is answered in the handler's place."""
        if code := self.corp.fault():
            return error(code)
        if code := self._token_fault(request.query_params.get("access_token", "")):
            return error(code)
        path = request.url.path
        if path != _UNMETERED and (
            self.meter.is_over(path, _PER_MINUTE, _MINUTE)
            or self.meter.is_over(path, _PER_HOUR, _HOUR)
        ):
            return error(45009)
        return None

    def written(self, answer: Answer) -> Response:
        """Send an answer, or lose it on the way."""
        code = int(answer["errcode"])
        if self.corp.swallow:
            self.corp.swallow -= 1
            return Response(status_code=502)
        if 500 <= code < 600:
            return Response(status_code=code)
        return JSONResponse(answer, headers=manners(answer), media_type=_JSON)

    def _secret_fault(self, query: Mapping[str, str]) -> int:
        if code := self.corp.fault():
            return code
        if not query.get("corpid"):
            return 41002
        if not query.get("corpsecret"):
            return 41004
        if query["corpid"] != self.corp.app.corp_id:
            return 40013
        if query["corpsecret"] == self.corp.app.secret:
            return 0
        if query["corpsecret"] in self.corp.strangers:
            return 40091
        return 45009 if self.meter.is_over("wrong secret", _WRONG_SECRETS, _HOUR) else 40001

    def _token_fault(self, token: str) -> int:
        if not token:
            return 41001
        until = self.corp.tokens.get(token)
        if until is None:
            return 40014
        return 42001 if until <= self.corp.now() else 0


_JSON = "application/json; charset=UTF-8"


def manners(answer: Answer) -> dict[str, str]:
    """The headers of an answer [C]."""
    text = str(answer["errmsg"]).encode("ascii", errors="replace").decode()
    return {"Error-Code": str(answer["errcode"]), "Error-Msg": text, "X-W-No": "4"}


def error(code: int, msg: str = "") -> Answer:
    """An answer with nothing but its code; the long text of an error is for nobody to parse."""
    if code == 0:
        return {"errcode": 0, "errmsg": "ok"}
    hint = f"hint: [{secrets.randbelow(10**25):025}], from ip: 203.0.113.7"
    more = f"more info at https://open.work.weixin.qq.com/devtool/query?e={code}"
    return {"errcode": code, "errmsg": f"{msg or 'emulated error'}, {hint}, {more}"}


def _object(content: bytes) -> dict[str, Any] | None:
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None
