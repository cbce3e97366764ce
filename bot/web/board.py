"""The phone dashboard: the day of a team, and the lists behind its numbers."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from bot.turn import Turn
from bot.web.sessions import Session, find_session, find_turn
from bot.web.site import Site, asset, message, page
from core.errors import NotFound

Draw = Callable[[Request, Turn, Session], Awaitable[Response]]


def board_pages(site: Site) -> APIRouter:
    """`/board` and what lies below it."""
    router = APIRouter()

    @router.get("/board/assets/{name}")
    async def part(name: str) -> Response:
        return asset(name)

    @router.get("/board")
    async def board(request: Request) -> Response:
        return await read(request, site, _board)

    return router


async def read(request: Request, site: Site, draw: Draw) -> Response:
    """A page for whoever is logged in, drawn inside a transaction that only reads.

    Others are sent to log in and come back; what does not exist and what is not theirs look alike.
    """
    session = find_session(request, site)
    if session is not None:
        async with site.look() as uow:
            turn = await find_turn(session, uow, site)
            if turn is not None:
                try:
                    return await draw(request, turn, session)
                except NotFound:
                    return message("no_page", turn.say, status=404)
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/login?next={quote(wanted, safe='')}", status_code=303)


async def _board(request: Request, turn: Turn, session: Session) -> Response:  # noqa: ARG001
    return page("board.html", turn.say, session=session, person=turn.viewer.employee)
