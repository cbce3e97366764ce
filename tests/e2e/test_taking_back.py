"""Taking back and bringing back by words, over the wire of both platforms."""

from datetime import timedelta

from adapters.chat import Platform
from core.people.permissions import Scope
from core.plans.queries import PlanQuery
from core.visits.queries import FollowUpQuery
from tests.e2e.world import World

ALL = Scope(None)
VISIT = "昨天下午去了远帆，见了王总，聊二期的量，他说12月定，下周三再去"


async def contents(world: World) -> list[str]:
    async with world.look() as uow:
        found = await uow.follow_ups.search(FollowUpQuery(), ALL)
    return [one.content for one in found]


async def logged(world: World) -> None:
    await world.say("周明", VISIT)
    await world.press("周明", "保存")


async def test_O04_the_last_contact_goes_with_its_corrections_and_nothing_else(
    world: World,
) -> None:
    await logged(world)
    await world.say("周明", "金额应该是135万")
    await world.press("周明", "保存")
    await world.say("周明", "领海川")

    await world.say("周明", "刚才那条跟进删了")

    assert await contents(world) == []
    async with world.look() as uow:
        assert (await uow.customers.find("C07")).owner == "E1"


async def test_O04_what_was_taken_back_is_brought_back_once(world: World) -> None:
    await logged(world)
    await world.say("周明", "撤销")
    assert await contents(world) == []

    back = await world.say("周明", "恢复刚删的")

    assert "已恢复" in world.text(back)
    assert len(await contents(world)) == 1
    again = await world.say("周明", "恢复刚删的")
    assert "没有可以恢复的" in world.text(again)
    await world.press("周明", "撤销")
    assert await contents(world) == []


async def test_O04_ten_minutes_end_bringing_back(world: World) -> None:
    await logged(world)
    await world.say("周明", "撤销")
    await world.wait(timedelta(minutes=11))

    await world.say("周明", "恢复刚删的")

    assert await contents(world) == []


async def test_O04_what_is_taken_back_by_words_is_named_and_its_card_says_so(world: World) -> None:
    await world.say("周明", "蓝鲸那个推到方案报价")
    saved = await world.press("周明", "保存")
    await world.say("周明", "领海川")
    claimed = world.last("周明")

    back = [world.text(await world.say("周明", "撤回刚才那条")) for _ in range(2)]

    assert ["海川" in back[0], "蓝鲸" in back[1]] == [True, True]
    assert "已撤销" in world.text(saved)
    assert "认领" in world.text(claimed)
    assert "已认领" not in world.text(claimed)

    await world.say("周明", "恢复刚删的")  # WeCom lets a card that nobody presses be changed once
    assert ("已撤销" in world.text(saved)) == (world.platform is Platform.WECOM)


async def test_O04_a_card_goes_on_after_its_own_button_took_it_back(world: World) -> None:
    await world.say("周明", "蓝鲸那个推到方案报价")
    saved = await world.press("周明", "保存")
    await world.press("周明", "撤销")
    taken_back = world.text(saved)

    await world.say("周明", "恢复刚删的")

    assert ("已撤销" in taken_back, "已撤销" in world.text(saved)) == (True, False)


async def test_O04_of_a_note_that_is_partly_saved_the_card_follows(world: World) -> None:
    await world.say("周明", "上午去了远帆，王总说12月定；下午去了北重，马厂长说明年换，下周再去")
    await world.press("周明", "保存这家" if "保存这家" in world.seen("周明") else "单独保存")
    shown = world.emulator.timeline(world.account("周明"))
    part = next(one for one in reversed(shown) if one.card)  # on WeCom a text lies beside it
    saved = world.text(part)

    await world.say("周明", "撤销")

    assert "已保存" in saved
    assert "已保存" not in world.text(part)


async def test_O04_a_correction_that_went_with_its_contact_says_so(world: World) -> None:
    await logged(world)
    await world.say("周明", "金额应该是135万")
    corrected = await world.press("周明", "保存")

    await world.say("周明", "刚才那条跟进删了")

    assert "已保存" not in world.text(corrected)


async def test_O04_however_many_cards_show_the_customer_the_one_of_the_act_follows(
    world: World,
) -> None:
    await world.say("周明", VISIT)
    saved = await world.press("周明", "保存")
    for _ in range(21):
        await world.say("周明", "远帆")

    await world.say("周明", "撤销")

    assert "已撤销" in world.text(saved)


async def test_F10_a_correction_of_the_amount_keeps_the_hour(world: World) -> None:
    await logged(world)
    await world.say("周明", "金额应该是135万")
    await world.press("周明", "保存")

    async with world.look() as uow:
        (one,) = await uow.follow_ups.search(FollowUpQuery(), ALL)
    assert one.occurred_at.isoformat().startswith("2026-11-22T06:00")


async def test_F02_nobody_reached_is_said_as_such(world: World) -> None:
    await world.say("周明", "打电话给马厂长没接")

    saved = world.text(await world.press("周明", "保存"))

    assert "没联系上人" in saved
    assert "还缺" not in saved


def read_by(world: World, who: str) -> str:
    return world.text(world.last(who))


async def test_O04_whoever_lost_or_got_a_customer_is_told_that_it_is_as_before(
    world: World,
) -> None:
    await world.say("孙涛", "北重给老赵")

    for words, told in (("撤销", "孙涛撤销了刚才对北重做的改动"), ("恢复刚删的", "又恢复了对北重")):
        await world.say("孙涛", words)

        assert told in read_by(world, "周明")
        assert told in read_by(world, "赵强")
        assert told not in world.seen("孙涛")


async def test_O04_who_was_handed_the_plans_is_told_that_they_went_back(world: World) -> None:
    await world.say("周明", "周五下午三点提醒我给天府医疗回电话")
    await world.press("周明", "保存")
    await world.say("周明", "把天府医疗放了")
    form = {"reason": "no_budget", "plans": "E2"}
    await world.press("周明", "退回公海", form=form)

    await world.say("周明", "撤销")

    assert "周明撤销了刚才对天府医疗做的改动" in read_by(world, "林悦")
    assert "周明撤销了" not in world.seen("周明")


async def test_F10_a_record_that_is_named_by_its_customer_is_no_other_ones(world: World) -> None:
    for customer in ("远帆", "蓝鲸"):
        await world.say("周明", f"上午拜访了{customer}，聊了二期，没有下一步，等通知")
        await world.press("周明", "保存")

    await world.say("周明", "把远帆那条拜访记录删掉")
    await world.say("周明", "撤销")

    seen = world.text(await world.say("周明", "看看远帆的跟进记录"))
    assert "二期" in seen


async def plans(world: World) -> list[str]:
    async with world.look() as uow:
        return [one.content for one in await uow.plans.search(PlanQuery(), ALL)]


async def test_O04_a_plan_is_taken_back_though_its_reminder_was_sent_meanwhile(
    world: World,
) -> None:
    before = await plans(world)
    await world.say("周明", "五分钟后提醒我给远帆王总发资料")
    await world.press("周明", "保存")
    await world.wait(timedelta(minutes=6))
    assert "提醒" in world.seen("周明")

    await world.say("周明", "撤销")

    assert await plans(world) == before


async def test_O04_a_visit_is_taken_back_though_the_reminder_of_its_next_step_was_sent(
    world: World,
) -> None:
    before = await plans(world)
    await world.say("周明", "上午拜访了远帆王总，他说方案没问题，今天上午10点5分再打电话")
    await world.press("周明", "保存")
    assert await plans(world) != before
    await world.wait(timedelta(minutes=6))

    await world.say("周明", "撤销")

    assert await contents(world) == []
    assert await plans(world) == before
