"""Numbers that rise: a sequence on PostgreSQL, the next free ones under SQLite's single writer."""

from collections.abc import Sequence as Many

from sqlalchemy import Sequence, Table, text

from storage.session import Session

_TAKE = text("SELECT nextval(CAST(:name AS regclass)) FROM generate_series(1, :count)")


async def next_seqs(
    session: Session, table: Table, sequence: Sequence, count: int = 1
) -> Many[int]:
    """Take `count` rising numbers; between them others may have been taken by others."""
    if session.connection.dialect.name == "postgresql":
        found = await session.connection.execute(_TAKE, {"name": sequence.name, "count": count})
        return sorted(int(number) for number in found.scalars())
    highest = f"SELECT max(seq) FROM {table.name} WHERE company_id = :company"  # noqa: S608 - our own
    ((last,),) = await session.quick(highest, company=session.company)
    first = int(last or 0) + 1
    return range(first, first + count)
