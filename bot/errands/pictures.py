"""What a picture says of where it was taken is taken out of it before it is kept (decision 0013)."""

import struct
from collections.abc import Iterator

_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"
SUFFIXES = {
    _JPEG: ".jpg",
    _PNG: ".png",
    b"GIF8": ".gif",
    b"RIFF": ".webp",
    b"BM": ".bmp",
}
_SCAN, _APPLICATION_1, _APPLICATION_13 = 0xDA, 0xE1, 0xED
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
    """The picture without where, when and by which camera; which way up it is stays."""
    try:
        if content.startswith(_JPEG):
            return b"".join(_jpeg(content))
        if content.startswith(_PNG):
            return b"".join(_png(content))
    except (struct.error, IndexError):  # cut off: it is kept as it came
        return content
    return content


def _jpeg(content: bytes) -> Iterator[bytes]:
    """The segments one after the other; from the picture itself on all that is left."""
    yield content[:2]
    at = 2
    while content[at + 1] != _SCAN:
        (length,) = struct.unpack_from(">H", content, at + 2)
        segment = content[at : at + 2 + length]
        if segment[1] not in (_APPLICATION_1, _APPLICATION_13):
            yield segment
        elif segment[4:].startswith(_EXIF):
            yield _upright(segment[4 + len(_EXIF) :])
        at += 2 + length
    yield content[at:]


def _upright(tiff: bytes) -> bytes:
    """A segment that says which way up it is and nothing else; none where it does not say."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return b""
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    (many,) = struct.unpack_from(f"{order}H", tiff, first)
    for place in range(many):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * place)
        if tag == _ORIENTATION:
            body = _EXIF + b"MM\x00\x2a" + struct.pack(">IHHHIHHI", 8, 1, tag, 3, 1, value, 0, 0)
            return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    return b""


def _png(content: bytes) -> Iterator[bytes]:
    yield content[:8]
    at = 8
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        chunk = content[at : at + 12 + length]
        if chunk[4:8] not in _SAYS_MORE:
            yield chunk
        at += 12 + length
