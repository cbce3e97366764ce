"""What every page of the bot is given, and how a page leaves: its headers, its language, its refusals."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from hashlib import sha256
from importlib.resources import files

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from adapters.chat import Login, Platform
from bot.surroundings import Surroundings
from bot.texts import Texts, texts
from bot.web.signing import Signing
from core.ledger.model import Act
from core.ports import UnitOfWork

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self';"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_ASSETS = {
    "upload.css": "text/css",
    "board.css": "text/css",
    "board.js": "text/javascript",
    "board.svg": "image/svg+xml",
}
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The bot as its pages see it.

    Args:
        base: the public address of the pages, without a slash at the end.
        look: a transaction that only reads.
        unit: one transaction on behalf of an act.
        spend: marks a name as used for a while; False when it is used already, by any process.
    """

    base: str
    given: Surroundings
    logins: Mapping[Platform, Login]
    signing: Signing
    look: Callable[[], AbstractAsyncContextManager[UnitOfWork]]
    unit: Callable[[Act], AbstractAsyncContextManager[UnitOfWork]]
    spend: Callable[[str, timedelta], Awaitable[bool]]

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach the pages by https; without it a cookie cannot ask for it."""
        return self.base.startswith("https://")


def page(template: str, say: Texts, *, status: int = 200, **values: object) -> HTMLResponse:
    """A page of nobody's cache, drawn from `templates/`."""
    html = _templates().get_template(template).render(say=say, asset=_asset, **values)
    return HTMLResponse(html, status_code=status, headers=_HEADERS)


def message(key: str, say: Texts, *, status: int = 200, again: str = "") -> HTMLResponse:
    """A page that says one thing, `board.message.{key}`.

    Args:
        again: where its button leads; none without.
    """
    return page("message.html", say, status=status, key=key, again=again)


def spoken(request: Request) -> Texts:
    """The words for somebody who is not known yet, as his browser asks."""
    wanted = request.headers.get("accept-language", "").lower()
    return texts("en" if wanted.startswith("en") else "zh-CN")


def asset(name: str) -> Response:
    """A file of the pages; its address changes with it, so that it is kept for ever."""
    if name not in _ASSETS:
        return Response(status_code=404)
    headers = {**_HEADERS, "Cache-Control": _FOR_EVER}
    return Response(_content(name), media_type=_ASSETS[name], headers=headers)


def _asset(name: str) -> str:
    return f"/board/assets/{name}?v={sha256(_content(name)).hexdigest()[:12]}"


@cache
def _content(name: str) -> bytes:
    return files("bot.web").joinpath(name).read_bytes()


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("bot.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
