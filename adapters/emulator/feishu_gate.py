"""What stands before each call of Feishu's interface: tokens, limits, planned faults."""

import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from adapters.emulator.bounded import Meter
from adapters.emulator.feishu_tenant import Tenant

_LIFE = timedelta(hours=2)
_RENEW = timedelta(minutes=30)
_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)
LIMITED = 99991400
NO_RIGHT = 99991672

Answer = tuple[int, dict[str, Any]]
Handler = Callable[[Request, dict[str, Any]], Answer]


@dataclass(slots=True)
class Gate:
    """Lets a call through to its handler, or answers it."""

    tenant: Tenant
    meter: Meter = field(init=False)

    def __post_init__(self) -> None:
        self.meter = Meter(self.tenant.now)

    async def issue(self, request: Request) -> Response:
        """A tenant token: the same one while half an hour of it is left, then a new one."""
        body = _object(await request.body())
        app, now = self.tenant.app, self.tenant.now()
        if body is None or not {"app_id", "app_secret"} <= set(body):
            return JSONResponse({"code": 10003, "msg": "invalid param"}, status_code=400)
        if (body["app_id"], body["app_secret"]) != (app.app_id, app.app_secret):
            return JSONResponse({"code": 10015, "msg": "app secret invalid"}, status_code=400)
        tokens = self.tenant.tokens
        for old in [one for one, until in tokens.items() if until <= now]:
            del tokens[old]
        token = next((one for one, until in tokens.items() if until - now >= _RENEW), "")
        if not token:
            token = f"t-{secrets.token_hex(20)}"
            tokens[token] = now + _LIFE
        left = int((tokens[token] - now).total_seconds())
        return JSONResponse({"code": 0, "msg": "ok", "tenant_access_token": token, "expire": left})

    def json(self, handler: Handler, scope: str = "") -> Callable[[Request], Awaitable[Response]]:
        """A route whose body is a JSON object, for whoever has `scope`."""

        async def answered(request: Request) -> Response:
            content = await request.body()
            body = _object(content) if content else {}
            answer = self.refused(request, scope)
            if answer is None:
                answer = (400, error(9499)) if body is None else handler(request, body)
            return self.written(answer)

        return answered

    def refused(self, request: Request, scope: str = "") -> Answer | None:
        """What is answered in the handler's place: a planned fault, a bad token, a limit, a right."""
        if planned := self.planned():
            return planned
        if code := self._token_fault(request.headers.get("authorization", "")):
            return 400, error(code)
        route = f"{request.method} {request.scope['route'].path}"
        many = {_SECOND: 50 * self.tenant.wide, _MINUTE: 1_000 * self.tenant.wide}
        if any(self.meter.is_over(route, most, per) for per, most in many.items()):
            return 429, error(LIMITED)
        return None if not scope or scope in self.tenant.scopes else _lacks(scope)

    def planned(self) -> Answer | None:
        """The fault that is planned for this call."""
        planned = self.tenant.fault()
        return _fault(planned) if planned else None

    def written(self, answer: Answer) -> Response:
        """Send an answer, or lose it on the way."""
        status, body = answer
        if self.tenant.swallow:
            self.tenant.swallow -= 1
            return Response(status_code=502)
        if status >= 500:
            return Response(status_code=status)
        waits = {"x-ogw-ratelimit-limit": "1000", "x-ogw-ratelimit-reset": "1"}
        return JSONResponse(body, status_code=status, headers=waits if status == 429 else None)

    def _token_fault(self, header: str) -> int:
        token = header.removeprefix("Bearer ")
        if not token or token == header:
            return 99991661
        if not token.startswith("t-"):
            return 99991671
        until = self.tenant.tokens.get(token)
        return 99991663 if until is None or until <= self.tenant.now() else 0


def error(code: int, msg: str = "") -> dict[str, Any]:
    """A refusal in Feishu's envelope."""
    return {"code": code, "msg": msg or f"error {code}", "error": {"log_id": "emulated"}}


def ok(data: dict[str, Any]) -> dict[str, Any]:
    """A success in Feishu's envelope."""
    return {"code": 0, "msg": "success", "data": data}


def _lacks(scope: str) -> Answer:
    body = error(NO_RIGHT)
    body["error"]["permission_violations"] = [
        {"type": "action_privilege_required", "subject": scope}
    ]
    return 400, body


def _fault(planned: int) -> Answer:
    if planned == LIMITED:
        return 429, error(LIMITED)
    return (planned, error(LIMITED)) if planned < 1000 else (400, error(planned))


def _object(content: bytes) -> dict[str, Any] | None:
    try:
        body = json.loads(content)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None
