"""Rows that one worker at a time has: leased with a fencing token, free again when the lease ends."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, Table, update
from sqlalchemy.ext.asyncio import AsyncConnection

DEADLY = 2
"""Deaths of processes that had a row alone, after which it is what ends them; with the first, in company, three."""
ENDED = "deadly"
"""In the place of an error: whoever had it never came back, again and again."""


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


async def suspect(
    connection: AsyncConnection, table: Table, query: Select[Any], *, state: str, until: datetime
) -> Row[Any] | None:
    """The first row of `query`, which whoever had it never came back for; counted as a death until
    whoever takes it now says that he lives (decision 0030)."""
    deaths = table.c.deaths + 1
    rows = await leased(connection, table, query, state=state, until=until, deaths=deaths)
    return rows[0] if rows else None


async def cleared(connection: AsyncConnection, table: Table, *, seq: int, fence: int) -> None:
    """Whoever had the row alone has come back."""
    await connection.execute(
        update(table).where(table.c.seq == seq, table.c.fence == fence).values(deaths=0)
    )


async def ended(connection: AsyncConnection, table: Table, *, state: str, at: datetime) -> int:
    """End every lease at once; how many there were."""
    done = await connection.execute(
        update(table).where(table.c.state == state).values(lease_until=at)
    )
    return int(done.rowcount)
