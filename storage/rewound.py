"""The past of the records, read through views in their place; the records themselves are not touched (0019)."""

import json
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from sqlalchemy import (
    Column,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    tuple_,
)

from core.ledger.model import Mark, RowImage, Seen
from storage.images import row_of
from storage.session import Session
from storage.tables import (
    contacts,
    customers,
    employees,
    follow_ups,
    ledger,
    opportunities,
    plans,
    pool_events,
    stage_moves,
    targets,
)

_RECORDS = {
    table.name: table
    for table in (
        contacts,
        customers,
        employees,
        follow_ups,
        opportunities,
        plans,
        stage_moves,
        targets,
    )
}
"""Whose rows the ledger keeps as they were before each event."""
_LATELY = 20_000
"""A number that was taken and not seen lies among so many of the last: one transaction may take thousands."""
_PLAN_ANEW = text("DISCARD PLANS")
"""PostgreSQL looks in `pg_temp` first, but what it had prepared goes on to read the records."""
_REAL = text(
    "SELECT quote_ident(name) FROM unnest(current_schemas(false)) AS found(name) "
    "WHERE name NOT LIKE 'pg\\_temp%' LIMIT 1"
)
_CHUNK = 500
_EVENTS = 200
"""So many events are read at once: of the ledger since then only how each row was is held."""

_Rows = dict[tuple[object, ...], RowImage | None]
"""By key how a row was; None where there was none."""


async def mark(session: Session) -> Mark:
    """The present moment."""
    return Mark(await _seen(session, ledger), await _seen(session, pool_events))


async def _seen(session: Session, table: Table) -> Seen:
    """On PostgreSQL numbers are taken before they are committed: those not seen may come, or never will,
    which nothing tells for certain."""
    mine = table.c.company_id == session.company
    last = await session.number(select(func.max(table.c.seq)).where(mine))
    if not last or not _is_postgresql(session):
        return Seen(last)
    lowest = max(last - _LATELY, 0)
    before = func.lag(table.c.seq, 1, lowest).over(order_by=table.c.seq).label("before")
    lately = table.c.seq.between(lowest + 1, last)
    pairs = select(table.c.seq, before).where(lately).subquery()
    gaps = select(pairs).where(pairs.c.seq > pairs.c.before + 1).order_by(pairs.c.seq)
    found = await session.all(gaps)
    return Seen(last, tuple(chain(*(range(one.before + 1, one.seq) for one in found))))


async def go_back(session: Session, to: Mark, since: Mark | None = None) -> None:
    """Put views of how everything was at `to` in front of the records, until the transaction's end.

    Args:
        since: where the transaction has gone back to already.
    """
    for name, rows in (await _before(session, to, since)).items():
        await _cover(session, _RECORDS[name], rows, anew=since is None)
    if await _grew(session, pool_events, to.pool):
        await _cut_off(session, to.pool)
    if _is_postgresql(session):
        await session.connection.execute(_PLAN_ANEW)


async def _before(session: Session, to: Mark, since: Mark | None) -> Mapping[str, _Rows]:
    """Each row that was touched after `to`, as it was then: before the first event that touched it."""
    l = ledger.c  # noqa: E741 - the ledger
    later = or_(l.seq > to.ledger.last, l.seq.in_(to.ledger.holes))
    query = select(l.changes).where(l.company_id == session.company, later, l.changes != "[]")
    if since is not None:
        query = query.where(l.seq <= since.ledger.last, l.seq.not_in(since.ledger.holes))
    found: dict[str, _Rows] = {}
    newest = query.order_by(l.seq.desc()).execution_options(yield_per=_EVENTS)
    async for row in await session.connection.stream(newest):
        for table, key, before, _ in reversed(json.loads(row.changes)):
            if table in _RECORDS:
                found.setdefault(table, {})[tuple(json.loads(key))] = before
    return found


async def _cover(session: Session, table: Table, rows: _Rows, *, anew: bool) -> None:
    then, touched = _then(table), _touched(table)
    if anew or not await _stands(session, touched):
        await _put_in_front(session, table, then, touched)
    keys = [dict(zip(touched.c.keys(), key, strict=True)) for key in rows]
    columns = tuple_(*(then.c[one.name] for one in touched.columns))
    for some in _chunks(list(rows)):
        await session.connection.execute(delete(then).where(columns.in_(some)))
        place = tuple_(*touched.c)
        await session.connection.execute(delete(touched).where(place.in_(some)))
    await session.connection.execute(insert(touched), keys)
    images = [_whole(table, row) for row in rows.values() if row is not None]
    if images:
        await session.connection.execute(insert(then), images)


async def _put_in_front(session: Session, table: Table, then: Table, touched: Table) -> None:
    """Empty tables for how rows were and which ones are meant, and the view over both."""
    connection, real = session.connection, f"{await _schema(session)}.{table.name}"
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    same = " AND ".join(f't."{one.name}" = r."{one.name}"' for one in touched.columns)
    await connection.run_sync(then.create)
    await connection.run_sync(touched.create)
    await connection.exec_driver_sql(
        f'CREATE TEMPORARY VIEW "{table.name}" AS SELECT {names} FROM {real} r '  # noqa: S608 - our own names
        f'WHERE NOT EXISTS (SELECT 1 FROM "{touched.name}" t WHERE {same}) '
        f'UNION ALL SELECT {names} FROM "{then.name}"'
    )


async def _cut_off(session: Session, seen: Seen) -> None:
    """The pool's history is only ever added to: it ends where it ended."""
    connection, real = session.connection, f"{await _schema(session)}.{pool_events.name}"
    await connection.exec_driver_sql(f'DROP VIEW IF EXISTS {_temp(session)}."{pool_events.name}"')
    names = ", ".join(f'"{column.name}"' for column in pool_events.columns)
    but = (
        f" AND seq NOT IN ({', '.join(str(int(one)) for one in seen.holes)})" if seen.holes else ""
    )
    await connection.exec_driver_sql(
        f'CREATE TEMPORARY VIEW "{pool_events.name}" AS '  # noqa: S608 - our own names and numbers
        f"SELECT {names} FROM {real} WHERE seq <= {int(seen.last)}{but}"
    )


async def _grew(session: Session, table: Table, seen: Seen) -> bool:
    later = or_(table.c.seq > seen.last, table.c.seq.in_(seen.holes))
    mine = table.c.company_id == session.company
    return await session.first(select(table.c.seq).where(mine, later).limit(1)) is not None


async def _stands(session: Session, table: Table) -> bool:
    """Whether it was put there already."""
    if _is_postgresql(session):
        query = text("SELECT to_regclass(:name)")
        name = f"pg_temp.{table.name}"
    else:
        query = text("SELECT 1 FROM sqlite_temp_master WHERE name = :name")
        name = table.name
    found = await session.connection.execute(query, {"name": name})
    return found.scalar() is not None


async def _schema(session: Session) -> str:
    """Where the records themselves lie."""
    if not _is_postgresql(session):
        return "main"
    return str((await session.connection.execute(_REAL)).scalar_one())


def _temp(session: Session) -> str:
    return "pg_temp" if _is_postgresql(session) else "temp"


def _is_postgresql(session: Session) -> bool:
    return session.connection.dialect.name == "postgresql"


def _then(table: Table) -> Table:
    """A temporary table for rows as they were."""
    columns = [Column(one.name, one.type, quote=True) for one in table.columns]
    return Table(f"then_{table.name}", MetaData(), *columns, prefixes=["TEMPORARY"])


def _touched(table: Table) -> Table:
    """A temporary table for the keys of rows that were touched since."""
    columns = [Column(one.name, one.type, quote=True) for one in table.primary_key.columns]
    key = PrimaryKeyConstraint(*(one.name for one in columns))
    return Table(f"touched_{table.name}", MetaData(), *columns, key, prefixes=["TEMPORARY"])


def _whole(table: Table, image: RowImage) -> dict[str, object]:
    """The row of an image that may be older than a column, or younger than one that is gone."""
    known = {name: value for name, value in image.items() if name in table.c}
    missing = {one.name: _default(one) for one in table.columns if one.name not in known}
    return {**row_of(table, known), **missing}


def _default(column: Column[Any]) -> object:
    default: Any = column.default
    if default is None:
        return None
    return default.arg(None) if default.is_callable else default.arg


def _chunks(keys: list[tuple[object, ...]]) -> Iterable[list[tuple[object, ...]]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))
