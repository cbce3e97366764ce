"""Days behind, as they are said between Harbin and Canton, of contacts that are told."""

import pytest

from bot.intents import LogFollowUps, MovePlan, SetPlan
from bot.understanding import understand
from tests.bot.understanding.moments import clock, table
from tests.bot.understanding.speaking import listed, understood

WEDNESDAY = "2026-11-25T17:40"


async def day_of(text: str) -> str:
    at = clock(WEDNESDAY)
    found = await understand(text, names=listed(), now=at.now, calendar=at.calendar)
    [report] = [one for one in found.intents if isinstance(one, LogFollowUps)]
    when = report.entries[0].when
    assert when is not None
    return f"{when.day:%m-%d}"


@pytest.mark.parametrize(
    ("said", "on"),
    table(
        """
        大大前天 11-21
        大前儿个 11-22
        前日 11-23
        前晚 11-23
        前儿个头晌 11-23
        昨个 11-24
        昨儿个晌午 11-24
        昨后晌 11-24
        昨朝 11-24
        夜来后晌 11-24
        今儿个头午 11-25
        头两天 11-23
        早几天 11-22
        前几日 11-22
        大上周四 11-12
        上上礼拜二 11-10
        月头 11-01
        上旬 11-01
        国庆前一天 09-30
        霜降前后 10-23
        前些日子 11-15
        前阵子 11-15
        """
    ),
)
async def test_a_day_behind_is_the_contacts(said: str, on: str) -> None:
    assert await day_of(f"{said}去了趟远帆，跟王总聊了，他说价格还行") == on


async def test_a_festival_that_is_still_to_come_stays_ahead() -> None:
    [plan] = (await understood("元旦前后去远帆送样")).intents

    assert f"{plan.when.day:%m-%d}" == "01-01"


async def test_what_is_put_off_for_them_moves_no_plan_of_ours() -> None:
    said = "昨儿擦黑才见着何总，博远那边招标推迟到下个月中旬"
    intents = (await understood(said)).intents

    assert not any(isinstance(one, MovePlan) for one in intents)


async def test_whoever_was_gone_to_is_reported_beside_the_step_of_the_deal() -> None:
    said = "十一月六号上午去的华精 李工 试样合格 阶段改成商务谈判"
    intents = (await understood(said)).intents

    assert {type(one).__name__ for one in intents} == {"LogFollowUps", "MoveStage"}


async def test_of_two_days_the_one_counts_on_which_somebody_was_met() -> None:
    assert await day_of("上个礼拜一去过一次华精没见到人，昨天才见着李敏") == "11-24"


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("远帆何总明天到无锡，约他后天早上喝茶", "11-25"),
        ("12月8号上午十点远帆评审会，提前一天下午我先过去对材料", "12-07"),
        ("远帆王总生日18号 前一天提醒我订花", "12-17"),
        ("远帆元旦过了再去探探口风", "01-04"),
    ],
)
async def test_the_day_of_ones_own_step_is_the_plans(text: str, on: str) -> None:
    [plan] = (await understood(text)).intents

    assert isinstance(plan, SetPlan)
    assert f"{plan.when.day:%m-%d}" == on


async def test_whoever_leads_the_way_claims_nobody() -> None:
    said = "周二头午去华精，李工领着走了一圈车间，需求摸清了"

    assert await day_of(said) == "11-24"
