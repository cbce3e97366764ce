"""A million customers written at once, their keys made by the product; `python -m benchmarks.million URL COUNT`.

What the store writes is the same and takes minutes.
"""

import asyncio
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from itertools import islice

import psycopg
from sqlalchemy.engine import make_url

from benchmarks.market import Company, market
from bot.ids import Ids
from core.customers.model import Customer, CustomerId
from core.customers.names import keys
from core.ledger.model import Act
from core.people.model import Employee, EmployeeId, Role
from storage import names
from storage.store import COMPANY, Store
from storage.tables import customers

CUSTOMERS = 1_000_000
OWN = 2_000
"""About so many customers a rep has."""
POOLED = 10
"""One in so many is nobody's."""
_MODEL = "model"
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
        await uow.ledger.record("import", "company", "bench")
    await store.close()
    written = _into_sqlite if store.database.is_sqlite else _into_postgresql
    written(url, count)


def _chunks(count: int) -> Iterator[tuple[list[Row], list[Row]]]:
    """Rows of customers (id, full_name, owner) and of their keys."""
    numbered = enumerate(market(count))
    while some := list(islice(numbered, _CHUNK)):
        named: list[Row] = [(one.id, one.full_name, owner(number, count)) for number, one in some]
        yield named, [row for number, one in some for row in _keyed(one, owner(number, count))]


def _keyed(one: Company, whose: str | None) -> Iterator[Row]:
    return ((key, whose or names.POOLED, one.id, kind) for key, kind in keys(one.full_name))


def _from_named() -> str:
    """Every customer as the model is, under the names in the table `named`."""
    own = ("id", "full_name", "owner")
    columns = ", ".join(column.name for column in customers.columns)
    values = ", ".join(
        f"{'n' if column.name in own else 'm'}.{column.name}" for column in customers.columns
    )
    return f"INSERT INTO customers ({columns}) SELECT {values} FROM named n, customers m WHERE m.id = '{_MODEL}'"  # noqa: S608 - our own names


_NAMED = "CREATE TEMPORARY TABLE named (id TEXT, full_name TEXT, owner TEXT)"
_NO_MODEL = f"DELETE FROM customers WHERE id = '{_MODEL}'"  # noqa: S608


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
            db.executemany("INSERT INTO named VALUES (?, ?, ?)", named)
            db.executemany(keyed, sorted(found))
        db.execute(_from_named())
        db.execute(_NO_MODEL)
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
        cursor.execute(_from_named())
        cursor.execute(_NO_MODEL)
        db.commit()
        db.autocommit = True
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    asyncio.run(founded(sys.argv[1], int(sys.argv[2])))
