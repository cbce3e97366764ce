"""Files in the folder of files that tell of somebody: tables that were handed out or came in, pictures of cards."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from bot.drawing.gallery import DRAWN
from bot.files import KEPT
from core.customers.erasing import Traces

_MOST = 64 * 1024 * 1024
"""So much of a file is unpacked at most; what holds more is taken for one that tells."""
_CODES = ("utf-8", "gb18030")
_CARD = ".card"


def telling(folder: Path, needed: frozenset[str], traces: Traces) -> list[Path]:
    """The files that tell of him.

    Args:
        needed: the digests of what belongs to the records of others.
    """
    kept = [one for one in _files(folder / KEPT) if one.name not in needed]
    found = [one for one in kept if _tells(one.read_bytes(), traces)]
    for card in _files(folder / DRAWN):
        if card.suffix == _CARD and _tells(card.read_bytes(), traces):
            found += [card, card.with_suffix("")]
    return [one for one in found if one.is_file()]


def _files(folder: Path) -> Iterator[Path]:
    return (one for one in sorted(folder.rglob("*")) if one.is_file())


def _tells(content: bytes, traces: Traces) -> bool:
    return any(
        traces.tells(part.decode(code, errors="replace"))
        for part in _parts(content)
        for code in _CODES
    )


def _parts(content: bytes) -> Iterator[bytes]:
    """The content; of a workbook what is packed in it."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        yield content
        return
    left = _MOST
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for one in packed.infolist():
            with packed.open(one) as part:
                read = part.read(left + 1)
            left -= len(read)
            if left < 0:
                return
            yield read
