"""Whose is it, why, and until when; how many may still be claimed."""

from dataclasses import replace

from adapters.chat import Button, Card, Reply, Tone
from bot.cards import ownership as cards
from bot.dialogue.who import name_of, others, the_customer
from bot.handlers.digests import whose
from bot.intents import ExplainOwnership, Lock, ShowQuota, ShowReturning
from bot.keys import encode
from bot.router import Router
from bot.shown import Shown, remember, remember_customers
from bot.talk import Undo
from bot.turn import Turn
from core.pool import actions
from core.pool.locks import lock

router = Router()


@router.on(ShowQuota)
async def show_quota(_: ShowQuota, turn: Turn) -> Reply:
    """我还能领几个."""
    quota = await actions.quota(turn.acting)
    return Reply(card=cards.quota(quota, turn))


@router.on(ShowReturning)
async def show_returning(wish: ShowReturning, turn: Turn) -> Reply:
    """我哪些客户快掉公海了; a supervisor sees his team's."""
    team = wish.team and turn.viewer.employee.leads
    found = await actions.returning(turn.acting, days=wish.days, team=team)
    if wish.person:
        scope, _ = await whose(wish.person, turn)
        found = [one for one in found if one.owner and scope.covers(one.owner)]
    await remember_customers(found, turn)
    owners = await others((one.owner for one in found), turn)
    return Reply(card=cards.returning(found, wish.days, turn, owners))


@router.on(ExplainOwnership)
async def explain_ownership(wish: ExplainOwnership, turn: Turn) -> Reply:
    """远帆还能留多久, 海川上周三归谁, 华精怎么没了: the rule, its dates and every protection looked at."""
    customer = await the_customer(wish.customer, turn, lambda ref: replace(wish, customer=ref))
    explained = await actions.explain(customer.id, turn.acting, on=wish.on.day if wish.on else None)
    await remember(turn.uow, turn.answered_in, Shown(customers=(customer.id,)), turn.now)
    owner = await name_of(explained.owner, turn) or turn.say("pool.was_in_pool")
    return Reply(card=cards.explanation(explained, owner, turn))


@router.on(Lock)
async def lock_customer(wish: Lock, turn: Turn) -> Reply:
    """锁定远帆: a supervisor keeps it from returning, until it is unlocked (D12)."""
    customer = await the_customer(wish.customer, turn, lambda ref: replace(wish, customer=ref))
    locked = await lock(customer.id, turn.acting, on=wish.on)
    state = turn.say("pool.locked" if wish.on else "pool.unlocked")
    undo = Button(turn.say("buttons.undo"), encode(Undo(turn.uow.act.id)))
    card = Card(title=locked.full_name, state=state, tone=Tone.GOOD, buttons=(undo,))
    return Reply(card=card, toast=state)
