"""What hangs on a customer that goes back to the pool: closed, or handed to a colleague (D17)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.acting import Acting
from core.customers.model import Customer
from core.errors import Invalid
from core.people.model import Employee, EmployeeId, EmployeeState
from core.people.permissions import EVERYBODY, Command, Viewer
from core.plans.model import Plan, PlanState
from core.plans.queries import PlanQuery
from core.ports import UnitOfWork

EVERY = 10_000


async def open_plans(customer: Customer, uow: UnitOfWork) -> Sequence[Plan]:
    """Every open plan with the customer, whoever set it."""
    return await uow.plans.search(PlanQuery(customer=customer.id, limit=EVERY), EVERYBODY)


async def close_plans(customers: Sequence[Customer], uow: UnitOfWork, now: datetime) -> None:
    """Cancel every open plan with the customers: nobody is reminded of what is no longer his."""
    if not customers:
        return
    ids = tuple(one.id for one in customers)
    for plan in await uow.plans.search(PlanQuery(customers=ids, limit=EVERY), EVERYBODY):
        cancelled = replace(plan, state=PlanState.CANCELLED, closed_at=now, remind_at=None)
        await uow.plans.save(cancelled)


async def heirs(acting: Acting) -> Sequence[Employee]:
    """Who may be given plans: active colleagues of the same superior, and the superior himself."""
    me = acting.viewer.employee
    return [
        one
        for one in await acting.uow.people.everybody()
        if one.id != me.id
        and one.state is EmployeeState.ACTIVE
        and (one.id == me.superior or one.superior in {me.superior, me.id} - {None})
        and Viewer(one, frozenset({one.id})).scope(Command.PLAN).owners
    ]


async def hand_over_plans(customer: Customer, heir: EmployeeId, acting: Acting) -> None:
    """Give every open plan with the customer to a colleague; its minute and its words stay.

    Raises:
        Invalid: he is none of `heirs`.
    """
    if heir not in {one.id for one in await heirs(acting)}:
        raise Invalid("employee", "unknown")
    for plan in await open_plans(customer, acting.uow):
        await acting.uow.plans.save(replace(plan, employee=heir))
