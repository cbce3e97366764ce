"""What `liaoke import` says: counts, each wrong row by number and reason; a trial run writes nothing."""

import json
from pathlib import Path

import pytest

from tests.bot.terminal import Terminal
from tests.bot.transfer.given import CUSTOMERS, csv, xlsx

HEADER = "customer_id,full_name,owner_rep,category"
MIXED = csv(
    HEADER,
    "C10,上海博远汽车零部件有限公司,E1,2",
    "C11,,E1,",
    "C12,青岛北海重工有限公司,E9,",
    "C13,武汉光联通信技术有限公司,,9",
    "C10,上海博远汽车零部件有限公司,E1,2",
    "C10,上海博远物流有限公司,E1,2",
)
REASONS = {
    3: "full_name is empty",
    4: "owner_rep E9 is nobody in the people file",
    5: "category is 1 to 5, not 9",
    7: "C10 stands in the file twice, and not the same",
}


def numbers(terminal: Terminal) -> list[str]:
    return [one["customer_id"] for one in terminal("export", "customers").records]


def test_a_wrong_row_is_reported_with_number_and_reason_and_the_others_are_taken(
    staffed: Terminal,
) -> None:
    done = staffed("import", "customers", staffed.file("mixed.csv", MIXED))

    assert (done.status, done.out) == (0, "new 1, updated 0, duplicate 1, refused 4\n")
    said = dict(line.removeprefix("line ").split(": ", 1) for line in done.err.splitlines())
    assert {int(row.split()[0]): reason for row, reason in said.items()} == REASONS
    assert numbers(staffed) == ["C10"]


def test_a_program_reads_the_report_as_json(staffed: Terminal) -> None:
    done = staffed("import", "customers", staffed.file("mixed.csv", MIXED), "--json")

    report = json.loads(done.out)
    assert {name: report[name] for name in ("new", "updated", "duplicate", "refused")} == {
        "new": 1,
        "updated": 0,
        "duplicate": 1,
        "refused": 4,
    }
    assert {one["line"]: one["reason"] for one in report["errors"]} == REASONS
    assert done.errors == b""


@pytest.mark.parametrize("name", ["wrong.csv", "wrong.xlsx"])
def test_the_refused_rows_mended_in_their_own_file_are_taken(staffed: Terminal, name: str) -> None:
    wrong = staffed.folder / name
    staffed("import", "customers", staffed.file("mixed.csv", MIXED), "--errors", wrong)

    again = json.loads(staffed("import", "customers", wrong, "--json").out)
    assert [one["reason"] for one in again["errors"]] == [
        REASONS[3],
        REASONS[4],
        REASONS[5],
    ]
    assert again["updated"] == 1

    staffed.file("mended.csv", csv(HEADER, "C11,成都天府医疗器械有限公司,E1,"))
    assert staffed("import", "customers", staffed.folder / "mended.csv").out.startswith("new 1,")


def test_the_file_of_refused_rows_says_number_cells_and_reason(staffed: Terminal) -> None:
    wrong = staffed.folder / "wrong.csv"

    staffed("import", "customers", staffed.file("mixed.csv", MIXED), "--errors", wrong)

    lines = wrong.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "line,customer_id,full_name,category,owner_rep,reason"
    assert lines[2] == "4,C12,青岛北海重工有限公司,,E9,owner_rep E9 is nobody in the people file"


def test_a_trial_run_counts_the_same_and_writes_nothing(staffed: Terminal) -> None:
    file = staffed.file("mixed.csv", MIXED)

    trial = staffed("import", "customers", file, "--dry-run")
    ledger = staffed("export", "ledger").out

    assert numbers(staffed) == []
    assert staffed("export", "ledger").out == ledger
    assert staffed("import", "customers", file) == trial


def test_a_trial_run_knows_the_people_of_its_own_file(liaoke: Terminal) -> None:
    """A superior may stand below, hundreds of rows later."""
    rows = [f"E{number},某人{number},E9999" for number in range(1, 1_200)]
    file = liaoke.file("people.csv", csv("employee_no,name,superior_no", *rows, "E9999,老板,"))

    done = liaoke("import", "people", file, "--dry-run")

    assert done.out == "new 1200, updated 0, duplicate 0, refused 0\n"


def test_a_repeated_import_changes_nothing(selling: Terminal) -> None:
    before = selling("export", "customers").out

    done = selling("import", "customers", selling.file("again.csv", CUSTOMERS))

    assert done.out == "new 0, updated 0, duplicate 3, refused 0\n"
    assert selling("export", "customers").out == before


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        pytest.param("gone.csv", None, "No such file", id="not there"),
        pytest.param("gone.xlsx", None, "No such file", id="no workbook there"),
        pytest.param("a.csv", b"", "is empty", id="empty"),
        pytest.param("a.csv", b"\xff\xff\xff", "neither UTF-8 nor GB18030", id="no text"),
        pytest.param("a.csv", b"customer_id\nC1\n", "column full_name is missing", id="too few"),
        pytest.param(
            "a.csv", b"customer_id,full_name,colour\n", "unknown column colour", id="unknown"
        ),
        pytest.param(
            "a.csv", b"customer_id,full_name,city,city\n", "city stands there twice", id="twice"
        ),
        pytest.param("a.csv", b'customer_id,full_name\nC1,"x\n', "a.csv: ", id="an open quote"),
        pytest.param("a.xlsx", b"PK\x03\x04 no more", "is no xlsx file", id="a torn workbook"),
        pytest.param("a.xlsx", b"customer_id,full_name\n", "is no xlsx file", id="csv as xlsx"),
        pytest.param(
            "a.xlsx", xlsx([["customer_id"], ["C1"]]), "column full_name is missing", id="no name"
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole_in_one_line(
    terminal: Terminal, name: str, content: bytes | None, said: str
) -> None:
    file = terminal.folder / name
    if content is not None:
        terminal.file(name, content)

    done = terminal("import", "customers", file)

    assert (done.status, done.output) == (1, b"")
    assert said in done.err
    assert len(done.err.splitlines()) == 1


def test_a_place_where_the_refused_rows_cannot_go_is_named(terminal: Terminal) -> None:
    file = terminal.file("a.csv", csv("customer_id,full_name", "C1,"))

    done = terminal("import", "customers", file, "--errors", Path("no/such/folder.csv"))

    assert done.status == 1
    assert "no/such/folder.csv" in done.err


def test_a_terminal_is_not_flooded(terminal: Terminal) -> None:
    rows = [f"C{number}," for number in range(60)]

    done = terminal("import", "customers", terminal.file("a.csv", csv(HEADER[:21], *rows)))

    assert (done.status, done.out) == (1, "new 0, updated 0, duplicate 0, refused 60\n")
    assert len(done.err.splitlines()) == 51
    assert done.err.splitlines()[-1].startswith("and 10 more")
