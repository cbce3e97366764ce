"""Reading and writing tables: csv, xlsx and JSON lines; what a spreadsheet would run stays text."""

import csv
import io
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.exceptions import InvalidFileException
from python_calamine import CalamineError, CalamineWorkbook

Line = Mapping[str, str]
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a formula may begin. Source: OWASP, CSV Injection."""
_LIST = ";"
_NOTES = ("line", "reason")
"""Columns of the refused rows that we write, so that a mended file can be sent as it is."""
_LONGEST = 2_000
"""Characters of a cell."""
_MARK = b"\xef\xbb\xbf"
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


class UnreadableFile(Exception):
    """A file that is no table of this kind; the message is one line for whoever gave it."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns a kind of file may have.

    Args:
        required: without one of these the file is refused.
        optional: may be left out.
        ignored: computed by us on export, skipped on import.
        renamed: another name → ours (`owner_no` counts as `owner_rep`).
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    renamed: Mapping[str, str] | None = None

    @property
    def all(self) -> tuple[str, ...]:
        """The columns that are read, under our names."""
        return (*self.required, *self.optional)


class Numbered(NamedTuple):
    """A row: its number as a spreadsheet shows it, column → text, why it cannot be read."""

    number: int
    line: Line
    fault: str = ""


def read(file: Path, columns: Columns) -> Iterator[Numbered]:
    """Yield every row that is not empty; the header is row 1.

    Raises:
        UnreadableFile: not there, no csv or xlsx, an unknown, repeated or missing column.
    """
    rows = _xlsx(file) if file.suffix.lower() == ".xlsx" else _csv(file)
    header = next(rows, None)
    if header is None:
        raise UnreadableFile(f"{file.name} is empty")
    names = _names(header, columns, file.name)
    for number, cells in enumerate(rows, 2):
        if any(cells):
            yield Numbered(number, _line(names, cells), _fault(names, cells))


def _names(header: Sequence[str], columns: Columns, file: str) -> list[str]:
    """Our names of the file's columns; empty for those that are skipped."""
    given = [cell.strip().lstrip("\ufeff") for cell in header]
    while given and not given[-1]:
        given.pop()
    renamed = [(columns.renamed or {}).get(name, name) for name in given]
    ignored = (*columns.ignored, *_NOTES)
    known = {*columns.required, *columns.optional, *ignored}
    if unknown := [name for name in renamed if name not in known]:
        raise UnreadableFile(f"{file}: unknown column {', '.join(unknown)}")
    names = ["" if name in ignored else name for name in renamed]
    used = [name for name in names if name]
    if repeated := sorted({name for name in used if used.count(name) > 1}):
        raise UnreadableFile(f"{file}: column {', '.join(repeated)} stands there twice")
    if missing := [name for name in columns.required if name not in used]:
        raise UnreadableFile(f"{file}: column {', '.join(missing)} is missing")
    return names


def _line(names: Sequence[str], cells: Sequence[str]) -> Line:
    padded = [*cells, *[""] * (len(names) - len(cells))]
    return {name: plain(cell) for name, cell in zip(names, padded, strict=False) if name}


def _fault(names: Sequence[str], cells: Sequence[str]) -> str:
    if any(cells[len(names) :]):
        return f"has {len(cells)} cells under {len(names)} columns"
    if any("\0" in cell for cell in cells):
        return "holds a character that is none"
    if long := [name for name, cell in zip(names, cells, strict=False) if len(cell) > _LONGEST]:
        return f"{long[0]} is longer than {_LONGEST} characters"
    return ""


def _csv(file: Path) -> Iterator[list[str]]:
    """The rows of a file that is right to its end: nothing is taken of a broken one."""
    text = read_text(file)
    csv.field_size_limit(1 << 20)
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), strict=True):
            pass
    except csv.Error as error:
        raise UnreadableFile(f"{file.name}: {error}") from None
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
    marked = content.startswith(_MARK)
    for encoding in ("utf-8-sig",) if marked else ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(f"{file.name} is neither UTF-8 nor GB18030")


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


def plain(text: str) -> str:
    """Take back the quote that keeps a formula from running in a spreadsheet."""
    return text[1:] if text[:1] == "'" and _is_formula(text) else text


def inert(value: object) -> str:
    """A value as a cell; what begins like a formula gets a quote before it."""
    if value is None:
        return ""
    text = _joined(value)
    return "'" + text if _is_formula(text) else text


def _is_formula(text: str) -> bool:
    """Whether it begins like one; quotes before it count with it, so that each is taken back once."""
    return text.lstrip("' ").startswith(_FORMULA) or text.startswith(_FORMULA)


def _joined(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return _LIST.join(_joined(part) for part in value)
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def parts(cell: str) -> tuple[str, ...]:
    """The entries of a cell that holds a list."""
    return tuple(part.strip() for part in cell.replace("；", _LIST).split(_LIST) if part.strip())


def table(format_: str, keys: Sequence[str], records: Sequence[Mapping[str, object]]) -> bytes:
    """The records as jsonl, csv or xlsx."""
    match format_:
        case "xlsx":
            return _as_xlsx(keys, records)
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
    return _MARK + text.getvalue().encode()


def _as_xlsx(keys: Sequence[str], records: Iterable[Mapping[str, object]]) -> bytes:
    """A workbook with one sheet; every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("liaoke")
    sheet.append(list(keys))
    for record in records:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", inert(record.get(key))) for key in keys])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
