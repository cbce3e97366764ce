"""Rows added together in a transaction of their own: which of them are new is known once they are on the disk."""

from collections.abc import Sequence
from sqlite3 import Connection
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert

from storage.database import Database
from storage.direct import Values, Words


async def add(
    database: Database, table: Table, rows: Sequence[Values], *, unless: Sequence[str], tell: str
) -> set[str]:
    """Insert each row, `unless` another has the same values there; returns what the new ones have in `tell`.

    On SQLite in one trip to the connection's thread, which is most of what the transaction costs.
    """
    if not database.is_sqlite:
        return await _added_at_a_server(database, table, rows, unless=unless, tell=tell)
    words = Words.of(table, database.engine.dialect)
    statement = words.insert(tuple(rows[0]), unless)
    given = [words.given(row) for row in rows]

    def added(driver: Connection) -> list[bool]:
        return [driver.execute(statement, row).rowcount > 0 for row in given]

    is_new = await database.carry(added)
    return {str(row[tell]) for row, new in zip(rows, is_new, strict=True) if new}


async def _added_at_a_server(
    database: Database, table: Table, rows: Sequence[Values], *, unless: Sequence[str], tell: str
) -> set[str]:
    statement: Any = insert(table).on_conflict_do_nothing(index_elements=unless)
    async with database.write() as connection:
        stored = await connection.execute(statement.returning(table.c[tell]), list(rows))
        return {row[0] for row in stored}
