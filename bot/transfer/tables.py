"""Reading and writing tables: csv, xlsx and JSON lines; what a spreadsheet would run stays text."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

Line = Mapping[str, str]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LIST = ";"


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


def read(file: Path, columns: Columns) -> Iterator[tuple[int, Line]]:
    """Yield (line number, column → text) of every row that is not empty; the header is line 1.

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
            yield number, _line(names, cells)


def _names(header: Sequence[str], columns: Columns, file: str) -> list[str]:
    """Our names of the file's columns; empty for those that are skipped."""
    given = [cell.strip().lstrip("\ufeff") for cell in header]
    while given and not given[-1]:
        given.pop()
    renamed = [(columns.renamed or {}).get(name, name) for name in given]
    known = {*columns.required, *columns.optional, *columns.ignored}
    if unknown := [name for name in renamed if name not in known]:
        raise UnreadableFile(f"{file}: unknown column {', '.join(unknown)}")
    names = ["" if name in columns.ignored else name for name in renamed]
    used = [name for name in names if name]
    if repeated := sorted({name for name in used if used.count(name) > 1}):
        raise UnreadableFile(f"{file}: column {', '.join(repeated)} stands there twice")
    if missing := [name for name in columns.required if name not in used]:
        raise UnreadableFile(f"{file}: column {', '.join(missing)} is missing")
    return names


def _line(names: Sequence[str], cells: Sequence[str]) -> Line:
    padded = [*cells, *[""] * (len(names) - len(cells))]
    return {name: plain(cell) for name, cell in zip(names, padded, strict=False) if name}


def _csv(file: Path) -> Iterator[list[str]]:
    text = io.StringIO(read_text(file), newline="")
    csv.field_size_limit(1 << 20)
    try:
        for row in csv.reader(text, strict=True):
            yield [cell.strip() for cell in row]
    except csv.Error as error:
        raise UnreadableFile(f"{file.name}: {error}") from None


def read_text(file: Path) -> str:
    """The text of a file, UTF-8 or GB18030.

    Raises:
        UnreadableFile: not there, or neither.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{file}: {error.strerror}") from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(f"{file.name} is neither UTF-8 nor GB18030")


def _xlsx(file: Path) -> Iterator[list[str]]:
    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except (OSError, InvalidFileException, KeyError, ValueError) as error:
        raise UnreadableFile(f"{file.name} is no xlsx file: {type(error).__name__}") from None
    try:
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [_cell(value) for value in row]
    finally:
        book.close()


def _cell(value: object) -> str:
    """A cell as people see it: whole numbers without a point, days without midnight."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removesuffix(" 00:00:00").strip()


def plain(text: str) -> str:
    """Take back the quote that keeps a formula from running in a spreadsheet."""
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text


def inert(value: object) -> str:
    """A value as a cell; what begins like a formula gets a quote before it."""
    if value is None:
        return ""
    text = _joined(value)
    return "'" + text if text.startswith(_FORMULA) else text


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


def write_jsonl(records: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    """One object a line."""
    for record in records:
        yield json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def write_csv(keys: Sequence[str], records: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    """UTF-8 with a mark, so that a spreadsheet reads Chinese."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    writer.writerow(keys)
    yield b"\xef\xbb\xbf" + _taken(line)
    for record in records:
        writer.writerow([inert(record.get(key)) for key in keys])
        yield _taken(line)


def _taken(line: io.StringIO) -> bytes:
    text = line.getvalue().encode()
    line.seek(0)
    line.truncate()
    return text


def write_xlsx(keys: Sequence[str], records: Iterable[Mapping[str, object]]) -> bytes:
    """A workbook with one sheet; every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("liaoke")
    sheet.append(list(keys))
    for record in records:
        sheet.append([inert(record.get(key)) for key in keys])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
