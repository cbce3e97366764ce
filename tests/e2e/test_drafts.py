"""How a draft is continued and left by words, over the wire of both platforms."""

from datetime import UTC, datetime, timedelta

import pytest

from core.people.permissions import Scope
from core.plans.model import PlanState
from core.plans.queries import PlanQuery
from core.visits.queries import FollowUpQuery
from tests.e2e.world import World

ALL = Scope(None)


async def follow_ups(world: World):
    async with world.look() as uow:
        return await uow.follow_ups.search(FollowUpQuery(), ALL)


async def test_F01_what_is_missing_is_asked_two_at_a_time_and_answered_by_words(
    world: World,
) -> None:
    asked = world.text(await world.say("周明", "去了恒泰建材，聊了环保改造"))
    assert "还差见了谁、对方怎么说，" in asked

    await world.say("周明", "见的是刘厂长")
    asked = world.text(await world.say("周明", "他说要等预算批下来"))
    assert "还差下一步或为什么没有下一步，" in asked
    await world.say("周明", "下周五再去")
    saved = world.text(await world.say("周明", "好的，保存"))

    (one,) = await follow_ups(world)
    assert "已保存" in saved
    assert (one.contacts, one.result) == (("刘厂长",), "他说要等预算批下来")
    assert one.next_step == "再去"
    assert one.effective


async def test_F07_no_next_step_with_its_reason_is_an_answer(world: World) -> None:
    await world.say("周明", "去了天府医疗，见了李主任，他们说先不考虑")
    await world.say("周明", "没有下一步，等他们通知")
    await world.say("周明", "保存吧")

    (one,) = await follow_ups(world)
    assert (one.none_reason, one.effective) == ("没有下一步，等他们通知", True)


@pytest.mark.parametrize("topic", ["明天去华精送样", "今天要跟谁", "公海里有啥好客户"])
async def test_P11_a_new_topic_ends_the_draft_but_not_its_buttons(world: World, topic) -> None:
    await world.say("周明", "去了北重，聊了年检")
    await world.say("周明", topic)
    if "华精" in topic:
        await world.press("周明", "保存")

    await world.say("周明", "见的是刘厂长")
    await world.say("周明", "保存")
    assert await follow_ups(world) == []

    await world.press("周明", "保存")
    (one,) = await follow_ups(world)
    assert (one.customer, one.contacts) == ("C12", ())


@pytest.mark.parametrize(("minutes", "saved"), [(29, 1), (31, 0)])
async def test_P11_half_an_hour_of_silence_ends_the_draft(
    world: World, minutes: int, saved: int
) -> None:
    await world.say("周明", "去了北重，聊了年检")
    world.time.advance(timedelta(minutes=minutes))

    await world.say("周明", "保存")

    assert len(await follow_ups(world)) == saved


async def test_P11_thanks_help_undo_and_a_misunderstood_word_leave_the_draft_open(
    world: World,
) -> None:
    await world.say("周明", "领海川")
    await world.say("周明", "去了北重，聊了年检")
    for aside in ("谢谢", "怎么用", "阿巴阿巴", "撤销"):
        await world.say("周明", aside)

    await world.say("周明", "马厂长")
    await world.say("周明", "保存")

    (one,) = await follow_ups(world)
    assert one.contacts == ("马厂长",)


async def test_L04_which_customer_a_draft_is_about_is_answered_by_its_number(world: World) -> None:
    await world.say("周明", "去了恒泰，见了刘厂长，他说要等预算")
    assert "恒泰建材" in world.text(await world.say("周明", "第2个"))

    await world.say("周明", "保存")

    assert [one.customer for one in await follow_ups(world)] == ["C05"]


async def test_P11_nothing_is_answered_for_somebody_else(world: World) -> None:
    await world.say("周明", "去了北重，聊了年检")

    await world.say("林悦", "保存")
    await world.say("林悦", "见的是刘厂长")
    await world.say("周明", "保存")

    (one,) = await follow_ups(world)
    assert (one.employee, one.contacts) == ("E1", ())


async def test_G05_the_plans_of_the_day_that_was_said_are_moved_together(world: World) -> None:
    for sentence in ("明天去华精送样", "明早九点叫我给徐工回电", "后天去北重"):
        await world.say("周明", sentence)
        await world.press("周明", "保存")

    preview = world.text(await world.say("周明", "明天的都往后挪一天"))
    assert "这2条计划都要改期" in preview
    saved = world.text(await world.press("周明", "保存"))

    assert "已保存" in saved
    assert "0条" not in saved
    async with world.look() as uow:
        query = PlanQuery(states=(PlanState.OPEN,))
        found = await uow.plans.search(query, ALL)
    days = {plan.customer: (plan.due_at + timedelta(hours=8)).day for plan in found}
    assert days == {"C01": 25, "C02": 25, "C12": 25}


@pytest.mark.parametrize(
    ("said", "what", "when"),
    [
        ("明早九点叫我给徐工回电", "给徐工回电", "11月24日 周二 09:00"),
        ("后天下午三点去华精验货", "去验货", "11月25日 周三 15:00"),
        ("每周五下午提醒我问北重的进度", "问进度", "11月27日 周五 下午"),
        ("每周三上午十点提醒我给何总打电话", "给何总打电话", "11月25日 周三 10:00"),
    ],
)
async def test_G01_a_plan_says_what_and_when_as_people_do(world: World, said, what, when) -> None:
    card = world.text(await world.say("周明", said))

    assert f'"{what}"' in card or f"做什么：{what}" in card
    assert when in card


@pytest.mark.parametrize("said", ["明天呢", "后天有什么安排", "这周还有哪些安排"])
async def test_G03_a_day_is_asked_for_in_few_words(world: World, said) -> None:
    await world.say("周明", "去了北重，聊了年检")

    assert "要做的" in world.text(await world.say("周明", said))


async def test_G03_what_is_overdue_is_said_as_such(world: World) -> None:
    assert "没有逾期的计划" in world.text(await world.say("周明", "有没有过期的"))


async def test_F13_a_corrected_slot_no_longer_points_at_the_words_it_came_from(
    world: World,
) -> None:
    before = world.text(
        await world.say("周明", "昨天下午去了远帆，见了王总，他说12月定，下周三再去")
    )
    assert "←「远帆」" in before
    after = world.text(await world.say("周明", "不是远帆，是蓝鲸"))
    await world.press("周明", "保存")

    (one,) = await follow_ups(world)
    assert "←「远帆」" not in after
    assert "←「昨天下午」" in after
    assert (one.customer, "customer" in {span.slot for span in one.spans}) == ("C03", False)


@pytest.mark.parametrize(
    ("times", "kept"),
    [
        pytest.param(1_500, 3_000, id="more than is read"),
        pytest.param(5_100, 10_000, id="more than is kept"),
    ],
)
async def test_F02_a_message_of_any_length_is_saved(world: World, times, kept) -> None:
    said = "下午去了远帆，见了王总，" + "很好" * times
    await world.say("周明", said)
    await world.press("周明", "保存")

    (one,) = await follow_ups(world)
    assert one.source_text == said
    assert (one.content + one.result).endswith("很好" * (kept // 2 - 20))
    assert max(len(one.content), len(one.result)) <= 10_000
    assert ("只留下前10000个字" in world.seen("周明")) == (kept == 10_000)


async def test_F13_what_was_typed_in_the_form_points_at_no_words(world: World) -> None:
    await world.say("周明", "昨天下午三点去了远帆，见了王总，他说12月定，下周三再去")
    await world.press("周明", "修改")
    await world.press("周明", "保存", form={"kind": "call", "result": "他说1月定"})

    [one] = await follow_ups(world)
    slots = {span.slot for span in one.spans}
    assert (one.result, "result" in slots, "contacts" in slots) == ("他说1月定", False, True)


async def test_F02_the_hour_that_was_said_stays_where_the_form_shows_the_day(world: World) -> None:
    await world.say("周明", "昨天下午三点去了远帆，见了王总，他说12月定，下周三再去")
    await world.press("周明", "修改")
    await world.press("周明", "保存", form={"kind": "call", "when": "2026-11-22"})

    [one] = await follow_ups(world)
    assert one.occurred_at + timedelta(hours=8) == datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


async def test_F02_a_name_alone_opens_its_customer_and_leaves_the_draft_as_it_is(
    world: World,
) -> None:
    await world.say("周明", "昨天下午去了远帆，见了王总，他说12月定，下周三再去")

    card = world.text(await world.say("周明", "华精"))
    await world.press("周明", "保存")

    assert "表面测量仪" in card
    assert [one.customer for one in await follow_ups(world)] == ["C01"]


async def test_F02_the_words_of_a_corrected_next_step_stay(world: World) -> None:
    await world.say("周明", "昨天下午去了远帆，见了王总，他说12月定，下周三送样")

    assert "12月3日 周四 · 再去" in world.text(await world.say("周明", "下周四再去"))
    assert "11月27日 周五 · 再去" in world.text(await world.say("周明", "周五"))


async def test_F10_nothing_open_asks_for_the_record_by_name(world: World) -> None:
    said = world.text(await world.say("周明", "金额135万"))

    assert "带上名字" in said
    assert "比如：金额135万" not in said


async def test_F10_the_day_of_a_saved_contact_with_a_plan_is_corrected(world: World) -> None:
    await world.say("周明", "刚给远帆王总打了电话，他说12月定，下周三再去")
    await world.press("周明", "保存")

    card = world.text(await world.say("周明", "刚才那条的时间是前天"))
    await world.press("周明", "保存")

    assert "11月21日" in card
    (one,) = await follow_ups(world)
    assert one.occurred_at + timedelta(hours=8) == datetime(2026, 11, 21, tzinfo=UTC)
