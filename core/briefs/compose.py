"""The brief of one customer for one reader: what is recorded, and what follows from it (L03)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.briefs.gaps import gaps
from core.briefs.model import LAST, NEGLECTED_DAYS, Brief, Facts, Named
from core.briefs.questions import questions
from core.customers.model import Contact, ContactRole, Customer, CustomerId, Tier
from core.customers.names import is_called
from core.opportunities.model import Opportunity
from core.opportunities.queries import OpportunityQuery
from core.people.permissions import EVERYBODY, Scope
from core.plans.model import Plan, PlanState
from core.plans.queries import PlanQuery
from core.ports import UnitOfWork
from core.visits.model import FollowUp
from core.visits.queries import FollowUpQuery

_RECENT = 100
_MOST = 20
_NEGLECTED = timedelta(days=NEGLECTED_DAYS)
_DAY = timedelta(days=1)
_ORDER = tuple(ContactRole)


async def compose(
    customer_id: CustomerId, uow: UnitOfWork, scope: Scope, *, now: datetime, zone: ZoneInfo
) -> Brief:
    """The brief, in seven indexed queries; whoever reads an owned customer reads all that is open there.

    Raises:
        NotFound: none, or outside `scope`.
    """
    customer = await uow.customers.get(customer_id, scope)
    below = EVERYBODY if customer.owner else scope
    recent = await uow.follow_ups.search(FollowUpQuery(customer=customer_id, limit=_RECENT), scope)
    people = sorted(await uow.contacts.at(customer_id), key=_weight)
    deals = await uow.opportunities.search(
        OpportunityQuery(customer=customer_id, limit=_MOST), below
    )
    plans = await uow.plans.search(PlanQuery(customer=customer_id, limit=_MOST), below)
    done = await _done_since(recent[0], uow, below) if recent else ()
    facts = Facts(
        customer=customer,
        today=now.astimezone(zone).date(),
        people=people,
        last=recent[:LAST],
        names=await uow.people.names({one.employee for one in recent[:LAST]}),
        plans=plans,
        promised=_promised(recent, [*plans, *done]),
        deals=deals,
        figures=_figures(recent),
        rivals=_rivals(recent, deals),
        neglected=_neglected(customer, people, deals, recent, now),
    )
    return Brief(facts, gaps(facts), questions(facts, zone))


def _weight(one: Contact) -> int:
    """Who decides before who approves, and so on; last of whom nobody knows what he does."""
    return _ORDER.index(one.role)


async def _done_since(last: FollowUp, uow: UnitOfWork, scope: Scope) -> Sequence[Plan]:
    """What was planned for after the last contact and is done."""
    query = PlanQuery(
        customer=last.customer,
        states=(PlanState.DONE,),
        due_from=last.occurred_at - _DAY,
        limit=_MOST,
    )
    return await uow.plans.search(query, scope)


def _promised(recent: Sequence[FollowUp], plans: Iterable[Plan]) -> FollowUp | None:
    """The newest contact, where nothing has become of its next step: any later one answers it."""
    last = next(iter(recent), None)
    if last is None or not last.next_step:
        return None
    return None if any(_is_of(plan, last) for plan in plans) else last


def _is_of(plan: Plan, last: FollowUp) -> bool:
    """Whether a plan that the contact did not close is for its next step."""
    told = plan.content in last.next_step or last.next_step in plan.content
    return bool(plan.content) and told and plan.closed_by != last.id


def _figures(recent: Sequence[FollowUp]) -> Mapping[str, Named]:
    found: dict[str, Named] = {}
    for one in recent:
        for figure in one.figures:
            found.setdefault(figure.role, Named(figure, one.occurred_at))
    return found


def _rivals(recent: Sequence[FollowUp], deals: Sequence[Opportunity]) -> tuple[str, ...]:
    of_deals = (deal.competitor for deal in deals)
    of_contacts = (name for one in recent for name in one.competitors)
    return tuple(dict.fromkeys(filter(None, (*of_deals, *of_contacts))))


def _neglected(
    customer: Customer,
    people: Sequence[Contact],
    deals: Sequence[Opportunity],
    recent: Sequence[FollowUp],
    now: datetime,
) -> tuple[Contact, ...]:
    """Whom nobody met for so long, where a deal of a top customer is open (E04)."""
    if customer.tier is not Tier.A or not deals:
        return ()
    met = {name for one in recent if one.occurred_at > now - _NEGLECTED for name in one.contacts}
    return tuple(
        one
        for one in people
        if one.created_at <= now - _NEGLECTED and not any(is_called(one.name, said) for said in met)
    )
