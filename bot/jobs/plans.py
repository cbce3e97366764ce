"""Reminders at the minute, and a nudge where a deal has no plan (G02, G06)."""

from dataclasses import replace
from datetime import timedelta

from adapters.chat import Address, Button, Card, Field, Platform, Tone
from bot.cards.phrases import moment
from bot.intents import CompletePlan, Entry, LogFollowUps, MovePlan, PlanRef, SetPlan
from bot.jobs.tick import Tick
from bot.keys import Intent, encode
from bot.parcel import packed
from bot.shown import Shown, remember
from bot.slots import CustomerRef
from bot.texts import Texts, texts
from core.customers.model import Customer
from core.opportunities.queries import OpportunityQuery
from core.people.model import EmployeeState
from core.people.permissions import Scope
from core.plans.model import Plan
from core.plans.queries import PlanQuery

_EVERYBODY = Scope(None)
_LANE = 1
_BATCH = 200
_IDLE = timedelta(days=7)


async def remind(tick: Tick) -> bool:
    """Plans with a minute, once each: exempt from quiet hours and budget."""
    due = await tick.uow.plans.to_remind(tick.due, limit=_BATCH)
    for plan in due:
        person = await tick.uow.people.find(plan.employee)
        await tick.uow.plans.save(replace(plan, remind_at=None))
        if person is None or person.state is EmployeeState.LEFT:
            continue
        customer = await tick.uow.customers.find(plan.customer) if plan.customer else None
        await tick.uow.notices.put(
            f"plan:{plan.id}:{plan.due_at.isoformat()}",
            to=plan.employee,
            lane=_LANE,
            body=packed(reminder(plan, customer, tick, texts(person.language))),
            kind="plan_due",
            expires_at=plan.due_at + timedelta(hours=12),
        )
        await _remember(plan, tick)
    if due:
        await tick.uow.ledger.record("remind", "plans", str(len(due)))
    return len(due) == _BATCH


async def _remember(plan: Plan, tick: Tick) -> None:
    """推到周五 after a reminder means the plan it named, wherever it is answered."""
    shown = Shown(plans=(plan.id,), customers=(plan.customer,) if plan.customer else ())
    for one in await tick.uow.people.identities(plan.employee):
        address = Address(Platform(one.platform), one.external_id)
        await remember(tick.uow, address.conversation, shown, tick.due)


def reminder(plan: Plan, customer: Customer | None, tick: Tick, say: Texts) -> Card:
    """到点了, with 完成, 推迟, 记跟进."""
    target = PlanRef(plan=plan.id)
    offered: list[tuple[str, Intent]] = [
        ("done", CompletePlan(target)),
        ("postpone", MovePlan(target)),
    ]
    if customer:
        offered.append(("log", LogFollowUps((Entry(customer=CustomerRef((customer.id,))),))))
    head = (customer.short if customer else "", plan.content)
    return Card(
        title=" · ".join(filter(None, head)) or say("plans.unnamed"),
        subtitle=say("agenda.reminder"),
        tone=Tone.URGENT,
        fields=(Field(say("plans.field.when"), moment(plan.due_at, tick.zone, say)),),
        buttons=tuple(
            Button(say(f"buttons.{word}"), encode(intent), primary=word == "done")
            for word, intent in offered
        ),
    )


async def nudge(tick: Tick) -> bool:
    """An open deal without a plan for a week: one proposal, never more than one a week (G06)."""
    idle = OpportunityQuery(idle_since=tick.due - _IDLE, limit=500)
    year, week, _ = tick.today.isocalendar()
    for deal in await tick.uow.opportunities.search(idle, _EVERYBODY):
        if await tick.uow.plans.search(PlanQuery(customer=deal.customer, limit=1), _EVERYBODY):
            continue
        customer = await tick.uow.customers.find(deal.customer)
        person = await tick.uow.people.find(deal.employee)
        if customer is None or person is None or person.state is not EmployeeState.ACTIVE:
            continue
        say = texts(person.language)
        button = Button(
            say("buttons.plan"), encode(SetPlan(customer=CustomerRef((customer.id,)))), primary=True
        )
        card = Card(title=say("agenda.nudge", customer=customer.short), buttons=(button,))
        await tick.uow.notices.put(
            f"nudge:{person.id}:{year}-{week}",
            to=person.id,
            lane=_LANE,
            body=packed(card),
            kind="plan_nudge",
            not_before=tick.not_before(person),
            expires_at=tick.due + timedelta(hours=10),
        )
    return False
