"""`make fuzz`: every target for its share of the time; prints one table and keeps it in benchmarks/results.json."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Row
from benchmarks.results import keep, report
from tests.fuzz.targets import LONGEST, TARGETS

_DONE = re.compile(rb"Done (\d+) runs in \d+ second")
_ROOM = 1_024
"""MiB of memory; libFuzzer ends what takes more."""


def fuzzed(name: str, seconds: int, folder: Path) -> list[Row]:
    """Try one target; what it must not do ends this with the input that did it."""
    corpus, slow, scratch = (folder / one for one in ("corpus", "slow", "scratch"))
    for one in (corpus, slow, scratch):
        one.mkdir()
    for number, sample in enumerate(TARGETS[name].samples):
        (corpus / str(number)).write_bytes(sample)
    limits = (
        f"-max_total_time={seconds}",
        f"-rss_limit_mb={_ROOM}",
        "-timeout=10",
        "-len_control=0",
    )
    ended = subprocess.run(
        (
            sys.executable,
            "-m",
            "tests.fuzz.running",
            name,
            slow,
            *limits,
            f"-artifact_prefix={folder}/",
            corpus,
        ),
        check=False,
        env={**os.environ, "TMPDIR": str(scratch)},
        capture_output=True,
    )
    if ended.returncode:
        wrong = [repr(one.read_bytes()) for one in folder.iterdir() if one.is_file()]
        sys.exit(
            f"{name}: {ended.stdout.decode()[-2_000:]}\n{ended.stderr.decode()[-2_000:]}\n{wrong}"
        )
    done = _DONE.search(ended.stderr)
    count = int(done[1]) if done else 0
    slowest = max((_seconds(name, one.read_bytes()) for one in slow.iterdir()), default=0.0)
    return [
        Row(f"fuzz: {name}: undeclared exceptions", 0, "", count),
        Row(f"fuzz: {name}: inputs above 50 ms", int(slowest > LONGEST), "", count),
    ]


def _seconds(name: str, data: bytes) -> float:
    """The least of three, without anything that records coverage."""
    taken = []
    for _ in range(3):
        begun = time.process_time()
        TARGETS[name](data)
        taken.append(time.process_time() - begun)
    return min(taken)


def main() -> None:
    wanted = sys.argv[1:] or list(TARGETS)
    seconds = int(os.environ.get("SECONDS_IN_ALL", "1800")) // len(wanted)
    rows: list[Row] = []
    for name in wanted:
        with TemporaryDirectory() as folder:
            rows += fuzzed(name, max(seconds, 1), Path(folder))
    sys.stdout.write(report(rows) + "\n")
    keep(rows)


if __name__ == "__main__":
    main()
