"""Logging in: the platform says who holds the browser, the CRM whether he belongs here."""

import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import TypeAdapter, ValidationError

from adapters.chat import Address, Attempt, Login, LoginFault, NotKnown, Platform
from bot.web.sessions import begin, cookie, end, find_bound, find_session, is_meant, keep
from bot.web.signing import Unsigned
from bot.web.site import Site, message, page, spoken

LIFE = timedelta(minutes=10)
HOME = "/board"
_OURS = re.compile(r"/(?:board|upload)(?:/[\w\-.~%:/]*)?(?:\?[\w\-.~%:/=&+]*)?", re.ASCII)
"""Where a login may lead: a path of our own pages, and nothing a browser reads as another host."""
_CLIENTS = {"wxwork": Platform.WECOM, "lark": Platform.FEISHU, "feishu": Platform.FEISHU}
"""What the platforms' own clients call themselves [D]."""
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Begun:
    """A login this browser began: it is bound to it by a cookie."""

    state: str
    verifier: str
    platform: Platform
    then: str


_BEGUN: TypeAdapter[Begun] = TypeAdapter(Begun)


def login_pages(site: Site) -> APIRouter:
    """`/login`, one road a platform, and `/logout`."""
    router = APIRouter()

    @router.get("/login")
    async def choose(request: Request) -> Response:
        then = own_path(request.query_params.get("next", ""))
        client = _client(request)
        if client is not None and client in site.logins:
            return _road(client, then)
        if len(site.logins) == 1:
            return _road(next(iter(site.logins)), then)
        roads = {name: f"/login/{name}?next={quote(then, safe='')}" for name in site.logins}
        return page("login.html", spoken(request), roads=roads)

    @router.get("/login/{platform}")
    async def leave(platform: str, request: Request) -> Response:
        return _left(platform, request, site)

    @router.get("/login/{platform}/back")
    async def come_back(platform: str, request: Request) -> Response:
        return await _returned(platform, request, site)

    @router.post("/logout")
    async def leave_for_good(request: Request) -> Response:
        session = find_session(request, site)
        if session is None or not await is_meant(request, session, site):
            return message("not_meant", spoken(request), status=403)
        response = message("logged_out", spoken(request), again="/login")
        end(response, site)
        return response

    return router


def own_path(path: str) -> str:
    """`path` when it is one of our own pages, else the board.

    >>> own_path("//elsewhere.example"), own_path("/board/customers/C07")
    ('/board', '/board/customers/C07')
    """
    return path if _OURS.fullmatch(path) and ".." not in path and "//" not in path else HOME


_UNSEEN = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


def _left(platform: str, request: Request, site: Site) -> Response:
    """A browser on its way to the platform, with what it will be known by when it comes back."""
    login = _login(site, platform)
    if login is None:
        return message("no_page", spoken(request), status=404)
    name, then = Platform(platform), own_path(request.query_params.get("next", ""))
    begun = Begun(secrets.token_hex(24), secrets.token_hex(32), name, then)
    url = login.authorise_url(_attempt(begun, site), inside=_client(request) is name)
    response = RedirectResponse(url, status_code=303, headers=_UNSEEN)
    keep(response, site, "login", ("login", _BEGUN.dump_python(begun, mode="json")), LIFE)
    return response


async def _returned(platform: str, request: Request, site: Site) -> Response:
    """A browser that comes back from the platform, with a code or a refusal."""
    say, begun = spoken(request), _begun(request, site)
    login = _login(site, platform)
    if begun is None or login is None or not await _is_ours(platform, begun, request, site):
        return message("begin_again", say, status=400, again="/login")
    query, again = request.query_params, f"/login?next={quote(begun.then, safe='')}"
    if not (code := query.get("code", "")):
        return message("refused", say, status=403, again=again)
    try:
        user = await login.who(code, _attempt(begun, site))
    except NotKnown as error:
        _log.warning("login refused", platform=platform, fault=error.fault, code=error.code)
        return message(f"fault_{error.fault}", say, status=_STATUS[error.fault], again=again)
    address = Address(begun.platform, user)
    async with site.look() as uow:
        employee = await find_bound(uow, address)
    if employee is None:
        return message("unbound", say, status=403, again=again)
    response = RedirectResponse(begun.then, status_code=303, headers=_UNSEEN)
    begin(response, site, employee, address)
    response.delete_cookie(cookie("login", site), path="/", secure=site.is_secure, httponly=True)
    return response


_STATUS: Mapping[LoginFault, int] = {
    LoginFault.CODE: 400,
    LoginFault.OUTSIDER: 403,
    LoginFault.BUSY: 503,
    LoginFault.SETUP: 503,
}


async def _is_ours(platform: str, begun: Begun, request: Request, site: Site) -> bool:
    """Whether this browser began this very login, on this platform, and did not end it yet."""
    state = request.query_params.get("state", "")
    return (
        hmac.compare_digest(state.encode(), begun.state.encode())
        and begun.platform == platform
        and await site.spend(f"login:{begun.state}", LIFE)
    )


def _begun(request: Request, site: Site) -> Begun | None:
    shown = request.cookies.get(cookie("login", site), "")
    try:
        return _BEGUN.validate_python(site.signing.read("login", shown, life=LIFE))
    except (Unsigned, ValidationError):
        return None


def _attempt(begun: Begun, site: Site) -> Attempt:
    back = f"{site.base}/login/{begun.platform}/back"
    return Attempt(state=begun.state, redirect_uri=back, verifier=begun.verifier)


def _login(site: Site, platform: str) -> Login | None:
    return {str(name): login for name, login in site.logins.items()}.get(platform)


def _client(request: Request) -> Platform | None:
    """The platform in whose own client the page is open."""
    agent = request.headers.get("user-agent", "").lower()
    return next((name for mark, name in _CLIENTS.items() if mark in agent), None)


def _road(platform: Platform, then: str) -> Response:
    url = f"/login/{platform}?next={quote(then, safe='')}"
    return RedirectResponse(url, status_code=303, headers=_UNSEEN)
