"""A name that is nobody's as it is written is asked for, with whom it looks like and a new one (C18, L04)."""

from core.people.permissions import Scope
from core.visits.queries import FollowUpQuery
from tests.e2e.world import World

ALL = Scope(None)


async def test_C18_a_name_with_a_character_missing_is_asked_for_and_goes_on(world: World) -> None:
    asked = world.text(await world.say("周明", "昨天去了华东精仪器，聊了报价"))
    assert "没有叫" in asked
    assert "华东精密仪器有限公司" in asked
    assert "建客户" in asked

    await world.press("周明", "1 华精")
    await world.press("周明", "保存")
    async with world.look() as uow:
        (one,) = await uow.follow_ups.search(FollowUpQuery(), ALL)
    assert one.customer == "C02"


async def test_C18_a_look_alike_is_never_released_unasked(world: World) -> None:
    asked = world.text(await world.say("周明", "把华东精仪器退回公海，没预算"))
    assert "没有叫" in asked
    async with world.look() as uow:
        assert (await uow.customers.find("C02")).owner == "E1"
