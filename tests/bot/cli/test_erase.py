"""`liaoke erase`: what would go is said first; a copy that is restored loses again whoever was erased since."""

import pytest

from storage.backup import ERASED
from tests.bot.terminal import Terminal

FULL = "苏州鲲鹏羽化精密有限公司"
CUSTOMERS = f"""customer_id,full_name,aliases,owner_rep,city,mobile
C1,{FULL},鹏羽,E1,苏州,13712345678
C2,无锡白鹭阀门有限公司,白鹭,E1,无锡,13712345678
"""


@pytest.fixture
def company(terminal: Terminal) -> Terminal:
    """A company with two customers that share a telephone."""
    assert terminal("init", "--company", "聊客", "--admin", "E1", "--name", "周明").status == 0
    assert terminal("import", "customers", terminal.file("customers.csv", CUSTOMERS)).status == 0
    return terminal


def customers(terminal: Terminal) -> set[str]:
    return {one["customer_id"] for one in terminal("export", "customers").records}


def test_it_says_first_what_would_go_and_changes_nothing(company: Terminal) -> None:
    done = company("erase", "鹏羽")

    assert done.status == 0
    assert f"customer\tC1\t{FULL}" in done.out
    assert "customers\t1" in done.out
    assert "--yes" in done.out
    assert customers(company) == {"C1", "C2"}


def test_with_yes_it_goes_and_the_ledger_holds(company: Terminal) -> None:
    assert company("ledger", "verify").status == 0

    done = company("erase", "C1", "--yes")

    assert (done.status, done.err) == (0, "")
    assert "14 nights" in done.out
    assert customers(company) == {"C2"}
    assert company("ledger", "verify").status == 0


@pytest.mark.parametrize(
    ("who", "said"),
    [
        pytest.param("没有这家", "no customer and no contact", id="nobody"),
        pytest.param("137 1234 5678", "C2\t无锡白鹭阀门有限公司", id="a phone that two have"),
    ],
)
def test_whoever_is_not_clearly_meant_is_not_erased(company: Terminal, who: str, said: str) -> None:
    done = company("erase", who, "--yes")

    assert done.status == 1
    assert said in done.err
    assert customers(company) == {"C1", "C2"}


def test_a_restored_copy_loses_him_again(company: Terminal) -> None:
    copies = company.folder / "copies"
    copies.mkdir()
    company.set(LIAOKE_BACKUP_DIR=str(copies))
    assert company("backup", copies / "liaoke-2026-11-23.gz").status == 0
    assert company("erase", "C1", "--yes").status == 0
    company.set(
        LIAOKE_DATABASE_URL=f"sqlite+aiosqlite:///{company.folder / 'fresh.db'}",
        LIAOKE_FILES_DIR=str(company.folder / "elsewhere"),
    )

    done = company("restore", copies / "liaoke-2026-11-23.gz")

    assert (done.status, done.err) == (0, "")
    assert "1 who had been erased since were erased again" in done.out
    assert customers(company) == {"C2"}
    assert FULL.encode() not in (company.folder / "fresh.db").read_bytes()
    assert '"C1"' in (copies / ERASED).read_text()
    assert "鲲鹏" not in (copies / ERASED).read_text()
