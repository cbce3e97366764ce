"""Drafts and taps that change opportunities: create, advance, win, lose, reopen, amount and date."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.chat import Button, Card, DateInput, Field, Input, Option, Reply, Select, TextInput
from bot.cards import opportunities as cards
from bot.cards import phrases
from bot.cards.plans import value_of
from bot.dialogue import drafts
from bot.dialogue.draftable import Draftable, Form, Saved, draftables
from bot.dialogue.forms import amount_of, one, when_of
from bot.dialogue.who import settled
from bot.handlers.opportunities import names, the_deal
from bot.intents import (
    CloseOpportunity,
    CreateOpportunity,
    MoveStage,
    OpportunityRef,
    ReopenOpportunity,
    UpdateOpportunity,
)
from bot.keys import Intent, encode
from bot.router import Router
from bot.shown import Shown, remember
from bot.slots import CustomerRef
from bot.talk import Correct, Undo
from bot.turn import Turn
from core.customers.model import Customer
from core.opportunities import actions
from core.opportunities.model import Opportunity, OpportunityState, StageCode

router = Router()
Changing = MoveStage | CloseOpportunity | ReopenOpportunity | UpdateOpportunity


@router.on(CreateOpportunity)
async def create_opportunity(wish: CreateOpportunity, turn: Turn) -> Reply:
    """远帆新开一个项目，大概200万: a draft; the customer is settled first."""
    return await drafts.offer(replace(wish, customer=await settled(wish.customer, turn)), turn)


@router.on(MoveStage)
async def move_stage(wish: MoveStage, turn: Turn) -> Reply:
    return await _change(wish, turn)


@router.on(CloseOpportunity)
async def close_opportunity(wish: CloseOpportunity, turn: Turn) -> Reply:
    return await _change(wish, turn)


@router.on(ReopenOpportunity)
async def reopen_opportunity(wish: ReopenOpportunity, turn: Turn) -> Reply:
    return await _change(wish, turn, closed=True)


@router.on(UpdateOpportunity)
async def update_opportunity(wish: UpdateOpportunity, turn: Turn) -> Reply:
    return await _change(wish, turn)


async def _change(wish: Changing, turn: Turn, *, closed: bool = False) -> Reply:
    """A sentence becomes a draft; a tap on the card acts at once, when nothing is missing."""

    def again(target: OpportunityRef) -> Intent:
        return replace(wish, target=target)

    deal = await the_deal(wish.target, turn, again, closed=closed)
    fixed = replace(wish, target=OpportunityRef(opportunity=deal.id))
    if turn.origin == "pressed" and not draftables.of(fixed).missing(fixed):
        return await _at_once(fixed, turn)
    return await drafts.offer(fixed, turn)


async def _at_once(wish: Changing, turn: Turn) -> Reply:
    """Do it and show the opportunity's card with the end state."""
    deal = await apply(wish, turn)
    customer = await turn.uow.customers.get(deal.customer, turn.viewer.scope())
    state = turn.say(did(wish))
    undo = Button(turn.say("buttons.undo"), encode(Undo(turn.uow.act.id)))
    card = cards.one(deal, customer.full_name, turn)
    return Reply(card=replace(card, state=state, buttons=(undo, *card.buttons)), toast=state)


def did(wish: Changing | CreateOpportunity) -> str:
    """The key of the words for what was done."""
    match wish:
        case CloseOpportunity(state=state):
            return f"opportunities.did_{state}"
        case MoveStage(stage=stage):
            return "opportunities.moved_back" if stage == "-1" else "opportunities.advanced"
        case ReopenOpportunity():
            return "opportunities.reopened"
        case UpdateOpportunity():
            return "opportunities.updated"
        case _:
            return "opportunities.created"


async def apply(wish: Changing, turn: Turn) -> Opportunity:
    """Do what a settled wish says to its opportunity."""
    deal_id = wish.target.opportunity
    if deal_id is None:
        raise NotFound(kind="opportunity", key="")
    common = actions.Desk(
        uow=turn.uow, viewer=turn.viewer, now=turn.now, new_id=turn.new_id, rules=turn.rules
    )
    match wish:
        case MoveStage(stage=stage):
            if wish.amount or wish.expected_close:
                await actions.edit(deal_id, _facts(wish), desk=common)
            return await actions.move(deal_id, stage, reason=wish.reason, desk=common)
        case CloseOpportunity(state="won"):
            return await actions.win(deal_id, amount=_exact(wish.amount), desk=common)
        case CloseOpportunity(state="lost"):
            return await actions.lose(
                deal_id, reason=wish.reason, competitor=wish.competitor, desk=common
            )
        case CloseOpportunity():
            return await actions.invalidate(deal_id, reason=wish.reason, desk=common)
        case ReopenOpportunity():
            return await actions.reopen(deal_id, reason=wish.reason, desk=common)
        case UpdateOpportunity():
            return await actions.edit(deal_id, _facts(wish), desk=common)
