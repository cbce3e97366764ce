"""From the start of a command to its answer, and what a service weighs at rest."""

import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.installation import founded, service
from benchmarks.measure import Row

RESTED = 1.0
"""Seconds after which a service is at rest, before jieba is loaded beside it."""
LOADED = 8.0
"""Seconds after which jieba is loaded."""
_USUAL = "import fastapi, uvicorn, sqlalchemy.ext.asyncio, httpx, cryptography, apscheduler"


async def starting() -> list[Row]:
    """Start processes of our own and watch them."""
    helped = min(_seconds("-m", "bot", "--help") for _ in range(5))
    bare = min(_seconds("-c", "pass") for _ in range(5))
    usual = min(_seconds("-c", _USUAL) for _ in range(3))
    with tempfile.TemporaryDirectory() as folder:
        url = await founded(Path(folder), reps=20, customers=500)
        ready, memory, heavy = [], 0.0, 0.0
        for turn in range(3):
            async with service(url) as found:
                await asyncio.sleep(RESTED)
                ready.append(found.ready)
                memory = max(memory, found.memory)
                if turn == 0:
                    await asyncio.sleep(LOADED)
                    heavy = found.memory
    return [
        Row("liaoke --help", helped * 1000, "ms", 5, bare * 1000, "an empty Python"),
        Row(
            "liaoke serve, cold start to ready", min(ready) * 1000, "ms", 3, usual * 1000, "imports"
        ),
        Row("memory of liaoke serve at rest", memory, "MiB", 3, 150.0, "limit"),
        Row("memory of liaoke serve at rest, jieba loaded", heavy, "MiB", 1, 230.0, "limit"),
    ]


def _seconds(*arguments: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - begun
