"""An import of the very customers that return to the pool in the same moment (H9)."""

import asyncio
from dataclasses import replace
from datetime import datetime, time, timedelta

from sqlalchemy import select

from bot.jobs.registry import named
from core.customers.model import Customer, CustomerId
from core.ledger.model import Act
from core.people.model import EmployeeId
from core.pool.clocks import wound
from core.pool.rules import PoolRules
from storage.tables import customers, pool_events
from tests.e2e.sent import send_file
from tests.e2e.sheets import customers as file
from tests.e2e.world import ZONE, World

MANY = 600
DAY = timedelta(days=1)


async def overdue(world: World) -> None:
    """周明's, whose time was over long ago, as he was told."""
    now = world.time()
    since = now - 200 * DAY
    rules = world.app.given.rules.company.pool
    async with world.store.unit(Act(id="given", actor=None, channel="test", at=since)) as uow:
        await uow.customers.add_many([_overdue(one, now, rules) for one in range(MANY)])
        await uow.ledger.record("import", "customers", str(MANY))


def _overdue(number: int, now: datetime, rules: PoolRules) -> Customer:
    since = now - 200 * DAY
    begun = Customer(
        id=CustomerId(f"N{number:06}"),
        full_name=f"苏州批量{number}号有限公司",
        owner=EmployeeId("E1"),
        owned_since=since,
        basis="claim",
        created_at=since,
    )
    return replace(wound(begun, rules, now=since, zone=ZONE), warned_at=now - 10 * DAY)


async def test_H9_an_import_beside_the_night_loses_nothing_and_nobody_waits_for_ever(
    on_feishu: World,
) -> None:
    world = on_feishu
    await overdue(world)
    rows = [[f"N{one:06}", f"苏州批量{one}号有限公司", "昆山"] for one in range(MANY)]
    heads = ("客户编号", "客户名称", "城市")
    await send_file(world, "吴敏", file(*rows, heads=heads), "客户.xlsx")
    world.time.advance(timedelta(seconds=2))
    await world._while_working(world.emulator.press_label(world.account("吴敏"), "确认导入"))
    job = named("pool_evaluate")
    night = datetime.combine(world.time().astimezone(ZONE).date(), time(0, 20), ZONE)

    async with asyncio.timeout(120):
        await asyncio.gather(world.app.errands.once(), world.app.clockwork.occurrence(job, night))
        await world.app.settle()

    async with world.store.database.read() as connection:
        found = (
            await connection.execute(
                select(customers.c.owner, customers.c.city).where(customers.c.id.startswith("N"))
            )
        ).all()
        returned = (
            await connection.execute(
                select(pool_events.c.customer).where(
                    pool_events.c.kind == "recycle", pool_events.c.customer.startswith("N")
                )
            )
        ).all()
    assert [(row.owner, row.city) for row in found] == [(None, "昆山")] * MANY
    assert len(returned) == len({row.customer for row in returned}) == MANY
    assert f"更新 {MANY}" in world.seen("吴敏")
