"""What a draft asks: a unit that was left out, a vague day; once, on its own card (L04)."""

from datetime import date

import pytest

from core.people.permissions import Scope
from core.plans.queries import PlanQuery
from core.visits.queries import FollowUpQuery
from tests.e2e.world import ZONE, World

_ALL = Scope(None)


async def named(world: World) -> list[str]:
    async with world.look() as uow:
        [kept] = await uow.follow_ups.search(FollowUpQuery(), _ALL)
    return [str(one.most) for one in kept.figures]


async def planned(world: World) -> date:
    async with world.look() as uow:
        [plan] = await uow.plans.search(PlanQuery(), _ALL)
    return plan.due_at.astimezone(ZONE).date()


@pytest.mark.parametrize(("pressed", "amount"), [("46万", "¥460,000.00"), ("46元", "¥46.00")])
async def test_a_unit_that_was_left_out_is_asked_once(
    world: World, pressed: str, amount: str
) -> None:
    draft = world.text(await world.say("周明", "去了远帆，王总说预算50万，我们报46"))
    assert "“46”没说单位，先按46万记" in draft

    settled = world.text(await world.press("周明", pressed))
    assert "没说单位" not in settled
    await world.press("周明", "保存")

    assert await named(world) == ["¥500,000.00", amount]


async def test_the_unit_is_said_as_well(world: World) -> None:
    await world.say("周明", "去了远帆，王总说预算50万，我们报46")
    settled = world.text(await world.say("周明", "46元"))
    assert "没说单位" not in settled
    await world.press("周明", "保存")

    assert await named(world) == ["¥500,000.00", "¥46.00"]


async def test_of_a_vague_day_three_are_offered(world: World) -> None:
    draft = world.text(await world.say("周明", "过两天提醒我给远帆王总打电话"))
    assert "11月24日 周二到11月27日 周五" in draft
    settled = world.text(await world.press("周明", "11-26周四"))
    assert "（约）" not in settled
    await world.press("周明", "保存")

    assert await planned(world) == date(2026, 11, 26)


async def test_a_vague_day_is_saved_as_it_was_read_where_nobody_answers(world: World) -> None:
    await world.say("周明", "今天见了远帆王总，他说满意，过两天再去")
    await world.press("周明", "保存")

    assert await planned(world) == date(2026, 11, 25)


async def test_no_more_than_two_things_are_asked_at_a_time(world: World) -> None:
    draft = world.text(await world.say("周明", "去了远帆，我们报46，过两天再去"))

    assert "没说单位" in draft
    assert "是哪天" not in draft
    assert "还差见了谁，" in draft


async def test_an_amount_of_another_deal_does_not_change_the_open_draft(world: World) -> None:
    await world.say("周明", "给远帆建个商机 负极材料，我们报120万")
    card = world.text(await world.say("周明", "二期金额改成135万"))

    assert "导电浆料二期" in card
