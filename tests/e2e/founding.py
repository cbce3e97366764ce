"""The company as a rehearsal finds it: written by its use cases once, after that row by row."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Table, insert, select

from core.opportunities.flows import INDUSTRIAL
from storage.store import Store
from storage.tables import metadata
from tests.e2e import company

Rows = list[tuple[Table, Sequence[dict[str, Any]]]]


async def found(store: Store, now: datetime) -> None:
    """Bring the company of product.md 6.1 into an empty database, as it was founded at that moment.

    On SQLite only are the rows all there is of it: PostgreSQL has counters beside them.
    """
    kept = _kept(now)
    if not kept or not store.database.is_sqlite:
        await company.load(store, now, INDUSTRIAL)
        kept[:] = await _rows(store)
        return
    async with store.database.write() as connection:
        for table, rows in kept:
            await connection.execute(insert(table), rows)


@cache
def _kept(now: datetime) -> Rows:
    """The rows of the company of that moment; none before it was founded for the first time."""
    return []


async def _rows(store: Store) -> Rows:
    async with store.database.read() as connection:
        found = [
            (table, [dict(row._mapping) for row in await connection.execute(select(table))])
            for table in metadata.sorted_tables
        ]
    return [(table, rows) for table, rows in found if rows]
