"""Nothing of a picture leaves its box, runs over another or is too pale to read, whatever it shows."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace

import pytest
import resvg_py

from adapters.chat import Card, Chart, Figure, Fold, Note, Series, Table, Tone
from bot.drawing.canvas import Box, Canvas, Shape, Writing
from bot.drawing.gallery import Format, draw
from bot.drawing.lettering import STAND_IN, Lettering, lettering
from bot.drawing.palettes import BLUE, DARK, LIGHT, Palette
from bot.drawing.pictures import HIGH, RATIO, WIDE, small
from bot.drawing.poster import WIDE as POSTER
from bot.drawing.poster import poster
from tests.cards.samples import EXPLAINED

LONGEST = {
    "three bytes": "苏州工业园区精密电子新材料股份有限公司" * 12,
    "four bytes": "𠮷野家㐂" * 60,
    "emoji": "😀👨\u200d👩\u200d👧" * 60,
    "wide": "W" * 300,
    "nothing": "",
}
NUMBERS = {
    "some": (1280, 642, 318, 147, 63, 21, 9),
    "none": (0,) * 7,
    "all alike": (7,) * 7,
    "one huge": (9_999_999_999, 1, 1, 1, 0, 0, 1),
    "growing": (1, 2, 40, 900, 12_000, 130_000, 1_000_000),
    "one": (5,),
}


def extreme(name: str, numbers: tuple[int, ...]) -> Card:
    """A card that explains all it can, in these names and numbers."""
    stages = tuple(f"{name}{place}" for place in range(len(numbers)))
    two = (Series(name, numbers), Series(name, tuple(reversed(numbers))))
    charts = tuple(
        Chart(name, one.shape, stages, two if len(one.series) > 1 else two[:1])
        for one in EXPLAINED.charts
    )
    return replace(
        EXPLAINED,
        title=name,
        subtitle=name,
        figures=tuple(Figure(name, name, name, tone) for tone in list(Tone)[:4]),
        charts=charts,
        notes=(Note(name, name), Note("公海", name)),
        tables=(Table(name, (name, "为什么", ""), ((name, name, "周明"), ("", "x", name))),),
        folds=(Fold(name, (name, "林悦")),),
        quote=name,
    )


def small_of(card: Card, letters: Lettering) -> tuple[Canvas, Box, Palette]:
    return small(card, letters), Box(0, 0, WIDE, HIGH), BLUE


def poster_of(card: Card, letters: Lettering) -> tuple[Canvas, Box, Palette]:
    canvas, high = poster(card, letters)
    return canvas, Box(0, 0, POSTER, high), LIGHT


def bare_of(card: Card, letters: Lettering) -> tuple[Canvas, Box, Palette]:
    return small_of(replace(card, charts=()), letters)


LOOKS = {"bare": bare_of, "small": small_of, "long": poster_of}
every_look = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
every_name = pytest.mark.parametrize("name", LONGEST.values(), ids=LONGEST)
all_numbers = pytest.mark.parametrize("numbers", NUMBERS.values(), ids=NUMBERS)


def under(one: Writing, shapes: list[Shape]) -> Shape:
    """The last of the grounds that holds all of a text."""
    grounds = [shape for shape in shapes if not shape.points and shape.box.holds(one.box)]
    return grounds[-1]


def outside(found: Canvas) -> list[str]:
    """Each text that is not wholly on the ground that its middle lies on."""
    grounds = [
        one.box for one in found.shapes if one.part in {"ground", "band", "card"} and not one.points
    ]
    return [
        one.text
        for one in found.writings
        if not [box for box in grounds if box.holds(_middle(one.box))][-1].holds(one.box)
    ]


def _middle(box: Box) -> Box:
    return Box(box.x + box.width / 2, box.y + box.height / 2, 0, 0)


def overlapping(found: list[Writing]) -> Iterator[tuple[str, str]]:
    """Each pair of texts of which one runs over the other."""
    for place, one in enumerate(found):
        for other in found[place + 1 :]:
            if one.box.meets(other.box):
                yield one.text, other.text


@every_look
@every_name
@all_numbers
def test_D4_no_text_leaves_its_ground_or_runs_over_another(look, name, numbers) -> None:
    canvas, whole, _ = look(extreme(name, numbers), lettering())

    assert [one.text for one in canvas.writings if not whole.holds(one.box)] == []
    assert outside(canvas) == []
    assert list(overlapping(canvas.writings)) == []


@every_look
@all_numbers
def test_D4_no_text_runs_over_a_shape_of_a_chart(look, numbers) -> None:
    canvas, _, _ = look(extreme("苏州工业园区", numbers), lettering())

    marks = [one for one in canvas.shapes if one.part in {"first", "second"} and not one.stroke]
    bars = [one for one in marks if not one.points or len(one.points) == 4]
    over = [
        (text.text, mark.part)
        for text in canvas.writings
        for mark in bars
        if text.box.meets(mark.box)
    ]
    assert over == []


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """As WCAG 2 counts it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@every_look
def test_every_text_is_read_at_4_5_to_1_on_what_lies_under_it(look) -> None:
    figures = tuple(Figure("数", "1", "↑ 2", tone) for tone in Tone)
    for some in (figures[:4], figures[2:]):
        canvas, _, own = look(replace(EXPLAINED, figures=some), lettering())
        palettes = [own] if own is BLUE else [LIGHT, DARK]
        pale = [
            (one.text, one.part)
            for palette in palettes
            for one in canvas.writings
            if contrast(palette[one.part], palette[under(one, canvas.shapes).part]) < 4.5
        ]
        assert pale == []


@pytest.mark.parametrize("part", ["first", "second"])
@pytest.mark.parametrize("palette", [LIGHT, DARK, BLUE], ids=["light", "dark", "blue"])
def test_every_shape_is_told_from_what_lies_under_it(palette: Palette, part: str) -> None:
    assert contrast(palette[part], palette["card"]) >= 3


def test_a_picture_has_the_size_that_wecom_takes() -> None:
    assert (1068, 600, round(WIDE / HIGH, 2)) == (WIDE, HIGH, RATIO)
    assert pixels(draw(EXPLAINED, Format.SMALL))[:2] == (1068, 600)


@pytest.mark.parametrize("format_", Format)
def test_the_same_card_is_the_same_bytes(format_: Format) -> None:
    assert draw(EXPLAINED, format_) == draw(EXPLAINED, format_)


# --- letters --------------------------------------------------------------------------------------


def test_what_no_font_has_is_seen_and_counted() -> None:
    letters = lettering()

    shown = letters.written("甲\U0001f9ff\u0e01乙")

    assert (shown, len(letters.missing)) == (f"甲{STAND_IN}{STAND_IN}乙", 2)


@pytest.mark.parametrize("bold", [False, True])
def test_every_character_of_our_own_words_is_in_the_fonts(bold: bool) -> None:
    letters = lettering()
    words = "日报周月销售团队拜访有效跟进推进计划完成公海签约目标漏斗趋势↑↓→·…“”（）％¥€,.:/-+0123456789"

    assert letters.written(words, bold=bold) == words


def test_controls_and_marks_that_turn_text_are_not_drawn() -> None:
    assert lettering().written("甲\u202e\x00乙\n丙") == "甲乙 丙"


@pytest.mark.parametrize("width", [0, 10, 55, 200])
@every_name
def test_what_is_fitted_is_no_wider_than_it_may_be(name: str, width: float) -> None:
    letters = lettering()

    assert letters.width(letters.fitted(name, 20, width), 20) <= width


def test_what_is_made_smaller_is_not_shortened_as_well() -> None:
    canvas = Canvas(lettering())

    shown = [
        canvas.write("9.405亿", (0, 0), 77, "ink", most=wide / 7, bold=True, least=0.3).text
        for wide in range(1_000, 1_800)
    ]

    assert {*shown} == {"9.405亿"}


def test_words_of_letters_stay_whole_where_a_line_has_room_for_them() -> None:
    letters = lettering()
    text = "Nothing logged: Christopher Montgomery, Shanghai Electric"

    lines = letters.wrapped(text, 20, 160, 9)

    assert len(lines) > 2
    assert [word for line in lines for word in line.split()] == text.split()
    assert max(letters.width(line, 20) for line in lines) <= 160
    assert len(letters.wrapped("W" * 90, 20, 160, 99)) > 1


def test_what_is_wrapped_is_the_whole_text_or_ends_with_dots() -> None:
    letters = lettering()
    text = "和王总吃了饭，二期的量定在十二月，下周三带样品过去再谈一次价格"

    assert "".join(letters.wrapped(text, 20, 200, 9)) == text
    assert [len(one) for one in letters.wrapped(text, 20, 200, 2)] == [10, 10]
    assert letters.wrapped(text, 20, 200, 2)[1].endswith("…")


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize(
    "text", ["销售日报", "1,280", "gjW…", "；ſ"], ids=["汉", "1", "g", "other"]
)
def test_what_is_measured_is_where_the_ink_lies(text: str, bold: bool) -> None:
    canvas = Canvas(lettering())
    canvas.rectangle(Box(0, 0, 400, 120), "card")
    one = canvas.write(text, (40, 80), 40, "ink", most=320, bold=bold)
    white = {**LIGHT, "card": "#ffffff", "ink": "#000000"}

    wide, high, rows = pixels(_drawn(canvas.picture(400, 120, white)))

    inked = [(x, y) for y in range(high) for x in range(wide) if rows[y][x * 4] < 128]
    left, right = min(x for x, _ in inked), max(x for x, _ in inked)
    top, bottom = min(y for _, y in inked), max(y for _, y in inked)
    assert one.box.holds(Box(left, top, right - left, bottom - top))
    assert right - left > one.width * 0.6


def _drawn(svg: str) -> bytes:
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))


def pixels(png: bytes) -> tuple[int, int, list[bytearray]]:
    """Width, height and the rows of a PNG of eight bits with alpha."""
    wide, high = struct.unpack_from(">II", png, 16)
    at, packed = 8, b""
    while at < len(png):
        size, kind = struct.unpack_from(">I4s", png, at)
        packed += png[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    raw, rows, before = zlib.decompress(packed), [], bytearray(wide * 4)
    for place in range(high):
        start = place * (wide * 4 + 1)
        before = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + wide * 4]), before)
        rows.append(before)
    return wide, high, rows


def _unfiltered(kind: int, row: bytearray, above: bytearray) -> bytearray:
    for place in range(len(row)):
        left = row[place - 4] if place >= 4 else 0
        corner = above[place - 4] if place >= 4 else 0
        guess = (0, left, above[place], (left + above[place]) // 2)
        add = guess[kind] if kind < 4 else _paeth(left, above[place], corner)
        row[place] = (row[place] + add) & 255
    return row


def _paeth(left: int, above: int, corner: int) -> int:
    whole = left + above - corner
    return min((left, above, corner), key=lambda one: abs(whole - one))
