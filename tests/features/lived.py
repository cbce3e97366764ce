"""A company that has lived for some weeks and was sent its digests; each test goes on with a copy."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from adapters.chat import Platform
from bot.company.rules import CompanyRules
from bot.ids import Ids
from core.people.model import ChatIdentity, EmployeeId, EmployeeState
from core.people.permissions import EVERYBODY, Scope
from core.reports.digest import Digest, read
from core.reports.lists import LISTS, Rows, stage_of
from core.reports.model import Snapshot
from storage.store import Store
from storage.tables import snapshots
from storage.unit_of_work import SqlUnitOfWork
from tests.core.builders import MONDAY, act, at, customer, opportunity
from tests.features.life import BOSS, EAST, REPS, WEST, Life, digested

RULES = CompanyRules()
DAYS, ACTS = 12, 16
BEGUN = MONDAY - timedelta(days=2)
TODAY = (BEGUN + timedelta(days=DAYS)).date()
"""The day after the last digest; Thursday, 3 December."""
NOW = at(TODAY, 9)
MOVED, GONE = REPS[1], REPS[4]
"""Who goes to another team, and who leaves, where a test lets them."""
TEAMS = {
    BOSS: None,
    WEST: frozenset({WEST, *REPS[:2]}),
    EAST: frozenset({EAST, *REPS[2:]}),
    **{rep: frozenset({rep}) for rep in REPS},
}
"""Whose records each may see; None: everybody's."""
AFTERWARDS = TEAMS | {WEST: TEAMS[WEST] - {MOVED}, EAST: TEAMS[EAST] | {MOVED}}


def opened(path: Path) -> Store:
    return Store(f"sqlite+aiosqlite:///{path}", new_id=Ids())


async def live(store: Store, days: int = DAYS) -> None:
    """The days, each with its digests; everybody can be logged in."""
    life = Life(store, 20261121, at(BEGUN.date(), 8))
    await life.begin()
    async with store.unit(act(None, BEGUN)) as uow:
        for one in TEAMS:
            await uow.people.bind(
                ChatIdentity(platform=Platform.WECOM, external_id=one, employee=one, bound_at=BEGUN)
            )
        await uow.ledger.record("import", "people", "")
    await _wait(store)
    await digested(life, BEGUN.date(), days, ACTS)


async def _wait(store: Store) -> None:
    """Deals that nobody moves, and customers that return soon."""
    async with store.unit(act(None, BEGUN)) as uow:
        for number, rep in enumerate(REPS):
            long = BEGUN - timedelta(days=40)
            deal = opportunity(f"W{number}", customer=f"W{number}", employee=rep, moved_at=long)
            soon = (BEGUN + timedelta(days=3)).date()
            await uow.customers.add(
                customer(f"W{number}", owner=rep, recycle_on=soon, check_on=soon, created_at=long)
            )
            await uow.opportunities.add(replace(deal, created_at=long))
        await uow.ledger.record("import", "company", "")


async def go_on(store: Store, seed: int, acts: int) -> None:
    """Somebody does something, after all digests were sent."""
    life = Life(store, seed, NOW, numbers=1_000)
    for number in range(acts):
        life.now = NOW + timedelta(minutes=number)
        await life.act()


async def reorganise(store: Store) -> None:
    """One goes to another team, one leaves."""
    async with store.unit(act(None, NOW)) as uow:
        moved, gone = await uow.people.get(MOVED), await uow.people.get(GONE)
        await uow.people.save(replace(moved, superior=EAST))
        await uow.people.save(replace(gone, state=EmployeeState.LEFT))
        await uow.ledger.record("import", "people", "")


async def sent(store: Store) -> list[tuple[Snapshot, Digest]]:
    """Every digest that was sent, in one order."""
    s = snapshots.c
    async with store.look() as uow:
        rows = await uow.session.all(select(snapshots).order_by(s.made_at, s.reader, s.period))
        found = [await uow.reports.snapshot(one.reader, one.day, one.period) for one in rows]
    return [(one, read(one.content)) for one in found if one]


def covers(team: frozenset[EmployeeId] | None, owner: str | None) -> bool:
    return owner is not None and (team is None or owner in team)


async def owner_of(past: SqlUnitOfWork, number: str, one: str) -> str | None:
    """Whose a row of a list is, by the record itself; None: the pool's."""
    match Rows.DEALS if stage_of(number) else LISTS[number]:
        case Rows.CONTACTS:
            return (await past.follow_ups.several([one]))[0].employee
        case Rows.MOVES:
            move = (await past.opportunities.several_moves([one]))[0]
            return (await past.opportunities.get(move.opportunity, EVERYBODY)).employee
        case Rows.DEALS:
            return (await past.opportunities.get(one, EVERYBODY)).employee
        case Rows.PLANS:
            return (await past.plans.get(one, EVERYBODY)).employee
        case Rows.EVENTS:
            return (await past.pool.several([int(one)]))[0].employee
        case Rows.CUSTOMERS:
            return (await past.customers.get(one, EVERYBODY)).owner
        case Rows.PEOPLE:
            return one


def scope_of(team: frozenset[EmployeeId] | None) -> Scope:
    return Scope(team)
