"""The brief that comes before a planned visit (L03)."""

from datetime import timedelta

from adapters.chat import Button
from bot.cards import brief as cards
from bot.intents import MovePlan, PlanRef, ShowCustomer
from bot.jobs.tick import Tick
from bot.keys import encode
from bot.parcel import packed
from bot.places import record
from bot.shown import Shown
from bot.slots import CustomerRef
from bot.texts import Texts, texts
from bot.understanding.visiting import is_visit
from bot.wording import worded
from core.briefs.compose import compose
from core.briefs.model import Brief
from core.customers.model import CustomerId
from core.errors import NotFound
from core.people.model import Employee
from core.people.viewers import viewer
from core.plans.model import Plan

_LANE = 1
_STEP = 20
"""Briefs a transaction."""
_TOLD = "brief"


async def before_visits(tick: Tick) -> str:
    """The brief of each visit within the hour, once: exempt from quiet hours and budget as its reminder.

    A visit that is planned later than that has none. What a standstill of the clock left out is made
    up until the visit begins.
    """
    ahead = timedelta(minutes=tick.rules.brief_minutes)
    coming = await tick.uow.plans.coming(tick.due, tick.due + ahead) if ahead else ()
    owed = [plan for plan in coming if plan.created_at <= plan.due_at - ahead and _is_visit(plan)]
    told = await tick.uow.memory.several(_TOLD, [_slot(plan) for plan in owed], tick.due)
    left = [plan for plan in owed if _slot(plan) not in told]
    for plan in left[:_STEP]:
        await tick.uow.memory.put(_TOLD, _slot(plan), "", plan.due_at)
        await _tell(plan, tick)
    return str(int(tick.after or "0") + 1) if len(left) > _STEP else ""


def _is_visit(plan: Plan) -> bool:
    return is_visit(plan.content)


def _slot(plan: Plan) -> str:
    """A plan that is handed over is another's visit."""
    return f"{plan.id}:{plan.employee}"


async def _tell(plan: Plan, tick: Tick) -> None:
    person = await tick.uow.people.find(plan.employee)
    if person is None or plan.customer is None:
        return
    found = await _brief(plan.customer, person, tick)
    if found is None:
        return
    say = texts(person.language)
    reader = cards.Reader(id=person.id, say=say, zone=tick.zone, rules=tick.rules)
    card = cards.brief(found, reader, _buttons(plan, plan.customer, say), visit=plan)
    await tick.uow.notices.put(
        f"brief:{_slot(plan)}:{plan.due_at.isoformat()}",
        to=person.id,
        lane=_LANE,
        body=packed(worded(card, say), opens=record(plan.customer)),
        kind="visit_brief",
        expires_at=plan.due_at,
    )
    tick.reminded["visit_brief"] += 1
    await tick.remember(person.id, Shown(plans=(plan.id,), customers=(plan.customer,)))


async def _brief(customer: CustomerId, person: Employee, tick: Tick) -> Brief | None:
    """What `person` may see of it; None where that is nothing: it was given away, or he has left."""
    reader = await viewer(person, tick.uow.people, tick.rules.reaches)
    try:
        return await compose(customer, tick.uow, reader.scope(), now=tick.due, zone=tick.zone)
    except NotFound:
        return None


def _buttons(plan: Plan, customer: CustomerId, say: Texts) -> tuple[Button, ...]:
    """打开, and 推迟 for whoever learns now that nobody is there."""
    return (
        Button(say("buttons.open"), encode(ShowCustomer(CustomerRef((customer,)))), primary=True),
        Button(say("buttons.postpone"), encode(MovePlan(PlanRef(plan=plan.id)))),
    )
