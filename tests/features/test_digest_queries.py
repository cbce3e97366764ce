"""However many lead, all their digests are read in the same number of queries (K01)."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from bot.company.rules import CompanyRules
from core.people.model import EmployeeId, Role
from core.people.permissions import EVERYBODY
from core.reports.model import AsOf
from core.reports.ranges import Range
from core.reports.readers import house
from core.visits.actions import log
from storage.store import Store
from tests.core.builders import MONDAY, ZONE, at, customer, employee, report
from tests.features.given import load, work

EVENING = at(MONDAY.date(), 18, 7)
RULES = CompanyRules()


@contextmanager
def asked() -> Iterator[list[str]]:
    """Every statement a database is asked meanwhile, on whichever connection."""
    said: list[str] = []

    def note(_connection, _cursor, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def lead(store: Store, first: int, number: int) -> None:
    """More leaders, each with a rep who logged a visit."""
    for one in range(first, first + number):
        leader, rep = EmployeeId(f"L{one:03}"), EmployeeId(f"R{one:03}")
        async with work(store) as given:
            await given.uow.people.add(
                employee(leader, superior=None, roles=frozenset({Role.SUPERVISOR}))
            )
            await given.uow.people.add(employee(rep, superior=leader))
            await given.uow.customers.add(customer(f"K{one:03}", owner=rep))
            await given.uow.ledger.record("import", "company", "")
        async with work(store, employee(rep)) as given:
            await log(report(customer=f"K{one:03}"), given)


async def queries(store: Store) -> tuple[int, list[str]]:
    """How many digests are made, and what is asked for all of them."""
    async with store.look() as uow:
        as_of = AsOf(await uow.ledger.mark(), EVENING)
        span = Range(MONDAY.date(), MONDAY.date(), ZONE)
        with asked() as said:
            known = await house(uow, span, as_of, flows=RULES.flows, reaches=RULES.reaches)
            made = [known.digest(reader) for reader in known.readers()]
    assert all(one.total["visits"] == 1 for one in made if one.people)
    return len(made), said


async def test_K01_queries_do_not_grow_with_those_who_lead(store) -> None:
    await load(store)
    await lead(store, 0, 2)
    few, said = await queries(store)
    await lead(store, 2, 20)
    many, said_of_many = await queries(store)

    assert (few, many) == (3, 23)
    assert len(said_of_many) == len(said) < 40


async def test_K01_the_results_of_everybody_are_one_statement(store) -> None:
    await load(store)
    await lead(store, 0, 3)
    async with store.look() as uow:
        span = Range(MONDAY.date(), MONDAY.date(), ZONE)
        with asked() as said:
            done = await uow.reports.figures(span, EVERYBODY, now=EVENING)

    assert [one.visits for one in done.values()] == [1, 1, 1]
    assert len(said) == 1
