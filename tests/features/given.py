"""What a feature starts from, and how somebody acts in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from core.acting import Acting
from core.customers.model import Customer, CustomerId
from core.people.model import Employee
from core.people.permissions import EVERYBODY
from core.pool.model import PoolEvent
from storage.store import Store
from tests.core.builders import LIN, MONDAY, ZHOU, act, acting, employee, supervisor

TEAM = frozenset({ZHOU, LIN})


async def load(store: Store, *customers: Customer, people: tuple[Employee, ...] = ()) -> None:
    """周明 and 林悦, their supervisor 孙涛, and `customers`."""
    async with store.unit(act(None)) as uow:
        for person in (employee(), employee(LIN), supervisor(), *people):
            await uow.people.add(person)
        for one in customers:
            await uow.customers.add(one)
        await uow.ledger.record("import", "company", "")


@asynccontextmanager
async def work(
    store: Store,
    by: Employee | None = None,
    *,
    now: datetime = MONDAY,
    name: str = "",
    **other: object,
) -> AsyncIterator[Acting]:
    """One act of somebody, by default of 周明, in a unit of work of its own."""
    person = by or employee()
    async with store.unit(act(person.id, now, name)) as uow:
        yield acting(uow, by=person, now=now, **other)  # type: ignore[arg-type]


async def customer_of(store: Store, number: str = "C01") -> Customer:
    async with store.look() as uow:
        return await uow.customers.get(CustomerId(number), EVERYBODY)


async def history_of(store: Store, number: str = "C01") -> list[PoolEvent]:
    """Pool events, oldest first."""
    async with store.look() as uow:
        return list(reversed(await uow.pool.of(CustomerId(number))))


async def told_of(store: Store, number: str = "C01") -> list[tuple[str, str | None, str]]:
    """Kind, employee and reason of each pool event, oldest first."""
    return [(one.kind.value, one.employee, one.reason) for one in await history_of(store, number)]
