"""How long a command takes to answer, and what the bot's code weighs in memory."""

import subprocess
import sys
import time

from benchmarks.measure import Row

_WEIGH = """
import psutil
import bot.web.callbacks, bot.dispatch, storage.store, adapters.wecom.platform
print(psutil.Process().memory_info().rss)
"""


def starting() -> list[Row]:
    """Start processes of our own and watch them."""
    helped = min(_seconds("-m", "bot", "--help") for _ in range(5))
    bare = min(_seconds("-c", "pass") for _ in range(5))
    weighed = subprocess.run(
        [sys.executable, "-c", _WEIGH], check=True, capture_output=True, text=True
    )
    return [
        Row("liaoke --help", helped * 1000, "ms", bare * 1000, "an empty Python"),
        Row("memory with everything of a service imported", int(weighed.stdout) / 2**20, "MiB"),
    ]


def _seconds(*arguments: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - begun
