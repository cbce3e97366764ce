"""What can be written, how wide it is, and how it is made to fit; every letter is looked up before it is drawn."""

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import structlog

from adapters.plain import cut, inert
from bot.drawing.typeface import Contour, NotTrueType, Typeface

STAND_IN = "〓"
"""What is drawn for a character that no font has: seen, where a missing one would not be."""
_FONTS = Path(__file__).parent / "fonts"
_CHINESE = "\u2e80"
"""From here on characters need no spaces between them."""
_JOINERS = "\u200d\ufe0e\ufe0f\u20e3"
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Hand:
    """One weight of writing: the fonts that are asked for a character, in order."""

    fonts: Sequence[Typeface]

    def font(self, character: str) -> Typeface | None:
        return next((one for one in self.fonts if one.has(character)), None)


@dataclass(slots=True)
class Lettering:
    """Both weights, and what was written that no font has.

    Args:
        missing: the characters that were drawn as a stand-in.
    """

    plain: Hand
    bold: Hand
    missing: set[str] = field(default_factory=set)

    def written(self, text: str, *, bold: bool = False) -> str:
        """`text` as it will be seen: in one line, each character one that a font has."""
        hand = self.bold if bold else self.plain
        found = []
        for character in inert(text).replace("\n", " "):
            if character in _JOINERS:
                continue
            known = hand.font(character) is not None
            found.append(character if known else STAND_IN)
            if not known:
                self.missing.add(character)
        return "".join(found)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """How wide `text` is, which is as `written` gives it."""
        return sum(font.advance(one) for font, one in self._letters(text, bold)) * size

    def fitted(self, text: str, size: float, width: float, *, bold: bool = False) -> str:
        """`text`, shortened with `…` until it is at most `width` wide."""
        whole = self.written(text, bold=bold)
        if self.width(whole, size, bold=bold) <= width:
            return whole
        least, most = 0, len(whole)
        while least < most:
            middle = (least + most + 1) // 2
            fits = self.width(_cut(whole, middle), size, bold=bold) <= width
            least, most = (middle, most) if fits else (least, middle - 1)
        return _cut(whole, least)

    def wrapped(self, text: str, size: float, width: float, lines: int) -> list[str]:
        """`text` in at most `lines` lines of `width`, the last shortened with `…`; words that fit a line stay whole."""
        rest = self.written(text)
        found: list[str] = []
        while rest and len(found) < lines - 1:
            end = _at_word(rest, self._room(rest, size, width))
            found.append(rest[:end].rstrip())
            rest = rest[end:].lstrip()
        return [*found, self.fitted(rest, size, width)] if rest else found

    def outlines(self, text: str, *, bold: bool = False) -> Iterator[tuple[float, int, Contour]]:
        """The contours of each letter: the pen's place in ems, and the units of the letter's font."""
        pen = 0.0
        for font, character in self._letters(text, bold):
            for contour in font.outline(character):
                yield pen, font.units, contour
            pen += font.advance(character)

    def tell(self) -> None:
        """Log how many characters no font had; which ones is nobody's business but the reader's."""
        if self.missing:
            _log.warning("letters missing", characters=len(self.missing))
            self.missing.clear()

    def _letters(self, text: str, bold: bool) -> Iterator[tuple[Typeface, str]]:
        hand = self.bold if bold else self.plain
        for character in text:
            font = hand.font(character)
            if font is not None:
                yield font, character

    def _room(self, text: str, size: float, width: float) -> int:
        """How many characters from the start have room; at least one."""
        pen = 0.0
        for place, character in enumerate(text):
            pen += self.width(character, size)
            if pen > width:
                return max(place, 1)
        return len(text)


def _at_word(text: str, end: int) -> int:
    """Not inside a word of letters: at a space before, or beside a Chinese character.

    >>> _at_word("visits effective", 10), _at_word("拜访effective", 5), _at_word("effective", 4)
    (7, 2, 4)
    """
    start = end
    while 0 < start < len(text) and not any(
        one.isspace() or one >= _CHINESE for one in text[start - 1 : start + 1]
    ):
        start -= 1
    return start or end


def _cut(text: str, most: int) -> str:
    return cut(text, most) if most > 0 else ""


def lettering() -> Lettering:
    """The fonts: ours, then what the machine has for Chinese."""
    machine = _machine()
    plain, bold = (
        [*map(_font, (f"NotoSansSC-{weight}.ttf", f"NotoSansSC-symbols-{weight}.ttf"))]
        for weight in (400, 700)
    )
    return Lettering(Hand([*plain, *machine]), Hand([*bold, *machine]))


@cache
def _font(name: str) -> Typeface:
    return Typeface.read(_FONTS / name)


@cache
def _optional(file: str) -> tuple[Typeface, ...]:
    """A font that may not be there, or not be one."""
    if not file:
        return ()
    try:
        return (Typeface.read(Path(file)),)
    except (OSError, NotTrueType) as error:
        _log.warning("font not usable", file=file, error=type(error).__name__)
        return ()


@cache
def _machine() -> tuple[Typeface, ...]:
    command = ["fc-match", "-f", "%{file}", ":lang=zh-cn"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return _optional(found.stdout.strip())
