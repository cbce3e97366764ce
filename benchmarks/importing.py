"""`liaoke import` of 50,000 customers, csv and xlsx: rows a second, start included, and peak memory."""

import csv
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from xlsxwriter import Workbook

from benchmarks.companies import companies
from benchmarks.measure import Row

CUSTOMERS = 50_000


def importing() -> list[Row]:
    """Import each format into an empty SQLite file by the command itself."""
    with tempfile.TemporaryDirectory() as folder:
        return [
            *_rows(_as_csv(Path(folder)), None),
            *_rows(file := _as_xlsx(Path(folder)), lambda: _read(file)),
        ]


def _rows(file: Path, peer: Callable[[], None] | None) -> list[Row]:
    seconds, mebibytes = _imported(file)
    name = f"{CUSTOMERS:,} customers imported, {file.suffix[1:]}"
    theirs = CUSTOMERS / _seconds(peer) if peer else None
    said = "openpyxl reads, stores nothing" if peer else ""
    return [
        Row(name, CUSTOMERS / seconds, "/s", CUSTOMERS, theirs, said),
        Row(f"{name}, peak memory", mebibytes, "MiB", 1),
    ]


def _seconds(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _imported(file: Path) -> tuple[float, float]:
    """Return seconds and peak MiB of the command.

    Raises:
        RuntimeError: it did not take the file.
    """
    url = f"sqlite+aiosqlite:///{file}.db"
    words = [sys.executable, "-m", "bot", "import", "customers", str(file)]
    silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    begun = time.perf_counter()
    process = os.posix_spawn(
        sys.executable, words, {**os.environ, "LIAOKE_DATABASE_URL": url}, file_actions=silent
    )
    _, status, used = os.wait4(process, 0)
    if status:
        raise RuntimeError(f"the import ended with {status}")
    return time.perf_counter() - begun, used.ru_maxrss / 1024


def _as_csv(folder: Path) -> Path:
    file = folder / "customers.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(next(companies(1)))
        writer.writerows(row.values() for row in companies(CUSTOMERS))
    return file


def _as_xlsx(folder: Path) -> Path:
    file = folder / "customers.xlsx"
    with Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, next(companies(1)))
        for number, row in enumerate(companies(CUSTOMERS), 1):
            sheet.write_row(number, 0, row.values())
    return file


def _read(file: Path) -> None:
    book = load_workbook(file, read_only=True, data_only=True)
    for _ in book.worksheets[0].iter_rows(values_only=True):
        pass
    book.close()
