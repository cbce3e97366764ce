"""However a spreadsheet saved it, a file says the same; what a spreadsheet would run stays text."""

from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.bot.terminal import Terminal
from tests.bot.transfer.given import CUSTOMERS, csv, xlsx

ROWS = [line.split(",") for line in CUSTOMERS.splitlines()]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.csv", CUSTOMERS.encode("utf-8-sig"), id="with a mark"),
        pytest.param("a.csv", CUSTOMERS.encode("gb18030"), id="GB18030"),
        pytest.param("a.CSV", CUSTOMERS.replace("\n", "\r\n").encode(), id="Windows"),
        pytest.param("a.csv", CUSTOMERS.replace("\n", "\n\n").encode(), id="empty rows"),
        pytest.param("a.csv", CUSTOMERS.replace(";", "；").encode(), id="wide separators"),
        pytest.param("a.csv", CUSTOMERS.replace(",", " , ").encode(), id="blanks around"),
        pytest.param("a.csv", CUSTOMERS.rstrip("\n").encode(), id="no last line end"),
        pytest.param("a.csv", CUSTOMERS.replace("\n", ",,\n").encode(), id="empty columns"),
        pytest.param("a.xlsx", xlsx(ROWS), id="a workbook"),
        pytest.param("a.XLSX", xlsx([*ROWS, [], [None, ""]]), id="empty rows in a workbook"),
        pytest.param(
            "a.csv", csv(*(",".join(reversed(row)) for row in ROWS)).encode(), id="another order"
        ),
    ],
)
def test_customers_are_the_same_however_they_were_saved(
    terminal_staffed: Terminal, name: str, content: bytes
) -> None:
    done = terminal_staffed("import", "customers", terminal_staffed.file(name, content))

    assert done.out == "new 3, updated 0, duplicate 0, refused 0\n"
    found = terminal_staffed("export", "customers").records
    assert [(one["customer_id"], one["aliases"], one["contacts"]) for one in found] == [
        ("C01", ["远帆", "远帆新能源"], ["王建国", "徐磊"]),
        ("C02", ["华精"], ["李敏"]),
        ("C03", ["海川"], []),
    ]
    assert found[0]["full_name"] == "苏州远帆新能源科技股份有限公司"
    assert [one["owner_no"] for one in found] == ["E1", "E2", None]


def test_numbers_and_days_of_a_workbook_are_read_as_people_see_them(
    terminal_staffed: Terminal,
) -> None:
    header = ["customer_id", "full_name", "owner_rep", "mobile", "owned_since", "last_contact_at"]
    row = [1001, "青岛北海重工有限公司", "E1", 13900000000.0, date(2026, 11, 2)]
    file = terminal_staffed.file(
        "a.xlsx", xlsx([header, [*row, datetime.fromisoformat("2026-11-03T09:30")]])
    )

    assert terminal_staffed("import", "customers", file).status == 0

    (found,) = terminal_staffed("export", "customers").records
    assert (found["customer_id"], found["mobile"]) == ("1001", "13900000000")
    assert found["owned_since"] == "2026-11-02T00:00:00+08:00"
    assert found["last_contact_at"] == "2026-11-03T09:30:00+08:00"


def test_the_number_of_a_row_counts_empty_rows_and_not_the_lines_of_a_cell(
    terminal_staffed: Terminal,
) -> None:
    text = 'customer_id,full_name\n\nC1,"北海\n重工"\nC2,\n'
    file = terminal_staffed.file("a.csv", text)

    assert terminal_staffed("import", "customers", file).err == "line 4 (C2): full_name is empty\n"


def test_a_row_with_more_cells_than_columns_is_refused(terminal_staffed: Terminal) -> None:
    """A comma that was not quoted moves every value by one column."""
    file = terminal_staffed.file("a.csv", csv("customer_id,full_name,city", "C1,北海, 重工,青岛"))

    done = terminal_staffed("import", "customers", file)

    assert done.err == "line 2 (C1): has 4 cells under 3 columns\n"


FORMULAS = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "'=quoted",
    "''=twice",
    "＝HYPERLINK(1)",
    "it's",
    "'plain",
    "<at id=all></at>",
    "**bold** [a](b)",
]


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_what_a_spreadsheet_would_run_stays_text_and_comes_back_the_same(
    terminal_staffed: Terminal, format_: str
) -> None:
    rows = [f'C{number:02},"{text}"' for number, text in enumerate(FORMULAS)]
    file = terminal_staffed.file("a.csv", csv("customer_id,full_name", *rows))
    terminal_staffed("import", "customers", file)
    before = terminal_staffed("export", "customers").records
    copy = terminal_staffed.folder / f"copy.{format_}"

    terminal_staffed("export", "customers", "--format", format_, "--out", copy)
    done = terminal_staffed("import", "customers", copy)

    assert done.out == f"new 0, updated 0, duplicate {len(FORMULAS)}, refused 0\n"
    assert terminal_staffed("export", "customers").records == before
    kept = cells(copy.read_bytes(), format_)
    if format_ == "csv":
        assert not [cell for cell in kept if cell[:1] in "=+-@＝"]
    else:
        assert set(kept[1:]) >= {"=1+1", "@SUM(A1)"}


def cells(content: bytes, format_: str) -> list[str]:
    """What a spreadsheet would find in the column of names."""
    import csv as tables
    import io

    from openpyxl import load_workbook

    if format_ == "csv":
        lines = tables.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        return [line[1] for line in lines]
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    return [str(row[1].value) for row in sheet.iter_rows()]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("名" * 200, id="the longest"),
        pytest.param("公司\U00020bb7\U0001f600", id="4 bytes"),
        pytest.param("\u202eموقع", id="right to left"),
        pytest.param('a"b,c;d', id="separators"),
    ],
)
def test_a_name_of_any_kind_is_kept(staffed: Terminal, name: str) -> None:
    row = 'C1,"' + name.replace('"', '""') + '"'
    staffed("import", "customers", staffed.file("a.csv", csv("customer_id,full_name", row)))

    assert [one["full_name"] for one in staffed("export", "customers").records] == [name]


@pytest.mark.parametrize(
    ("header", "row", "reason"),
    [
        pytest.param("customer_id,full_name", "C1," + "名" * 201, "full_name is longer", id="name"),
        pytest.param(
            "customer_id,full_name", "C" * 65 + ",a", "customer_id is longer", id="number"
        ),
        pytest.param("customer_id,full_name", "C1,a\0b", "a character that is none", id="NUL"),
        pytest.param(
            "customer_id,full_name,aliases", "C1,a," + "别" * 3_000, "aliases", id="an alias"
        ),
        pytest.param(
            "customer_id,full_name,contacts", "C1,a," + "王" * 3_000, "contacts", id="a contact"
        ),
        pytest.param(
            "customer_id,full_name,industry", "C1,a," + "业" * 30_000, "industry", id="an industry"
        ),
        pytest.param(
            "customer_id,full_name,owned_since",
            "C1,a,2026-02-30",
            "owned_since is no date",
            id="day",
        ),
        pytest.param(
            "customer_id,full_name,owned_since", "C1,a,0001-01-01", "owned_since", id="long ago"
        ),
        pytest.param("customer_id,full_name,tier", "C1,a,D", "tier is A, B or C", id="tier"),
    ],
)
def test_a_value_that_cannot_be_is_a_refused_row(
    staffed: Terminal, header: str, row: str, reason: str
) -> None:
    file = staffed.file("a.csv", csv(header, row, "C2,青岛北海重工有限公司"))

    done = staffed("import", "customers", file)

    assert done.out == "new 1, updated 0, duplicate 0, refused 1\n"
    assert reason in done.err


@pytest.mark.parametrize("size", [0, 129 << 20], ids=["small", "too large to be read at once"])
def test_a_workbook_of_any_size_that_tells_a_wrong_one_is_read_whole(
    terminal_staffed: Terminal, tmp_path: Path, size: int
) -> None:
    """Some programs write one cell as the size of every sheet."""
    whole, file = tmp_path / "whole.xlsx", tmp_path / "a.xlsx"
    whole.write_bytes(xlsx(ROWS))
    with ZipFile(whole) as given, ZipFile(file, "w", ZIP_DEFLATED) as parts:
        for name in given.namelist():
            content = given.read(name)
            sheet = name.startswith("xl/worksheets/")
            one = b'<dimension ref="A1"/><sheetData>'
            parts.writestr(name, content.replace(b"<sheetData>", one) if sheet else content)
        parts.writestr("xl/media/blank.bin", bytes(size))

    done = terminal_staffed("import", "customers", file)

    assert done.out == "new 3, updated 0, duplicate 0, refused 0\n"
