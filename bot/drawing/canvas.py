"""A drawing: boxes, shapes and texts that fit, as SVG with outlines (a picture) or with texts (a page)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from bot.drawing.lettering import Lettering
from bot.drawing.palettes import Palette, sheet

Anchor = Literal["start", "middle", "end"]
ABOVE, BELOW = 0.88, 0.22
"""How far letters reach above and below their line, in ems."""
_WITHIN = 0.9999
"""A text that is made smaller fits for sure, whatever its width is rounded to."""


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def inset(self, by: float) -> "Box":
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    def holds(self, other: "Box") -> bool:
        return (
            self.x <= other.x + 0.5
            and self.y <= other.y + 0.5
            and other.right <= self.right + 0.5
            and other.bottom <= self.bottom + 0.5
        )

    def meets(self, other: "Box") -> bool:
        return (
            self.x < other.right - 0.5
            and other.x < self.right - 0.5
            and self.y < other.bottom - 0.5
            and other.y < self.bottom - 0.5
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle with its radius, the area within its points, or with `stroke` a line along them.

    Args:
        fade: how much of its colour it has, 0 to 1.
    """

    part: str
    box: Box
    radius: float = 0
    points: tuple[tuple[float, float], ...] = ()
    stroke: float = 0
    fade: float = 1


@dataclass(frozen=True, slots=True)
class Writing:
    """A text on its line.

    Args:
        x, y: of the anchor, on the line.
        width: how wide it is.
    """

    text: str
    part: str
    x: float
    y: float
    size: float
    bold: bool
    anchor: Anchor
    width: float

    @property
    def left(self) -> float:
        return self.x - self.width * {"start": 0, "middle": 0.5, "end": 1}[self.anchor]

    @property
    def box(self) -> Box:
        top = self.y - ABOVE * self.size
        return Box(self.left, top, self.width, (ABOVE + BELOW) * self.size)


@dataclass(slots=True)
class Canvas:
    """What was drawn, in order; nothing is written that is wider than it may be."""

    letters: Lettering
    shapes: list[Shape] = field(default_factory=list)
    writings: list[Writing] = field(default_factory=list)

    def rectangle(self, box: Box, part: str, radius: float = 0) -> None:
        if box.width > 0 and box.height > 0:
            self.shapes.append(Shape(part, box, min(radius, box.width / 2, box.height / 2)))

    def polygon(
        self,
        points: Sequence[tuple[float, float]],
        part: str,
        *,
        stroke: float = 0,
        fade: float = 1,
    ) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        self.shapes.append(Shape(part, box, points=tuple(points), stroke=stroke, fade=fade))

    def write(
        self,
        text: str,
        at: tuple[float, float],
        size: float,
        part: str,
        *,
        most: float,
        bold: bool = False,
        anchor: Anchor = "start",
        least: float = 1,
    ) -> Writing:
        """Write `text` at most `most` wide: smaller down to `least` of its size, then shortened."""
        shown = self.letters.written(text, bold=bold)
        wide = self.letters.width(shown, size, bold=bold)
        if wide > most:
            size *= max(most / wide * _WITHIN, least)
        shown = self.letters.fitted(shown, size, most, bold=bold)
        wide = self.letters.width(shown, size, bold=bold)
        writing = Writing(shown, part, at[0], at[1], size, bold, anchor, wide)
        if shown:
            self.writings.append(writing)
        return writing

    def picture(self, width: float, height: float, palette: Palette) -> str:
        """SVG that looks the same wherever it is drawn: letters are outlines."""
        self.letters.tell()
        body = [*map(_shape, self.shapes), *map(self._outlined, self.writings)]
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}" height="{_n(height)}">'
            f"<style>{sheet(palette)}</style>{''.join(body)}</svg>"
        )

    def page(self, width: float, height: float, title: str) -> str:
        """SVG for a page, whose style sheet has the colours (`d-…`) and the font."""
        body = [*map(_shape, self.shapes), *map(_text, self.writings)]
        return (
            f'<svg class="drawing" viewBox="0 0 {_n(width)} {_n(height)}" role="img">'
            f"<title>{escape(title)}</title>{''.join(body)}</svg>"
        )

    def _outlined(self, one: Writing) -> str:
        """One path a font, in the font's own units."""
        paths: dict[int, list[str]] = {}
        for pen, units, contour in self.letters.outlines(one.text, bold=one.bold):
            start = f"M{round(pen * units) + contour.x} {contour.y}"
            paths.setdefault(units, []).append(start + contour.rest)
        return "".join(
            f'<path class="d-{one.part}" transform="translate({_n(one.left)} {_n(one.y)}) '
            f'scale({one.size / units:.5f} -{one.size / units:.5f})" d="{"".join(parts)}"/>'
            for units, parts in paths.items()
        )


def _shape(one: Shape) -> str:
    if one.points:
        around = " ".join(f"{_n(x)},{_n(y)}" for x, y in one.points)
        if one.stroke:
            joins = 'stroke-linejoin="round" stroke-linecap="round"'
            line = f'stroke-width="{_n(one.stroke)}" {joins}'
            return f'<polyline class="s-{one.part}" {line} points="{around}"/>'
        fade = f' fill-opacity="{_n(one.fade)}"' if one.fade < 1 else ""
        return f'<polygon class="d-{one.part}"{fade} points="{around}"/>'
    box = one.box
    round_ = f' rx="{_n(one.radius)}"' if one.radius else ""
    return (
        f'<rect class="d-{one.part}" x="{_n(box.x)}" y="{_n(box.y)}" '
        f'width="{_n(box.width)}" height="{_n(box.height)}"{round_}/>'
    )


def _text(one: Writing) -> str:
    anchor = f' text-anchor="{one.anchor}"' if one.anchor != "start" else ""
    weight = ' font-weight="700"' if one.bold else ""
    return (
        f'<text class="d-{one.part}" x="{_n(one.x)}" y="{_n(one.y)}" '
        f'font-size="{_n(one.size)}"{weight}{anchor}>{escape(one.text)}</text>'
    )


def _n(value: float) -> str:
    """A number as short as it can be: the same drawing is the same text.

    >>> _n(3.0), _n(2.25)
    ('3', '2.25')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")
