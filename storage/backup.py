"""A whole installation as one file, and back: the same file for SQLite and PostgreSQL.

The file is gzip of one JSON value a line: a head, [table, row] with rows as in the ledger, what people
sent as ["#file", [path, bytes]], and at the end how many rows of each table there are.
"""

import base64
import gzip
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby, islice
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any

from sqlalchemy import LargeBinary, Table, func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.images import image, row_of
from storage.schema import versions
from storage.tables import metadata
from storage.tables.history import ledger_seq, pool_seq

_FORMAT = 2
_OLDER = 1
"""Without files and counts."""
_FILE, _COUNTS = "#file", "#counts"
_HALF = ".begun"
PART = ".part"
"""A copy that is not whole yet, or never will be."""
ERASED = "erased.jsonl"
"""The list of whom a restored copy has to lose again: it goes its own way."""
_MANY = 500
_NUMBERED = {"ledger": ledger_seq.name, "pool_events": pool_seq.name}
_SERIAL = ("inbox", "outbox", "errands")
_SET = text("SELECT setval(CAST(:name AS regclass), :highest)")
_OF = text("SELECT pg_get_serial_sequence(:name, 'seq')")


class NotEmpty(Exception):
    """The database holds something already; nothing was changed."""


class NoBackup(Exception):
    """The file is no backup, or one of another schema; nothing was changed."""


async def backup(database: Database, path: Path, files: Path | None = None) -> int:
    """Write everything, as it is at one moment, into `path`; returns the number of rows.

    The files of the folder `files` come after the rows: what a row names is there already.

    Whoever writes meanwhile is neither held up nor half in it. The file appears when it is whole
    and is readable by its owner only.
    """
    counts: Counter[str] = Counter()
    part = _own_part(path)
    try:
        async with database.still() as connection:
            with gzip.open(part, "wt", encoding="utf-8") as file:
                head = {"liaoke": _FORMAT, "schema": await connection.run_sync(versions)}
                file.write(json.dumps(head) + "\n")
                for table in metadata.sorted_tables:
                    found = await connection.stream(select(table))
                    async for row in found.mappings():
                        line = [table.name, _written(table, dict(row))]
                        file.write(json.dumps(line, ensure_ascii=False) + "\n")
                        counts[table.name] += 1
                for one in _lying(files) if files else ():
                    file.write(json.dumps(one) + "\n")
                file.write(json.dumps([_COUNTS, counts]) + "\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return counts.total()


def _own_part(path: Path) -> Path:
    """A file beside `path`, readable by its owner only: whoever else makes the same copy has another."""
    with NamedTemporaryFile(
        dir=path.parent, prefix=f"{path.name}.", suffix=PART, delete=False
    ) as part:
        return Path(part.name)


def _lying(folder: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    """Every whole file of the folder; one that is swept meanwhile is needed by nobody."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != _HALF and path.name != ERASED:
            with suppress(FileNotFoundError):
                content = base64.b64encode(path.read_bytes()).decode()
                yield _FILE, (path.relative_to(folder).as_posix(), content)


async def restore(database: Database, path: Path, files: Path | None = None) -> int:
    """Put a backup into an empty database with the same schema; returns how many rows.

    What people sent goes into the folder `files`; without one it is left.

    Raises:
        NotEmpty: there are rows already.
        NoBackup: the file is broken, no backup, or one of another schema.
    """
    try:
        with TemporaryDirectory(prefix="liaoke-") as aside:
            async with database.write() as connection:
                rows = await _restore(connection, path, Path(aside))
                if files:
                    _put_in_place(Path(aside), files)
            return rows
    except (OSError, EOFError, ValueError, KeyError, TypeError, IntegrityError) as broken:
        raise NoBackup(f"{path.name}: {broken}") from broken


def _put_in_place(aside: Path, files: Path) -> None:
    for path in [one for one in aside.rglob("*") if one.is_file()]:
        place = files / path.relative_to(aside)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, place)


def _keep_all(aside: Path, lines: Iterator[Any]) -> None:
    """Keep files where nobody looks for them yet; a path that leads elsewhere is none of ours."""
    for _, (name, content) in lines:
        place = PurePosixPath(name)
        if place.is_absolute() or not {"", ".", ".."}.isdisjoint(place.parts):
            raise ValueError(f"no path of a file: {name}")
        path = aside / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(content, validate=True))


async def _restore(connection: AsyncConnection, path: Path, aside: Path) -> int:
    await _expect_empty(connection)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        head = json.loads(file.readline())
        schema = await connection.run_sync(versions)
        if head not in [{"liaoke": one, "schema": schema} for one in (_OLDER, _FORMAT)]:
            raise NoBackup(f"{path.name}: another schema, {head}")
        lines = (json.loads(line) for line in file)
        counts: Counter[str] = Counter()
        told: list[dict[str, int]] = []
        for name, some in groupby(lines, key=lambda line: str(line[0])):
            if name == _FILE:
                _keep_all(aside, some)
            elif name == _COUNTS:
                told += [line[1] for line in some]
            else:
                counts[name] += await _inserted(connection, metadata.tables[name], some)
    if head["liaoke"] == _FORMAT and told != [dict(counts)]:
        raise NoBackup(f"{path.name}: not all rows are there")
    if connection.dialect.name == "postgresql":
        await _go_on_counting(connection)
    return counts.total()


async def _expect_empty(connection: AsyncConnection) -> None:
    for table in metadata.sorted_tables:
        if (await connection.execute(select(func.count()).select_from(table))).scalar():
            raise NotEmpty(table.name)


async def _inserted(connection: AsyncConnection, table: Table, lines: Iterator[Any]) -> int:
    rows, read = 0, (_read(table, line[1]) for line in lines)
    while many := list(islice(read, _MANY)):
        await connection.execute(insert(table), many)
        rows += len(many)
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
