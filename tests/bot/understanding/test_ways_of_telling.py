"""Payments, notices, promises, orders and people in the words that reps tell them in."""

from datetime import time

import pytest

from bot.intents import Claim, CloseOpportunity, LogFollowUps, MoveStage, PutContact, SetPlan, Today
from bot.understanding.amounts import amounts
from bot.understanding.people import people
from bot.understanding.stages import moved_to
from bot.understanding.visits import entries
from core.money import Money
from tests.bot.understanding.speaking import understood


async def next_on(text: str) -> str:
    [found] = entries((await understood(text)).reading)
    return f"{found.next_when.day:%m-%d}" if found.next_when else ""


@pytest.mark.parametrize(
    "text",
    [
        "今天见了远帆王总，总价四十八万，月底先打一半过来",
        "今天见了远帆王总，他说下周三给打钱",
        "今天见了远帆王总，招标公告周五挂",
        "今天见了远帆王总，项目立项了，12月中启动",
    ],
)
async def test_a_payment_a_notice_and_a_start_of_theirs_are_no_follow_up(text: str) -> None:
    assert await next_on(text) == ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天见了远帆王总，约了这周日，哦不对，下周日他值班的时候再谈", "12-06"),
        ("今天见了远帆王总，他周四开会，周五等他值班的时候我再去", "11-27"),
        ("远帆王总：年底前再配两台\n我：好的王总，明天上午报您", "11-24"),
        ("今天见了远帆王总，让我们这个月内先把参数送过去", "11-30"),
        ("远帆王总微信：重新立项了，12月中启动，你们方案更新一下，元旦后我到你公司看", "01-04"),
    ],
)
async def test_the_day_on_which_we_are_to_do_something_is_the_follow_ups(
    text: str, day: str
) -> None:
    assert await next_on(text) == day


async def test_so_long_before_the_day_that_is_named_one_is_reminded_at_the_hour_said() -> None:
    [plan] = (
        await understood("远帆那个标12月15号下午两点截，提醒我提前两天晚上九点前传文件")
    ).intents
    assert isinstance(plan, SetPlan)
    assert plan.when
    assert (f"{plan.when.day:%m-%d}", plan.when.at) == ("12-13", time(21))


async def test_the_hour_of_the_day_that_is_named_is_not_that_of_the_day_before_it() -> None:
    text = "提醒我一下12月18号远帆有个年度规划会早上九点半开始我得提前两天把课件发过去"
    [plan] = (await understood(text)).intents
    assert isinstance(plan, SetPlan)
    assert plan.when
    assert (f"{plan.when.day:%m-%d}", plan.when.at) == ("12-16", None)


async def test_what_we_pay_ourselves_is_to_be_done() -> None:
    [plan] = (await understood("远帆王总，我明天给他打钱")).intents
    assert isinstance(plan, SetPlan)


async def test_a_reminder_so_long_before_an_end_is_a_plan() -> None:
    [plan] = (await understood("远帆的单子1月10号到期，我怕忙忘了，提前三周叫我去谈")).intents
    assert isinstance(plan, SetPlan)
    assert plan.when
    assert f"{plan.when.day:%m-%d}" == "12-20"


async def test_who_is_nobodys_is_taken_by_a_word() -> None:
    [claim] = (await understood("公海里看着海川没主，先给我占上")).intents
    assert isinstance(claim, Claim)


@pytest.mark.parametrize("text", ["下周二我有几个约", "明天我几个约", "周三下午有几个会啊"])
async def test_how_many_appointments_one_has_is_asked_of_the_plans(text: str) -> None:
    [asked] = (await understood(text)).intents
    assert isinstance(asked, Today)


async def test_what_somebody_gives_us_then_claims_nobody() -> None:
    [told] = (await understood("远帆王总confirm打样了，大货下月中交，PO这周五给我")).intents
    assert isinstance(told, LogFollowUps)


async def test_who_takes_over_is_the_contact_to_be_put_down() -> None:
    text = "远帆的徐工离职了，接手的叫Grace，微信Grace_2019，帮我更新下联系人"
    [put] = (await understood(text)).intents
    assert isinstance(put, PutContact)
    assert put.name == "Grace"


async def test_one_thing_told_before_an_order_of_the_deal_is_the_reason_of_the_move() -> None:
    moved, told = (await understood("远帆王总说试样过了，商机往下走一格")).intents
    assert isinstance(moved, MoveStage)
    assert isinstance(told, LogFollowUps)


async def test_whoever_tells_us_not_to_press_him_asks_for_no_reminder() -> None:
    text = "远帆王总今天把话说死了，今年不换，现有合同续到28年底，叫我别再催。丢单了，唉"
    told, lost = (await understood(text)).intents
    assert isinstance(told, LogFollowUps)
    assert isinstance(lost, CloseOpportunity)
    assert lost.state == "lost"


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("从方案直接跳合同", "contract"),
        ("由报价转谈判了", "negotiation"),
        ("目前还是摸需求", "needs"),
        ("要我们周五前拿个改进方案出来", ""),
        ("周四跟进方案反馈", ""),
    ],
)
def test_a_stage_is_gone_to_by_a_verb_of_its_own(text: str, stage: str) -> None:
    assert moved_to(text) == stage


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("叫我找他侄子段伟", ["段伟"]),
        ("他儿子刘强管采购", ["刘强"]),
        ("赶集认识个开鸡场的叫牛大庄，养了六万只", ["牛大庄"]),
        ("行政总厨姓王，王厨，加上微信了", ["王厨"]),
        ("任厨师长说不错", ["任厨师长"]),
        ("马厨房要改造", []),
        ("推了个新的叫金盾，便宜", []),
    ],
)
def test_relatives_and_cooks_and_whoever_is_introduced_are_people(
    text: str, named: list[str]
) -> None:
    assert [one.value for one in people(text)] == named


def test_the_most_that_is_given_is_measured_by_the_sum_beside_it() -> None:
    found = amounts("额度想要八千万我们风控最多给五千利率4.35")
    assert [one.value.most for one in found] == [Money(8_000_000_000), Money(5_000_000_000)]
