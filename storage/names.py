"""What words of a message are looked up in: customers by their keys, and by the people known there.

A name that hundreds of thousands have costs no more than a rare one: a key's rows stand by owner, and of
each key the first of one's own, of the pool and of all others are read.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, delete, select

from core.customers.model import CustomerId
from core.customers.names import person_key, person_keys, surname
from core.customers.queries import NameHit
from core.people.permissions import Scope
from storage.scope import owned_in
from storage.session import Session
from storage.tables import contacts, customer_keys, customers

POOLED = ""
"""The owner of a key in the pool."""
CALLED = "called"
"""The kind of keys that are how somebody at the customer is called (`core.customers.names.person_keys`)."""
_SHOWN = 6
_MANY = 500
_k, _c, _p = customer_keys.c, customers.c, contacts.c


class _Kept(NamedTuple):
    key: str
    kind: str
    customer: str
    owner: str


async def by_keys(
    session: Session, keys: Sequence[str], scope: Scope, *, others: bool
) -> Sequence[NameHit]:
    """`core.ports.Customers.by_keys`."""
    wanted = list(dict.fromkeys(keys))
    found: dict[str, list[_Kept]] = {}
    for row in await _first(wanted, scope, session) if wanted else ():
        found.setdefault(row.key, []).append(row)
    hits = [_hit(key, rows, scope) for key, rows in found.items()]
    return [hit for hit in hits if hit.inside or others]


_BEGUN = """SELECT a.value FROM {beginnings} a WHERE EXISTS (
  SELECT 1 FROM customer_keys k
  WHERE k.company_id = :company AND k.key >= a.value AND k.key < a.value || CAST(:last AS text)
)"""
_LAST = "\U0010ffff"


async def begun(session: Session, beginnings: Collection[str]) -> frozenset[str]:
    """`core.ports.Customers.begun`: keys stand in the order of their characters on both databases."""
    rows = await session.quick(
        _BEGUN, company=session.company, beginnings=list(beginnings), last=_LAST
    )
    return frozenset(beginning for (beginning,) in rows)


def _hit(key: str, rows: Sequence[_Kept], scope: Scope) -> NameHit:
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
_FEW = {
    "sqlite": "JOIN customer_keys k ON k.rowid IN (SELECT r.rowid {rows})",
    "postgresql": "CROSS JOIN LATERAL (SELECT r.key, r.kind, r.customer, r.owner {rows}) k",
}


def _kept(few: str) -> str:
    """The first rows of each key, by whose they are: both databases read each from the index."""

    def rows(owner: str, also: str = "") -> str:
        joined = few.format(rows=_OF_KEY.format(owner=owner))
        return f"SELECT k.key, k.kind, k.customer, k.owner FROM asked {also} {joined}"  # noqa: S608 - our own words

    return f"""WITH asked AS MATERIALIZED (
  SELECT a.value AS key FROM {{keys}} a WHERE EXISTS (
    SELECT 1 FROM customer_keys k WHERE k.company_id = :company AND k.key = a.value
  )
)
{rows("= o.value", "CROSS JOIN {owners} o")}
UNION ALL {rows(f"= '{POOLED}'")}
UNION ALL {rows(f"> '{POOLED}'")}"""  # noqa: S608


_KEPT = {dialect: _kept(few) for dialect, few in _FEW.items()}


async def _first(keys: Sequence[str], scope: Scope, session: Session) -> Sequence[_Kept]:
    query = _KEPT[session.connection.dialect.name]
    owners = sorted(scope.owners or ())
    rows = await session.quick(
        query, company=session.company, shown=_SHOWN, keys=list(keys), owners=owners
    )
    return [_Kept(*row) for row in rows]


def people_called(name: str, scope: Scope, session: Session, limit: int) -> Sequence[Select[Any]]:
    """Contacts called so inside `scope`, by the keys of their customers: one's own, then the rest."""
    owned = owned_in(scope, _k.owner) & (_k.owner != POOLED)
    parts = [owned] * (scope.owners is None or bool(scope.owners)) + [
        _k.owner == POOLED
    ] * scope.pools
    return [_called(name, one, session).limit(limit) for one in parts]


def _called(name: str, whose: ColumnElement[bool], session: Session) -> Select[Any]:
    keyed = and_(_k.company_id == session.company, _k.key == person_key(name), whose)
    at = and_(_p.company_id == _k.company_id, _p.customer == _k.customer)
    family = surname(name)
    so = _p.name.startswith(family, autoescape=True) if family else _p.name == name
    return (
        select(contacts)
        .select_from(customer_keys.join(contacts, at))
        .where(keyed, so)
        .order_by(_k.owner, _k.customer, _p.id)
    )


async def call(session: Session, customers_: Iterable[CustomerId]) -> None:
    """Bring the keys that are how somebody is called to whoever is known at those customers."""
    ids = sorted(set(customers_))
    for start in range(0, len(ids), _MANY):
        some = ids[start : start + _MANY]
        held = and_(_k.company_id == session.company, _k.customer.in_(some), _k.kind == CALLED)
        await session.connection.execute(delete(customer_keys).where(held))
        await session.add_many(customer_keys, await _calling(some, session))


async def _calling(some: Sequence[CustomerId], session: Session) -> list[dict[str, object]]:
    at = and_(_p.company_id == _c.company_id, _p.customer == _c.id)
    query = (
        select(_c.id, _c.owner, _p.name)
        .select_from(customers.join(contacts, at))
        .where(_c.company_id == session.company, _c.id.in_(some))
    )
    keys = {
        (key, row.owner or POOLED, row.id)
        for row in await session.all(query)
        for key in person_keys(row.name)
    }
    return [
        {"company_id": session.company, "key": key, "owner": owner, "customer": id_, "kind": CALLED}
        for key, owner, id_ in sorted(keys)
    ]
