"""Which conditions on customers a sentence holds (L01)."""

import pytest

from bot.intents import LogFollowUps, SearchCustomers, SearchPool, ShowCustomer
from bot.slots import Conditions
from bot.talk import NotUnderstood
from bot.understanding.conditions import conditions
from bot.understanding.questioning import is_question
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


@pytest.mark.parametrize(
    "text",
    [
        "远帆的利润率百分之几",
        "远帆上次说要买88台是吧",
        "恒泰化工那个陈科长叫啥来着",
        "何立是干嘛的",
        "博远到2030年能做到多少个亿",
        "今天有人去拜访客户没",
        "礼拜五忙不忙",
        "王总是多少伏",
        "马厂长上次咋说的",
    ],
)
async def test_L05_who_asks_is_never_taken_to_report(text: str) -> None:
    asked = await understood(text)

    assert is_question(asked.reading)
    assert not any(isinstance(one, LogFollowUps) for one in asked.intents)


@pytest.mark.parametrize("text", ["昨天那家去了没", "欧阳总昨天见了是吧", "新客户那边见了没有"])
async def test_L05_what_no_record_can_say_is_answered_so(text: str) -> None:
    assert (await understood(text)).intents == (NotUnderstood(asks=True),)


async def test_L05_who_asks_whether_somebody_claims_it_claims_nothing() -> None:
    for text in ("南粤有没有人领走", "海川有人领没", "光联还有人跟没"):
        asked = await understood(text)

        assert asked.intents == (ShowCustomer(asked.reading.customer),)


@pytest.mark.parametrize(
    "text",
    [
        "今天打了几个电话，都没人接",
        "远帆没啥新进展",
        "刚跟远帆王总聊了几句，他挺满意",
        "华精看了几个方案都不满意",
    ],
)
async def test_L05_a_report_that_counts_is_no_question(text: str) -> None:
    assert not is_question((await understood(text)).reading)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("公海里通信的有没有可以领的", Conditions(text="通信")),
        ("公海有没有三一重工", Conditions(text="三一重工")),
        ("公海里苏州的有没有", Conditions(cities=("苏州",))),
        ("公海里带电梯的 靠近码头的", Conditions(unknown="电梯、靠近码头")),
        ("华东公海 B类 最近掉出来的", Conditions(tiers=(Tier.B,))),
    ],
)
async def test_L01_what_is_no_condition_is_sought_in_the_names_or_told(
    text: str, found: Conditions
) -> None:
    assert (await understood(text)).intents == (SearchPool(found),)


@pytest.mark.parametrize(
    "text", ["明泰电子的合同金额是多少", "卓越软件赢率高不高", "苏州到上海多少公里"]
)
async def test_L05_a_word_that_happens_to_be_a_condition_lists_no_customers(text: str) -> None:
    assert not any(isinstance(one, SearchCustomers) for one in (await understood(text)).intents)


async def test_L02_whose_customers_are_listed_is_a_colleague_by_name() -> None:
    for text, who in {
        "老赵有哪些客户": "老赵",
        "林悦的客户有哪些": "林悦",
        "老周手上有几个客户": "老周",
    }.items():
        assert (await understood(text)).intents == (SearchCustomers(Conditions(person=who)),)
