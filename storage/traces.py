"""Where somebody is told by what is kept: every text of every table is looked through, of one that is new as well."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Table,
    Text,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy import cast as as_type
from sqlalchemy.ext.asyncio import AsyncConnection

from core.customers.erasing import Traces
from storage import direct
from storage.tables import (
    binding_requests,
    companies,
    customer_keys,
    drafts,
    employees,
    errands,
    identities,
    inbox,
    ledger,
    memory,
    metadata,
    outbox,
    sentences,
    settings,
    shared,
    snapshots,
)
from storage.types import CustomValues, Words

_NOT_OF_PEOPLE = frozenset(
    {companies, settings, shared, employees, identities, binding_requests}
    | {customer_keys, ledger, snapshots}
)
"""The company's own, its staff's, keys that go with their customers; what has its own way of being erased."""
_BY_ID = frozenset({memory, drafts, inbox})
"""Where the id alone leads back to what was said."""
_OVER: Mapping[Table, frozenset[str]] = {
    inbox: frozenset({"done", "dead"}),
    outbox: frozenset({"sent"}),
    errands: frozenset({"done", "dead"}),
}
"""Of queues, the states in which nobody needs what a row says."""
_FORGOTTEN = (drafts, memory, sentences)
_EMPTIED: Mapping[Table, Mapping[str, object]] = {
    inbox: {"body": b"", "answer": None, "state": "done", "error": ""},
    outbox: {"body": b"", "error": ""},
    errands: {"value": "", "place": "", "error": ""},
}

_IDS = frozenset({"id", "card", "digest", "address", "recipient", "conversation", "hash", "act"})
"""Columns of ids and places of ours."""

_MANY = 400
"""Conditions of a statement: SQLite takes no thousand."""

Row = Mapping[str, Any]


async def told(connection: AsyncConnection, traces: Traces) -> dict[Table, list[Row]]:
    """The rows that tell somebody, by their tables."""
    found: dict[Table, list[Row]] = {}
    for table in metadata.sorted_tables:
        if table in _NOT_OF_PEOPLE or not texts_of(table):
            continue
        rows = [row for row in await _near(connection, table, traces) if tells(table, row, traces)]
        if rows:
            found[table] = rows
    return found


def texts_of(table: Table) -> Sequence[Any]:
    """The columns that hold what people wrote, or what was made of it."""
    kinds = (LargeBinary, Words, CustomValues)
    return [
        one
        for one in table.columns
        if isinstance(one.type, kinds) or (type(one.type) is Text and one.name not in _IDS)
    ]


async def _near(connection: AsyncConnection, table: Table, traces: Traces) -> Sequence[Row]:
    """The rows that hold one of the words by the letter."""
    needles = list(traces.words())
    if table in _BY_ID:
        needles += [mark for id_ in sorted(traces.ids) for mark in marks(id_)]
    rows = await holding(connection, table, texts_of(table), needles)
    if table is not memory:
        return rows
    query = select(memory).where(memory.c.value.in_(sorted(traces.ids)))
    return [*rows, *(dict(row._mapping) for row in await connection.execute(query))]  # noqa: SLF001 - SQLAlchemy's public name


def marks(id_: str) -> tuple[str, str]:
    """How an id stands in JSON, and in JSON within JSON."""
    return f'"{id_}"', f'"{id_}\\'


async def holding(
    connection: AsyncConnection, table: Table, columns: Sequence[Any], needles: Sequence[str]
) -> list[Row]:
    """The rows of a table that hold one of the needles in one of the columns, each once, by their keys."""
    found: dict[tuple[object, ...], Row] = {}
    each = max(1, _MANY // len(columns))
    for start in range(0, len(needles), each):
        some = needles[start : start + each]
        held = [holds(column, needle, connection) for column in columns for needle in some]
        for row in await connection.execute(select(table).where(or_(*held))):
            kept = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
            found[tuple(place(table, kept).values())] = kept
    return [found[key] for key in sorted(found, key=str)]


def holds(column: Any, needle: str, connection: AsyncConnection) -> ColumnElement[bool]:
    """Whether a text or bytes hold a word by the letter."""
    if connection.dialect.name == "sqlite":
        return func.instr(as_type(type_coerce(column, Text), Text), needle) > 0
    if isinstance(column.type, LargeBinary):
        whole = "".join(f"\\{one}" if one in "\\%_" else one for one in needle)
        like: ColumnElement[bool] = column.op("LIKE")(f"%{whole}%".encode())
        return like
    return func.strpos(type_coerce(column, Text), needle) > 0


def tells(table: Table, row: Row, traces: Traces) -> bool:
    around = around_of(table, row)
    if table in _BY_ID and (traces.names(around)):
        return True
    return any(traces.tells(one, around) for one in plain_texts(table, row).values())


def around_of(table: Table, row: Row) -> str:
    """Everything that a row says, each value in quotes."""
    return "\n".join(f'"{one}"' for one in plain_texts(table, row).values())


def plain_texts(table: Table, row: Row) -> dict[str, str]:
    """The texts of a row as they lie in it."""
    return {
        column.name: _plain(column, row[column.name])
        for column in texts_of(table)
        if row[column.name]
    }


def _plain(column: Any, value: Any) -> str:
    if isinstance(column.type, LargeBinary):
        return bytes(value).decode(errors="surrogateescape")
    return str(column.type.plain(value)) if isinstance(column.type, Words | CustomValues) else value


def _kept(column: Any, plain: str) -> object:
    if isinstance(column.type, LargeBinary):
        return plain.encode(errors="surrogateescape")
    if isinstance(column.type, Words | CustomValues):
        return column.type.value(plain)
    return plain


async def forget(connection: AsyncConnection, table: Table, row: Row, traces: Traces) -> None:
    """Let a row tell nothing more: what nobody needs goes as a whole, of the rest the words.

    One that was changed since it was read is left, to be found again.
    """
    at = place(table, row) | {name: row[name] for name in ("state", "version") if name in row}
    if table in _FORGOTTEN:
        await direct.drop(connection, table, place(table, row))
    elif row.get("state") in _OVER.get(table, ()):
        await direct.change(connection, table, _EMPTIED[table], at)
    elif changed := _without(table, row, traces):
        rises = {"version": row["version"] + 1} if "version" in row else {}
        await direct.change(connection, table, changed | rises, at)


def _without(table: Table, row: Row, traces: Traces) -> dict[str, object]:
    """The texts in which the person has to be blacked out, so."""
    around = around_of(table, row)
    return {
        name: _kept(table.c[name], without)
        for name, plain in plain_texts(table, row).items()
        if (without := traces.without(plain, around)) != plain
    }


def place(table: Table, row: Row) -> dict[str, object]:
    """The values of a row's key."""
    return {column.name: row[column.name] for column in table.primary_key.columns}


def counted(found: Mapping[Table, Iterable[Row]]) -> dict[str, int]:
    return {table.name: sum(1 for _ in rows) for table, rows in found.items()}
