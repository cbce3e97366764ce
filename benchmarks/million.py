"""A million customers, with a person at each, written at once; the product makes their keys.

`python -m benchmarks.million URL COUNT`; what the store writes is the same and takes minutes.
"""

import asyncio
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import timedelta
from itertools import islice

import psycopg
from sqlalchemy import Table
from sqlalchemy.engine import make_url

from benchmarks.market import Company, market
from bot.ids import Ids
from core.customers.model import Contact, ContactId, Customer, CustomerId
from core.customers.names import keys, person_keys
from core.ledger.model import Act
from core.people.model import Employee, EmployeeId, Role
from storage import names
from storage.store import COMPANY, Store
from storage.tables import contacts, customers

CUSTOMERS = 1_000_000
OWN = 2_000
"""About so many customers a rep has."""
POOLED = 10
"""One in so many is nobody's."""
_MODEL, _NOBODY = "model", ""
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "建国 伟 芳 敏 静 丽 强 磊 洋 艳 勇 军 杰 娟 涛 明 超 秀英 霞 平 刚 桂英".split()
_CHUNK = 50_000

Row = tuple[str | None, ...]


def reps(count: int) -> int:
    """How many reps share `count` customers."""
    return max(1, count // OWN)


def owner(number: int, count: int) -> str | None:
    """Who owns customer `number`; None: it is in the pool."""
    return f"E{number // POOLED % reps(count)}" if number % POOLED else None


async def founded(url: str, count: int) -> None:
    """Write a company: its people and a model of a customer by the store, the customers past it."""
    store = Store(url, new_id=Ids())
    await store.migrate()
    since = store.now() - timedelta(days=3)
    act = Act(id="found", actor=None, channel="bench", at=since)
    async with store.unit(act) as uow:
        for number in range(reps(count)):
            rep = EmployeeId(f"E{number}")
            person = Employee(id=rep, name=f"员工{number}", roles=frozenset({Role.REP}))
            await uow.people.add(person)
        model = Customer(id=CustomerId(_MODEL), full_name="", owned_since=since, created_at=since)
        await uow.customers.add_many([model])
        known = Contact(id=ContactId(_MODEL), customer=model.id, name=_NOBODY, created_at=since)
        await uow.contacts.add_many([known])
        await uow.ledger.record("import", "company", "bench")
    await store.close()
    written = _into_sqlite if store.database.is_sqlite else _into_postgresql
    written(url, count)


def _chunks(count: int) -> Iterator[tuple[list[Row], list[Row]]]:
    """Rows of customers (id, full_name, owner) and of their keys."""
    numbered = enumerate(market(count))
    while some := list(islice(numbered, _CHUNK)):
        named: list[Row] = [
            (one.id, one.full_name, owner(number, count), person(number)) for number, one in some
        ]
        yield (
            named,
            [
                row
                for number, one in some
                for row in _keyed(one, owner(number, count), person(number))
            ],
        )


def person(number: int) -> str:
    """Who is known at customer `number`: one of twenty surnames, and a name that others have too."""
    first, second = number % len(_SURNAMES), number // len(_SURNAMES)
    return _SURNAMES[first] + _GIVEN[second % len(_GIVEN)]


def _keyed(one: Company, whose: str | None, known: str) -> Iterator[Row]:
    owner = whose or names.POOLED
    yield from ((key, owner, one.id, kind) for key, kind in keys(one.full_name))
    yield from ((key, owner, one.id, names.CALLED) for key in person_keys(known))


def _from_named(table: Table, own: Mapping[str, str]) -> str:
    """A row of each company in `named` as the model is, with its own values in the columns of `own`."""
    columns = [column.name for column in table.columns]
    values = ", ".join(own.get(name, f"m.{name}") for name in columns)
    into = f"INSERT INTO {table.name} ({', '.join(columns)})"
    return f"{into} SELECT {values} FROM named n, {table.name} m WHERE m.id = '{_MODEL}'"  # noqa: S608 - our own names


_WRITTEN = (
    _from_named(customers, {"id": "n.id", "full_name": "n.full_name", "owner": "n.owner"}),
    _from_named(contacts, {"id": "n.id", "customer": "n.id", "name": "n.person"}),
    *(f"DELETE FROM {table} WHERE id = '{_MODEL}'" for table in ("customers", "contacts")),  # noqa: S608
)
_NAMED = "CREATE TEMPORARY TABLE named (id TEXT, full_name TEXT, owner TEXT, person TEXT)"


def _into_sqlite(url: str, count: int) -> None:
    keyed = f"INSERT INTO customer_keys (company_id, key, owner, customer, kind) VALUES ({COMPANY}, ?, ?, ?, ?)"  # noqa: S608
    with closing(sqlite3.connect(make_url(url).database or "", isolation_level=None)) as db:
        for pragma in (
            "synchronous=OFF",
            "journal_mode=OFF",
            "cache_size=-600000",
            "temp_store=MEMORY",
        ):
            db.execute(f"PRAGMA {pragma}")
        db.execute(_NAMED)
        db.execute("BEGIN")
        for named, found in _chunks(count):
            db.executemany("INSERT INTO named VALUES (?, ?, ?, ?)", named)
            db.executemany(keyed, sorted(found))
        for written in _WRITTEN:
            db.execute(written)
        db.execute("COMMIT")
        db.execute("PRAGMA journal_mode=WAL")


def _into_postgresql(url: str, count: int) -> None:
    copied = "COPY customer_keys (key, owner, customer, kind, company_id) FROM STDIN"
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as db, db.cursor() as cursor:
        cursor.execute(_NAMED)
        for named, found in _chunks(count):
            with cursor.copy("COPY named FROM STDIN") as rows:
                for row in named:
                    rows.write_row(row)
            with cursor.copy(copied) as rows:
                for row in found:
                    rows.write_row((*row, COMPANY))
        for written in _WRITTEN:
            cursor.execute(written)
        db.commit()
        db.autocommit = True
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    asyncio.run(founded(sys.argv[1], int(sys.argv[2])))
