"""`liaoke understand`: JSON lines in, JSON lines out, one line of reason for what it cannot read."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CUSTOMERS = """customer_id,full_name,aliases,owner_rep,industry,city,contacts
C01,苏州远帆新能源科技股份有限公司,远帆,E01,,,王总
"""
NOTE = {
    "id": "n1",
    "rep": "E01",
    "reference_time": "2026-11-23T10:00:00+08:00",
    "text": "昨天去了远帆见王总，下周三再去",
}


def understand(text: str | bytes, *options: str | Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "understand", *map(str, options)],
        input=text.encode() if isinstance(text, str) else text,
        capture_output=True,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def lines(*notes: object) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in notes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_customers_are_read_however_a_spreadsheet_saved_them(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "customers.csv"
    file.write_bytes(CUSTOMERS.encode(encoding))

    done = understand(lines(NOTE), "--customers", file)

    record = json.loads(done.stdout)["records"][0]
    assert (record["customer_ids"], record["mention"]) == (["C01"], "远帆")
    assert record["visited_at"]["date"] == "2026-11-22"
    assert record["next_follow_up_at"]["date"] == "2026-12-02"


def test_answers_keep_the_order_of_the_notes() -> None:
    notes = [{**NOTE, "id": name} for name in ("b", "a", "c")]

    done = understand(lines(*notes[:2]) + "\n" + lines(notes[2]))

    assert [json.loads(one)["id"] for one in done.stdout.splitlines()] == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param("no json\n", "line 2: Invalid JSON", id="no JSON"),
        pytest.param("[1]\n", "line 2: Input should be an object", id="no object"),
        pytest.param(b'{"id": "\xff"}\n', "line 2: Invalid JSON", id="no UTF-8"),
        pytest.param(lines({**NOTE, "text": None}), "line 2: text: Input should be", id="no text"),
        pytest.param(
            lines({"id": "x", "text": "在"}), "line 2: reference_time: Field required", id="no time"
        ),
        pytest.param(
            lines({**NOTE, "reference_time": "昨天"}), "line 2: reference_time:", id="no date"
        ),
    ],
)
@pytest.mark.parametrize("mode", [(), ("--times",)], ids=["notes", "times"])
def test_a_line_it_cannot_read_is_named_in_one_line(wrong, said: str, mode) -> None:
    given = wrong if isinstance(wrong, bytes) else wrong.encode()

    done = understand(lines(NOTE).encode() + given, *mode)

    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(None, "No such file", id="not there"),
        pytest.param(b"\xff\xff\xff", "neither UTF-8 nor GB18030", id="no text"),
        pytest.param(b"id,name\n1,x\n", "column customer_id, full_name is missing", id="no column"),
    ],
)
def test_a_file_it_cannot_read_is_named_in_one_line(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "customers.csv"
    if content is not None:
        file.write_bytes(content)

    done = understand(lines(NOTE), "--customers", file)

    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert said in done.stderr


def test_a_rep_the_people_file_does_not_know_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("employee_no,name\nE02,林悦\n", encoding="utf-8")

    done = understand(lines(NOTE), "--people", file)

    assert (done.returncode, done.stdout) == (1, "")
    assert "E01" in done.stderr
