"""WeCom's REST interface: tokens, error codes, limits. Source: platforms/wecom.md 2, 3 and 11."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx

from adapters.chat import DeliveryError, Failure
from adapters.http import answered, fetched, hidden
from adapters.tokens import Issued, Tokens, TokenStore

_BUSY = {-1, 6000}
_BAD_TOKEN = {40014, 42001, 41001, 40001}
_STALE = {60140, 42022, 42003, 42015}
_UNTRUSTED = 60020
_SHUT = (40091, 48001, 48002, 48006, 50003)
_BLOCKED = {_UNTRUSTED: timedelta(minutes=10), **dict.fromkeys(_SHUT, timedelta(hours=1))}
"""An address nobody trusts, a secret of another corporation, an interface that is closed, an
application that is switched off: all calls wait until somebody has mended it [D 90313]."""
_NO_MENU = "46003"
_RANGE = (("allow_userinfos", "user"), ("allow_partys", "partyid"), ("allow_tags", "tagid"))
"""Who may use the application: people, departments, labels [D 90227]."""
_SEEN_FROM = re.compile(r"from ip: ([0-9A-Fa-f.:]{3,45})")
_PER_API = {
    45009: timedelta(minutes=1),
    45033: timedelta(seconds=1),
    45035: timedelta(minutes=1),
    45036: timedelta(minutes=1),
}
_PASSING = {408, 429}
"""A proxy on the way is busy: WeCom itself answers 200."""


class WeComClient:
    """Calls of one application.

    Args:
        http: a pooled client whose base is the API's.
        store: where the token is shared.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        store: TokenStore,
        *,
        corp_id: str,
        agent_id: int,
        secret: str,
    ) -> None:
        self._http = http
        self._corp_id = corp_id
        self._agent_id = agent_id
        self._secret = secret
        self._tokens = Tokens(f"wecom:{corp_id}:{agent_id}", self._fetch, store)

    async def post(self, path: str, body: Mapping[str, Any], **query: str) -> dict[str, Any]:
        """POST JSON and return the answer.

        Raises:
            DeliveryError: with what to do about it.
        """
        return await self._call("POST", path, query, json=dict(body))

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        """GET JSON; raises as `post`."""
        return await self._call("GET", path, query)

    async def upload(self, kind: str, name: str, content: bytes) -> str:
        """Upload a file and return its media_id, valid for three days; raises as `post`."""
        answer = await self._call(
            "POST", "/cgi-bin/media/upload", {"type": kind}, files={"media": (name, content)}
        )
        return _given(answer, "media_id")

    async def download(self, media_id: str) -> bytes:
        """The bytes of a file a person sent, cut behind `LARGEST`; raises as `post`."""
        token = await self._tokens.current()
        answer = await self._media(token, media_id)
        if _code(answer) in _BAD_TOKEN:
            answer = await self._media(await self._tokens.renew(token), media_id)
        if code := _code(answer):
            _check({"errcode": code})
        return answer.content

    async def _media(self, token: str, media_id: str) -> httpx.Response:
        query = {"access_token": token, "media_id": media_id}
        request = fetched(self._http, "GET", "/cgi-bin/media/get", extensions=hidden(query))
        return _passed(await answered(request))

    async def decrypted(self, user: str) -> str:
        """The userid behind one that is encrypted, as robots tell it; empty when it is none.

        Raises:
            DeliveryError: as `post`.
        """
        answer = await self.post(
            "/cgi-bin/batch/openuserid_to_userid",
            {"open_userid_list": [user], "source_agentid": self._agent_id},
        )
        found = answer.get("userid_list")
        first = found[0] if isinstance(found, list) and found else {}
        return str(first.get("userid", "")) if isinstance(first, dict) else ""

    async def check(self) -> None:
        """Ask for the menu and the application, for `doctor`: it needs secret, agentid and a trusted address.

        Raises:
            DeliveryError: as `post`; "closed", "nobody": it is switched off, or nobody may use it.
        """
        try:
            await self.get("/cgi-bin/menu/get", agentid=str(self._agent_id))
        except DeliveryError as error:
            if error.code != _NO_MENU:
                raise
        agent = await self.get("/cgi-bin/agent/get", agentid=str(self._agent_id))
        if agent.get("close") == 1:
            raise DeliveryError(Failure.DEAD, code="closed")
        if not any(_some(agent, where) for where in _RANGE):
            raise DeliveryError(Failure.DEAD, code="nobody")

    async def close(self) -> None:
        """End its connections."""
        await self._http.aclose()

    async def _call(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        **content: Any,
    ) -> dict[str, Any]:
        token = await self._tokens.current()
        answer = await self._once(method, path, {**query, "access_token": token}, content)
        if answer.get("errcode") in _BAD_TOKEN:
            token = await self._tokens.renew(token)
            answer = await self._once(method, path, {**query, "access_token": token}, content)
        _check(answer)
        return answer

    async def _once(
        self, method: str, path: str, query: Mapping[str, str], content: Mapping[str, Any]
    ) -> dict[str, Any]:
        response = await self._request(method, path, query, **content)
        try:
            answer = response.json()
        except ValueError:
            raise DeliveryError(Failure.RETRY, code="no-json") from None
        if not isinstance(answer, dict):
            raise DeliveryError(Failure.RETRY, code="no-object")
        if not isinstance(answer.get("errcode", 0), int):
            raise DeliveryError(Failure.RETRY, code="no-code")
        return answer

    async def _request(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        **content: Any,
    ) -> httpx.Response:
        request = self._http.request(method, path, extensions=hidden(query), **content)
        return _passed(await answered(request))

    async def _fetch(self) -> Issued:
        answer = await self._once(
            "GET",
            "/cgi-bin/gettoken",
            {"corpid": self._corp_id, "corpsecret": self._secret},
            {},
        )
        if code := int(answer.get("errcode") or 0):
            failure = Failure.RETRY if code in _BUSY else Failure.DEAD
            raise DeliveryError(
                failure, code=str(code), after=_BLOCKED.get(code), seen_from=_seen_from(answer)
            )
        life = timedelta(seconds=int(_given(answer, "expires_in")))
        return Issued(_given(answer, "access_token"), life)


def _passed(response: httpx.Response) -> httpx.Response:
    """A response of WeCom itself, which answers 200 to whatever it refuses.

    Raises:
        DeliveryError: something on the way refused.
    """
    if response.status_code in _PASSING:
        raise DeliveryError(Failure.RETRY, code=f"http-{response.status_code}")
    if response.status_code >= 400:
        raise DeliveryError(Failure.DEAD, code=f"http-{response.status_code}")
    return response


def _code(response: httpx.Response) -> int:
    """The error code in a file's place; 0 when it is a file, which has a name."""
    if "content-disposition" in response.headers:
        return 0
    try:
        return int(response.json().get("errcode") or 0)
    except (ValueError, AttributeError):
        return 0


def _some(agent: Mapping[str, Any], where: tuple[str, str]) -> bool:
    """Whether anybody is in this part of the application's range [D 90227]."""
    part = agent.get(where[0])
    return isinstance(part, dict) and bool(part.get(where[1]))


def _given(answer: Mapping[str, Any], name: str) -> str:
    """A value no good answer is without.

    Raises:
        DeliveryError: it is.
    """
    if not answer.get(name):
        raise DeliveryError(Failure.RETRY, code=f"no-{name}")
    return str(answer[name])


def _seen_from(answer: Mapping[str, Any]) -> str:
    """The address WeCom saw, which only its text says; to be shown, never decided on."""
    found = _SEEN_FROM.search(str(answer.get("errmsg", "")))
    return found[1] if found and answer.get("errcode") == _UNTRUSTED else ""


def _check(answer: Mapping[str, Any]) -> None:
    """Raise what an error code asks for.

    Raises:
        DeliveryError: `errcode` is not 0.
    """
    code = int(answer.get("errcode") or 0)
    if code == 0:
        return
    if code in _BUSY:
        raise DeliveryError(Failure.RETRY, code=str(code))
    if code in _STALE:
        raise DeliveryError(Failure.STALE_CARD, code=str(code))
    if code in _PER_API:
        raise DeliveryError(Failure.WAIT, code=str(code), after=_PER_API[code], scope="api")
    if code in _BLOCKED:
        after, seen = _BLOCKED[code], _seen_from(answer)
        raise DeliveryError(Failure.WAIT, code=str(code), after=after, scope="api", seen_from=seen)
    if code in _BAD_TOKEN:
        raise DeliveryError(Failure.RETRY, code=str(code))
    raise DeliveryError(Failure.DEAD, code=str(code))
