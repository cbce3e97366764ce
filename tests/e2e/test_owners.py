"""Whoever's records somebody else works on is told, once an act (A04)."""

from dataclasses import replace

import pytest

from core.people.model import EmployeeId, EmployeeState
from core.people.permissions import Scope
from core.visits.queries import FollowUpQuery
from tests.e2e.test_pool import RETURNED, told
from tests.e2e.world import World


async def test_A04_the_owner_is_told_once_of_a_supervisors_write(world: World) -> None:
    await world.say("孙涛", "华精的行业改成仪器仪表")
    await world.press("孙涛", "保存", times=3)
    await world.say("孙涛", "远帆新来了个采购副总，姓冯")
    await world.press("孙涛", "保存")

    assert told(world, "周明", "孙涛动了你的客户华精：改客户。") == 1
    assert told(world, "周明", "孙涛动了你的客户远帆：改联系人。") == 1
    assert told(world, "周明", "动了你的客户") == 2


async def test_A04_a_step_without_its_facts_is_told_by_its_name(world: World) -> None:
    await world.say("周明", "给北重建个商机 行车改造")
    await world.press("周明", "保存")
    await world.say("孙涛", "北重那个推到方案报价，客户催得急")
    await world.press("孙涛", "保存")

    assert told(world, "周明", "孙涛动了你的客户北重：缺信息推进商机。") == 1
    assert "缺信息推进商机" in world.text(await world.say("孙涛", "撤销"))


async def test_A04_who_loses_a_customer_is_told(world: World) -> None:
    await world.say("孙涛", "北重给老赵")
    lost = world.last("周明")
    await world.say("孙涛", RETURNED)
    free = world.last("周明")

    assert told(world, "周明", "孙涛动了你的客户北重：分配。") == 1
    assert told(world, "周明", "孙涛动了你的客户天府医疗：退回公海。") == 1
    assert told(world, "赵强", "分配给你了") == 1
    assert told(world, "赵强", "动了你的客户") == 0
    assert "打开" not in world.text(lost)
    assert "打开" in world.text(free)


async def test_A04_who_loses_a_plan_or_a_deal_of_his_is_told_of_all_at_once(world: World) -> None:
    for words in ("周五下午三点提醒我给北重回电话", "给天府医疗建个商机 灭菌柜 60万"):
        await world.say("孙涛", words)
        await world.press("孙涛", "保存")

    await world.say("吴敏", "北重和天府医疗给老赵")

    for who in ("周明", "孙涛"):
        assert told(world, who, "吴敏动了你的客户北重、天府医疗：分配。") == 1


async def test_A04_a_supervisor_is_told_of_his_plan_that_a_reps_release_closed(
    world: World,
) -> None:
    await world.say("孙涛", "周五下午三点提醒我给北重回电话")
    await world.press("孙涛", "保存")

    await world.say("周明", "北重退公海，没预算")

    assert told(world, "孙涛", "周明动了你的客户北重：退回公海。") == 1


async def test_A04_nobody_is_told_of_his_own_work(world: World) -> None:
    await world.say("孙涛", "领海川")
    for who, customer in (("周明", "华精"), ("孙涛", "海川")):
        await world.say(who, f"{customer}的行业改成仪器仪表")
        await world.press(who, "保存")

        assert told(world, who, "动了你的客户") == 0


async def test_A04_who_is_away_is_told_in_his_language_and_who_has_left_is_not(
    world: World,
) -> None:
    await became(world, "E2", state=EmployeeState.LEAVE, language="en")
    await became(world, "E1", state=EmployeeState.LEFT)

    for customer in ("云谷", "华精"):
        await world.say("孙涛", f"{customer}的行业改成仪器仪表")
        await world.press("孙涛", "保存")

    told_of = await world.store.outbox.listed(["waiting", "sending", "sent", "failed", "dead"])
    assert [one.employee for one in told_of if one.kind == "owner_told"] == ["E2"]
    assert told(world, "林悦", "孙涛 worked on your customer 云谷: ") == 1


@pytest.mark.parametrize(
    "words",
    [
        "上午拜访了云谷刘总，聊了方案，他认可，下周三再去",
        "云谷加个联系人李总",
        "周五提醒我给云谷回电话",
    ],
)
async def test_A08_words_about_a_colleagues_customer_are_passed_on_once(
    world: World, words
) -> None:
    shown = world.text(await world.say("周明", words))
    await world.press("周明", "转告林悦", times=2)

    assert "没有保存" in shown
    assert told(world, "林悦", f"周明转告，关于云谷：{words}") == 1
    assert told(world, "周明", "已转告林悦。") == 1
    async with world.look() as uow:
        query = FollowUpQuery(customer="C06", employee=(await uow.people.named("周明"))[0].id)
        assert await uow.follow_ups.search(query, Scope(None)) == []


async def became(world: World, number: str, **other: object) -> None:
    async with world.store.unit(await world.act(number)) as uow:
        person = await uow.people.get(EmployeeId(number))
        await uow.people.save(replace(person, **other))
        await uow.ledger.record("import", "people", "1")
