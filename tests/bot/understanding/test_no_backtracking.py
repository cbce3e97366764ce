"""No pattern goes back and forth: endless texts are understood in bounded work.

The bound is on the process's own time, not on the clock's: a busy machine changes little.
"""

import signal
import subprocess
import sys

from tests.bot.understanding.endless import endless

KILLED = (-signal.SIGXCPU, -signal.SIGKILL)


def within(seconds: int, *pattern: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.bot.understanding.endless", str(seconds), *pattern],
        capture_output=True,
        text=True,
        check=False,
    )


def test_endless_texts_of_any_kind_are_understood_in_bounded_work() -> None:
    """Eight times what they need."""
    done = within(40)
    said = done.stdout.splitlines()

    assert done.returncode == 0, f"{done.stderr[-500:]} at {said[-1:]}"
    assert len(said) == len(endless())


def test_a_pattern_that_goes_back_and_forth_is_noticed() -> None:
    assert within(5, r"\d+y").returncode == 0
    assert within(5, r"(?:\d+)+y").returncode in KILLED
