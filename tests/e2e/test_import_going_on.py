"""An import that is killed in the middle goes on where it stood: nothing is lost, nothing comes twice."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

from sqlalchemy import func, select

from bot.errands.bringing import STEP
from bot.errands.importing import PROGRESS
from bot.errands.work import LEASE
from storage.tables import customers, errands, ledger, outbox
from tests.e2e.sent import media, send_file
from tests.e2e.sheets import cells
from tests.e2e.sheets import customers as customers_file
from tests.e2e.world import World

MANY = 1_700
WRONG = (3, 1_600)
"""Rows without a name, of the first step and of the last."""


def file() -> bytes:
    rows = [
        [f"N{one:06}", "" if one in WRONG else f"苏州批量{one}号有限公司", "E1", "苏州"]
        for one in range(MANY)
    ]
    return customers_file(*rows, rows[0], [*rows[1][:3], "昆山"])


async def number(world: World, query) -> int:
    async with world.store.database.read() as connection:
        return (await connection.execute(query)).scalar() or 0


async def place(world: World) -> str:
    async with world.store.database.read() as connection:
        query = select(errands.c.place).where(errands.c.kind == "import")
        return (await connection.execute(query)).scalar() or ""


async def killed(world: World) -> None:
    """Begin to carry it out, and die once some of it is committed."""
    task = asyncio.create_task(world.app.errands.once())
    while not await place(world):
        assert not task.done(), "it was over before it could be killed"
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_M03_a_killed_import_goes_on_where_it_stood(on_feishu: World) -> None:
    world = on_feishu
    await send_file(world, "吴敏", file(), "客户.xlsx")
    assert f"可导入 {MANY - 2} 行" in world.text(world.last("吴敏"))
    world.time.advance(timedelta(seconds=2))
    await world._while_working(world.emulator.press_label(world.account("吴敏"), "确认导入"))

    await killed(world)
    half = await number(world, select(func.count()).where(customers.c.id.startswith("N")))
    world.time.advance(LEASE + timedelta(seconds=1))
    await world.app.settle()

    assert 0 < half < MANY - 2
    kept = await number(world, select(func.count()).where(customers.c.id.startswith("N")))
    assert kept == MANY - 2
    assert f"新增 {MANY - 2}，更新 0，重复 1，错误 3" in world.seen("吴敏")
    rows = cells(media(world, "吴敏")[-1])[1:]
    assert [(row[0], row[-1]) for row in rows] == [
        (str(WRONG[0] + 2), "客户名称是空的"),
        (str(WRONG[1] + 2), "客户名称是空的"),
        (str(MANY + 3), "N000001 在表里出现两次，内容还不一样"),
    ]
    steps = await number(
        world,
        select(func.count()).where(ledger.c.command == "import", ledger.c.kind == "customers"),
    )
    assert steps == -(-(MANY + 2) // STEP)


async def test_M03_the_card_counts_and_changes_no_faster_than_every_second_and_a_half(
    on_feishu: World,
) -> None:
    world = on_feishu
    await send_file(world, "吴敏", file(), "客户.xlsx")
    world.time.advance(timedelta(seconds=2))
    await world._while_working(world.emulator.press_label(world.account("吴敏"), "确认导入"))

    working = asyncio.create_task(world.app.errands.once())
    while not working.done():
        await place(world)
        world.time.advance(timedelta(milliseconds=100))
    async with world.store.database.read() as connection:
        key = outbox.c.dedupe_key
        query = select(outbox.c.created_at, outbox.c.body).where(key.contains(":at:"))
        faces = (await connection.execute(query.order_by(outbox.c.seq))).all()
    for _ in range(len(faces) + 2):
        await world.app.settle()
        world.time.advance(PROGRESS)
    await world.app.settle()

    times = [one.created_at for one in faces]
    assert faces
    assert all(later - before >= PROGRESS for before, later in pairwise(times))
    assert all(f"/{MANY + 2}" in one.body.decode() for one in faces)
    assert "已导入" in world.seen("吴敏")
