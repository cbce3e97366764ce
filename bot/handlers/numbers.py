"""The list behind each number of a digest, under the rights of whoever opens it (K01, K12)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from adapters.chat import Reply, Row
from bot import places
from bot.cards import customers as customer_cards
from bot.cards import digest as digest_cards
from bot.cards import opportunities as deal_cards
from bot.cards import ownership
from bot.cards import plans as plan_cards
from bot.cards import visits as visit_cards
from bot.dialogue.who import others
from bot.handlers.digests import by_flows, made_of, range_of, whose, with_pools
from bot.handlers.opportunities import names
from bot.handlers.plans import names as names_at
from bot.handlers.reminders import offered
from bot.router import Router
from bot.shown import Shown, customers_listed, deals_listed, plans_listed, remember
from bot.slots import Period
from bot.talk import OpenNumber
from bot.turn import Turn
from core.customers.model import CustomerId
from core.errors import NotFound
from core.opportunities.model import OpportunityId
from core.people.model import EmployeeId
from core.people.permissions import EVERYBODY, Scope
from core.plans.model import PlanId
from core.reports.lists import LISTS, Rows, stage_of
from core.reports.model import read_as_of
from core.reports.ranges import Range
from core.visits.model import FollowUpId

router = Router()


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a page, the records that they are, the page of each, and whose it is to act."""

    rows: Sequence[Row]
    shown: Shown = Shown()
    hrefs: Sequence[str] = ()
    owners: Sequence[EmployeeId | None] = ()


@router.on(OpenNumber)
async def open_number(wish: OpenNumber, turn: Turn) -> Reply:
    """One page of the list as a new message; the digest stays.

    Raises:
        NotFound: there is no such number, no such days, or nobody such below him.
    """
    try:
        period = Period(date.fromisoformat(wish.since), date.fromisoformat(wish.until))
        as_of = read_as_of(wish.as_of) if wish.as_of else None
    except ValueError:
        raise NotFound(kind="number", key=wish.number[:40]) from None
    scope, who = await whose(wish.person, turn)
    start = max(wish.page, 0) * digest_cards.PAGE
    span, rows = range_of(period, turn), slice(start, start + digest_cards.PAGE)
    async with turn.uow.as_of(as_of.mark if as_of else None) as past:
        at = as_of.at if as_of else turn.now
        count, ids = await past.reports.page(
            wish.number, span, with_pools(scope, turn), now=at, rows=rows
        )
        then = replace(turn, uow=past, now=at)
        listed = await drawn(wish.number, ids, then)
        customers = await customers_behind(wish.number, span, scope, then)
    await remember(turn.uow, turn.answered_in, listed.shown, turn.now)
    told = await offered(wish, ids, listed.owners, listed.rows, turn)
    sent = await made_of(span, turn) if as_of else None
    flows = (by_flows(sent.flows, turn) if sent else turn).rules.known
    card = digest_cards.listed(wish, told, count, flows, turn.say, who=who, customers=customers)
    return Reply(more=(card,))


async def behind(
    number: str, span: Range, scope: Scope, turn: Turn, rows: slice
) -> tuple[int, Listed]:
    """How many rows a number's list has, and some of them, by the turn's records and time.

    Raises:
        NotFound: there is no such list.
    """
    reach = with_pools(scope, turn)
    count, ids = await turn.uow.reports.page(number, span, reach, now=turn.now, rows=rows)
    return count, await drawn(number, ids, turn)


async def customers_behind(number: str, span: Range, scope: Scope, turn: Turn) -> int:
    """With how many different customers the contacts of a list were; 0 for a list of anything else."""
    if LISTS.get(number) is not Rows.CONTACTS:
        return 0
    return await turn.uow.reports.customers(number, span, scope, now=turn.now)


async def drawn(number: str, ids: Sequence[str], turn: Turn) -> Listed:
    """Rows of a list by their ids; a row without a page of its own leads nowhere."""
    kind = Rows.DEALS if stage_of(number) else LISTS[number]
    listed = await _DRAWN[kind](ids, turn)
    return replace(listed, hrefs=listed.hrefs or [""] * len(listed.rows))


async def _contacts(ids: Sequence[str], turn: Turn) -> Listed:
    found = await turn.uow.follow_ups.several([FollowUpId(one) for one in ids])
    at = await turn.uow.customers.several([one.customer for one in found], EVERYBODY)
    short = {one.id: one.short for one in at}
    who = await others((one.employee for one in found), turn)
    rows = [
        _by(who.get(one.employee, ""), visit_cards.row_at(one, short.get(one.customer, ""), turn))
        for one in found
    ]
    return Listed(rows, hrefs=[places.contact(one.customer, one.id) for one in found])


def _by(name: str, row: Row) -> Row:
    """The row of somebody else says whose it is."""
    return replace(row, detail=" · ".join(filter(None, (name, row.detail))))


async def _moves(ids: Sequence[str], turn: Turn) -> Listed:
    """One row a move, as they were counted."""
    moves = await turn.uow.opportunities.several_moves(ids)
    those = await turn.uow.opportunities.several([one.opportunity for one in moves], EVERYBODY)
    deals = {one.id: one for one in those}
    who = await turn.uow.people.names(move.by for move in moves)
    rows = [deal_cards.move_row(move, deals, who, turn) for move in moves]
    hrefs = [places.deal(move.opportunity) for move in moves]
    return Listed(rows, deals_listed(deals[move.opportunity] for move in moves), hrefs)


async def _deals(ids: Sequence[str], turn: Turn) -> Listed:
    numbers = [OpportunityId(one) for one in ids]
    found = await turn.uow.opportunities.several(numbers, EVERYBODY)
    at = await names(found, turn)
    owners = await others((one.employee for one in found), turn)
    rows = [deal_cards.row(deal, at, turn, owners) for deal in found]
    hrefs, whose = [places.deal(one.id) for one in found], [one.employee for one in found]
    return Listed(rows, deals_listed(found), hrefs, whose)


async def _plans(ids: Sequence[str], turn: Turn) -> Listed:
    """What was due, and what became of each."""
    found = await turn.uow.plans.several([PlanId(one) for one in ids], EVERYBODY)
    at = await names_at(found, turn)
    who = await others((one.employee for one in found), turn)
    rows = []
    for plan in found:
        row = _by(who.get(plan.employee, ""), plan_cards.row(plan, at, turn))
        state = turn.say(f"digest.plan.{plan.state}")
        rows.append(replace(row, detail=f"{row.detail} · {state}"))
    hrefs = [places.record(one.customer) if one.customer else "" for one in found]
    return Listed(rows, plans_listed(found), hrefs, [one.employee for one in found])


async def _events(ids: Sequence[str], turn: Turn) -> Listed:
    """What happened to whose customers: one row an event, as they were counted."""
    found = await turn.uow.pool.several([int(one) for one in ids])
    known = await turn.uow.customers.several([one.customer for one in found], EVERYBODY)
    at = {one.id: one for one in known}
    who = await turn.uow.people.names(one.employee for one in found if one.employee)
    rows = [ownership.event_row(one, at.get(one.customer), who, turn) for one in found]
    hrefs = [places.record(one.customer) for one in found]
    return Listed(rows, customers_listed(one.customer for one in found), hrefs)


async def _customers(ids: Sequence[str], turn: Turn) -> Listed:
    found = await turn.uow.customers.several([CustomerId(one) for one in ids], EVERYBODY)
    owners = await others((one.owner for one in found), turn)
    rows = customer_cards.rows_of(found, turn, owners)
    hrefs, whose = [places.record(one.id) for one in found], [one.owner for one in found]
    return Listed(rows, customers_listed(one.id for one in found), hrefs, whose)


async def _people(ids: Sequence[str], turn: Turn) -> Listed:
    people = [EmployeeId(one) for one in ids]
    called = await turn.uow.people.names(people)
    return Listed([Row(called.get(one, one)) for one in people], owners=people)


_DRAWN: dict[Rows, Callable[[Sequence[str], Turn], Awaitable[Listed]]] = {
    Rows.CONTACTS: _contacts,
    Rows.MOVES: _moves,
    Rows.DEALS: _deals,
    Rows.PLANS: _plans,
    Rows.EVENTS: _events,
    Rows.CUSTOMERS: _customers,
    Rows.PEOPLE: _people,
}
