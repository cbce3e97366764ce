"""People at a customer, told by words and by the form of 修改."""

from core.people.permissions import Scope
from tests.e2e.world import World

_ALL = Scope(None)

MOVED = "王总电话换了 13700009999"


async def wang(world: World) -> list[tuple[str, str, str]]:
    """Name, telephone and role of the Wangs at 远帆."""
    async with world.look() as uow:
        people = await uow.contacts.at("C01")
    return [(one.name, one.mobile, one.role) for one in people if one.name.startswith("王")]


async def test_who_is_called_by_his_title_is_the_one_who_is_known(world: World) -> None:
    await world.say("周明", MOVED)
    await world.press("周明", "保存")

    assert await wang(world) == [("王建国", "13700009999", "unknown")]


async def test_a_form_starts_with_what_is_kept_and_changes_nothing_else(world: World) -> None:
    await world.say("周明", MOVED)
    await world.press("周明", "修改")
    await world.press("周明", "保存", form={"role": "decider"})
    await world.say("周明", "王总电话换了 13600008888")
    await world.press("周明", "修改")
    await world.press("周明", "保存")

    assert await wang(world) == [("王建国", "13600008888", "decider")]


async def test_whoever_is_introduced_with_a_title_is_somebody_new(world: World) -> None:
    await world.say("周明", "远帆新来了个采购副总，姓王")
    await world.press("周明", "保存")

    assert [name for name, *_ in await wang(world)] == ["王建国", "王总"]


async def test_a_new_customer_gets_no_tier_by_a_form_nobody_filled(world: World) -> None:
    await world.say("周明", "建个客户 无锡明泰电子")
    await world.press("周明", "修改")
    await world.press("周明", "保存")

    async with world.look() as uow:
        (made,) = await uow.customers.by_keys(["明泰"], _ALL)
        customer = await uow.customers.find(made.customers[0])
    assert customer.tier is None
