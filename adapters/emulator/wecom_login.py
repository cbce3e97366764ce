"""WeCom's web login: its two pages, and who a code stands for. Source: platforms/wecom.md 8."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from adapters.emulator.bounded import remember
from adapters.emulator.phones import Face, choice, holder, new_code, refused
from adapters.emulator.wecom_corp import Corp, Granted
from adapters.emulator.wecom_gate import Answer, error

CODE_LIFE = timedelta(minutes=5)
_MOST = 200
"""Codes and tokens that are remembered."""
_STATE = re.compile(r"[0-9A-Za-z]{0,128}")
_SCOPES = {"snsapi_base", "snsapi_privateinfo"}
_Handler = Callable[[Request, dict[str, Any]], Answer]


@dataclass(frozen=True, slots=True)
class Logins:
    """The pages a browser is sent to, and the interface that reads their codes."""

    corp: Corp

    def face(self) -> Face:
        pages = {"/connect/oauth2/authorize": self._inside, "/wwlogin/sso/login": self._outside}
        return Face("wecom", lambda: self.corp.people, pages)

    def gets(self) -> dict[str, _Handler]:
        return {"auth/getuserinfo": self._who, "user/getuserinfo": self._who_of_old}

    def _inside(self, request: Request) -> Response:
        query = request.query_params
        if query.get("response_type") != "code":
            return refused(40058, "response_type")
        if query.get("scope") not in _SCOPES:
            return refused(40058, "scope")
        needs_agent = query["scope"] == "snsapi_privateinfo"
        return self._asked(request, self._fault(query, needs_agent=needs_agent))

    def _outside(self, request: Request) -> Response:
        query = request.query_params
        if query.get("login_type") != "CorpApp":
            return refused(40058, "login_type")
        return self._asked(request, self._fault(query, needs_agent=True))

    def _asked(self, request: Request, code: int) -> Response:
        if code:
            return refused(code, "redirect_uri 与可信域名不一致" if code == 50001 else "参数错误")
        user = self.corp.known(holder(request, "wecom"))
        if not user:
            return HTMLResponse(choice(request, "wecom", self.corp.people))
        return RedirectResponse(self._back(request.query_params, user), status_code=302)

    def _fault(self, query: Mapping[str, str], *, needs_agent: bool) -> int:
        """What is wrong with a page's address; host and port must be the trusted domain's [D 91022]."""
        if query.get("appid") != self.corp.app.corp_id:
            return 40013
        agent = query.get("agentid", "")
        if (agent or needs_agent) and agent != str(self.corp.app.agent_id):
            return 40056
        if not _STATE.fullmatch(query.get("state", "")):
            return 84025
        parts = urlsplit(query.get("redirect_uri", ""))
        is_web = parts.scheme in ("http", "https")
        return 0 if is_web and parts.netloc and parts.netloc == self.corp.trusted else 50001

    def _back(self, query: Mapping[str, str], user: str) -> str:
        uri, state = query["redirect_uri"], query.get("state", "")
        mark = "&" if urlsplit(uri).query else "?"
        return f"{uri}{mark}{urlencode({'code': self.grant(user), 'state': state})}"

    def grant(self, user: str) -> str:
        """A code for `user`, who need not be a member."""
        code = new_code()
        remember(self.corp.codes, code, Granted(user, self.corp.now()), _MOST)
        return code

    def _who(self, request: Request, _: dict[str, Any]) -> Answer:
        found = self._taken(request)
        if isinstance(found, int):
            return error(found)
        user = self.corp.known(found.user)
        return {**error(0), **({"userid": user} if user else {"openid": f"o{found.user}"})}

    def _who_of_old(self, request: Request, _: dict[str, Any]) -> Answer:
        """Under the name old SDKs know [C wechatpy]."""
        found = self._taken(request)
        if isinstance(found, int):
            return error(found)
        user = self.corp.known(found.user)
        named = {"UserId": user} if user else {"OpenId": f"o{found.user}"}
        return {**error(0), **named, "DeviceId": ""}

    def _taken(self, request: Request) -> Granted | int:
        """What a code stands for, once and for five minutes; else the error's code."""
        granted = self.corp.codes.get(request.query_params.get("code", ""))
        if granted is None:
            return 40029
        if granted.is_used:
            return 42022
        if _is_over(granted.at, self.corp.now()):
            return 42003
        granted.is_used = True
        return granted


def _is_over(at: datetime, now: datetime) -> bool:
    return now - at >= CODE_LIFE
