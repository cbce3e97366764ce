"""What words of a message are looked up in: customers by their keys, people by how they are called.

A name that hundreds of thousands have costs no more than a rare one: of its rows the first are looked
at, then the person's own customers, whatever the name, then some more of the pool.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, literal, select, text

from core.customers.model import CustomerId
from core.customers.names import surname
from core.customers.queries import NameHit
from core.people.permissions import Scope
from storage.scope import customers_in, owned_in
from storage.session import Session
from storage.tables import contacts, customer_keys, customers

_SHOWN = 6
_FIRST = 100
"""So many rows of each key are looked at; a key with more is a common one."""
_DEEP = 3_000
"""So many of a common key, or of people of one surname, where nothing else is found."""
_k, _c, _p = customer_keys.c, customers.c, contacts.c


async def by_keys(
    session: Session, keys: Sequence[str], scope: Scope, *, others: bool
) -> Sequence[NameHit]:
    """`core.ports.Customers.by_keys`."""
    wanted = list(dict.fromkeys(keys))
    found: dict[str, list[Row[Any]]] = {}
    for row in await _first(wanted, scope, session) if wanted else ():
        found.setdefault(row.key, []).append(row)
    for key, rows in found.items():
        if rows[0].held == _FIRST and sum(row.inside for row in rows) < _SHOWN:
            for query in _common(key, scope, session):
                rows.extend(await session.all(query))
    hits = [_hit(key, rows) for key, rows in found.items()]
    return [hit for hit in hits if hit.inside or others]


def _hit(key: str, rows: Sequence[Row[Any]]) -> NameHit:
    """The customers inside the scope, owned ones first, where there are any; else those of others."""
    inside = any(row.inside for row in rows)
    kinds = {(row.pooled, row.customer): row.kind for row in rows if bool(row.inside) is inside}
    few = sorted(kinds)[:_SHOWN]
    ids = tuple(CustomerId(customer) for _, customer in few)
    return NameHit(key, kinds[few[0]], ids, inside=inside, pooled=bool(few[0][0]))


_KEPT = """SELECT key, kind, customer, pooled, inside, held FROM (
  SELECT key, kind, customer, pooled, inside, count(*) OVER (PARTITION BY key) AS held,
    row_number() OVER (PARTITION BY key ORDER BY inside DESC, pooled, customer) AS place
  FROM (
    SELECT asked.key AS key, k.kind AS kind, k.customer AS customer, c.owner IS NULL AS pooled,
      CASE WHEN c.owner IS NULL THEN :pools ELSE :everybody OR c.owner {owned} END AS inside
    FROM {rows} c ON c.company_id = :company AND c.id = k.customer
  ) AS looked
) AS placed WHERE place <= :shown
"""
_OF_SQLITE = text(
    _KEPT.format(
        owned="IN (SELECT value FROM json_each(:owners))",
        rows="""(SELECT value AS key FROM json_each(:keys)) AS asked
    JOIN customer_keys k ON k.rowid IN (
      SELECT r.rowid FROM customer_keys r WHERE r.company_id = :company AND r.key = asked.key
      ORDER BY r.customer LIMIT :first
    )
    JOIN customers""",
    )
)
_OF_POSTGRESQL = text(
    _KEPT.format(
        owned="= ANY(:owners)",
        rows="""unnest(CAST(:keys AS text[])) AS asked(key)
    CROSS JOIN LATERAL (
      SELECT r.kind, r.customer FROM customer_keys r
      WHERE r.company_id = :company AND r.key = asked.key ORDER BY r.customer LIMIT :first
    ) AS k
    JOIN customers""",
    )
)
"""The first rows of each key, of them one's own and then the pool's first: both databases read each from the index."""


async def _first(keys: Sequence[str], scope: Scope, session: Session) -> Sequence[Row[Any]]:
    asked: dict[str, object] = {
        "company": session.company,
        "pools": scope.pools,
        "everybody": scope.owners is None,
        "first": _FIRST,
        "shown": _SHOWN,
    }
    owners = sorted(scope.owners or ())
    if session.connection.dialect.name == "postgresql":
        return await session.all(_OF_POSTGRESQL, asked | {"keys": list(keys), "owners": owners})
    lists = {"keys": json.dumps(keys), "owners": json.dumps(owners)}
    return await session.all(_OF_SQLITE, asked | lists)


def _common(key: str, scope: Scope, session: Session) -> Sequence[Select[Any]]:
    """A common key among one's own customers, and among more of the pool."""
    mine = and_(_k.company_id == session.company, _k.key == key)
    rows = select(_k.key, _k.kind, _k.customer, literal(value=True).label("inside")).where(mine)
    queries = []
    if scope.owners:
        owned = rows.add_columns(literal(value=False).label("pooled"))
        queries.append(owned.where(_k.customer.in_(_owned(scope, session))).limit(_SHOWN))
    if scope.pools:
        pooled = rows.add_columns(literal(value=True).label("pooled"))
        some = pooled.order_by(_k.customer).limit(_DEEP).subquery()
        at = and_(_c.company_id == session.company, _c.id == some.c.customer)
        queries.append(select(some).join(customers, at).where(_c.owner.is_(None)).limit(_SHOWN))
    return queries


def _owned(scope: Scope, session: Session) -> Select[Any]:
    return select(_c.id).where(_c.company_id == session.company, owned_in(scope, _c.owner))


def people_called(name: str, scope: Scope, session: Session, limit: int) -> Sequence[Select[Any]]:
    """Contacts called so: among one's own customers, and among some of all the others in `scope`."""
    called, mine = _called(name, session), _p.company_id == session.company
    queries = []
    if scope.owners:
        own = _p.customer.in_(_owned(scope, session))
        queries.append(select(contacts).where(mine, _like(name), own).limit(limit))
    if scope.owners is None or scope.pools:
        some = select(contacts).where(mine, called).limit(_DEEP).subquery()
        at = and_(_c.company_id == session.company, _c.id == some.c.customer)
        queries.append(select(some).join(customers, at).where(customers_in(scope)).limit(limit))
    return queries


def people_at(name: str, among: Sequence[CustomerId], session: Session) -> Select[Any]:
    """At which customers of `among` somebody is called so."""
    at = and_(_p.company_id == session.company, _p.customer.in_(among))
    return select(_p.customer).where(at, _like(name)).distinct()


def _like(name: str) -> ColumnElement[bool]:
    """王总 is whoever has that name, or that surname; of few customers' people, so by no index."""
    family, called = surname(name), _p.name.concat("")
    return called.startswith(family, autoescape=True) if family else called == name


def _called(name: str, session: Session) -> ColumnElement[bool]:
    """The same by the index on names: SQLite has none for LIKE with an escape."""
    family = surname(name)
    if not family:
        return _p.name == name
    if session.connection.dialect.name == "postgresql":
        return _p.name.startswith(family, autoescape=True)
    return and_(_p.name >= family, _p.name < family + "\U0010ffff")
