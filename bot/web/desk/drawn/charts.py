"""Charts in a Feishu card: what its specs (VChart) say, drawn with the shapes of the bot's own pictures."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from adapters.chat import Chart, Series, Shape
from adapters.plain import number
from bot.drawing import charts
from bot.drawing.canvas import Box, Canvas
from bot.drawing.lettering import Lettering, lettering
from bot.web.desk.drawn.markup import Html, tag

_WIDE, _SIZE, _EDGE = 280, 12, 4
_SHAPES = {"funnel": Shape.FUNNEL, "bar": Shape.BARS, "line": Shape.LINE}

_letters = cache(lettering)


def chart(element: Mapping[str, Any]) -> Html | None:
    """A funnel, bars or lines, with the names of several series above; nothing of a chart without values."""
    spec = element.get("chart_spec") or {}
    said = read(spec)
    if not said.categories:
        return None
    return tag("figure", _drawn(said, _letters()), class_="chart")


def read(spec: Mapping[str, Any]) -> Chart:
    """The chart behind a spec of any kind; a kind without a shape of its own is bars."""
    shape = _SHAPES.get(str(spec.get("type")), Shape.BARS)
    title = str((spec.get("title") or {}).get("text") or "")
    named = spec.get("categoryField") or spec.get("yField" if _is_lying(spec) else "xField")
    name = str(named[0] if isinstance(named, list) else named)
    value = str(spec.get("valueField") or spec.get("xField" if _is_lying(spec) else "yField"))
    series: dict[str, dict[str, float]] = {}
    for one in _values(spec):
        of = series.setdefault(str(one.get(str(spec.get("seriesField")), "")), {})
        of[_bare(str(one.get(name, "")), one.get(value))] = float(one.get(value) or 0)
    categories = tuple(dict.fromkeys(each for of in series.values() for each in of))
    rows = (Series(label, tuple(of.get(one, 0.0) for one in categories)) for label, of in series.items())  # fmt: skip
    return Chart(title, shape, categories, tuple(rows))


def _is_lying(spec: Mapping[str, Any]) -> bool:
    return spec.get("direction") == "horizontal"


def _values(spec: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    held = spec.get("data") or {}
    parts = held if isinstance(held, list) else [held]
    return [one for part in parts for one in part.get("values") or ()]


def _bare(name: str, value: object) -> str:
    """A label without its number, which the shapes write beside it."""
    return name.removesuffix(f" {number(value)}") if isinstance(value, int | float) else name


def _drawn(said: Chart, letters: Lettering) -> Html:
    canvas = Canvas(letters)
    top = _SIZE * 1.8 if len(said.series) > 1 else _EDGE
    high = charts.height(said, _SIZE)
    charts.legend(canvas, _WIDE - _EDGE, _SIZE * 1.1, said, size=_SIZE, most=_WIDE * 0.8)
    charts.draw(canvas, Box(_EDGE, top, _WIDE - 2 * _EDGE, high), said, _SIZE)
    told = "；".join(f"{name} {_all(said, place)}" for place, name in enumerate(said.categories))
    return Html(canvas.page(_WIDE, top + high + _EDGE, f"{said.title} {told}".strip()))


def _all(said: Chart, place: int) -> str:
    return " / ".join(number(one.values[place]) for one in said.series)
