"""Reads a spreadsheet in a process of its own, under limits: rows of any table as JSON lines.

`python -m bot.transfer.reading FILE OUT`, with a `Wish` on standard input; writes what it found to standard
output. A file that was made to break its reader breaks this process and nothing else.
"""

import json
import re
import resource
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import chain, islice
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from bot.transfer.found import WISH, Found, Wish
from bot.transfer.headings import called, columns_of, known_headings, normal, tell
from bot.transfer.spreadsheets import rows_of
from bot.transfer.tables import UnreadableFile, fault_of, line_of

MEMORY = 1 << 30
CPU = 120
"""Seconds of the processor."""
_SEEN = 200_000
"""Rows that are looked at, empty ones among them: a sheet has room for five times as many."""
_UNPACKED = 512 << 20
_OLD = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_LOOKED_AT = 10
"""Rows at the top among which the header stands: titles and merged groups may stand above it."""
_HIDDEN = re.compile(rb'<row [^>]*hidden="(?:1|true)"')
_BROKEN = (BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, zlib.error)
"""What a folder of packed parts ends in that is cut, forged or locked."""
_SHEET = re.compile(r"xl/worksheets/sheet1?\.xml")
_PART = 1 << 20


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU + 1))
    file, out = map(Path, sys.argv[1:3])
    try:
        found = read(file, out, WISH.validate_json(sys.stdin.buffer.read()))
    except MemoryError:
        found = Found(fault="memory")
    sys.stdout.write(json.dumps(asdict(found)))


def read(file: Path, out: Path, wish: Wish) -> Found:
    """Write the rows of the file to `out`, when it is one of the kinds."""
    with file.open("rb") as opened:
        start = opened.read(4)
    if start == _OLD:
        return Found(fault="old_workbook")
    is_workbook = start == _ZIP
    try:
        if is_workbook and (fault := _unpacked(file)):
            return Found(fault=fault)
        rows = rows_of(file, is_workbook=is_workbook)
        return _written(rows, out, wish, _hidden(file) if is_workbook else 0)
    except UnreadableFile as wrong:
        return Found(fault=wrong.key, about=wrong.about)
    except _BROKEN:
        return Found(fault="no_workbook")


def _unpacked(file: Path) -> str:
    """What is wrong with a workbook before it is unpacked."""
    with ZipFile(file) as parts:
        size = sum(part.file_size for part in parts.infolist())
        is_book = any(part.filename == "xl/workbook.xml" for part in parts.infolist())
    if not is_book:
        return "no_workbook"
    return "bomb" if size > _UNPACKED else ""


def _hidden(file: Path) -> int:
    """How many rows of the first sheet are hidden: they count like the others, which is said."""
    with ZipFile(file) as parts:
        name = next((one for one in parts.namelist() if _SHEET.fullmatch(one)), "")
        if not name:
            return 0
        count, left = 0, b""
        with parts.open(name) as sheet:
            while part := sheet.read(_PART):
                text = left + part
                count += len(_HIDDEN.findall(text))
                left = text[text.rfind(b"<row") :] if not text.endswith(b">") else b""
                count -= len(_HIDDEN.findall(left))
        return count + len(_HIDDEN.findall(left))


def _written(rows: Iterator[list[str]], out: Path, wish: Wish, hidden: int) -> Found:
    top = list(islice(rows, _LOOKED_AT))
    if not any(any(cells) for cells in top):
        return Found(fault="empty")
    at = _header(top, wish)
    told = tell(top[at], wish.kinds, wish.fields, own=wish.own)
    if len(told.kinds) != 1:
        return Found(told.kinds, fault=told.fault, about=told.about, near=told.near)
    (kind,) = told.kinds
    names = called(kind, columns_of(kind, wish.fields, own=wish.own))
    heads = [names.get(normal(cell), "") for cell in _trimmed(top[at])]
    many = 0
    with out.open("w", encoding="utf-8") as file:
        for number, cells in enumerate(chain(top[at + 1 :], rows), at + 2):
            if number > _SEEN:
                return Found(told.kinds, fault="empty_rows", about=str(_SEEN))
            if not any(cells):
                continue
            many += 1
            if many > wish.most:
                return Found(told.kinds, many)
            wrong = fault_of(heads, cells)
            fault = [wrong.key, wrong.names] if wrong else None
            line = line_of(heads, cells)
            file.write(json.dumps([number, line, fault], ensure_ascii=False) + "\n")
    return Found(told.kinds, many, hidden)


def _header(top: Sequence[Sequence[str]], wish: Wish) -> int:
    """The row with the most headings that we know, the first of several."""
    known = known_headings(wish.fields)
    counts = [len({normal(cell) for cell in cells} & known) for cells in top]
    return counts.index(max(counts))


def _trimmed(cells: Sequence[str]) -> list[str]:
    given = list(cells)
    while given and not given[-1]:
        given.pop()
    return given


if __name__ == "__main__":
    main()
