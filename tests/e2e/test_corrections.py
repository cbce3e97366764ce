"""F10: when a logged contact is corrected, the cards that show it show what it says now."""

from dataclasses import replace

from adapters.chat import Platform
from adapters.emulator.exchanges import Bubble
from core.people.model import Employee, EmployeeId
from tests.e2e.world import World

VISIT = "昨天下午去了远帆，见了王总，聊二期的量，他说12月定，下周三再去"


async def logged(world: World) -> Bubble:
    """The card a contact was logged on."""
    await world.say("周明", VISIT)
    return await world.press("周明", "保存")


async def corrected(world: World, words: str) -> None:
    await world.say("周明", words)
    await world.press("周明", "保存")


def count(world: World) -> dict[str, int]:
    """How many messages each has on the phone."""
    return {
        who: len(world.emulator.timeline(world.account(who))) for who in ("周明", "孙涛", "吴敏")
    }


async def test_F10_the_card_it_was_logged_on_follows(world: World) -> None:
    saved = await logged(world)
    assert "苏州远帆" in world.text(saved)

    await corrected(world, "不是远帆，是蓝鲸")

    assert "深圳市蓝鲸" in world.text(saved)
    assert "苏州远帆" not in world.text(saved)
    assert "已保存" in world.text(saved)
    assert "12月定" in world.text(saved)


async def test_F10_one_of_several_on_a_card_follows_and_the_others_stay(world: World) -> None:
    await world.say("周明", "上午去远帆见了王总，他说再看看；下午去华精见了李敏，她说要报价")
    saved = await world.press("周明", "保存")
    assert "苏州远帆" in world.text(saved)
    assert "华东精密" in world.text(saved)

    await world.say("周明", "刚才远帆那条改成蓝鲸")
    await corrected(world, "不是远帆，是蓝鲸")

    assert "深圳市蓝鲸" in world.text(saved)
    assert "苏州远帆" not in world.text(saved)
    assert "华东精密" in world.text(saved)


async def test_F10_whoever_else_has_it_open_sees_it_without_a_new_message(world: World) -> None:
    await logged(world)
    opened = await world.say("孙涛", "远帆")
    assert "12月定" in world.text(opened)
    await world.say("周明", "不是远帆，是蓝鲸")
    before = count(world)

    await world.press("周明", "保存")

    assert "12月定" not in world.text(opened)
    assert count(world) == before


async def test_F10_what_was_taken_back_leaves_the_cards(world: World) -> None:
    saved = await logged(world)
    opened = await world.say("孙涛", "远帆")

    await world.say("周明", "撤销")

    assert "已撤销" in world.text(saved)
    assert "12月定" not in world.text(opened)


async def test_F10_a_correction_that_is_taken_back_brings_the_first_words_back(
    world: World,
) -> None:
    opened = await world.say("孙涛", "远帆")
    saved = await logged(world)
    await corrected(world, "不是远帆，是蓝鲸")

    await world.press("周明", "撤销")

    on_feishu = world.platform is Platform.FEISHU
    assert ("苏州远帆" in world.text(saved)) is on_feishu  # WeCom changes a card unasked once
    assert ("12月定" in world.text(opened)) is on_feishu


async def test_F10_a_second_correction_is_a_new_message_to_nobody(world: World) -> None:
    await logged(world)
    await world.say("孙涛", "远帆")
    await corrected(world, "不是远帆，是蓝鲸")
    await world.say("周明", "不是蓝鲸，是华精")
    before = count(world)

    await world.press("周明", "保存")

    assert count(world) == before
    assert set(await world.store.outbox.depth()) <= {"sent", "failed"}


async def test_F10_drawing_a_card_again_is_no_talk_of_its_reader(world: World) -> None:
    """What he meant by numbers and by 那个 is still what he saw last."""
    await logged(world)
    await world.say("孙涛", "远帆")
    await world.say("孙涛", "华精")

    await corrected(world, "不是远帆，是蓝鲸")

    answer = await world.say("孙涛", "这个客户上次聊了啥")
    assert "华精" in world.text(answer)


async def test_F10_who_may_not_see_it_any_more_is_shown_no_more_than_he_may(world: World) -> None:
    await logged(world)
    opened = await world.say("孙涛", "远帆")
    async with world.store.unit(await world.act()) as uow:
        await uow.people.save(_under(await uow.people.get("E1"), "E7"))
        await uow.ledger.record("test", "employee", "E1")

    await corrected(world, "不是远帆，是蓝鲸")

    assert "12月定" not in world.text(opened)
    assert "蓝鲸" not in world.text(opened)


async def test_F10_a_card_that_shows_something_else_by_now_is_left_alone(world: World) -> None:
    await logged(world)
    await world.say("周明", "远帆")
    pressed = await world.press("周明", "加星")
    before = world.text(pressed)

    await corrected(world, "不是远帆，是蓝鲸")

    assert world.text(pressed) == before


def _under(employee: Employee, superior: str) -> Employee:
    return replace(employee, superior=EmployeeId(superior))
