"""What words of a message are looked up in: customers by their keys, people by how they are called.

A name that hundreds of thousands have costs no more than a rare one: of its rows the first are looked
at, then the person's own customers, whatever the name, then some more of the pool.
"""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Row,
    Select,
    Text,
    and_,
    bindparam,
    func,
    select,
    union_all,
)

from core.customers.model import CustomerId
from core.customers.names import surname
from core.customers.queries import NameHit
from core.people.permissions import Scope
from storage.scope import customers_in, owned_in
from storage.session import Session
from storage.tables import contacts, customer_keys, customers

_SHOWN = 6
_MANY = 50
_FIRST = 100
"""So many rows of each key are looked at; a key with more is a common one."""
_DEEP = 3_000
"""So many of a common key, or of people of one surname, where nothing else is found."""
_k, _c, _p = customer_keys.c, customers.c, contacts.c


async def by_keys(session: Session, keys: Sequence[str], scope: Scope) -> Sequence[NameHit]:
    """`core.ports.Customers.by_keys`."""
    wanted = list(dict.fromkeys(keys))
    known = [row.key for row in await session.all(_known(wanted, session))] if wanted else []
    hits: dict[str, list[Row[Any]]] = {key: [] for key in known}
    rows: Counter[str] = Counter()
    for start in range(0, len(known), _MANY):
        for row in await session.all(_first(known[start : start + _MANY], scope, session)):
            rows[row.key] += 1
            hits[row.key] += [row] if row.seen else []
    for key in known:
        if rows[key] == _FIRST and len(hits[key]) < _SHOWN:
            for query in _common(key, scope, session):
                hits[key] += await session.all(query)
    return [_hit(key, found) for key, found in hits.items() if found]


def _hit(key: str, found: Sequence[Row[Any]]) -> NameHit:
    kinds = {row.customer: row.kind for row in found}
    few = sorted(kinds)[:_SHOWN]
    return NameHit(key, kinds[few[0]], tuple(map(CustomerId, few)))


def _known(keys: Sequence[str], session: Session) -> Select[Any]:
    """Those of `keys` that anybody has: most stretches of a message are nobody's name."""
    if session.connection.dialect.name == "postgresql":
        asked = func.unnest(bindparam("keys", keys, ARRAY(Text, dimensions=1)))
        word = asked.table_valued("value").render_derived().c.value
    else:
        word = func.json_each(json.dumps(keys)).table_valued("value").c.value
    held = and_(_k.company_id == session.company, _k.key == word)
    first = select(_k.customer).where(held).limit(1).scalar_subquery()
    return select(word.label("key")).where(first.is_not(None))


def _first(keys: Sequence[str], scope: Scope, session: Session) -> Select[Any]:
    """The first rows of each key, beside each whether its customer is inside `scope`.

    One arm a key: both databases read each from the index and stop there.
    """
    rows = select(_k.key, _k.kind, _k.customer).order_by(_k.customer).limit(_FIRST)
    arms = [rows.where(_k.company_id == session.company, _k.key == key).subquery() for key in keys]
    some = union_all(*map(select, arms)).subquery()
    at = and_(_c.company_id == session.company, _c.id == some.c.customer)
    return select(some, customers_in(scope).label("seen")).join(customers, at)


def _common(key: str, scope: Scope, session: Session) -> Sequence[Select[Any]]:
    """A common key among one's own customers, and among more of the pool."""
    mine = and_(_k.company_id == session.company, _k.key == key)
    rows = select(_k.key, _k.kind, _k.customer).where(mine)
    queries = []
    if scope.owners:
        queries.append(rows.where(_k.customer.in_(_owned(scope, session))).limit(_SHOWN))
    if scope.pools:
        some = rows.order_by(_k.customer).limit(_DEEP).subquery()
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
