"""What somebody has now: customers, open deals, those at a stage; whose a customer is (L02)."""

import pytest

from bot.intents import (
    Claim,
    LogFollowUps,
    MoveStage,
    SearchCustomers,
    SearchOpportunities,
    ShowContact,
    ShowCustomer,
)
from bot.slots import Conditions
from bot.talk import NotRecorded, NotSupported
from bot.understanding import Context
from bot.understanding.kinds import DRAFTED
from tests.bot.understanding.speaking import understood


@pytest.mark.parametrize(
    "text", ["我现在管着哪几家", "目前归我管的是哪几家", "分到我头上的有哪几家", "哪几家是我在盯"]
)
async def test_L02_whom_one_has_is_ones_customers(text: str) -> None:
    assert (await understood(text)).intents == (SearchCustomers(Conditions()),)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("哪几个已经到谈判了", "negotiation"),
        ("还在验证客户那步的是哪家", "initial"),
        ("到方案报价的都有谁", "proposal"),
        ("还停在需求分析的是哪个", "needs"),
        ("谁家到试运行了", "pilot"),
    ],
)
async def test_L02_deals_are_asked_for_by_the_stage_they_reached(text: str, stage: str) -> None:
    own = Context(stages={"试运行": "pilot"})
    assert (await understood(text, own)).intents == (SearchOpportunities(stages=(stage,)),)


@pytest.mark.parametrize("text", ["我现在还有在跟的单不", "眼下我有没有单子在谈", "我正跟着几个单"])
async def test_L02_whether_one_has_any_deal_lists_them(text: str) -> None:
    assert (await understood(text)).intents == (SearchOpportunities(),)


async def test_L02_a_funnel_shows_the_open_deals_beside_saying_that_there_is_none() -> None:
    deals, funnel = (await understood("漏斗给我看眼")).intents
    assert (deals, funnel) == (SearchOpportunities(), NotSupported("funnel"))
    (rate,) = (await understood("漏斗转化率多少")).intents
    assert rate == NotSupported("funnel", asks=True)


@pytest.mark.parametrize(
    "text", ["远帆是我的吧", "华精还在我名下吧", "华精没被别人领走吧", "姓恒泰的两家都是我的吧"]
)
async def test_L05_a_guess_at_whose_it_is_opens_no_draft(text: str) -> None:
    found = (await understood(text)).intents
    assert not any(isinstance(one, (*DRAFTED, NotRecorded)) for one in found)
    assert all(isinstance(one, ShowCustomer) for one in found)


@pytest.mark.parametrize("text", ["海川归我吧", "海川没人跟吧？我拿了"])
async def test_D02_a_customer_that_is_taken_is_claimed(text: str) -> None:
    found = (await understood(text)).intents
    assert isinstance(found[0], Claim)


@pytest.mark.parametrize("text", ["远帆推到谈判吧", "华精进投标了"])
async def test_L02_a_stage_that_is_ordered_is_moved(text: str) -> None:
    found = (await understood(text)).intents
    assert any(isinstance(one, MoveStage) for one in found)


async def test_L02_since_when_it_is_ones_own_is_on_the_card() -> None:
    for text in ("远帆是哪天归到我名下的", "华精是啥时候分给我的", "远帆是几号领到手的"):
        (found,) = (await understood(text)).intents
        assert isinstance(found, ShowCustomer)


@pytest.mark.parametrize("text", ["徐工在远帆是干哪块的", "王总管哪一摊", "徐工什么岗"])
async def test_L02_what_somebody_does_there_is_told_of_him(text: str) -> None:
    (found,) = (await understood(text)).intents
    assert isinstance(found, ShowContact)


async def test_L02_a_report_that_holds_such_words_stays_one() -> None:
    found = (await understood("今天去远帆见了王总，说哪几家在谈他都清楚，下周定")).intents
    assert isinstance(found[0], LogFollowUps)
