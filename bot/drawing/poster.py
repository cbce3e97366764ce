"""The long picture of a card: a band with its title, what it is and why, then a panel for each thing to look into."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from adapters.chat import Card, Chart, Fold, Note, Table
from bot.drawing import charts
from bot.drawing.canvas import Box, Canvas
from bot.drawing.lettering import Lettering
from bot.drawing.palettes import LIGHT
from bot.drawing.pictures import figures

WIDE = 1440
_EDGE, _GAP, _PAD, _SIZE, _HEADING = 48, 28, 40, 32, 36
_BAND, _FIGURES, _ROW, _LINES, _ROWS = 232, 224, 66, 3, 40


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the picture: how high it wants to be, and what draws it into its box."""

    high: float
    draw: Callable[[Box], None]


def poster(card: Card, letters: Lettering) -> tuple[Canvas, float]:
    """The picture, and how high it became."""
    canvas = Canvas(letters)
    panels = [
        *([_values(canvas, card)] if card.fields else []),
        *([_notes(canvas, card.notes)] if card.notes else []),
        *(_chart(canvas, one) for one in card.charts if one.categories and one.series),
        *(_table(canvas, one) for one in card.tables if one.rows),
        *(_fold(canvas, one) for one in card.folds if one.lines),
        *([_quote(canvas, card.quote)] if card.quote else []),
        *([_body(canvas, card.body)] if card.body else []),
    ]
    top: float = _BAND + (_FIGURES + _GAP if card.figures else 0) + _GAP
    high = top + sum(one.high + _GAP for one in panels) + _EDGE / 2
    canvas.rectangle(Box(0, 0, WIDE, high), "ground")
    _band(canvas, card)
    for one in panels:
        box = Box(_EDGE, top, WIDE - 2 * _EDGE, one.high)
        canvas.rectangle(box, "card", 20)
        one.draw(box.inset(_PAD))
        top += one.high + _GAP
    return canvas, high


def poster_svg(card: Card, letters: Lettering) -> str:
    canvas, high = poster(card, letters)
    return canvas.picture(WIDE, high, LIGHT)


def _band(canvas: Canvas, card: Card) -> None:
    room = WIDE - 2 * _EDGE
    canvas.rectangle(Box(0, 0, WIDE, _BAND), "band")
    canvas.write(card.title, (_EDGE, 108), 60, "on-band", most=room, bold=True, least=0.7)
    canvas.write(card.subtitle, (_EDGE, 172), 34, "on-band-quiet", most=room, least=0.8)
    figures(canvas, Box(_EDGE, _BAND + _GAP, room, _FIGURES), card.figures[:4], 35)


def _heading(canvas: Canvas, box: Box, words: str, room: float) -> None:
    canvas.write(words, (box.x, box.y + _HEADING * 0.9), _HEADING, "ink", most=room, bold=True)


def _below(box: Box) -> Box:
    """What is left under the heading."""
    top = _HEADING * 1.9
    return Box(box.x, box.y + top, box.width, box.height - top)


def _high(inside: float) -> float:
    """Of a panel with a heading."""
    return inside + _HEADING * 1.9 + 2 * _PAD


def _chart(canvas: Canvas, chart: Chart) -> Panel:
    def draw(box: Box) -> None:
        half = box.width / 2
        _heading(canvas, box, chart.title, half - _GAP)
        y = box.y + _HEADING * 0.9
        charts.legend(canvas, box.right, y, chart, size=28, most=half - _GAP)
        charts.draw(canvas, _below(box), chart, _SIZE)

    return Panel(_high(charts.height(chart, _SIZE)), draw)


def _values(canvas: Canvas, card: Card) -> Panel:
    """Named values, their names in a column."""
    names = [canvas.letters.written(one.label) for one in card.fields]

    def draw(box: Box) -> None:
        wide = min(max(canvas.letters.width(one, _SIZE) for one in names), box.width * 0.25)
        for place, one in enumerate(card.fields):
            line = box.y + place * _ROW + _ROW / 2 + _SIZE * 0.35
            canvas.write(one.label, (box.x, line), _SIZE, "quiet", most=wide + 1)
            left = box.x + wide + _PAD
            canvas.write(one.value, (left, line), _SIZE, "ink", most=box.right - left, least=0.8)

    return Panel(len(names) * _ROW + 2 * _PAD, draw)


def _table(canvas: Canvas, table: Table) -> Panel:
    rows = table.rows[:_ROWS]

    def draw(box: Box) -> None:
        _heading(canvas, box, table.title, box.width)
        inner = _below(box)
        columns = _columns(canvas, [table.columns, *rows], inner)
        for place, row in enumerate([table.columns, *rows]):
            top = inner.y + place * _ROW
            if place:
                canvas.rectangle(Box(inner.x, top, inner.width, 2), "line")
            part, line = "ink" if place else "quiet", top + _ROW / 2 + _SIZE * 0.35
            for (left, wide), cell in zip(columns, row, strict=True):
                canvas.write(cell, (left, line), _SIZE if place else 28, part, most=wide)

    return Panel(_high((len(rows) + 1) * _ROW), draw)


def _columns(canvas: Canvas, rows: Sequence[Sequence[str]], box: Box) -> list[tuple[float, float]]:
    """Where each column starts and how wide it is: as its texts are, within what there is."""
    letters, count = canvas.letters, len(rows[0])
    room = box.width - _GAP * (count - 1)
    wanted = [
        min(max(letters.width(letters.written(row[place]), _SIZE) for row in rows) + 4, room * 0.6)
        for place in range(count)
    ]
    share = room / sum(wanted)
    starts, left = [], box.x
    for one in wanted:
        starts.append((left, one * share))
        left += one * share + _GAP
    return starts


def _notes(canvas: Canvas, notes: Sequence[Note]) -> Panel:
    room = WIDE - 2 * _EDGE - 2 * _PAD
    told = [(one.title, _paragraph(canvas, one.text, room)) for one in notes]
    highs = [_SIZE * (1.6 + 1.5 * len(lines) + 0.9) for _, lines in told]

    def draw(box: Box) -> None:
        top = box.y
        for (title, lines), high in zip(told, highs, strict=True):
            canvas.write(title, (box.x, top + 28), 28, "quiet", most=room)
            for place, line in enumerate(lines):
                at = (box.x, top + _SIZE * (2.6 + 1.5 * place))
                canvas.write(line, at, _SIZE, "ink", most=room)
            top += high

    return Panel(sum(highs) + 2 * _PAD - _SIZE * 0.9, draw)


def _body(canvas: Canvas, text: str) -> Panel:
    room = WIDE - 2 * _EDGE - 2 * _PAD
    lines = _paragraph(canvas, text, room)

    def draw(box: Box) -> None:
        for place, line in enumerate(lines):
            at = (box.x, box.y + _SIZE * (1.05 + 1.5 * place))
            canvas.write(line, at, _SIZE, "ink", most=room)

    return Panel(_SIZE * 1.5 * len(lines) + 2 * _PAD, draw)


def _paragraph(canvas: Canvas, text: str, room: float) -> list[str]:
    """Its lines, each wrapped."""
    return [
        part
        for line in text.split("\n")
        for part in canvas.letters.wrapped(line, _SIZE, room, _LINES)
    ]


def _fold(canvas: Canvas, fold: Fold) -> Panel:
    lines, chart = fold.lines[:_ROWS], fold.chart
    seen = charts.height(chart, _SIZE) + _GAP if chart and chart.categories else 0

    def draw(box: Box) -> None:
        half = box.width / 2
        _heading(canvas, box, fold.title, half - _GAP)
        inner = _below(box)
        if chart and seen:
            charts.legend(
                canvas, box.right, box.y + _HEADING * 0.9, chart, size=28, most=half - _GAP
            )
            charts.draw(canvas, Box(inner.x, inner.y, inner.width, seen - _GAP), chart, _SIZE)
        for place, line in enumerate(lines):
            at = (inner.x, inner.y + seen + place * _ROW + _ROW / 2 + _SIZE * 0.35)
            canvas.write(line, at, _SIZE, "ink", most=inner.width, least=0.8)

    return Panel(_high(seen + len(lines) * _ROW), draw)


def _quote(canvas: Canvas, words: str) -> Panel:
    room = WIDE - 2 * _EDGE - 2 * _PAD - 32
    lines = canvas.letters.wrapped(words, _SIZE, room, _LINES)
    high = _SIZE * 1.5 * len(lines)

    def draw(box: Box) -> None:
        canvas.rectangle(Box(box.x, box.y, 6, box.height), "accent", 3)
        for place, line in enumerate(lines):
            at = (box.x + 32, box.y + _SIZE * (1.05 + 1.5 * place))
            canvas.write(line, at, _SIZE, "ink", most=room)

    return Panel(high + 2 * _PAD, draw)
