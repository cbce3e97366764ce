"""Words for which a customer was chosen become a name of it, for whoever chose (C18)."""

from core.people.permissions import EVERYBODY
from tests.e2e.world import World

BOTH = ("杭州华光电子有限公司", "宁波华光化工有限公司")


async def owns_both(world: World) -> None:
    for name in BOTH:
        await world.say("周明", f"建个客户 {name}")
        await world.press("周明", "保存")


async def aliases(world: World, name: str) -> tuple[str, ...]:
    async with world.look() as uow:
        [hit] = await uow.customers.by_keys([name], EVERYBODY)
        return (await uow.customers.find(hit.customers[0])).aliases


async def test_the_words_of_a_choice_name_the_customer_from_then_on(world: World) -> None:
    await owns_both(world)
    await world.say("周明", "拜访华光，聊了环保改造")
    await world.press("周明", "1 华光电子")
    saved = await world.press("周明", "保存")
    assert "以后“华光”就是杭州华光电子有限公司" in world.text(saved)
    assert "华光" in await aliases(world, BOTH[0])

    draft = await world.say("周明", "今天去华光见了采购")

    assert BOTH[0] in world.text(draft)


async def test_what_was_learned_is_taken_back_with_the_act(world: World) -> None:
    await owns_both(world)
    await world.say("周明", "拜访华光，聊了环保改造")
    await world.press("周明", "1 华光电子")
    await world.press("周明", "保存")
    await world.press("周明", "撤销")

    assert "华光" not in await aliases(world, BOTH[0])
    assert "哪一家" in world.text(await world.say("周明", "今天去华光见了采购"))


async def test_nobody_else_is_told_one_of_two_without_being_asked(world: World) -> None:
    await owns_both(world)
    await world.say("周明", "拜访华光，聊了环保改造")
    await world.press("周明", "1 华光电子")
    await world.press("周明", "保存")

    assert "哪一家" in world.text(await world.say("孙涛", "华光"))


async def test_a_name_that_two_customers_have_stays_a_question(world: World) -> None:
    await world.say("周明", "拜访恒泰，聊了环保改造")
    await world.press("周明", "1 恒泰化工")
    saved = await world.press("周明", "保存")

    assert "以后" not in world.text(saved)
    assert "哪一家" in world.text(await world.say("周明", "今天去恒泰见了采购"))


async def test_a_choice_that_only_looks_something_up_teaches_as_well(world: World) -> None:
    await owns_both(world)
    await world.say("周明", "华光")
    await world.press("周明", "2 华光化工")

    card = world.text(await world.say("周明", "华光"))
    assert BOTH[1] in card
    assert BOTH[0] not in card
