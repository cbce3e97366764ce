"""What stands behind the numbers of a report: the first few of each crew, and pages of all."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, false, func, select, true
from sqlalchemy import cast as as_type

from core.money import Money
from core.people.permissions import Scope
from core.reports.crews import Crews
from core.reports.lists import FEW
from core.reports.model import Entry, Ranked
from core.reports.ranges import Range
from storage.conditions import Ask
from storage.crews import crewed
from storage.lists import POOLED, Rows, found
from storage.scope import owned_in
from storage.session import Session
from storage.tables import customers, follow_ups


async def first(
    session: Session, name: str, ask: Ask, crews: Crews
) -> Mapping[int, Sequence[Ranked]]:
    """The first few, each crew's own: which these are is found by their order alone."""
    rows = found(name, ask)
    every, crew = crewed(inside(session, rows, crews.scope), rows.owner, crews)
    place = func.row_number().over(partition_by=crew, order_by=rows.order)
    named = (crew.label("crew"), rows.id.label("id"), place.label("place"))
    placed = every.with_only_columns(*named).subquery()
    columns = (
        placed.c.crew,
        rows.owner,
        as_type(rows.id, String),
        rows.name.label("name"),
        rows.aliases.label("aliases"),
        rows.day.label("day"),
        rows.fen.label("fen"),
        *(word.label(f"word{number}") for number, word in enumerate(rows.words)),
    )
    query = (
        select(*columns)
        .select_from(rows.source.join(placed, placed.c.id == rows.id))
        .where(mine(session, rows), placed.c.place <= FEW)
        .order_by(*rows.order)
    )
    few: dict[int, list[Ranked]] = {}
    for rank, row in enumerate(await session.all(query)):
        its, *told = tuple(row)
        few.setdefault(its, []).append((rank, _entry(told, ask.span)))
    return few


def _entry(told: Sequence[Any], span: Range) -> Entry:
    who, one, called, aliases, day, fen, *words = told
    return Entry(
        id=one,
        name=aliases[0] if aliases else called,
        owner=who,
        day=_day(day, span),
        fen=fen.fen if isinstance(fen, Money) else 0,
        words=tuple(map(str, words)),
    )


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


async def customers_of(session: Session, name: str, ask: Ask, scope: Scope) -> int:
    """With how many different customers the contacts of a list were."""
    every = inside(session, found(name, ask), scope)
    return await session.number(
        every.with_only_columns(func.count(follow_ups.c.customer.distinct()))
    )


def inside(session: Session, rows: Rows, scope: Scope) -> Select[Any]:
    """The rows that are of somebody inside `scope`; of the pool all, where it covers pools."""
    owner: Any = rows.owner
    held = and_(owner.is_not(None), owned_in(scope, owner))
    pooled = and_(customers.c.owner.is_(None), true() if scope.pools else false())
    inside = pooled if owner is POOLED else held
    return select(owner).select_from(rows.source).where(mine(session, rows), inside, *rows.where)


def mine(session: Session, rows: Rows) -> ColumnElement[bool]:
    """Of the company."""
    owner: Any = rows.owner
    of: ColumnElement[bool] = owner.table.c.company_id == session.company
    return of
