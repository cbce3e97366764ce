"""The list behind each number of a digest, under the rights of whoever opens it (K01)."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from adapters.chat import Button, Card, Reply, Row
from bot.cards import customers as customer_cards
from bot.cards import opportunities as deal_cards
from bot.cards import plans as plan_cards
from bot.cards import visits as visit_cards
from bot.dialogue.choice import distinguishing
from bot.handlers.digests import whose
from bot.handlers.opportunities import names
from bot.handlers.plans import names as names_at
from bot.keys import encode
from bot.moments import end_of, start_of
from bot.router import Router
from bot.shown import Shown, remember
from bot.slots import Period
from bot.talk import OpenNumber
from bot.turn import Turn
from core.customers.model import Customer, CustomerId
from core.errors import NotFound
from core.opportunities.model import Opportunity, OpportunityState
from core.opportunities.queries import OpportunityQuery
from core.people.permissions import Scope
from core.plans.model import PlanState
from core.plans.queries import PlanQuery
from core.pool.model import PoolEvent, PoolEventKind
from core.reports.lists import STUCK, neglected, returning, unclaimed
from core.visits.model import ContactKind, FollowUp
from core.visits.quality import VISITS
from core.visits.queries import FollowUpQuery

router = Router()
_PAGE = 10
_MOST = 200
_GONE = (PoolEventKind.RELEASE, PoolEventKind.RECYCLE)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which days, whose, by whom."""

    period: Period
    scope: Scope
    turn: Turn


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows, and the records that they are."""

    rows: Sequence[Row]
    shown: Shown = Shown()


@router.on(OpenNumber)
async def open_number(wish: OpenNumber, turn: Turn) -> Reply:
    """One page of the list as a new message; the digest stays.

    Raises:
        NotFound: there is no such number, or no such days.
    """
    listing = _LISTS.get(wish.number)
    try:
        period = Period(date.fromisoformat(wish.since), date.fromisoformat(wish.until))
    except ValueError:
        listing = None
    if listing is None:
        raise NotFound(kind="number", key=wish.number)
    scope, _ = await whose("", turn)
    listed = await listing(Asked(period, scope, turn))
    return Reply(more=(await _page(wish, listed, turn),))


async def _page(wish: OpenNumber, listed: Listed, turn: Turn) -> Card:
    """Ten rows; what they are is remembered under their numbers."""
    start = max(wish.page, 0) * _PAGE
    page = slice(start, start + _PAGE)
    shown = Shown(
        customers=listed.shown.customers[page], opportunities=listed.shown.opportunities[page]
    )
    await remember(turn.uow, turn.sender.conversation, shown, turn.now)
    more = Button(turn.say("buttons.more"), encode(replace(wish, page=wish.page + 1)))
    rows = tuple(listed.rows[page])
    return Card(
        title=turn.say(
            "digest.listed", what=turn.say(f"digest.open.{wish.number}"), count=len(listed.rows)
        ),
        rows=rows,
        body="" if rows else turn.say("digest.none"),
        buttons=(more,) if len(listed.rows) > page.stop else (),
    )


def _contacts(kinds: tuple[ContactKind, ...]) -> "Listing":
    async def listing(asked: Asked) -> Listed:
        turn = asked.turn
        since, until = _instants(asked)
        query = FollowUpQuery(kinds=kinds, since=since, until=until, limit=_MOST)
        found = await turn.uow.follow_ups.search(query, asked.scope)
        at = await turn.uow.customers.several([one.customer for one in found], turn.viewer.scope())
        short = {one.id: one.short for one in at}
        return Listed([_contact(one, short.get(one.customer, ""), turn) for one in found])

    return listing


def _contact(one: FollowUp, customer: str, turn: Turn) -> Row:
    row = visit_cards.row(one, turn)
    return replace(row, title=" · ".join(filter(None, (customer, row.title))))


async def _moved(asked: Asked) -> Listed:
    moves = await asked.turn.uow.opportunities.moves(*_instants(asked))
    ids = {move.opportunity for move in moves if asked.scope.covers(move.by)}
    return await _deals(asked, lambda deal: deal.id in ids)


async def _stuck(asked: Asked) -> Listed:
    before = asked.turn.now - STUCK
    return await _deals(
        asked, lambda deal: deal.state is OpportunityState.OPEN and deal.moved_at < before
    )


def _closed(state: OpportunityState) -> "Listing":
    async def listing(asked: Asked) -> Listed:
        since, until = _instants(asked)
        return await _deals(
            asked,
            lambda deal: (
                deal.state is state
                and deal.closed_at is not None
                and since <= deal.closed_at < until
            ),
        )

    return listing


async def _new_deals(asked: Asked) -> Listed:
    since, until = _instants(asked)
    return await _deals(asked, lambda deal: since <= deal.created_at < until)


async def _deals(asked: Asked, wanted: Callable[[Opportunity], bool]) -> Listed:
    query = OpportunityQuery(states=tuple(OpportunityState), limit=1_000)
    every = await asked.turn.uow.opportunities.search(query, asked.scope)
    found = [deal for deal in every if wanted(deal)]
    at = await names(found, asked.turn)
    return Listed(
        [deal_cards.row(deal, at, asked.turn) for deal in found],
        Shown(opportunities=tuple(deal.id for deal in found)),
    )


async def _plans(asked: Asked) -> Listed:
    """Those due in the range, and what became of each."""
    since, until = _instants(asked)
    states = (PlanState.OPEN, PlanState.DONE, PlanState.CANCELLED)
    query = PlanQuery(states=states, due_from=since, due_until=until, limit=_MOST)
    found = await asked.turn.uow.plans.search(query, asked.scope)
    at = await names_at(found, asked.turn)
    rows = []
    for plan in found:
        row = plan_cards.row(plan, at, asked.turn)
        state = asked.turn.say(f"digest.plan.{plan.state}")
        rows.append(replace(row, detail=f"{row.detail} · {state}"))
    return Listed(rows)


def _events(wanted: Callable[[PoolEvent], bool]) -> "Listing":
    async def listing(asked: Asked) -> Listed:
        found = await asked.turn.uow.pool.between(*_instants(asked), asked.scope)
        return await _customers(asked, [one.customer for one in found if wanted(one)])

    return listing


async def _customers(asked: Asked, ids: Iterable[CustomerId]) -> Listed:
    return _listed(asked, await asked.turn.uow.customers.several(ids, asked.turn.viewer.scope()))


async def _returning(asked: Asked) -> Listed:
    return _listed(asked, await returning(asked.turn.uow, asked.scope, asked.period.until))


async def _neglected(asked: Asked) -> Listed:
    return _listed(asked, await neglected(asked.turn.uow, asked.scope, asked.turn.now))


async def _unclaimed(asked: Asked) -> Listed:
    query = replace(unclaimed(asked.turn.now), limit=_MOST)
    return _listed(asked, await asked.turn.uow.customers.search(query, Scope(frozenset())))


def _listed(asked: Asked, found: Sequence[Customer]) -> Listed:
    shorts = distinguishing([one.full_name for one in found], [one.short for one in found])
    rows = [
        customer_cards.row(one, short, asked.turn) for one, short in zip(found, shorts, strict=True)
    ]
    return Listed(rows, Shown(customers=tuple(one.id for one in found)))


def _instants(asked: Asked) -> tuple[datetime, datetime]:
    zone = asked.turn.zone
    return start_of(asked.period.since, zone), end_of(asked.period.until, zone)


Listing = Callable[[Asked], Awaitable[Listed]]
_LISTS: dict[str, Listing] = {
    "follow_ups": _contacts(()),
    "visits": _contacts(VISITS),
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
