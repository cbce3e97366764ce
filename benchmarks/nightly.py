"""The night over many customers and the evening's digests, on SQLite, callbacks stored meanwhile."""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.companies import companies
from benchmarks.measure import Row
from bot.app import build
from bot.ids import Ids
from bot.jobs.registry import named
from bot.plan import Plan
from bot.running import App
from core.customers.model import Customer, CustomerId
from core.ledger.model import Act
from core.people.model import Employee, EmployeeId, Role
from core.pool.clocks import wound
from core.pool.rules import PoolRules
from storage.inbox import NewEvent
from storage.records import Records
from storage.store import Store
from storage.tables import customers

CUSTOMERS = int(os.environ.get("BENCH_CUSTOMERS", "200000"))
"""1000000 takes five times as long; not in the usual run."""
DUE_ONE_IN = 10
REPS, TEAM = 500, 20
ZONE = ZoneInfo("Asia/Shanghai")
NIGHT = datetime(2026, 11, 24, 0, 20, tzinfo=ZONE)
EVENING = datetime(2026, 11, 24, 18, 7, tzinfo=ZONE)
_CHUNK = 20_000


async def nightly() -> list[Row]:
    """Run the night's look and the digests once each."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'liaoke.db'}"
        await _founded(url)
        plan = Plan(database_url=url, zone=ZONE, platforms=lambda _: {}, now=_morning)
        app = await build(plan)
        try:
            night, longest = await _while_storing(app, "pool_evaluate", NIGHT)
            evening, _ = await _while_storing(app, "manager_digest", EVENING)
            depth = await app.store.outbox.depth()
        finally:
            await app.stop()
    among = f"over {CUSTOMERS:,} customers"
    due = CUSTOMERS // DUE_ONE_IN
    leaders = REPS // TEAM + 1
    if sum(depth.values()) < leaders:
        raise RuntimeError(f"{depth} for {leaders} who lead")
    return [
        Row(f"nightly evaluation {among}, {due:,} returned", night, "s", 1),
        Row("longest wait to store a callback meanwhile", longest * 1000, "ms", 1, 150.0, "limit"),
        Row(f"{leaders} digests {among}", evening, "s", 1),
    ]


async def _while_storing(app: App, job: str, due: datetime) -> tuple[float, float]:
    """Seconds of an occurrence, and the longest a callback waited for its row meanwhile."""
    scheduled = named(job)
    if scheduled is None:
        raise LookupError(job)
    begun, longest, number = time.perf_counter(), 0.0, 0
    running = asyncio.create_task(app.clockwork.occurrence(scheduled, due, hurried=True))
    while not running.done():
        asked = time.perf_counter()
        await app.store.inbox.store(NewEvent(f"{job}:{number}", "bench", b"{}"))
        longest, number = max(longest, time.perf_counter() - asked), number + 1
        await asyncio.wait({running}, timeout=0.05)
    if not await running:
        raise RuntimeError(f"{job} ran before")
    return time.perf_counter() - begun, longest


def _morning() -> datetime:
    return (NIGHT + timedelta(hours=8)).astimezone(UTC)


async def _founded(url: str) -> None:
    store = Store(url, new_id=Ids(), now=_morning)
    await store.migrate()
    act = Act(id="found", actor=None, channel="bench", at=NIGHT - timedelta(days=100))
    async with store.unit(act) as uow:
        for person in _people():
            await uow.people.add(person)
        await uow.ledger.record("import", "people", "bench")
    made = _customers()
    while some := list(islice(made, _CHUNK)):
        async with store.unit(act) as uow:
            records = Records(uow.session, customers, Customer, "customer")
            await uow.session.add_many(customers, [records.row(one) for one in some])
            await uow.ledger.record("import", "customers", "bench")
    await store.close()


def _people() -> Iterator[Employee]:
    top = EmployeeId("TOP")
    yield Employee(id=top, name="总监", roles=frozenset({Role.EXECUTIVE}))
    for team in range(REPS // TEAM):
        lead = frozenset({Role.SUPERVISOR})
        yield Employee(id=EmployeeId(f"L{team}"), name=f"主管{team}", superior=top, roles=lead)
    for number in range(REPS):
        lead_of = EmployeeId(f"L{number % (REPS // TEAM)}")
        rep = frozenset({Role.REP})
        yield Employee(
            id=EmployeeId(f"E{number}"), name=f"员工{number}", superior=lead_of, roles=rep
        )


def _customers() -> Iterator[Customer]:
    """One in ten is due tonight and was warned in time; the others were taken over lately."""
    rules = PoolRules()
    for number, row in enumerate(companies(CUSTOMERS)):
        is_due = number % DUE_ONE_IN == 0
        since = NIGHT.astimezone(UTC) - timedelta(days=100 if is_due else 5)
        fresh = Customer(
            id=CustomerId(row["customer_id"]),
            full_name=row["full_name"],
            aliases=(row["aliases"],),
            owner=EmployeeId(f"E{number % REPS}"),
            owned_since=since,
            basis="import",
            created_at=since,
        )
        kept = wound(fresh, rules, now=since, zone=ZONE)
        yield replace(kept, warned_at=since + timedelta(days=50)) if is_due else kept
