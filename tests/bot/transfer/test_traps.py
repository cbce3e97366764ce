"""What spreadsheets do to what people typed: read in a process of its own, told what is wrong."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from structlog.testing import capture_logs
from xlsxwriter import Workbook

from bot.errands import rows as reader
from bot.errands.rows import read, some
from bot.files import FileStore
from bot.transfer.books import plain_book
from bot.transfer.found import Wish
from bot.transfer.upload import ALL
from core.fields import NO_FIELDS
from tests.e2e.sheets import xlsx

HEADS = ("客户编号", "客户名称", "电话", "最近联系")
WISH = Wish(ALL, NO_FIELDS, own=False, most=10)


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path)


async def lines(content: bytes, files: FileStore, wish: Wish = WISH):
    """What was found, and the rows."""
    found, rows = await read(await files.keep(content), wish, files)
    return found, (await some(rows, 0, 100, files)).rows if rows else []


def book(*rows, options=None, formats=None, hidden=(), merged="") -> bytes:
    content = io.BytesIO()
    made = Workbook(content, {"in_memory": True, **(options or {})})
    sheet = made.add_worksheet()
    style = made.add_format({"num_format": formats}) if formats else None
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            is_day = isinstance(cell, date)
            sheet.write(place, column, cell, style if is_day else None)
    for row in hidden:
        sheet.set_row(row, None, None, {"hidden": True})
    if merged:
        sheet.merge_range(merged, rows[0][0])
    made.close()
    return content.getvalue()


async def test_a_phone_that_became_a_number_is_a_phone(files) -> None:
    _, (row,) = await lines(xlsx(HEADS, ("C1", "甲", 13800001234, "")), files)

    assert row.line["mobile"] == "13800001234"


@pytest.mark.parametrize("since", [False, True], ids=["1900", "1904"])
async def test_a_day_is_the_day_whichever_year_the_book_counts_from(files, since: bool) -> None:
    content = book(
        HEADS,
        ("C1", "甲", "", date(2026, 11, 22)),
        options={"date_1904": since},
        formats="yyyy-mm-dd",
    )

    _, (row,) = await lines(content, files)

    assert row.line["last_contact_at"] == "2026-11-22"


async def test_a_title_over_a_merged_header_is_passed_over(files) -> None:
    content = book(("客户资料 2026", "", "", ""), HEADS, ("C1", "甲", "", ""), merged="A1:D1")

    found, (row,) = await lines(content, files)

    assert (found.kinds, row.number, row.line["full_name"]) == (("customers",), 3, "甲")


async def test_hidden_rows_count_like_others_and_are_told(files) -> None:
    content = book(HEADS, ("C1", "甲", "", ""), ("C2", "乙", "", ""), hidden=(2,))

    found, rows = await lines(content, files)

    assert (found.rows, found.hidden, len(rows)) == (2, 1, 2)


async def test_a_csv_in_gb18030_is_read(files) -> None:
    text = "客户编号,客户名称\nC1,苏州远帆\n"

    found, (row,) = await lines(text.encode("gb18030"), files)

    assert (found.kinds, row.line["full_name"]) == (("customers",), "苏州远帆")


async def test_headings_with_stars_and_brackets_are_known(files) -> None:
    found, _ = await lines(
        xlsx(("客户编号（选填）", "客户名称*", "手机号"), ("C1", "甲", "1")), files
    )

    assert found.kinds == ("customers",)


def bomb() -> bytes:
    """A workbook of some kilobytes that unpacks to more than any machine should hold."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        with parts.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(520):
                sheet.write(bytes(1 << 20))
    return content.getvalue()


async def test_a_bomb_is_refused_before_it_is_unpacked(files) -> None:
    content = bomb()

    found, _ = await lines(content, files)

    assert len(content) < 1 << 20
    assert found.fault == "bomb"


async def test_a_bomb_that_lies_about_its_size_ends_its_own_process_alone(files) -> None:
    content = bomb().replace((520 << 20).to_bytes(4, "little"), (1 << 20).to_bytes(4, "little"))

    found, rows = await lines(content, files)

    assert found.fault in ("memory", "no_workbook", "empty")
    assert rows == []


def of_sheet(sheet: bytes) -> bytes:
    """A workbook whose first sheet is written by hand, below the header and one row."""
    begun, packed = book(HEADS[:2], ("C1", "甲")), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(begun)) as old, zipfile.ZipFile(packed, "w", 8) as new:
        for name in old.namelist():
            content = old.read(name)
            is_sheet = name == "xl/worksheets/sheet1.xml"
            new.writestr(name, sheet.replace(b"...", _rows(content)) if is_sheet else content)
    return packed.getvalue()


def _rows(sheet: bytes) -> bytes:
    return sheet[sheet.index(b"<row") : sheet.rindex(b"</row>") + 6]


_SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</worksheet>'
)
_CELL = b'<c r="%s" t="inlineStr"><is><t>x</t></is></c>'
_LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (n + 1, b"&%c;" % n * 10) for n in range(97, 106)
)


@pytest.mark.parametrize(
    ("sheet", "faults"),
    [
        pytest.param(
            _SHEET % b'<dimension ref="A1:XFD1048576"/><sheetData>...</sheetData>',
            {""},
            id="a size that is not so",
        ),
        pytest.param(
            _SHEET
            % b"<sheetData>...</sheetData><mergeCells>%s</mergeCells>"
            % b"".join(b'<mergeCell ref="A%d:B%d"/>' % (n, n) for n in range(3, 100_003)),
            {""},
            id="100,000 merged cells",
        ),
        pytest.param(
            _SHEET
            % b'<sheetData>...<row r="1048576">%s</row></sheetData>'
            % (_CELL % b"XFD1048576"),
            {"memory"},
            id="one cell at the far end",
        ),
        pytest.param(
            _SHEET % b"<sheetData><row>%s</row></sheetData>" % (b"<c><v>1</v></c>" * 1_000_000),
            {""},
            id="1,000,000 columns",
        ),
        pytest.param(
            b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            + _SHEET
            % b'<sheetData>...<row r="3"><c r="A3" t="inlineStr"><is><t>&a;</t></is></c></row></sheetData>',
            {"no_workbook"},
            id="a file of the machine",
        ),
        pytest.param(
            _LAUGHS
            + b"]>"
            + _SHEET
            % b'<sheetData>...<row r="3"><c r="A3" t="inlineStr"><is><t>&j;</t></is></c></row></sheetData>',
            {"no_workbook"},
            id="entities in entities",
        ),
    ],
)
async def test_H3_a_sheet_made_to_break_its_reader_breaks_at_most_that(
    files, sheet: bytes, faults: set[str]
) -> None:
    found, rows = await lines(of_sheet(sheet), files)

    assert found.fault in faults
    assert [one.line["customer_id"] for one in rows] == (["C1"] if "" in faults and rows else [])


async def test_rows_without_end_are_not_looked_at_to_their_end(files) -> None:
    content = "客户编号,客户名称\nC1,甲\n" + ",\n" * 200_000

    found, rows = await lines(content.encode(), files)

    assert (found.fault, rows) == ("empty_rows", [])


async def test_a_reader_that_breaks_is_no_lack_of_memory_and_its_error_is_named(files) -> None:
    with capture_logs() as logged:
        found, _ = await read("0" * 64, WISH, files)

    assert found.fault == "broke"
    assert logged[0]["error"] == "FileNotFoundError"


async def test_a_reader_that_does_not_end_is_ended(files, monkeypatch) -> None:
    monkeypatch.setattr(reader, "PATIENCE", 0.001)

    found, rows = await lines(xlsx(HEADS, ("C1", "甲", "", "")), files)

    assert (found.fault, rows) == ("slow", [])


async def test_more_rows_than_may_be_are_not_kept(files) -> None:
    rows = [(f"C{one}", f"客户{one}", "", "") for one in range(12)]

    found, _ = await lines(xlsx(HEADS, *rows), files)

    assert found.rows > WISH.most


async def test_what_looks_like_a_formula_stays_its_words(files) -> None:
    _, (row,) = await lines(xlsx(HEADS, ("C1", "'=1+1", "", "")), files)

    assert json.dumps(row.line["full_name"]) == '"=1+1"'


_SAID = ("=1+1", "+86 138 0000 0000", "-1", "@all", "'=1", "''=1", "'quoted'", "a\tb", " =1")


async def test_H5_a_workbook_of_ours_types_cells_as_text_and_comes_in_as_it_was(files) -> None:
    content = plain_book(HEADS, [{HEADS[0]: "C1", HEADS[1]: one} for one in _SAID])

    shown = load_workbook(io.BytesIO(content)).worksheets[0]
    types = {cell.data_type for row in shown.iter_rows() for cell in row if cell.value is not None}
    _, rows = await lines(content, files)

    assert types == {"s"}
    assert [shown.cell(row, 2).value for row in (2, 3, 4, 5)] == list(_SAID[:4])
    assert [row.line["full_name"] for row in rows] == [one.strip() for one in _SAID]
