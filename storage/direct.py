"""Statements about single rows, written once for each table: SQLAlchemy would weigh its own anew each time.

To build, to recognise and to run one of its statements takes ten times as long as SQLite takes to
answer it (decision 0026). The types of the columns stay SQLAlchemy's.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Table
from sqlalchemy.ext.asyncio import AsyncConnection

Values = Mapping[str, object]
_Process = Callable[[Any], Any]
_AT = "at_"
"""Before the name of a value that a row is found by."""


class Words:
    """One table's statements and how its values pass to and from the driver.

    Values are written `:name`; those that find a row are `None`, never a parameter, where it is empty.
    """

    def __init__(self, table: Table, dialect: Dialect) -> None:
        quote = dialect.identifier_preparer.quote
        self._table = table.name
        self._quoted = {column.name: quote(column.name) for column in table.columns}
        self._names = tuple(self._quoted)
        kinds = {column.name: column.type.dialect_impl(dialect) for column in table.columns}
        readers = [kind.result_processor(dialect, None) for kind in kinds.values()]
        self._reads = [(place, read) for place, read in enumerate(readers) if read]
        writers = {name: kind.bind_processor(dialect) for name, kind in kinds.items()}
        self._writes = {name: write for name, write in writers.items() if write}
        self._made: dict[object, str] = {}

    @classmethod
    def of(cls, table: Table, dialect: Dialect) -> "Words":
        """Those of `table` on this kind of database."""
        known: Words | None = table.info.get((cls, dialect.name))
        if known is None:
            known = table.info[cls, dialect.name] = cls(table, dialect)
        return known

    def read(self, row: Sequence[Any]) -> Values:
        """A row of `select` as values."""
        values = list(row)
        for place, read in self._reads:
            values[place] = read(values[place])
        return dict(zip(self._names, values, strict=True))

    def given(self, values: Mapping[str, object]) -> Values:
        """Values as the driver is given them."""
        return {
            name: self._writes[name](value) if name in self._writes else value
            for name, value in values.items()
        }

    def at(self, values: Mapping[str, object]) -> Values:
        """As `given`, of values that find a row."""
        found = self.given({name: value for name, value in values.items() if value is not None})
        return {_AT + name: value for name, value in found.items()}

    def select(self, where: str) -> str:
        return self._once(
            ("select", where),
            lambda: f"SELECT {', '.join(self._quoted.values())} FROM {self._table} WHERE {where}",  # noqa: S608 - ours
        )

    def insert(self, names: Sequence[str], unless: Sequence[str] = (), many: int = 0) -> str:
        """`many`: of so many rows, whose values are given one after the other and not by name."""

        def made() -> str:
            columns = ", ".join(self._quoted[name] for name in names)
            one = ", ".join("?" if many else f":{name}" for name in names)
            values = ", ".join([f"({one})"] * max(many, 1))
            made = f"INSERT INTO {self._table} ({columns}) VALUES {values}"  # noqa: S608 - our own
            there = ", ".join(self._quoted[name] for name in unless)
            return f"{made} ON CONFLICT ({there}) DO NOTHING" if unless else made

        return self._once(("insert", tuple(names), tuple(unless), many), made)

    def update(self, names: Sequence[str], where: str) -> str:
        def made() -> str:
            put = ", ".join(f"{self._quoted[name]} = :{name}" for name in names)
            return f"UPDATE {self._table} SET {put} WHERE {where}"  # noqa: S608 - our own

        return self._once(("update", tuple(names), where), made)

    def delete(self, where: str) -> str:
        return f"DELETE FROM {self._table} WHERE {where}"  # noqa: S608 - our own

    def where(self, values: Mapping[str, object]) -> str:
        """The condition that a row has exactly `values`."""
        key = ("where", *((name, value is None) for name, value in values.items()))

        def made() -> str:
            return " AND ".join(
                f"{self._quoted[name]} IS NULL"
                if value is None
                else f"{self._quoted[name]} = :{_AT}{name}"
                for name, value in values.items()
            )

        return self._once(key, made)

    def _once(self, key: object, make: Callable[[], str]) -> str:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]


async def run(
    connection: AsyncConnection, statement: str, values: Values | None = None
) -> tuple[int, Sequence[tuple[Any, ...]]]:
    """How many rows a statement in the driver's own words changed, and those it found."""
    raw = connection.sync_connection
    if raw is None:
        raise RuntimeError("the transaction is over")
    if connection.dialect.name == "postgresql":
        driver: Any = raw.connection.driver_connection
        cursor = await driver.execute(_for_psycopg(statement), values)
        return cursor.rowcount, await cursor.fetchall() if cursor.description else ()
    link: Any = raw.connection.dbapi_connection
    found = await link.found(statement, () if values is None else values, is_short=True)
    return found[1], found[3]


async def find(
    connection: AsyncConnection, table: Table, at: Values, where: str = "", then: str = ""
) -> list[Values]:
    """The rows of one table.

    Args:
        at: values of columns.
        where: a condition in which `:at_name` is such a value; by default the rows have exactly these.
        then: an order or a limit.
    """
    words = Words.of(table, connection.dialect)
    condition = where or words.where(at)
    statement = words.select(f"{condition} {then}" if then else condition)
    return [words.read(row) for row in (await run(connection, statement, words.at(at)))[1]]


async def write(
    connection: AsyncConnection, table: Table, row: Values, *, unless: Sequence[str] = ()
) -> bool:
    """Insert one row, `unless` another has the same values there; False when one has."""
    words = Words.of(table, connection.dialect)
    statement = words.insert(tuple(row), unless)
    return (await run(connection, statement, words.given(row)))[0] > 0


async def change(
    connection: AsyncConnection, table: Table, row: Values, at: Values, where: str = ""
) -> int:
    """Write `row` over the rows found as by `find`; returns how many there were."""
    words = Words.of(table, connection.dialect)
    statement = words.update(tuple(row), where or words.where(at))
    return (await run(connection, statement, {**words.given(row), **words.at(at)}))[0]


async def drop(connection: AsyncConnection, table: Table, at: Values) -> int:
    """Delete the rows that have these values; returns how many there were."""
    words = Words.of(table, connection.dialect)
    return (await run(connection, words.delete(words.where(at)), words.at(at)))[0]


@lru_cache(1_000)
def _for_psycopg(statement: str) -> str:
    return _NAMED.sub(r"%(\1)s", statement)


_NAMED = re.compile(r":(\w+)")
