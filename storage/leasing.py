"""Rows that one worker at a time has: leased with a fencing token, free again when the lease ends."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, Table, update
from sqlalchemy.ext.asyncio import AsyncConnection


class LostLease(Exception):
    """Somebody else took over this row: whatever was done with it must not be kept."""


async def leased(
    connection: AsyncConnection,
    table: Table,
    query: Select[Any],
    *,
    state: str,
    until: datetime,
    **also: object,
) -> Sequence[Row[Any]]:
    """The rows of `query`, passing over those another worker takes; now they are `state`.

    Args:
        also: what is written into other columns.
    """
    if connection.dialect.name == "postgresql":
        query = query.with_for_update(skip_locked=True)
    rows: Sequence[Row[Any]] = (await connection.execute(query)).all()
    if rows:
        await connection.execute(
            update(table)
            .where(table.c.seq.in_([row.seq for row in rows]))
            .values(
                state=state,
                fence=table.c.fence + 1,
                attempts=table.c.attempts + 1,
                lease_until=until,
                **also,
            )
        )
    return rows


async def ended(connection: AsyncConnection, table: Table, *, state: str, at: datetime) -> int:
    """End every lease at once; how many there were."""
    done = await connection.execute(
        update(table).where(table.c.state == state).values(lease_until=at)
    )
    return int(done.rowcount)
