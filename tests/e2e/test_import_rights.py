"""Who lost the right to bring in anybody's records does not carry out what he tried with it (M03)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.customers.queries import CustomerQuery
from core.people.model import Role
from tests.e2e.sent import send_file
from tests.e2e.sheets import customers
from tests.e2e.world import World

OF_LIN = ["X1", "无锡明泰电子有限公司", "E2", "无锡", "冯磊", ""]


async def becomes_a_rep(world: World) -> None:
    async with world.store.unit(await world.act("demoted")) as uow:
        person = await uow.people.find("E6")
        await uow.people.save(replace(person, roles=frozenset({Role.REP})))
        await uow.ledger.record("changed", "employee", "E6")


async def brought_in(world: World) -> list[str]:
    async with world.look() as uow:
        found = await uow.customers.search(CustomerQuery(text="无锡明泰"), world.everybody)
    return [one.id for one in found]


@pytest.mark.parametrize("when", ["before it is confirmed", "before it is carried out"])
async def test_the_right_is_asked_for_again(on_feishu: World, when: str) -> None:
    world = on_feishu
    await send_file(world, "吴敏", customers(OF_LIN), "客户.xlsx")
    assert "可导入 1 行" in world.text(world.last("吴敏"))
    world.time.advance(timedelta(seconds=2))

    if when == "before it is confirmed":
        await becomes_a_rep(world)
    await world._while_working(world.emulator.press_label(world.account("吴敏"), "确认导入"))
    await becomes_a_rep(world)
    await world.app.settle()

    assert await brought_in(world) == []
    assert "已导入" not in world.seen("吴敏")
