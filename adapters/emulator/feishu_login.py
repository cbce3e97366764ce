"""Feishu's web login: its page, the tokens of people, and who they are. Source: platforms/feishu.md 10."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from adapters.emulator.bounded import remember
from adapters.emulator.feishu_gate import Answer, Gate, error, ok
from adapters.emulator.feishu_tenant import Consent, Refresh, Tenant
from adapters.emulator.phones import Face, choice, holder, new_code, refused

CODE_LIFE = timedelta(minutes=5)
_MOST = 200
"""Codes and tokens that are remembered."""
TOKEN_LIFE = timedelta(hours=2)
_REFRESH_LIFE = timedelta(days=7)
_OFFLINE = "offline_access"
_MOST_SCOPES = 50
_NEEDED = ("client_id", "client_secret", "grant_type")
_Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Logins:
    """The page a browser is sent to, and the interfaces behind it."""

    tenant: Tenant
    gate: Gate

    def face(self) -> Face:
        pages = {"/open-apis/authen/v1/authorize": self._authorise}
        return Face("feishu", lambda: self.tenant.people, pages)

    def routes(self, base: str) -> list[Route]:
        return [
            Route(f"{base}/authen/v2/oauth/token", self._token, methods=["POST"]),
            Route(f"{base}/authen/v1/user_info", self._user_info, methods=["GET"]),
        ]

    def _authorise(self, request: Request) -> Response:
        query = request.query_params
        if code := self._fault(query):
            return refused(
                code, "redirect_uri 不在安全设置里" if code == 20071 else "参数错误", 400
            )
        user = holder(request, "feishu")
        if user in self.tenant.people and query.get("prompt") != "consent":
            back = {"code": self.grant(user, query), "state": query.get("state", "")}
            return RedirectResponse(_joined(query["redirect_uri"], back), status_code=302)
        no = {"error": "access_denied", "state": query.get("state", "")}
        refuse = _joined(query["redirect_uri"], no)
        return HTMLResponse(choice(request, "feishu", self.tenant.people, refuse=refuse))

    def _fault(self, query: Mapping[str, str]) -> int:
        if query.get("client_id") != self.tenant.app.app_id:
            return 20048
        if query.get("response_type") != "code":
            return 20001
        if _bare(query.get("redirect_uri", "")) not in self.tenant.redirects:
            return 20071
        if query.get("code_challenge_method", "plain") not in ("plain", "S256"):
            return 20001
        scopes = query.get("scope", "").split()
        if len(scopes) > _MOST_SCOPES or set(scopes) - self.tenant.scopes - {_OFFLINE}:
            return 20027
        return 0

    def grant(self, user: str, query: Mapping[str, str]) -> str:
        """A code for `user`, bound to the address and the proof it was asked with."""
        code, method = new_code(), query.get("code_challenge_method", "plain")
        challenge = query.get("code_challenge", "")
        remember(
            self.tenant.codes,
            code,
            Consent(
                user,
                query["redirect_uri"],
                self.tenant.now(),
                f"{method}:{challenge}" if challenge else "",
                query.get("scope", ""),
            ),
            _MOST,
        )
        return code

    async def _token(self, request: Request) -> Response:
        try:
            given = json.loads(await request.body())
        except ValueError:
            given = None
        return self.gate.written(self.gate.planned() or self._issued(given))

    def _issued(self, given: object) -> Answer:
        if not isinstance(given, dict) or any(not given.get(name) for name in _NEEDED):
            return _no(20001, "invalid_request")
        if given["client_id"] != self.tenant.app.app_id:
            return _no(20048, "invalid_client")
        if given["client_secret"] != self.tenant.app.app_secret:
            return _no(20002, "invalid_client")
        match given["grant_type"]:
            case "authorization_code":
                return self._by_code(given)
            case "refresh_token":
                return self._by_refresh(given)
            case _:
                return _no(20036, "unsupported_grant_type")

    def _by_code(self, given: _Given) -> Answer:
        consent = self.tenant.codes.get(str(given.get("code", "")))
        if consent is None:
            return _no(20003 if given.get("code") else 20001)
        if consent.is_used:
            return _no(20065)
        if self.tenant.now() - consent.at >= CODE_LIFE:
            return _no(20004)
        if given.get("redirect_uri", consent.redirect_uri) != consent.redirect_uri:
            return _no(20071)
        if not _is_proved(consent.proof, str(given.get("code_verifier", ""))):
            return _no(20049)
        consent.is_used = True
        return self._tokens(consent.user, consent.scope)

    def _by_refresh(self, given: _Given) -> Answer:
        """Once: each brings the next [D 43]."""
        refresh = self.tenant.refreshes.pop(str(given.get("refresh_token", "")), None)
        if refresh is None:
            return _no(20026)
        if self.tenant.now() - refresh.at >= _REFRESH_LIFE:
            return _no(20037)
        return self._tokens(refresh.user, refresh.scope)

    def _tokens(self, user: str, scope: str) -> Answer:
        token = f"u-{secrets.token_hex(20)}"
        remember(self.tenant.user_tokens, token, (user, self.tenant.now() + TOKEN_LIFE), _MOST)
        answer = {"code": 0, "access_token": token, "expires_in": 7200, "token_type": "Bearer"}
        if _OFFLINE in scope.split():
            again = f"r-{secrets.token_hex(20)}"
            remember(self.tenant.refreshes, again, Refresh(user, scope, self.tenant.now()), _MOST)
            answer |= {"refresh_token": again, "refresh_token_expires_in": 604_800}
        return 200, {**answer, "scope": scope}

    async def _user_info(self, request: Request) -> Response:
        header = request.headers.get("authorization", "")
        return self.gate.written(self.gate.planned() or self._named(header))

    def _named(self, header: str) -> Answer:
        """Only a person's own token says who he is."""
        token = header.removeprefix("Bearer ")
        if not token or token == header:
            return 400, error(99991661)
        user, until = self.tenant.user_tokens.get(token, ("", self.tenant.now()))
        if not user:
            return 400, error(99991668)
        if until <= self.tenant.now():
            return 400, error(99991677)
        name = self.tenant.people.get(user, "")
        return 200, ok(
            {"name": name, "en_name": name, "tenant_key": "tk01", **self.tenant.ids(user)}
        )


def _no(code: int, kind: str = "invalid_grant") -> Answer:
    """A refusal as OAuth writes it, flat [D 43]."""
    return 400, {"code": code, "error": kind, "error_description": f"error {code}"}


def _bare(uri: str) -> str:
    """An address as the console lists it: what comes after the path does not count."""
    parts = urlsplit(uri)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))


def _joined(uri: str, more: Mapping[str, str]) -> str:
    return f"{uri}{'&' if urlsplit(uri).query else '?'}{urlencode(more)}"


def _is_proved(proof: str, verifier: str) -> bool:
    if not proof:
        return True
    method, _, challenge = proof.partition(":")
    if method == "plain":
        return verifier == challenge
    hashed = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode()
    return hashed.rstrip("=") == challenge
