"""Takes records out as a marked file, within what the asker may (M02), and sends templates."""

import asyncio
from collections.abc import Mapping, Sequence

from adapters.chat import Button, Card, Document, Text, Tone
from bot.company.rules import CompanyRules
from bot.errands.bringing import asker_of, end_with, rules
from bot.errands.wanted import Export
from bot.errands.work import Kind, Work
from bot.intents import ExportRecords
from bot.intents.transfers import Narrowed
from bot.keys import encode
from bot.texts import Texts
from bot.transfer import upload as uploads
from bot.transfer.books import ROWS, Mark, export_book, template_book
from bot.transfer.fields import of_kind
from bot.transfer.headings import columns_of
from bot.transfer.outgoing import Only, keys, many, records
from bot.transfer.words import PINNED, offered, worded
from core.people.permissions import Command, Reach, Viewer
from storage.unit_of_work import SqlUnitOfWork

LIMITS: Mapping[Reach, int] = {
    Reach.OWN: 500,
    Reach.TEAM: 5_000,
    Reach.DEPARTMENT: 5_000,
    Reach.DEPARTMENTS: 5_000,
}
"""Rows by how far somebody reaches (product.md 4.5); who reaches everything has as many as a file has."""


async def _exported(work: Work) -> None:
    wanted = Export.read(work.errand.value)
    async with work.store.look(work.errand.company) as uow:
        asker, say = await asker_of(work, uow), await work.say(uow)
    if asker is None or asker.reach(Command.EXPORT) is Reach.NONE:
        await end_with(work, say("export.no_right"))
        return
    only = _only(wanted, asker)
    fields = work.given.rules.company.fields
    count = await many(wanted.kind, work.store, only)
    most = LIMITS.get(asker.reach(Command.EXPORT), ROWS)
    if not count or count > most:
        async with work.end() as uow:
            await work.tell(uow, _too_many(wanted, count, most, say))
        return
    zone = work.given.zone
    beside = PINNED.get(wanted.kind, ())
    found = [
        worded(wanted.kind, one, rules(work), say)
        async for one in records(wanted.kind, work.store, zone, fields, only, beside=beside)
    ]
    at = work.given.clock().astimezone(zone)
    mark = Mark(asker.employee.name, asker.id, at)
    shown = _shown(keys(wanted.kind, fields))
    content = await asyncio.to_thread(export_book, wanted.kind, shown, found, mark, say)
    document = Document(await work.files.keep(content), _name(wanted, at.date().isoformat(), say))
    async with work.end() as uow:
        await uow.ledger.record("export", wanted.kind, str(len(found)))
        await work.tell(uow, document)


def _shown(every: Sequence[str]) -> list[str]:
    """Without the columns that only a machine reads."""
    return [one for one in every if one not in ("owners", "source_message_id")]


def _only(wanted: Export, asker: Viewer) -> Only:
    """Whose records, and which of them."""
    owners = asker.scope(Command.EXPORT).owners
    if wanted.whose == "mine":
        owners = frozenset({asker.id})
    elif wanted.whose == "team":
        owners = asker.team if owners is None else owners & asker.team
    return Only(owners, wanted.narrowed)


def _too_many(wanted: Export, count: int, most: int, say: Texts) -> Text | Card:
    if not count:
        return Text(say("export.none"))
    body = say("export.too_many", count=count, most=most)
    if wanted.kind != "customers" or wanted.narrowed:
        return Text(body)
    ways: tuple[tuple[Narrowed, str], ...] = (
        ("starred", "export.only_starred"),
        ("tier_a", "export.only_tier_a"),
    )
    return Card(
        title=say("export.title", kind=say("transfer.file_kind.customers")),
        body="\n".join((body, say("export.narrow"))),
        tone=Tone.WARNING,
        buttons=tuple(
            Button(say(key), encode(ExportRecords(wanted.kind, wanted.whose, narrowed)))
            for narrowed, key in ways
        ),
    )


def _name(wanted: Export, day: str, say: Texts) -> str:
    kind = say(f"transfer.file_kind.{wanted.kind}")
    return say("export.file", whose=say(f"export.of.{wanted.whose}"), kind=kind, day=day)


async def _templates(work: Work) -> None:
    async with work.store.look(work.errand.company) as uow:
        asker, say = await asker_of(work, uow), await work.say(uow)
    may = uploads.kinds_for(asker) if asker else ()
    own = asker is not None and uploads.is_own(asker)
    sent = []
    for kind in [one for one in work.errand.value.split(",") if one in may]:
        columns = columns_of(kind, work.given.rules.company.fields, own=own)
        closed = _closed(kind, work.given.rules.company, say)
        content = await asyncio.to_thread(template_book, kind, columns, closed, say)
        named = say("transfer.template_file", kind=say(f"transfer.file_kind.{kind}"))
        sent.append(Document(await work.files.keep(content), named))
    async with work.end() as uow:
        for place, document in enumerate(sent):
            await work.tell(uow, document, f"template:{place}")


def _closed(kind: str, rules: CompanyRules, say: Texts) -> dict[str, Sequence[str]]:
    """The words that alone may stand in a column."""
    own = {one.key: one.options for one in of_kind(kind, rules.fields) if one.options}
    return {**own, **offered(kind, rules.flows, say)}


async def _lost(work: Work, uow: SqlUnitOfWork) -> None:
    say = await work.say(uow)
    await work.tell(uow, Text(say("export.failed")), "lost")


EXPORTING = Kind(_exported, _lost)
TEMPLATING = Kind(_templates, _lost)
