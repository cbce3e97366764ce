"""Which phone a browser of the rehearsal is, and the pages an emulated platform shows in it."""

import secrets
from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import quote, unquote, urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

_COOKIE = "emulated_phone"
_AGENTS = {
    "wecom": b"wxwork/4.1.30 MicroMessenger/7.0.1",
    "feishu": b"Lark/7.46.0 LarkLocale/zh_CN",
}
"""What the platforms' own clients add to a browser's name [D]."""

People = Callable[[], Mapping[str, str]]
Pages = Mapping[str, Callable[[Request], Response]]


class Face:
    """One platform's pages as a person's browser sees them; `app` is to be mounted.

    Args:
        people: id → name of everybody who may hold a phone.
        pages: path below the platform's own address → what answers it.
    """

    def __init__(self, platform: str, people: People, pages: Pages) -> None:
        self._platform = platform
        self._people = people
        routes = [Route(path, page, methods=["GET"]) for path, page in pages.items()]
        self.app = Starlette(routes=[Route("/open", self._open, methods=["GET"]), *routes])

    def _open(self, request: Request) -> Response:
        """Make this browser the phone of `user` and go to `url`, which lies here.

        Another phone's browser knows nothing of what this one kept.
        """
        user, url = request.query_params.get("user", ""), request.query_params.get("url", "")
        if user not in self._people() or not _is_here(url, request):
            return Response(status_code=404)
        response = RedirectResponse(url, status_code=303)
        phone = f"{self._platform}:{quote(user, safe='')}"
        if request.cookies.get(_COOKIE) != phone:
            for name in request.cookies:
                response.delete_cookie(name)
        response.set_cookie(_COOKIE, phone, httponly=True, samesite="lax")
        return response


class Browsers:
    """The emulated platforms' pages under `/emulator/…`; before the rest, the phone's own browser.

    Args:
        faces: platform → its pages.
    """

    def __init__(self, rest: ASGIApp, faces: Mapping[str, Starlette]) -> None:
        self._rest = rest
        self._faces = faces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._rest(scope, receive, send)
            return
        for platform, face in self._faces.items():
            below = f"/emulator/{platform}"
            if not scope["path"].startswith(f"{below}/"):
                continue
            inner = {**scope, "root_path": below}
            if any(route.matches(inner)[0] is Match.FULL for route in face.routes):
                await face(inner, receive, send)
                return
        await self._rest(_dressed(scope), receive, send)


def holder(request: Request, platform: str) -> str:
    """Who holds the phone this browser is; empty for a browser that is no phone of that platform."""
    kind, user = _phone(request)
    return user if kind == platform else ""


def choice(request: Request, platform: str, people: Mapping[str, str], *, refuse: str = "") -> str:
    """A page that asks who it is, for a browser that is no phone.

    Args:
        refuse: the address of a refusal, where the platform asks for consent.
    """
    back = quote(str(request.url), safe="")
    rows = "".join(
        f'<li><a href="{escape(_opening(request, user, back))}">{escape(name)}</a></li>'
        for user, name in people.items()
    )
    no = f'<p><a href="{escape(refuse)}">拒绝 · Refuse</a></p>' if refuse else ""
    title = {"wecom": "企业微信登录（演练）", "feishu": "飞书授权（演练）"}[platform]
    return _PAGE.format(title=title, body=f"<p>谁在登录？ · Who is it?</p><ul>{rows}</ul>{no}")


def refused(code: int, text: str, status: int = 200) -> Response:
    """The page a platform shows when an application asks wrongly."""
    page = _PAGE.format(title=f"错误 · {code}", body=f"<p>{escape(text)}</p>")
    return HTMLResponse(page, status_code=status, headers={"Error-Code": str(code)})


def new_code() -> str:
    """A login's code."""
    return secrets.token_urlsafe(32)


def _opening(request: Request, user: str, back: str) -> str:
    return f"{request.scope.get('root_path', '')}/open?user={quote(user, safe='')}&url={back}"


def _is_here(url: str, request: Request) -> bool:
    """Whether `url` lies on the server that was asked."""
    parts = urlsplit(url)
    return (parts.scheme, parts.netloc) == (request.url.scheme, request.url.netloc)


def _phone(request: Request) -> tuple[str, str]:
    kind, _, user = request.cookies.get(_COOKIE, "").partition(":")
    return kind, unquote(user)


def _dressed(scope: Scope) -> Scope:
    """The request as the phone's own client would send it."""
    kind = _phone(Request(scope))[0]
    if kind not in _AGENTS:
        return scope
    headers = [
        (name, value + b" " + _AGENTS[kind] if name == b"user-agent" else value)
        for name, value in scope["headers"]
    ]
    return {**scope, "headers": headers}


_PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>
:root{{color-scheme:light dark}}
body{{font:16px/1.5 system-ui,sans-serif;max-width:22rem;margin:12vh auto;padding:0 1rem}}
h1{{font-size:1.25rem}}
ul{{list-style:none;padding:0}}
a{{display:block;padding:.75rem 1rem;margin:.5rem 0;border:1px solid #8884;border-radius:.5rem;
color:inherit;text-decoration:none}}
a:hover,a:focus-visible{{border-color:currentColor}}
</style></head><body><main><h1>{title}</h1>{body}</main></body></html>"""
