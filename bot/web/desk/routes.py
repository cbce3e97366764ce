"""The desk's page, what changes on it, and people's hands on the phones."""

from collections.abc import AsyncIterator
from importlib.resources import files
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from sse_starlette import EventSourceResponse

from bot.drawing.palettes import DARK, LIGHT, sheet
from bot.texts import texts
from bot.web.desk.pages import CORE, language_of
from bot.web.desk.phones import PLATFORMS, PlatformName
from bot.web.desk.rehearsal import Rehearsal
from bot.web.desk.views import View

_LANGUAGE = "desk_language"
_KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}
_FONTS = {"noto-400.ttf": "400", "noto-700.ttf": "700"}
_COLOURS = f"{sheet(LIGHT, '.chart')}@media(prefers-color-scheme:dark){{{sheet(DARK, '.chart')}}}"
"""Of drawings, as every picture has them."""


def routes(rehearsal: Rehearsal) -> APIRouter:
    """Everything but what moves the rehearsal itself."""
    router = APIRouter()
    _page(router, rehearsal)
    _assets(router, rehearsal)
    return router


def viewing(rehearsal: Rehearsal, id_: str) -> View | None:
    """The open page of a request; None once it has to be loaded again."""
    try:
        return rehearsal.views.get(id_)
    except LookupError:
        return None


RELOAD = Response(status_code=204, headers={"HX-Refresh": "true"})


def _page(router: APIRouter, rehearsal: Rehearsal) -> None:
    @router.get("/")
    async def page(request: Request, lang: str = "", view: str = "") -> HTMLResponse:
        """A new page; with the `view` of one that is open, whose phones stay in the same hands."""
        chosen = lang or request.cookies.get(_LANGUAGE, "")
        language = language_of(chosen, request.headers.get("accept-language", ""))
        players = await rehearsal.people()
        first = next((one for one in players if one["id"] == CORE[0]), players[0])
        users = {name: first["accounts"].get(name, "") for name in PLATFORMS}
        before = viewing(rehearsal, view)
        opened = rehearsal.views.open(texts(language), before.users if before else users)
        answer = HTMLResponse(rehearsal.pages.whole(opened, rehearsal.told(players)))
        if lang:
            answer.set_cookie(_LANGUAGE, language, samesite="strict", httponly=True)
        return answer

    @router.get("/emulator/desk/{view_id}/events")
    async def events(view_id: str) -> EventSourceResponse:
        view = viewing(rehearsal, view_id)
        news = rehearsal.views.told(view, rehearsal.changes) if view else _gone()
        return EventSourceResponse(news, ping=20)

    @router.post("/emulator/desk/{view_id}/person/{platform}")
    async def person(
        view_id: str, platform: PlatformName, user: Annotated[str, Form()]
    ) -> Response:
        view = viewing(rehearsal, view_id)
        if view is None or user not in rehearsal.phones.of(platform).people:
            return RELOAD
        told = rehearsal.told(await rehearsal.people())
        view.forget(platform, rehearsal.phones)
        view.users[platform] = user
        return HTMLResponse(rehearsal.pages.phone(view, platform, told))


def _assets(router: APIRouter, rehearsal: Rehearsal) -> None:
    @router.get("/emulator/desk/page/drawings.css")
    async def colours() -> Response:
        return Response(_COLOURS, media_type="text/css", headers={"cache-control": "no-cache"})

    @router.get("/emulator/desk/page/{name}")
    async def asset(name: str) -> Response:
        kind = _KINDS.get(f".{name.rpartition('.')[2]}")
        if name in _FONTS:
            file = files("bot").joinpath("drawing", "fonts", f"NotoSansSC-{_FONTS[name]}.ttf")
        else:
            file = files("bot.web.desk").joinpath("static", name)
        if kind is None or not file.is_file():
            return Response(status_code=404)
        keeps = (
            {"cache-control": "max-age=3600"} if name in _FONTS else {"cache-control": "no-cache"}
        )
        return Response(file.read_bytes(), media_type=kind, headers=keeps)

    @router.get("/emulator/desk/media/{platform}/{key}")
    async def media(platform: PlatformName, key: str) -> Response:
        content = rehearsal.phones.content(platform, key)
        if content is None:
            return Response(status_code=404)
        kind = "image/png" if content.startswith(b"\x89PNG") else "application/octet-stream"
        return Response(content, media_type="image/jpeg" if content[:2] == b"\xff\xd8" else kind)


async def _gone() -> AsyncIterator[dict[str, str]]:
    yield {"event": "gone", "data": ""}
