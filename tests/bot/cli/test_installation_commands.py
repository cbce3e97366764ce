"""`liaoke doctor`, `migrate`, `menu`: what is wrong with an installation and what to do about it."""

import psycopg
import pytest

from tests.bot.terminal import Terminal


def test_a_menu_needs_its_platform(terminal: Terminal) -> None:
    done = terminal("menu", "push")

    assert (done.status, len(done.err.splitlines())) == (1, 1)
    assert "WECOM_" in done.err


def findings(terminal: Terminal) -> dict[str, str]:
    """What the doctor says: name → verdict."""
    lines = [one.split(":")[0].split() for one in terminal("doctor").out.splitlines()]
    return {" ".join(words[1:]): words[0] for words in lines}


def test_the_doctor_looks_at_everything_and_fails_without_a_platform(liaoke: Terminal) -> None:
    assert liaoke("doctor").status == 1
    found = findings(liaoke)

    assert set(found) - {"file system", "log"} == {
        "settings", "company file", "disk", "database", "schema", "clock", "admins", "inbox",
        "outbox", "jobs", "platforms", "redis", "calendar",
    }  # fmt: skip
    assert [name for name, verdict in found.items() if verdict == "FAIL"] == ["platforms"]


@pytest.mark.parametrize(
    ("names", "name", "said"),
    [
        pytest.param({"LIAOKE_TIMEZONE": "Mars"}, "settings", "LIAOKE_TIMEZONE", id="settings"),
        pytest.param({"LIAOKE_COMPANY_FILE": "no.toml"}, "company file", "no.toml", id="rules"),
        pytest.param(
            {"LIAOKE_DATABASE_URL": "postgresql+psycopg://u@127.0.0.1:1/x"},
            "database",
            "check LIAOKE_DATABASE_URL",
            id="database",
        ),
        pytest.param(
            {"LIAOKE_REDIS_URL": "redis://127.0.0.1:1"},
            "redis",
            "check LIAOKE_REDIS_URL",
            id="redis",
        ),
        pytest.param(
            {"LIAOKE_REDIS_URL": "foo"}, "redis", "redis://host:6379/0", id="no address of redis"
        ),
    ],
)
def test_the_doctor_says_what_to_do_about_what_fails(
    terminal: Terminal, names: dict[str, str], name: str, said: str
) -> None:
    terminal.set(**names)

    done = terminal("doctor")

    assert done.status == 1
    (line,) = (one for one in done.out.splitlines() if one.startswith(f"FAIL {name}:"))
    assert said in line


def test_an_old_schema_is_named_with_the_command_that_mends_it(
    monkeypatch, capsysbinary, folder, postgresql_url: str
) -> None:
    terminal = Terminal(monkeypatch, capsysbinary, folder, postgresql_url)
    address = postgresql_url.replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")

    refused = [terminal(*words.split()) for words in ("serve", "export customers", "jobs list")]

    assert {one.status for one in refused} == {1}
    assert {"liaoke migrate" in one.err for one in refused} == {True}
    assert terminal("migrate").out == "the schema is current\n"
    assert terminal("migrate").status == 0
    assert terminal("export", "customers").status == 0
