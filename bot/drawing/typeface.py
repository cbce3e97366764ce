"""One TrueType font: which characters it has, how wide they are, their outlines.

Letters are drawn as outlines of our own: resvg opens the font anew for every text, which costs more
than all the rest of a picture, and drops what a font lacks without a word. Sources: the OpenType
specification, tables cmap (formats 4 and 12), head, hhea, hmtx, loca and glyf.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

_ON_CURVE, _X_SHORT, _Y_SHORT, _REPEAT, _X_SAME, _Y_SAME = 1, 2, 4, 8, 16, 32
_WORDS, _XY, _SCALED, _MORE, _XY_SCALED, _MATRIX = 1, 2, 8, 32, 64, 128

Point = tuple[int, int, bool]
"""x, y, and whether it lies on the curve."""


class NotTrueType(ValueError):
    """The file is no font whose outlines can be read here."""


@dataclass(frozen=True, slots=True)
class Contour:
    """A closed line: where it starts, and the rest of it relative to that, as SVG writes paths."""

    x: int
    y: int
    rest: str


@dataclass(slots=True)
class Typeface:
    """A font file, read once.

    Args:
        units: how many of its units make one em.
    """

    units: int
    _data: bytes
    _tables: dict[str, int]
    _glyphs: dict[int, int]
    _advances: Sequence[int]
    _long: bool
    _drawn: dict[int, tuple[Contour, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path) -> Self:
        """
        Raises:
            NotTrueType: it has no outlines of the TrueType kind.
            OSError: it is not there.
        """
        data = file.read_bytes()
        tables = _tables(data)
        try:
            head, hhea = tables["head"], tables["hhea"]
            count = _u16(data, hhea + 34)
            advances = struct.unpack_from(f">{count * 2}H", data, tables["hmtx"])[::2]
            long = bool(_u16(data, head + 50)) and "glyf" in tables and "loca" in tables
            glyphs = dict(_characters(data, tables["cmap"]))
            tables["glyf"], tables["loca"]
        except (KeyError, struct.error) as error:
            raise NotTrueType(file.name) from error
        return cls(_u16(data, head + 18), data, tables, glyphs, advances, long)

    def has(self, character: str) -> bool:
        return ord(character) in self._glyphs

    def advance(self, character: str) -> float:
        """How wide it is, in ems."""
        glyph = self._glyphs[ord(character)]
        return self._advances[min(glyph, len(self._advances) - 1)] / self.units

    def outline(self, character: str) -> tuple[Contour, ...]:
        """Its contours in the font's units, y upwards."""
        glyph = self._glyphs[ord(character)]
        if glyph not in self._drawn:
            self._drawn[glyph] = tuple(map(_contour, filter(None, self._points(glyph))))
        return self._drawn[glyph]

    def _points(self, glyph: int) -> list[list[Point]]:
        start, end = self._place(glyph)
        if start == end:
            return []
        count = struct.unpack_from(">h", self._data, start)[0]
        return _simple(self._data, start, count) if count >= 0 else self._composed(start + 10)

    def _place(self, glyph: int) -> tuple[int, int]:
        form, size, factor = (">II", 4, 1) if self._long else (">HH", 2, 2)
        found = struct.unpack_from(form, self._data, self._tables["loca"] + glyph * size)
        return self._tables["glyf"] + found[0] * factor, self._tables["glyf"] + found[1] * factor

    def _composed(self, at: int) -> list[list[Point]]:
        """A glyph made of others, each moved and perhaps scaled."""
        contours: list[list[Point]] = []
        flags = _MORE
        while flags & _MORE:
            flags, glyph = struct.unpack_from(">HH", self._data, at)
            at += 4
            dx, dy = struct.unpack_from(">hh" if flags & _WORDS else ">bb", self._data, at)
            at += 4 if flags & _WORDS else 2
            size = (
                2 if flags & _SCALED else 4 if flags & _XY_SCALED else 8 if flags & _MATRIX else 0
            )
            scale = [part / 16384 for part in struct.unpack_from(f">{size // 2}h", self._data, at)]
            at += size
            move = (dx, dy) if flags & _XY else (0, 0)
            contours += [_moved(contour, scale, move) for contour in self._points(glyph)]
        return contours


def _moved(contour: list[Point], scale: Sequence[float], move: tuple[int, int]) -> list[Point]:
    xx, xy, yx, yy = {
        0: (1.0, 0.0, 0.0, 1.0),
        1: (scale[0], 0.0, 0.0, scale[0]) if scale else (),
        2: (scale[0], 0.0, 0.0, scale[1]) if len(scale) == 2 else (),
        4: tuple(scale),
    }[len(scale)]
    return [
        (round(x * xx + y * yx) + move[0], round(x * xy + y * yy) + move[1], on)
        for x, y, on in contour
    ]


def _tables(data: bytes) -> dict[str, int]:
    """Where each table starts; of a collection, those of its first font."""
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    count = _u16(data, start + 4)
    entries = (struct.unpack_from(">4sIII", data, start + 12 + 16 * n) for n in range(count))
    return {name.decode("latin-1"): offset for name, _, offset, _ in entries}


def _characters(data: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    """Each code point with its glyph, of the fullest map for Unicode."""
    count = _u16(data, cmap + 2)
    found = {}
    for place in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * place)
        form = _u16(data, cmap + offset)
        if form in (4, 12) and (platform, encoding) in _UNICODE:
            found[form] = cmap + offset
    if 12 in found:
        yield from _groups(data, found[12])
    elif 4 in found:
        yield from _segments(data, found[4])


_UNICODE = {(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}


def _groups(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    for place in range(struct.unpack_from(">I", data, at + 12)[0]):
        first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * place)
        yield from ((code, glyph + code - first) for code in range(first, last + 1))


def _segments(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    twice = _u16(data, at + 6)
    ends, starts = at + 14, at + 16 + twice
    deltas, offsets = starts + twice, starts + 2 * twice
    for place in range(0, twice, 2):
        first, last = _u16(data, starts + place), _u16(data, ends + place)
        delta, offset = _u16(data, deltas + place), _u16(data, offsets + place)
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                glyph = _u16(data, offsets + place + offset + 2 * (code - first))
            if glyph:
                yield code, (glyph + delta) & 0xFFFF


def _simple(data: bytes, start: int, count: int) -> list[list[Point]]:
    """The points of each contour."""
    at = start + 10
    ends = struct.unpack_from(f">{count}H", data, at)
    total = ends[-1] + 1 if ends else 0
    at += 2 * count
    at += 2 + _u16(data, at)
    flags: list[int] = []
    while len(flags) < total:
        flag, times = data[at], 1
        at += 1
        if flag & _REPEAT:
            times += data[at]
            at += 1
        flags += [flag] * times
    xs, at = _coordinates(data, at, flags, _X_SHORT, _X_SAME)
    ys, _ = _coordinates(data, at, flags, _Y_SHORT, _Y_SAME)
    points = [(x, y, bool(f & _ON_CURVE)) for x, y, f in zip(xs, ys, flags, strict=False)]
    return [points[a:b] for a, b in zip((0, *(e + 1 for e in ends)), (e + 1 for e in ends))]  # noqa: B905


def _coordinates(
    data: bytes, at: int, flags: Sequence[int], short: int, same: int
) -> tuple[list[int], int]:
    found, value = [], 0
    for flag in flags:
        if flag & short:
            value += data[at] if flag & same else -data[at]
            at += 1
        elif not flag & same:
            value += struct.unpack_from(">h", data, at)[0]
            at += 2
        found.append(value)
    return found, at


def _contour(points: Sequence[Point]) -> Contour:
    """Quadratic curves; between two points off the curve lies one on it, half way."""
    full: list[Point] = []
    for (x, y, on), (nx, ny, next_on) in zip(points, [*points[1:], points[0]], strict=True):
        full.append((x, y, on))
        if not on and not next_on:
            full.append(((x + nx) // 2, (y + ny) // 2, True))
    first = next((place for place, point in enumerate(full) if point[2]), 0)
    full = [*full[first:], *full[:first], full[first]]
    x, y = full[0][:2]
    parts, bend = [], None
    for px, py, on in full[1:]:
        if not on:
            bend = (px, py)
            continue
        if bend:
            parts.append(f"q{bend[0] - x} {bend[1] - y} {px - x} {py - y}")
        else:
            parts.append(f"l{px - x} {py - y}")
        x, y, bend = px, py, None
    return Contour(full[0][0], full[0][1], "".join(parts) + "z")


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2])
