"""The list behind each number of a digest, under the rights of whoever opens it (K01)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from adapters.chat import Button, Card, Reply, Row
from bot.cards import customers as customer_cards
from bot.cards import opportunities as deal_cards
from bot.cards import ownership
from bot.cards import plans as plan_cards
from bot.cards import visits as visit_cards
from bot.dialogue.who import others
from bot.handlers.digests import whose
from bot.handlers.opportunities import names
from bot.handlers.plans import names as names_at
from bot.keys import encode
from bot.moments import end_of, start_of
from bot.router import Router
from bot.shown import Shown, customers_listed, deals_listed, plans_listed, remember
from bot.slots import Period
from bot.talk import OpenNumber
from bot.turn import Turn
from core.customers.model import Customer
from core.customers.queries import CustomerQuery
from core.errors import NotFound
from core.opportunities.model import LOSSES, OpportunityState
from core.opportunities.queries import MoveQuery, OpportunityQuery
from core.people.permissions import EVERYBODY, Scope
from core.plans.model import PlanState
from core.plans.queries import PlanQuery
from core.pool.model import PoolEvent, PoolEventKind
from core.reports.lists import STUCK, neglected, returning, unclaimed
from core.visits.model import ContactKind, FollowUp
from core.visits.quality import VISITS
from core.visits.queries import FollowUpQuery

router = Router()
_PAGE = 10
_COUNTED = 5_000
"""Calls of a range that are counted."""
_GONE = (PoolEventKind.RELEASE, PoolEventKind.RECYCLE)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which days, whose, by whom, and which rows of the list."""

    period: Period
    scope: Scope
    turn: Turn
    page: slice


@dataclass(frozen=True, slots=True)
class Listed:
    """How many there are, the rows of the page, and the records that they are."""

    count: int
    rows: Sequence[Row]
    shown: Shown = Shown()


@router.on(OpenNumber)
async def open_number(wish: OpenNumber, turn: Turn) -> Reply:
    """One page of the list as a new message; the digest stays.

    Raises:
        NotFound: there is no such number, no such days, or nobody such below him.
    """
    listing = _LISTS.get(wish.number)
    try:
        period = Period(date.fromisoformat(wish.since), date.fromisoformat(wish.until))
    except ValueError:
        listing = None
    if listing is None:
        raise NotFound(kind="number", key=wish.number)
    scope, _ = await whose(wish.person, turn)
    start = max(wish.page, 0) * _PAGE
    listed = await listing(Asked(period, scope, turn, slice(start, start + _PAGE)))
    await remember(turn.uow, turn.answered_in, listed.shown, turn.now)
    return Reply(more=(_page(wish, listed, start, turn),))


def _page(wish: OpenNumber, listed: Listed, start: int, turn: Turn) -> Card:
    say = turn.say
    more = Button(say("buttons.more"), encode(replace(wish, page=wish.page + 1)))
    return Card(
        title=say("digest.listed", what=say(f"digest.open.{wish.number}"), count=listed.count),
        rows=tuple(listed.rows),
        body="" if listed.rows else say("digest.none"),
        buttons=(more,) if start + len(listed.rows) < listed.count else (),
    )


def _contacts(number: str, kinds: tuple[ContactKind, ...] = ()) -> "Listing":
    async def listing(asked: Asked) -> Listed:
        turn = asked.turn
        since, until = _instants(asked)
        query = FollowUpQuery(
            kinds=kinds,
            since=since,
            until=until,
            by=asked.scope.owners,
            limit=_PAGE,
            offset=asked.page.start,
        )
        page = await turn.uow.follow_ups.search(query, EVERYBODY)
        return Listed(await _counted(number, asked), await _talked(page, turn))

    return listing


async def _talked(page: Sequence[FollowUp], turn: Turn) -> list[Row]:
    at = await turn.uow.customers.several([one.customer for one in page], EVERYBODY)
    short = {one.id: one.short for one in at}
    return [visit_cards.row_at(one, short.get(one.customer, ""), turn) for one in page]


async def _calls(asked: Asked) -> Listed:
    """Contacts by telephone, which no figure of the digest counts."""
    turn = asked.turn
    since, until = _instants(asked)
    query = FollowUpQuery(
        kinds=(ContactKind.CALL,), since=since, until=until, by=asked.scope.owners, limit=_COUNTED
    )
    every = await turn.uow.follow_ups.search(query, EVERYBODY)
    return Listed(len(every), await _talked(every[asked.page], turn))


async def _counted(number: str, asked: Asked) -> int:
    """How many there are, by the figures that the digest shows."""
    figures = await asked.turn.uow.reports.figures(*_instants(asked), asked.scope)
    return sum(int(getattr(one, number)) for one in figures.values())


async def _moved(asked: Asked) -> Listed:
    """One row a move, as they were counted."""
    turn = asked.turn
    since, until = _instants(asked)
    query = MoveQuery(since=since, until=until, by=asked.scope.owners, but=LOSSES, limit=_PAGE)
    page = await turn.uow.opportunities.moves(replace(query, offset=asked.page.start))
    ids = tuple(dict.fromkeys(move.opportunity for move in page))
    those = OpportunityQuery(states=tuple(OpportunityState), among=ids, limit=_PAGE)
    deals = {one.id: one for one in await turn.uow.opportunities.search(those, EVERYBODY)}
    names = await turn.uow.people.names(move.by for move in page)
    rows = [deal_cards.move_row(move, deals, names, turn) for move in page]
    shown = deals_listed(deals[move.opportunity] for move in page)
    return Listed(await _counted("stage_moves", asked), rows, shown)


async def _stuck(asked: Asked) -> Listed:
    opened = (OpportunityState.OPEN,)
    return await _deals(
        asked, OpportunityQuery(states=opened, idle_since=asked.turn.now - STUCK), asked.scope
    )


def _closed(state: OpportunityState) -> "Listing":
    async def listing(asked: Asked) -> Listed:
        since, until = _instants(asked)
        query = OpportunityQuery(states=(state,), closed_from=since, before=until)
        return await _deals(asked, query, asked.scope)

    return listing


async def _new_deals(asked: Asked) -> Listed:
    since, until = _instants(asked)
    return await _deals(asked, OpportunityQuery(created_from=since, before=until), asked.scope)


async def _deals(asked: Asked, query: OpportunityQuery, scope: Scope) -> Listed:
    deals = asked.turn.uow.opportunities
    start = asked.page.start
    page = replace(query, limit=_PAGE, offset=start)
    found = await deals.search(page, scope)
    count = sum(one.count for one in await deals.sums(query, scope))
    at = await names(found, asked.turn)
    owners = await others((one.employee for one in found), asked.turn)
    return Listed(
        count,
        [deal_cards.row(deal, at, asked.turn, owners) for deal in found],
        deals_listed(found),
    )


async def _plans(asked: Asked) -> Listed:
    """Those due in the range, and what became of each."""
    since, until = _instants(asked)
    states = (PlanState.OPEN, PlanState.DONE, PlanState.CANCELLED)
    query = PlanQuery(states=states, due_from=since, due_until=until, limit=_PAGE)
    query = replace(query, offset=asked.page.start)
    page = await asked.turn.uow.plans.search(query, asked.scope)
    at = await names_at(page, asked.turn)
    rows = []
    for plan in page:
        row = plan_cards.row(plan, at, asked.turn)
        state = asked.turn.say(f"digest.plan.{plan.state}")
        rows.append(replace(row, detail=f"{row.detail} · {state}"))
    return Listed(await _counted("plans_due", asked), rows, plans_listed(page))


def _events(wanted: Callable[[PoolEvent], bool]) -> "Listing":
    """What happened to whose customers: one row an event, as they were counted."""

    async def listing(asked: Asked) -> Listed:
        turn = asked.turn
        every = await turn.uow.pool.between(*_instants(asked), asked.scope)
        found = [one for one in every if wanted(one)]
        page = found[asked.page]
        at = {
            one.id: one
            for one in await turn.uow.customers.several([one.customer for one in page], EVERYBODY)
        }
        names = await turn.uow.people.names(one.employee for one in page if one.employee)
        rows = [ownership.event_row(one, at.get(one.customer), names, turn) for one in page]
        return Listed(len(found), rows, customers_listed(one.customer for one in page))

    return listing


async def _returning(asked: Asked) -> Listed:
    found = await returning(asked.turn.uow, asked.scope, asked.period.until)
    return await _listed(asked, len(found), found[asked.page])


async def _neglected(asked: Asked) -> Listed:
    return await _page_of(asked, neglected(asked.turn.now), asked.scope)


async def _unclaimed(asked: Asked) -> Listed:
    return await _page_of(asked, unclaimed(asked.turn.now), Scope(frozenset()))


async def _page_of(asked: Asked, query: CustomerQuery, scope: Scope) -> Listed:
    customers = asked.turn.uow.customers
    page = replace(query, limit=_PAGE, offset=asked.page.start)
    count = await customers.count(query, scope)
    return await _listed(asked, count, await customers.search(page, scope))


async def _listed(asked: Asked, count: int, page: Sequence[Customer]) -> Listed:
    owners = await others((one.owner for one in page), asked.turn)
    rows = customer_cards.rows_of(page, asked.turn, owners)
    return Listed(count, rows, customers_listed(one.id for one in page))


def _instants(asked: Asked) -> tuple[datetime, datetime]:
    zone = asked.turn.zone
    return start_of(asked.period.since, zone), end_of(asked.period.until, zone)


Listing = Callable[[Asked], Awaitable[Listed]]
_LISTS: dict[str, Listing] = {
    "follow_ups": _contacts("follow_ups"),
    "visits": _contacts("visits", VISITS),
    "calls": _calls,
    "moved": _moved,
    "stuck": _stuck,
    "signed": _closed(OpportunityState.WON),
    "lost": _closed(OpportunityState.LOST),
    "new_deals": _new_deals,
    "plans": _plans,
    "new_customers": _events(lambda event: event.reason == "create"),
    "claimed": _events(
        lambda event: event.kind is PoolEventKind.CLAIM and event.reason != "create"
    ),
    "returned": _events(lambda event: event.kind in _GONE),
    "returning": _returning,
    "neglected": _neglected,
    "unclaimed": _unclaimed,
}
