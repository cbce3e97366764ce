"""What Feishu refuses in a chart, a table or a panel of a card."""

from typing import Any

import pytest

from adapters.emulator.feishu_cards import fault

TABLE: dict[str, Any] = {
    "tag": "table",
    "page_size": 10,
    "columns": [
        {"name": "who", "display_name": "客户", "data_type": "text"},
        {"name": "days", "display_name": "天", "data_type": "number"},
    ],
    "rows": [{"who": "恒泰", "days": 31}],
}
FUNNEL: dict[str, Any] = {
    "type": "funnel",
    "data": {"values": [{"name": "线索", "value": 9}]},
    "categoryField": "name",
    "valueField": "value",
    "media": [],
}
BARS: dict[str, Any] = {
    "type": "bar",
    "direction": "horizontal",
    "data": {"values": [{"name": "周明", "series": "拜访", "value": 3}]},
    "xField": "value",
    "yField": ["name", "series"],
    "seriesField": "series",
}
PANEL: dict[str, Any] = {
    "tag": "collapsible_panel",
    "expanded": False,
    "header": {"title": {"tag": "plain_text", "content": "每个人"}},
    "elements": [{"tag": "hr"}],
}


def chart(spec: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"tag": "chart", "aspect_ratio": "4:3", "chart_spec": spec, **changes}


def column(**changes: Any) -> dict[str, Any]:
    return {**TABLE, "columns": [{**TABLE["columns"][0], **changes}], "rows": []}


def inside(element: dict[str, Any]) -> dict[str, Any]:
    """One column that holds it."""
    return {"tag": "column_set", "columns": [{"tag": "column", "elements": [element]}]}


def sized(**changes: Any) -> dict[str, Any]:
    return {"tag": "column_set", "columns": [{"tag": "column", "elements": [], **changes}]}


@pytest.mark.parametrize(
    ("element", "code"),
    [
        pytest.param(TABLE, "", id="a table"),
        pytest.param(inside(TABLE), "200621", id="a table not at the root"),
        pytest.param({**TABLE, "page_size": 11}, "200621", id="eleven a page"),
        pytest.param({**TABLE, "page_size": 0}, "200621", id="none a page"),
        pytest.param({**TABLE, "height": 3}, "200621", id="a property of no table"),
        pytest.param({**TABLE, "row_height": "tall"}, "200621", id="a height that is none"),
        pytest.param({**TABLE, "row_height": "130px"}, "200621", id="rows too high"),
        pytest.param({**TABLE, "header_style": {"colour": "x"}}, "200621", id="a style"),
        pytest.param({**TABLE, "columns": []}, "200621", id="no column"),
        pytest.param(
            {**TABLE, "columns": [{"name": f"c{n}"} for n in range(51)]}, "200621", id="51 columns"
        ),
        pytest.param(
            {**TABLE, "columns": [TABLE["columns"][0]] * 2}, "200621", id="a column twice"
        ),
        pytest.param(column(data_type="html"), "200621", id="a type that is none"),
        pytest.param(column(width="700px"), "200621", id="a column too wide"),
        pytest.param(column(colour="red"), "200621", id="a property of no column"),
        pytest.param({**TABLE, "rows": [{"age": "1"}]}, "200915", id="a key that is no column"),
        pytest.param({**TABLE, "rows": ["恒泰"]}, "200914", id="a row that is no object"),
        pytest.param({**TABLE, "rows": [{"who": 3}]}, "200914", id="a number for a text"),
        pytest.param({**TABLE, "rows": [{"days": "3"}]}, "200914", id="a text for a number"),
    ],
)
def test_tables_are_checked(element: dict[str, Any], code: str) -> None:
    assert _code([element]) == code


@pytest.mark.parametrize(
    ("element", "code"),
    [
        pytest.param(chart(FUNNEL), "", id="a funnel"),
        pytest.param(chart(BARS), "", id="bars"),
        pytest.param(chart(FUNNEL, title="x"), "200621", id="a property of no chart"),
        pytest.param(chart(FUNNEL, aspect_ratio="3:1"), "200621", id="another ratio"),
        pytest.param(chart(FUNNEL, color_theme="neon"), "200621", id="another theme"),
        pytest.param(chart({}), "200550", id="no kind"),
        pytest.param(chart({**FUNNEL, "type": "sankey"}), "200550", id="a kind that is unknown"),
        pytest.param(chart({**FUNNEL, "onClick": "x()"}), "200550", id="a program"),
        pytest.param(chart({**FUNNEL, "media": "none"}), "200550", id="media that is no list"),
        pytest.param(chart({**FUNNEL, "data": {"values": []}}), "200550", id="no value"),
        pytest.param(chart({**FUNNEL, "data": [1]}), "200550", id="data of another shape"),
        pytest.param(chart({**FUNNEL, "categoryField": "label"}), "200550", id="no such field"),
        pytest.param(chart({**BARS, "xField": ""}), "200550", id="a field is missing"),
        pytest.param(
            chart({**FUNNEL, "data": {"values": [{"name": "a", "value": "9"}]}}),
            "200550",
            id="a number that is a text",
        ),
    ],
)
def test_charts_are_checked(element: dict[str, Any], code: str) -> None:
    assert _code([element]) == code


def test_five_charts_and_five_tables_are_the_most() -> None:
    assert [_code([chart(FUNNEL)] * 5), _code([chart(FUNNEL)] * 6)] == ["", "11310"]
    assert [_code([TABLE] * 5), _code([TABLE] * 6)] == ["", "11310"]


@pytest.mark.parametrize(
    ("element", "code"),
    [
        pytest.param(PANEL, "", id="a panel"),
        pytest.param({**PANEL, "expanded": "no"}, "200621", id="open or not"),
        pytest.param({**PANEL, "header": {}}, "200621", id="no title"),
        pytest.param({**PANEL, "header": {**PANEL["header"], "a": 1}}, "200621", id="its head"),
        pytest.param({**PANEL, "border": {"width": 3}}, "200621", id="its border"),
        pytest.param({**PANEL, "open": True}, "200621", id="a property of no panel"),
        pytest.param({**PANEL, "elements": [TABLE]}, "200621", id="a table in it"),
        pytest.param({**PANEL, "elements": [{"tag": "form"}]}, "200621", id="a form in it"),
        pytest.param(sized(width="10px"), "200621", id="a column too narrow"),
        pytest.param(sized(width="weighted", weight=6), "200621", id="a column too heavy"),
        pytest.param({"tag": "column_set", "columns": [PANEL]}, "200621", id="no column"),
        pytest.param(
            {"tag": "div", "text": {"tag": "plain_text", "content": "a", "bold": True}},
            "200621",
            id="a text's property",
        ),
        pytest.param(
            {"tag": "div", "text": {"tag": "plain_text", "content": "a", "text_color": "gold"}},
            "200621",
            id="a text's colour",
        ),
    ],
)
def test_panels_columns_and_texts_are_checked(element: dict[str, Any], code: str) -> None:
    assert _code([element]) == code


def _code(elements: list[dict[str, Any]]) -> str:
    return fault({"schema": "2.0", "body": {"elements": elements}}).split(":")[0]
