"""Customers: open, list, look back, star; and the people there."""

from adapters.chat import Button, Card, Live, Reply, Tone
from bot.cards import profile as profile_card
from bot.dialogue.who import the_customer
from bot.handlers.opportunities import open_deal
from bot.intents import (
    ShowContact,
    ShowCustomer,
    ShowTimeline,
    Star,
)
from bot.keys import encode
from bot.router import Router
from bot.shown import Shown, remember
from bot.slots import CustomerRef
from bot.talk import Undo
from bot.turn import Turn
from core.customers import actions, profile
from core.customers.model import CustomerId
from core.customers.names import is_called
from core.opportunities.model import Opportunity, OpportunityState
from core.opportunities.queries import OpportunityQuery
from core.visits.model import FollowUp

router = Router()
_TIMELINE = 10
_LEAST = 2
"""Characters of a deal's name that say which is meant."""


@router.on(ShowCustomer)
async def show_customer(wish: ShowCustomer, turn: Turn) -> Reply:
    """One card of everything that matters about a customer (C01)."""
    if deal := await _deal_called(wish.customer, turn):
        return await open_deal(deal, turn)
    customer = await the_customer(wish.customer, turn, ShowCustomer)
    return await open_customer(customer.id, turn)


async def _deal_called(ref: CustomerRef, turn: Turn) -> Opportunity | None:
    """The one deal of that name, where no customer has it: 数据平台谁在跟."""
    if ref.ids or len(ref.words) < _LEAST:
        return None
    query = OpportunityQuery(text=ref.words, states=tuple(OpportunityState), limit=2)
    found = await turn.uow.opportunities.search(query, turn.viewer.scope())
    return found[0] if len(found) == 1 else None


async def open_customer(customer_id: CustomerId, turn: Turn) -> Reply:
    """The 360° card."""
    facts = await profile.gather(customer_id, turn.acting)
    await remember(
        turn.uow,
        turn.answered_in,
        Shown(
            customers=(customer_id,),
            opportunities=tuple(deal.id for deal in facts.opportunities),
            follow_ups=tuple(one.id for one in facts.follow_ups),
            plans=tuple(plan.id for plan in facts.plans),
        ),
        turn.now,
    )
    live = Live(encode(ShowCustomer(CustomerRef((customer_id,)))), (customer_id,))
    return Reply(card=profile_card.profile(facts, turn), live=live)


@router.on(ShowTimeline)
async def show_timeline(wish: ShowTimeline, turn: Turn) -> Reply:
    """Contacts, stage moves, plans and ownership on one line of time (F15)."""
    customer = await the_customer(wish.customer, turn, ShowTimeline)
    events = await profile.timeline(customer.id, turn.acting, limit=(wish.page + 1) * _TIMELINE + 1)
    page = events[wish.page * _TIMELINE :][:_TIMELINE]
    told = [event.what.id for event in page if isinstance(event.what, FollowUp)]
    attached = await turn.uow.attachments.of(told)
    rows = tuple(profile_card.event_row(event, turn, attached) for event in page)
    beyond = len(events) > (wish.page + 1) * _TIMELINE
    next_page = ShowTimeline(CustomerRef((customer.id,)), wish.page + 1)
    return Reply(
        card=Card(
            title=turn.say("customers.timeline", customer=customer.short),
            rows=rows,
            body="" if rows else turn.say("visits.none_yet"),
            buttons=(Button(turn.say("buttons.more"), encode(next_page)),) if beyond else (),
        ),
        live=Live(encode(ShowTimeline(CustomerRef((customer.id,)), wish.page)), (customer.id,)),
    )


@router.on(Star)
async def star(wish: Star, turn: Turn) -> Reply:
    """远帆加重点: at once, it can be taken back."""

    def again(ref: CustomerRef) -> Star:
        return Star(ref, wish.on)

    customer = await the_customer(wish.customer, turn, again)
    await actions.star(customer.id, turn.acting, on=wish.on)
    word = "starred" if wish.on else "unstarred"
    undo = Button(turn.say("buttons.undo"), encode(Undo(turn.uow.act.id)))
    return Reply(
        card=Card(
            title=customer.full_name,
            state=turn.say(f"customers.did.{word}"),
            tone=Tone.GOOD,
            buttons=(undo,),
        )
    )


@router.on(ShowContact)
async def show_contact(wish: ShowContact, turn: Turn) -> Reply:
    """王总电话多少: by name anywhere in reach, or all people of a customer."""
    uow, say = turn.uow, turn.say
    of = ""
    if wish.customer.ids or wish.customer.words:

        def again(ref: CustomerRef) -> ShowContact:
            return ShowContact(ref, wish.name)

        customer = await the_customer(wish.customer, turn, again)
        of = customer.short
        people = await uow.contacts.at(customer.id)
        found = [one for one in people if not wish.name or is_called(one.name, wish.name)]
    elif wish.name.isdigit():
        found = list(await uow.contacts.reached_at(wish.name, profile_card.open_to(turn)))
    else:
        found = list(await uow.contacts.named(wish.name, turn.viewer.scope()))
    if not found:
        key = "customers.no_contact" if wish.name else "customers.no_contacts"
        return Reply(text=say(key, name=wish.name, customer=of))
    at = await uow.customers.several({one.customer for one in found}, turn.viewer.scope())
    by_id = {one.id: one for one in at}
    rows = tuple(
        profile_card.contact_row(one, by_id[one.customer], turn)
        for one in found[:10]
        if one.customer in by_id
    )
    return Reply(card=Card(title=say("customers.contacts"), rows=rows))
