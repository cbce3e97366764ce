"""The phone dashboard: the days of a team, the lists behind its numbers, and 提醒."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.cards import phrases
from bot.handlers import numbers
from bot.handlers.digests import build, by_flows
from bot.handlers.reminders import EXCEPTIONS, REMINDED, leads, slot
from bot.turn import Turn
from bot.web import views
from bot.web.asked import Asked, asked, page_of, teams
from bot.web.lines import Line, line
from bot.web.reading import read
from bot.web.reminding import reminding_pages
from bot.web.sessions import Session
from bot.web.site import Site, asset, page
from core.errors import NotFound
from core.people.model import EmployeeId
from core.ports import UnitOfWork
from core.reports.digest import Digest
from core.reports.lists import stage_of
from core.reports.model import Entry
from core.reports.ranges import PERIODS

_PAGE = 50
_FIRST = 3
"""Rows of an exception that are named at once; its number opens them all."""
_FURTHEST = 2_000
_TROUBLES = [name for name in EXCEPTIONS if name != "missed"]
"""In their order; what was missed and is still to be done is overdue the day after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A row that asks somebody to act.

    Args:
        record: what 提醒 is about.
        owner: whose it is; empty when nobody is to be reminded.
        reminded: when somebody did today, empty when nobody did.
    """

    line: Line
    record: str
    owner: str
    reminded: str


@dataclass(frozen=True, slots=True)
class Troubles:
    """The first of a list of exceptions."""

    number: str
    opening: views.Opening
    rows: Sequence[Trouble]


def board_pages(site: Site) -> APIRouter:
    """`/board` and what lies below it."""
    router = APIRouter()

    @router.get("/board/assets/{name}")
    async def part(name: str) -> Response:
        return asset(name)

    @router.get("/board")
    async def board(request: Request) -> Response:
        async def draw(turn: Turn, session: Session) -> Response:
            return await _board(dict(request.query_params), turn, session)

        return await read(request, site, draw)

    @router.get("/board/list/{number}")
    async def behind(number: str, request: Request) -> Response:
        async def draw(turn: Turn, session: Session) -> Response:
            seen = await asked(request.query_params, turn)
            at = page_of(request.query_params, _FURTHEST)
            return await _list(number, at, seen, turn, session)

        return await read(request, site, draw)

    router.include_router(reminding_pages(site))
    return router


async def _board(query: dict[str, str], turn: Turn, session: Session) -> Response:
    seen = await asked(query, turn)
    turn = _by_their_flows(seen, turn)
    async with turn.uow.as_of(seen.mark) as past:
        found = await build(seen.scope, seen.span, seen.then, replace(turn, uow=past))
        troubles = await _troubles(found, seen, turn, _then(seen, past, turn))
    return page(
        "board.html",
        turn.say,
        session=session,
        asked=seen,
        title=_title(seen, turn),
        then=_moment(seen, turn),
        periods=[(one, seen.address(period=one)) for one in PERIODS],
        before=seen.address(day=seen.before.isoformat()),
        after=seen.address(day=seen.after.isoformat()) if seen.after <= turn.today else "",
        teams=await teams(turn),
        here=seen.address(),
        said=query.get("said", ""),
        figures=views.figures(found, seen, turn),
        troubles=troubles,
        funnels=views.funnels(found, seen, turn),
        ranking=views.ranking(found.people, seen),
        quality=found.quality,
        checks=views.checks(found, turn),
        lacking=views.lacking(found, seen, turn),
        trend=views.trend(found, turn),
    )


def _title(seen: Asked, turn: Turn) -> str:
    days = (seen.span.first, seen.span.last)
    first, last = (phrases.day(one, turn.say, today=turn.today) for one in days)
    return first if first == last else f"{first} – {last}"


def _moment(seen: Asked, turn: Turn) -> str:
    """When days that are over were told; empty for what is of the present."""
    if seen.then is None:
        return ""
    return phrases.moment(seen.then.as_of.at, turn.zone, turn.say, today=turn.today)


def _then(seen: Asked, past: UnitOfWork, turn: Turn) -> Turn:
    """As it was when the days were told: how long ago something was is said by that moment."""
    return replace(turn, uow=past, now=seen.then.as_of.at if seen.then else turn.now)


def _by_their_flows(seen: Asked, turn: Turn) -> Turn:
    """Stages are those of the flows of then."""
    return by_flows(seen.then.flows, turn) if seen.then else turn


async def _troubles(found: Digest, seen: Asked, turn: Turn, then: Turn) -> Sequence[Troubles]:
    """Each list of exceptions that has any, with its first rows and whom to remind."""
    entries = {name: found.few.get(name, ())[:_FIRST] for name in _TROUBLES}
    slots = [slot(name, one.id) for name, some in entries.items() for one in some]
    reminded = await turn.uow.memory.several(REMINDED, slots, turn.now)
    told = []
    for name, some in entries.items():
        if not some:
            continue
        listed = await numbers.drawn(name, [one.id for one in some], then)
        rows = [
            _trouble(name, entry, line(row, href), turn, reminded)
            for entry, row, href in zip(some, listed.rows, listed.hrefs, strict=True)
        ]
        label, count = views.called_list(name, turn), found.counts.get(name, len(some))
        told.append(Troubles(name, views.Opening(label, count, views.listing(name, seen)), rows))
    return told


def _trouble(
    number: str, entry: Entry, shown: Line, turn: Turn, reminded: Mapping[str, str]
) -> Trouble:
    return Trouble(
        line=replace(shown, anchor=f"x-{number}-{entry.id}"),
        record=entry.id,
        owner=entry.person if leads(EmployeeId(entry.owner), turn) else "",
        reminded=reminded.get(slot(number, entry.id), ""),
    )


async def _list(number: str, place: int, seen: Asked, turn: Turn, session: Session) -> Response:
    """One page of what stands behind a number.

    Raises:
        NotFound: there is no such list, or no flow has such a stage.
    """
    stage, turn = stage_of(number), _by_their_flows(seen, turn)
    if stage and not any(one.stage(stage[1]) for one in turn.rules.known if one.id == stage[0]):
        raise NotFound(kind="number", key=number[:40])
    rows = slice(place * _PAGE, (place + 1) * _PAGE)
    async with turn.uow.as_of(seen.mark) as past:
        then = _then(seen, past, turn)
        count, listed = await numbers.behind(number, seen.span, seen.scope, then, rows)
        customers = await numbers.customers_behind(number, seen.span, seen.scope, then)
    path, beyond = f"/board/list/{quote(number, safe='')}", rows.stop < count
    return page(
        "list.html",
        turn.say,
        session=session,
        asked=seen,
        title=views.called_list(number, turn),
        days=turn.say("digest.at", days=_title(seen, turn), count=customers)
        if customers
        else _title(seen, turn),
        then=_moment(seen, turn),
        count=count,
        start=rows.start + 1,
        rows=[line(row, href) for row, href in zip(listed.rows, listed.hrefs, strict=True)],
        board=seen.address(),
        newer=seen.address(path, page=place - 1) if place else "",
        older=seen.address(path, page=place + 1) if beyond else "",
    )
