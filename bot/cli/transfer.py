"""`liaoke import`, `liaoke export`."""

import argparse
import asyncio
import json
import sys
from pathlib import Path

from bot.cli.refused import Refused


def import_file(arguments: argparse.Namespace) -> int:
    return asyncio.run(_import(arguments))


async def _import(arguments: argparse.Namespace) -> int:
    from bot.cli.opened import clock_of, opened
    from bot.installation import current_rules
    from bot.transfer.incoming import Batch, bring_in, chunks
    from bot.transfer.result import Counts
    from bot.transfer.tables import UnreadableFile
    from core.acting import Acting
    from core.ledger.model import Act
    from core.people.model import Employee, EmployeeId
    from core.people.permissions import Viewer

    machine = Employee(id=EmployeeId(""), name="import")
    counts, seen = Counts(), set[str]()
    async with opened() as (store, settings):
        rules = await current_rules(store)
        clock = await clock_of(store, settings)
        try:
            for chunk in chunks(arguments.file, arguments.kind):
                act = Act(id=f"import:{store.new_id()}", actor=None, channel="cli", at=clock())
                try:
                    async with store.unit(act) as uow:
                        acting = Acting(
                            uow=uow,
                            viewer=Viewer(machine, frozenset()),
                            now=clock(),
                            zone=settings.zone,
                            pool=rules.company.pool,
                            flows={flow.id: flow for flow in rules.company.flows},
                            calendar=rules.calendar,
                            new_id=store.new_id,
                        )
                        batch = Batch(acting, counts, seen=seen)
                        await bring_in(arguments.kind, chunk, batch)
                        if arguments.dry_run:
                            raise _DryRun
                except _DryRun:
                    continue
        except UnreadableFile as wrong:
            raise Refused(str(wrong)) from None
    _report(counts, arguments)
    return 0


class _DryRun(Exception):
    """Rolls back what an import would have done."""


def _report(counts: object, arguments: argparse.Namespace) -> None:
    from bot.transfer.result import Counts

    if not isinstance(counts, Counts):
        raise TypeError(type(counts))
    figures = counts.figures()
    if arguments.json:
        refused = [
            {"line": one.line, "key": one.key, "reason": one.reason} for one in counts.refused
        ]
        text = json.dumps({**figures, "errors": refused}, ensure_ascii=False)
    else:
        text = ", ".join(f"{name} {count}" for name, count in figures.items())
    sys.stdout.write(text + "\n")
    if arguments.errors:
        arguments.errors.write_bytes(counts.errors())
    elif not arguments.json:
        for one in counts.refused[:50]:
            sys.stderr.write(f"line {one.line} ({one.key}): {one.reason}\n")


def export(arguments: argparse.Namespace) -> int:
    asyncio.run(_export(arguments))
    return 0


async def _export(arguments: argparse.Namespace) -> None:
    from bot.cli.opened import opened
    from bot.transfer.outgoing import KEYS, records
    from bot.transfer.tables import write_csv, write_jsonl, write_xlsx

    async with opened() as (store, settings):
        found = [one async for one in records(arguments.kind, store, settings.zone)]
    keys = KEYS[arguments.kind]
    if arguments.format == "xlsx":
        content = write_xlsx(keys, found)
    elif arguments.format == "csv":
        content = b"".join(write_csv(keys, found))
    else:
        content = b"".join(write_jsonl(found))
    _put(content, arguments.out)


def _put(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(content)
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise Refused(f"{out}: {error.strerror}") from None
