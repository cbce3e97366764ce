"""A customer's profile is filled in stages: what is missing is asked when a deal moves on (C08)."""

from dataclasses import replace
from datetime import timedelta

from core.people.permissions import EVERYBODY
from tests.e2e.world import World


async def bare(world: World) -> None:
    """A customer of 周明's with a deal, of whom nothing is known."""
    await world.say("周明", "建个客户 拓普机电")
    await world.press("周明", "保存")
    await world.say("周明", "给拓普机电建个商机 产线改造 60万")
    await world.press("周明", "保存")


async def advanced(world: World) -> str:
    await world.say("周明", "拓普机电的商机推进一步")
    return world.text(await world.press("周明", "保存"))


async def test_C08_a_stage_asks_for_two_facts_and_the_others_later(world: World) -> None:
    await bare(world)
    first = await advanced(world)

    assert "顺便补一句行业、联系人" in first
    assert "城市" not in first.replace("城市是", "")

    await world.say("周明", "拓普机电的商机推到上一阶段")
    second = world.text(await world.press("周明", "保存"))
    assert "顺便补一句城市" in second


async def test_C08_what_was_asked_is_not_asked_again_within_seven_days(world: World) -> None:
    await bare(world)
    await advanced(world)
    async with world.store.unit(await world.act()) as uow:
        (one,) = await uow.customers.several(await ids(uow), EVERYBODY)
        await uow.customers.save(replace(one, city="苏州"))
        await uow.ledger.record("edit_customer", "customer", one.id)

    await world.say("周明", "拓普机电的商机推到上一阶段")
    again = world.text(await world.press("周明", "保存"))
    assert "顺便补一句" not in again

    world.time.advance(timedelta(days=6, hours=23))
    assert "顺便补一句" not in await advanced(world)
    world.time.advance(timedelta(hours=1, minutes=1))
    await world.say("周明", "拓普机电的商机推到上一阶段")
    assert "顺便补一句行业、联系人" in world.text(await world.press("周明", "保存"))


async def test_C08_a_pressed_step_asks_too_and_no_other_change_does(world: World) -> None:
    await bare(world)
    await world.say("周明", "拓普机电那单概率提到40")
    await world.press("周明", "保存")
    await world.say("周明", "拓普机电那个项目怎么样")
    await world.press("周明", "赢单")
    await world.press("周明", "撤销")
    await world.say("周明", "拓普机电那个项目怎么样")
    assert "顺便补一句" not in world.seen("周明")

    await world.press("周明", "推进")

    assert "顺便补一句行业、联系人" in world.seen("周明")


async def ids(uow) -> list[str]:
    found = await uow.customers.by_keys(["拓普机电"], EVERYBODY)
    return [number for hit in found for number in hit.customers]


async def test_C08_the_answers_are_taken_by_words(world: World) -> None:
    await bare(world)
    await advanced(world)

    for said in ("行业是新能源", "联系人李总 13800000000"):
        await world.say("周明", said)
        await world.press("周明", "保存")

    async with world.look() as uow:
        (number,) = set(await ids(uow))
        one = await uow.customers.get(number, EVERYBODY)
        people = await uow.contacts.at(number)
    assert one.industry == "新能源"
    assert [(each.name, each.mobile) for each in people] == [("李总", "13800000000")]

    world.time.advance(timedelta(days=8))
    await world.say("周明", "拓普机电的商机推到上一阶段")
    assert "顺便补一句城市" in world.text(await world.press("周明", "保存"))


async def test_H01_a_saved_step_says_where_the_deal_is_and_not_where_it_might_go_next(
    world: World,
) -> None:
    await bare(world)
    forth = await advanced(world)
    await world.say("周明", "拓普机电的商机推到上一阶段")
    back = world.text(await world.press("周明", "保存"))

    assert "需求分析" in forth
    assert "方案报价" not in forth
    assert "已推进" in forth
    assert "已退回上一阶段" in back
