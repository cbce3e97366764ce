"""Lists, lines of time, mornings, limits, old cards: what else a day brings."""

from datetime import timedelta

import pytest

from adapters.chat import Platform
from core.people.permissions import Scope
from core.plans.queries import PlanQuery
from core.visits.queries import FollowUpQuery
from tests.e2e.world import World

ALL = Scope(None)
VISIT = "昨天下午去了远帆，见了王总，聊二期的量，他说12月定，下周三再去"


async def test_F04_a_list_row_leads_to_a_prefilled_log(world: World) -> None:
    await world.say("周明", "苏州的A类，30天没联系的")

    card = await world.press("周明", "记跟进")

    assert "王建国" in world.text(card)
    await world.press("周明", "保存")
    async with world.look() as uow:
        (one,) = await uow.follow_ups.search(FollowUpQuery(customer="C01"), ALL)
    assert one.contacts == ("王建国",)


async def test_F15_contacts_moves_and_ownership_stand_on_one_line_of_time(world: World) -> None:
    await world.say("周明", VISIT)
    await world.press("周明", "保存")
    await world.say("周明", "远帆二期进商务谈判了")
    await world.press("周明", "保存")

    await world.say("周明", "远帆")
    text = world.text(await world.press("周明", "时间线"))

    assert "王总" in text
    assert "商务谈判" in text


async def test_F15_a_claim_and_a_plan_that_was_done_are_told_in_words(world: World) -> None:
    await world.say("周明", "领海川")
    await world.say("周明", "下午三点提醒我给海川送样机")
    await world.press("周明", "保存")
    await world.say("周明", "海川的做完了")

    await world.say("周明", "海川")
    text = world.text(await world.press("周明", "时间线"))

    assert all(word in text for word in ("认领", "周明", "送样机", "已完成"))


async def test_G03_the_morning_list_comes_before_work_in_working_order(world: World) -> None:
    await world.say("周明", "明天上午10点拜访华精")
    await world.press("周明", "保存")
    await world.wait(timedelta(hours=22, minutes=40))

    seen = world.seen("周明")
    assert "11月24日" in seen
    assert "华精" in seen.split("11月24日 周二 要做的")[-1]


async def test_G06_a_deal_without_a_plan_gets_one_proposal_a_week(world: World) -> None:
    await world.wait(timedelta(days=3))

    shown = [world.text(one) for one in world.emulator.timeline(world.account("周明"))]
    assert sum("要不要定一个" in text for text in shown) == 1


async def test_G08_nobody_is_pushed_to_at_night(world: World) -> None:
    await world.say("周明", VISIT)
    await world.press("周明", "保存")
    quiet = world.time().replace(hour=13, minute=1)
    await world.wait(quiet - world.time())
    before = len(world.emulator.timeline(world.account("周明")))

    await world.wait(timedelta(hours=10))

    assert len(world.emulator.timeline(world.account("周明"))) == before


async def test_H06_a_list_of_deals_is_weighted_by_stage(world: World) -> None:
    text = world.text(await world.say("周明", "我手上超过50万的单子列一下"))

    assert "合计500万" in text
    assert "加权" in text


async def test_H19_an_assignment_changes_the_owner_only(world: World) -> None:
    async with world.look() as uow:
        before = await uow.opportunities.get("O1", ALL)

    await world.say("孙涛", "远帆给老赵")

    async with world.look() as uow:
        after = await uow.opportunities.get("O1", ALL)
    kept = ("stage", "amount", "state", "moved_at", "expected_close", "probability", "name")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert after.employee == "E3"


async def test_K02_result_and_its_measures_stand_together(world: World) -> None:
    await world.say("周明", VISIT)
    await world.press("周明", "保存")

    text = world.text(await world.say("孙涛", "本月到现在"))

    assert all(word in text for word in ("签约", "拜访", "推进", "计划完成"))


async def test_O01_each_write_says_who_where_by_which_message_and_what(world: World) -> None:
    await world.say("周明", "领海川")
    await world.app.clockwork.look()

    async with world.look() as uow:
        (event,) = [
            one for one in await uow.ledger.of_act(await _last(world)) if one.command == "claim"
        ]
    assert event.act.actor == "E1"
    assert event.act.channel == world.platform
    assert event.act.message_id
    assert any(change.table == "customers" for change in event.changes)
    assert await world.store.ledger_broken_at(await world.act()) is None


async def _last(world: World) -> str:
    async with world.look() as uow:
        return await uow.ledger.last_act("E1", world.time() - timedelta(minutes=5))


async def test_P09_thirty_messages_in_a_minute_all_arrive(world: World) -> None:
    for _ in range(31):
        await world.emulator.say(world.account("周明"), "谢谢")
    for _ in range(40):
        await world.app.settle()
        world.time.advance(timedelta(seconds=3))
    await world.app.settle()

    answers = [one for one in world.emulator.timeline(world.account("周明")) if not one.mine]
    assert len(answers) == 31
    assert getattr(world.emulator, "dropped", 0) == 0


async def test_P10_a_press_on_an_old_card_is_worked_on_and_the_card_says_so(world: World) -> None:
    """No card fails for its age; what can no longer be changed is posted afresh: test_deliver."""
    shown = await world.say("周明", VISIT)
    before = len(world.emulator.timeline(world.account("周明")))
    world.time.advance(timedelta(days=20 if world.platform is Platform.WECOM else 13))

    pressed = await world.press("周明", "保存")

    async with world.look() as uow:
        assert len(await uow.follow_ups.search(FollowUpQuery(customer="C01"), ALL)) == 1
    assert len(world.emulator.timeline(world.account("周明"))) == before
    assert "已保存" in world.text(pressed)
    assert pressed.id == shown.id


async def test_P13_a_reminder_opens_the_record(world: World) -> None:
    await world.say("周明", "半小时后打给蓝鲸")
    await world.press("周明", "保存")
    await world.wait(timedelta(minutes=31))

    card = await world.press("周明", "打开")

    assert "深圳市蓝鲸电子有限公司" in world.text(card)


async def test_P13_a_reminder_of_no_customer_opens_the_days_list(world: World) -> None:
    await world.say("周明", "半小时后提醒我交报销单")
    await world.press("周明", "保存")
    await world.wait(timedelta(minutes=31))

    assert "交报销单" in world.text(await world.press("周明", "打开"))


@pytest.mark.parametrize(
    ("who", "text", "told", "opened"),
    [
        pytest.param("孙涛", "华精的行业改成仪器仪表", "周明", "华东精密仪器有限公司", id="owner"),
        pytest.param("孙涛", "海川给老赵", "赵强", "宁波海川模具有限公司", id="assigned"),
    ],
)
async def test_P13_what_a_colleague_did_opens_the_record(
    world: World, who: str, text: str, told: str, opened: str
) -> None:
    await world.say(who, text)
    if "保存" in world.text(world.last(who)):
        await world.press(who, "保存")
    assert who in world.text(world.last(told))

    card = await world.press(told, "打开")

    assert opened in world.text(card)


async def test_P13_of_several_customers_each_is_opened_on_its_row(world: World) -> None:
    await world.say("孙涛", "华精和蓝鲸退公海，联系不上")

    card = world.text(await world.press("周明", "打开", option="蓝鲸"))

    assert "深圳市蓝鲸电子有限公司" in card
    assert "认领" in card


async def test_P13_what_one_may_not_see_any_more_is_not_offered_to_be_opened(world: World) -> None:
    await world.say("孙涛", "华精给老赵")

    assert "打开" not in world.text(world.last("周明"))


async def test_D25_the_nightly_look_done_twice_changes_nothing(world: World) -> None:
    from bot.jobs.registry import named

    due = world.time()
    job = named("pool_evaluate")
    assert await world.app.clockwork.occurrence(job, due)
    assert not await world.app.clockwork.occurrence(job, due)


async def test_G04_a_plan_goes_along_with_its_customer(world: World) -> None:
    await world.say("周明", "周五下午三点提醒我给远帆回电话")
    await world.press("周明", "保存")

    await world.say("孙涛", "远帆给老赵")

    async with world.look() as uow:
        (plan,) = await uow.plans.search(PlanQuery(customer="C01"), ALL)
    assert plan.employee == "E3"
