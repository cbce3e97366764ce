"""Customers, contacts, opportunities and targets out of files."""

import pytest

from core.money import Money
from core.reports.model import Target
from tests.bot.looks import targets
from tests.bot.terminal import Terminal
from tests.bot.transfer.given import OPPORTUNITIES, csv

CONTACTS = csv(
    "customer_id,name,title,mobile,role,attitude,birthday",
    "C01,王建国,采购总监,13800000001,decider,+1,05-12",
    "C03,许工,,,,,",
)
TARGETS = csv(
    "employee_no,period,measure,value",
    "E1,2026-11,signed,1000000",
    "E1,2026-11,received,80万",
    "E1,2026-12,received,600000.50",
)


def bring(terminal: Terminal, kind: str, header: str, *rows: str) -> str:
    """Bring a file in; returns the counts, and each reason on a line of its own."""
    done = terminal("import", kind, terminal.file(f"{kind}.csv", csv(header, *rows)))
    assert done.status == int("new 0, updated 0, duplicate 0" in done.out)
    return done.out + done.err


def one(terminal: Terminal, kind: str, key: str, number: str) -> dict[str, object]:
    (found,) = (one for one in terminal("export", kind).records if one[key] == number)
    return found


def customer(terminal: Terminal, number: str) -> dict[str, object]:
    return one(terminal, "customers", "customer_id", number)


def deal(terminal: Terminal, number: str) -> dict[str, object]:
    return one(terminal, "opportunities", "id", number)


def test_a_customer_without_dates_starts_its_clocks_at_the_import(staffed: Terminal) -> None:
    staffed.set(LIAOKE_NOW="2026-11-23T10:00")

    bring(staffed, "customers", "customer_id,full_name,owner_rep", "C1,青岛北海重工有限公司,E1")

    found = customer(staffed, "C1")
    assert str(found["owned_since"]).startswith("2026-11-23T10:00:")
    assert (found["recycle_on"], found["recycle_rule"]) == ("2027-01-23", "no_deal")


def test_a_customer_with_dates_runs_on_them(staffed: Terminal) -> None:
    header = "customer_id,full_name,owner_rep,category,owned_since,last_contact_at"
    staffed.set(LIAOKE_NOW="2026-11-23T10:00")

    bring(staffed, "customers", header, "C1,北海重工,E1,2,2026-10-01,2026-11-20 16:00")

    found = customer(staffed, "C1")
    assert found["last_contact_at"] == "2026-11-20T16:00:00+08:00"
    assert (found["recycle_on"], found["recycle_rule"]) == ("2026-12-01", "no_deal")


def test_a_last_contact_that_is_told_later_moves_the_clock(staffed: Terminal) -> None:
    header = "customer_id,full_name,owner_rep,category,owned_since,last_contact_at"
    staffed.set(LIAOKE_NOW="2026-11-23T10:00")
    bring(staffed, "customers", header, "C1,北海重工,E1,1,2026-11-01,")
    assert customer(staffed, "C1")["recycle_on"] == "2026-11-09"

    bring(staffed, "customers", header, "C1,北海重工,E1,1,2026-11-01,2026-11-20")

    assert customer(staffed, "C1")["recycle_on"] == "2026-11-28"


def test_a_column_that_is_not_there_keeps_what_is_known(selling: Terminal) -> None:
    before = customer(selling, "C01")

    said = bring(
        selling, "customers", "customer_id,full_name,city", f"C01,{before['full_name']},无锡"
    )

    assert said == "new 0, updated 1, duplicate 0, refused 0\n"
    assert customer(selling, "C01") == {**before, "city": "无锡"}


def test_an_owner_who_changes_begins_anew_and_stands_in_the_history_of_the_pool(
    selling: Terminal,
) -> None:
    header, name = "customer_id,full_name,owner_rep", customer(selling, "C01")["full_name"]

    bring(selling, "customers", header, f"C01,{name},E2")
    assert customer(selling, "C01")["owner_no"] == "E2"
    bring(selling, "customers", header, f"C01,{name},")
    assert (customer(selling, "C01")["owner_no"], customer(selling, "C01")["recycle_on"]) == (
        None,
        None,
    )

    events = selling("export", "pool_events").records
    assert [(one["kind"], one["employee_no"], one["reason"]) for one in events] == [
        ("assign", "E2", "import"),
        ("enter", "E2", "import"),
    ]


def test_a_renamed_customer_is_found_by_its_new_name(selling: Terminal) -> None:
    bring(selling, "customers", "customer_id,full_name,aliases", "C01,苏州晨光新能源有限公司,晨光")

    assert "晨光" in selling("chat", "--as", "E1", typed="打开晨光\n").out


def test_names_of_contacts_nobody_knows_yet_are_added(selling: Terminal) -> None:
    name = customer(selling, "C01")["full_name"]

    bring(selling, "customers", "customer_id,full_name,contacts", f"C01,{name},徐磊;李工")

    assert customer(selling, "C01")["contacts"] == ["王建国", "徐磊", "李工"]


def test_contacts_are_told_apart_by_name(selling: Terminal) -> None:
    said = bring(selling, "contacts", *CONTACTS.splitlines())

    assert said == "new 1, updated 1, duplicate 0, refused 0\n"
    assert one(selling, "contacts", "name", "王建国") == {
        "customer_id": "C01",
        "name": "王建国",
        "title": "采购总监",
        "mobile": "13800000001",
        "role": "decider",
        "attitude": 1,
        "birthday": "05-12",
    }
    assert customer(selling, "C03")["contacts"] == ["许工"]
    again = bring(selling, "contacts", *CONTACTS.splitlines())
    assert again == "new 0, updated 0, duplicate 2, refused 0\n"


def test_an_opportunity_has_the_rate_of_its_stage_and_protects_its_customer(
    selling: Terminal,
) -> None:
    said = bring(selling, "opportunities", *OPPORTUNITIES.splitlines())

    assert said == "new 3, updated 0, duplicate 0, refused 0\n"
    assert deal(selling, "O1") == {
        "id": "O1",
        "customer_id": "C01",
        "employee_no": "E1",
        "name": "导电浆料二期",
        "stage": "proposal",
        "amount": "1200000.00",
        "probability": 50,
        "expected_close": "2026-12-31",
        "state": "open",
    }
    assert (deal(selling, "O2")["stage"], deal(selling, "O2")["employee_no"]) == ("initial", "E2")
    assert (deal(selling, "O3")["state"], deal(selling, "O3")["probability"]) == ("won", 100)
    assert "导电浆料二期" in selling("chat", "--as", "E1", typed="打开远帆\n").out


def test_D12_an_imported_deal_protects_its_customer_until_it_is_lost(selling: Terminal) -> None:
    def why() -> str:
        return selling("chat", "--as", "E1", typed="远帆还能留多久\n").out

    bring(selling, "opportunities", *OPPORTUNITIES.splitlines()[:2])
    opened = why()
    header = "opportunity_id,customer_id,name,stage"
    bring(selling, "opportunities", header, "O1,C01,导电浆料二期,lost")

    assert "✓进行中的商机" in opened
    assert "✗进行中的商机" in why()


def test_a_stage_in_a_file_is_a_move_like_any_other(selling: Terminal) -> None:
    bring(selling, "opportunities", *OPPORTUNITIES.splitlines())
    header = "opportunity_id,customer_id,name,stage"

    bring(selling, "opportunities", header, "O1,C01,导电浆料二期,negotiation")
    assert (deal(selling, "O1")["stage"], deal(selling, "O1")["probability"]) == ("negotiation", 80)
    bring(selling, "opportunities", header, "O1,C01,导电浆料二期,lost")
    assert (deal(selling, "O1")["stage"], deal(selling, "O1")["state"]) == ("negotiation", "lost")
    assert deal(selling, "O1")["probability"] == 0
    bring(selling, "opportunities", header, "O1,C01,导电浆料二期,sample")
    assert (deal(selling, "O1")["stage"], deal(selling, "O1")["state"]) == ("sample", "open")
    assert deal(selling, "O1")["probability"] == 60


def test_targets_count_by_month_and_measure(staffed: Terminal) -> None:
    said = bring(staffed, "targets", *TARGETS.splitlines())

    assert "new 2, updated 0, duplicate 0, refused 1" in said
    assert "line 3 (E1): value is no amount: 80万" in said
    assert targets(staffed, "2026-11") == {Target("E1", "2026-11", "signed", Money.yuan(1_000_000))}
    said = bring(
        staffed,
        "targets",
        TARGETS.splitlines()[0],
        "E1,2026-11,signed,2000000",
        TARGETS.splitlines()[3],
    )
    assert said == "new 0, updated 1, duplicate 1, refused 0\n"
    assert targets(staffed, "2026-11") == {Target("E1", "2026-11", "signed", Money.yuan(2_000_000))}


DEAL = "opportunity_id,customer_id,name"
TARGET = "employee_no,period,measure,value"


@pytest.mark.parametrize(
    ("kind", "header", "row", "reason"),
    [
        pytest.param("contacts", "customer_id,name", "C9,王总", "no customer C9", id="customer"),
        pytest.param("contacts", "customer_id,name", "C01,", "name is empty", id="no name"),
        pytest.param("contacts", "customer_id,name,role", "C01,王总,boss", "role boss", id="role"),
        pytest.param("contacts", "customer_id,name,attitude", "C01,王总,3", "2, not 3", id="mood"),
        pytest.param("opportunities", DEAL, "O9,C9,甲", "no customer C9", id="whose"),
        pytest.param("opportunities", DEAL, "O9,C03,甲", "has no owner", id="nobody's"),
        pytest.param("opportunities", f"{DEAL},stage", "O9,C01,甲,送样", "stage 送样", id="stage"),
        pytest.param("opportunities", f"{DEAL},amount", "O9,C01,甲,-5", "no amount", id="below 0"),
        pytest.param("opportunities", f"{DEAL},amount", "O9,C01,甲,1.005", "no amount", id="finer"),
        pytest.param(
            "opportunities", f"{DEAL},amount", "O9,C01,甲,NaN", "no amount", id="no number"
        ),
        pytest.param(
            "opportunities", f"{DEAL},probability", "O9,C01,甲,101", "0 to 100", id="rate"
        ),
        pytest.param("opportunities", f"{DEAL},state", "O9,C01,甲,gone", "state gone", id="state"),
        pytest.param("opportunities", f"{DEAL},expected_close", "O9,C01,甲,下周", "date", id="day"),
        pytest.param("targets", TARGET, "E9,2026-11,signed,1", "E9 is nobody", id="nobody"),
        pytest.param("targets", TARGET, "E1,2026-13,signed,1", "YYYY-MM", id="month"),
        pytest.param("targets", TARGET, "E1,2026-11,won,1", "signed or received", id="measure"),
        pytest.param("targets", TARGET, "E1,2026-11,signed,", "value is empty", id="no value"),
    ],
)
def test_a_wrong_row_names_its_reason(
    selling: Terminal, kind: str, header: str, row: str, reason: str
) -> None:
    said = bring(selling, kind, header, row)

    assert said.startswith("new 0, updated 0, duplicate 0, refused 1\nline 2 (")
    assert reason in said


@pytest.mark.parametrize(
    ("kind", "header", "row", "reason"),
    [
        ("contacts", "customer_id,name,birthday", "C01,王建国,1980-13-01", "birthday is no date"),
        ("contacts", "customer_id,name,birthday", "C01,王建国,02-30", "birthday is no date"),
        (
            "customers",
            "customer_id,full_name,owner_rep,owned_since",
            "C9,北海重工,E1,2026-11-24",
            "owned_since is in the future",
        ),
        (
            "customers",
            "customer_id,full_name,owner_rep,last_contact_at",
            "C9,北海重工,E1,2026-11-23 10:01",
            "last_contact_at is in the future",
        ),
        ("customers", "customer_id,full_name,owner_rep", "C9,北海重工,E9", "E9 has left"),
        ("opportunities", "opportunity_id,customer_id,name,owner_rep", "O9,C01,泵,E9", "has left"),
        ("people", "employee_no,name,mobile", "E1,周明,abc", "mobile is no number: abc"),
    ],
)
def test_what_cannot_be_true_is_refused_with_its_line(
    selling: Terminal, kind: str, header: str, row: str, reason: str
) -> None:
    bring(selling, "people", "employee_no,name,state", "E9,走了的,left")
    selling.set(LIAOKE_NOW="2026-11-23T10:00")

    said = bring(selling, kind, header, row)

    assert said.startswith("new 0, updated 0, duplicate 0, refused 1\nline 2 (")
    assert reason in said


@pytest.mark.parametrize(
    ("cell", "starred"), [("是", True), ("yes", True), ("１", True), ("否", False), ("", False)]
)
def test_a_yes_is_read_in_both_languages(staffed: Terminal, cell: str, starred: bool) -> None:
    bring(staffed, "customers", "customer_id,full_name,owner_rep,starred", f"C1,北海重工,E1,{cell}")

    assert customer(staffed, "C1")["starred"] is starred


def test_what_is_neither_yes_nor_no_is_refused(staffed: Terminal) -> None:
    said = bring(staffed, "customers", "customer_id,full_name,starred", "C1,青岛北海重工,也许")

    assert "refused 1" in said
    assert "也许" in said


def test_a_deal_is_in_the_stage_that_it_names(staffed: Terminal) -> None:
    bring(staffed, "customers", "customer_id,full_name,owner_rep", "C1,青岛北海重工有限公司,E1")
    header = "opportunity_id,customer_id,name,stage"

    bring(
        staffed, "opportunities", header, "P1,C1,泵,方案报价", "P2,C1,阀,赢单", "P3,C1,管,proposal"
    )

    assert [deal(staffed, one)["stage"] for one in ("P1", "P3")] == ["proposal"] * 2
    assert deal(staffed, "P2")["state"] == "won"
