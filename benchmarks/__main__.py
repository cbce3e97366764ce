"""Measure, print one table, write benchmarks/results.json; a word chooses the parts named so."""

import asyncio
import json
import os
import platform
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from inspect import isawaitable
from pathlib import Path

from benchmarks import (
    callbacks,
    digests,
    importing,
    names,
    nightly,
    pictures,
    saving,
    starting,
    understanding,
)
from benchmarks.measure import Row

RESULTS = Path(__file__).parent / "results.json"
PARTS: dict[str, Callable[[], Sequence[Row] | Awaitable[Sequence[Row]]]] = {
    "callbacks": callbacks.acknowledging,
    "waiting": callbacks.waiting,
    "saving": saving.saving,
    "understanding": understanding.understanding,
    "names": names.keying,
    "importing": importing.importing,
    "nightly": nightly.nightly,
    "digests": digests.digests,
    "pictures": pictures.pictures,
    "starting": starting.starting,
}


async def rows(wanted: Sequence[str]) -> list[Row]:
    """Return all rows, measured one after the other."""
    found: list[Row] = []
    for name in wanted:
        measured = PARTS[name]()
        found += await measured if isawaitable(measured) else measured
    return found


def machine() -> str:
    """What it was measured on; of a busy machine trust the ratios only."""
    load = os.getloadavg()[0]
    return (
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores, load {load:.1f} at the end"
    )


def line(row: Row) -> str:
    """Return a row of the table."""
    reference = f"{row.reference:,.1f}" if row.reference is not None else "–"
    ratio = f"{row.ratio:.2f}" if row.ratio is not None else "–"
    figures = f"{row.ours:>11,.1f} {row.unit:<4} {row.n:>9,} {reference:>11} {ratio:>7}"
    return f"{row.name:<72} {figures}  {row.peer}"


def main() -> None:
    measured = asyncio.run(rows(sys.argv[1:] or list(PARTS)))
    print(f"{'':<72} {'ours':>11} {'':<4} {'n':>9} {'reference':>11} {'ratio':>7}")
    print("\n".join(map(line, measured)))
    print(f"\n{machine()}")
    found = [asdict(row) | {"ratio": row.ratio} for row in measured]
    kept = {"machine": machine(), "rows": found}
    RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
