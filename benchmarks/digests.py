"""The evening's digests of a thousand managers over a million visits, on SQLite and on PostgreSQL."""

import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, select

from benchmarks.crowds import CUSTOMERS, EVENING, MANAGERS, VISITS, ZONE, founded
from benchmarks.evening import evening
from benchmarks.measure import Row
from benchmarks.understanding import private_postgresql
from bot.company.rules import CompanyRules
from bot.ids import Ids
from core.people.permissions import EVERYBODY
from core.reports.crews import Crews, crews
from core.reports.model import AsOf
from core.reports.ranges import Range
from core.reports.readers import House, house
from storage.store import Store
from storage.tables import follow_ups
from storage.unit_of_work import SqlUnitOfWork

TIMES = 3
RULES = CompanyRules()
_LIMIT = 1.0
"""Seconds that are allowed a company."""
T = TypeVar("T")


async def digests() -> list[Row]:
    """On either database: the company's results in one statement, then all digests."""
    with tempfile.TemporaryDirectory() as folder, private_postgresql() as url:
        found = await _measured("SQLite", f"sqlite+aiosqlite:///{Path(folder) / 'liaoke.db'}")
        return [*found, *await _measured("PostgreSQL", url)]


async def _measured(name: str, url: str) -> list[Row]:
    await founded(url)
    store = Store(url, new_id=Ids())
    try:
        async with store.look() as uow:
            among = f"{MANAGERS:,} managers, {VISITS:,} visits, {name}"
            plain = await _best(lambda: _count(uow))
            results = await _best(lambda: uow.reports.figures(_span(), EVERYBODY, now=EVENING))
            scopes = (await _house(uow)).scopes.values()
            grouped = await _best(lambda: _grouped(uow, crews(scopes, EVERYBODY)))
            whole = await _best(lambda: _all(uow))
        return [
            Row(f"results of each in one statement, {among}", results, "s", TIMES, _LIMIT, "limit"),
            Row(f"the same, {name}", results * 1000, "ms", TIMES, plain * 1000, "count(*)"),
            Row(f"each team in one statement, {among}", grouped, "s", TIMES, _LIMIT, "limit"),
            Row(f"every digest composed, {among}", whole, "s", TIMES, _LIMIT, "limit"),
            *await evening(name, url),
        ]
    finally:
        await store.close()


async def _best(work: Callable[[], Awaitable[object]]) -> float:
    """Seconds of the quickest of some times."""
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        await work()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def _span() -> Range:
    return Range(EVENING.date(), EVENING.date(), ZONE)


async def _count(uow: SqlUnitOfWork) -> int:
    counted = await uow.session.number(select(func.count()).select_from(follow_ups))
    if counted <= VISITS:
        raise RuntimeError(f"{counted} visits")
    return counted


async def _house(uow: SqlUnitOfWork) -> House:
    as_of = AsOf(await uow.ledger.mark(), EVENING)
    return await house(uow, _span(), as_of, flows=RULES.flows, reaches=RULES.reaches)


async def _grouped(uow: SqlUnitOfWork, teams: Crews) -> None:
    async with uow.as_of(await uow.ledger.mark()) as past:
        await past.reports.muster(teams)
        stands = await past.reports.standing(_span(), teams, now=EVENING)
    owned = sum(one.owned for one in stands.values())
    if len(stands) < MANAGERS or owned != CUSTOMERS * 9 // 10:
        raise RuntimeError(f"{len(stands)} teams, {owned} customers")


async def _all(uow: SqlUnitOfWork) -> None:
    known = await _house(uow)
    made = [known.digest(reader) for reader in known.readers()]
    visits = {one.total["visits"] for one in made}
    if len(made) != MANAGERS + 1 or visits != {10, 10 * MANAGERS}:
        raise RuntimeError(f"{len(made)} digests of {visits} visits")
