"""The press of 提醒 on a page: the same intent as on a card, once the form is known to be ours."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from bot.handlers.reminders import REMINDED, slot
from bot.intents.reminders import RemindOwner
from bot.web.login import own_path
from bot.web.sessions import find_session, find_turn, is_meant
from bot.web.site import Site, message, spoken
from core.errors import CrmError
from core.ledger.model import Act
from core.people.model import EmployeeId


def reminding_pages(site: Site) -> APIRouter:
    """`POST /board/remind`."""
    router = APIRouter()

    @router.post("/board/remind")
    async def remind(request: Request) -> Response:
        session = find_session(request, site)
        if session is None or not await is_meant(request, session, site):
            return message("not_meant", spoken(request), status=403)
        form = {name: str(value) for name, value in (await request.form()).items()}
        now = site.given.clock()
        act = Act(
            id=f"web:{site.given.new_id()}",
            actor=EmployeeId(session.employee),
            channel="web",
            at=now,
        )
        names = ("number", "record", "since", "until")
        wish = RemindOwner(*(form.get(name, "") for name in names))
        if "\0" in "".join(form.values()):
            return message("no_page", spoken(request), status=404)
        async with site.unit(act) as uow:
            turn = await find_turn(session, uow, site)
            if turn is None:
                return message("not_meant", spoken(request), status=403)
            try:
                async with uow.attempt():
                    before = await uow.memory.get(REMINDED, slot(wish.number, wish.record), now)
                    await site.given.router.answer(wish, turn)
            except CrmError:
                return message("no_page", turn.say, status=404)
        return _back(form.get("back", ""), wish, is_fresh=before is None)

    return router


def _back(path: str, wish: RemindOwner, *, is_fresh: bool) -> Response:
    """To the row that was pressed, which says what came of it."""
    mark = f"x-{wish.number}-{wish.record}"
    place = own_path(path)
    told = f"{'&' if '?' in place else '?'}{urlencode({'said': mark})}" if is_fresh else ""
    return RedirectResponse(f"{place}{told}#{mark}", status_code=303)
