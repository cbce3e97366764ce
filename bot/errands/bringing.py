"""What trying a spreadsheet and carrying it out have in common: who acts, on which rows, what is given back."""

import asyncio
from collections.abc import Sequence

from adapters.chat import Document, Text
from bot.company.rules import CompanyRules
from bot.errands.work import Work
from bot.texts import Texts
from bot.transfer.batch import Reading
from bot.transfer.books import refused_book
from bot.transfer.fields import of_kind
from bot.transfer.result import Refusal
from bot.transfer.upload import Upload
from core.acting import Acting
from core.people.permissions import Viewer
from core.people.viewers import viewer
from storage.unit_of_work import SqlUnitOfWork

STEP = 100
"""Rows of a transaction: 500 kept whoever wrote to the bot meanwhile waiting for a quarter of a second."""


def rules(work: Work) -> CompanyRules:
    return work.given.rules.company


async def asker_of(work: Work, uow: SqlUnitOfWork) -> Viewer | None:
    asker = await work.asker(uow)
    return await viewer(asker, uow.people, rules(work).reaches) if asker else None


def reading_of(work: Work, upload: Upload) -> Reading:
    own = upload.employee if upload.own else None
    fields = of_kind(upload.kind, rules(work).fields)
    return Reading(fields=fields, own=own, by_name=True)


def acting(work: Work, uow: SqlUnitOfWork, asker: Viewer) -> Acting:
    given = rules(work)
    return Acting(
        uow=uow,
        viewer=asker,
        now=work.given.clock(),
        zone=work.given.zone,
        pool=given.pool,
        flows={flow.id: flow for flow in given.flows},
        past=given.past,
        calendar=work.given.rules.calendar,
        new_id=work.given.new_id,
    )


async def book_of(work: Work, upload: Upload, refused: Sequence[Refusal], say: Texts) -> Document:
    """The refused rows as a file."""
    content = await asyncio.to_thread(refused_book, upload.kind, refused, say)
    stem = upload.name.rpartition(".")[0] or upload.name
    name = say("transfer.refused_file", name=stem, count=len(refused))
    return Document(await work.files.keep(content), name)


async def end_with(work: Work, words: str) -> None:
    async with work.end() as uow:
        await work.tell(uow, Text(words))
