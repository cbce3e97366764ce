"""Everything about one customer in a few queries: the 360° card and its line of time (C01, F15)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.acting import Acting
from core.customers.model import Contact, Customer, CustomerId
from core.opportunities.model import Opportunity, StageMove
from core.opportunities.queries import MoveQuery, OpportunityQuery
from core.people.model import EmployeeId
from core.people.permissions import EVERYBODY
from core.plans.model import Plan, PlanState
from core.plans.queries import PlanQuery
from core.pool.model import PoolEvent
from core.pool.rules import Look, look
from core.visits.model import FollowUp
from core.visits.queries import FollowUpQuery

_LAST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A customer with what surrounds it.

    Args:
        owner: the owner's name, empty in the pool.
        parent: the name of the customer it belongs to, as far as he may see that.
        names: of everybody in its history.
        follow_ups: the last three.
        plans: open ones, the next first.
        look: the pool rules' answer; None in the pool.
        history: pool events, newest first.
    """

    customer: Customer
    owner: str
    names: Mapping[EmployeeId, str]
    contacts: Sequence[Contact]
    follow_ups: Sequence[FollowUp]
    plans: Sequence[Plan]
    opportunities: Sequence[Opportunity]
    history: Sequence[PoolEvent]
    look: Look | None
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One point on the line of time; `who` is the name of whom a change of owner concerns."""

    at: datetime
    what: FollowUp | StageMove | PoolEvent | Plan
    who: str = ""


async def gather(customer_id: CustomerId, acting: Acting) -> Profile:
    """Everything for the card; eight indexed queries whatever the size of the company.

    Whoever may read an owned customer reads all that is open there, whoever set it.

    Raises:
        NotFound: none, or outside the asker's reach.
    """
    uow, scope = acting.uow, acting.viewer.scope()
    customer = await uow.customers.get(customer_id, scope)
    below = EVERYBODY if customer.owner else scope
    history = await uow.pool.of(customer_id, 20)
    involved = (customer.owner, *(event.employee for event in history))
    names = await uow.people.names(one for one in involved if one)
    parents = await uow.customers.several([customer.parent], scope) if customer.parent else ()
    return Profile(
        customer=customer,
        parent=parents[0].full_name if parents else "",
        owner=names.get(customer.owner, "") if customer.owner else "",
        names=names,
        contacts=await uow.contacts.at(customer_id),
        follow_ups=await uow.follow_ups.search(
            FollowUpQuery(customer=customer_id, limit=_LAST), scope
        ),
        plans=await uow.plans.search(PlanQuery(customer=customer_id, limit=5), below),
        opportunities=await uow.opportunities.search(
            OpportunityQuery(customer=customer_id, limit=5), below
        ),
        history=history,
        look=look(
            customer,
            acting.pool,
            today=acting.today,
            zone=acting.zone,
            on_leave=customer.owner in await uow.people.on_leave(),
        )
        if customer.owner
        else None,
    )


async def timeline(customer_id: CustomerId, acting: Acting, *, limit: int) -> Sequence[Event]:
    """Contacts, stage moves, closed plans and changes of owner, newest first (F15)."""
    uow, scope = acting.uow, acting.viewer.scope()
    await uow.customers.get(customer_id, scope)
    follow_ups = await uow.follow_ups.search(
        FollowUpQuery(customer=customer_id, limit=limit), scope
    )
    moves = await uow.opportunities.moves(MoveQuery(customer=customer_id, limit=limit))
    history = await uow.pool.of(customer_id, limit)
    names = await uow.people.names(event.employee for event in history if event.employee)
    closed = (PlanState.DONE, PlanState.MOVED, PlanState.CANCELLED)
    plans = await uow.plans.search(
        PlanQuery(customer=customer_id, states=closed, limit=limit), scope
    )
    events = [
        *(Event(one.occurred_at, one) for one in follow_ups),
        *(Event(move.at, move) for move in moves),
        *(Event(event.at, event, _named(event, names)) for event in history),
        *(Event(plan.closed_at or plan.due_at, plan) for plan in plans),
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)[:limit]


def _named(event: PoolEvent, names: Mapping[EmployeeId, str]) -> str:
    return names.get(event.employee, "") if event.employee else ""
