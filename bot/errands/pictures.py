"""What a picture says of where it was taken is taken out of it before it is kept (decision 0013)."""

import re
import struct
from collections.abc import Iterator
from contextlib import suppress

_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"
_RIFF = b"RIFF"
SUFFIXES = {
    _JPEG: ".jpg",
    _PNG: ".png",
    b"GIF8": ".gif",
    _RIFF: ".webp",
    b"BM": ".bmp",
}
_SCAN, _APPLICATION_1, _APPLICATION_13 = 0xDA, 0xE1, 0xED
_FILL, _END = 0xFF, 0xD9
_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
"""What ends the picture's own bytes."""
_SAYS_SO = 0x08 | 0x04
"""Of a WebP's head: EXIF and XMP follow."""
_EXIF = b"Exif\x00\x00"
_ORIENTATION = 0x0112
_SAYS_MORE = (b"eXIf", b"iTXt", b"tEXt", b"zTXt")


def suffix(content: bytes) -> str:
    """How the file's name ends; empty when it is no picture that we know."""
    known = next((end for start, end in SUFFIXES.items() if content.startswith(start)), "")
    if not known and content[4:8] == b"ftyp" and content[8:11] in (b"hei", b"mif"):
        return ".heic"
    return known


def without_place(content: bytes) -> bytes:
    """The picture without where, when and by which camera; which way up it is stays.

    Of one that is cut off only the parts before the cut are kept: the last may hold the place.
    """
    if content.startswith(_JPEG):
        return b"".join(_to_the_cut(_jpeg(content)))
    if content.startswith(_PNG):
        return b"".join(_to_the_cut(_png(content)))
    if content.startswith(_RIFF) and content[8:12] == b"WEBP":
        return _riff(b"".join(_to_the_cut(_webp(content))))
    return content


def _to_the_cut(parts: Iterator[bytes]) -> Iterator[bytes]:
    with suppress(struct.error, IndexError):
        yield from parts


def _jpeg(content: bytes) -> Iterator[bytes]:
    """The segments one after the other, and the picture between them; nothing behind its end."""
    yield content[:2]
    at = 2
    while content[at + 1] != _END:
        if content[at + 1] == _FILL:
            at += 1
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        segment = content[at : at + 2 + length]
        at += 2 + length
        if segment[1] not in (_APPLICATION_1, _APPLICATION_13):
            yield segment
        elif segment[4:].startswith(_EXIF):
            yield _upright(segment[4 + len(_EXIF) :])
        if segment[1] == _SCAN:
            behind = _MARK.search(content, at)
            yield content[at : behind.start() if behind else None]
            if behind is None:
                return
            at = behind.start()
    yield content[at : at + 2]


def _upright(tiff: bytes) -> bytes:
    """A segment that says which way up it is and nothing else; none where it does not say."""
    try:
        turned = _turned(tiff)
    except struct.error:  # made by no camera, or to be kept whole
        return b""
    if turned is None:
        return b""
    rows = (8, 1, _ORIENTATION, 3, 1, turned, 0, 0)
    body = _EXIF + b"MM\x00\x2a" + struct.pack(">IHHHIHHI", *rows)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _turned(tiff: bytes) -> int | None:
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return None
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    (many,) = struct.unpack_from(f"{order}H", tiff, first)
    for place in range(many):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * place)
        if tag == _ORIENTATION:
            return int(value)
    return None


def _webp(content: bytes) -> Iterator[bytes]:
    """The chunks but those that say more, whose marks in the head go with them."""
    at = 12
    while at + 8 <= len(content):
        (length,) = struct.unpack_from("<I", content, at + 4)
        chunk = content[at : at + 8 + length + length % 2]
        if chunk[:4] == b"VP8X":
            chunk = chunk[:8] + bytes((chunk[8] & ~_SAYS_SO,)) + chunk[9:]
        if chunk[:4] not in (b"EXIF", b"XMP "):
            yield chunk
        at += 8 + length + length % 2


def _riff(chunks: bytes) -> bytes:
    return _RIFF + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks


def _png(content: bytes) -> Iterator[bytes]:
    """The chunks but those that say more, to the last one that belongs to it."""
    yield content[:8]
    at, kind = 8, b""
    while at < len(content) and kind != b"IEND":
        (length,) = struct.unpack_from(">I", content, at)
        chunk = content[at : at + 12 + length]
        kind = chunk[4:8]
        if kind not in _SAYS_MORE:
            yield chunk
        at += 12 + length
