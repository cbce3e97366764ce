"""第2个, 第2、4个: the numbers of the list shown last, whatever it lists (G05, H03, C09)."""

import pytest

from core.opportunities.queries import OpportunityQuery
from core.people.permissions import Scope
from core.plans.model import PlanState
from core.plans.queries import PlanQuery
from tests.e2e import ZONE
from tests.e2e.opening import open_number
from tests.e2e.world import World

ALL = Scope(None)
_NO_SUCH = "没有这个序号"


async def a_list_of_plans(world: World) -> None:
    """1 远帆, 2 北重, 3 华精."""
    for sentence in ("下午三点打给徐工", "下午四点提醒我去北重", "下午五点提醒我去华精"):
        await world.say("周明", sentence)
        await world.press("周明", "保存")
    await world.say("周明", "今天要跟谁")


async def plans(world: World) -> dict[str, tuple[PlanState, int]]:
    """The state and the day of the month of each customer's plan that stands."""
    async with world.look() as uow:
        found = await uow.plans.search(PlanQuery(states=tuple(PlanState)), ALL)
    return {
        one.customer: (one.state, one.due_at.astimezone(ZONE).day)
        for one in found
        if one.state is not PlanState.MOVED
    }


async def test_G05_the_numbers_of_the_day_mean_its_plans(world: World) -> None:
    await a_list_of_plans(world)

    await world.say("周明", "第2个完成了")
    await world.say("周明", "把第3个推到周五")
    assert await plans(world) == {
        "C01": (PlanState.OPEN, 23),
        "C12": (PlanState.DONE, 23),
        "C02": (PlanState.OPEN, 27),
    }
    assert _NO_SUCH in world.text(await world.say("周明", "第4个取消"))
    await world.say("周明", "取消第1个")

    assert (await plans(world))["C01"] == (PlanState.CANCELLED, 23)


async def test_G05_several_numbers_are_previewed_and_moved_together(world: World) -> None:
    await a_list_of_plans(world)

    card = world.text(await world.say("周明", "把第1、3个推到下周一"))
    assert "北重" not in card
    await world.press("周明", "保存")

    days = {customer: day for customer, (_, day) in (await plans(world)).items()}
    assert days == {"C01": 30, "C12": 23, "C02": 30}


async def test_F04_a_number_of_the_day_leads_to_its_log(world: World) -> None:
    await a_list_of_plans(world)

    assert "记拜访 · 北重" in world.text(await world.say("周明", "第2个记跟进"))


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("打开第2个", ("导电浆料二期", "苏州远帆")),
        ("推进第2个", ("推进商机 · 导电浆料二期", "方案报价 → ")),
        ("第3个推到招投标", ("推进商机 · 检测设备", "招投标")),
        ("第2个丢了，预算砍了", ("输单 · 导电浆料二期", "预算砍了")),
        ("第9个丢了，预算砍了", (_NO_SUCH,)),
    ],
)
async def test_H03_the_numbers_of_a_list_of_deals_mean_its_deals(
    world: World, said: str, heard: tuple[str, ...]
) -> None:
    await world.say("周明", "我的商机")

    answer = world.text(await world.say("周明", said))

    assert [words for words in heard if words not in answer] == []


async def test_H03_what_is_done_with_one_number_leaves_the_others(world: World) -> None:
    await world.say("周明", "我的商机")
    await world.say("周明", "第3个金额改成90万")
    await world.press("周明", "保存")
    await world.say("周明", "第4个金额改成40万")
    await world.press("周明", "保存")

    async with world.look() as uow:
        deals = await uow.opportunities.search(OpportunityQuery(), ALL)
    sums = {deal.id: deal.amount.in_yuan for deal in deals}
    assert sums == {"O1": 1_200_000, "O2": 900_000, "O3": 400_000, "O4": 3_000_000}


async def test_C09_the_numbers_of_a_list_of_customers_hold_in_any_sentence(world: World) -> None:
    await world.say("周明", "我的客户")

    planned = world.text(await world.say("周明", "给第3个定个计划 周五拜访"))
    assert "定计划 · 蓝鲸" in planned
    assert "11月27日 周五" in planned
    await world.press("周明", "取消")
    assert "华东精密" in world.text(await world.say("周明", "第2个还能留多久"))
    assert "张丽" in world.text(await world.say("周明", "第3个电话多少"))
    assert _NO_SUCH in world.text(await world.say("周明", "第2、9个加重点"))
    await world.say("周明", "第2、4个加重点")

    async with world.look() as uow:
        starred = await uow.customers.several(["C01", "C02", "C03", "C04", "C05"], ALL)
    assert [one.id for one in starred if one.starred] == ["C02", "C04"]


async def test_D17_a_name_alone_is_no_reason(world: World) -> None:
    assert "为什么退回" in world.text(await world.say("周明", "退回华精"))


async def test_a_number_means_what_was_shown_last_a_choice_or_a_list(world: World) -> None:
    await world.say("周明", "今天怎么样")
    await world.say("周明", "昨天去了恒泰和蓝鲸")
    await open_number(world, "周明", "neglected")

    assert "上海博远" in world.text(await world.say("周明", "打开第2个"))

    await world.say("周明", "昨天去了恒泰和蓝鲸")

    assert "湖州恒泰建材" in world.text(await world.say("周明", "第2个"))
