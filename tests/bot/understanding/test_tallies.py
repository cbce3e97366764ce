"""One measure for each of many, and how often something was (L02)."""

import pytest

from bot.intents import SearchCustomers, SearchOpportunities, SearchPool, Tally
from bot.slots import Conditions
from bot.talk import ME, NotRecorded, NotUnderstood
from bot.understanding import Context
from bot.understanding.kinds import LOOKING
from core.customers.model import Tier
from tests.bot.understanding.speaking import understood

PEOPLE = Context(colleagues=frozenset({"周明", "林悦", "何俊"}))


@pytest.mark.parametrize(
    ("text", "measure", "by", "people"),
    [
        ("这个月谁打电话最多", "calls", "person", ()),
        ("电话打得最多的是哪一位", "calls", "person", ()),
        ("谁手上一个单子都没有", "deals", "person", ()),
        ("手里客户最多的人是谁", "customers", "person", ()),
        ("老周和小林谁在谈的金额大", "worth", "person", ("老周", "小林")),
        ("哪个客户我跑得最多", "visits", "customer", (ME,)),
        ("我这个月打了几通电话", "calls", "customer", (ME,)),
        ("老赵这周发了几次微信", "messages", "customer", ("老赵",)),
        ("这个月我见过几个人", "contacts", "contact", (ME,)),
        ("给远帆打过几次电话", "calls", "", ()),
        ("这个月跟进几次 微信电话都算上", "contacts", "customer", (ME,)),
    ],
)
async def test_L02_a_measure_is_told_of_each_that_is_asked_about(
    text: str, measure: str, by: str, people: tuple[str, ...]
) -> None:
    (wish,) = (await understood(text, PEOPLE)).intents
    assert isinstance(wish, Tally)
    assert (wish.measure, wish.by, wish.people) == (measure, by, people)


@pytest.mark.parametrize(
    ("text", "measure", "but"),
    [
        ("这个月我联系了几次客户 上门的不算", "contacts", ("visits",)),
        ("这个月我上门跑了几趟 电话微信不算哈", "visits", ()),
        ("远帆我去过几次 不是说打电话", "visits", ()),
    ],
)
async def test_L02_kinds_that_are_not_asked_about_are_not_counted(
    text: str, measure: str, but: tuple[str, ...]
) -> None:
    (wish,) = (await understood(text, PEOPLE)).intents
    assert isinstance(wish, Tally)
    assert (wish.measure, wish.but) == (measure, but)


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("这个月我赢了哪单 输的不要给我看", ["won"]),
        ("老赵签掉的加上在谈的 合起来值多少", ["won", "open"]),
        ("照预计签单日算 12月我能落袋多少", ["open"]),
    ],
)
async def test_L02_deals_are_listed_of_the_states_that_are_asked_about(
    text: str, states: list[str]
) -> None:
    found = (await understood(text, PEOPLE)).intents
    assert [one.state for one in found if isinstance(one, SearchOpportunities)] == states


async def test_L02_a_region_is_all_its_cities_and_a_word_that_asks_is_sought_in_no_name() -> None:
    (near,) = (await understood("江浙一带有哪些没人要的客户")).intents
    (pool,) = (await understood("公海这会儿有几家 都叫啥名")).intents
    assert isinstance(near, SearchPool)
    assert near.where.regions == ("江浙",)
    assert isinstance(pool, SearchPool)
    assert pool.where.text == ""


@pytest.mark.parametrize(
    "text", ["公海里谁躺得最久", "我最大的单子是哪个", "明天谁拜访最多", "谁的单子最大"]
)
async def test_L02_what_a_list_or_a_plan_shows_is_counted_for_nobody(text: str) -> None:
    assert not any(isinstance(one, Tally) for one in (await understood(text, PEOPLE)).intents)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("上海的客户在谈的合起来多少", Conditions(cities=("上海",))),
        ("A类客户的单子合计多少", Conditions(tiers=(Tier.A,))),
        ("做化工的单子有哪些", Conditions(industries=("化工",))),
    ],
)
async def test_L02_deals_are_listed_by_the_customers_they_are_at(text: str, at: Conditions) -> None:
    (wish,) = (await understood(text)).intents
    assert isinstance(wish, SearchOpportunities)
    assert wish.at == at


async def test_L05_the_trade_in_a_name_of_nobody_lists_no_deals() -> None:
    found = (await understood("明泰电子的合同金额是多少")).intents
    assert not any(isinstance(one, SearchOpportunities) for one in found)


@pytest.mark.parametrize("text", ["80万那单推进到哪一步了", "300万的那个是哪家的"])
async def test_L02_a_deal_is_found_by_the_sum_that_it_is_called_by(text: str) -> None:
    (wish,) = (await understood(text)).intents
    assert isinstance(wish, SearchOpportunities)
    assert wish.exact


async def test_L02_whom_a_question_leaves_out_is_left_out_of_its_answer() -> None:
    (wish,) = (await understood("除了远帆 我在谈的还有多少万")).intents
    assert isinstance(wish, SearchOpportunities)
    assert wish.but


@pytest.mark.parametrize("text", ["丢掉的单子一共多大", "上个月成交的最大一单是谁的"])
async def test_L02_deals_that_ended_are_those_that_ended(text: str) -> None:
    (wish,) = (await understood(text)).intents
    assert isinstance(wish, SearchOpportunities)
    assert wish.state != "open"


@pytest.mark.parametrize(
    "text",
    [
        "华精归周明还是归林悦",
        "远帆 徐工 上次 电话 内容",
        "哎我问一下 徐工那边指标到底定了没",
        "不好意思打扰哈 问句 马厂长年检推到几时了",
        "最近跟王总聊的那次他咋说的",
        "远帆跟蓝鲸两家在谈的加起来",
        "马厂长大名",
    ],
)
async def test_L02_a_question_writes_nothing_whatever_its_form(text: str) -> None:
    found = (await understood(text, PEOPLE)).intents
    assert all(isinstance(one, (*LOOKING, NotRecorded, NotUnderstood)) for one in found)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("除了林悦 其他人在谈的多少", "除了林悦"),
        ("远帆去年的采购额", "采购额"),
        ("博远给别家的价格是多少", "给别家"),
    ],
)
async def test_L05_what_an_answer_cannot_leave_out_or_tell_is_named(text: str, left: str) -> None:
    found = (await understood(text, PEOPLE)).intents
    assert any(left in one.words for one in found if isinstance(one, NotRecorded))


async def test_L02_a_tier_that_is_left_out_leaves_the_others() -> None:
    (wish,) = (await understood("除了A类 我还有哪些客户")).intents
    assert isinstance(wish, SearchCustomers)
    assert wish.where.tiers == (Tier.B, Tier.C)
