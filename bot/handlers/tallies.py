"""One measure for each of many, the most first (K01): 谁打电话最多, 哪个客户我跑得最多."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from adapters.chat import Card, Reply, Row
from bot.cards import phrases
from bot.cards import visits as visit_cards
from bot.dialogue.persons import called
from bot.dialogue.who import the_customer
from bot.handlers.digests import whose
from bot.intents import Tally
from bot.moments import end_of, start_of
from bot.router import Router
from bot.slots import CustomerRef
from bot.turn import Turn
from core.customers.model import Customer, CustomerId
from core.customers.queries import CustomerQuery
from core.money import Money
from core.opportunities.queries import OpportunityQuery
from core.people.model import EmployeeId, EmployeeState, Role
from core.people.permissions import EVERYBODY, Scope
from core.reports.tallies import (
    KINDS,
    STATES,
    SUMS,
    Measure,
    of_contacts,
    of_customers,
    of_deals,
)
from core.visits.model import ContactKind, FollowUp
from core.visits.queries import FollowUpQuery

router = Router()
_COUNTED = 5_000
"""Records of a range that are counted."""
_MOST = 10


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is counted, whose, and at whom."""

    wish: Tally
    measure: Measure
    scope: Scope
    customer: Customer | None
    turn: Turn


@router.on(Tally)
async def tally(wish: Tally, turn: Turn) -> Reply:
    """The measure of each, and of all together; without a group the contacts themselves."""
    about = None
    if wish.customer.ids or wish.customer.words:
        about = await the_customer(wish.customer, turn, lambda ref: _at(wish, ref))
    scope, who = await _whose(wish.people, turn)
    asked = _Asked(wish, Measure(wish.measure), scope, about, turn)
    told = (about.short if about else who, wish.contact, _span(wish, turn), _but(wish, turn))
    subtitle = " · ".join(filter(None, told))
    card = await (_each(asked) if wish.by else _records(asked))
    return Reply(card=replace(card, subtitle=subtitle))


def _at(wish: Tally, customer: CustomerRef) -> Tally:
    return replace(wish, customer=customer)


def _but(wish: Tally, turn: Turn) -> str:
    """Which kinds of contacts are not counted."""
    of = [turn.say(f"tally.of.{one}") for one in wish.but]
    return turn.say("tally.but", what=turn.say("tally.comma").join(of)) if of else ""


def _span(wish: Tally, turn: Turn) -> str:
    if wish.period is None:
        return ""
    first, last = wish.period.since, wish.period.until
    days = dict.fromkeys(phrases.day(day, turn.say, today=turn.today) for day in (first, last))
    return " - ".join(days)


async def _whose(people: Sequence[str], turn: Turn) -> tuple[Scope, str]:
    """Whose records are counted, and their names."""
    found = [await whose(one, turn) for one in people or ("",)]
    owners = [scope.owners for scope, _ in found]
    every = None if None in owners else frozenset().union(*(one for one in owners if one))
    return Scope(every, pools=False), turn.say("tally.comma").join(name for _, name in found)


async def _each(asked: _Asked) -> Card:
    """A row for each of the group, in order; nobody of those who are asked about is left out."""
    turn, wish = asked.turn, asked.wish
    counted = await _counted(asked)
    if wish.by == "person":
        counted.update(dict.fromkeys(await _sellers(asked), 0))
    total = len(counted) if wish.by == "contact" else sum(counted.values())
    names = await _names(counted, asked)
    ordered = sorted(counted.items(), key=lambda one: (one[1] if wish.least else -one[1], one[0]))
    rows = [
        Row(title=names.get(key, key), detail=_told(value, asked)) for key, value in ordered[:_MOST]
    ]
    alone = wish.by == "person" and not turn.viewer.employee.leads
    return Card(
        title=_title(asked, total),
        rows=tuple(rows),
        body=turn.say("tally.own") if alone else "" if rows else turn.say("tally.none"),
    )


def _title(asked: _Asked, total: int) -> str:
    what = asked.turn.say(f"tally.of.{'people' if asked.wish.by == 'contact' else asked.measure}")
    if asked.wish.by == "contact":
        return f"{what} · {asked.turn.say('tally.unit.people', count=total)}"
    return f"{what} · {_told(total, asked)}"


def _told(value: int, asked: _Asked) -> str:
    if asked.measure in SUMS:
        return phrases.money(Money(value), asked.turn.say)
    return asked.turn.say(f"tally.unit.{asked.measure}", count=value)


async def _counted(asked: _Asked) -> Counter[str]:
    by, turn = asked.wish.by, asked.turn
    if asked.measure in KINDS:
        return of_contacts(await _contacts(asked), by)
    if asked.measure is Measure.CUSTOMERS:
        query = CustomerQuery(in_pool=False, limit=_COUNTED)
        return of_customers(await turn.uow.customers.search(query, asked.scope))
    days = asked.wish.period
    ended = asked.measure not in (Measure.DEALS, Measure.WORTH)
    deals = OpportunityQuery(
        customer=asked.customer.id if asked.customer else None,
        states=(STATES[asked.measure],),
        closed_from=start_of(days.since, turn.zone) if days and ended else None,
        before=end_of(days.until, turn.zone) if days and ended else None,
        close_from=days.since if days and not ended else None,
        close_until=days.until if days and not ended else None,
        limit=_COUNTED,
    )
    found = await turn.uow.opportunities.search(deals, asked.scope)
    return of_deals(found, asked.measure, by)


def _kinds(asked: _Asked) -> tuple[ContactKind, ...]:
    """Of which kinds the contacts are; empty: of any."""
    but = {kind for one in asked.wish.but for kind in KINDS[Measure(one)]}
    every = KINDS[asked.measure] or tuple(ContactKind if but else ())
    return tuple(one for one in every if one not in but)


async def _contacts(asked: _Asked) -> Sequence[FollowUp]:
    turn, days = asked.turn, asked.wish.period
    query = FollowUpQuery(
        customer=asked.customer.id if asked.customer else None,
        by=asked.scope.owners,
        kinds=_kinds(asked),
        since=start_of(days.since, turn.zone) if days else None,
        until=end_of(days.until, turn.zone) if days else None,
        limit=_COUNTED,
    )
    found = await turn.uow.follow_ups.search(query, EVERYBODY)
    if not (asked.wish.contact and asked.customer):
        return found
    people = await called(asked.wish.contact, asked.customer.id, turn)
    names = {asked.wish.contact, *(one.name for one in people)}
    return [one for one in found if names & {*one.contacts}]


async def _sellers(asked: _Asked) -> list[str]:
    """Who sells among those asked about."""
    people = await asked.turn.uow.people.everybody()
    return [
        one.id
        for one in people
        if one.state is EmployeeState.ACTIVE
        and Role.REP in one.roles
        and asked.scope.covers(one.id)
    ]


async def _names(counted: Counter[str], asked: _Asked) -> Mapping[str, str]:
    uow = asked.turn.uow
    match asked.wish.by:
        case "person":
            found = await uow.people.names(EmployeeId(one) for one in counted)
            return {str(one): name for one, name in found.items()}
        case "customer":
            at = await uow.customers.several([CustomerId(one) for one in counted], EVERYBODY)
            return {str(one.id): one.short for one in at}
        case _:
            return {}


async def _records(asked: _Asked) -> Card:
    """How many contacts there were, and the last of them."""
    found = await _contacts(asked)
    at = await asked.turn.uow.customers.several([one.customer for one in found], EVERYBODY)
    short = {one.id: one.short for one in at}
    rows = [
        visit_cards.row_at(one, short.get(one.customer, ""), asked.turn) for one in found[:_MOST]
    ]
    return Card(
        title=_title(asked, len(found)),
        rows=tuple(rows),
        body="" if rows else asked.turn.say("tally.none"),
    )
