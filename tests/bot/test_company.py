"""The company file: read whole, refused whole, with line and reason (N03)."""

from dataclasses import fields, replace
from datetime import date, time
from pathlib import Path
from typing import get_args

import pytest

from bot.company.file import JobOfDay, WrongFile, parse, read
from bot.company.rules import CompanyRules
from bot.jobs.registry import JOBS
from core.opportunities.flows import SHIPPED
from core.pool.rules import PROFILES

EXAMPLE = Path(__file__).parents[2] / "company.example.toml"
STAGE = '[[flows.stages]]\ncode = "{code}"\nname = "{code}"\nprobability = {rate}\n'


def flow(name: str, *codes: str, rate: int = 10) -> str:
    return f'[[flows]]\nid = "{name}"\n' + "".join(
        STAGE.format(code=code, rate=rate) for code in codes
    )


def own(key: str, *, label: str = "甲", kind: str = "text") -> str:
    return f'[[fields.customer]]\nkey = "{key}"\nlabel = "{label}"\nkind = "{kind}"\n'


def test_N03_an_empty_file_is_the_default() -> None:
    assert parse("") == replace(CompanyRules(), schedule={})


def test_N03_the_example_shows_the_defaults_and_every_key_of_the_pool() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    given = read(EXAMPLE)
    defaults = {job.name: job.at for job in JOBS if job.at}

    assert replace(given, schedule=None) == CompanyRules()
    assert given.schedule
    assert given.schedule.items() <= defaults.items()
    documented = {line.partition("=")[0].strip("# ") for line in text.splitlines() if "=" in line}
    unnamed = {"version", "hold_months", "deal_days", "open_opportunity_days"}
    assert {field.name for field in fields(PROFILES["电销"])} - unnamed <= documented
    assert {"quiet_from", "quiet_until", "pushes_per_day", "brief_minutes"} | {
        "holidays",
        "makeups",
    } <= documented


def test_every_job_with_a_time_of_day_can_be_moved() -> None:
    assert set(get_args(JobOfDay)) == {job.name for job in JOBS if job.at}


def test_N03_a_profile_gives_the_defaults_of_the_other_keys() -> None:
    given = parse('[pool]\nprofile = "大客户"\nclaims_per_day = 5', version=7).pool

    assert given == replace(PROFILES["大客户"], claims_per_day=5, version=7)


def test_N03_zero_switches_a_rule_off() -> None:
    given = parse("[pool]\nno_deal_days = 0\ncategory_days = 0\nwarn_days = 0").pool

    assert (given.no_deal_days, given.category_days, given.warn_days) == (0, (0,) * 5, ())


@pytest.mark.parametrize("key", ["won", "open_opportunity", "lock", "hold"])
def test_D12_each_protection_is_a_key_of_the_file(key: str) -> None:
    given = parse(f"[pool]\nprotect_{key} = false").pool

    assert given == replace(PROFILES["电销"], **{f"protect_{key}": False})


def test_N03_days_times_and_quiet_hours_are_taken_over() -> None:
    given = parse(
        "[attention]\nquiet_from = 22:30:00\npushes_per_day = 3\n"
        "[schedule]\nmanager_digest = 18:37:00\n"
        "[calendar]\nholidays = [2026-12-31]\nmakeups = [2026-12-26]"
    )

    assert (given.quiet_from, given.pushes_per_day) == (time(22, 30), 3)
    assert given.at("manager_digest", time(18, 7)) == time(18, 37)
    assert given.at("rep_morning", time(8, 27)) == time(8, 27)
    assert given.holidays == {date(2026, 12, 31)}
    assert given.makeups == {date(2026, 12, 26)}


def test_H01_flows_of_the_company_come_first_beside_the_shipped_ones() -> None:
    given = parse(flow("项目", "initial", "pilot"), version=4)

    assert [one.id for one in given.flows] == ["项目", *SHIPPED]
    assert [stage.code for stage in given.flows[0].stages] == ["initial", "pilot"]
    assert given.flow("") == given.flows[0]
    assert given.flows[0].version == 5


def test_H03_a_shipped_flow_may_be_renamed_and_reordered() -> None:
    text = flow("工业品", "needs", "initial", rate=35) + 'needs = ["amount"]\n'
    given = parse(text.replace('name = "needs"', 'name = "摸需求"') + flow("短", "x"))
    named = parse(text.replace('id = "工业品"', 'id = "工业品"\nname = "设备"'))
    first, last = given.flows[0].stages

    assert [one.id for one in given.flows] == ["工业品", "短", "标准"]
    assert (first.code, first.name, first.probability, first.needs) == ("needs", "摸需求", 35, ())
    assert (last.code, last.needs) == ("initial", ("amount",))
    assert (given.flows[0].name, named.flows[0].name) == ("工业品", "设备")


def test_N03_fields_are_taken_over_in_their_order() -> None:
    deal = own("c", kind="choice").replace("customer", "opportunity") + 'options = ["一", "二"]'
    given = parse(own("b") + own("a", label="乙", kind="date") + deal).fields

    assert [(one.key, one.label, one.kind) for one in given.customer] == [
        ("b", "甲", "text"),
        ("a", "乙", "date"),
    ]
    assert [one.options for one in given.opportunity] == [("一", "二")]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("[pool]\nclaims_per_day = true", 2, "pool.claims_per_day"),
        ('[pool]\nclaims_per_day = "20"', 2, "pool.claims_per_day"),
        ("[pool]\n\n# why\nno_deal_days = -1", 4, "pool.no_deal_days"),
        ("[pool]\ncategory_days = [7, 15, 30, 45]", 2, "pool.category_days"),
        ("[pool]\ncategory_days = [7, 15, 30, 45, -60]", 2, "pool.category_days.4"),
        ('[pool]\nprofile = "电话"', 2, "pool.profile"),
        ("[pool]\nprotect_won = 1", 2, "pool.protect_won"),
        ("[pool]\nno_deal_day = 60", 2, "pool.no_deal_day"),
        ("[attention]\nquiet_from = 21", 2, "attention.quiet_from"),
        ("[schedule]\nmanager_digset = 18:07:00", 2, "schedule.manager_digset"),
        ("[schedule]\nrep_morning = 0", 2, "schedule.rep_morning"),
        ("\n[polo]\n", 2, "polo"),
        ("[calendar]\nholidays = [2026-11-24]\nmakeups = [2026-11-24]", 1, "calendar"),
        (flow("a", "x") + flow("b", "y", rate=101), 12, "flows.1.stages.0.probability"),
        (flow("a", "x", "x"), 1, "flows.0"),
        (flow("a", "x").replace("probability = 10\n", ""), 3, "flows.0.stages.0.probability"),
        (flow("a", "won"), 1, "flows.0"),
        (flow("a", "x") + flow("a", "y"), 1, "flows"),
        (own("Plants"), 2, "fields.customer.0.key"),
        (own("city"), 1, "fields.customer.0"),
        (own("a", label=" 甲"), 3, "fields.customer.0.label"),
        (own("a", label=r"甲\u202e"), 3, "fields.customer.0.label"),
        (own("a", kind="money"), 4, "fields.customer.0.kind"),
        (own("a", kind="choice"), 1, "fields.customer.0"),
        (own("a") + 'options = ["一"]', 1, "fields.customer.0"),
        (own("a", kind="choice") + 'options = ["一", "一"]', 1, "fields.customer.0"),
        (own("a") + own("b", label="b", kind="x"), 8, "fields.customer.1.kind"),
        (own("a") + own("a", label="b"), 1, "fields.customer"),
        (own("a") + own("b"), 1, "fields.customer"),
        (own("a", label="city"), 1, "fields.customer"),
        (own("a").replace("customer", "contact"), 1, "fields.contact"),
    ],
)
def test_N03_a_wrong_file_is_refused_with_line_and_reason(text: str, line: int, what: str) -> None:
    with pytest.raises(WrongFile) as refused:
        parse(text, name="company.toml")

    where, _, reason = str(refused.value).partition(f": {what}: ")
    assert where == f"company.toml:{line}"
    assert reason


def test_N03_what_is_no_toml_is_refused_with_its_line() -> None:
    with pytest.raises(WrongFile, match="line 2"):
        parse("[pool]\nprofile = 电销")


def test_N03_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    torn = tmp_path / "company.toml"
    torn.write_bytes("[pool]\nprofile = '电销'".encode("gb18030"))

    with pytest.raises(WrongFile, match="No such file"):
        read(tmp_path / "none.toml")
    with pytest.raises(WrongFile, match="is not UTF-8"):
        read(torn)
