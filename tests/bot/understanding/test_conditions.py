"""Which conditions on customers a sentence holds (L01)."""

import pytest

from bot.slots import Conditions
from bot.understanding.conditions import conditions, is_question
from core.customers.model import Tier
from tests.bot.understanding.speaking import understood

HELD = {
    "苏州 A类 半个月没联系": Conditions(cities=("苏州",), tiers=(Tier.A,), untouched_days=15),
    "无锡和苏州的B类C类客户": Conditions(cities=("无锡", "苏州"), tiers=(Tier.B, Tier.C)),
    "两周没跟的": Conditions(untouched_days=14),
    "两个月没人领的": Conditions(unclaimed_days=60),
    "公海里第三类的": Conditions(category=3),
    "名字里带精工的客户": Conditions(text="精工"),
    "通信行业没成交的": Conditions(industries=("通信",), dealt=False),
}


@pytest.mark.parametrize("text", HELD)
async def test_L01_each_condition_is_read_as_it_is_said(text: str) -> None:
    assert conditions((await understood(text)).reading) == HELD[text]


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("苏州有哪些客户", True),
        ("他问我们什么时候能到货，交期多少", False),
        ("上午去了厂里看了产线，设备科的人都在，后面还要安排一次演示，不知道他们还有什么", False),
    ],
)
async def test_L01_what_was_reported_is_no_question(text: str, asks: bool) -> None:
    assert is_question((await understood(text)).reading) is asks
