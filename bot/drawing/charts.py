"""Charts: a funnel, grouped bars, lines; names and numbers stand beside the shapes, never on them."""

from collections.abc import Sequence
from itertools import pairwise

from adapters.chat import Chart, Shape
from adapters.plain import number
from bot.drawing.canvas import Box, Canvas

SERIES = ("first", "second")
"""The part each series plays; a chart shows two."""
_THINNEST = 0.012
"""The share of the width that even nothing has."""
_GAP = 0.6
"""Space between columns, in sizes of the letters."""


def draw(canvas: Canvas, box: Box, chart: Chart, size: float) -> None:
    """Draw `chart` into `box` with letters of `size`."""
    if chart.categories and chart.series:
        _DRAWN[chart.shape](canvas, box, chart, size)


def height(chart: Chart, size: float) -> float:
    """How high `chart` wants to be with letters of `size`."""
    if chart.shape is Shape.LINE:
        return size * 11
    return size * len(chart.categories) * (2.3 if chart.shape is Shape.FUNNEL else 2.7)


def legend(
    canvas: Canvas, right: float, y: float, chart: Chart, *, size: float, most: float
) -> None:
    """The names of the series with their colours, ending at `right`; a single one needs none."""
    if len(chart.series) < 2:
        return
    share = most / len(SERIES) - size * 1.9
    for part, series in reversed(list(zip(SERIES, chart.series, strict=False))):
        said = canvas.write(series.label, (right, y), size, "quiet", most=share, anchor="end")
        swatch = said.left - size * 1.1
        canvas.rectangle(Box(swatch, y - size * 0.72, size * 0.72, size * 0.72), part, size * 0.18)
        right = swatch - size * 0.9


def _names(canvas: Canvas, chart: Chart, size: float, most: float) -> float:
    """How wide the column of names is."""
    widths = [canvas.letters.width(canvas.letters.written(one), size) for one in chart.categories]
    return min(max(widths), most)


def _numbers(canvas: Canvas, texts: Sequence[str], size: float, *, bold: bool = False) -> float:
    """How wide a column of numbers is."""
    return max(canvas.letters.width(one, size, bold=bold) for one in texts)


def _funnel(canvas: Canvas, box: Box, chart: Chart, size: float) -> None:
    """Each stage narrows to the next; right of it how many, and what share of them goes on."""
    values = chart.series[0].values
    counts, shares = [number(one) for one in values], _shares(values)
    gap = size * _GAP
    names = _names(canvas, chart, size, box.width * 0.28)
    last, count = _numbers(canvas, [*shares, "0%"], size), _numbers(canvas, counts, size, bold=True)
    left, right = box.x + names + gap * 2, box.right - last - gap - count - gap * 2
    step, halves = box.height / len(values), _halves(values, (right - left) / 2)
    middle = (left + right) / 2
    for place, name in enumerate(chart.categories):
        top, below = box.y + place * step, halves[min(place + 1, len(halves) - 1)]
        half, foot = halves[place], min(below, halves[place])
        bottom = top + step - max(3, step * 0.07)
        canvas.polygon(
            [
                (middle - half, top),
                (middle + half, top),
                (middle + foot, bottom),
                (middle - foot, bottom),
            ],
            "second" if place and place == len(values) - 1 else "first",
            fade=1 if place == len(values) - 1 else 1 - 0.5 * place / len(values),
        )
        line = (top + bottom) / 2 + size * 0.35
        canvas.write(name, (box.x, line), size, "ink", most=names + 1)
        canvas.write(
            counts[place],
            (box.right - last - gap, line),
            size,
            "ink",
            most=count + 1,
            bold=True,
            anchor="end",
        )
        canvas.write(shares[place], (box.right, line), size, "quiet", most=last + 1, anchor="end")


def _halves(values: Sequence[float], half: float) -> list[float]:
    most = max(*values, 0) or 1
    return [half * max(max(one, 0) / most, _THINNEST) for one in values]


def _shares(values: Sequence[float]) -> list[str]:
    """What share of each stage goes on to the next, as the board has it; nothing of none, nor of the last."""
    goes_on = (f"{to * 100 / came:,.0f}%" if came > 0 else "" for came, to in pairwise(values))
    return [*goes_on, ""]


def _bars(canvas: Canvas, box: Box, chart: Chart, size: float) -> None:
    """A name, and a bar a series with its number at the end."""
    shown = list(zip(SERIES, chart.series, strict=False))
    names = _names(canvas, chart, size, box.width * 0.3)
    small, gap = size * 0.86, size * _GAP
    texts = [number(value) for _, series in shown for value in series.values]
    count = _numbers(canvas, texts, small)
    left = box.x + names + gap * 1.5
    room = box.right - left - gap - count
    most = max(*(value for _, series in shown for value in series.values), 0) or 1
    step = box.height / len(chart.categories)
    thick = min(step * 0.74 / len(shown), size * 1.1)
    for place, name in enumerate(chart.categories):
        middle = box.y + (place + 0.5) * step
        canvas.write(name, (box.x, middle + size * 0.35), size, "ink", most=names + 1)
        top = middle - thick * len(shown) / 2
        for part, series in shown:
            value = series.values[place]
            wide = room * max(value / most, _THINNEST / 2)
            canvas.rectangle(Box(left, top + thick * 0.1, wide, thick * 0.8), part, thick * 0.25)
            where = (left + wide + gap * 0.7, top + thick / 2 + small * 0.35)
            canvas.write(number(value), where, min(small, thick * 0.9), "ink", most=count + 1)
            top += thick


def _line(canvas: Canvas, box: Box, chart: Chart, size: float) -> None:
    """A line a series, the area of the first in a faint colour; the last numbers at their ends."""
    shown = list(zip(SERIES, chart.series, strict=False))
    small, gap = size * 0.86, size * _GAP
    most = max(*(value for _, series in shown for value in series.values), 0) or 1
    scale = _numbers(canvas, [number(most), "0"], small)
    ends = _numbers(canvas, [number(series.values[-1]) for _, series in shown], small, bold=True)
    plot = Box(
        box.x + scale + gap,
        box.y + small * 0.5,
        box.width - scale - ends - gap * 2.2,
        box.height - small * 2.3,
    )
    for share in (0, 0.5, 1):
        y = plot.bottom - plot.height * share
        canvas.rectangle(Box(plot.x, y - 0.75, plot.width, 1.5), "line")
        if share != 0.5:
            where = (plot.x - gap, y + small * 0.35)
            canvas.write(number(most * share), where, small, "quiet", most=scale + 1, anchor="end")
    lines = [_points(series.values, plot, most) for _, series in shown]
    canvas.polygon(
        [*lines[0], (lines[0][-1][0], plot.bottom), (lines[0][0][0], plot.bottom)],
        "first",
        fade=0.13,
    )
    for (part, _), points in reversed(list(zip(shown, lines, strict=True))):
        canvas.polygon(points, part, stroke=size * 0.16)
        canvas.rectangle(_dot(points[-1], size * 0.22), part, size)
    heights = _apart([points[-1][1] for points in lines], small * 1.15, plot.bottom)
    for (_, series), y in zip(shown, heights, strict=True):
        where = (plot.right + gap, y + small * 0.35)
        canvas.write(number(series.values[-1]), where, small, "ink", most=ends + 1, bold=True)
    _days(canvas, plot, chart, small)


def _points(values: Sequence[float], plot: Box, most: float) -> list[tuple[float, float]]:
    step = plot.width / max(len(values) - 1, 1)
    return [
        (plot.x + place * step, plot.bottom - plot.height * max(value, 0) / most)
        for place, value in enumerate(values)
    ]


def _dot(at: tuple[float, float], radius: float) -> Box:
    return Box(at[0] - radius, at[1] - radius, radius * 2, radius * 2)


def _apart(heights: Sequence[float], least: float, bottom: float) -> list[float]:
    """The heights, moved until they are `least` apart, none below `bottom`."""
    found = list(heights)
    order = sorted(range(len(found)), key=lambda place: found[place])
    for above, below in pairwise(order):
        found[below] = max(found[below], found[above] + least)
    over = max(0, found[order[-1]] - bottom) if order else 0
    return [one - over for one in found] if len(found) > 1 else found


def _days(canvas: Canvas, plot: Box, chart: Chart, size: float) -> None:
    """As many of the categories below as have room, from the last on."""
    count, letters = len(chart.categories), canvas.letters
    step, free = plot.width / max(count - 1, 1), plot.right + 1
    for place, name in reversed(list(enumerate(chart.categories))):
        shown = letters.fitted(name, size, plot.width / 4)
        wide, x = letters.width(shown, size), plot.x + place * step
        left = min(max(x - wide / 2, plot.x), plot.right - wide)
        if left + wide > free:
            continue
        canvas.write(shown, (left, plot.bottom + size * 1.45), size, "quiet", most=wide + 1)
        free = left - size * 0.7


_DRAWN = {Shape.FUNNEL: _funnel, Shape.BARS: _bars, Shape.LINE: _line}
