"""`liaoke init`, `liaoke company check|load`: a company begins once, its rules have versions."""

import pytest

from tests.bot.looks import accounts, people
from tests.bot.terminal import Terminal
from tests.bot.transfer.conftest import with_people


def test_a_company_begins_with_its_first_admin(liaoke: Terminal) -> None:
    words = ["--name", "吴敏", "--mobile", "13900000006", "--wecom-userid", "wumin"]

    done = liaoke("init", "--company", "远东机电", "--admin", "E6", *words)

    assert (done.status, done.out) == (0, "远东机电 is set up; E6 is its admin\n")
    admin = people(liaoke)["E6"]
    assert (admin.name, admin.mobile, admin.roles) == ("吴敏", "13900000006", {"admin"})
    assert accounts(liaoke, "E6") == {"wecom": "wumin"}


def test_a_company_begins_once(liaoke: Terminal) -> None:
    liaoke("init", "--company", "远东机电", "--admin", "E6")

    done = liaoke("init", "--company", "别家", "--admin", "E7")

    assert (done.status, done.out) == (1, "")
    assert done.err == "this installation is 远东机电's already\n"
    assert set(people(liaoke)) == {"E6"}


@pytest.mark.parametrize(
    ("words", "missing"), [((), "--company"), (("--company", "远东机电"), "--admin")]
)
def test_what_is_missing_is_named_where_nobody_can_be_asked(
    terminal: Terminal, words: tuple[str, ...], missing: str
) -> None:
    done = terminal("init", *words)

    assert (done.status, done.err) == (1, f"{missing} is missing\n")
    assert people(terminal) == {}


def test_an_admin_who_is_in_the_people_file_already_is_told(liaoke: Terminal) -> None:
    with_people(liaoke)

    done = liaoke("init", "--company", "远东机电", "--admin", "E5")

    assert (done.status, len(done.err.splitlines())) == (1, 1)
    assert "E5" in done.err


def test_N03_each_load_is_a_version_and_the_same_again_is_none(liaoke: Terminal) -> None:
    file = liaoke.file("company.toml", "[pool]\nclaims_per_day = 3\n")

    assert liaoke("company", "check").out == "company.toml is right\n"
    assert liaoke("company", "load").out == "the rules are at version 1\n"
    assert liaoke("company", "load", file).out == "the rules are at version 1\n"
    liaoke.file("company.toml", "[pool]\nclaims_per_day = 4\n")
    assert liaoke("company", "load").out == "the rules are at version 2\n"


@pytest.mark.parametrize("action", ["check", "load"])
def test_N03_a_wrong_company_file_names_line_and_reason_and_changes_nothing(
    terminal: Terminal, action: str
) -> None:
    terminal("company", "load", terminal.file("company.toml", "[pool]\nclaims_per_day = 3\n"))
    wrong = terminal.file("next.toml", "[pool]\nclaims_per_day = 3\nclaims_per_year = 5\n")

    done = terminal("company", action, wrong)

    assert (done.status, len(done.err.splitlines())) == (1, 1)
    assert "next.toml:3: pool.claims_per_year" in done.err
    assert terminal("company", "load").out == "the rules are at version 1\n"


@pytest.mark.parametrize("action", ["check", "load"])
def test_N03_the_company_file_of_the_environment_is_the_one_that_is_meant(
    terminal: Terminal, action: str
) -> None:
    assert "there is no company.toml here" in terminal("company", action).err
    terminal.set(LIAOKE_COMPANY_FILE="ours.toml")
    assert "ours.toml: No such file" in terminal("company", action).err

    terminal.file("ours.toml", "")

    assert terminal("company", action).status == 0
