"""A picture is kept without where it was taken, however its head is made (decision 0013)."""

import struct

import pytest

from bot.errands.pictures import without_place
from tests.e2e.sent import jpeg

PLACE = b"31.2304N 121.4737E"
TAKEN = jpeg(b"the hall", place=PLACE)
LYING = b"MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"


def segment(mark: int, body: bytes) -> bytes:
    return b"\xff" + bytes([mark]) + struct.pack(">H", len(body) + 2) + body


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(
        name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
        for name, content in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    body = (struct.pack(">I", len(one)) + name + one + b"\0" * 4 for name, one in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


WRONG_OFFSET = segment(0xE1, b"Exif\0\0MM\0\x2a\xff\xff\xff\x00" + PLACE)
BEHIND = b"\xff\xda\x00\x02" + b"first scan\xff\x00\xff\xd0" + segment(0xE1, PLACE)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TAKEN, id="a head"),
        pytest.param(TAKEN[:2] + b"\xff" + TAKEN[2:], id="a fill byte before it"),
        pytest.param(TAKEN[:2] + WRONG_OFFSET + jpeg(b"the hall")[2:], id="a wrong offset"),
        pytest.param(jpeg(b"the hall") + TAKEN, id="a second picture behind the first"),
        pytest.param(TAKEN[:2] + BEHIND + jpeg(b"the hall")[2:], id="between two scans"),
        pytest.param(TAKEN[:-2], id="its end is missing"),
        pytest.param(riff((b"VP8 ", b"the hall"), (b"EXIF", PLACE), (b"XMP ", PLACE)), id="webp"),
        pytest.param(
            riff((b"VP8 ", b"the hall"), (b"EXIF", PLACE)) + b"\0", id="webp, a byte more"
        ),
        pytest.param(png((b"eXIf", PLACE), (b"IDAT", b"the hall"), (b"IEND", b"")), id="png"),
        pytest.param(
            png((b"iTXt", PLACE), (b"IDAT", b"the hall"), (b"IEND", b"")) + PLACE,
            id="png, more behind its end",
        ),
    ],
)
def test_the_place_is_gone_and_the_picture_is_there(content: bytes) -> None:
    kept = without_place(content)

    assert PLACE in content
    assert PLACE not in kept
    assert b"the hall" in kept


@pytest.mark.parametrize(
    "whole",
    [
        pytest.param(TAKEN, id="jpeg"),
        pytest.param(png((b"eXIf", PLACE), (b"IDAT", b"the hall"), (b"IEND", b"")), id="png"),
        pytest.param(riff((b"VP8 ", b"the hall"), (b"EXIF", PLACE)), id="webp"),
    ],
)
def test_of_what_is_cut_off_anywhere_no_place_is_kept(whole: bytes) -> None:
    behind = whole.index(PLACE) + len(PLACE)
    for end in range(behind, len(whole)):
        assert PLACE not in without_place(whole[:end])


def test_which_way_up_it_is_stays() -> None:
    assert LYING in without_place(TAKEN[:2] + b"\xff" + TAKEN[2:])


def test_a_webp_says_no_more_that_it_says_more() -> None:
    head = bytes((0x10 | 0x08 | 0x04,)) + b"\0" * 9
    content = riff((b"VP8X", head), (b"VP8 ", b"the hall"), (b"EXIF", PLACE))

    kept = without_place(content)

    assert kept == riff((b"VP8X", b"\x10" + b"\0" * 9), (b"VP8 ", b"the hall"))
