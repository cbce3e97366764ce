"""Who is of which crew, beside the records: rows are grouped by it."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Integer, MetaData, Select, Table, Text, func, literal

from core.reports.crews import OTHERS, Crews
from storage.session import Session

_mustered = Table(
    "crews",
    MetaData(),
    Column("employee", Text, primary_key=True),
    Column("crew", Integer, nullable=False),
    prefixes=["TEMPORARY"],
    sqlite_with_rowid=False,
)


async def muster(session: Session, crews: Crews) -> None:
    """Note it until the transaction's end, unless there is but one crew."""
    if crews.only is not None:
        return
    await session.connection.run_sync(_mustered.create)
    await session.fill(
        _mustered, [{"employee": who, "crew": crew} for who, crew in crews.of.items()]
    )


def crewed(
    query: Select[Any], owner: ColumnElement[Any], crews: Crews
) -> tuple[Select[Any], ColumnElement[int]]:
    """The query joined with the crew of each row's `owner`, and that crew."""
    if crews.only is not None:
        return query, literal(crews.only)
    joined = query.outerjoin(_mustered, _mustered.c.employee == owner)
    return joined, func.coalesce(_mustered.c.crew, OTHERS)
