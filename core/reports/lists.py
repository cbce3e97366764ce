"""Who stands behind the numbers of a digest: one rule for the number and for its list."""

from datetime import date, datetime, timedelta

from core.customers.model import Customer
from core.customers.queries import CustomerOrder, CustomerQuery
from core.people.permissions import Scope
from core.pool.rules import LONG_AGO
from core.ports import UnitOfWork

STUCK = timedelta(days=21)
"""An open deal nobody moved for so long is stuck."""
NEGLECTED = timedelta(days=14)
"""A key customer, starred or of tier A, nobody contacted for so long is neglected."""
UNCLAIMED = timedelta(days=30)
SOON = timedelta(days=7)
"""What returns to the pool within a week returns soon."""


async def returning(uow: UnitOfWork, scope: Scope, day: date) -> list[Customer]:
    """Who returns to the pool within a week of `day`, unless something protects it longer."""
    until = day + SOON
    away = await uow.people.on_leave()
    return [
        one
        for one in await uow.customers.returning(LONG_AGO, until)
        if one.check_on is not None and one.check_on <= until
        if scope.covers(one.owner) and one.owner not in away
    ]


def neglected(now: datetime) -> CustomerQuery:
    """Key customers nobody contacted for two weeks, the longest left first."""
    return CustomerQuery(
        in_pool=False, key=True, untouched_since=now - NEGLECTED, order=CustomerOrder.UNTOUCHED
    )


def unclaimed(now: datetime) -> CustomerQuery:
    """What has lain in the pool for a month."""
    return CustomerQuery(
        in_pool=True, entered_pool_before=now - UNCLAIMED, order=CustomerOrder.ENTERED_POOL
    )
