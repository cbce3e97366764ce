"""Tries a spreadsheet without writing anything, and asks whether to go on (M06)."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.chat import Content, Press, Text
from bot.cards import transfers as cards
from bot.errands import rows as tables
from bot.errands.bringing import STEP, acting, asker_of, book_of, end_with, reading_of, rules
from bot.errands.wanted import Trial
from bot.errands.work import Kind, Work
from bot.intents import PlaceAttachments
from bot.keys import encode
from bot.texts import Texts
from bot.transfer import upload as uploads
from bot.transfer.batch import Batch
from bot.transfer.found import Found, Wish
from bot.transfer.incoming import again, bring_in
from bot.transfer.tables import Numbered
from bot.transfer.upload import Upload
from bot.transfer.wrong import column
from core.attachments.model import AttachmentId
from core.people.permissions import Viewer
from storage.unit_of_work import SqlUnitOfWork


async def _tried(work: Work) -> None:
    """Read the file, count what would become of its rows, and ask."""
    wanted = Trial.read(work.errand.value)
    async with work.store.look(work.errand.company) as uow:
        asker = await asker_of(work, uow)
        sent = await uow.attachments.find(wanted.attachment)
        say = await work.say(uow)
    may = uploads.kinds_for(asker) if asker else ()
    if asker is None or sent is None or not may:
        await end_with(work, say("transfer.no_right"))
        return
    own = uploads.is_own(asker)
    kinds = tuple(one for one in may if wanted.kind in ("", one))
    wish = Wish(kinds, rules(work).fields, own, uploads.MOST_OWN if own else uploads.MOST)
    found, digest = await tables.read(sent.digest, wish, work.files)
    if len(found.kinds) != 1 or not found.rows or found.rows > wish.most:
        await _is_none(work, found, wish, wanted, name=sent.name, say=say)
        return
    upload = Upload(
        id=sent.id,
        employee=asker.id,
        name=sent.name,
        kind=found.kinds[0],
        rows=digest,
        many=found.rows,
        hidden=found.hidden,
        own=own,
    )
    await _ask(work, replace(upload, counts={}), asker, say)


async def _is_none(
    work: Work, found: Found, wish: Wish, wanted: Trial, *, name: str, say: Texts
) -> None:
    """It is no file that can be brought in: said why, or asked what it is, or kept as a document."""
    if found.rows > wish.most:
        key = "transfer.too_many_own" if wish.own else "transfer.too_many"
        await _refuse(work, wanted, say(key, name=name, most=wish.most))
    elif len(found.kinds) > 1:
        await _refuse(work, wanted, cards.which_kind(wanted.attachment, name, found.kinds, say))
    elif found.fault == "not_built":
        kind = say(f"transfer.file_kind.{found.near}")
        await _refuse(work, wanted, say("transfer.not_built", name=name, kind=kind))
    elif found.fault:
        reason = say(f"transfer.unread.{found.fault}", **_named(found, say))
        await _refuse(work, wanted, say("transfer.unreadable", name=name, reason=reason))
    elif wanted.page:
        reason = say("transfer.unread.no_workbook" if not found.kinds else "transfer.unread.empty")
        await _refuse(work, wanted, say("transfer.unreadable", name=name, reason=reason))
    else:
        key = f"{work.errand.key}:kept"
        press = Press(
            key=key, sender=work.address, at=work.store.now(), action=encode(PlaceAttachments())
        )
        await work.hear(press)
        async with work.end():
            pass


async def _refuse(work: Work, wanted: Trial, answer: Content | str) -> None:
    """Answer, and keep the file away from what is said next: it was no document of a visit."""
    async with work.end() as uow:
        await uow.attachments.into_draft([wanted.attachment], uploads.PLACE)
        await work.tell(uow, Text(answer) if isinstance(answer, str) else answer)


def _named(found: Found, say: Texts) -> dict[str, str]:
    about = [column(one, found.near, say) for one in found.about.split("、")]
    return {"columns": "、".join(about), "reason": found.about[:80]}


async def _ask(work: Work, upload: Upload, asker: Viewer, say: Texts) -> None:
    """Take every row in transactions that are rolled back; whoever is killed begins again."""
    reading = reading_of(work, upload)
    start, ended = 0, False
    while not ended:
        part = await tables.some(upload.rows, start, STEP, work.files)

        async def step(last: bool, rows: Sequence[Numbered] = part.rows) -> None:
            async with work.step(str, keeps=False) as uow:
                batch = Batch(acting(work, uow, asker), reading)
                await bring_in(upload.kind, rows, batch, last=last)

        await again(reading, step)
        start, ended = part.next, part.ended
    counts = reading.counts
    tried = replace(upload, counts=counts.figures())
    book = await book_of(work, tried, counts.refused, say) if counts.refused else None
    async with work.end() as uow:
        await uow.attachments.into_draft([AttachmentId(tried.id)], uploads.PLACE)
        await uploads.keep(tried, uow, work.given.clock())
        first = [(one.row.number, one.wrong.said(say, upload.kind)) for one in counts.refused[:3]]
        await work.tell(uow, cards.trial(tried, first, say))
        if book and not tried.taken:
            await work.tell(uow, book, "refused")


async def _lost(work: Work, uow: SqlUnitOfWork) -> None:
    say = await work.say(uow)
    sent = await uow.attachments.find(Trial.read(work.errand.value).attachment)
    await work.tell(uow, Text(say("transfer.failed", name=sent.name if sent else "")), "lost")


TRYING = Kind(_tried, _lost)
