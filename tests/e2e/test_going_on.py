"""A conversation goes on: what is said next is about whom and what was just spoken of (F01, P11)."""

import pytest

from core.customers.model import Customer, CustomerId
from core.people.permissions import Scope
from core.plans.model import PlanState
from core.plans.queries import PlanQuery
from core.visits.queries import FollowUpQuery
from tests.e2e.world import ZONE, World

ALL = Scope(None)


async def follow_ups(world: World):
    async with world.look() as uow:
        return await uow.follow_ups.search(FollowUpQuery(), ALL)


async def plans(world: World):
    async with world.look() as uow:
        return await uow.plans.search(PlanQuery(states=(PlanState.OPEN,)), ALL)


async def test_F01_free_words_go_on_with_the_open_report(world: World) -> None:
    await world.say("周明", "今天拜访了博远的何总")
    await world.say("周明", "聊得不错，他们想先试样，量大概两吨")
    await world.say("周明", "就是价格觉得偏高")
    await world.say("周明", "下周二送样过去")
    await world.press("周明", "保存")

    (one,) = await follow_ups(world)
    assert one.result == "聊得不错，他们想先试样，量大概两吨；就是价格觉得偏高"
    assert (one.customer, one.next_step, one.effective) == ("C10", "送样过去", True)


@pytest.mark.parametrize("said", ["阿巴阿巴", "海川在公海吗", "帮我订个会议室", "谢谢"])
async def test_F01_what_is_no_part_of_the_open_report_leaves_it_as_it_was(
    world: World, said: str
) -> None:
    await world.say("周明", "去了北重，见了马厂长")
    await world.say("周明", said)
    await world.press("周明", "保存")

    (one,) = await follow_ups(world)
    assert (one.contacts, one.result) == (("马厂长",), "")


async def test_F01_a_person_of_another_customer_begins_a_report_of_his_own(world: World) -> None:
    await world.say("周明", "去了北重，见了马厂长")
    await world.say("周明", "李工说样品收到了")
    await world.press("周明", "保存")

    (one,) = await follow_ups(world)
    assert one.customer == "C02"


async def test_H01_a_name_that_was_asked_for_names_the_deal(world: World) -> None:
    await world.say("周明", "帮我建个商机")
    await world.say("周明", "天府医疗")
    await world.say("周明", "灭菌柜改造")
    card = world.text(await world.say("周明", "60万"))

    for value in ("天府医疗", "灭菌柜改造", "60万"):
        assert value in card


async def test_L04_he_and_this_one_are_who_was_spoken_about(world: World) -> None:
    await world.say("周明", "领海川")

    whose = world.text(await world.say("周明", "他家归谁"))
    card = world.text(await world.say("周明", "给他家建个联系人张工，技术"))
    await world.press("周明", "保存")

    assert "宁波海川模具有限公司" in whose
    assert "张工" in card
    async with world.look() as uow:
        assert "张工" in {one.name for one in await uow.contacts.at("C07")}


async def test_G01_a_step_without_a_name_is_about_who_was_spoken_about(world: World) -> None:
    await world.say("周明", "北重")
    await world.say("周明", "下周三再打个电话问问，帮我记一下")
    await world.press("周明", "保存")

    (plan,) = await plans(world)
    assert (plan.customer, plan.content) == ("C12", "打个电话问问")


async def test_G01_an_errand_is_about_nobody(world: World) -> None:
    await world.say("周明", "北重")
    await world.say("周明", "提醒我明天下午三点去税务局")
    await world.press("周明", "保存")

    (plan,) = await plans(world)
    assert plan.customer is None


async def test_F01_what_they_said_is_logged_for_who_was_spoken_about(world: World) -> None:
    await world.say("周明", "北重")
    await world.say("周明", "刚通了电话，对方说年检延到明年三月")
    await world.press("周明", "保存")

    (one,) = await follow_ups(world)
    assert one.customer == "C12"
    assert "年检延到明年三月" in one.result


async def test_F13_a_person_of_a_common_name_is_the_one_at_who_was_spoken_about(
    world: World,
) -> None:
    await world.say("周明", "给天府医疗加个联系人王总，院长")
    await world.press("周明", "保存")
    await world.say("周明", "远帆")
    await world.say("周明", "王总电话换了 13700009999")
    await world.press("周明", "保存")

    async with world.look() as uow:
        phones = {one.customer: one.mobile for one in await uow.contacts.named("王总", ALL)}
        phones |= {one.customer: one.mobile for one in await uow.contacts.named("王建国", ALL)}
    assert phones["C01"] == "13700009999"
    assert phones["C09"] == ""


async def test_F13_a_name_answers_which_customer_of_any_draft(world: World) -> None:
    await world.say("周明", "给天府医疗加个联系人王总，院长")
    await world.press("周明", "保存")
    await world.say("周明", "我的设置")
    await world.say("周明", "今天要跟谁")
    asked = world.text(await world.say("周明", "王总生日农历八月初三"))
    assert "是哪家客户" in asked

    card = world.text(await world.say("周明", "远帆"))

    assert "八月初三" in card
    assert "远帆" in card


async def test_H01_a_stage_of_a_customer_without_deals_offers_a_new_one(world: World) -> None:
    told = world.text(await world.say("周明", "北重到送样了"))
    assert "北重现在没有进行中的商机" in told

    card = world.text(await world.press("周明", "建商机"))
    assert "青岛北海重工有限公司" in card
    assert await follow_ups(world) == []


async def test_G05_an_hour_alone_moves_the_plan_within_its_day(world: World) -> None:
    await world.say("周明", "下周一上午十点去北重")
    await world.say("周明", "改成十点半")
    await world.press("周明", "保存")
    (drafted,) = await plans(world)

    await world.say("周明", "改成下午两点")

    (moved,) = await plans(world)
    local = [one.due_at.astimezone(ZONE) for one in (drafted, moved)]
    assert [f"{at:%m-%d %H:%M}" for at in local] == ["11-30 10:30", "11-30 14:00"]


async def test_D02_the_numbers_of_a_list_outlive_what_is_done_with_one_of_it(world: World) -> None:
    listed = world.text(await world.say("周明", "公海里有啥好客户"))
    places = {name: listed.index(name) for name in ("海川", "光联") if name in listed}
    assert len(places) == 2
    first, second = sorted(places, key=places.__getitem__)

    await world.say("周明", "领第一个")
    told = world.text(await world.say("周明", "再领第二个"))

    assert "已认领" in told
    assert second in told
    assert first not in told


async def test_D02_a_list_without_anybody_has_no_numbers(world: World) -> None:
    await world.say("周明", "公海里有啥好客户")
    await world.say("周明", "公海里上海做新能源的有吗")

    assert "没有这个序号" in world.text(await world.say("周明", "领第一个"))


async def test_H01_one_more_deal_is_for_who_was_spoken_about(world: World) -> None:
    await world.say("周明", "北重")
    card = world.text(await world.say("周明", "帮我建一个，名字叫二期扩产，预算120万"))

    for value in ("青岛北海重工有限公司", "二期扩产", "120万"):
        assert value in card


async def test_G05_the_plans_of_a_day_are_meant_not_the_one_last_shown(world: World) -> None:
    for sentence in ("周三去华精送样", "下周一上午十点去北重"):
        await world.say("周明", sentence)
        await world.press("周明", "保存")

    await world.say("周明", "把周三的计划挪到周四")
    await world.say("周明", "保存")

    days = {one.customer: one.due_at.astimezone(ZONE).day for one in await plans(world)}
    assert days == {"C12": 30, "C02": 26}


async def test_L01_the_next_page_comes_by_words_until_there_is_none(world: World) -> None:
    async with world.store.unit(await world.act()) as uow:
        for place in range(12):
            name = f"无锡拓展{place:02}有限公司"
            await uow.customers.add(
                Customer(id=CustomerId(f"P{place}"), full_name=name, created_at=world.time())
            )
        await uow.ledger.record("import", "customers", "12")
    first = world.text(await world.say("周明", "公海里有啥好客户"))

    second = world.text(await world.say("周明", "下一页"))
    beyond = world.text(await world.say("周明", "下一页"))

    names = {f"拓展{place:02}" for place in range(12)} | {"海川", "光联"}
    shown = [{name for name in names if name in page} for page in (first, second)]
    assert shown[0] | shown[1] == names
    assert not shown[0] & shown[1]
    assert "后面没有了" in beyond


async def test_F01_a_next_step_does_not_lose_what_was_said_before_it(world: World) -> None:
    await world.say("周明", "去了北重，见了马厂长")
    await world.say("周明", "价格谈不拢，下周三再碰一次")
    await world.press("周明", "保存")

    (one,) = await follow_ups(world)
    assert (one.result, one.next_step) == ("价格谈不拢", "再碰一次")


async def test_F05_a_colleagues_customer_does_not_lose_the_others_report(world: World) -> None:
    await world.say("周明", "远帆的王总说预算过了，让下周报价；云谷没见到人")
    assert "林悦" in world.seen("周明")

    await world.press("周明", "保存")

    (one,) = await follow_ups(world)
    assert one.customer == "C01"
    assert "预算过了" in one.result


async def test_F04_the_words_of_the_button_do_what_it_does(world: World) -> None:
    await world.say("周明", "北重")
    await world.say("周明", "记跟进")
    await world.say("周明", "年检延到明年三月，对方让我三月初再去")
    await world.press("周明", "保存")

    (one,) = await follow_ups(world)
    assert one.customer == "C12"
    assert "年检延到明年三月" in one.result


async def test_F01_what_asks_for_the_record_is_no_part_of_it(world: World) -> None:
    await world.say("周明", "帮我写个跟进：昨天给北重发了方案，马厂长说看看再回")
    await world.press("周明", "保存")

    (one,) = await follow_ups(world)
    assert "帮我" not in one.content
    assert "发了方案" in one.content
