"""What stands behind the numbers of a report: the first few of each person, and pages of all."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, String, and_, false, func, select, true
from sqlalchemy import cast as as_type

from core.money import Money
from core.people.model import EmployeeId
from core.people.permissions import Scope
from core.reports.lists import FEW
from core.reports.model import Entry, Listed
from core.reports.ranges import Range
from storage.conditions import Ask
from storage.lists import POOLED, Rows, found
from storage.scope import owned_in
from storage.session import Session
from storage.tables import customers


async def first(session: Session, name: str, ask: Ask, scope: Scope) -> Mapping[EmployeeId, Listed]:
    """The first few, each person's own, and how many his are."""
    rows = found(name, ask)
    theirs = rows.owner
    columns = [
        theirs.label("who"),
        as_type(rows.id, String).label("id"),
        rows.name.label("name"),
        rows.aliases.label("aliases"),
        rows.day.label("day"),
        rows.fen.label("fen"),
        *(word.label(f"word{number}") for number, word in enumerate(rows.words)),
        func.count().over(partition_by=theirs).label("many"),
        func.row_number().over(partition_by=theirs, order_by=rows.order).label("place"),
        func.row_number().over(order_by=rows.order).label("rank"),
    ]
    ranked = inside(session, rows, scope).with_only_columns(*columns).subquery()
    query = select(ranked).where(ranked.c.place <= FEW).order_by(ranked.c.rank)
    named: dict[EmployeeId, list[tuple[int, Entry]]] = {}
    many: dict[EmployeeId, int] = {}
    for row in await session.all(query):
        who, one, called, aliases, day, fen, *words, number, _, rank = tuple(row)
        many[who] = number
        entry = Entry(
            id=one,
            name=aliases[0] if aliases else called,
            owner=who,
            day=_day(day, ask.span),
            fen=fen.fen if isinstance(fen, Money) else 0,
            words=tuple(map(str, words)),
        )
        named.setdefault(who, []).append((rank, entry))
    return {who: Listed(many[who], tuple(entries)) for who, entries in named.items()}


def _day(at: datetime | date | None, span: Range) -> str:
    if at is None:
        return ""
    return (span.day(at) if isinstance(at, datetime) else at).isoformat()


async def page(
    session: Session, name: str, ask: Ask, scope: Scope, some: slice
) -> tuple[int, Sequence[str]]:
    """How many there are, and the ids of some of them, in order."""
    rows = found(name, ask)
    every = inside(session, rows, scope)
    count = await session.number(every.with_only_columns(func.count()))
    shown = every.with_only_columns(rows.id).order_by(*rows.order)
    here = await session.all(shown.offset(some.start).limit(some.stop - some.start))
    return count, [str(row[0]) for row in here]


def inside(session: Session, rows: Rows, scope: Scope) -> Select[Any]:
    """The rows that are of somebody inside `scope`; of the pool all, where it covers pools."""
    owner: Any = rows.owner
    held = and_(owner.is_not(None), owned_in(scope, owner))
    pooled = and_(customers.c.owner.is_(None), true() if scope.pools else false())
    inside = pooled if owner is POOLED else held
    mine = owner.table.c.company_id == session.company
    return select(owner).select_from(rows.source).where(mine, inside, *rows.where)
