"""What `liaoke understand` answers, as somebody runs it."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"

Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    """Return the rows of a file of JSON lines in `data`."""
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


def answers(notes: Iterable[Row], customers: str, *options: str) -> dict[str, Row]:
    """Return the answer to each of `notes` by its id; `customers` is a file in `data`."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "understand", "--customers", DATA / customers, *options],
        input="".join(json.dumps(note, ensure_ascii=False) + "\n" for note in notes).encode(),
        capture_output=True,
        check=True,
    )
    found = map(json.loads, done.stdout.decode().splitlines())
    return {answer["id"]: answer for answer in found}
