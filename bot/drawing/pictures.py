"""A card as one picture: the small one of a WeCom notice, and the long one."""

from collections.abc import Sequence

from adapters.chat import Card, Chart, Figure, Note, Tone
from bot.drawing import charts
from bot.drawing.canvas import Box, Canvas
from bot.drawing.lettering import Lettering
from bot.drawing.palettes import BLUE

WIDE, HIGH = 1068, 600
"""The size that WeCom shows sharply; its ratio lies between 1.3 and 2.25 [D 90236]."""
RATIO = 1.78
MOODS = {
    Tone.PLAIN: "ink",
    Tone.ACTIVE: "accent",
    Tone.GOOD: "good",
    Tone.WARNING: "warn",
    Tone.URGENT: "bad",
    Tone.MUTED: "quiet",
}
_EDGE, _ABREAST, _TOLD = 48, 4, 4


def small(card: Card, letters: Lettering) -> Canvas:
    """Title, four figures, and the first chart with its title or else the first paragraphs; on blue."""
    canvas = Canvas(letters)
    canvas.rectangle(Box(0, 0, WIDE, HIGH), "ground")
    canvas.polygon([(WIDE * 0.44, 0), (WIDE, 0), (WIDE, HIGH), (WIDE * 0.86, HIGH)], "band")
    room = WIDE - 2 * _EDGE
    canvas.write(card.title, (_EDGE, 92), 48, "ink", most=room, bold=True, least=0.7)
    canvas.write(card.subtitle, (_EDGE, 138), 28, "quiet", most=room, least=0.8)
    chart = next((one for one in card.charts if one.categories), None)
    figures(canvas, Box(_EDGE, 156, room, 164), card.figures[:_ABREAST], 28)
    rest = Box(_EDGE, 376, room, HIGH - 376 - 36)
    if chart:
        canvas.write(chart.title, (_EDGE, 358), 24, "quiet", most=room, least=0.8)
        _chart(canvas, rest, chart)
    else:
        _told(canvas, rest, card.notes[:_TOLD])
    return canvas


def _told(canvas: Canvas, box: Box, notes: Sequence[Note]) -> None:
    """A line a paragraph."""
    names = [canvas.letters.written(one.title) for one in notes]
    wide = min(max((canvas.letters.width(one, 26) for one in names), default=0), box.width * 0.25)
    for place, one in enumerate(notes):
        line, left = box.y + 48 * place + 34, box.x + wide + 28
        canvas.write(one.title, (box.x, line), 26, "quiet", most=wide + 1)
        canvas.write(one.text, (left, line), 26, "ink", most=box.right - left)


def _chart(canvas: Canvas, box: Box, chart: Chart) -> None:
    size = min(26, box.height / len(chart.categories) / 1.28)
    charts.draw(canvas, box, chart, size)


def figures(canvas: Canvas, box: Box, shown: tuple[Figure, ...], size: float) -> None:
    """Tiles side by side: what it is, how much, against what."""
    gap = size * 0.64
    wide = (box.width - gap * (_ABREAST - 1)) / _ABREAST
    for place, one in enumerate(shown):
        tile = Box(box.x + place * (wide + gap), box.y, wide, box.height)
        canvas.rectangle(tile, "card", size * 0.7)
        inner = tile.inset(size * 0.8)
        lift = (tile.height - size * 5.6) / 2
        label, value, delta = (tile.y + lift + size * part for part in (1.0, 3.45, 5.1))
        canvas.write(one.label, (inner.x, label), size * 0.93, "quiet", most=inner.width, least=0.8)
        canvas.write(
            one.value, (inner.x, value), size * 2.2, "ink", most=inner.width, bold=True, least=0.45
        )
        part = MOODS[one.tone]
        canvas.write(one.delta, (inner.x, delta), size * 0.93, part, most=inner.width, least=0.7)


def small_svg(card: Card, letters: Lettering) -> str:
    """The picture of a WeCom card."""
    return small(card, letters).picture(WIDE, HIGH, BLUE)
