"""Texts, figures, charts, tables and panels of Feishu's card JSON 2.0. Source: platforms/feishu.md 9.3, from [D 39-40].

Texts are `plain_text`, cells of tables are of the type `text` and names in charts are data: none of
them knows a markup, a mention or a link.
"""

from collections.abc import Sequence
from typing import Any

from adapters.chat import Chart, Figure, Fold, Note, Shape, Table, Tone
from adapters.plain import cut, inert, number

CHARTS, TABLES = 5, 5
_CELL, _LINE, _NAME, _LINES, _PAGE, _ABREAST = 60, 120, 20, 40, 10, 4
_COLOURS = {
    Tone.PLAIN: "default",
    Tone.ACTIVE: "blue",
    Tone.GOOD: "green",
    Tone.WARNING: "orange",
    Tone.URGENT: "red",
    Tone.MUTED: "grey",
}


def text(content: str) -> dict[str, Any]:
    return {"tag": "plain_text", "content": inert(content)}


def div(content: str, size: str = "", colour: str = "") -> dict[str, Any]:
    styled = {"text_size": size, "text_color": colour}
    given = {name: value for name, value in styled.items() if value}
    return {"tag": "div", "text": {**text(content), **given}}


def figures(found: Sequence[Figure]) -> list[dict[str, Any]]:
    """Four in a row, two on a narrow screen."""
    return [
        {
            "tag": "column_set",
            "flex_mode": "bisect",
            "horizontal_spacing": "8px",
            "columns": [_figure(one) for one in found[start : start + _ABREAST]],
        }
        for start in range(0, len(found), _ABREAST)
    ]


def _figure(one: Figure) -> dict[str, Any]:
    parts = [
        div(cut(one.label, _NAME), "notation", "grey"),
        div(cut(one.value, _NAME), "heading"),
    ]
    if one.delta:
        parts.append(div(cut(one.delta, _NAME), "notation", _COLOURS[one.tone]))
    return {
        "tag": "column",
        "width": "weighted",
        "weight": 1,
        "vertical_spacing": "2px",
        "padding": "8px",
        "background_style": "grey",
        "elements": parts,
    }


def note(one: Note, most: int) -> list[dict[str, Any]]:
    heading = div(cut(one.title, most), "notation", "grey")
    return [heading, *([div(cut(one.text, most))] if one.text else [])]


def chart(one: Chart) -> list[dict[str, Any]]:
    """A title, and the numbers; nothing of a chart that has none."""
    if not one.categories or not one.series:
        return []
    drawn = {
        "tag": "chart",
        "aspect_ratio": "16:9" if one.shape is Shape.LINE else "4:3",
        "color_theme": "brand",
        "preview": False,
        "chart_spec": {**_SPECS[one.shape](one), "media": []},
    }
    return [div(cut(one.title, _CELL), "normal"), drawn]


def _funnel(one: Chart) -> dict[str, Any]:
    """Names stand beside the shape with their numbers, since it narrows and they do not."""
    values = [
        {"name": f"{_name(name)} {number(value)}", "value": _number(value)}
        for name, value in zip(one.categories, one.series[0].values, strict=True)
    ]
    return {
        "type": "funnel",
        "data": {"values": values},
        "categoryField": "name",
        "valueField": "value",
        "isTransform": True,
        "label": {"visible": False},
        "outerLabel": {"visible": True, "position": "right"},
        "transformLabel": {"visible": True},
    }


def _bars(one: Chart) -> dict[str, Any]:
    return {
        "type": "bar",
        "direction": "horizontal",
        "data": {"values": _values(one)},
        "xField": "value",
        "yField": ["name", "series"],
        "seriesField": "series",
        "label": {"visible": True, "position": "outside"},
        "legends": {"visible": len(one.series) > 1, "orient": "top"},
    }


def _line(one: Chart) -> dict[str, Any]:
    return {
        "type": "line",
        "data": {"values": _values(one)},
        "xField": "name",
        "yField": "value",
        "seriesField": "series",
        "point": {"visible": False},
        "legends": {"visible": len(one.series) > 1, "orient": "top"},
    }


_SPECS = {Shape.FUNNEL: _funnel, Shape.BARS: _bars, Shape.LINE: _line}


def _values(one: Chart) -> list[dict[str, Any]]:
    return [
        {"name": _name(name), "series": _name(series.label), "value": _number(value)}
        for series in one.series
        for name, value in zip(one.categories, series.values, strict=True)
    ]


def _number(value: float) -> float:
    return int(value) if value == int(value) else value


def _name(name: str) -> str:
    return cut(inert(name), _NAME)


def table(one: Table) -> list[dict[str, Any]]:
    """A title, and the rows, ten a page; nothing of a table without rows."""
    if not one.rows:
        return []
    drawn = {
        "tag": "table",
        "page_size": min(_PAGE, len(one.rows)),
        "row_height": "low",
        "header_style": {"background_style": "grey", "bold": True},
        "columns": [
            {"name": f"c{place}", "display_name": _name(label), "data_type": "text"}
            for place, label in enumerate(one.columns)
        ],
        "rows": [
            {f"c{place}": cut(inert(cell), _CELL) for place, cell in enumerate(row)}
            for row in one.rows
        ],
    }
    return [div(cut(one.title, _CELL), "normal"), drawn]


def fold(one: Fold) -> dict[str, Any]:
    lines = [cut(line, _LINE) for line in one.lines[:_LINES]]
    drawn = chart(one.chart)[1:] if one.chart else []  # the fold has its title
    return panel(one.title, [*drawn, div("\n".join(lines) or "—")], is_open=one.is_open)


def panel(title: str, elements: list[dict[str, Any]], *, is_open: bool = False) -> dict[str, Any]:
    """A part that opens and closes."""
    return {
        "tag": "collapsible_panel",
        "expanded": is_open,
        "header": {"title": text(cut(title, _CELL)), "vertical_align": "center"},
        "border": {"color": "grey", "corner_radius": "5px"},
        "elements": elements,
    }
