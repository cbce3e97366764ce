"""`liaoke import`, `liaoke export`."""

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.refused import Refused

if TYPE_CHECKING:
    from bot.transfer.result import Counts
    from bot.transfer.tables import Columns

_SHOWN = 50
"""Refused rows on a terminal."""


def import_file(arguments: argparse.Namespace) -> int:
    """1 when there were rows and every one was refused."""
    counts = asyncio.run(_import(arguments))
    return 1 if counts.refused and not counts.done else 0


async def _import(arguments: argparse.Namespace) -> "Counts":
    from bot.cli.opened import acting, current_rules, first_rules, opened
    from bot.transfer.incoming import columns
    from bot.transfer.tables import UnreadableFile
    from bot.transfer.taking import take_in

    keeps = not arguments.dry_run
    async with opened() as (store, settings):
        await first_rules(store, settings.company_file)
        fields = (await current_rules(store)).company.fields
        try:
            counts = await take_in(
                arguments.file,
                arguments.kind,
                lambda: acting(store, settings, name="import", keeps=keeps),
                fields,
            )
        except UnreadableFile as wrong:
            raise Refused(str(wrong)) from None
    if arguments.errors:
        _put(_refused(counts, columns(arguments.kind, fields), arguments.errors), arguments.errors)
    _report(counts, as_json=arguments.json)
    return counts


def _refused(counts: "Counts", columns: "Columns", file: Path) -> bytes:
    """The refused rows as the file had them, with number and reason: mended, it is read again."""
    from bot.transfer.spreadsheets import table

    rows = [
        {**one.row.line, "line": one.row.number, "reason": one.reason} for one in counts.refused
    ]
    given = [name for name in columns.all if any(name in row for row in rows)]
    format_ = "xlsx" if file.suffix.lower() == ".xlsx" else "csv"
    return table(format_, ["line", *given, "reason"], rows)


def _report(counts: "Counts", *, as_json: bool) -> None:
    figures = counts.figures()
    if as_json:
        errors = [
            {"line": one.row.number, "key": one.key, "reason": one.reason} for one in counts.refused
        ]
        sys.stdout.write(json.dumps({**figures, "errors": errors}, ensure_ascii=False) + "\n")
        return
    sys.stdout.write(", ".join(f"{name} {count}" for name, count in figures.items()) + "\n")
    for one in counts.refused[:_SHOWN]:
        sys.stderr.write(f"line {one.row.number} ({one.key[:40]}): {one.reason}\n")
    if (more := len(counts.refused) - _SHOWN) > 0:
        sys.stderr.write(f"and {more} more; --errors FILE writes them all\n")


def export(arguments: argparse.Namespace) -> int:
    asyncio.run(_export(arguments))
    return 0


async def _export(arguments: argparse.Namespace) -> None:
    from bot.cli.opened import current_rules, opened
    from bot.transfer.books import TooManyRows
    from bot.transfer.outgoing import keys, records
    from bot.transfer.spreadsheets import table

    async with opened() as (store, settings):
        fields = (await current_rules(store)).company.fields
        found = [one async for one in records(arguments.kind, store, settings.zone, fields)]
    try:
        content = table(arguments.format, keys(arguments.kind, fields), found)
    except TooManyRows as wrong:
        raise Refused(str(wrong)) from None
    _put(content, arguments.out)


def _put(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(content)
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise Refused(f"{out}: {error.strerror}") from None
