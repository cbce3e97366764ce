"""The phone dashboard: the day of a team, and the lists behind its numbers."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.turn import Turn
from bot.web.reading import read
from bot.web.sessions import Session
from bot.web.site import Site, asset, page


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


async def _board(turn: Turn, session: Session) -> Response:
    return page("board.html", turn.say, session=session, person=turn.viewer.employee)
