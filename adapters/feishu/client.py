"""Feishu's REST interface: tokens, error codes, limits. Source: platforms/feishu.md 1, 6 and 7."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx

from adapters.chat import DeliveryError, Failure
from adapters.tokens import Issued, Tokens, TokenStore

_BAD_TOKEN = {99991661, 99991663, 99991664, 99991671}
_BUSY = {2200, 5000, 55001, 1, 1000040343}
_STALE = {230031, 230011, 200000, 300020, 300030, 300040, 200810}
_TOO_OFTEN = {230020, 11232, 11233}


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
        self._app_id = app_id
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

        Raises:
            DeliveryError: with what to do about it.
        """
        token = await self._tokens.current()
        response = await self._request(method, path, token, params, content)
        if _code(response) in _BAD_TOKEN:
            token = await self._tokens.renew(token)
            response = await self._request(method, path, token, params, content)
        return _checked(response)

    async def download(self, path: str, params: Mapping[str, str]) -> bytes:
        """The bytes of a file; raises as `call`."""
        token = await self._tokens.current()
        response = await self._request("GET", path, token, params, {})
        if "json" in response.headers.get("content-type", ""):
            _checked(response)
        return response.content

    async def check(self) -> None:
        """Fetch a token, for `doctor`; raises as `call`."""
        await self._tokens.current()

    async def _request(
        self,
        method: str,
        path: str,
        token: str,
        params: Mapping[str, str] | None,
        content: Mapping[str, Any],
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            response = await self._http.request(
                method, path, params=params, headers=headers, **content
            )
        except httpx.TimeoutException:
            raise DeliveryError(Failure.RETRY, code="timeout") from None
        except httpx.HTTPError as error:
            raise DeliveryError(Failure.RETRY, code=type(error).__name__) from None
        if response.status_code >= 500:
            raise DeliveryError(Failure.RETRY, code=f"http-{response.status_code}")
        return response

    async def _fetch(self) -> Issued:
        body = {"app_id": self._app_id, "app_secret": self._secret}
        path = "/open-apis/auth/v3/tenant_access_token/internal"
        response = await self._request("POST", path, "", None, {"json": body})
        answer = _object(response)
        if answer.get("code"):
            raise DeliveryError(Failure.DEAD, code=str(answer["code"]))
        return Issued(str(answer["tenant_access_token"]), timedelta(seconds=int(answer["expire"])))


def _object(response: httpx.Response) -> dict[str, Any]:
    try:
        answer = response.json()
    except ValueError:
        raise DeliveryError(Failure.RETRY, code="no-json") from None
    if not isinstance(answer, dict):
        raise DeliveryError(Failure.RETRY, code="no-object")
    return answer


def _code(response: httpx.Response) -> int:
    try:
        return int(_object(response).get("code") or 0)
    except DeliveryError:
        return 0


def _checked(response: httpx.Response) -> dict[str, Any]:
    """Raise what an answer asks for; 429 says itself how long to wait."""
    if response.status_code == 429 or "x-ogw-ratelimit-reset" in response.headers:
        reset = response.headers.get("x-ogw-ratelimit-reset", "1")
        seconds = int(reset) if reset.isdigit() else 1
        raise DeliveryError(
            Failure.WAIT, code="99991400", after=timedelta(seconds=seconds), scope="api"
        )
    answer = _object(response)
    code = int(answer.get("code") or 0)
    if code == 0:
        return answer
    if code in _BUSY or code in _BAD_TOKEN:
        raise DeliveryError(Failure.RETRY, code=str(code))
    if code in _TOO_OFTEN:
        raise DeliveryError(Failure.WAIT, code=str(code), after=timedelta(seconds=1))
    if code in _STALE:
        raise DeliveryError(Failure.STALE_CARD, code=str(code))
    raise DeliveryError(Failure.DEAD, code=str(code))
