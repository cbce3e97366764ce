"""Reminders at the minute, and a nudge where a deal has no plan (G02, G06)."""

from dataclasses import replace
from datetime import timedelta

from adapters.chat import Button, Card, Field, Row, Tone
from bot.attention import Push
from bot.cards.notices import opening
from bot.cards.phrases import moment
from bot.intents import CompletePlan, Entry, MovePlan, PlanRef, SetPlan, ShowCustomer, Today
from bot.jobs.tick import Tick
from bot.keys import Intent, encode
from bot.parcel import packed
from bot.places import behind, record, records
from bot.shown import Shown, customers_listed
from bot.slots import CustomerRef
from bot.texts import Texts, texts
from bot.wording import worded
from core.customers.model import Customer
from core.customers.queries import CustomerQuery
from core.opportunities.queries import OpportunityQuery
from core.people.model import Employee, EmployeeState
from core.people.permissions import EVERYBODY
from core.plans.model import Plan, PlanState
from core.plans.queries import PlanQuery

_LANE = 1
_BATCH = 50
"""Plans in a transaction: a callback waits for the one that writes."""
_IDLE = timedelta(days=7)
_NUDGED = "nudged"
_MOST = 5
_STEP = 50
"""People a transaction."""
_EVERY = 10_000


async def remind(tick: Tick) -> str:
    """Plans with a minute, once each: exempt from quiet hours and budget."""
    due = await tick.uow.plans.to_remind(tick.due, limit=_BATCH)
    for plan in due:
        person = await tick.uow.people.find(plan.employee)
        await tick.uow.plans.save(replace(plan, remind_at=None))
        if person is None or person.state is EmployeeState.LEFT:
            continue
        customer = await tick.uow.customers.find(plan.customer) if plan.customer else None
        say = texts(person.language)
        await tick.uow.notices.put(
            f"plan:{plan.id}:{plan.due_at.isoformat()}",
            to=plan.employee,
            lane=_LANE,
            body=packed(
                worded(reminder(plan, customer, tick, say), say),
                opens=record(customer.id) if customer else behind("plans"),
            ),
            kind="plan_due",
            expires_at=tick.due + timedelta(hours=12),
        )
        tick.reminded["plan_due"] += 1
        at = (plan.customer,) if plan.customer else ()
        await tick.remember(plan.employee, Shown(plans=(plan.id,), customers=at))
    if due:
        await tick.uow.ledger.record("remind", "plans", str(len(due)))
    return str(int(tick.after or "0") + 1) if len(due) == _BATCH else ""


def reminder(plan: Plan, customer: Customer | None, tick: Tick, say: Texts) -> Card:
    """到点了, with 完成, 推迟, 记跟进."""
    target = PlanRef(plan=plan.id)
    offered: list[tuple[str, Intent]] = [
        ("done", CompletePlan(target)),
        ("postpone", MovePlan(target)),
    ]
    if customer:
        offered.append(("log", CompletePlan(target, report=Entry())))
    ref = CustomerRef((customer.id,)) if customer else None
    offered.append(("open", ShowCustomer(ref) if ref else Today()))
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


async def nudge(tick: Tick) -> str:
    """Own customers with an open deal and no plan for a week: one proposal each a week (G06)."""
    some = await tick.people(_STEP)
    for person in some:
        if person.state is not EmployeeState.ACTIVE:
            continue
        query = CustomerQuery(owner=person.id, has_open_opportunity=True, limit=_EVERY)
        left: list[Customer] = []
        for customer in await tick.uow.customers.search(query, EVERYBODY):
            if len(left) < _MOST and await _is_left(customer, tick):
                left.append(customer)
        if left:
            await _propose(person, left, tick)
    return some[-1].id if len(some) == _STEP else ""


async def _is_left(customer: Customer, tick: Tick) -> bool:
    """Whether a deal is open for a week or longer, without a plan and without a proposal since."""
    if await _was_nudged(customer, tick) or await _is_planned(customer, tick):
        return False
    deals = OpportunityQuery(customer=customer.id, limit=_EVERY)
    since = tick.due - _IDLE
    found = await tick.uow.opportunities.search(deals, EVERYBODY)
    return any(deal.created_at <= since for deal in found)


async def _is_planned(customer: Customer, tick: Tick) -> bool:
    """Whether a plan stands, or stood within the week."""
    query = PlanQuery(customer=customer.id, states=tuple(PlanState), limit=_EVERY)
    return any(
        plan.state is PlanState.OPEN or (plan.closed_at and plan.closed_at > tick.due - _IDLE)
        for plan in await tick.uow.plans.search(query, EVERYBODY)
    )


async def _was_nudged(customer: Customer, tick: Tick) -> bool:
    return await tick.uow.memory.get(_NUDGED, customer.id, tick.due) is not None


async def _propose(person: Employee, found: list[Customer], tick: Tick) -> None:
    say = texts(person.language)
    rows = tuple(
        Row(
            title=one.full_name,
            short=one.short[:8],
            buttons=(
                Button(say("buttons.plan"), encode(SetPlan(customer=CustomerRef((one.id,))))),
                opening(one, say),
            ),
        )
        for one in found
    )
    push = Push(
        key=f"nudge:{person.id}:{tick.today.isoformat()}",
        kind="plan_nudge",
        content=Card(title=say("agenda.nudge"), rows=rows),
        opens=records([one.id for one in found], "owned"),
        life=timedelta(hours=10),
        spread=tick.spread(person),
    )
    await tick.attention.push(person, push)
    await tick.remember(person.id, customers_listed(one.id for one in found))
    for one in found:
        await tick.uow.memory.put(_NUDGED, one.id, person.id, tick.due + _IDLE)
