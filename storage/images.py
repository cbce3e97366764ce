"""Rows as the ledger and backups keep them: their values as JSON."""

import json
from collections.abc import Mapping
from typing import cast

from sqlalchemy import Table

from storage.tables import metadata
from storage.types import Kept, Plain


def key_of(table: Table, row: Mapping[str, object]) -> str:
    """The values of a row's key."""
    names = [column.name for column in table.primary_key.columns]
    return json.dumps([_plain(table, name, row[name]) for name in names])


def image(table: Table, row: Mapping[str, object]) -> dict[str, object]:
    """A row as JSON values."""
    return {name: _plain(table, name, value) for name, value in row.items()}


def row_of(table: Table, image: dict[str, object]) -> dict[str, object]:
    """The row of an image."""
    return {name: _value(table, name, plain) for name, plain in image.items()}


def table_named(name: str) -> Table:
    return metadata.tables[name]


def _plain(table: Table, name: str, value: object) -> object:
    kind = table.c[name].type
    return kind.plain(value) if isinstance(kind, Kept) and value is not None else value


def _value(table: Table, name: str, plain: object) -> object:
    kind = table.c[name].type
    return kind.value(cast(Plain, plain)) if isinstance(kind, Kept) and plain is not None else plain
