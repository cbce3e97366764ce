"""What hangs on a customer that goes back to the pool (D17)."""

from dataclasses import replace
from datetime import datetime

from core.customers.model import Customer
from core.people.permissions import EVERYBODY
from core.plans.model import PlanState
from core.plans.queries import PlanQuery
from core.ports import UnitOfWork

EVERY = 10_000


async def close_plans(customer: Customer, uow: UnitOfWork, now: datetime) -> None:
    """Cancel every open plan with the customer: nobody is reminded of what is no longer his."""
    plans = await uow.plans.search(PlanQuery(customer=customer.id, limit=EVERY), EVERYBODY)
    for plan in plans:
        cancelled = replace(plan, state=PlanState.CANCELLED, closed_at=now, remind_at=None)
        await uow.plans.save(cancelled)
