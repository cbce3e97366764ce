"""Measure, print one table, write benchmarks/results.json."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path

from benchmarks import callbacks, importing, names, pool, starting, understanding
from benchmarks.measure import Row

RESULTS = Path(__file__).parent / "results.json"


async def rows() -> list[Row]:
    """Return all rows, measured one after the other."""
    return [
        *callbacks.opening(),
        *await callbacks.acknowledging(),
        *await understanding.understanding(),
        *names.keying(),
        *pool.looking(),
        *importing.importing(),
        *starting.starting(),
    ]


def line(row: Row) -> str:
    """Return a row of the table."""
    reference = f"{row.reference:,.1f}" if row.reference is not None else "–"
    ratio = f"{row.ratio:.2f}" if row.ratio is not None else "–"
    return f"{row.name:<62} {row.ours:>12,.1f} {row.unit:<5} {reference:>12} {ratio:>7}  {row.peer}"


def main() -> None:
    measured = asyncio.run(rows())
    print(f"{'':<62} {'ours':>12} {'':<5} {'reference':>12} {'ratio':>7}")
    print("\n".join(map(line, measured)))
    found = [asdict(row) | {"ratio": row.ratio} for row in measured]
    RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
