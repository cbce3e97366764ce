"""Charts in a Feishu card: their values as bars, each with its name and its number."""

from collections.abc import Mapping
from typing import Any

from bot.web.desk.drawn.markup import Html, tag

_WIDTH = 100


def chart(element: Mapping[str, Any]) -> Html:
    """What a VChart spec shows, funnels, bars, lines and pies alike."""
    spec = element.get("chart_spec") or {}
    rows = [(_name(spec, one), _number(spec, one)) for one in _values(spec)]
    most = max((number for _, number in rows), default=0) or 1
    title = str((spec.get("title") or {}).get("text") or "")
    drawn = [
        tag(
            "tr",
            tag("th", name, scope="row"),
            tag("td", _bar(number / most)),
            tag("td", f"{number:g}", class_="right"),
        )
        for name, number in rows
    ]
    caption = tag("caption", title) if title else None
    return tag("table", caption, tag("tbody", *drawn), class_="chart")


def _values(spec: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    data = spec.get("data") or {}
    series = data if isinstance(data, list) else [data]
    return [one for part in series for one in part.get("values") or ()]


def _name(spec: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    is_lying = spec.get("direction") == "horizontal"
    field = spec.get("categoryField") or spec.get("yField" if is_lying else "xField")
    names = field if isinstance(field, list) else [field, spec.get("seriesField")]
    return " · ".join(dict.fromkeys(str(value[str(one)]) for one in names if str(one) in value))


def _number(spec: Mapping[str, Any], value: Mapping[str, Any]) -> float:
    is_lying = spec.get("direction") == "horizontal"
    field = spec.get("valueField") or spec.get("xField" if is_lying else "yField") or "value"
    found = value.get(field[0] if isinstance(field, list) else field, 0)
    return float(found or 0)


def _bar(share: float) -> Html:
    width = max(1, round(share * _WIDTH))
    bar = tag("rect", width=width, height=10, rx=2)
    return tag(
        "svg", bar, viewBox=f"0 0 {_WIDTH} 10", preserveAspectRatio="none", aria_hidden="true"
    )
