"""Rows added together in a transaction of their own: which of them are new is known once they are on the disk."""

from collections.abc import Iterator, Sequence
from sqlite3 import Connection
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert

from storage.database import Database
from storage.direct import Values, Words

_GROUPS = (64, 16, 4, 1)
"""Rows of one statement."""


async def add(
    database: Database, table: Table, rows: Sequence[Values], *, unless: Sequence[str], tell: str
) -> set[str]:
    """Insert each row, `unless` another has the same values there; returns what the new ones have in `tell`.

    On SQLite in one trip to the connection's thread and in few statements, after each of which the thread
    would wait for its turn while the loop is busy.
    """
    if not database.is_sqlite:
        return await _added_at_a_server(database, table, rows, unless=unless, tell=tell)
    words, names = Words.of(table, database.engine.dialect), tuple(rows[0])
    given = [words.given(row) for row in rows]

    def together(driver: Connection) -> None:
        for some in _grouped(given):
            values = [row[name] for row in some for name in names]
            statement = words.insert(names, unless, len(some))
            if driver.execute(statement, values).rowcount < len(some):
                raise _Repeated

    def each(driver: Connection) -> list[bool]:
        statement = words.insert(names, unless)
        return [driver.execute(statement, row).rowcount > 0 for row in given]

    try:
        await database.carry(together)
    except _Repeated:
        is_new = await database.carry(each)
        return {str(row[tell]) for row, new in zip(rows, is_new, strict=True) if new}
    return {str(row[tell]) for row in rows}


class _Repeated(Exception):
    """One of the rows was there."""


def _grouped(rows: Sequence[Values]) -> Iterator[Sequence[Values]]:
    """All of them, in groups of sizes whose statements the driver keeps."""
    start = 0
    while start < len(rows):
        many = next(size for size in _GROUPS if size <= len(rows) - start)
        yield rows[start : start + many]
        start += many


async def _added_at_a_server(
    database: Database, table: Table, rows: Sequence[Values], *, unless: Sequence[str], tell: str
) -> set[str]:
    statement: Any = insert(table).on_conflict_do_nothing(index_elements=unless)
    async with database.write() as connection:
        stored = await connection.execute(statement.returning(table.c[tell]), list(rows))
        return {row[0] for row in stored}
