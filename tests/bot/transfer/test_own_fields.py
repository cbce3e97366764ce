"""Fields that the company file declares are columns of files in and out (N03)."""

import json
from pathlib import Path

import pytest

from bot.company.fields import TAKEN
from bot.transfer.incoming import KINDS
from bot.transfer.outgoing import KEYS
from core.customers.model import Customer
from core.opportunities.model import Opportunity
from tests.bot.terminal import Terminal
from tests.bot.transfer.conftest import with_people
from tests.bot.transfer.given import OPPORTUNITIES, csv, xlsx

FIELDS = """
[[fields.customer]]
key = "payment"
label = "付款方式"
kind = "choice"
options = ["月结", "现款"]
[[fields.customer]]
key = "plants"
label = "工厂数"
kind = "number"
[[fields.customer]]
key = "audited"
label = "已验厂"
kind = "yes_no"
[[fields.customer]]
key = "since_year"
label = "合作开始"
kind = "date"
[[fields.customer]]
key = "note"
label = "备注"
kind = "text"
[[fields.opportunity]]
key = "demand"
label = "年用量"
kind = "number"
"""
HEADER = "customer_id,full_name,payment,plants,audited,since_year,note"
OWN = ("payment", "plants", "audited", "since_year", "note")


@pytest.fixture
def declaring(selling: Terminal) -> Terminal:
    assert selling("company", "load", selling.file("company.toml", FIELDS)).status == 0
    return selling


def take(terminal: Terminal, kind: str, text: str):
    return terminal("import", kind, terminal.file(f"{kind}.csv", text), "--json")


def own(terminal: Terminal, number: str) -> list[object]:
    (found,) = [
        one for one in terminal("export", "customers").records if one["customer_id"] == number
    ]
    return [found[key] for key in OWN]


def test_N03_declared_fields_come_in_and_go_out(declaring: Terminal) -> None:
    row = 'C01,苏州远帆新能源科技股份有限公司,月结,"1,200.50",是,2019/3/1,=老客户'
    done = take(declaring, "customers", csv(HEADER, row))

    assert json.loads(done.out)["updated"] == 1
    assert own(declaring, "C01") == ["月结", "1200.5", True, "2019-03-01", "=老客户"]
    assert own(declaring, "C02") == [None] * 5


def test_N03_the_label_heads_a_column_as_well_as_the_key(declaring: Terminal) -> None:
    book = xlsx(
        [
            ("customer_id", "full_name", "付款方式", "工厂数", "已验厂"),
            ("C02", "华东精密仪器有限公司", "现款", 3, False),
        ]
    )
    done = declaring("import", "customers", declaring.file("a.xlsx", book))

    assert done.out.startswith("new 0, updated 1,")
    assert own(declaring, "C02") == ["现款", "3", False, None, None]


def test_N03_an_empty_cell_clears_and_a_missing_column_keeps(declaring: Terminal) -> None:
    name = "苏州远帆新能源科技股份有限公司"
    take(declaring, "customers", csv(HEADER, f"C01,{name},月结,3,否,2019-03-01,好"))

    take(declaring, "customers", csv("customer_id,full_name,note", f"C01,{name},"))

    assert own(declaring, "C01") == ["月结", "3", False, "2019-03-01", None]


@pytest.mark.parametrize(
    ("key", "cell", "reason"),
    [
        ("payment", "赊账", "payment is 月结 or 现款, not 赊账"),
        ("plants", "三座", "plants is no number: 三座"),
        ("plants", "NaN", "plants is no number of up to 18 digits: NaN"),
        ("plants", "1e400", "plants is no number of up to 18 digits: 1e400"),
        ("audited", "maybe", "audited is 是 or 否, not maybe"),
        ("since_year", "2019-13-01", "since_year is no date: 2019-13-01"),
        ("note", "长" * 501, "note is longer than 500 characters"),
    ],
)
def test_N03_a_cell_that_is_no_value_of_its_field_is_refused_with_number_and_reason(
    declaring: Terminal, key: str, cell: str, reason: str
) -> None:
    text = csv(f"customer_id,full_name,{key}", f"C01,远帆,{cell}", "C02,华东精密仪器有限公司,")
    told = json.loads(take(declaring, "customers", text).out)

    assert [(one["line"], one["reason"]) for one in told["errors"]] == [(2, reason)]
    assert told["duplicate"] == 1
    assert own(declaring, "C01") == [None] * 5


def test_N03_opportunities_have_their_own(declaring: Terminal) -> None:
    text = OPPORTUNITIES.replace("owner_rep\n", "owner_rep,年用量\n").replace(",E1\n", ",E1,80\n")
    assert json.loads(take(declaring, "opportunities", text).out)["new"] == 3

    found = declaring("export", "opportunities").records
    assert {one["id"]: one["demand"] for one in found} == {"O1": "80", "O2": None, "O3": "80"}


@pytest.mark.parametrize("kind", ["contacts", "people", "targets"])
def test_N03_no_other_file_takes_them(declaring: Terminal, kind: str) -> None:
    required = ",".join(KINDS[kind].columns.required)
    done = take(declaring, kind, csv(f"{required},payment"))

    assert done.status == 1
    assert "unknown column payment" in done.err


def test_N03_an_undeclared_column_is_refused(selling: Terminal) -> None:
    done = take(selling, "customers", csv("customer_id,full_name,payment", "C01,远帆,月结"))

    assert done.status == 1
    assert "unknown column payment" in done.err


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_N03_an_export_comes_back_as_the_same_state(declaring: Terminal, format_: str) -> None:
    name = "苏州远帆新能源科技股份有限公司"
    take(declaring, "customers", csv(HEADER, f"C01,{name},月结,3,否,2019-03-01,@好;坏"))
    before = declaring("export", "customers").out
    copy = declaring.folder / f"copy.{format_}"
    declaring("export", "customers", "--format", format_, "--out", copy)

    again = declaring("import", "customers", copy)
    assert again.out == "new 0, updated 0, duplicate 3, refused 0\n"

    declaring.set(LIAOKE_DATABASE_URL=f"sqlite+aiosqlite:///{declaring.folder / 'empty.db'}")
    with_people(declaring)
    fresh = declaring("import", "customers", copy)
    assert fresh.out == "new 3, updated 0, duplicate 0, refused 0\n"
    kept = [json.loads(line) for line in before.splitlines()]
    assert [own(declaring, one["customer_id"]) for one in kept] == [
        [one[key] for key in OWN] for one in kept
    ]


def test_N03_a_field_taken_out_of_the_file_keeps_its_values(declaring: Terminal) -> None:
    name = "苏州远帆新能源科技股份有限公司"
    take(declaring, "customers", csv(HEADER, f"C01,{name},月结,3,是,2019-03-01,好"))
    declaring("company", "load", declaring.file("none.toml", "[pool]\n"))
    assert "payment" not in declaring("export", "customers").records[0]
    take(declaring, "customers", csv("customer_id,full_name,city", f"C01,{name},无锡"))

    declaring("company", "load", declaring.file("company.toml", FIELDS))

    assert own(declaring, "C01") == ["月结", "3", True, "2019-03-01", "好"]


def test_N03_refused_rows_are_written_back_with_the_companys_columns(declaring: Terminal) -> None:
    rows = declaring.file("in.csv", csv("customer_id,full_name,付款方式", "C01,远帆,赊账"))
    errors = declaring.folder / "errors.csv"

    declaring("import", "customers", rows, "--errors", errors)

    header, row = errors.read_text(encoding="utf-8-sig").splitlines()
    assert header == "line,customer_id,full_name,payment,reason"
    assert row == '2,C01,远帆,赊账,"payment is 月结 or 现款, not 赊账"'


def test_N03_the_first_import_reads_the_company_file_beside_it(terminal: Terminal) -> None:
    """Before the service was ever started: the file that it will read counts already."""
    terminal.file("company.toml", FIELDS)

    done = take(terminal, "customers", csv("customer_id,full_name,payment", "C09,海川,现款"))

    assert json.loads(done.out)["new"] == 1
    assert own(terminal, "C09") == ["现款", None, None, None, None]


def test_N03_no_field_of_ours_can_be_declared() -> None:
    ours = {"line", "reason"}
    for kind, value in (("customers", Customer), ("opportunities", Opportunity)):
        columns = KINDS[kind].columns
        ours |= {*columns.all, *columns.ignored, *(columns.renamed or {}), *KEYS[kind]}
        ours |= {*value.__dataclass_fields__}

    assert ours <= TAKEN


def test_the_shipped_example_is_right_when_its_fields_are_uncommented(terminal: Terminal) -> None:
    text = (Path(__file__).parents[3] / "company.example.toml").read_text(encoding="utf-8")
    begun = text.index("# [[fields.customer]]")
    fields = text[begun : text.index("\n\n", begun)]
    bare = "\n".join(line.removeprefix("# ") for line in fields.splitlines())

    done = terminal("company", "check", terminal.file("a.toml", bare))

    assert (done.status, done.err) == (0, "")
