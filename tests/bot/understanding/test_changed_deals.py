"""A deal whose sum or signing date is changed becomes what is said last, and is not won by it."""

from datetime import date

import pytest

from bot.intents import UpdateOpportunity
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
