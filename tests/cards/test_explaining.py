"""Figures, charts, tables and folds: how each platform draws them, and what goes when there is no room."""

import json
from dataclasses import replace
from typing import Any

import pytest

from adapters.chat import Banner, Button, Card, Chart, Fold, Menu, Note, Series, Shape, Table
from adapters.emulator.feishu_cards import fault as feishu_fault
from adapters.emulator.wecom_cards import fault as wecom_fault
from adapters.emulator.wecom_shown import longer_than_shown
from adapters.feishu.cards import draw as feishu
from adapters.plain import plain
from adapters.wecom.cards import draw as wecom
from adapters.wecom.folds import chosen, folded
from tests.cards.samples import CHINESE, EXPLAINED, PICTURED

URL = "https://crm.example/"
LONGEST = ("苏州工业园区" * 60, "𠮷野家㐂" * 90, "😀" * 400, "W" * 500)
"""Names at and beyond what any field takes, in characters of three and of four bytes."""


def crowded(name: str) -> Card:
    """Everything at once, each text as long as can be."""
    return replace(
        EXPLAINED,
        title=name,
        notes=tuple(Note(name, name * 4) for _ in range(8)),
        charts=tuple(
            Chart(name, shape, (name,) * 14, (Series(name, tuple(range(14))),) * lines)
            for shape, lines in ((Shape.FUNNEL, 1), (Shape.BARS, 2), (Shape.LINE, 2))
        ),
        tables=(Table(name, (name,) * 4, ((name,) * 4,) * 60),),
        folds=(Fold(name, (name,) * 80),),
        words=CHINESE,
    )


def tags(drawn: object) -> list[str]:
    """The tag of each element, from top to bottom."""
    if isinstance(drawn, list):
        return [tag for one in drawn for tag in tags(one)]
    if not isinstance(drawn, dict):
        return []
    inside = [tag for one in drawn.values() for tag in tags(one)]
    return [drawn["tag"], *inside] if "tag" in drawn else inside


@pytest.mark.parametrize("name", LONGEST, ids=["three bytes", "four bytes", "emoji", "wide"])
def test_D4_a_card_with_the_longest_names_stays_below_30_kb(name: str) -> None:
    drawn = feishu(crowded(name))

    assert len(json.dumps(drawn, ensure_ascii=False).encode()) <= 30 * 1024
    assert feishu_fault(drawn) == ""
    assert "button" in tags(drawn)


@pytest.mark.parametrize("name", LONGEST, ids=["three bytes", "four bytes", "emoji", "wide"])
@pytest.mark.parametrize("picture", [None, PICTURED.picture], ids=["none", "a picture"])
def test_wecom_takes_a_card_with_the_longest_names(name: str, picture: Banner | None) -> None:
    drawn = wecom(replace(crowded(name), picture=picture), "t", url=URL)

    assert (wecom_fault(drawn), longer_than_shown(drawn)) == (0, [])


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        pytest.param(10, {"chart": 3, "table": 1, "collapsible_panel": 3}, id="all has room"),
        pytest.param(60, {"chart": 3, "table": 1, "collapsible_panel": 2}, id="no list"),
        pytest.param(900, {"chart": 3, "table": 0, "collapsible_panel": 2}, id="nor a table"),
    ],
)
def test_lists_go_before_tables_and_tables_before_charts(rows: int, left: dict[str, int]) -> None:
    table = Table("例外", ("客户", "为什么"), (("名" * 60, "因" * 60),) * rows)
    card = replace(EXPLAINED, words=CHINESE, tables=(table,), folds=(Fold("人", ("行" * 50,)),))
    drawn = feishu(card)

    found = tags(drawn)
    assert {tag: found.count(tag) for tag in left} == left
    assert (CHINESE.rest in json.dumps(drawn, ensure_ascii=False)) == (rows > 10)


def test_of_six_charts_five_are_shown_and_the_rest_is_said() -> None:
    card = Card(title="x", charts=(EXPLAINED.charts[0],) * 6, words=CHINESE)
    drawn = feishu(card)

    assert tags(drawn).count("chart") == 5
    assert (feishu_fault(drawn), CHINESE.rest in json.dumps(drawn, ensure_ascii=False)) == (
        "",
        True,
    )


def test_what_is_empty_is_not_drawn() -> None:
    card = Card(
        title="x", charts=(Chart("c", Shape.BARS, (), ()),), tables=(Table("t", ("a",), ()),)
    )

    assert (feishu(card)["body"]["elements"], plain(card)) == ([], "x\nc：")


def test_a_name_in_a_chart_or_a_table_is_no_markup() -> None:
    name = '<at id=all></at> **[x](https://evil.example)**\u202e"}]}'
    drawn = feishu(crowded(name))

    assert feishu_fault(drawn) == ""
    assert set(tags(drawn)) & {"lark_md", "markdown"} == set()
    columns = next(one for one in drawn["body"]["elements"] if one["tag"] == "table")["columns"]
    assert {one["data_type"] for one in columns} == {"text"}
    assert "\u202e" not in json.dumps(drawn, ensure_ascii=False)


# --- WeCom ----------------------------------------------------------------------------------------


def kind(card: Card, *, url: str = URL) -> str:
    return str(wecom(card, "t", url=url)["card_type"])


@pytest.mark.parametrize(
    ("card", "url", "type_"),
    [
        pytest.param(PICTURED, "", "news_notice", id="a picture that leads somewhere"),
        pytest.param(replace(PICTURED, link=""), URL, "news_notice", id="home"),
        pytest.param(replace(PICTURED, link=""), "", "button_interaction", id="nowhere"),
        pytest.param(EXPLAINED, URL, "button_interaction", id="no picture"),
        pytest.param(replace(PICTURED, state="已处理"), URL, "button_interaction", id="an end"),
    ],
)
def test_a_picture_needs_an_address_to_lead_to(card: Card, url: str, type_: str) -> None:
    assert kind(card, url=url) == type_


def test_a_notice_has_four_paragraphs_and_three_actions() -> None:
    notes = tuple(Note(f"块{n}", "话") for n in range(6))
    drawn = wecom(replace(PICTURED, notes=notes, words=CHINESE), "t", url=URL)

    assert [one["title"] for one in drawn["vertical_content_list"]] == ["块0", "块1", "块2", "块3"]
    assert [one["text"] for one in drawn["action_menu"]["action_list"]] == ["长图", "过程", "结果"]


def test_a_figure_is_a_named_value_with_its_change_unless_it_stands_on_the_picture() -> None:
    first, pictured = (
        wecom(card, "t", url=URL)["horizontal_content_list"][0]
        for card in (replace(PICTURED, picture=None), PICTURED)
    )

    assert first == {"keyname": "今日拜访", "value": "113  ↑ 8%"}
    assert pictured == {"keyname": "拜访", "value": "拜访 8 次（有效 5 次）"}


def menus(amount: int) -> Card:
    inside = tuple(Button(f"数{n}", key=f"n{n}") for n in range(amount))
    return Card(title="x", buttons=(Button("一", key="a"),), menus=(Menu("更多数", "m", inside),))


@pytest.mark.parametrize(
    ("amount", "labels"),
    [
        pytest.param(5, ["一", "数0", "数1", "数2", "数3", "数4"], id="there is room"),
        pytest.param(6, ["一", "更多数"], id="there is none"),
    ],
)
def test_a_menu_is_one_button_where_its_buttons_have_no_room(
    amount: int, labels: list[str]
) -> None:
    assert [one.label for one in folded(menus(amount), None).buttons] == labels


def test_a_menu_among_folded_buttons_is_reached() -> None:
    many = tuple(Button(f"钮{n}", key=f"k{n}") for n in range(9))
    card = replace(menus(6), buttons=many)
    choice = folded(card, None).choice

    reached = {option.label: chosen(card, "pick:more", option.value) for option in choice.options}
    assert reached == {**{f"钮{n}": f"k{n}" for n in range(5, 9)}, "更多数": "m"}


# --- as text --------------------------------------------------------------------------------------


def test_as_text_each_figure_and_each_chart_is_said() -> None:
    lines = plain(EXPLAINED).splitlines()

    assert lines[2] == (
        "今日拜访 113（↑ 8%） · 逾期跟进 17（↑ 4） · 公海可领 286（↓ 12） · 本月预测 428万（达成 71%）"
    )
    assert "商机漏斗：线索 1,280、需求确认 642、赢单 63" in lines
    assert "14天趋势（拜访/有效）：11-22 90/40、11-23 113/61.5" in lines
    assert lines[lines.index("例外") + 1] == "恒泰化工 · 31天没联系 · 周明"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Banner("https://x.example/a.png", "a", 2.3),
        lambda: Table("t", ("a", "b"), (("1",),)),
        lambda: Chart("c", Shape.BARS, ("a",), (Series("s", (1, 2)),)),
    ],
    ids=["a picture too wide", "a row too short", "a number too many"],
)
def test_what_no_platform_can_draw_cannot_be_made(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        wrong()
