"""Who can be erased: found by number, name or phone, with his records and what tells him apart."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, and_, func, or_, select, type_coerce

from core.customers.erasing import Traces, is_telling
from core.customers.names import is_called, keys, normalise
from storage.images import row_of, table_named
from storage.session import Session
from storage.tables import (
    contacts,
    customer_keys,
    customers,
    employees,
    follow_ups,
    ledger,
    opportunities,
    plans,
    stage_moves,
)

_c, _p, _k, _l = customers.c, contacts.c, customer_keys.c, ledger.c
CUSTOMER, CONTACT = "customer", "contact"
AT_CUSTOMERS: Sequence[Table] = (contacts, follow_ups, plans, opportunities, stage_moves)
"""Whose rows are a customer's."""
_NAMING = frozenset({"full", "alias", "core", "brand_trade", "region_brand", "brand"})
"""The kinds of keys that people write for the name."""
_TELLING = re.compile(r"[\d@]")
"""An address, an account, a number: no value that many have."""


@dataclass(frozen=True, slots=True)
class Person:
    """A customer or a contact as he is chosen."""

    kind: str
    id: str
    name: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Erasable:
    """Somebody with all that is his.

    Args:
        rows: the ids of his own records by their tables: all that they tell goes.
        customer: whose records they are; of a contact the customer that stays.
    """

    person: Person
    rows: Mapping[str, frozenset[str]]
    customer: str
    traces: Traces

    @property
    def own(self) -> frozenset[str]:
        """The ids of all his records."""
        return frozenset().union(*self.rows.values())


async def called(session: Session, who: str) -> Sequence[Person]:
    """Every customer and contact with that number, full name, alias or phone."""
    named = select(_k.customer).where(
        _k.company_id == session.company,
        _k.key == normalise(who),
        _k.kind.in_(("full", "alias")),
    )
    phone = "".join(filter(str.isdigit, who))
    by_phone = [_digits(_c.mobile) == phone] if len(phone) >= 7 else []
    found = await session.all(
        select(_c.id, _c.full_name)
        .where(_c.company_id == session.company, or_(_c.id == who, _c.id.in_(named), *by_phone))
        .order_by(_c.id)
    )
    people = [Person(CUSTOMER, row.id, row.full_name) for row in found]
    by_phone = [_digits(_p.mobile) == phone] if len(phone) >= 7 else []
    at = and_(_c.company_id == _p.company_id, _c.id == _p.customer)
    rows = await session.all(
        select(_p.id, _p.name, _c.full_name)
        .select_from(contacts.join(customers, at))
        .where(_p.company_id == session.company, or_(_p.id == who, _p.name == who, *by_phone))
        .order_by(_p.id)
    )
    return [*people, *(Person(CONTACT, row.id, row.name, row.full_name) for row in rows)]


async def erasable(session: Session, person: Person) -> Erasable | None:
    """The person with all that is his; None when there is none any more."""
    table = customers if person.kind == CUSTOMER else contacts
    rows = await session.find(table, {"id": person.id})
    if not rows:
        return None
    if person.kind == CUSTOMER:
        return await _customer(session, person, rows[0])
    return await _contact(session, person, rows[0])


async def _customer(session: Session, person: Person, row: Mapping[str, Any]) -> Erasable:
    rows = await rows_at(session, person.id)
    people = await session.find(contacts, {"customer": person.id})
    own = {row["full_name"], *row["aliases"], row["mobile"]}
    own |= {key for key, kind in keys(row["full_name"], row["aliases"]) if kind in _NAMING}
    own |= {str(value) for value in row["custom"].values() if _TELLING.search(str(value))}
    own |= {str(one[name]) for one in people for name in ("name", "mobile")}
    own |= await _once(session, rows)
    talks = await session.find(follow_ups, {"customer": person.id})
    messages = {str(one["source_message_id"]) for one in talks} - {""}
    ids = frozenset(messages).union(*rows.values())
    traces = await _traces(session, own, ids, {person.id})
    return Erasable(person, rows, person.id, traces)


async def rows_at(session: Session, customer: str) -> Mapping[str, frozenset[str]]:
    """The ids of a customer's rows by their tables."""
    rows = {customers.name: frozenset({customer})}
    for table in AT_CUSTOMERS:
        query = select(table.c.id).where(
            table.c.company_id == session.company, table.c.customer == customer
        )
        rows[table.name] = frozenset(row.id for row in await session.all(query))
    return rows


async def _contact(session: Session, person: Person, row: Mapping[str, Any]) -> Erasable:
    customer = str(row["customer"])
    own = {str(row["name"]), str(row["mobile"])}
    own |= await _once(session, {contacts.name: frozenset({person.id})})
    own |= await _said(session, str(row["name"]), customer)
    traces = await _traces(session, own, frozenset({person.id}), {person.id}, customer)
    return Erasable(person, {contacts.name: frozenset({person.id})}, customer, traces)


async def _once(session: Session, rows: Mapping[str, frozenset[str]]) -> set[str]:
    """What he was called before, and his numbers then: the ledger knows."""
    names = {
        customers.name: ("full_name", "aliases", "mobile"),
        contacts.name: ("name", "mobile"),
    }
    found: set[str] = set()
    for table, columns in names.items():
        for id_ in sorted(rows.get(table, ())):
            mark = json.dumps(json.dumps([session.company, id_]))
            query = select(_l.changes).where(
                _l.company_id == session.company, _l.changes.contains(mark, autoescape=True)
            )
            for row in await session.all(query):
                found |= _called_in(row.changes, table, id_, columns)
    return found


def _called_in(changes: str, table: str, id_: str, columns: Sequence[str]) -> set[str]:
    images = [
        row_of(table_named(table), {one: image[one] for one in columns if one in image})
        for name, key, *both in json.loads(changes)
        for image in both
        if name == table and json.loads(key)[1] == id_ and image
    ]
    said = [value for row in images for value in row.values()]
    return {
        str(word) for one in said for word in (one if isinstance(one, tuple) else (one,)) if word
    }


async def _said(session: Session, name: str, customer: str) -> set[str]:
    """How he was called at the customer (王总), where nobody else there may be meant."""
    others = [
        one["name"]
        for one in await session.find(contacts, {"customer": customer})
        if one["name"] != name
    ]
    told = {
        said
        for one in await session.find(follow_ups, {"customer": customer})
        for said in one["contacts"]
    }
    return {
        said
        for said in told
        if is_called(name, said) and not any(is_called(other, said) for other in others)
    }


async def _traces(
    session: Session, words: Iterable[str], ids: frozenset[str], gone: set[str], at: str = ""
) -> Traces:
    """What is nobody else's tells by itself, the rest beside it."""
    telling = {word for word in words if is_telling(word)}
    shared = {word for word in sorted(telling) if await _is_others(session, word, gone)}
    return Traces(frozenset(telling - shared), frozenset(shared), ids, at)


async def _is_others(session: Session, word: str, gone: set[str]) -> bool:
    """Whether it is in what others are called as well."""

    def holding(table: Table, *names: str) -> Any:
        held = [_holds(table.c[name], word) for name in names]
        other = and_(table.c.id.not_in(gone), or_(*held))
        if table is contacts:
            other = and_(other, table.c.customer.not_in(gone))
        mine = table.c.company_id == session.company
        return select(table.c.id).where(mine, other).limit(1)

    queries = (
        holding(customers, "full_name", "aliases", "mobile", "custom", "industry", "city"),
        holding(contacts, "name", "mobile"),
        holding(employees, "name", "mobile"),
    )
    return any([await session.first(query) is not None for query in queries])


def _holds(column: ColumnElement[Any], word: str) -> ColumnElement[bool]:
    return func.lower(type_coerce(column, Text)).contains(word.lower(), autoescape=True)


def _digits(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.replace(func.replace(column, " ", ""), "-", "")
