"""What words of a message are looked up in: customers by their keys, people by how they are called.

A name that hundreds of thousands have costs no more than a rare one: a key's rows stand by owner, and of
each key the first of one's own, of the pool and of all others are read.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, TextClause, and_, select, text

from core.customers.model import CustomerId
from core.customers.names import surname
from core.customers.queries import NameHit
from core.people.permissions import Scope
from storage.scope import customers_in, owned_in
from storage.session import Session
from storage.tables import contacts, customers

POOLED = ""
"""The owner of a key in the pool."""
_SHOWN = 6
_DEEP = 3_000
"""So many of the people of one surname are looked at where nothing else is found."""
_c, _p = customers.c, contacts.c


async def by_keys(
    session: Session, keys: Sequence[str], scope: Scope, *, others: bool
) -> Sequence[NameHit]:
    """`core.ports.Customers.by_keys`."""
    wanted = list(dict.fromkeys(keys))
    found: dict[str, list[Row[Any]]] = {}
    for row in await _first(wanted, scope, session) if wanted else ():
        found.setdefault(row.key, []).append(row)
    hits = [_hit(key, rows, scope) for key, rows in found.items()]
    return [hit for hit in hits if hit.inside or others]


def _hit(key: str, rows: Sequence[Row[Any]], scope: Scope) -> NameHit:
    """The customers inside the scope, owned ones first, where there are any; else those of others."""
    mine = [row for row in rows if _is_inside(row.owner, scope)]
    kinds = {(row.owner == POOLED, row.customer): row.kind for row in mine or rows}
    few = sorted(kinds)[:_SHOWN]
    ids = tuple(CustomerId(customer) for _, customer in few)
    return NameHit(key, kinds[few[0]], ids, inside=bool(mine), pooled=few[0][0])


def _is_inside(owner: str, scope: Scope) -> bool:
    if owner == POOLED:
        return scope.pools
    return scope.owners is None or owner in scope.owners


_OF_KEY = """FROM customer_keys r
  WHERE r.company_id = :company AND r.key = asked.key AND r.owner {owner}
  ORDER BY r.owner, r.customer LIMIT :shown"""
_OF_SQLITE = "JOIN customer_keys k ON k.rowid IN (SELECT r.rowid {rows})"
_OF_POSTGRESQL = "CROSS JOIN LATERAL (SELECT r.key, r.kind, r.customer, r.owner {rows}) k"


def _kept(keys: str, owners: str, few: str) -> TextClause:
    """The first rows of each key, by whose they are: both databases read each from the index."""

    def rows(owner: str, also: str = "") -> str:
        joined = few.format(rows=_OF_KEY.format(owner=owner))
        return f"SELECT k.key, k.kind, k.customer, k.owner FROM asked {also} {joined}"  # noqa: S608 - our own words

    return text(
        f"""WITH asked AS MATERIALIZED (
  SELECT a.key FROM {keys} WHERE EXISTS (
    SELECT 1 FROM customer_keys k WHERE k.company_id = :company AND k.key = a.key
  )
)
{rows("= o.owner", f"CROSS JOIN {owners}")}
UNION ALL {rows(f"= '{POOLED}'")}
UNION ALL {rows(f"> '{POOLED}'")}"""  # noqa: S608
    )


_KEPT = {
    "sqlite": _kept(
        "(SELECT value AS key FROM json_each(:keys)) a",
        "(SELECT value AS owner FROM json_each(:owners)) o",
        _OF_SQLITE,
    ),
    "postgresql": _kept(
        "unnest(CAST(:keys AS text[])) AS a(key)",
        "unnest(CAST(:owners AS text[])) AS o(owner)",
        _OF_POSTGRESQL,
    ),
}


async def _first(keys: Sequence[str], scope: Scope, session: Session) -> Sequence[Row[Any]]:
    dialect = session.connection.dialect.name
    lists = {"keys": list(keys), "owners": sorted(scope.owners or ())}
    asked: dict[str, object] = {"company": session.company, "shown": _SHOWN}
    for name, values in lists.items():
        asked[name] = values if dialect == "postgresql" else json.dumps(values)
    return await session.all(_KEPT[dialect], asked)


def _owned(scope: Scope, session: Session) -> Select[Any]:
    return select(_c.id).where(_c.company_id == session.company, owned_in(scope, _c.owner))


def people_called(name: str, scope: Scope, session: Session, limit: int) -> Sequence[Select[Any]]:
    """Contacts called so: among one's own customers, and among some of all the others in `scope`."""
    called, mine = _called(name, session), _p.company_id == session.company
    queries = []
    if scope.owners:
        own = and_(mine, _p.customer.in_(_owned(scope, session)))
        if surname(name):
            queries.append(select(contacts).where(own, _family(name)).limit(limit))
        else:
            queries.append(_some(called, owned_in(scope, _c.owner), session, limit))
    if scope.owners is None or scope.pools:
        queries.append(_some(called, customers_in(scope), session, limit))
    return queries


def _some(
    called: ColumnElement[bool], inside: ColumnElement[bool], session: Session, limit: int
) -> Select[Any]:
    """Contacts found by their names first, then by whose customers they are at."""
    mine = _p.company_id == session.company
    some = select(contacts).where(mine, called).limit(_DEEP).subquery()
    at = and_(_c.company_id == session.company, _c.id == some.c.customer)
    return select(some).join(customers, at).where(inside).limit(limit)


def people_at(name: str, among: Sequence[CustomerId], session: Session) -> Select[Any]:
    """At which customers of `among` somebody is called so."""
    at = and_(_p.company_id == session.company, _p.customer.in_(among))
    called = _family(name) if surname(name) else _p.name.concat("") == name
    return select(_p.customer).where(at, called).distinct()


def people_known(full_names: Sequence[str], scope: Scope, session: Session) -> Select[Any]:
    """Which of those full names contacts inside `scope` have."""
    named = and_(_p.company_id == session.company, _p.name.in_(full_names))
    at = and_(_c.company_id == session.company, _c.id == _p.customer)
    return select(_p.name).join(customers, at).where(named, customers_in(scope)).distinct()


def _family(name: str) -> ColumnElement[bool]:
    """王总 is whoever has that surname; of few customers' people, so by no index."""
    return _p.name.concat("").startswith(surname(name), autoescape=True)


def _called(name: str, session: Session) -> ColumnElement[bool]:
    """Whoever has that name or surname, by the index on names: SQLite has none for LIKE with an escape."""
    family = surname(name)
    if not family:
        return _p.name == name
    if session.connection.dialect.name == "postgresql":
        return _p.name.startswith(family, autoescape=True)
    return and_(_p.name >= family, _p.name < family + "\U0010ffff")
