"""What one asks to be reminded of beside a report or an order: neither swallows the other."""

import pytest

from bot.intents import (
    Claim,
    CloseOpportunity,
    LogFollowUps,
    MoveStage,
    PutContact,
    SetPlan,
    UpdateOpportunity,
)
from tests.bot.understanding.speaking import understood


@pytest.mark.parametrize(
    ("text", "on", "step", "order"),
    [
        (
            "今儿头晌跑了趟远帆，王总说预算批了，推到商务谈判吧，顺便提醒我下周三下午三点再去一趟",
            "12-02",
            "再去一趟",
            MoveStage,
        ),
        ("去了远帆，聊得不错，商机推到合同，另外提醒我周五寄合同", "11-27", "寄合同", MoveStage),
        (
            "远帆王总电话里说方案过了，进投标，提醒我周五交标书",
            "11-27",
            "交标书",
            MoveStage,
        ),
        ("远帆王总同意了，推进到投标，提醒我下周三给他送标书", "12-02", "给他送标书", MoveStage),
        (
            "早晨跑了趟蓝鲸，张姐认可报价，往下走一步，记得叫我后天下午两点送样",
            "11-25",
            "送样",
            MoveStage,
        ),
        (
            "博远何总微信回了，商机改成120万，提醒我下礼拜一打电话",
            "11-30",
            "打电话",
            UpdateOpportunity,
        ),
        ("见了远帆王总，二期丢了给了华光，提醒我年底再问问", "12-31", "再问问", CloseOpportunity),
        (
            "去了趟蓝鲸，张姐说行，阶段挪到商务谈判，周四上午十点 提醒我打电话",
            "11-26",
            "打电话",
            MoveStage,
        ),
    ],
)
async def test_a_reminder_behind_an_order_is_what_the_report_agrees_on(
    text: str, on: str, step: str, order: type
) -> None:
    report, wish = (await understood(text)).intents

    assert isinstance(report, LogFollowUps)
    [entry] = report.entries
    assert f"{entry.next_when.day:%m-%d}" == on
    assert entry.next_step == step
    assert "提醒" not in entry.content
    assert "推到" not in entry.content + entry.result
    assert isinstance(wish, order)


@pytest.mark.parametrize(
    ("text", "order", "content"),
    [
        ("远帆的单子推到投标，提醒我周五交标书", MoveStage, "交标书"),
        ("远帆赢单了，提醒我周五寄合同", CloseOpportunity, "寄合同"),
        ("认领光联，提醒我周五给他们打电话", Claim, "给他们打电话"),
        ("蓝鲸那个单子丢了，下个月 提醒我再问问", CloseOpportunity, "问问"),
    ],
)
async def test_a_reminder_behind_an_order_alone_is_a_plan_of_its_own(
    text: str, order: type, content: str
) -> None:
    wish, plan = (await understood(text)).intents

    assert isinstance(wish, order)
    assert isinstance(plan, SetPlan)
    assert plan.content == content


@pytest.mark.parametrize(
    "text",
    ["提醒我周五把远帆的单子推到投标", "周五提醒我远帆签合同", "约了远帆王总周四过去，提醒我"],
)
async def test_what_is_to_be_reminded_of_moves_no_deal(text: str) -> None:
    [plan] = (await understood(text)).intents

    assert isinstance(plan, SetPlan)


async def test_a_reminder_behind_a_contact_is_its_next_step() -> None:
    [report] = (await understood("今天去了远帆，王总同意了，提醒我下周三再去")).intents

    assert report.entries[0].next_step == "再去"


@pytest.mark.parametrize(
    ("text", "on", "step"),
    [
        ("远帆王总电话换了13700009999，明天提醒我打给他", "11-24", "打给他"),
        ("远帆人事加上了，姓鲍，鲍经理，想先看个报价单，明天发她", "11-24", "发她"),
    ],
)
async def test_what_is_to_be_done_behind_a_persons_facts_is_a_plan_beside_them(
    text: str, on: str, step: str
) -> None:
    put, plan = (await understood(text)).intents

    assert isinstance(put, PutContact)
    assert isinstance(plan, SetPlan)
    assert f"{plan.when.day:%m-%d}" == on
    assert plan.content == step
