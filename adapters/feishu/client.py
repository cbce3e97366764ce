"""Feishu's REST interface: tokens, error codes, limits. Source: platforms/feishu.md 1, 6 and 7."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any, TypeAlias

import httpx

from adapters.chat import DeliveryError, Failure
from adapters.http import answered, fetched
from adapters.tokens import Issued, Tokens, TokenStore

_Send: TypeAlias = Callable[..., Awaitable[httpx.Response]]

_BAD_TOKEN = {99991661, 99991663, 99991664, 99991671}
_BUSY = {2200, 5000, 55001, 1, 1000040343}
_LOCKED = {11310, 200810}
"""Somebody uses the card just now, or its press is not answered yet [D 24, D 36]."""
_STALE = {230031, 230011, 200000, 300020, 300030, 300040, 99992354}
_LOCK = "card action is lock"
_TOO_OFTEN = {230020, 11232, 11233}
LIMITED = "99991400"
NO_RIGHT = "99991672"
_BLOCKED = {
    99991401: timedelta(minutes=10),
    99991403: timedelta(hours=1),
    99991662: timedelta(hours=1),
    230006: timedelta(hours=1),
}
"""An address nobody trusts, a used-up quota, an application or a bot that is switched off: all its
calls wait until somebody has mended it [D 34]."""
_IN_USE = 2
"""`activate_status` of a bot people can talk to: 0 new, 1 switched off, 2 in use."""
_SELF = ("GET", "/open-apis/bot/v3/info", None)
_CONTACTS = ("POST", "/open-apis/contact/v3/users/batch_get_id", {"mobiles": ["13800000000"]})


class FeishuClient:
    """Calls of one application.

    Args:
        http: a pooled client whose base is the API's.
        store: where the token is shared.
    """

    def __init__(
        self, http: httpx.AsyncClient, store: TokenStore, *, app_id: str, app_secret: str
    ) -> None:
        self._http = http
        self.app_id = app_id
        self._secret = app_secret
        self._tokens = Tokens(f"feishu:{app_id}", self._fetch, store)

    async def call(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        **content: Any,
    ) -> dict[str, Any]:
        """Call and return the answer's object.

        Args:
            content: httpx's `json`, or `data` and `files`.

        Raises:
            DeliveryError: with what to do about it.
        """
        return _checked(await self._answered(method, path, params, content))

    async def download(self, path: str, params: Mapping[str, str]) -> bytes:
        """The bytes of a file, cut behind `LARGEST`; raises as `call`."""
        response = await self._answered("GET", path, params, {}, by=partial(fetched, self._http))
        if response.status_code >= 400 or (_is_json(response) and _code(response) > 0):
            _checked(response)
        return response.content

    async def user_token(self, code: str, redirect_uri: str, verifier: str) -> str:
        """The token of whoever a login's code stands for; raises as `call` [D 43]."""
        body = {
            "grant_type": "authorization_code",
            "client_id": self.app_id,
            "client_secret": self._secret,
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        path = "/open-apis/authen/v2/oauth/token"
        answer = _checked(await self._request("POST", path, "", None, {"json": body}))
        token = answer.get("access_token")
        if not isinstance(token, str) or not token:
            raise DeliveryError(Failure.RETRY, code="no-token")
        return token

    async def user_info(self, token: str) -> dict[str, Any]:
        """Who that token's person is; raises as `call` [D 44]."""
        path = "/open-apis/authen/v1/user_info"
        return _checked(await self._request("GET", path, token, None, {}))

    async def check(self) -> None:
        """Ask for the bot and for a colleague, for `doctor`: secret, bot, rights, trusted address.

        Raises:
            DeliveryError: it cannot be reached, is not in use, or must not be asked.
        """
        method, path, _ = _SELF
        bot = (await self.call(method, path)).get("bot")
        if not isinstance(bot, dict) or bot.get("activate_status") != _IN_USE:
            raise DeliveryError(Failure.DEAD, code="not-in-use")
        method, path, body = _CONTACTS
        try:
            await self.call(method, path, json=body)
        except DeliveryError as error:
            if error.failure is not Failure.DEAD or error.code == NO_RIGHT:
                raise

    async def close(self) -> None:
        """End its connections."""
        await self._http.aclose()

    async def _answered(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None,
        content: Mapping[str, Any],
        *,
        by: _Send | None = None,
    ) -> httpx.Response:
        """The response, with a fresh token where the first one was refused."""
        token = await self._tokens.current()
        response = await self._request(method, path, token, params, content, by=by)
        if _is_json(response) and _code(response) in _BAD_TOKEN:
            token = await self._tokens.renew(token)
            response = await self._request(method, path, token, params, content, by=by)
        return response

    async def _request(
        self,
        method: str,
        path: str,
        token: str,
        params: Mapping[str, str] | None,
        content: Mapping[str, Any],
        *,
        by: _Send | None = None,
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        send = by or self._http.request
        return await answered(send(method, path, params=params, headers=headers, **content))

    async def _fetch(self) -> Issued:
        body = {"app_id": self.app_id, "app_secret": self._secret}
        path = "/open-apis/auth/v3/tenant_access_token/internal"
        answer = _checked(await self._request("POST", path, "", None, {"json": body}))
        token, expire = answer.get("tenant_access_token"), answer.get("expire")
        if not isinstance(token, str) or not isinstance(expire, int):
            raise DeliveryError(Failure.RETRY, code="no-token")
        return Issued(token, timedelta(seconds=expire))


def _is_json(response: httpx.Response) -> bool:
    return "json" in response.headers.get("content-type", "")


def _object(response: httpx.Response) -> dict[str, Any]:
    try:
        answer = response.json()
    except ValueError:
        raise DeliveryError(Failure.RETRY, code="no-json") from None
    if not isinstance(answer, dict):
        raise DeliveryError(Failure.RETRY, code="no-object")
    return answer


def _code(response: httpx.Response) -> int:
    """The answer's code; -1 where it has none or none that is a number."""
    try:
        return int(_object(response).get("code", -1))
    except (DeliveryError, ValueError, TypeError):
        return -1


def _checked(response: httpx.Response) -> dict[str, Any]:
    """The answer of a call that succeeded; else raise what its code asks for.

    Only an answer that refuses is made to wait: the header that says how long may stand on any.
    """
    code = _code(response)
    if response.status_code == 429 or str(code) == LIMITED:
        raise DeliveryError(Failure.WAIT, code=LIMITED, after=_reset(response), scope="api")
    answer = _object(response)
    if code == 0:
        return answer
    if code in _BUSY | _BAD_TOKEN | _LOCKED or _LOCK in str(answer.get("msg")):
        raise DeliveryError(Failure.RETRY, code=str(code))
    if code in _BLOCKED:
        raise DeliveryError(Failure.WAIT, code=str(code), after=_BLOCKED[code], scope="api")
    if code in _TOO_OFTEN:
        raise DeliveryError(Failure.WAIT, code=str(code), after=timedelta(seconds=1))
    named = str(code) if code > 0 else f"http-{response.status_code}"
    failure = Failure.STALE_CARD if code in _STALE else Failure.DEAD
    raise DeliveryError(failure, code=named, needs=_needs(answer))


def _needs(answer: Mapping[str, Any]) -> tuple[str, ...]:
    """The permissions that are missing, as far as the answer names them [D 42]."""
    error = answer.get("error")
    named = error.get("permission_violations") if isinstance(error, dict) else None
    every = [one.get("subject") for one in named or () if isinstance(one, dict)]
    return tuple(str(one) for one in every if one)


def _reset(response: httpx.Response) -> timedelta:
    """How long the platform asks to wait: a second, where it does not say [D 33]."""
    reset = response.headers.get("x-ogw-ratelimit-reset", "")
    return timedelta(seconds=max(1, int(reset)) if reset.isascii() and reset.isdigit() else 1)
