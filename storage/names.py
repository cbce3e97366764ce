"""What words of a message are looked up in: customers by their keys, and by the people known there.

A name that hundreds of thousands have costs no more than a rare one: a key's rows stand by owner, and of
each key the first of one's own, of the pool and of all others are read.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, delete, select

from core.customers.model import CustomerId
from core.customers.names import person_key, person_keys, surname
from core.customers.queries import Choices, NameHit
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
    kind: str
    customer: str
    owner: str


async def by_keys(
    session: Session, keys: Sequence[str], scope: Scope, *, others: bool, choices: Choices | None
) -> Sequence[NameHit]:
    """`core.ports.Customers.by_keys`."""
    rows = (
        await session.quick(
            _KEPT[session.connection.dialect.name],
            company=session.company,
            shown=_SHOWN,
            keys=list(dict.fromkeys(keys)),
            owners=sorted(scope.owners or ()),
            everybody=scope.owners is None,
            choices=choices.by if choices else "",
            now=choices.now if choices else session.act.at,
        )
        if keys
        else ()
    )
    hits = [
        _hit(
            key, [_Kept(*row) for some in found for row in json.loads(some or "[]")], scope, choice
        )
        for key, *found, choice in rows
    ]
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


def _hit(key: str, rows: Sequence[_Kept], scope: Scope, chosen: str | None) -> NameHit:
    """The customers inside the scope, owned ones first, where there are any; else those of others."""
    mine = [row for row in rows if _is_inside(row.owner, scope)]
    kinds = {(row.owner == POOLED, row.customer): row.kind for row in mine or rows}
    few = sorted(kinds)[:_SHOWN]
    ids = tuple(CustomerId(customer) for _, customer in few)
    settled = CustomerId(chosen) if chosen else None
    return NameHit(key, kinds[few[0]], ids, bool(mine), pooled=few[0][0], chosen=settled)


def _is_inside(owner: str, scope: Scope) -> bool:
    if owner == POOLED:
        return scope.pools
    return scope.owners is None or owner in scope.owners


_ARRAYS = {
    "sqlite": ("json_group_array", "json_array"),
    "postgresql": ("json_agg", "json_build_array"),
}
"""What each database calls an array of the rows, and of the columns of one."""


def _kept(dialect: str) -> str:
    """Of each key there is its first rows, by whose they are: read from the index on both databases.

    Those of others are read only where nobody's that are asked for, and none in the pool, are there.
    """
    every, one = _ARRAYS[dialect]

    def rows(whose: str) -> str:
        few = f"""SELECT r.kind, r.customer, r.owner FROM customer_keys r
    WHERE r.company_id = :company AND r.key = asked.key AND r.owner {whose}
    ORDER BY r.owner, r.customer LIMIT :shown"""  # noqa: S608 - our own words
        return f"(SELECT CAST({every}({one}(kind, customer, owner)) AS text) FROM ({few}) AS few)"  # noqa: S608

    return f"""WITH asked AS MATERIALIZED (
  SELECT a.value AS key FROM {{keys}} AS a WHERE EXISTS (
    SELECT 1 FROM customer_keys k WHERE k.company_id = :company AND k.key = a.value
  )
), near AS MATERIALIZED (
  SELECT key, {rows("IN (SELECT value FROM {owners} AS o)")} AS mine, {rows(f"= '{POOLED}'")} AS pool FROM asked
)
SELECT key, mine, pool,
  CASE WHEN :everybody OR (COALESCE(mine, '[]') = '[]' AND COALESCE(pool, '[]') = '[]')
    THEN {rows(f"> '{POOLED}'").replace("asked", "near")} END,
  (SELECT m.value FROM memory m WHERE m.company_id = :company AND m.conversation = :choices
    AND m.slot = near.key AND m.until > :now)
FROM near"""  # noqa: S608


_KEPT = {dialect: _kept(dialect) for dialect in _ARRAYS}


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
        await session.fill(customer_keys, await _calling(some, session))


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
