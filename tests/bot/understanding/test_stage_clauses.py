"""Clauses of nothing but where a deal goes, and sentences that only look like them."""

import pytest

from bot.understanding.stages import is_lost, is_won, moved_to


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("下周五开标，系统里按投标走", "bidding"),
        ("放报价那档", "proposal"),
        ("3）价格条款还得磨\n进入商务谈判", "negotiation"),
        ("阶段给我点到报价", "proposal"),
        ("商机还留在试样", "sample"),
        ("从投标改成谈判", "negotiation"),
        ("重开，放初步接触", "initial"),
        ("让周五报价系统里按报价走", "proposal"),
        ("剩两条，stage to contract", "contract"),
        ("单子就按合同算", "contract"),
        ("还是算试样吧", "sample"),
        ("没砍价，阶段还在报价", "proposal"),
        ("阶段退返需求", "needs"),
        ("推到下一步", "+1"),
        ("说走邀标，阶段标邀标", "bidding"),
        ("阶段再退一步", "-1"),
        ("商机阶段=方案报价", "proposal"),
        ("标投了，目前处于投标，等公示", "bidding"),
        ("初步接触算过了，现在是需求确认", "needs"),
        ("上礼拜就已经进招投标了，系统里还挂着方案", "bidding"),
    ],
)
def test_a_clause_of_a_stage_alone_moves_the_deal(text: str, stage: str) -> None:
    assert moved_to(text) == stage


@pytest.mark.parametrize(
    "text",
    [
        "账期都谈好了，按合同走",
        "老周说要走招标",
        "等他们定了供应商再走合同",
        "要是定了，就进合同",
        "他们又改方案",
        "把方案放他那了",
        "先把需求做完",
        "别家已经进到谈判了",
        "进一步了解他们的要求",
        "单子改报价",
    ],
)
def test_a_stage_that_is_a_thing_or_is_supposed_moves_nothing(text: str) -> None:
    assert moved_to(text) == ""


@pytest.mark.parametrize(
    "text", ["这单判输", "按丢了算", "标记输", "那单死了", "单子关了", "咱这单算黄"]
)
def test_a_deal_is_lost_by_what_it_is_called_in_the_books(text: str) -> None:
    assert is_lost(text)


@pytest.mark.parametrize(
    "text", ["算我们赢", "改赢", "签字盖章都完事了", "保费八千，成了", "这单win了"]
)
def test_a_deal_is_won_by_what_it_is_called_in_the_books(text: str) -> None:
    assert is_won(text)


def test_a_deal_that_was_lost_in_another_year_is_none_of_now() -> None:
    assert not is_lost("去年那单就是输在价格")


@pytest.mark.parametrize("text", ["他说超了直接废标", "要是味道差一点就换别家", "如果谈不拢就输了"])
def test_what_would_only_lose_a_deal_loses_none(text: str) -> None:
    assert not is_lost(text)


@pytest.mark.parametrize("text", ["开标就废标了", "人家报得低，丢了"])
def test_what_has_lost_a_deal_is_told(text: str) -> None:
    assert is_lost(text)


@pytest.mark.parametrize("text", ["赢了球请我吃饭", "希望明年初能中标"])
def test_a_game_or_a_hope_wins_no_deal(text: str) -> None:
    assert not is_won(text)
