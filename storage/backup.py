"""A whole installation as one file, and back: the same file for SQLite and PostgreSQL.

The file is gzip of one JSON value a line: a head, then [table, row] with rows as in the ledger.
"""

import base64
import gzip
import json
from collections.abc import Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, LargeBinary, Table, func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.images import image, row_of
from storage.tables import metadata
from storage.tables.history import ledger_seq, pool_seq

_FORMAT = 1
_MANY = 500
_NUMBERED = {"ledger": ledger_seq.name, "pool_events": pool_seq.name}
_SERIAL = ("inbox", "outbox", "errands")
_SET = text("SELECT setval(CAST(:name AS regclass), :highest)")
_OF = text("SELECT pg_get_serial_sequence(:name, 'seq')")


class NotEmpty(Exception):
    """The database holds something already; nothing was changed."""


class NoBackup(Exception):
    """The file is no backup, or one of another schema; nothing was changed."""


async def backup(database: Database, path: Path) -> int:
    """Write everything, as it is at one moment, into `path`; returns the number of rows.

    Whoever writes meanwhile is neither held up nor half in it. The file appears when it is whole
    and is readable by its owner only.
    """
    rows, part = 0, path.with_name(path.name + ".part")
    part.touch(mode=0o600)
    try:
        async with database.still() as connection:
            with gzip.open(part, "wt", encoding="utf-8") as file:
                head = {"liaoke": _FORMAT, "schema": await connection.run_sync(_schema)}
                file.write(json.dumps(head) + "\n")
                for table in metadata.sorted_tables:
                    found = await connection.stream(select(table))
                    async for row in found.mappings():
                        line = [table.name, _written(table, dict(row))]
                        file.write(json.dumps(line, ensure_ascii=False) + "\n")
                        rows += 1
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return rows


async def restore(database: Database, path: Path) -> int:
    """Put the rows of a backup into an empty database with the same schema; returns how many.

    Raises:
        NotEmpty: there are rows already.
        NoBackup: the file is broken, no backup, or one of another schema.
    """
    try:
        async with database.write() as connection:
            return await _restore(connection, path)
    except (OSError, EOFError, ValueError, KeyError, TypeError, IntegrityError) as broken:
        raise NoBackup(f"{path.name}: {broken}") from broken


async def _restore(connection: AsyncConnection, path: Path) -> int:
    for table in metadata.sorted_tables:
        if (await connection.execute(select(func.count()).select_from(table))).scalar():
            raise NotEmpty(table.name)
    rows = 0
    with gzip.open(path, "rt", encoding="utf-8") as file:
        head = json.loads(file.readline())
        if head != {"liaoke": _FORMAT, "schema": await connection.run_sync(_schema)}:
            raise NoBackup(f"{path.name}: another schema, {head}")
        lines = (json.loads(line) for line in file)
        for name, some in groupby(lines, key=lambda line: str(line[0])):
            table = metadata.tables[name]
            read = (_read(table, line[1]) for line in some)
            while many := list(islice(read, _MANY)):
                await connection.execute(insert(table), many)
                rows += len(many)
    if connection.dialect.name == "postgresql":
        await _go_on_counting(connection)
    return rows


async def _go_on_counting(connection: AsyncConnection) -> None:
    """Let PostgreSQL's sequences begin after the numbers that came in."""
    names: dict[str, str] = {**_NUMBERED}
    for name in _SERIAL:
        names[name] = str((await connection.execute(_OF, {"name": name})).scalar_one())
    for name, sequence in names.items():
        query = select(func.max(metadata.tables[name].c.seq))
        if highest := (await connection.execute(query)).scalar():
            await connection.execute(_SET, {"name": sequence, "highest": highest})


def _schema(connection: Connection) -> list[str]:
    return sorted(MigrationContext.configure(connection).get_current_heads())


def _written(table: Table, row: dict[str, object]) -> dict[str, Any]:
    plain: dict[str, Any] = image(table, row)
    for name in _binary(table):
        if plain[name] is not None:
            plain[name] = base64.b64encode(bytes(plain[name])).decode()
    return plain


def _read(table: Table, plain: dict[str, object]) -> dict[str, object]:
    if set(plain) != set(table.columns.keys()):
        raise ValueError(f"half a row of {table.name}")
    row = row_of(table, plain)
    for name in _binary(table):
        if row[name] is not None:
            row[name] = base64.b64decode(str(row[name]), validate=True)
    return row


def _binary(table: Table) -> Iterator[str]:
    return (column.name for column in table.columns if isinstance(column.type, LargeBinary))
