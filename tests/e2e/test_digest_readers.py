"""Whose figures a digest holds, and which day's is the one that was sent (K01)."""

from dataclasses import replace
from datetime import timedelta

from core.people.model import Role
from core.reports.digest import snapshot
from core.reports.model import AsOf
from tests.bot.test_digest_card import BUSY
from tests.core.builders import SUN, employee
from tests.e2e.opening import open_number
from tests.e2e.test_digest import a_days_work
from tests.e2e.test_rep import forge
from tests.e2e.world import World


async def test_K01_who_leads_nobody_reads_his_own_figures_whatever_else_he_may_see(
    world: World,
) -> None:
    await a_days_work(world)
    async with world.store.unit(await world.act()) as uow:
        for number in ("E1", "E2"):
            person = await uow.people.get(number)
            await uow.people.save(replace(person, roles=person.roles | {Role.ADMIN}))
        await uow.ledger.record("test", "employee", "E1")

    hers = world.text(await world.say("林悦", "今天怎么样"))
    her_list = world.text(await open_number(world, "林悦", "follow_ups"))
    his = world.text(await world.say("周明", "今天怎么样"))

    assert "签约 310万 ← 有效拜访 1/1" in his
    assert "签约 0元 ← 有效拜访 0/0" in hers
    assert "0条" in her_list


async def test_K01_of_one_name_it_is_the_one_of_his_team_and_never_a_guess(world: World) -> None:
    await a_days_work(world)
    shown = []
    for number, superior in (("E31", "E7"), ("E32", "E5")):
        async with world.store.unit(await world.act()) as uow:
            await uow.people.add(employee(number, name="周明", superior=superior))
            await uow.ledger.record("test", "employee", number)
        shown.append(world.text(await world.say("孙涛", "只看周明")))

    assert "签约 310万" in shown[0]
    assert "没有找到" in shown[1]


async def test_K01_only_his_teams_whole_day_that_is_over_is_shown_as_it_was_sent(
    world: World,
) -> None:
    async with world.store.unit(await world.act()) as uow:
        as_of = str(AsOf(await uow.ledger.mark(), world.time()))
        for day in ("2026-11-22", "2026-11-23"):
            sent = replace(BUSY, first=day, last=day, as_of=as_of)
            await uow.reports.put_snapshot(snapshot(sent, SUN, world.time()))
    asked = {
        "昨天的日报发我": True,
        "上周汇总": False,
        "只看小周昨天的": False,
        "今天怎么样": False,
    }

    shown = {words: world.text(await world.say("孙涛", words)) for words in asked}

    assert {words: "400万 / 目标 1,000万（40%）" in text for words, text in shown.items()} == asked
    assert all("报 11月" in text for text in shown.values())


async def test_K12_days_that_end_with_a_week_that_was_sent_are_not_told_as_that_week(
    world: World,
) -> None:
    async with world.store.unit(await world.act()) as uow:
        as_of = str(AsOf(await uow.ledger.mark(), world.time()))
        sent = replace(BUSY, first="2026-11-16", last="2026-11-22", period="week", as_of=as_of)
        await uow.reports.put_snapshot(snapshot(sent, SUN, world.time()))
    await world.say("周明", "上周五下午去了北重，见了马厂长，他说明年换，下周再去")
    await world.press("周明", "保存")

    few = world.text(await world.say("孙涛", "11月18日到11月22日的简报"))
    week = world.text(await world.say("孙涛", "只看周明上周的"))

    assert "跟进 1 次" in few
    assert "跟进 0 次" in week


async def test_K01_the_numbers_of_one_persons_digest_are_his_alone(world: World) -> None:
    await a_days_work(world)
    await world.say("孙涛", "只看老赵")
    others = world.text(await open_number(world, "孙涛", "follow_ups"))
    await world.say("孙涛", "只看小周")
    his = world.text(await open_number(world, "孙涛", "follow_ups"))

    assert "0条" in others
    assert "1条" in his


async def test_A08_a_number_of_somebody_elses_team_is_refused(world: World) -> None:
    await a_days_work(world)
    await world.say("林悦", "远帆")
    key = (
        'OpenNumber{"number":"follow_ups","since":"2026-11-23","until":"2026-11-23","person":"E1"}'
    )
    await forge(world, world.last("林悦"), key, who="林悦")

    assert "没有找到，或者你没有权限" in world.seen("林悦")
    assert "跟进明细" not in world.seen("林悦")


async def test_K01_who_lost_his_team_is_not_shown_what_his_old_team_was_sent(world: World) -> None:
    await a_days_work(world)
    await world.wait(timedelta(hours=24))
    led = world.text(await world.say("孙涛", "昨天的简报"))
    async with world.store.unit(await world.act()) as uow:
        for number, change in {
            "E5": {"roles": frozenset({Role.REP})},
            "E1": {"superior": "E7"},
        }.items():
            person = await uow.people.get(number)
            await uow.people.save(replace(person, **change))
        await uow.ledger.record("test", "employee", "E5")

    alone = world.text(await world.say("孙涛", "昨天的简报"))

    assert "签约 310万" in led
    assert "签约 0元" in alone
    assert "310万" not in alone


WENT = "下午去了云谷，见了刘海波，他说预算批了，下周二再去"


async def test_K01_who_had_not_written_on_a_day_that_is_over_is_told_as_it_was_then(
    world: World,
) -> None:
    await a_days_work(world)
    await world.wait(timedelta(hours=24))
    await world.say("林悦", f"昨天{WENT}")
    await world.press("林悦", "保存")

    told = world.text(await world.say("孙涛", "昨天谁没写跟进"))

    assert all(name in told for name in ("林悦", "赵强", "何俊"))


async def test_K02_on_a_day_off_nobody_missed_a_record(world: World) -> None:
    saturday = world.text(await world.say("孙涛", "前天的简报"))
    friday = world.text(await world.say("孙涛", "11月20日的简报"))
    asked = world.text(await world.say("孙涛", "昨天谁没写跟进"))

    assert ["没写记录：" in one for one in (saturday, friday)] == [False, True]
    assert asked.startswith("休息日不要求写记录。")


async def test_K02_who_wrote_today_is_reminded_of_yesterday_that_lacks(world: World) -> None:
    await a_days_work(world)
    await world.wait(timedelta(hours=24))
    await world.say("林悦", WENT.replace("下午", "今天上午"))
    await world.press("林悦", "保存")

    await world.say("孙涛", "昨天谁没写跟进")
    await world.press("孙涛", "提醒")

    assert "已经处理了" not in world.seen("孙涛")
    assert "今天" in world.seen("林悦")
