"""A page for whoever is logged in, and what everybody else gets."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from bot.turn import Turn
from bot.web.sessions import Session, find_session, find_turn
from bot.web.site import Site, message, spoken
from core.errors import NotFound

Draw = Callable[[Turn, Session], Awaitable[Response]]


async def read(request: Request, site: Site, draw: Draw) -> Response:
    """What `draw` makes inside a transaction that only reads.

    Others are sent to log in and come back; what does not exist and what is not theirs look alike.
    """
    session = find_session(request, site)
    path = request.scope["raw_path"].decode("ascii")
    wanted = f"{path}?{request.url.query}" if request.url.query else path
    if "%00" in wanted:  # no name of ours has it, and PostgreSQL takes it for no text at all
        return message("no_page", spoken(request), status=404)
    if session is not None:
        async with site.look() as uow:
            turn = await find_turn(session, uow, site)
            if turn is not None:
                try:
                    return await draw(turn, session)
                except NotFound:
                    return message("no_page", turn.say, status=404)
    return RedirectResponse(f"/login?next={quote(wanted, safe='')}", status_code=303)
