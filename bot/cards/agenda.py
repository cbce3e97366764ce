"""The list of a day, for whoever asks and for the morning."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from adapters.chat import Button, Card, Row
from bot.cards import phrases
from bot.intents import (
    CompletePlan,
    Entry,
    MovePlan,
    OpportunityRef,
    PlanRef,
    ShowCustomer,
    ShowOpportunity,
)
from bot.keys import encode
from bot.slots import CustomerRef, Period
from bot.texts import Texts
from core.customers.model import Customer, CustomerId
from core.opportunities.model import Opportunity
from core.opportunities.queries import OpportunityQuery
from core.people.permissions import Viewer
from core.plans.model import Plan, PlanState
from core.ports import UnitOfWork
from core.visits.model import FollowUp
from core.visits.queries import FollowUpQuery

_NEAR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a day holds: agreed, overdue, near signing; with the last note of each customer."""

    plans: Sequence[Plan]
    signing: Sequence[Opportunity]
    customers: dict[CustomerId, Customer]
    notes: dict[CustomerId, FollowUp]


async def gather(uow: UnitOfWork, viewer: Viewer, today: date, plans: Sequence[Plan]) -> Agenda:
    """Look up what stands beside the plans, in four queries and one a customer's last note."""
    scope = viewer.scope()
    signing = await uow.opportunities.search(
        OpportunityQuery(
            employee=viewer.id, close_from=today - _NEAR, close_until=today + _NEAR, limit=5
        ),
        scope,
    )
    ids = [plan.customer for plan in plans if plan.customer] + [deal.customer for deal in signing]
    customers = {one.id: one for one in await uow.customers.several(ids, scope)}
    signing = [deal for deal in signing if _is_owned(customers.get(deal.customer))]
    notes = {}
    for customer in customers:
        last = await uow.follow_ups.search(FollowUpQuery(customer=customer, limit=1), scope)
        if last:
            notes[customer] = last[0]
    return Agenda(plans, signing, customers, notes)


def _is_owned(customer: Customer | None) -> bool:
    """A deal of what was given back waits for the next owner (D17)."""
    return customer is not None and customer.owner is not None


def listing(agenda: Agenda, period: Period, zone: ZoneInfo, say: Texts, today: date) -> Card:
    """Plans with 完成 and 推迟, then deals near signing."""
    rows = [plan_row(plan, agenda, zone, say, today, period=period) for plan in agenda.plans]
    rows += [_deal_row(deal, agenda, say, today) for deal in agenda.signing]
    span = phrases.day(period.since, say, today=today)
    if period.until != period.since:
        span = f"{span} - {phrases.day(period.until, say, today=today)}"
    return Card(
        title=say("agenda.title", day=span),
        subtitle=_counts(agenda, say),
        rows=tuple(rows),
        body="" if agenda.plans else say("agenda.empty"),
    )


def _counts(agenda: Agenda, say: Texts) -> str:
    """How many plans and deals there are, without what there is none of."""
    counts = (("plans", len(agenda.plans)), ("deals", len(agenda.signing)))
    return say("agenda.comma").join(
        say(f"agenda.{word}", count=count) for word, count in counts if count
    )


def plan_row(
    plan: Plan, agenda: Agenda, zone: ZoneInfo, say: Texts, today: date, *, period: Period
) -> Row:
    """One plan of the list of `period`: when, whom, what; below it the last note."""
    customer = agenda.customers.get(plan.customer) if plan.customer else None
    whom = customer.short if customer else ""
    head = (*_due(plan, zone, say, today), whom, plan.content)
    return Row(
        title=" · ".join(filter(None, head)),
        detail=_last(plan.customer, agenda, say),
        short=(whom or plan.content)[:8],
        buttons=_plan_buttons(plan, period, say),
        starred=customer is not None and customer.starred,
    )


def _due(plan: Plan, zone: ZoneInfo, say: Texts, today: date) -> tuple[str, str]:
    """Whether it is late, and when it is due; today the hour says enough."""
    due = plan.due_at.astimezone(zone)
    hour = f"{due:%H:%M}" if plan.has_time else ""
    if due.date() == today:
        return "", hour
    late = say("agenda.overdue") if due.date() < today else ""
    if plan.state is PlanState.DONE:
        late = say("agenda.done")
    return late, f"{phrases.day(due.date(), say, today=today)} {hour}".rstrip()


def _last(customer: CustomerId | None, agenda: Agenda, say: Texts) -> str:
    """What was noted last of the customer."""
    note = agenda.notes.get(customer) if customer else None
    last = note and (note.result or note.content)
    return say("agenda.last", note=last) if last else ""


def _plan_buttons(plan: Plan, period: Period, say: Texts) -> tuple[Button, ...]:
    if plan.state is PlanState.DONE:
        return ()
    target = PlanRef(plan=plan.id, listed=Period(period.since, period.until))
    buttons = (
        Button(say("buttons.done"), encode(CompletePlan(target))),
        Button(say("buttons.postpone"), encode(MovePlan(target))),
    )
    if not plan.customer:
        return buttons
    ref = CustomerRef((plan.customer,))
    return (
        *buttons,
        Button(say("buttons.log"), encode(CompletePlan(target, report=Entry()))),
        Button(say("buttons.open"), encode(ShowCustomer(ref))),
    )


def _deal_row(deal: Opportunity, agenda: Agenda, say: Texts, today: date) -> Row:
    customer = agenda.customers.get(deal.customer)
    closes = phrases.day(deal.expected_close, say, today=today) if deal.expected_close else ""
    amount = phrases.money(deal.amount, say) if deal.amount else ""
    head = (say("agenda.signing"), customer.short if customer else "", deal.name)
    facts = (amount, closes, _last(deal.customer, agenda, say))
    return Row(
        title=" · ".join(filter(None, head)),
        detail=" · ".join(filter(None, facts)),
        short=deal.name[:8],
        buttons=(
            Button(
                say("buttons.open"), encode(ShowOpportunity(OpportunityRef(opportunity=deal.id)))
            ),
        ),
    )
