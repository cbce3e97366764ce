"""A company of a thousand teams and a million visits, written at once by SQL on either database."""

import os
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Integer, MetaData, Table, insert, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ids import Ids
from core.customers.model import Customer, CustomerId
from core.ledger.model import Act
from core.opportunities.model import Opportunity, OpportunityId, StageCode, StageMove
from core.people.model import Employee, EmployeeId, Role
from core.plans.model import Plan, PlanId
from core.pool.model import PoolEvent, PoolEventKind
from core.visits.model import ContactKind, FollowUp, FollowUpId
from storage import tables
from storage.store import Store
from storage.types import Day, Moment

MANAGERS = int(os.environ.get("BENCH_MANAGERS", "1000"))
REPS, DAYS = 10 * MANAGERS, 100
"""Each rep visits one customer a day for so long: a million visits."""
VISITS = REPS * DAYS
CUSTOMERS, DEALS, PLANS, EVENTS = 10 * REPS, 5 * REPS, 20 * REPS, 5 * REPS
ZONE = ZoneInfo("Asia/Shanghai")
EVENING = datetime(2026, 11, 24, 18, 7, tzinfo=ZONE)
_MODEL = "model"
_BEGUN = EVENING - timedelta(days=DAYS, hours=8)


async def founded(url: str) -> None:
    """Write it: people and a model of each record by the store, the others from the models."""
    store = Store(url, new_id=Ids())
    await store.migrate()
    act = Act(id="found", actor=None, channel="bench", at=_BEGUN)
    async with store.unit(act) as uow:
        for person in _people():
            await uow.people.add(person)
        await uow.customers.add_many([_customer()])
        await uow.follow_ups.add_many([_visit()])
        await uow.opportunities.add(_deal())
        await uow.opportunities.add_move(_move())
        await uow.plans.add(_plan())
        await uow.pool.add_many([_event()])
        await uow.ledger.record("import", "company", "bench")
    async with store.database.write() as connection:
        await _multiplied(connection)
        await connection.exec_driver_sql("ANALYZE")
    await store.close()


async def _multiplied(connection: AsyncConnection) -> None:
    """Every table filled: what differs from its model is said in SQL of the number `n.n`."""
    await _counted(connection)
    rep, customer = f"'E' || (n.n % {REPS})", f"'C' || (n.n % {CUSTOMERS})"
    day, soon = f"n.n / {REPS} % {DAYS}", f"n.n / {REPS} % 20"
    open_ = "CASE n.n % 5 WHEN 0 THEN 'won' WHEN 1 THEN 'lost' ELSE 'open' END"
    filled: Mapping[Table, tuple[int, str, dict[str, str]]] = {
        tables.customers: (
            CUSTOMERS,
            day,
            {
                "id": "'C' || n.n",
                "owner": f"CASE WHEN n.n % 10 > 0 THEN {rep} END",
                "starred": "n.n % 20 = 0",
                "last_contact_at": "d.at",
            },
        ),
        tables.follow_ups: (
            VISITS,
            day,
            {
                "id": "'F' || n.n",
                "customer": customer,
                "employee": rep,
                "occurred_at": "d.at",
                "created_at": "d.at",
                "effective": "n.n % 3 > 0",
            },
        ),
        tables.opportunities: (
            DEALS,
            day,
            {
                "id": "'O' || n.n",
                "customer": customer,
                "employee": rep,
                "amount": "n.n * 100",
                "state": open_,
                "moved_at": "d.at",
                "closed_at": "CASE WHEN n.n % 5 < 2 THEN d.at END",
                "expected_close": "d.day",
            },
        ),
        tables.stage_moves: (
            DEALS,
            day,
            {"id": "'M' || n.n", "opportunity": "'O' || n.n", "customer": customer, "at": "d.at"},
        ),
        tables.plans: (
            PLANS,
            soon,
            {
                "id": "'L' || n.n",
                "customer": customer,
                "employee": rep,
                "due_at": "d.at",
                "state": "CASE n.n % 3 WHEN 0 THEN 'open' ELSE 'done' END",
            },
        ),
        tables.pool_events: (
            EVENTS,
            soon,
            {"seq": "n.n + 10", "customer": customer, "employee": rep, "at": "d.at"},
        ),
    }
    for table, (count, of, own) in filled.items():
        await connection.execute(text(_from_model(table, count, of, own)))


async def _counted(connection: AsyncConnection) -> None:
    """Numbers as a table, and the days back from the evening."""
    columns = (Column("d", Integer), Column("at", Moment), Column("day", Day))
    days = Table("days", MetaData(), *columns, prefixes=["TEMPORARY"])
    await connection.run_sync(days.create)
    rows = [
        {"d": back, "at": (at := EVENING - timedelta(days=back, hours=3)), "day": at.date()}
        for back in range(DAYS)
    ]
    await connection.execute(insert(days), rows)
    await connection.exec_driver_sql(
        "CREATE TEMPORARY TABLE numbers AS WITH RECURSIVE c(n) AS "  # noqa: S608 - a number of ours
        f"(SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n + 1 < {VISITS}) SELECT n FROM c"
    )


def _from_model(table: Table, count: int, day: str, own: Mapping[str, str]) -> str:
    """So many rows as the model is, with their own values in the columns of `own`."""
    names = [column.name for column in table.columns]
    values = ", ".join(own.get(name, f'm."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    into = f"INSERT INTO {table.name} ({columns})"
    return (
        f"{into} SELECT {values} FROM numbers n JOIN days d ON d.d = {day} "  # noqa: S608 - our own
        f"CROSS JOIN (SELECT * FROM {table.name} LIMIT 1) m WHERE n.n < {count}"
    )


def _people() -> Iterator[Employee]:
    top = EmployeeId("TOP")
    yield Employee(id=top, name="总监", roles=frozenset({Role.EXECUTIVE}))
    for team in range(MANAGERS):
        lead = frozenset({Role.SUPERVISOR})
        yield Employee(id=EmployeeId(f"L{team}"), name=f"主管{team}", superior=top, roles=lead)
    for number in range(REPS):
        leader, rep = EmployeeId(f"L{number % MANAGERS}"), frozenset({Role.REP})
        who = EmployeeId(f"E{number}")
        yield Employee(id=who, name=f"员工{number}", superior=leader, roles=rep)


def _customer() -> Customer:
    name = "苏州远帆新能源科技股份有限公司"
    return Customer(
        id=CustomerId(_MODEL),
        full_name=name,
        aliases=("远帆",),
        owned_since=_BEGUN,
        created_at=_BEGUN,
    )


def _visit() -> FollowUp:
    return FollowUp(
        id=FollowUpId(_MODEL),
        customer=CustomerId(_MODEL),
        employee=EmployeeId("E0"),
        kind=ContactKind.VISIT,
        occurred_at=_BEGUN,
        contacts=("王总",),
        content="谈了二期的量，他要先看样品，下周给答复",
        result="12月定",
        next_step="下周三再去",
        created_at=_BEGUN,
    )


def _deal() -> Opportunity:
    return Opportunity(
        id=OpportunityId(_MODEL),
        customer=CustomerId(_MODEL),
        employee=EmployeeId("E0"),
        name="导电浆料二期",
        flow="工业品",
        stage=StageCode("needs"),
        probability=30,
        moved_at=_BEGUN,
        created_at=_BEGUN,
    )


def _move() -> StageMove:
    return StageMove(
        id=_MODEL,
        opportunity=OpportunityId(_MODEL),
        customer=CustomerId(_MODEL),
        source="initial",
        target="needs",
        by=EmployeeId("E0"),
        at=_BEGUN,
    )


def _plan() -> Plan:
    return Plan(id=PlanId(_MODEL), employee=EmployeeId("E0"), due_at=_BEGUN, created_at=_BEGUN)


def _event() -> PoolEvent:
    return PoolEvent(
        customer=CustomerId(_MODEL), kind=PoolEventKind.CLAIM, employee=EmployeeId("E0"), at=_BEGUN
    )
