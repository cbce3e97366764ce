"""Rows that one worker at a time has: leased with a fencing token, free again when the lease ends."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Row, Select, Table, Update, bindparam, update
from sqlalchemy.ext.asyncio import AsyncConnection

DEADLY = 2
"""Deaths of processes that had a row alone, after which it is what ends them; with the first, in company, three."""
ENDED = "deadly"
"""In the place of an error: whoever had it never came back, again and again."""

NOW: BindParameter[datetime] = bindparam("now")
"""The machine's moment, given when a statement is asked."""


class LostLease(Exception):
    """Somebody else took over this row: whatever was done with it must not be kept."""


def passing(query: Select[Any]) -> Select[Any]:
    """The rows of `query` that no other worker takes at this moment; SQLite has one writer alone."""
    return query.with_for_update(skip_locked=True)


def taking(table: Table, state: str, **also: object) -> Update:
    """How rows are taken: they are `state` then, as long as `leased` says.

    Args:
        also: what is written into other columns.
    """
    return (
        update(table)
        .where(table.c.seq.in_(bindparam("taken", expanding=True)))
        .values(
            state=state,
            fence=table.c.fence + 1,
            attempts=table.c.attempts + 1,
            lease_until=bindparam("until"),
            **also,
        )
    )


async def leased(
    connection: AsyncConnection,
    query: Select[Any],
    taken: Update,
    given: Mapping[str, object],
    *,
    until: datetime,
) -> Sequence[Row[Any]]:
    """The rows of `query`, as they were before they were `taken`.

    Both statements are best made once: to put one together costs more than to ask it.

    Args:
        given: the values of what both leave open.
    """
    rows: Sequence[Row[Any]] = (await connection.execute(query, given)).all()
    if rows:
        seqs = [row.seq for row in rows]
        await connection.execute(taken, {**given, "taken": seqs, "until": until})
    return rows


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
