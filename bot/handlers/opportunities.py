"""Opportunities: open one, list many, find the one that is meant."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from adapters.chat import Button, Card, Reply, Tone
from bot.asking import Asked
from bot.cards import opportunities as cards
from bot.dialogue.who import others, the_customer
from bot.handlers import conditions
from bot.handlers.digests import whose as scope_of
from bot.intents import CreateOpportunity, OpportunityRef, SearchOpportunities, ShowOpportunity
from bot.keys import Intent, encode
from bot.moments import end_of, start_of
from bot.router import Router
from bot.shown import Shown, deals_listed, recall, remember
from bot.slots import Amount, Conditions, CustomerRef
from bot.turn import Turn
from core.customers.model import Customer, CustomerId
from core.money import Money
from core.opportunities.model import Opportunity, OpportunityState, StageCode
from core.opportunities.queries import OpportunityOrder, OpportunityQuery

router = Router()
_MOST = 10
_EVERY = 1_000_000
_AT_MOST = 1_000
"""Customers of a place or trade whose deals are listed."""

Again = Callable[[OpportunityRef], Intent]
"""The same wish for one opportunity; what a choice's button carries."""


@router.on(ShowOpportunity)
async def show_opportunity(wish: ShowOpportunity, turn: Turn) -> Reply:
    deal = await the_deal(wish.target, turn, ShowOpportunity, every=True)
    return await open_deal(deal, turn)


async def open_deal(deal: Opportunity, turn: Turn) -> Reply:
    """The card of one opportunity."""
    customer = await turn.uow.customers.get(deal.customer, turn.viewer.scope())
    shown = Shown(customers=(customer.id,), opportunities=(deal.id,))
    await remember(turn.uow, turn.answered_in, shown, turn.now)
    owners = await others((deal.employee,), turn)
    return Reply(card=cards.one(deal, customer.full_name, turn, owners))


def _between(asked: Amount | None, *, exact: bool) -> tuple[Money | None, Money | None]:
    """What the amount lies above and below; the two ends of a range are inside."""
    if asked is None:
        return None, None
    if asked.least is None or asked.most is None:
        return asked.least, asked.most
    if asked.least == asked.most and not exact:
        return asked.least, None
    return _around(asked.least, asked.most)


def _around(least: Money, most: Money) -> tuple[Money, Money]:
    return Money(least.fen - 1), Money(most.fen + 1)


async def _query(wish: SearchOpportunities, turn: Turn) -> OpportunityQuery:
    ended = wish.state != OpportunityState.OPEN
    days, (over, under) = wish.close, _between(wish.over, exact=wish.exact)
    whose = (await scope_of(wish.person, turn))[0].owners if wish.person else None
    about = await _about(wish, turn)
    every = wish.exact or (about and _is_bare(wish))
    return OpportunityQuery(
        customer=about,
        employee=next(iter(whose), None) if whose else None,
        among_customers=await _at_whom(wish, turn),
        but_customers=wish.but,
        states=tuple(OpportunityState) if every else (OpportunityState(wish.state),),
        stages=tuple(StageCode(stage) for stage in wish.stages),
        amount_over=over,
        amount_under=under,
        close_from=days.since if days and not ended else None,
        close_until=days.until if days and not ended else None,
        closed_from=start_of(days.since, turn.zone) if days and ended else None,
        before=end_of(days.until, turn.zone) if days and ended else None,
        idle_since=turn.now - timedelta(days=wish.idle_days) if wish.idle_days else None,
        text=wish.text,
        order=OpportunityOrder(wish.order or OpportunityOrder.LARGEST),
        limit=min(wish.limit or _MOST, _MOST),
        offset=max(wish.page, 0) * _MOST,
    )


async def _about(wish: SearchOpportunities, turn: Turn) -> CustomerId | None:
    """The customer at whom they are, where one is named."""
    if not wish.customer.ids:
        return None
    one = await the_customer(wish.customer, turn, lambda ref: replace(wish, customer=ref))
    return one.id


async def _at_whom(wish: SearchOpportunities, turn: Turn) -> tuple[CustomerId, ...] | None:
    """The customers of that place, trade or tier, where one is asked for."""
    if wish.at == Conditions():
        return None
    query = replace(conditions.query(wish.at, turn, in_pool=None), limit=_AT_MOST)
    found = await turn.uow.customers.search(query, turn.viewer.scope())
    return tuple(one.id for one in found)


def _is_bare(wish: SearchOpportunities) -> bool:
    narrowed = (wish.stages, wish.over, wish.close, wish.idle_days)
    return wish.state == OpportunityState.OPEN and not any(narrowed)


@router.on(SearchOpportunities)
async def search_opportunities(wish: SearchOpportunities, turn: Turn) -> Reply:
    """我手上报价阶段超过50万的, 12月要签的单子: the list, its sum and the weighted sum (H06)."""
    query = await _query(wish, turn)
    scope, say = turn.viewer.scope(), turn.say
    found = await turn.uow.opportunities.search(query, scope)
    sums = await turn.uow.opportunities.sums(query, scope)
    total = min(sum(one.count for one in sums), wish.limit or _EVERY)
    ended = wish.state != OpportunityState.OPEN
    beyond = query.offset + len(found) < total
    more = encode(replace(wish, page=wish.page + 1)) if beyond else ""
    await remember(turn.uow, turn.answered_in, deals_listed(found, more=more), turn.now)
    card = cards.listing(
        say("opportunities.list", count=total),
        wish,
        found,
        turn,
        names=await names(found, turn),
        owners=await others((one.employee for one in found), turn),
    )
    return Reply(
        card=replace(
            card,
            subtitle=" · ".join(filter(None, (conditions.words(wish.at, turn), card.subtitle))),
            body=card.body or ("" if wish.limit else cards.sums(sums, turn, ended=ended)),
            buttons=(Button(say("buttons.more"), more),) if more else (),
        )
    )


async def the_deal(
    ref: OpportunityRef,
    turn: Turn,
    again: Again,
    *,
    every: bool = False,
    closed: bool = False,
) -> Opportunity:
    """The one opportunity that is meant.

    Raises:
        NotFound: a button names one outside the person's reach.
        Asked: several are meant or none is known.
    """
    scope = turn.viewer.scope()
    if ref.opportunity:
        return await turn.uow.opportunities.get(ref.opportunity, scope)
    customer = await _customer_of(ref, turn, again)
    states = _states(every=every, closed=closed)
    found = await _candidates(ref, customer, turn, states)
    if len(found) == 1:
        return found[0]
    unnamed = not found and ref.words and customer
    if unnamed:
        found = await _candidates(replace(ref, words=""), customer, turn, states)
    say = turn.say
    if not found:
        raise Asked(_none(None if closed else customer, turn))
    at, owners = await names(found, turn), await others((one.employee for one in found), turn)
    rows = [cards.row(deal, at, turn, owners) for deal in found[:5]]
    buttons = tuple(
        Button(f"{number} {deal.name[:8]}", encode(again(OpportunityRef(opportunity=deal.id))))
        for number, deal in enumerate(found[:5], 1)
    )
    title = (
        say("opportunities.not_named", name=ref.words) if unnamed else say("opportunities.which")
    )
    plain = tuple(replace(row, buttons=()) for row in rows)
    raise Asked(Reply(card=Card(title=title, tone=Tone.WARNING, rows=plain, buttons=buttons)))


def _none(customer: Customer | None, turn: Turn) -> Reply:
    """That there is none; a customer without one is offered a new one."""
    say = turn.say
    if customer is None:
        return Reply(text=say("opportunities.no_such"))
    create = CreateOpportunity(customer=CustomerRef((customer.id,)))
    button = Button(say("buttons.new_deal"), encode(create), primary=True)
    title = say("opportunities.none_of", customer=customer.short)
    return Reply(card=Card(title=title, tone=Tone.WARNING, buttons=(button,)))


async def _customer_of(ref: OpportunityRef, turn: Turn, again: Again) -> Customer | None:
    if not (ref.customer.ids or ref.customer.words):
        shown = await recall(turn.uow, turn.answered_in, turn.now)
        if ref.words or shown.opportunities or len(shown.customers) != 1:
            return None
        ref = replace(ref, customer=CustomerRef(shown.customers))
    return await the_customer(
        ref.customer, turn, lambda chosen: again(replace(ref, customer=chosen))
    )


async def _candidates(
    ref: OpportunityRef,
    customer: Customer | None,
    turn: Turn,
    states: tuple[OpportunityState, ...],
) -> Sequence[Opportunity]:
    scope = turn.viewer.scope()
    if customer is None and not ref.words:
        shown = await recall(turn.uow, turn.sender.conversation, turn.now)
        query = OpportunityQuery(states=states, among=shown.opportunities)
        return await turn.uow.opportunities.search(query, scope)
    return await turn.uow.opportunities.search(
        OpportunityQuery(
            customer=customer.id if customer else None, states=states, text=ref.words, limit=6
        ),
        scope,
    )


def _states(*, every: bool, closed: bool) -> tuple[OpportunityState, ...]:
    if every:
        return tuple(OpportunityState)
    if closed:
        return (OpportunityState.LOST, OpportunityState.WON, OpportunityState.INVALID)
    return (OpportunityState.OPEN,)


async def names(deals: Sequence[Opportunity], turn: Turn) -> dict[CustomerId, Customer]:
    """The customers of `deals`."""
    found = await turn.uow.customers.several({deal.customer for deal in deals}, turn.viewer.scope())
    return {one.id: one for one in found}
