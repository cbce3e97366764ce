"""Spreadsheets themselves: csv, xlsx and JSON lines, read and written."""

import csv
import io
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from python_calamine import CalamineError, CalamineWorkbook

from bot.transfer.books import plain_book
from bot.transfer.tables import (
    MARK,
    Columns,
    Numbered,
    UnreadableFile,
    fault_of,
    inert,
    line_of,
    names_of,
)

_AT_ONCE = 128 << 20
"""Unpacked bytes of a workbook; in memory it takes twice as much."""
_BROKEN = (
    BadZipFile,
    CalamineError,
    InvalidFileException,
    ParseError,
    zlib.error,
    OSError,
    LookupError,
    ValueError,
)


def read(file: Path, columns: Columns) -> Iterator[Numbered]:
    """Yield every row that is not empty; the header is row 1.

    Raises:
        UnreadableFile: not there, no csv or xlsx, an unknown, repeated or missing column.
    """
    rows = rows_of(file, is_workbook=file.suffix.lower() == ".xlsx")
    header = next(rows, None)
    if header is None:
        raise UnreadableFile(f"{file.name} is empty")
    names = names_of(header, columns, file.name)
    for number, cells in enumerate(rows, 2):
        if any(cells):
            yield Numbered(number, line_of(names, cells), fault_of(names, cells))


def rows_of(file: Path, *, is_workbook: bool) -> Iterator[list[str]]:
    """The cells of every row, as people see them.

    Raises:
        UnreadableFile: it is none, or broken.
    """
    return _xlsx(file) if is_workbook else _csv(file)


def _csv(file: Path) -> Iterator[list[str]]:
    """The rows of a file that is right to its end: nothing is taken of a broken one."""
    text = read_text(file)
    csv.field_size_limit(1 << 20)
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), strict=True):
            pass
    except csv.Error as error:
        raise UnreadableFile(f"{file.name}: {error}", "csv", str(error)) from None
    for row in csv.reader(io.StringIO(text, newline=""), strict=True):
        yield [cell.strip() for cell in row]


def read_text(file: Path) -> str:
    """The text of a file, UTF-8 or GB18030.

    Raises:
        UnreadableFile: not there, or neither.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{file}: {error.strerror}") from None
    marked = content.startswith(MARK)
    for encoding in ("utf-8-sig",) if marked else ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(f"{file.name} is neither UTF-8 nor GB18030", "encoding")


def _xlsx(file: Path) -> Iterator[list[str]]:
    """The rows of the first sheet: at once where it fits into memory, else one by one."""
    try:
        with ZipFile(file) as parts_:
            large = sum(part.file_size for part in parts_.infolist()) > _AT_ONCE
        rows = _streamed(file) if large else _whole(file)
        yield from ([_cell(value) for value in row] for row in rows)
    except FileNotFoundError as error:
        raise UnreadableFile(f"{file}: {error.strerror}") from None
    except _BROKEN as error:
        raise UnreadableFile(f"{file.name} is no xlsx file: {type(error).__name__}") from None


def _whole(file: Path) -> Sequence[Sequence[object]]:
    sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0)
    return sheet.to_python(skip_empty_area=False)


def _streamed(file: Path) -> Iterator[Sequence[object]]:
    with closing(load_workbook(file, read_only=True, data_only=True)) as book:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some programs write a wrong size, and cells beyond it are lost
        yield from sheet.iter_rows(values_only=True)


def _cell(value: object) -> str:
    """A cell as people see it: whole numbers without a point, days without midnight."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removesuffix(" 00:00:00").strip()


def table(format_: str, keys: Sequence[str], records: Sequence[Mapping[str, object]]) -> bytes:
    """The records as jsonl, csv or xlsx."""
    match format_:
        case "xlsx":
            return plain_book(keys, records)
        case "csv":
            return _as_csv(keys, records)
        case _:
            return b"".join(map(_as_json, records))


def _as_json(record: Mapping[str, object]) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _as_csv(keys: Sequence[str], records: Iterable[Mapping[str, object]]) -> bytes:
    """UTF-8 with a mark, so that a spreadsheet reads Chinese."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(keys)
    writer.writerows([inert(record.get(key)) for key in keys] for record in records)
    return MARK + text.getvalue().encode()
