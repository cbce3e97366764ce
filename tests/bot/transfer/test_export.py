"""`liaoke export`: the keys people rely on, in order, and a file that comes back as the same state."""

import json
from pathlib import Path

import pytest

from tests.bot.terminal import Terminal
from tests.bot.transfer.conftest import with_people
from tests.bot.transfer.given import OPPORTUNITIES, csv

KEYS = {
    "customers": "customer_id full_name aliases industry city contacts mobile source market owner_no"
    " owners pool tier category starred owned_since last_contact_at recycle_on recycle_rule",
    "follow_ups": "id customer_id employee_no kind occurred_at contacts content result next_step"
    " effective source_text source_message_id created_at",
    "plans": "id customer_id employee_no due_at has_time content state",
    "opportunities": "id customer_id employee_no name stage amount probability expected_close state",
    "pool_events": "seq customer_id kind employee_no at reason rule_version",
    "outbox": "id platform recipient kind dedupe_key state attempts created_at sent_at",
    "ledger": "seq at actor channel message_id command subject before after rule_version",
}
DAY = "昨天去了远帆见王总，聊了二期扩产，对方要样品，周五下午三点再去\n保存\n认领海川\n"
BY_HAND = csv("opportunity_id,customer_id,name,probability,state", "O4,C01,小单,65,open")


@pytest.fixture
def lived(selling: Terminal) -> Terminal:
    """A company in which a day has passed."""
    for text in (OPPORTUNITIES, BY_HAND):
        assert selling("import", "opportunities", selling.file("o.csv", text)).status == 0
    assert selling("chat", "--as", "E1", typed=DAY).status == 0
    return selling


def test_every_kind_has_exactly_the_keys_it_promises(lived: Terminal) -> None:
    found = {kind: lived("export", kind).records for kind in KEYS}

    assert {kind: set(rows[0]) for kind, rows in found.items()} == {
        kind: set(keys.split()) for kind, keys in KEYS.items()
    }
    for kind, rows in found.items():
        first = KEYS[kind].split()[0]
        assert [one[first] for one in rows] == sorted(one[first] for one in rows)


def test_what_was_said_is_exported_with_its_source(lived: Terminal) -> None:
    (visit,) = lived("export", "follow_ups").records
    (plan,) = lived("export", "plans").records

    assert (visit["customer_id"], visit["employee_no"], visit["kind"]) == ("C01", "E1", "visit")
    assert visit["contacts"] == ["王总"]
    assert "二期扩产" in visit["source_text"]
    assert visit["source_message_id"]
    assert visit["created_at"].endswith("+08:00")
    assert (plan["customer_id"], plan["has_time"], plan["state"]) == ("C01", True, "open")
    assert plan["due_at"].endswith("T15:00:00+08:00")


def test_what_was_taken_back_is_no_longer_exported_and_the_ledger_keeps_both_acts(
    lived: Terminal,
) -> None:
    lived("chat", "--as", "E1", typed="今天给远帆打了电话，徐磊说价格高\n保存\n撤销\n")

    assert [one["kind"] for one in lived("export", "follow_ups").records] == ["visit"]
    commands = [one["command"] for one in lived("export", "ledger").records]
    assert commands.count("log") == 2
    assert commands.count("undo") == 1


@pytest.mark.parametrize("format_", ["jsonl", "csv", "xlsx"])
def test_a_file_holds_what_standard_output_does(lived: Terminal, format_: str) -> None:
    written = lived.folder / f"a.{format_}"

    shown = lived("export", "follow_ups", "--format", format_).output
    done = lived("export", "follow_ups", "--format", format_, "--out", written)

    assert (done.status, done.output) == (0, b"")
    assert written.read_bytes()[:3] == shown[:3]
    assert len(shown) > 100


def test_an_empty_company_exports_nothing_but_the_header(terminal: Terminal) -> None:
    for kind, keys in KEYS.items():
        assert terminal("export", kind).out == ""
        header = terminal("export", kind, "--format", "csv").output.decode("utf-8-sig")
        assert header == ",".join(keys.split()) + "\r\n"


def test_a_place_that_is_not_there_is_named(terminal: Terminal) -> None:
    done = terminal("export", "customers", "--out", Path("no/such/file.jsonl"))

    assert done.status == 1
    assert "no/such/file.jsonl" in done.err


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["customers", "opportunities", "contacts"])
def test_an_export_brought_in_again_changes_nothing(
    lived: Terminal, kind: str, format_: str
) -> None:
    before = {
        kind: lived("export", kind).out for kind in ("customers", "opportunities", "contacts")
    }
    copy = lived.folder / f"copy.{format_}"
    lived("export", kind, "--format", format_, "--out", copy)

    done = lived("import", kind, copy)

    count = len(before[kind].splitlines())
    assert done.out == f"new 0, updated 0, duplicate {count}, refused 0\n"
    assert {kind: lived("export", kind).out for kind in before} == before


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_an_export_brought_into_an_empty_database_is_the_same_company(
    lived: Terminal, format_: str
) -> None:
    kinds = ("customers", "contacts", "opportunities")
    before = {kind: sorted_lines(lived, kind) for kind in kinds}
    assert '"probability":65' in "".join(before["opportunities"])
    for kind in kinds:
        lived("export", kind, "--format", format_, "--out", lived.folder / f"{kind}.{format_}")
    lived.set(LIAOKE_DATABASE_URL=f"sqlite+aiosqlite:///{lived.folder / 'empty.db'}")
    with_people(lived)

    for kind in kinds:
        done = lived("import", kind, lived.folder / f"{kind}.{format_}", "--json")
        assert json.loads(done.out)["refused"] == 0

    assert {kind: sorted_lines(lived, kind) for kind in kinds} == before


def sorted_lines(terminal: Terminal, kind: str) -> list[str]:
    return sorted(terminal("export", kind).out.splitlines())


def test_the_shared_customers_come_back_as_they_went(terminal: Terminal) -> None:
    """A sample of the file all notes are about, confusable names among them."""
    sample = Path(__file__).parent / "customers_sample.csv"
    reps = sorted(
        {line.split(",")[3] for line in sample.read_text("utf-8").splitlines()[1:]} - {""}
    )
    people = terminal.file("people.csv", csv("employee_no,name", *(f"{no},{no}" for no in reps)))
    terminal("import", "people", people)

    assert terminal("import", "customers", sample).out.startswith("new 15, updated 0")

    rows = [",".join(cells(one)) for one in terminal("export", "customers").records]
    assert rows == sample.read_text("utf-8").splitlines()[1:]


def cells(record: dict[str, object]) -> list[str]:
    """A customer as the columns of a customers file."""
    names = "customer_id full_name aliases owner_no industry city contacts".split()
    listed = (record[name] for name in names)
    return [";".join(one) if isinstance(one, list) else str(one or "") for one in listed]


def test_many_records_are_each_exported_once_in_order(terminal: Terminal) -> None:
    """More than one page of them."""
    with_people(terminal)
    rows = [f"C{number:05},公司{number}" for number in range(2_500)]
    terminal("import", "customers", terminal.file("a.csv", csv("customer_id,full_name", *rows)))

    found = [one["customer_id"] for one in terminal("export", "customers").records]

    assert found == [row.partition(",")[0] for row in rows]
