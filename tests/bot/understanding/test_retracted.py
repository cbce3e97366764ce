"""What is taken back in the sentence that says it, and orders about somebody else than the report."""

import pytest

from bot.intents import (
    Claim,
    CloseOpportunity,
    LogFollowUps,
    MoveStage,
    Release,
    SetPlan,
    Star,
)
from bot.talk import Correct
from tests.bot.understanding.speaking import understood


@pytest.mark.parametrize(
    ("text", "kind", "meant"),
    [
        ("把远帆推到报价，不是远帆是华精", MoveStage, ("C02",)),
        ("把恒泰推到报价，不是恒泰是恒远", MoveStage, ()),
        ("把恒泰化工推到投标，不对，是蓝鲸", MoveStage, ("C03",)),
        ("蓝鲸推到合同，说错了，是远帆", MoveStage, ("C01",)),
        ("远帆赢单了，不对，是华精", CloseOpportunity, ("C02",)),
    ],
)
async def test_a_deal_is_that_of_the_customer_that_was_named_in_the_end(
    text: str, kind: type, meant: tuple[str, ...]
) -> None:
    [wish] = (await understood(text)).intents

    assert isinstance(wish, kind)
    assert wish.target.customer.ids == meant
    assert not wish.target.words
    assert not wish.reason


@pytest.mark.parametrize(
    ("text", "kind", "meant"),
    [
        ("领海川，不是海川是光联", Claim, "C08"),
        ("远帆明天去送样，不是远帆，是蓝鲸", SetPlan, "C03"),
        ("远帆加重点，搞错了，是博远", Star, "C10"),
        ("昨天去了远帆，哦不是，是蓝鲸，见了张姐", LogFollowUps, "C03"),
        ("昨天去了远帆，见了张姐，不是远帆，是蓝鲸，她说量要减", LogFollowUps, "C03"),
    ],
)
async def test_so_is_whatever_else_is_wanted(text: str, kind: type, meant: str) -> None:
    [wish] = (await understood(text)).intents

    assert isinstance(wish, kind)
    refs = {
        LogFollowUps: lambda: [one.customer for one in wish.entries],
        Claim: lambda: wish.customers,
    }.get(kind, lambda: [wish.customer])()
    assert [one.ids for one in refs] == [(meant,)]


async def test_the_words_of_the_right_customer_are_shown_as_where_he_comes_from() -> None:
    text = "昨天去了远帆，见了张姐，不是远帆，是蓝鲸，她说量要减"
    [report] = (await understood(text)).intents

    [span] = [one for one in report.entries[0].spans if one.slot == "customer"]
    assert text[span.start : span.end] == "蓝鲸"


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("嗯那个蓝鲸张姐的船期确认 不是周四 是周五下午三点半打给她", "11-27"),
        ("蓝鲸张姐那边不是周三是周四上午十点去", "11-26"),
        ("提醒我联系远帆王总，不是明天，是后天上午打给他", "11-25"),
        ("博远何总那里不是12月1号是12月3号去送样", "12-03"),
    ],
)
async def test_a_day_that_is_taken_back_is_no_plans(text: str, on: str) -> None:
    [plan] = (await understood(text)).intents

    assert isinstance(plan, SetPlan)
    assert f"{plan.when.day:%m-%d}" == on
    assert "不是" not in plan.content


@pytest.mark.parametrize("text", ["不是远帆，是蓝鲸", "是蓝鲸不是远帆"])
async def test_alone_it_corrects_what_was_said_before(text: str) -> None:
    [wish] = (await understood(text)).intents

    assert isinstance(wish, Correct)
    assert (wish.customer.ids, wish.wrong) == (("C03",), "远帆")


@pytest.mark.parametrize(
    ("text", "states", "words"),
    [
        ("远帆丢一个成一个", ["lost", "won"], ["", ""]),
        ("远帆两个单子，一个丢了一个成了", ["lost", "won"], ["", ""]),
        ("北重俩单，签了一个，黄了一个", ["won", "lost"], ["", ""]),
        ("华精那边一单中了一单没中", ["won", "lost"], ["", ""]),
        ("蓝鲸两个标，中了一个丢了一个", ["won", "lost"], ["", ""]),
        ("远帆那两单 二期成了 三期丢了", ["won", "lost"], ["二期", "三期"]),
        ("蓝鲸的二期赢了，三期丢了", ["won", "lost"], ["二期", "三期"]),
        ("博远 年框签了，备件那个黄了", ["won", "lost"], ["年框", "备件"]),
        ("远帆一期拿下了二期输给华光", ["won", "lost"], ["一期", "二期"]),
    ],
)
async def test_of_two_deals_each_has_its_own_fate(
    text: str, states: list[str], words: list[str]
) -> None:
    wishes = (await understood(text)).intents

    assert [one.state for one in wishes] == states
    assert [one.target.words for one in wishes] == words
    assert len({one.target.customer for one in wishes}) == 1


async def test_which_of_two_customers_lost_is_asked() -> None:
    wishes = (await understood("远帆和华精，一个丢了一个赢了")).intents

    assert [one.state for one in wishes] == ["lost", "won"]
    assert {one.target.customer.ids for one in wishes} == {("C01", "C02")}
    assert not any(one.target.customer.certain for one in wishes)


async def test_a_report_tells_what_became_of_each() -> None:
    said = "今天去了远帆见王总，两个项目一个成了一个没戏"
    report, *deals = (await understood(said)).intents

    assert isinstance(report, LogFollowUps)
    assert [one.state for one in deals] == ["won", "lost"]


@pytest.mark.parametrize("text", ["远帆王总说一个成本高，一个签字慢"])
async def test_what_is_told_of_two_things_is_no_fate(text: str) -> None:
    [report] = (await understood(text)).intents

    assert isinstance(report, LogFollowUps)


@pytest.mark.parametrize(
    "text",
    "下礼拜三电话 明天电话 后天下午电话 周五送样 下周一上午十点视频会 大后天打个电话 12月3号签合同 礼拜五上门".split(),
)
async def test_a_day_to_come_and_a_deed_are_a_plan(text: str) -> None:
    [plan] = (await understood(text)).intents

    assert isinstance(plan, SetPlan)
    assert plan.content in text


@pytest.mark.parametrize(
    ("text", "order", "about"),
    [
        ("远帆推到投标，蓝鲸张姐说要再看看", MoveStage, "C03"),
        ("远帆推到投标，蓝鲸那边张姐嫌贵了不想做", MoveStage, "C03"),
        ("认领光联，远帆王总今天说预算批了", Claim, "C01"),
        ("提醒我周五联系远帆，蓝鲸张姐昨天说行了", SetPlan, "C03"),
        ("远帆赢单了，另外今天去了蓝鲸，张姐嫌贵", CloseOpportunity, "C03"),
        ("退回天府医疗，没意向了，华精李工上午来电话说要两台", Release, "C02"),
        ("恒泰化工丢单了，今天又跑了趟博远，何总说可以签", CloseOpportunity, "C10"),
    ],
)
async def test_what_is_told_of_another_customer_is_a_report_beside_the_order(
    text: str, order: type, about: str
) -> None:
    wish, report = (await understood(text)).intents

    assert isinstance(wish, order)
    assert isinstance(report, LogFollowUps)
    assert [one.customer.ids for one in report.entries] == [(about,)]
