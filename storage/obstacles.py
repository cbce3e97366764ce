"""What stands in the way of taking an act back: rows changed since, rows that came later, rows of no image."""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import func, or_, select

from core.customers.erasing import is_blacked
from core.errors import Obstacle, Way
from core.ledger.model import RowChange, RowImage
from storage.images import table_named
from storage.session import Session
from storage.tables import contacts, customers, employees, follow_ups, ledger, opportunities, plans

_l = ledger.c
_FEW = 3
_RECENT = 20_000
"""Whoever changed a row since is looked for in so many events: an act is taken back within minutes."""
_RESTING = (contacts, follow_ups, plans, opportunities)


async def changed(session: Session, rows: Sequence[RowChange]) -> list[Obstacle]:
    """The rows that are no longer as the act left them, and who has changed them."""
    return [
        Obstacle(
            table,
            Way.CHANGED,
            len(some),
            await _names(session, [one.after or one.before or {} for one in some[:_FEW]]),
            await _changed_by(session, some[:_FEW]),
        )
        for table, some in _by_table(rows)
    ]


async def later(session: Session, spans: Sequence[RowChange]) -> list[Obstacle]:
    """What is at customers whom the act had made and which goes with it, though it came afterwards."""
    made = {
        str(one.after["id"]): str(one.after["full_name"])
        for one in spans
        if one.table == customers.name and one.before is None and one.after
    }
    me, found = str(session.act.actor), []
    for table in _RESTING if made else ():
        at = (table.c.company_id == session.company, table.c.customer.in_(made))
        rows = [dict(row._mapping) for row in await session.all(select(table).where(*at))]  # noqa: SLF001 - SQLAlchemy's public name
        if rows:
            writers = {str(row["employee"]) for row in rows if row.get("employee")} - {me}
            names = tuple({made[row["customer"]]: None for row in rows})[:_FEW]
            by = await _people(session, writers)
            found.append(Obstacle(table.name, Way.LATER, len(rows), names, by))
    return found


def erased(changes: Sequence[RowChange]) -> list[Obstacle]:
    """The rows of somebody who was erased: what they were is gone."""
    gone = [
        one
        for one in changes
        for row in (one.before, one.after)
        if any(isinstance(value, str) and is_blacked(value) for value in (row or {}).values())
    ]
    rows = list({(one.table, one.key): one for one in gone}.values())
    return [Obstacle(table, Way.ERASED, len(some)) for table, some in _by_table(rows)]


async def unkept(session: Session, changes: Sequence[RowChange]) -> list[Obstacle]:
    """The rows of an import, of which no image is kept."""
    bare = [one for one in changes if one.before is None and one.after is None]
    found = []
    for name, some in _by_table(bare):
        table, keys = table_named(name), [json.loads(one.key)[1] for one in some[:_FEW]]
        at = (table.c.company_id == session.company, table.c.id.in_(keys))
        rows = await session.all(select(table).where(*at).order_by(table.c.id))
        names = await _names(session, [dict(row._mapping) for row in rows])  # noqa: SLF001 - SQLAlchemy's public name
        found.append(
            Obstacle(name, Way.UNKEPT, len(some), names, await _changed_by(session, some[:_FEW]))
        )
    return found


def _by_table(rows: Iterable[RowChange]) -> Iterable[tuple[str, list[RowChange]]]:
    """Rows of a table together, the tables in the order they were written."""
    found: dict[str, list[RowChange]] = {}
    for one in rows:
        found.setdefault(one.table, []).append(one)
    return found.items()


async def _names(session: Session, rows: Sequence[RowImage]) -> tuple[str, ...]:
    """What each is called; what has no name is called by its customer."""
    own = [str(row.get("full_name") or row.get("name") or "") for row in rows]
    nameless = [row for row, name in zip(rows, own, strict=True) if not name]
    return tuple(dict.fromkeys([*filter(None, own), *await _at(session, nameless)]))


async def _at(session: Session, rows: Sequence[RowImage]) -> tuple[str, ...]:
    """The customers that rows are at."""
    ids = {str(row["customer"]) for row in rows if row.get("customer")}
    c = customers.c
    query = select(c.full_name).where(c.company_id == session.company, c.id.in_(ids)).order_by(c.id)
    return tuple(row.full_name for row in await session.all(query)) if ids else ()


async def _changed_by(session: Session, rows: Sequence[RowChange]) -> tuple[str, ...]:
    """Whose later acts hold a change of these rows."""
    holds = [_l.changes.contains(_written(one), autoescape=True) for one in rows]
    newest = select(func.max(_l.seq)).where(_l.company_id == session.company).scalar_subquery()
    query = (
        select(_l.actor)
        .where(
            _l.company_id == session.company,
            _l.seq > newest - _RECENT,
            _l.actor.is_not(None),
            _l.actor != session.act.actor,
            or_(*holds),
        )
        .group_by(_l.actor)
    )
    return await _people(session, [row.actor for row in await session.all(query)])


def _written(one: RowChange) -> str:
    """How a change of the row begins where it is kept."""
    return json.dumps([one.table, one.key], ensure_ascii=False, separators=(",", ":"))[:-1]


async def _people(session: Session, ids: Iterable[str]) -> tuple[str, ...]:
    w, wanted = employees.c, set(ids)
    query = select(w.name).where(w.company_id == session.company, w.id.in_(wanted)).order_by(w.id)
    return tuple(row.name for row in await session.all(query)) if wanted else ()
