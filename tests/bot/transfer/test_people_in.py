"""A people file: who they are, whom they report to, where they write from (A01)."""

from dataclasses import replace

import pytest

from core.people.model import Employee, EmployeeState, Role
from tests.bot.looks import accounts, people
from tests.bot.terminal import Terminal
from tests.bot.transfer.given import PEOPLE, csv

HEADER = PEOPLE.splitlines()[0]


def test_everybody_of_the_file_is_there(staffed: Terminal) -> None:
    found = people(staffed)

    assert found["E1"] == Employee(
        id="E1",
        name="周明",
        department="华东战区/苏州组",
        superior="E5",
        roles=frozenset({Role.REP}),
        mobile="13900000001",
    )
    assert found["E2"].roles == {Role.REP}
    assert found["E3"].state is EmployeeState.LEAVE
    assert found["E5"].roles == {Role.SUPERVISOR, Role.ADMIN}
    assert accounts(staffed, "E1") == {"wecom": "zhouming", "feishu": "ou_zhouming"}
    assert accounts(staffed, "E3") == {}


def test_a_column_that_is_not_there_keeps_what_is_known(staffed: Terminal) -> None:
    before = people(staffed)["E5"]

    done = staffed("import", "people", staffed.file("a.csv", csv("employee_no,name", "E5,孙海涛")))

    assert done.out == "new 0, updated 1, duplicate 0, refused 0\n"
    assert people(staffed)["E5"] == replace(before, name="孙海涛", version=before.version + 1)


def test_who_has_left_keeps_his_number_and_can_do_nothing(staffed: Terminal) -> None:
    staffed("import", "people", staffed.file("a.csv", csv(HEADER, "E1,周明,,E5,rep,,,,left")))

    assert people(staffed)["E1"].state is EmployeeState.LEFT
    assert "客户" not in staffed("chat", "--as", "E1", typed="我的客户\n").out


def test_A01_a_new_account_takes_the_place_of_the_old_one(staffed: Terminal) -> None:
    file = staffed.file("a.csv", csv("employee_no,name,wecom_userid", "E1,周明,zhouming2"))

    assert staffed("import", "people", file).out.startswith("new 0, updated 1")

    assert accounts(staffed, "E1") == {"wecom": "zhouming2", "feishu": "ou_zhouming"}


def test_A01_an_empty_account_unbinds_nobody(staffed: Terminal) -> None:
    file = staffed.file("a.csv", csv("employee_no,name,wecom_userid", "E1,周明,"))

    assert staffed("import", "people", file).out.startswith("new 0, updated 0, duplicate 1")

    assert accounts(staffed, "E1")["wecom"] == "zhouming"


@pytest.mark.parametrize("options", [(), ("--dry-run",)], ids=["in earnest", "on trial"])
def test_A01_an_account_two_people_wish_goes_to_the_first(staffed: Terminal, options) -> None:
    rows = ["E7,钱峰,qianfeng", "E8,吴敏,qianfeng", "E9,路人,zhouming"]
    file = staffed.file("a.csv", csv("employee_no,name,wecom_userid", *rows))

    done = staffed("import", "people", file, *options)

    assert done.err.splitlines() == [
        "line 3 (E8): wecom_userid qianfeng belongs to E7",
        "line 4 (E9): wecom_userid zhouming belongs to E1",
    ]


def test_A01_an_account_given_up_above_is_free_below(staffed: Terminal) -> None:
    rows = ["E1,周明,zhouming2", "E9,周小明,zhouming"]
    file = staffed.file("a.csv", csv("employee_no,name,wecom_userid", *rows))

    assert staffed("import", "people", file).out.startswith("new 1, updated 1")

    assert accounts(staffed, "E9") == {"wecom": "zhouming"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param(",周明,,,,,,,", "employee_no is empty", id="no number"),
        pytest.param("E9,,,,,,,,", "name is empty", id="no name"),
        pytest.param("E9,甲,,E99,,,,,", "superior_no E99 is nobody", id="no such superior"),
        pytest.param("E9,甲,,E9,,,,,", "superior_no is the person's own", id="his own superior"),
        pytest.param("E9,甲,,,boss,,,,", "there is no role boss", id="no such role"),
        pytest.param("E9,甲,,,,,,,gone", "state is active, leave or left", id="no such state"),
    ],
)
def test_a_wrong_row_names_its_reason(staffed: Terminal, row: str, reason: str) -> None:
    done = staffed("import", "people", staffed.file("a.csv", csv(HEADER, row)))

    assert done.out.endswith("refused 1\n")
    assert done.err.startswith("line 2 (")
    assert reason in done.err
