"""A release over the wire: its card, its reason, and what becomes of the open plans (D17)."""

import re
from dataclasses import replace

from adapters.chat import Card
from bot.parcel import unpacked
from core.people.model import Employee, EmployeeId
from core.plans.model import PlanState
from core.plans.queries import PlanQuery
from core.pool.model import PoolEventKind
from core.pool.rules import RELEASE_REASONS
from tests.e2e.test_pool import ALL, RETURNED, owner, told
from tests.e2e.world import World


async def released(world: World, customer: str) -> list[str]:
    """The reasons it was given back for."""
    async with world.look() as uow:
        events = await uow.pool.of(customer)
    return [one.reason for one in events if one.kind is PoolEventKind.RELEASE]


async def plans(world: World, customer: str) -> list[tuple[str, PlanState]]:
    async with world.look() as uow:
        found = await uow.plans.search(PlanQuery(customer=customer, states=tuple(PlanState)), ALL)
    return [(one.employee, one.state) for one in found]


async def card_of(world: World) -> Card:
    """The newest card that was sent, as it was before a platform drew it."""
    sent = await world.store.outbox.listed(["sent"], limit=1_000)
    return unpacked(bytes(sent[-1].body)).content


async def test_D17_open_plans_are_handed_to_a_colleague_on_the_card(world: World) -> None:
    await world.say("周明", "周五下午三点提醒我给天府医疗回电话")
    await world.press("周明", "保存")
    asked = world.text(await world.say("周明", "把天府医疗和恒泰建材放了"))
    reason, taker, note = (await card_of(world)).inputs

    assert re.findall("交给(..)", asked) == ["林悦", "赵强", "何俊", "孙涛"]
    assert "1条" in asked
    assert ([one.value for one in reason.options], reason.required) == ([*RELEASE_REASONS], True)
    assert [one.value for one in taker.options] == ["close", "E2", "E3", "E4", "E5"]
    assert (taker.value, note.name) == ("close", "note")
    form = {"reason": "no_budget", "plans": "E2"}
    card = world.text(await world.press("周明", "退回公海", form=form))

    assert "已退回" in card
    assert (await owner(world, "C05"), await owner(world, "C09")) == (None, None)
    assert "1条，已交给林悦" in card
    assert await plans(world, "C09") == [("E2", PlanState.OPEN)]
    assert told(world, "林悦", "周明退回了天府医疗，未完成的1条计划交给你了") == 1


async def test_D17_open_plans_are_closed_and_said_so(world: World) -> None:
    await world.say("周明", "周五下午三点提醒我给天府医疗回电话")
    await world.press("周明", "保存")

    card = world.text(await world.say("周明", RETURNED))

    assert "1条，已取消" in card
    assert await plans(world, "C09") == [("E1", PlanState.CANCELLED)]


async def test_D17_the_card_closes_them_where_nobody_is_chosen(world: World) -> None:
    bare = world.text(await world.say("周明", "把恒泰建材放了"))
    assert "未完成的计划" not in bare
    await world.say("周明", "周五下午三点提醒我给天府医疗回电话")
    await world.press("周明", "保存")
    await many_colleagues(world)
    asked = world.text(await world.say("周明", "把天府医疗放了"))
    assert len(re.findall("交给", asked)) == 9

    typed = "换了老板" if world.platform == "feishu" else ""
    form = {"reason": "no_budget", "plans": "close"} | ({"note": typed} if typed else {})
    card = world.text(await world.press("周明", "退回公海", form=form))

    assert "1条，已取消" in card
    assert await plans(world, "C09") == [("E1", PlanState.CANCELLED)]
    assert await released(world, "C09") == [f"no_budget：{typed}".rstrip("：")]


async def test_D17_a_colleague_hears_of_no_plans_where_none_are_left(world: World) -> None:
    await world.say("周明", "周五下午三点提醒我给天府医疗回电话")
    await world.press("周明", "保存")
    await world.say("周明", "把天府医疗放了")
    async with world.store.unit(await world.act("done")) as uow:
        (plan,) = await uow.plans.search(PlanQuery(customer="C09"), ALL)
        await uow.plans.save(replace(plan, state=PlanState.DONE))
        await uow.ledger.record("finish_plan", "plan", plan.id)

    await world.press("周明", "退回公海", form={"reason": "no_budget", "plans": "E2"})

    assert await owner(world, "C09") is None
    assert told(world, "林悦", "周明退回了") == 0


async def many_colleagues(world: World) -> None:
    async with world.store.unit(await world.act("hired")) as uow:
        for number in range(10):
            one = Employee(id=EmployeeId(f"M{number}"), name=f"新人{number}", superior="E5")
            await uow.people.add(one)
        await uow.ledger.record("import", "people", "10")


async def test_D17_what_was_said_beside_the_reason_is_kept(world: World) -> None:
    await world.say("周明", "天府医疗退公海，没预算，老板说明年再看")
    await world.say("周明", "恒泰建材退公海，厂子搬走了")

    assert await released(world, "C09") == ["no_budget：老板说明年再看"]
    assert await released(world, "C05") == ["厂子搬走了"]
    assert "没预算：老板说明年再看" in world.seen("周明")
    assert "未完成的计划" not in world.seen("周明")


async def test_D17_one_refused_release_leaves_the_others_alone(world: World) -> None:
    card = world.text(await world.say("周明", "云谷和恒泰建材退公海，没预算"))

    assert "1家成功，1家没成功" in card
    assert (await owner(world, "C06"), await owner(world, "C05")) == ("E2", None)


async def test_D17_of_several_that_were_shown_it_is_asked_which(world: World) -> None:
    await world.say("周明", "公海里有啥好客户")
    await world.say("周明", "第1、2个我要了")

    asked = world.text(await world.say("周明", "退公海，没预算"))
    assert "是哪家客户" in asked
    assert await owner(world, "C07") == "E1"

    await world.say("周明", "公海里有啥好客户")
    await world.say("周明", "海川和光联退公海，没预算")
    assert (await owner(world, "C07"), await owner(world, "C08")) == (None, None)


async def test_D17_these_two_are_those_that_were_shown(world: World) -> None:
    await world.say("周明", "海川和光联我都要了")

    await world.say("周明", "这两个都退了，联系不上")

    assert (await owner(world, "C07"), await owner(world, "C08")) == (None, None)
