"""Numbers that rise: a sequence on PostgreSQL, the next free one under SQLite's single writer."""

from sqlalchemy import Sequence, Table, func, select, text

from storage.session import Session


async def next_seq(session: Session, table: Table, sequence: Sequence, count: int = 1) -> int:
    """The first of `count` numbers in a row."""
    if session.connection.dialect.name == "postgresql":
        query = text(
            "SELECT min(n) FROM (SELECT nextval(CAST(:name AS regclass)) AS n "
            "FROM generate_series(1, :count)) AS numbers"
        )
        found = await session.connection.execute(query, {"name": sequence.name, "count": count})
        return int(found.scalar_one())
    highest = select(func.max(table.c.seq)).where(table.c.company_id == session.company)
    return await session.number(highest) + 1
