"""Cards as each platform's client draws them: every component, in its order, nothing becoming markup."""

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.chat import Chart, Series, Shape
from adapters.emulator.exchanges import Bubble
from adapters.feishu import elements
from adapters.plain import number
from bot.texts import texts
from bot.web.desk.drawn import charts, feishu, wecom
from bot.web.desk.drawn.frame import Frame
from bot.web.desk.drawn.markup import tag
from tests.bot.web.tree import Node, tree

NASTY = "<script>alert(1)</script>&timestamp"


def frame(platform: str, card: dict[str, Any], pressed: str = "") -> Frame:
    bubble = Bubble("m1", datetime(2026, 11, 24, tzinfo=UTC), mine=False, card=card)
    bubble.pressed = pressed
    return Frame(platform, "ou 1", bubble, texts("zh-CN"))


def on_wecom(card: dict[str, Any], pressed: str = "") -> Node:
    return tree(wecom.draw(card, frame("wecom", card, pressed)))


def on_feishu(*elements: dict[str, Any], **others: Any) -> Node:
    card = {"schema": "2.0", "body": {"elements": list(elements)}, **others}
    return tree(feishu.draw(card, frame("feishu", card)))


def plain(text: str) -> dict[str, str]:
    return {"tag": "plain_text", "content": text}


BUTTONS = [
    {"text": "保存", "style": 1, "key": "k1"},
    {"text": "删", "style": 3, "key": "k2"},
    {"text": "看", "style": 2, "type": 1, "url": "http://x.test/a?b=1&c=2"},
]
OPTIONS = [{"id": "a", "text": "甲"}, {"id": "b", "text": "乙", "is_checked": True}]
TITLE = {"main_title": {"title": "标题", "desc": "说明"}}
WECOM = [
    pytest.param(
        {
            "card_type": "text_notice",
            **TITLE,
            "source": {"desc": "聊客", "desc_color": 3},
            "emphasis_content": {"title": "100", "desc": "万"},
            "quote_area": {"type": 1, "url": "http://x.test/", "title": "原话", "quote_text": "说的"},
            "sub_title_text": "第一行\n第二行",
            "horizontal_content_list": [{"keyname": "客户", "value": "远帆", "type": 1, "url": "http://x.test/"}],
            "jump_list": [{"type": 1, "title": "去看", "url": "http://x.test/"}],
            "card_action": {"type": 1, "url": "http://x.test/all"},
        },
        "聊客 标题 说明 100 万 原话 说的 第一行 第二行 客户 远帆 去看",
        id="text_notice",
    ),
    pytest.param(
        {
            "card_type": "news_notice",
            **TITLE,
            "card_image": {"url": "http://x.test/pictures/1.png", "aspect_ratio": 1.78},
            "vertical_content_list": [{"title": "拜访", "desc": "3 次"}],
            "action_menu": {"desc": "更多", "action_list": [{"text": "明细", "key": "m1"}]},
            "card_action": {"type": 1, "url": "http://x.test/all"},
        },
        "明细 标题 说明 拜访 3 次",
        id="news_notice",
    ),
    pytest.param(
        {
            "card_type": "button_interaction",
            **TITLE,
            "button_selection": {"question_key": "q", "title": "哪家", "option_list": OPTIONS, "selected_id": "b"},
            "button_list": BUTTONS,
        },
        "标题 说明 哪家 甲 乙 保存 删 看",
        id="button_interaction",
    ),
    pytest.param(
        {
            "card_type": "vote_interaction",
            **TITLE,
            "checkbox": {"question_key": "q", "mode": 1, "option_list": OPTIONS},
            "submit_button": {"text": "提交", "key": "s"},
        },
        "标题 说明 甲 乙 提交",
        id="vote_interaction",
    ),
    pytest.param(
        {
            "card_type": "multiple_interaction",
            **TITLE,
            "select_list": [
                {"question_key": "q", "title": "阶段", "option_list": OPTIONS, "selected_id": "a"},
                {"question_key": "r", "title": "结果", "option_list": OPTIONS},
            ],
            "submit_button": {"text": "提交", "key": "s"},
        },
        "标题 说明 阶段 甲 乙 结果 甲 乙 提交",
        id="multiple_interaction",
    ),
]  # fmt: skip


def words(node: Node) -> list[str]:
    """What is to be read, in order."""
    found: list[str] = []
    for one in node.inside:
        found += one.split() if isinstance(one, str) else words(one)
    return found


@pytest.mark.parametrize(("card", "read"), WECOM)
def test_each_type_of_wecom_card_is_drawn_whole_and_in_its_order(
    card: dict[str, Any], read: str
) -> None:
    assert words(on_wecom(card)) == read.split()


def test_wecoms_buttons_have_their_places_and_a_link_leads_through_the_phone() -> None:
    card = on_wecom({"card_type": "button_interaction", **TITLE, "button_list": BUTTONS})

    assert [one.attributes["hx-vals"] for one in card.all("button")] == [
        '{"bubble": "m1", "place": 0}',
        '{"bubble": "m1", "place": 1}',
    ]
    [link] = card.all("a", class_="button")
    assert link.attributes["href"] == (
        "/emulator/wecom/open?user=ou%201&url=http%3A%2F%2Fx.test%2Fa%3Fb%3D1%26c%3D2"
    )
    assert link.attributes["target"] == "_blank"


def test_a_pressed_wecom_card_waits_in_grey_and_a_replaced_button_stays_so() -> None:
    card = {"card_type": "button_interaction", **TITLE, "button_list": BUTTONS}

    waiting = list(on_wecom(card, pressed="k2").all("button"))
    [replaced] = on_wecom({**card, "replace_text": "已保存"}).all("button")

    assert all("disabled" in one.attributes for one in waiting)
    assert ["waits" in one.attributes["class"] for one in waiting] == [False, True]
    assert (replaced.text, "disabled" in replaced.attributes) == ("已保存", True)
    assert wecom.pressable({**card, "replace_text": "已保存"}) == []


def test_the_menu_of_a_wecom_card_comes_behind_its_buttons() -> None:
    card = WECOM[1].values[0]

    assert [one["key"] for one in wecom.pressable(card)] == ["m1"]
    [picture] = on_wecom(card).all("img")
    assert picture.attributes["src"] == "/pictures/1.png"


def test_feishus_head_has_its_colour_and_leads_where_the_card_does() -> None:
    card = on_feishu(
        header={"title": plain("标题"), "subtitle": plain("副"), "template": "red"},
        card_link={"url": "http://x.test/c"},
    )

    [head] = card.all("header", class_="red")
    assert words(head) == ["标题", "副"]
    assert next(head.all("a")).attributes["href"].startswith("/emulator/feishu/open?user=ou%201")


FORM = {
    "tag": "form",
    "name": "f",
    "elements": [
        {"tag": "input", "name": "t", "label": plain("内容"), "default_value": "旧", "max_length": 20},
        {"tag": "input", "name": "l", "label": plain("长"), "input_type": "multiline_text", "rows": 3},
        {"tag": "select_static", "name": "s", "initial_index": 2, "options": [
            {"text": plain("甲"), "value": "a"}, {"text": plain("乙"), "value": "b"}]},
        {"tag": "multi_select_static", "name": "m", "selected_values": ["b"], "options": [
            {"text": plain("甲"), "value": "a"}, {"text": plain("乙"), "value": "b"}]},
        {"tag": "date_picker", "name": "d", "initial_date": "2026-12-01"},
        {"tag": "picker_time", "name": "h", "initial_time": "09:30"},
        {"tag": "picker_datetime", "name": "w", "initial_datetime": "2026-12-01 09:30"},
        {"tag": "button", "text": plain("保存"), "type": "primary", "name": "b",
         "form_action_type": "submit", "behaviors": [{"type": "callback", "value": {"key": "k"}}]},
    ],
}  # fmt: skip


def test_every_input_of_a_feishu_form_holds_its_value_under_its_name() -> None:
    [form] = on_feishu(FORM).all("form")

    held = {
        one.attributes["name"]: one.attributes.get("value", one.text)
        for one in form.all()
        if one.name in ("input", "textarea") and one.attributes["type" if one.name == "input" else "name"] != "checkbox"
    }  # fmt: skip
    assert held == {
        "in:t": "旧", "in:l": "", "in:d": "2026-12-01", "in:h": "09:30", "in:w": "2026-12-01T09:30",
    }  # fmt: skip
    [select] = form.all("select")
    assert [o.text for o in select.all("option") if "selected" in o.attributes] == ["乙"]
    ticked = [one.attributes["value"] for one in form.all("input", type="checkbox", checked="")]
    assert ticked == ["b"]
    assert [one.text for one in form.all("button")] == ["保存"]


def test_columns_panels_tables_pictures_and_lines_are_drawn() -> None:
    row = {"tag": "column_set", "flex_mode": "bisect", "columns": [
        {"tag": "column", "width": "weighted", "weight": 2, "background_style": "grey", "elements": [
            {"tag": "div", "text": {**plain("3 次"), "text_size": "heading", "text_color": "red"}}]}]}  # fmt: skip
    panel = {"tag": "collapsible_panel", "expanded": True, "header": {"title": plain("更多")},
             "elements": [{"tag": "div", "text": plain("里面")}]}  # fmt: skip
    table = {"tag": "table", "page_size": 1, "columns": [
        {"name": "a", "display_name": "谁"}, {"name": "b", "display_name": "几次", "data_type": "number"}],
        "rows": [{"a": "周明", "b": 3}, {"a": "林悦", "b": 2}]}  # fmt: skip
    image = {"tag": "img", "img_key": "img_1", "alt": plain("图")}

    card = on_feishu(row, {"tag": "hr"}, panel, table, image)

    assert words(card) == "3 次 更多 里面 谁 几次 周明 3 林悦 2 1/2".split()
    [column] = card.all("div", class_="w2")
    assert [one.text for one in column.all("p", class_="in-red")] == ["3 次"]
    assert ["hidden" in one.attributes for one in card.all("tbody")] == [False, True]
    assert next(card.all("img")).attributes["src"] == "/emulator/desk/media/feishu/img_1"
    assert [one for one in card.all() if "style" in one.attributes] == []


CHARTS = [
    Chart("", Shape.FUNNEL, ("验证客户", "方案 2"), (Series("", (1_800.0, 12.0)),)),
    Chart("", Shape.BARS, ("周明", "林悦"), (Series("拜访", (4.0, 3.0)), Series("有效", (2.0, 0.0)))),
    Chart("", Shape.LINE, ("11-23", "11-24"), (Series("拜访", (4.0, 3.5)), Series("有效", (2.0, 3.0)))),
]  # fmt: skip


@pytest.mark.parametrize("chart", CHARTS, ids=lambda one: str(one.shape))
def test_a_chart_is_drawn_with_the_shapes_of_its_kind_and_says_each_number(chart: Chart) -> None:
    [_, sent] = elements.chart(chart)

    figure = on_feishu(sent)

    assert charts.read(sent["chart_spec"]) == chart
    assert any(figure.all("rect" if chart.shape is Shape.BARS else "polygon"))
    written = [one.text for one in figure.all("text")]
    assert set(written) >= {*chart.categories, *(one.label for one in chart.series if one.label)}
    [said] = figure.all("title")
    told = zip(chart.categories, chart.series[0].values, strict=True)
    assert all(f"{name} {number(value)}" in said.text for name, value in told)


def test_of_a_chart_without_values_nothing_is_drawn() -> None:
    assert list(on_feishu({"tag": "chart", "chart_spec": {"type": "line"}}).all("figure")) == []


def test_what_a_client_would_not_know_is_named_and_not_left_out() -> None:
    assert on_feishu({"tag": "hologram"}).text == "[hologram]"


def test_nothing_on_a_card_becomes_markup() -> None:
    seen = [
        on_wecom({"card_type": "text_notice", "main_title": {"title": NASTY, "desc": NASTY},
                  "sub_title_text": NASTY, "quote_area": {"quote_text": NASTY},
                  "horizontal_content_list": [{"keyname": NASTY, "value": NASTY}]}),
        on_feishu({"tag": "div", "text": plain(NASTY)}, {"tag": "markdown", "content": NASTY},
                  header={"title": plain(NASTY)}),
    ]  # fmt: skip

    for one in seen:
        assert list(one.all("script")) == []
        assert one.text.count(NASTY) >= 3


def test_an_attribute_is_escaped_too() -> None:
    assert tag("a", href='"><script>&timestamp') == (
        '<a href="&quot;&gt;&lt;script&gt;&amp;timestamp"></a>'
    )
