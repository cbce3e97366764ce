"""Understanding needs no network: a process that may reach nothing understands all the same."""

import json
import subprocess
import sys

import pytest

from tests.bot.understanding.offline import REACHED
from tests.language.understood import DATA, rows

SAID = {"rep": "E01", "reference_time": "2026-11-23T10:00:00+08:00"}


def offline(*arguments: object, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tests.bot.understanding.offline", *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, check=False)


@pytest.mark.parametrize(
    ("notes", "customers"),
    [("notes-open", "customers.csv"), ("utterances", "utterances-customers.csv")],
)
def test_everything_is_understood_where_the_network_is_forbidden(notes, customers) -> None:
    said = [SAID | row for row in rows(f"{notes}.jsonl")]
    given = "".join(json.dumps(note, ensure_ascii=False) + "\n" for note in said).encode()
    done = offline("understand", "--customers", DATA / customers, "--fine", given=given)

    assert done.returncode == 0, done.stderr.decode()
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in found] == [note["id"] for note in said]
    assert sum(answer["fine"]["intent"] != "NotUnderstood" for answer in found) > 0.9 * len(said)


def test_times_are_read_where_the_network_is_forbidden() -> None:
    note = {
        "id": "1",
        "reference_time": "2026-11-23T10:00:00+08:00",
        "text": "下周三给方案，报价五十万",
    }
    done = offline("understand", "--times", given=json.dumps(note).encode())

    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["amounts"] != []


def test_a_process_that_dials_is_noticed() -> None:
    assert offline("dial").returncode == REACHED
