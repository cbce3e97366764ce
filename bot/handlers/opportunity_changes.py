"""Drafts and taps that change opportunities: create, advance, win, lose, reopen, amount and date."""

from calendar import monthrange
from dataclasses import replace
from datetime import date

from adapters.chat import Button, Reply
from bot.cards import opportunities as cards
from bot.dialogue import drafts
from bot.dialogue.draftable import draftables
from bot.dialogue.who import others, settled
from bot.handlers.opportunities import the_deal
from bot.handlers.profile_questions import question
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
from bot.slots import Amount, CustomerRef, When
from bot.talk import Undo
from bot.turn import Turn
from core.errors import NotFound
from core.opportunities import actions
from core.opportunities.model import Opportunity

router = Router()
Changing = MoveStage | CloseOpportunity | ReopenOpportunity | UpdateOpportunity


@router.on(CreateOpportunity)
async def create_opportunity(wish: CreateOpportunity, turn: Turn) -> Reply:
    """远帆新开一个项目，大概200万: a draft; the customer is settled first."""
    flow = next((one.id for one in turn.rules.flows if wish.flow in (one.id, one.name)), "")
    customer = await settled(wish.customer, turn, saves=True)
    return await drafts.offer(replace(wish, customer=customer, flow=flow), turn)


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
    if isinstance(fixed, MoveStage):
        fixed = replace(fixed, stage=stage_meant(fixed, deal, turn))
    if turn.origin == "pressed" and not draftables.of(fixed).missing(fixed):
        return await _at_once(fixed, turn)
    return await drafts.offer(fixed, turn)


async def aimed_at(wish: Changing, customer: CustomerRef, turn: Turn) -> Changing:
    """The same for the deal of another customer: 不是远帆，是蓝鲸.

    Raises:
        Asked: that customer has several, or none.
    """

    def again(target: OpportunityRef) -> Intent:
        return replace(wish, target=target)

    closed = isinstance(wish, ReopenOpportunity)
    deal = await the_deal(OpportunityRef(customer=customer), turn, again, closed=closed)
    return replace(wish, target=OpportunityRef(opportunity=deal.id))


def stage_meant(wish: MoveStage, deal: Opportunity, turn: Turn) -> str:
    """The code of the stage named, of the next one or the one before; past an end the wish as it is."""
    flow = turn.rules.flow(deal.flow, deal.flow_version)
    stages = flow.stages if flow else ()
    if named := next((stage.code for stage in stages if stage.name == wish.stage), None):
        return named
    codes = [stage.code for stage in stages]
    if wish.stage not in ("+1", "-1") or deal.stage not in codes:
        return wish.stage
    place = codes.index(deal.stage) + int(wish.stage)
    return codes[place] if 0 <= place < len(codes) else wish.stage


async def _at_once(wish: Changing, turn: Turn) -> Reply:
    """Do it and show the opportunity's card with the end state."""
    state = turn.say(await did(wish, turn))
    deal = await apply(wish, turn)
    customer = await turn.uow.customers.get(deal.customer, turn.viewer.scope())
    undo = Button(turn.say("buttons.undo"), encode(Undo(turn.uow.act.id)))
    card = cards.one(deal, customer.full_name, turn, await others((deal.employee,), turn))
    asked = await question(deal.customer, turn) if isinstance(wish, MoveStage) else ""
    done = replace(card, state=state, body=asked, buttons=(undo, *card.buttons))
    return Reply(card=done, toast=state)


async def did(wish: Changing, turn: Turn) -> str:
    """The key of the words for what will have been done; to be asked before it is."""
    match wish:
        case CloseOpportunity(state=state):
            return f"opportunities.did_{state}"
        case MoveStage():
            back = await _is_back(wish, turn)
            return "opportunities.moved_back" if back else "opportunities.advanced"
        case ReopenOpportunity():
            return "opportunities.reopened"
        case UpdateOpportunity():
            return "opportunities.updated"


async def _is_back(wish: MoveStage, turn: Turn) -> bool:
    if wish.target.opportunity is None:
        return False
    deal = await turn.uow.opportunities.get(wish.target.opportunity, turn.viewer.scope())
    flow = turn.rules.flow(deal.flow, deal.flow_version)
    codes: list[str] = [stage.code for stage in flow.stages] if flow else []
    known = wish.stage in codes and deal.stage in codes
    return codes.index(wish.stage) < codes.index(deal.stage) if known else wish.stage == "-1"


async def apply(wish: Changing, turn: Turn) -> Opportunity:
    """Do what a settled wish says to its opportunity."""
    deal = wish.target.opportunity
    if deal is None:
        raise NotFound(kind="opportunity", key="")
    match wish:
        case MoveStage():
            facts = facts_of(wish.amount, wish.expected_close)
            return await actions.move(
                deal, wish.stage, turn.acting, facts=facts, reason=wish.reason
            )
        case CloseOpportunity(state="won"):
            amount = wish.amount.least or wish.amount.most if wish.amount else None
            return await actions.win(deal, turn.acting, amount=amount)
        case CloseOpportunity(state="lost"):
            return await actions.lose(
                deal, turn.acting, reason=wish.reason, competitor=wish.competitor
            )
        case CloseOpportunity():
            return await actions.invalidate(deal, turn.acting, reason=wish.reason)
        case ReopenOpportunity():
            return await actions.reopen(deal, turn.acting, reason=wish.reason)
        case UpdateOpportunity():
            facts = facts_of(wish.amount, wish.expected_close, wish.probability, wish.name)
            return await actions.edit(deal, facts, turn.acting)


def facts_of(
    amount: Amount | None, close: When | None, probability: int | None = None, name: str = ""
) -> actions.Facts:
    """What was said, as the core wants it: one figure, or a range; a month is its last day."""
    most = amount.most if amount and amount.most != amount.least else None
    return actions.Facts(
        name=name,
        amount=(amount.least or amount.most) if amount else None,
        amount_max=most if amount and amount.least else None,
        approximate=amount.about if amount else False,
        expected_close=_last_day(close) if close else None,
        probability=probability,
    )


def _last_day(close: When) -> date:
    if not close.month_only:
        return close.day
    return close.day.replace(day=monthrange(close.day.year, close.day.month)[1])
