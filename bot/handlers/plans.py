"""Plans: set, complete, postpone, cancel."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from adapters.chat import Button, Card, Reply, Tone
from bot.asking import Asked
from bot.cards import plans as cards
from bot.dialogue import drafts
from bot.dialogue.who import settled, the_customer
from bot.handlers.today import listing
from bot.handlers.visits import prepared
from bot.intents import (
    CancelPlan,
    CompletePlan,
    Entry,
    LogFollowUps,
    MovePlan,
    PlanRef,
    SetPlan,
)
from bot.keys import Intent, encode
from bot.moments import end_of, planned, start_of
from bot.router import Router
from bot.shown import Shown, recall, remember
from bot.slots import CustomerRef, When
from bot.talk import Undo
from bot.turn import Turn
from bot.understanding.people import people
from bot.understanding.words import kind_of
from core.clock import moment
from core.customers.model import Customer, CustomerId
from core.opportunities.model import Opportunity
from core.opportunities.queries import OpportunityQuery
from core.plans import actions
from core.plans.model import Plan, PlanState
from core.plans.queries import PlanQuery

router = Router()
Acting = CompletePlan | MovePlan | CancelPlan
_FEW = 5


@router.on(SetPlan)
async def set_plan(wish: SetPlan, turn: Turn) -> Reply:
    """周五下午三点提醒我给王总回电话: a draft; a deal that is named is what it is about (G04)."""
    wish = replace(wish, customer=await settled(wish.customer, turn, saves=True))
    if deal := await _deal_of(wish, turn):
        at = CustomerRef((deal.customer,), wish.customer.words)
        wish = replace(wish, customer=at, opportunity=deal.id)
    return await drafts.offer(wish, turn)


async def _deal_of(wish: SetPlan, turn: Turn) -> Opportunity | None:
    """The open deal whose name is said, or two characters of it beside its customer's."""
    only = wish.customer.only
    if not wish.content or (wish.customer.words and not only):
        return None
    query = OpportunityQuery(customer=only, employee=None if only else turn.viewer.id, limit=200)
    deals = await turn.uow.opportunities.search(query, turn.viewer.scope())
    named = [
        deal
        for deal in deals
        if deal.name in wish.content or (only and _alike(deal.name, wish.content))
    ]
    return named[0] if len(named) == 1 else None


def _alike(name: str, said: str) -> bool:
    return any(name[place : place + 2] in said for place in range(len(name) - 1))


@router.on(CompletePlan)
async def complete_plan(wish: CompletePlan, turn: Turn) -> Reply:
    """完成; with a report (打完了，他同意周三过来) the report is what is offered, and closes the plan."""
    if wish.report is None:
        return await _act(wish, turn)
    plans = await meant(wish, turn)
    entry = _about(wish.report, plans[0], turn) if plans else wish.report
    entry = await prepared(entry, turn)
    return await _beside(wish.target, await drafts.offer(LogFollowUps((entry,)), turn), turn)


async def open_plan(plan: Plan, turn: Turn) -> Reply:
    """The card of one plan."""
    await remember(turn.uow, turn.answered_in, Shown(plans=(plan.id,)), turn.now)
    return Reply(card=await _as_it_stands(plan, PlanRef(), turn))


def _about(report: Entry, plan: Plan, turn: Turn) -> Entry:
    """The report with what the plan says: whom, and for 记跟进 how and with whom (F04)."""
    if plan.customer and not report.customer.ids:
        report = replace(report, customer=replace(report.customer, ids=(plan.customer,)))
    if turn.origin == "said" and report != Entry(customer=report.customer):
        return report
    named = tuple(one.value for one in people(plan.content))
    return replace(report, kind=kind_of(plan.content), contacts=named)


@router.on(MovePlan)
async def move_plan(wish: MovePlan, turn: Turn) -> Reply:
    """推到周五, 晚一小时; the button 推迟 without a time asks for one."""
    if wish.when is None and wish.shift is None:
        return await _postpone_to(wish, turn)
    return await _act(wish, turn)


@router.on(CancelPlan)
async def cancel_plan(wish: CancelPlan, turn: Turn) -> Reply:
    return await _act(wish, turn)


async def _act(wish: Acting, turn: Turn) -> Reply:
    """One plan: at once, it can be taken back. All of a day: a draft with a preview."""
    plans = await meant(wish, turn)
    if not plans:
        return Reply(text=turn.say("plans.none"))
    if len(plans) > 1:
        if wish.target.day is not None or wish.target.plans:
            return await drafts.offer(wish, turn)
        raise Asked(Reply(card=await _choice(wish, plans, turn)))
    if turn.origin == "pressed" and plans[0].state is not PlanState.OPEN:
        return Reply(card=await _as_it_stands(plans[0], wish.target, turn))
    return await _done(wish, await apply(wish, plans[0], turn), turn)


async def _as_it_stands(plan: Plan, target: PlanRef, turn: Turn) -> Card:
    """A plan that was dealt with elsewhere, or the list without it."""
    if target.listed:
        return await listing(target.listed, turn)
    state = turn.say(f"plans.{plan.state}")
    card = cards.one(plan, await names([plan], turn), turn, state=state)
    return replace(card, tone=Tone.MUTED)


async def _beside(target: PlanRef, reply: Reply, turn: Turn) -> Reply:
    """The answer to a row of a list comes as a card of its own; the list stays as it is."""
    if target.listed is None or reply.card is None:
        return reply
    shown = await recall(turn.uow, turn.sender.conversation, turn.now)
    stays = await listing(target.listed, turn)
    await remember(turn.uow, turn.answered_in, shown, turn.now)
    return Reply(card=stays, more=(reply.card, *reply.more))


async def apply(wish: Acting, plan: Plan, turn: Turn) -> Plan:
    """Do what `wish` says to one plan; returns the plan that stands afterwards."""
    match wish:
        case CompletePlan():
            done, _ = await actions.complete(plan.id, turn.acting)
            return done
        case CancelPlan():
            return await actions.cancel(plan.id, turn.acting)
        case MovePlan():
            due, timed = moved_to(wish, plan, turn)
            return await actions.move(plan.id, due, turn.acting, has_time=timed)


def moved_to(wish: MovePlan, plan: Plan, turn: Turn) -> tuple[datetime, bool]:
    """When a postponed plan is due: shifted, or on the day that was said at its old hour."""
    if wish.shift is not None:
        start = plan.due_at
        if abs(wish.shift.by) < timedelta(days=1):
            start = max(plan.due_at, turn.now) if plan.has_time else turn.now
            return start + wish.shift.by, True
        return start + wish.shift.by, plan.has_time
    planned_on = plan.due_at.astimezone(turn.zone).date()
    when = (wish.when or When(turn.today)).on(max(planned_on, turn.today))
    due, timed = planned(when, turn.zone)
    if timed or not plan.has_time:
        return due, timed
    hour = plan.due_at.astimezone(turn.zone).time()
    return moment(when.day, hour, turn.zone), True


async def names(plans: Sequence[Plan], turn: Turn) -> dict[CustomerId, Customer]:
    """The customers of `plans`."""
    ids = {plan.customer for plan in plans if plan.customer}
    found = await turn.uow.customers.several(ids, turn.viewer.scope())
    return {one.id: one for one in found}


async def _done(wish: Acting, plan: Plan, turn: Turn) -> Reply:
    say = turn.say
    word = {CompletePlan: "done", MovePlan: "moved", CancelPlan: "cancelled"}[type(wish)]
    state = say(f"plans.{word}")
    card = cards.one(plan, await names([plan], turn), turn, state=state)
    undo = Button(say("buttons.undo"), encode(Undo(turn.uow.act.id)))
    if listed := wish.target.listed:
        left = await listing(listed, turn)
        done = replace(left, subtitle=card.title, state=state, tone=Tone.GOOD, buttons=(undo,))
        return Reply(card=done, toast=state)
    await remember(turn.uow, turn.answered_in, Shown(plans=(plan.id,)), turn.now)
    return Reply(card=replace(card, tone=Tone.GOOD, buttons=(undo,)), toast=state)


async def _choice(wish: Acting, plans: Sequence[Plan], turn: Turn) -> Card:
    few = plans[:_FEW]
    keys: list[Intent] = [replace(wish, target=PlanRef(plan=plan.id)) for plan in few]
    return cards.choice(few, await names(few, turn), turn, keys)


async def meant(wish: Acting, turn: Turn) -> Sequence[Plan]:
    """The open plans a wish is about.

    Raises:
        NotFound: a button names one outside the person's reach.
        Asked: which customer is not clear.
    """
    target = wish.target
    scope = turn.viewer.scope()
    if target.plan:
        return [await turn.uow.plans.get(target.plan, scope)]
    if target.plans:
        return [await turn.uow.plans.get(plan, scope) for plan in target.plans]
    if target.customer.ids or target.customer.words:
        customer = await the_customer(
            target.customer,
            turn,
            lambda chosen: replace(wish, target=replace(target, customer=chosen)),
        )
        return await turn.uow.plans.search(
            PlanQuery(customer=customer.id, employee=turn.viewer.id), scope
        )
    if target.day:
        query = PlanQuery(
            employee=turn.viewer.id,
            due_from=start_of(target.day.day, turn.zone),
            due_until=end_of(target.day.day, turn.zone),
        )
        return await turn.uow.plans.search(query, scope)
    shown = await recall(turn.uow, turn.sender.conversation, turn.now)
    if shown.plans:
        return [await turn.uow.plans.get(shown.plans[0], scope)]
    until = end_of(turn.today, turn.zone)
    due = await turn.uow.plans.search(PlanQuery(employee=turn.viewer.id, due_until=until), scope)
    if due:
        raise Asked(Reply(card=await _choice(wish, due, turn)))
    return []


async def _postpone_to(wish: MovePlan, turn: Turn) -> Reply:
    """推迟 was pressed: the usual next moments as buttons; any other is said."""
    plans = await meant(wish, turn)
    if not plans:
        return Reply(text=turn.say("plans.none"))
    plan = plans[0]
    if plan.state is not PlanState.OPEN:
        return Reply(card=await _as_it_stands(plan, wish.target, turn))
    await remember(turn.uow, turn.answered_in, Shown(plans=(plan.id,)), turn.now)
    say = turn.say
    local = turn.now.astimezone(turn.zone)
    at = plan.due_at.astimezone(turn.zone).time() if plan.has_time else None
    in_an_hour = local + timedelta(hours=1)
    monday = turn.today + timedelta(days=7 - turn.today.weekday())
    moments = [
        ("tomorrow", When(turn.today + timedelta(days=1), at=at)),
        ("day_after", When(turn.today + timedelta(days=2), at=at)),
        ("next_week", When(monday, at=at)),
    ]
    if plan.has_time:
        hour = When(in_an_hour.date(), at=time(in_an_hour.hour, in_an_hour.minute))
        moments.insert(0, ("in_an_hour", hour))
    target = PlanRef(plan=plan.id)
    buttons = tuple(
        Button(say(f"plans.{word}"), encode(MovePlan(target, when=when))) for word, when in moments
    )
    card = cards.one(plan, await names([plan], turn), turn)
    asked = Reply(card=replace(card, subtitle=say("plans.postpone_to"), buttons=buttons))
    return await _beside(wish.target, asked, turn)
