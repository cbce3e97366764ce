"""Plans and the day's list, by words and buttons, over the wire of both platforms."""

from datetime import timedelta

from core.people.permissions import Scope
from core.plans.model import PlanState
from core.plans.queries import PlanQuery
from core.visits.model import ContactKind
from core.visits.queries import FollowUpQuery
from tests.e2e.world import World

ALL = Scope(None)


async def planned(world: World, *sentences: str) -> None:
    for sentence in sentences:
        await world.say("周明", sentence)
        await world.press("周明", "保存")


async def states(world: World) -> dict[str, PlanState]:
    async with world.look() as uow:
        found = await uow.plans.search(PlanQuery(states=tuple(PlanState)), ALL)
    return {plan.customer: plan.state for plan in found if plan.state is not PlanState.MOVED}


async def open_days(world: World, customer: str) -> list[str]:
    async with world.look() as uow:
        found = await uow.plans.search(PlanQuery(customer=customer), ALL)
    return [plan.due_at.date().isoformat() for plan in found]


async def test_F04_a_row_of_the_day_leads_to_a_log_with_whom_and_how(world: World) -> None:
    await planned(world, "下午三点打给徐工", "下午四点提醒我去北重")
    await world.say("周明", "今天要跟谁")

    draft = await world.press("周明", "记跟进", option="远帆")

    assert all(word in world.text(draft) for word in ("记电话 · 远帆", "徐工", "11月23日"))
    await world.press("周明", "保存")
    async with world.look() as uow:
        (one,) = await uow.follow_ups.search(FollowUpQuery(), ALL)
    assert (one.customer, one.kind, one.contacts) == ("C01", ContactKind.CALL, ("徐工",))


async def test_F04_a_reminder_leads_to_a_log_with_whom_and_how(world: World) -> None:
    await planned(world, "半小时后打给徐工")
    await world.wait(timedelta(minutes=31))

    draft = await world.press("周明", "记跟进")

    assert all(word in world.text(draft) for word in ("记电话 · 远帆", "徐工", "11月23日"))
    await world.press("周明", "保存")
    async with world.look() as uow:
        (one,) = await uow.follow_ups.search(FollowUpQuery(), ALL)
    assert (one.customer, one.kind, one.contacts) == ("C01", ContactKind.CALL, ("徐工",))
    assert await states(world) == {"C01": PlanState.DONE}


async def test_G05_a_row_that_is_done_leaves_the_rest_of_the_list(world: World) -> None:
    await planned(world, "下午三点打给徐工", "下午四点提醒我去北重")
    await world.say("周明", "今天要跟谁")

    left = await world.press("周明", "完成", option="远帆")

    assert "已完成" in world.text(left)
    assert "北重" in world.text(left)
    assert await states(world) == {"C01": PlanState.DONE, "C12": PlanState.OPEN}
    await world.press("周明", "撤销")
    assert await states(world) == {"C01": PlanState.OPEN, "C12": PlanState.OPEN}


async def test_G05_a_row_is_postponed_on_a_card_of_its_own(world: World) -> None:
    await planned(world, "下午三点打给徐工", "下午四点提醒我去北重")
    shown = await world.say("周明", "今天要跟谁")

    asked = await world.press("周明", "推迟", option="远帆")
    assert asked.id != shown.id
    await world.say("周明", "推到周四")

    assert await open_days(world, "C01") == ["2026-11-26"]
    assert await open_days(world, "C12") == ["2026-11-23"]


async def test_G05_a_row_that_was_done_elsewhere_leaves_the_list(world: World) -> None:
    await planned(world, "下午三点打给徐工", "下午四点提醒我去北重")
    listed = await world.say("周明", "今天要跟谁")
    await world.say("周明", "远帆的打完了")
    assert await states(world) == {"C01": PlanState.DONE, "C12": PlanState.OPEN}

    await world.press("周明", "完成", option="远帆")

    timeline = world.emulator.timeline(world.account("周明"))
    left = next(world.text(one) for one in timeline if one.id == listed.id)
    assert "北重" in left
    assert "徐工" not in left


async def test_P02_a_reminder_answered_elsewhere_says_how_it_ended(world: World) -> None:
    await planned(world, "半小时后打给张姐")
    await world.wait(timedelta(minutes=31))
    await world.say("周明", "推到周五")

    card = await world.press("周明", "完成")

    assert "已推迟" in world.text(card)
    assert await open_days(world, "C03") == ["2026-11-27"]


async def test_G05_which_plan_is_asked_when_none_was_shown(world: World) -> None:
    await planned(world, "下午四点提醒我去北重", "明天下午四点提醒我去华精")
    await world.wait(timedelta(minutes=31))

    asked = world.text(await world.say("周明", "推到周五"))

    assert "1 北重" in asked
    assert "华精" not in asked
    assert await open_days(world, "C12") == ["2026-11-23"]


async def test_an_empty_day_is_said_without_counting_nothing(world: World) -> None:
    shown = world.text(await world.say("周明", "今天要跟谁"))

    assert "没有安排" in shown
    assert "0条" not in shown
    assert "0单" not in shown


async def test_G04_a_plan_is_about_the_deal_that_was_named(world: World) -> None:
    await planned(world, "周五提醒我跟进传感器年框", "周四下午三点提醒我给蓝鲸催检测设备的合同")

    async with world.look() as uow:
        found = await uow.plans.search(PlanQuery(), ALL)
    assert {(plan.customer, plan.opportunity) for plan in found} == {("C10", "O4"), ("C03", "O2")}


async def test_G04_a_plan_outlives_the_end_of_its_deal(world: World) -> None:
    await planned(world, "周五提醒我跟进传感器年框", "博远年框签了！310万")

    async with world.look() as uow:
        (plan,) = await uow.plans.search(PlanQuery(), ALL)
    assert (plan.opportunity, plan.state) == ("O4", PlanState.OPEN)
