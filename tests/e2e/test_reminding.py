"""提醒 on the lists of a digest: whoever leads presses it beside an exception, its owner is told once."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.chat import Platform
from core.people.permissions import EVERYBODY
from core.plans.model import PlanState
from tests.core.builders import plan
from tests.e2e.opening import open_number
from tests.e2e.world import World

DAY = timedelta(days=1)
TOLD = "孙涛提醒你"
SECOND = {Platform.WECOM: "2 远帆", Platform.FEISHU: "2. "}
"""How a row of a list is chosen."""
AGAIN = re.compile(r"今天 \d\d:\d\d 已提醒过 周明")


async def an_overdue_plan(world: World, *more: str) -> None:
    """Since yesterday 周明 is to bring 远帆 samples."""
    due = world.time() - DAY
    async with world.store.unit(await world.act()) as uow:
        for number, content in enumerate(("送样品", *more)):
            await uow.plans.add(plan(f"L{number}", due_at=due, content=content))
        await uow.ledger.record("import", "company", "")


async def listed(world: World, number: str, who: str = "孙涛") -> str:
    await world.say(who, "今天怎么样")
    return world.text(await open_number(world, who, number))


def told(world: World, who: str = "周明") -> int:
    """How many messages remind him."""
    return sum(TOLD in world.text(one) for one in world.emulator.timeline(world.account(who)))


async def test_what_is_overdue_is_reminded_of_from_its_list(world: World) -> None:
    await an_overdue_plan(world)
    assert "提醒" in await listed(world, "overdue")

    await world.press("孙涛", "提醒")

    assert "已提醒 周明" in world.seen("孙涛")
    assert told(world) == 1
    assert "送样品" in world.text(world.last("周明"))


async def test_a_second_press_says_when_it_was_sent(world: World) -> None:
    await an_overdue_plan(world)
    await listed(world, "overdue")
    await world.press("孙涛", "提醒")
    assert not AGAIN.search(world.seen("孙涛"))

    await world.press("孙涛", "提醒")

    assert AGAIN.search(world.seen("孙涛"))
    assert told(world) == 1


async def test_a_list_says_which_rows_were_reminded_of(world: World) -> None:
    await an_overdue_plan(world, "寄合同")
    await listed(world, "overdue")
    await world.press("孙涛", "提醒", option=SECOND[world.platform])

    again = await listed(world, "overdue")

    assert re.search(r"寄合同.{0,200}今天 \d\d:\d\d 已提醒", again, re.DOTALL)
    assert again.count("已提醒") == 1


async def test_who_has_not_written_is_a_list_with_reminders(world: World) -> None:
    shown = world.text(await world.say("孙涛", "今天谁还没写跟进"))
    assert [one for one in ("周明", "林悦", "赵强", "何俊", "提醒") if one not in shown] == []

    await world.press("孙涛", "提醒")

    assert sum(told(world, who) for who in ("周明", "林悦", "赵强", "何俊")) == 1


@pytest.mark.parametrize("number", ["stuck", "neglected", "returning"])
async def test_deals_and_customers_are_reminded_of_too(world: World, number: str) -> None:
    now = world.time()
    async with world.store.unit(await world.act()) as uow:
        deal = await uow.opportunities.get("O2", EVERYBODY)
        await uow.opportunities.save(replace(deal, moved_at=now - 22 * DAY))
        leaving, soon = await uow.customers.get("C12", EVERYBODY), now.date() + 3 * DAY
        await uow.customers.save(replace(leaving, recycle_on=soon, check_on=soon))
        await uow.ledger.record("import", "company", "")
    await listed(world, number)

    await world.press("孙涛", "提醒")

    assert sum(told(world, who) for who in ("周明", "林悦", "赵强", "何俊")) == 1


async def test_what_was_done_since_is_said_to_be_and_nobody_is_told(world: World) -> None:
    await an_overdue_plan(world)
    await listed(world, "overdue")
    async with world.store.unit(await world.act()) as uow:
        [due] = await uow.plans.several(["L0"], EVERYBODY)
        await uow.plans.save(replace(due, state=PlanState.DONE))
        await uow.ledger.record("test", "plan", "L0")

    await world.press("孙涛", "提醒")

    assert "已经处理了" in world.seen("孙涛")
    assert told(world) == 0


async def test_who_leads_nobody_is_offered_no_reminder(world: World) -> None:
    await an_overdue_plan(world)

    assert "提醒" not in await listed(world, "overdue", who="周明")


async def test_lists_of_what_is_well_offer_none(world: World) -> None:
    await world.say("周明", "给蓝鲸张姐打了电话，她说预算批了，下周二再打")
    await world.press("周明", "保存")

    assert "提醒" not in await listed(world, "follow_ups")
