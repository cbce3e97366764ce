"""One transaction of one company, and the row changes made in it."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    CompoundSelect,
    Insert,
    Row,
    Select,
    Table,
    TextClause,
    and_,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from core.ledger.model import Act, RowChange
from storage import direct
from storage.direct import Values
from storage.images import image, key_of
from storage.types import Moment


@dataclass(slots=True)
class Session:
    """What the repositories of one unit of work share.

    Args:
        changes: rows changed and not yet held by a ledger event.
    """

    connection: AsyncConnection
    company: int
    act: Act
    changes: list[RowChange] = field(default_factory=list)
    points: int = 0

    async def all(
        self,
        query: Select[Any] | CompoundSelect[Any] | TextClause,
        values: dict[str, object] | None = None,
    ) -> Sequence[Row[Any]]:
        rows: Sequence[Row[Any]] = (await self.connection.execute(query, values)).all()
        return rows

    async def quick(self, query: str, **values: object) -> Sequence[tuple[Any, ...]]:
        """Rows in the driver's own hand, in a tenth of the time: for what every message asks (0012).

        Args:
            query: `:name` for a value, `{name}` for a list, which is a table with the column `value`.
        """
        lists = frozenset(name for name, value in values.items() if isinstance(value, list))
        if self.connection.dialect.name == "postgresql":
            return (await direct.run(self.connection, _with_arrays(query, lists), values))[1]
        plain = {name: _for_driver(value) for name, value in values.items()}
        return (await direct.run(self.connection, _with_json(query, lists), plain))[1]

    async def find(
        self, table: Table, at: Values, where: str = "", then: str = ""
    ) -> list[Mapping[str, Any]]:
        """`direct.find` among the rows of this company."""
        return await direct.find(self.connection, table, self._mine(at), _of(where), then)

    async def among(
        self, table: Table, column: str, wanted: Sequence[object]
    ) -> list[Mapping[str, Any]]:
        """The rows of this company that have one of the texts in a column."""
        words = direct.Words.of(table, self.connection.dialect)
        query = words.select(f"company_id = :company AND {column} IN {{wanted}}")
        rows = await self.quick(query, company=self.company, wanted=list(wanted))
        return [words.read(row) for row in rows]

    async def write(self, table: Table, row: Values, *, unless: Sequence[str] = ()) -> bool:
        """`direct.write`, noting nothing: for what is no record."""
        return await direct.write(self.connection, table, row, unless=unless)

    async def change(self, table: Table, row: Values, at: Values, where: str = "") -> int:
        """`direct.change` of the rows of this company, noting nothing."""
        return await direct.change(self.connection, table, row, self._mine(at), _of(where))

    async def drop(self, table: Table, at: Values) -> int:
        """`direct.drop` of the rows of this company, noting nothing."""
        return await direct.drop(self.connection, table, self._mine(at))

    def _mine(self, values: Values) -> Values:
        return {"company_id": self.company, **values}

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """A part that may fail without taking the rest with it: rows and notes of it are undone."""
        noted = list(self.changes)
        self.points += 1
        point = f"liaoke_{self.points}"
        await direct.run(self.connection, f"SAVEPOINT {point}")
        try:
            yield
        except BaseException:
            self.changes[:] = noted
            await direct.run(self.connection, f"ROLLBACK TO SAVEPOINT {point}")
            raise
        finally:
            await direct.run(self.connection, f"RELEASE SAVEPOINT {point}")

    async def first(self, query: Select[Any]) -> Row[Any] | None:
        row: Row[Any] | None = (await self.connection.execute(query)).first()
        return row

    async def number(self, query: Select[Any]) -> int:
        return int((await self.connection.execute(query)).scalar() or 0)

    async def add(self, table: Table, row: dict[str, object]) -> None:
        """Insert one row and note it."""
        await self.write(table, row)
        self._note(table, None, row)

    async def add_many(self, table: Table, rows: Sequence[dict[str, object]]) -> None:
        """Insert rows, noting of each its key alone: for imports, whose batch is the event."""
        await self.fill(table, rows)
        for row in rows:
            self.changes.append(RowChange(table.name, key_of(table, row), None, None))

    async def fill(self, table: Table, rows: Sequence[dict[str, object]]) -> None:
        """Insert rows that are derived from records, noting none."""
        if not rows:
            return
        if self.connection.dialect.name == "postgresql":
            await self.connection.execute(_at_once(table, rows))
        else:
            await self.connection.execute(insert(table), list(rows))

    async def replace(self, table: Table, row: dict[str, object], version: int) -> bool:
        """Write `row` over the one of its key with `version`; False when that is gone."""
        at = self.place(table, row)
        found = await self.find(table, at)
        if not found or found[0]["version"] != version:
            return False
        if not await self.change(table, row, {**at, "version": version}):
            return False
        self._note(table, found[0], row)
        return True

    async def replace_many(
        self, table: Table, rows: Sequence[dict[str, object]], key: str
    ) -> str | None:
        """Write `rows` over those of their keys one version below; the key of one that is gone."""
        mine = table.c.company_id == self.company
        found = await self.all(
            select(table).where(mine, table.c[key].in_([row[key] for row in rows]))
        )
        kept = {row._mapping[key]: dict(row._mapping) for row in found}  # noqa: SLF001 - public name
        for row in rows:
            before = kept.get(row[key])
            if before is None or before["version"] != int(str(row["version"])) - 1:
                return str(row[key])
        if await self._written_over(table, rows, key) != len(rows):
            return str(rows[0][key])
        for row in rows:
            self._note(table, kept[row[key]], row)
        return None

    async def _written_over(self, table: Table, rows: Sequence[dict[str, object]], key: str) -> int:
        """How many of the rows lay there one version below."""
        mine = table.c.company_id == self.company
        if self.connection.dialect.name == "postgresql":
            new = select(*_lists(table, rows)).subquery()
            at = and_(mine, table.c[key] == new.c[key], table.c.version == new.c.version - 1)
            over = update(table).where(at).values({name: new.c[name] for name in rows[0]})
            return int((await self.connection.execute(over)).rowcount)
        at = and_(mine, table.c[key] == bindparam("at"), table.c.version == bindparam("old"))
        values: dict[str, Any] = {name: bindparam(name) for name in rows[0]}
        done = await self.connection.execute(
            update(table).where(at).values(values),
            [{**row, "at": row[key], "old": int(str(row["version"])) - 1} for row in rows],
        )
        return int(done.rowcount)

    async def overwrite(self, table: Table, now: dict[str, object], row: dict[str, object]) -> None:
        """Write `row` over the row that is `now`, whatever its version; rises the version."""
        if "version" in now:
            row = {**row, "version": int(str(now["version"])) + 1}
        await self.change(table, row, self.place(table, row))
        self._note(table, now, row)

    async def remove(self, table: Table, row: dict[str, object]) -> None:
        at = self.place(table, row)
        if found := await self.find(table, at):
            await self.drop(table, at)
            self._note(table, found[0], None)

    def place(self, table: Table, row: Values) -> Values:
        """The values of the row's key beside its company."""
        names = (column.name for column in table.primary_key.columns)
        return {name: row[name] for name in names if name != "company_id"}

    def _note(self, table: Table, before: Values | None, after: Values | None) -> None:
        row = after or before or {}
        self.changes.append(
            RowChange(
                table.name,
                key_of(table, row),
                image(table, before) if before else None,
                image(table, after) if after else None,
            )
        )


def _for_driver(value: object) -> object:
    """What SQLite is given for a value: a moment as it lies in a row, a list for `json_each`."""
    if isinstance(value, datetime):
        return Moment().plain(value)
    return json.dumps(value) if isinstance(value, list) else value


@lru_cache
def _with_json(query: str, lists: frozenset[str]) -> str:
    table = "(SELECT value FROM json_each(:{0}))"
    return query.format_map({name: table.format(name) for name in lists})


@lru_cache
def _with_arrays(query: str, lists: frozenset[str]) -> str:
    table = "(SELECT value FROM unnest(CAST(:{0} AS text[])) AS a(value))"
    return query.format_map({name: table.format(name) for name in lists})


def _of(where: str) -> str:
    return f"company_id = :at_company_id AND {where}" if where else ""


def _at_once(table: Table, rows: Sequence[dict[str, object]]) -> Insert:
    """One statement for many rows: on PostgreSQL one for each takes far longer, and they are a pipeline
    in which who stands still keeps his locks."""
    return insert(table).from_select(list(rows[0]), select(*_lists(table, rows)))


def _lists(table: Table, rows: Sequence[dict[str, object]]) -> list[ColumnElement[Any]]:
    """The columns of `rows`, each as one list that PostgreSQL takes apart."""
    return [
        func.unnest(
            bindparam(name, [row[name] for row in rows], ARRAY(table.c[name].type, dimensions=1))
        ).label(name)
        for name in rows[0]
    ]
