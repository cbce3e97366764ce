"""Where Feishu's long connection is made: asked anew for each. Source: platforms/feishu.md 3.2."""

from dataclasses import dataclass, field
from typing import Any

import httpx

PATH = "/callback/ws/endpoint"
_LATER = (1, 1000040343)
"""System busy, internal error; every other code is for good."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address that is good for one connection; a secret, as its query is all that it asks for.

    Args:
        config: how the platform wants clients to ping and to connect anew, in seconds.
    """

    url: str = field(repr=False)
    config: dict[str, int]


@dataclass(eq=False)
class Denied(Exception):
    """The platform does not want this application's connection, now or later."""

    code: int


@dataclass(eq=False)
class Away(Exception):
    """The platform cannot say now: ask again."""

    code: int


async def find(http: httpx.AsyncClient, *, app_id: str, app_secret: str) -> Address:
    """Ask for an address.

    Raises:
        Denied: the credentials, or what the application may do, are wrong.
        Away: to be asked again; code 0 when nothing readable came back.
    """
    credentials = {"AppID": app_id, "AppSecret": app_secret}
    try:
        response = await http.post(PATH, json=credentials, headers={"locale": "zh"})
        answer: dict[str, Any] = response.json()
        code = int(answer["code"])
        if code == 0 and response.status_code == httpx.codes.OK:
            found = answer["data"]
            return Address(str(found["URL"]), _numbers(found.get("ClientConfig")))
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        raise Away(0) from None
    if code in _LATER or response.status_code != httpx.codes.OK:
        raise Away(code)
    raise Denied(code)


def _numbers(config: dict[str, Any] | None) -> dict[str, int]:
    return {name: value for name, value in (config or {}).items() if isinstance(value, int)}
