"""Workbooks that people get: refused rows, templates, exports. Every cell is text, never a formula."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from bot.texts import Texts
from bot.transfer.result import Refusal
from bot.transfer.tables import Columns, typed
from bot.transfer.wrong import column

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_RED, _PALE, _GREY = "#C62828", "#FDECEA", "#6B7280"
_WIDTH = 18
_ROWS_OF_TEMPLATE = 500
_LONGEST_CELL = 32_000
ROWS = 1_048_576 - 2
"""Records of a workbook: a sheet's rows less what stands above them."""


class TooManyRows(ValueError):
    """More rows than a sheet has: none is left out without a word."""

    def __init__(self) -> None:
        super().__init__(f"a workbook has no more than {ROWS} rows: take csv or jsonl")


class _Book:
    """A workbook in memory."""

    def __init__(self, *, title: str = "", author: str = "", comments: str = "") -> None:
        self._content = io.BytesIO()
        self.book = Workbook(self._content, {**_OPTIONS, "in_memory": True})
        about = {"title": title, "author": author, "comments": comments}
        self.book.set_properties(about)

    def style(self, **look: object) -> Format:
        return self.book.add_format({"num_format": "@", "valign": "top", **look})

    def bytes(self) -> bytes:
        self.book.close()
        return self._content.getvalue()


def _write(sheet: Worksheet, row: int, cells: Iterable[object], style: Format) -> None:
    """Raises TooManyRows."""
    for place, value in enumerate(cells):
        if sheet.write_string(row, place, typed(value)[:_LONGEST_CELL], style):
            raise TooManyRows


def plain_book(keys: Sequence[str], records: Iterable[Mapping[str, object]]) -> bytes:
    """Records under their keys, for another program."""
    book = _Book()
    sheet = book.book.add_worksheet("liaoke")
    text = book.style()
    _write(sheet, 0, keys, text)
    for row, record in enumerate(records, 1):
        _write(sheet, row, (record.get(key) for key in keys), text)
    return book.bytes()


def refused_book(kind: str, refused: Sequence[Refusal], say: Texts) -> bytes:
    """The refused rows as they were, red, with their number and reason: mended, it is sent again (M03)."""
    book = _Book()
    sheet = book.book.add_worksheet(say("transfer.sheet"))
    red = book.style(font_color=_RED, bg_color=_PALE)
    reason = book.style(font_color=_RED, bg_color=_PALE, bold=True)
    names = list(dict.fromkeys(name for one in refused for name in one.row.line))
    heads = [column(name, kind, say) for name in names]
    first, last = say("transfer.row_column"), say("transfer.reason_column")
    sheet.set_column(0, len(heads) + 1, _WIDTH)
    sheet.freeze_panes(1, 0)
    _write(sheet, 0, [first, *heads, last], book.style(bold=True))
    for row, one in enumerate(refused, 1):
        _write(sheet, row, [one.row.number, *(one.row.line.get(name) for name in names)], red)
        sheet.write_string(row, len(heads) + 1, one.wrong.said(say, kind), reason)
    return book.bytes()


def template_book(
    kind: str, columns: Columns, closed: Mapping[str, Sequence[str]], say: Texts
) -> bytes:
    """An empty sheet with drop-downs where only some words may stand, and a sheet of rules (M01)."""
    book = _Book(title=say("transfer.template_file", kind=say(f"transfer.file_kind.{kind}")))
    sheet = book.book.add_worksheet(say("transfer.sheet"))
    names = (*columns.required, *columns.optional)
    text, head = book.style(), book.style(bold=True, bg_color="#E8F0FE")
    sheet.set_column(0, len(names) - 1, _WIDTH, text)
    sheet.freeze_panes(1, 0)
    stars = [f"{column(one, kind, say)}{'*' if one in columns.required else ''}" for one in names]
    _write(sheet, 0, stars, head)
    _rules(book, kind, columns, closed, say)
    offered = {name: closed[name] for name in names if closed.get(name)}
    for name, source in _choices(book, offered, say).items():
        place = names.index(name)
        rule = {"validate": "list", "source": source}
        sheet.data_validation(1, place, _ROWS_OF_TEMPLATE, place, rule)
    return book.bytes()


def _choices(book: _Book, offered: Mapping[str, Sequence[str]], say: Texts) -> dict[str, str]:
    """A sheet with a column of words for each drop-down, of any length; name → its cells."""
    if not offered:
        return {}
    title = say("transfer.choices_sheet")
    sheet = book.book.add_worksheet(title)
    for row, words in enumerate(zip_longest(*offered.values(), fillvalue="")):
        _write(sheet, row, words, book.style())
    return {
        name: f"='{title}'!{xl_range_abs(0, place, len(words) - 1, place)}"
        for place, (name, words) in enumerate(offered.items())
    }


def _rules(
    book: _Book,
    kind: str,
    columns: Columns,
    closed: Mapping[str, Sequence[str]],
    say: Texts,
) -> None:
    sheet = book.book.add_worksheet(say("transfer.rules_sheet"))
    sheet.set_column(0, 0, _WIDTH)
    sheet.set_column(1, 3, 2 * _WIDTH)
    heads = ("column", "meaning", "allowed", "example")
    _write(sheet, 0, [say(f"transfer.rule.{one}") for one in heads], book.style(bold=True))
    for row, name in enumerate((*columns.required, *columns.optional), 1):
        key = f"transfer.rule.{name}"
        needed = say("transfer.rule.needed") if name in columns.required else ""
        meaning = "；".join(filter(None, (needed, say(key) if say.has(key) else "")))
        allowed = " / ".join(closed.get(name, ()))
        cells = (column(name, kind, say), meaning, allowed, EXAMPLES.get(name, ""))
        _write(sheet, row, cells, book.style(text_wrap=True))


EXAMPLES: Mapping[str, str] = {
    "customer_id": "C001",
    "customer": "苏州远帆新能源科技股份有限公司",
    "full_name": "苏州远帆新能源科技股份有限公司",
    "aliases": "远帆;远帆新能源",
    "industry": "新能源",
    "city": "苏州",
    "contacts": "王建国;徐磊",
    "mobile": "13800001234",
    "owner_rep": "E1",
    "owned_since": "2026-11-02",
    "last_contact_at": "2026.11.22",
    "name": "王建国",
    "title": "采购总监",
    "birthday": "3-18",
    "opportunity_id": "O001",
    "amount": "1200000",
    "expected_close": "2026-12-31",
    "employee_no": "E1",
    "occurred_at": "2026-11-20 14:30",
    "content": "看了样机",
    "next_step": "周三送报价",
    "period": "2026-12",
    "value": "500000",
    "department": "华东战区/苏州组",
    "superior_no": "E5",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Who took records out, and when: stands on every page and in the file's properties (M02)."""

    name: str
    number: str
    at: datetime

    def said(self, say: Texts) -> str:
        at = f"{self.at:%Y-%m-%d %H:%M}"
        return say("export.mark", name=self.name, number=self.number, at=at)


def export_book(
    kind: str,
    keys: Sequence[str],
    records: Iterable[Mapping[str, object]],
    mark: Mark,
    say: Texts,
) -> bytes:
    """Records with whoever took them out and when above them, on each printed page and in the properties."""
    words = mark.said(say)
    title = say(f"transfer.file_kind.{kind}")
    book = _Book(title=title, author=f"{mark.name} {mark.number}", comments=words)
    sheet = book.book.add_worksheet(title)
    sheet.set_column(0, len(keys) - 1, _WIDTH)
    sheet.set_header(f"&C{words.replace('&', '&&')}")
    sheet.set_footer(f"&C{words.replace('&', '&&')} &P/&N")
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(0, 1)
    sheet.write_string(0, 0, words, book.style(font_color=_GREY, italic=True))
    _write(sheet, 1, [column(key, kind, say) for key in keys], book.style(bold=True))
    text = book.style()
    for row, record in enumerate(records, 2):
        _write(sheet, row, (record.get(key) for key in keys), text)
    return book.bytes()
