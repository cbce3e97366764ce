"""What Feishu refuses in a chart, a table or a panel of a card.

Source: platforms/feishu.md 6.1 and 9.2-9.3, from [D 24, D 38-40]. Of VChart's specifications the kinds
and properties are known that the page names; others are refused, so that nothing is sent that nobody
has looked up.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

CHARTS, TABLES = 5, 5
_COLUMNS, _PAGE = 50, 10
_PX = re.compile(r"(\d{1,4})px", re.ASCII)
_SPEC = {
    "type", "title", "data", "xField", "yField", "seriesField", "categoryField", "valueField",
    "outerRadius", "innerRadius", "direction", "label", "outerLabel", "transformLabel",
    "isTransform", "point", "legends", "axes", "padding", "media", "stack", "color",
}  # fmt: skip
_FIELDS = {
    "funnel": ("categoryField", "valueField"),
    "pie": ("categoryField", "valueField"),
    "bar": ("xField", "yField"),
    "line": ("xField", "yField"),
    "area": ("xField", "yField"),
}
"""What each kind of chart cannot do without."""
_RATIOS = {"1:1", "2:1", "4:3", "16:9"}
_THEMES = {"brand", "rainbow", "complementary", "converse", "primary"}
_ROW_HEIGHTS = {"low", "middle", "high", "auto"}
_TYPES = {"text", "lark_md", "options", "number", "persons", "date", "markdown"}
_COLUMN = set(
    "name display_name data_type width format date_format horizontal_align vertical_align".split()
)
_HEADER_STYLE = {"text_align", "text_size", "background_style", "text_color", "bold", "lines"}
_PANEL_HEADER = set(
    "title icon icon_position icon_expanded_angle background_color vertical_align padding width".split()
)
_BORDER = {"color", "corner_radius"}

Part = Mapping[str, Any]


def chart(element: Part) -> str:
    """What is wrong with a chart, as `sub-code: words`."""
    if element.get("aspect_ratio", "16:9") not in _RATIOS:
        return "200621: aspect_ratio"
    if element.get("color_theme", "brand") not in _THEMES:
        return "200621: color_theme"
    spec = element.get("chart_spec")
    if not isinstance(spec, Mapping) or spec.get("type") not in _FIELDS:
        return "200550: chart_spec"
    if unknown := set(spec) - _SPEC:
        return f"200550: unknown property {unknown.pop()}"
    if not isinstance(spec.get("media", []), list):
        return "200550: media"
    return _numbers(spec)


def _numbers(spec: Part) -> str:
    """The values, and that each has what the chart's fields name."""
    values = (spec.get("data") or {}).get("values") if isinstance(spec.get("data"), dict) else None
    if not isinstance(values, list) or not values:
        return "200550: data"
    wanted: list[str] = []
    for field in (*_FIELDS[spec["type"]], "seriesField"):
        named = spec.get(field) or ()
        if not named and field != "seriesField":
            return f"200550: {field}"
        wanted += [named] if isinstance(named, str) else named
    if any(not isinstance(one, Mapping) or set(wanted) - set(one) for one in values):
        return "200550: values"
    of_number = spec.get("valueField") or _measured(spec)
    return "" if all(_is_number(one[of_number]) for one in values) else "200550: no number"


def _measured(spec: Part) -> str:
    return str(spec["xField"] if spec.get("direction") == "horizontal" else spec["yField"])


def table(element: Part) -> str:
    """What is wrong with a table."""
    size = element.get("page_size", 5)
    if not _is_number(size) or not 1 <= size <= _PAGE:
        return "200621: page_size"
    height = element.get("row_height", "low")
    if height not in _ROW_HEIGHTS and not _within(height, 32, 124):
        return "200621: row_height"
    if set(element.get("header_style") or {}) - _HEADER_STYLE:
        return "200621: header_style"
    columns = element.get("columns")
    if not isinstance(columns, list) or not 1 <= len(columns) <= _COLUMNS:
        return "200621: columns"
    return _columns(columns) or _rows(element.get("rows"), columns)


def _columns(columns: Sequence[Part]) -> str:
    names = [one.get("name") for one in columns]
    if not all(isinstance(name, str) and name for name in names) or len(set(names)) < len(names):
        return "200621: column name"
    for one in columns:
        if set(one) - _COLUMN:
            return f"200621: unknown property {(set(one) - _COLUMN).pop()}"
        if one.get("data_type", "text") not in _TYPES:
            return "200621: data_type"
        width = str(one.get("width", "auto"))
        if width != "auto" and not width.endswith("%") and not _within(width, 80, 600):
            return "200621: width"
    return ""


def _rows(rows: object, columns: Sequence[Part]) -> str:
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        return "200914: rows"
    types = {str(one["name"]): str(one.get("data_type", "text")) for one in columns}
    for row in rows:
        if unknown := set(row) - set(types):
            return f"200915: row name {unknown.pop()}"
        if wrong := next((name for name in row if not _suits(types[name], row[name])), ""):
            return f"200914: {wrong}"
    return ""


def _suits(kind: str, cell: object) -> bool:
    """Whether a cell is of its column's type."""
    if kind in ("number", "date"):
        return _is_number(cell)
    if kind == "options":
        return isinstance(cell, list) and all(isinstance(one, Mapping) for one in cell)
    return isinstance(cell, str) or (kind == "persons" and isinstance(cell, list))


def panel(element: Part) -> str:
    """What is wrong with a collapsible panel; what stands in it is looked at for itself."""
    header = element.get("header")
    if not isinstance(header, Mapping) or set(header) - _PANEL_HEADER or not header.get("title"):
        return "200621: panel header"
    if set(element.get("border") or {}) - _BORDER:
        return "200621: border"
    inside = element.get("elements")
    if not isinstance(inside, list) or not isinstance(element.get("expanded", False), bool):
        return "200621: panel"
    return "200621: form in a panel" if any(one.get("tag") == "form" for one in inside) else ""


def column(element: Part) -> str:
    """What is wrong with the width of a column."""
    width = element.get("width", "auto")
    if width not in ("auto", "weighted") and not _within(width, 16, 600):
        return "200621: width"
    weight = element.get("weight", 1)
    return "" if _is_number(weight) and 1 <= weight <= 5 else "200621: weight"


def _within(pixels: object, least: int, most: int) -> bool:
    found = _PX.fullmatch(str(pixels))
    return found is not None and least <= int(found[1]) <= most


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
