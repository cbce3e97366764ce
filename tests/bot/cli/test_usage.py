"""What is typed is done, or refused in one line; help answers at once."""

import subprocess
import sys

import pytest

from bot.cli.parser import EXPORTS, IMPORTS
from tests.bot.looks import kept, statement
from tests.bot.terminal import Terminal

HEAVY = (
    "aiosqlite alembic apscheduler cryptography fastapi httpx jieba lark_oapi openpyxl pydantic"
    " psycopg python_calamine redis sqlalchemy structlog uvicorn wechatpy"
)
COMMANDS = [
    "demo", "serve", "init", "company", "company check", "company load", "migrate", "backup",
    "restore", "doctor", "chat", "menu push", "import", "export", "understand", "jobs", "jobs list",
    "jobs run", "inbox list", "inbox retry", "outbox list", "outbox retry", "ledger verify",
]  # fmt: skip
HELPED = """
import sys
from bot.__main__ import main
for words in [line.split() for line in sys.argv[1].splitlines()]:
    sys.argv = ["liaoke", *words, "--help"]
    try:
        main()
    except SystemExit as left:
        assert left.code == 0, words
print("loaded:", *sorted(set(sys.argv0) & set(sys.modules)))
""".replace("sys.argv0", repr(HEAVY.split()))


def test_the_help_of_every_command_loads_nothing_heavy() -> None:
    words = [sys.executable, "-c", HELPED, "\n".join(COMMANDS)]

    done = subprocess.run(words, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "loaded:"
    assert done.stdout.count("usage: liaoke ") == len(COMMANDS)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param("", "the following arguments are required: COMMAND", id="nothing"),
        pytest.param("sell", "invalid choice: 'sell'", id="no command"),
        pytest.param("import pets a.csv", "invalid choice: 'pets'", id="no kind to import"),
        pytest.param("import customers", "arguments are required: FILE", id="no file"),
        pytest.param("import customers a.csv --fast", "arguments: --fast", id="no option"),
        pytest.param("export people", "invalid choice: 'people'", id="no kind to export"),
        pytest.param("export ledger --format pdf", "invalid choice: 'pdf'", id="no format"),
        pytest.param("serve --role boss", "invalid choice: 'boss'", id="no role"),
        pytest.param("serve --port x", "invalid int value: 'x'", id="no port"),
        pytest.param("jobs run rep_morning", "arguments are required: --due", id="no due time"),
        pytest.param("chat", "arguments are required: --as", id="nobody"),
        pytest.param("init --boss E1", "arguments: --boss", id="another option"),
    ],
)
def test_wrong_usage_is_told_with_the_usage(terminal: Terminal, words: str, said: str) -> None:
    done = terminal(*words.split())

    assert (done.status, done.output) == (2, b"")
    assert done.err.startswith("usage: liaoke")
    assert said in done.err


def test_the_kinds_of_files_are_those_people_rely_on() -> None:
    assert set(IMPORTS) >= set("people customers contacts opportunities targets".split())
    assert set(EXPORTS) >= set(
        "customers follow_ups plans opportunities pool_events outbox ledger".split()
    )


@pytest.mark.parametrize(
    ("names", "said"),
    [
        pytest.param({"LIAOKE_DATABASE_URL": "mysql://x"}, "LIAOKE_DATABASE_URL", id="kind"),
        pytest.param(
            {"LIAOKE_DATABASE_URL": "postgresql+psycopg://u@127.0.0.1:1/x"}, "database", id="away"
        ),
        pytest.param({"WECOM_CORP_ID": "ww1"}, "WECOM_SECRET", id="half a platform"),
        pytest.param({"LIAOKE_TIMEZONE": "Mars"}, "LIAOKE_TIMEZONE", id="no zone"),
    ],
)
def test_what_cannot_be_opened_is_told_in_one_line(
    terminal: Terminal, names: dict[str, str], said: str
) -> None:
    terminal.set(**names)

    done = terminal("export", "customers")

    assert (done.status, done.output, len(done.err.splitlines())) == (1, b"", 1)
    assert said in done.err


def test_a_fault_nobody_thought_of_is_one_line_that_says_where(terminal: Terminal) -> None:
    kept(terminal, lambda store: statement(store, "DROP TABLE companies"))

    done = terminal("init", "--company", "甲", "--admin", "E1")

    assert (done.status, done.output, len(done.err.splitlines())) == (1, b"", 1)
    assert "companies" in done.err
    assert ".py:" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("url", ["foo", "http://host", "redis://host:port"])
def test_an_address_that_is_none_of_redis_is_refused_in_one_line(
    terminal: Terminal, url: str
) -> None:
    terminal.set(LIAOKE_REDIS_URL=url)

    done = terminal("serve", "--port", "0")

    assert done.status == 1
    assert done.err.count("LIAOKE_REDIS_URL must look like redis://host:6379/0") == 1
    assert len(done.err.splitlines()) == 1
