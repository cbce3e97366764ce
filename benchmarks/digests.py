"""The evening's digests of a thousand managers over a million visits, on SQLite and on PostgreSQL."""

import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, select

from benchmarks.crowds import EVENING, MANAGERS, VISITS, ZONE, founded
from benchmarks.evening import evening
from benchmarks.measure import Row
from benchmarks.understanding import private_postgresql
from bot.company.rules import CompanyRules
from bot.ids import Ids
from core.people.permissions import EVERYBODY
from core.reports.model import AsOf
from core.reports.ranges import Range
from core.reports.readers import house
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
            whole = await _best(lambda: _all(uow))
        return [
            Row(f"results of all in one statement, {among}", results, "s", TIMES, _LIMIT, "limit"),
            Row(f"the same, {name}", results * 1000, "ms", TIMES, plain * 1000, "count(*)"),
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


async def _all(uow: SqlUnitOfWork) -> None:
    as_of = AsOf(await uow.ledger.mark(), EVENING)
    known = await house(uow, _span(), as_of, flows=RULES.flows, reaches=RULES.reaches)
    made = [known.digest(reader) for reader in known.readers()]
    visits = {one.total["visits"] for one in made}
    if len(made) != MANAGERS + 1 or visits != {10, 10 * MANAGERS}:
        raise RuntimeError(f"{len(made)} digests of {visits} visits")
