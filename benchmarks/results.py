"""benchmarks/results.json: what was measured, part by part; a part that was not run keeps its rows."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.measure import Row

RESULTS = Path(__file__).parent / "results.json"


def keep(measured: Sequence[Row], *, path: Path = RESULTS) -> None:
    """Write the rows; one of the same name and peer is replaced where it stands, the others stay."""
    before = json.loads(path.read_text(encoding="utf-8"))["rows"] if path.exists() else []
    fresh = {(row.name, row.peer): _written(row) for row in measured}
    kept = {(row["name"], row["peer"]): row for row in before} | fresh
    whole = {"machine": machine(), "rows": list(kept.values())}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


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


def report(measured: Sequence[Row]) -> str:
    """The table and what it was measured on."""
    head = f"{'':<72} {'ours':>11} {'':<4} {'n':>9} {'reference':>11} {'ratio':>7}"
    return "\n".join((head, *map(line, measured), "", machine()))


def _written(row: Row) -> dict[str, object]:
    return asdict(row) | {"ratio": row.ratio, "machine": machine()}
