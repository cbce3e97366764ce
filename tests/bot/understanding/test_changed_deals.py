"""A deal whose sum or signing date is changed becomes what is said last; a step told beside it is a plan."""

from datetime import date

import pytest

from bot.intents import (
    CloseOpportunity,
    CreateOpportunity,
    MoveStage,
    SetPlan,
    UpdateOpportunity,
)
from core.money import Money
from tests.bot.understanding.speaking import understood


@pytest.mark.parametrize(
    "text",
    [
        "远帆的商机金额从45万改成38万",
        "远帆那个商机金额不是45万了，改38万",
        "远帆商机金额改一下 由45万降到38万",
    ],
)
async def test_a_sum_that_is_changed_becomes_the_later_of_two(text: str) -> None:
    (change,) = (await understood(text)).intents

    assert isinstance(change, UpdateOpportunity)
    assert change.amount is not None
    assert change.amount.most == Money.yuan(380_000)


@pytest.mark.parametrize("text", ["远帆成单时间改到12月15号", "远帆签单日期推到12月15号"])
async def test_a_signing_date_that_is_put_off_wins_no_deal(text: str) -> None:
    (change,) = (await understood(text)).intents

    assert isinstance(change, UpdateOpportunity)
    assert change.expected_close is not None
    assert change.expected_close.day == date(2026, 12, 15)
    assert change.target.words == ""


@pytest.mark.parametrize(
    ("text", "kind", "on", "step"),
    [
        ("远帆推到谈判，下周三再去", MoveStage, "12-02", "去一趟"),
        ("远帆推到谈判下周三再去", MoveStage, "12-02", "去一趟"),
        ("远帆赢单了，下周二签合同", CloseOpportunity, "12-01", "签合同"),
        ("远帆丢了，12月8号再联系", CloseOpportunity, "12-08", "联系"),
        ("给远帆建个商机30万，下周三去谈", CreateOpportunity, "12-02", "去谈"),
        ("远帆商机金额改成38万，下周三去谈", UpdateOpportunity, "12-02", "去谈"),
    ],
)
async def test_a_step_told_beside_a_deal_is_a_plan_and_no_day_of_signing(
    text: str, kind: type, on: str, step: str
) -> None:
    deal, plan = (await understood(text)).intents

    assert isinstance(deal, kind)
    assert getattr(deal, "expected_close", None) is None
    assert isinstance(plan, SetPlan)
    assert plan.when is not None
    assert f"{plan.when.day:%m-%d}" == on
    assert plan.content == step


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("远帆推进到商务谈判，预计12月20号签", "12-20"),
        ("远帆推到合同，12月20号签", "12-20"),
        ("给远帆建个商机30万，年底签", "12-31"),
        ("远帆推到投标，12月8号开标", ""),
        ("远帆付款3-6-1，今起算合同阶段", ""),
    ],
)
async def test_a_deal_is_signed_by_the_day_that_is_said_to_be_the_signings(
    text: str, on: str
) -> None:
    (deal,) = (await understood(text)).intents

    close = getattr(deal, "expected_close", None)
    assert (f"{close.day:%m-%d}" if close else "") == on


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("远帆赢单，首付35万下周到", None),
        ("远帆推到谈判，17块5一平", None),
        ("远帆推到谈判，3台单价8万5", 255_000),
        ("远帆赢单，35万，尾款5万", 350_000),
    ],
)
async def test_a_payment_or_what_one_piece_costs_is_no_sum_of_a_deal(
    text: str, yuan: int | None
) -> None:
    deal = (await understood(text)).intents[0]

    assert isinstance(deal, CloseOpportunity | MoveStage)
    assert (deal.amount.most if deal.amount else None) == (Money.yuan(yuan) if yuan else None)


async def test_a_price_that_is_changed_wins_no_deal() -> None:
    (change,) = (await understood("远帆商机金额改成单价三千五")).intents

    assert isinstance(change, UpdateOpportunity)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("远帆退回需求，客户要重新评估", "客户要重新评估"),
        ("远帆打回报价，因为规格12月要改", "规格12月要改"),
        ("远帆推到谈判，下周三再去", ""),
        ("远帆推到合同，报价48万", ""),
        ("远帆样过了，阶段改商务谈判", ""),
    ],
)
async def test_why_a_deal_is_moved_is_no_step_sum_or_stage(text: str, why: str) -> None:
    deal = (await understood(text)).intents[0]

    assert isinstance(deal, MoveStage)
    assert deal.reason == why


async def test_what_is_said_behind_a_deal_that_is_named_is_of_the_same_deal() -> None:
    text = "远帆二期推到商务谈判，金额调成58万，预计11月底签"
    moved, changed = (await understood(text)).intents

    assert isinstance(moved, MoveStage)
    assert isinstance(changed, UpdateOpportunity)
    assert moved.target.words == changed.target.words == "二期"
