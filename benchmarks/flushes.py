"""How often a second this disk keeps a page for good: what every durable rate stands on."""

import os
import time
from pathlib import Path

from benchmarks.measure import Row

_SECONDS = 1.0


def flushed(folder: Path) -> Row:
    """Write one page of a file in `folder` again and again, each time to the disk."""
    file = os.open(folder / "flushed", os.O_WRONLY | os.O_CREAT)
    begun, many = time.perf_counter(), 0
    try:
        while time.perf_counter() - begun < _SECONDS:
            os.pwrite(file, b"x" * 4096, 0)
            os.fdatasync(file)
            many += 1
    finally:
        os.close(file)
    return Row("flushes of this disk", many / (time.perf_counter() - begun), "/s", many)
