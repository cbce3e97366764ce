"""Reading and writing tables: csv, xlsx and JSON lines; what a spreadsheet would run stays text."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.transfer.wrong import WrongRow

Line = Mapping[str, str]
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a formula may begin. Source: OWASP, CSV Injection."""
_LIST = ";"
NOTES = ("line", "reason")
"""Columns of the refused rows that we write, so that a mended file can be sent as it is."""
_LONGEST = 2_000
"""Characters of a cell."""
MARK = b"\xef\xbb\xbf"


class UnreadableFile(Exception):
    """A file that is no table of this kind; the message is one line for whoever gave it.

    Args:
        key: the reason among `transfer.unread` of the locales; `about` is what it names.
    """

    def __init__(self, message: str, key: str = "no_workbook", about: str = "") -> None:
        super().__init__(message)
        self.key = key
        self.about = about


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
    fault: WrongRow | None = None


def names_of(header: Sequence[str], columns: Columns, file: str) -> list[str]:
    """Our names of the file's columns; empty for those that are skipped."""
    given = [cell.strip().lstrip("\ufeff") for cell in header]
    while given and not given[-1]:
        given.pop()
    renamed = [(columns.renamed or {}).get(name, name) for name in given]
    ignored = (*columns.ignored, *NOTES)
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


def line_of(names: Sequence[str], cells: Sequence[str]) -> Line:
    padded = [*cells, *[""] * (len(names) - len(cells))]
    return {name: plain(cell) for name, cell in zip(names, padded, strict=False) if name}


def fault_of(names: Sequence[str], cells: Sequence[str]) -> WrongRow | None:
    if any(cells[len(names) :]):
        return WrongRow("cells", count=len(cells), columns=len(names))
    if any("\0" in cell for cell in cells):
        return WrongRow("no_character")
    if long := [name for name, cell in zip(names, cells, strict=False) if len(cell) > _LONGEST]:
        return WrongRow("long", name=long[0], most=_LONGEST)
    return None


def plain(text: str) -> str:
    """Take back the quote that keeps a formula from running in a spreadsheet."""
    return text[1:] if text[:1] == "'" and _is_formula(text) else text


def inert(value: object) -> str:
    """A value as a cell of a csv file; what begins like a formula gets a quote before it."""
    text = _joined(value)
    return "'" + text if _is_formula(text) else text


def typed(value: object) -> str:
    """A value as a cell of a workbook, whose type says that it is text.

    A quote of its own gets another before it where the import takes one back.
    """
    text = _joined(value)
    return "'" + text if plain(text) != text else text


def _is_formula(text: str) -> bool:
    """Whether it begins like one; quotes before it count with it, so that each is taken back once."""
    return text.lstrip("' ").startswith(_FORMULA) or text.startswith(_FORMULA)


def _joined(value: object) -> str:
    if value is None:
        return ""
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
