"""Questions about colleagues, about several at once, and about what stands first (L02)."""

import pytest

from bot.intents import (
    ExplainOwnership,
    SearchCustomers,
    SearchOpportunities,
    SearchPool,
    ShowContact,
    ShowCustomer,
    ShowOpportunity,
    Today,
)
from bot.slots import Conditions, Period
from bot.talk import OpenNumber, ShowDigest, ShowRules
from bot.understanding import Context
from tests.bot.understanding.speaking import understood

PEOPLE = Context(colleagues=frozenset({"周明", "林悦", "何俊"}))


async def kinds(text: str) -> list[type]:
    return [type(one) for one in (await understood(text, PEOPLE)).intents]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("小林下午要干嘛", [Today]),
        ("何俊明天几点去签合同", [Today]),
        ("老赵今天去见的谁", [ShowDigest, OpenNumber]),
        ("小周17号去哪了", [ShowDigest, OpenNumber]),
        ("小周和老赵这季度谁签得多", [ShowDigest, ShowDigest]),
        ("何俊名下有客户没", [SearchCustomers]),
        ("小周手上的单子加起来多少钱", [SearchOpportunities]),
        ("小周这个月离目标还差多少", [ShowDigest]),
        ("上周比上上周多跑了几趟", [ShowDigest, ShowDigest]),
        ("远帆和华精各是谁的", [ShowCustomer, ShowCustomer]),
        ("华精和恒泰建材谁先掉", [ExplainOwnership, ExplainOwnership]),
        ("徐工和王总电话各是多少", [ShowContact, ShowContact]),
        ("检测设备跟测量仪哪个金额大", [ShowOpportunity, ShowOpportunity]),
        ("五类客户分别几天不跟就收走", [ShowRules]),
        ("公海规则现在第几版", [ShowRules]),
        ("掉公海前会提前几天提醒我", [ShowRules]),
        ("13800000101这号码谁的", [ShowContact]),
    ],
)
async def test_L02_each_that_is_asked_about_is_answered(text: str, wanted: list[type]) -> None:
    assert await kinds(text) == wanted


@pytest.mark.parametrize(
    ("text", "who"), [("小周明天有哪些安排", "小周"), ("周明明天要去哪", "周明")]
)
async def test_L02_a_colleague_is_told_from_the_day_beside_his_name(text: str, who: str) -> None:
    (agenda,) = (await understood(text, PEOPLE)).intents
    assert (agenda.person, agenda.period.words) == (who, "明天")


async def test_L02_a_colleagues_days_lie_behind_where_what_is_asked_is_over() -> None:
    digest, below = (await understood("小周17号去哪了")).intents
    assert digest.period.since.isoformat() == "2026-11-17"
    assert (below.number, below.person) == ("follow_ups", "小周")
    _, returned = (await understood("小林最近退了哪家到公海")).intents
    assert returned.number == "returned"


@pytest.mark.parametrize(
    ("text", "order", "limit"),
    [
        ("我最没把握的是哪一单", "unlikeliest", 1),
        ("哪个单子最早签", "first_to_close", 1),
        ("最小的单子是哪个", "smallest", 1),
        ("赢率最高的单子有哪些", "likeliest", None),
        ("拖得最久的商机是哪个", "longest_idle", 1),
    ],
)
async def test_L01_deals_are_asked_for_by_what_comes_first(text, order, limit) -> None:
    (wish,) = (await understood(text)).intents
    assert (wish.order, wish.limit) == (order, limit)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("30万到100万之间的单子", 30, 100),
        ("不到100万的商机有哪些", None, 100),
        ("50万以上的单子有几个", 50, 50),
    ],
)
async def test_L01_a_sum_bounds_the_deals_as_it_is_said(text, least, most) -> None:
    (wish,) = (await understood(text)).intents
    wan = [one and one.in_yuan / 10_000 for one in (wish.over.least, wish.over.most)]
    assert wan == [least, most]


@pytest.mark.parametrize(
    ("text", "stages", "state", "since", "until"),
    [
        ("还没报价的单子有哪些", ("initial", "needs"), "open", "", ""),
        ("今年丢了几单", (), "lost", "2026-01-01", "2026-12-31"),
        ("今年签成了哪几单", (), "won", "2026-01-01", "2026-12-31"),
        ("圣诞前要落地的单都有啥", (), "open", "2026-11-23", "2026-12-24"),
        ("年底前签不下来的有哪些", (), "open", "2027-01-01", "2027-12-31"),
        ("12月预计能签多少", (), "open", "2026-12-01", "2026-12-31"),
    ],
)
async def test_L01_deals_not_there_yet_and_those_that_are_over(
    text, stages, state, since, until
) -> None:
    (wish,) = (await understood(text)).intents
    close = wish.close or Period("", "")
    assert (wish.stages, wish.state) == (stages, state)
    assert (str(close.since), str(close.until)) == (since, until)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("公海里除了模具厂还有啥", Conditions(but_industries=("模具",))),
        ("公海里压根没联系人的是哪些", Conditions(has_contact=False)),
        ("公海里哪家晾得最久", Conditions(order="left", limit=1)),
    ],
)
async def test_L01_the_pool_is_asked_for_by_what_is_denied_and_what_is_longest(text, found) -> None:
    assert (await understood(text)).intents == (SearchPool(found),)


async def test_L01_a_town_that_is_denied_is_no_town_that_is_asked_for() -> None:
    (wish,) = (await understood("我的客户里不是上海的有哪些")).intents
    assert (wish.where.cities, wish.where.but_cities) == ((), ("上海",))
