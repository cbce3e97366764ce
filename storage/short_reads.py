"""Reads of SQLite that are short, or are broken off: who waits for the loop never waits long (decision 0026)."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from sqlite3 import Connection, OperationalError
from typing import Any

STEPS, _STRIDE = 20_000, 1_000
"""Of SQLite's machine, some half a millisecond: what takes more is no short read. How often they are counted."""
_VARIANTS = 256
"""More than a connection keeps statements (128)."""
_WRITES = re.compile(r"\b(?:INSERT|UPDATE|DELETE)\b")
Found = tuple[Any, int, int | None, Sequence[tuple[Any, ...]]]
"""What a cursor knows: description, row count, the last row's number; and the rows."""


class _Steps:
    """Breaks off what takes more than `STEPS`: SQLite's own count goes on from one use of a statement to its next."""

    __slots__ = ("_left",)

    def __init__(self) -> None:
        self._left = STEPS // _STRIDE

    def __call__(self) -> bool:
        self._left -= 1
        return self._left < 0


class ShortReads:
    """Those of one connection."""

    def __init__(self) -> None:
        self._broken = Counter[str]()

    def glimpsed(self, driver: Connection, statement: str, values: Any) -> Found | None:
        """What a short read finds; None for all else."""
        if not _reads(statement):
            return None
        driver.set_progress_handler(_Steps(), _STRIDE)
        try:
            return one(driver, self.as_new(statement), values)
        except OperationalError as error:
            if str(error) != "interrupted":
                raise
            self._broken[statement] += 1
            return None
        finally:
            driver.set_progress_handler(None, 0)

    def as_new(self, statement: str) -> str:
        """What was broken off between two rows, CPython 3.11 takes for in use for ever, and prepares it anew
        each time, which takes longer than to answer it. With a blank more it is another statement."""
        return statement + " " * (self._broken.get(statement, 0) % _VARIANTS)


@lru_cache(1_000)
def _reads(statement: str) -> bool:
    """Whether it may be broken off: a write that is broken off takes its transaction with it."""
    return statement.startswith(("SELECT", "WITH")) and not _WRITES.search(statement)


def one(driver: Connection, statement: str, values: Any) -> Found:
    """One statement with all its rows."""
    cursor = driver.execute(statement, () if values is None else values)
    described = cursor.description
    rows = cursor.fetchall() if described else ()
    found = described, cursor.rowcount, cursor.lastrowid, rows
    cursor.close()
    return found
