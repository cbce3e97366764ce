"""Carries out a spreadsheet that was confirmed, some hundred rows a transaction (M03)."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from adapters.chat import Platform, Text
from bot.cards import transfers as cards
from bot.errands import rows as tables
from bot.errands.bringing import STEP, acting, asker_of, book_of, end_with, reading_of
from bot.errands.work import Kind, Work
from bot.texts import Texts
from bot.transfer import upload as uploads
from bot.transfer.batch import Batch, Reading
from bot.transfer.incoming import again, bring_in, key_of
from bot.transfer.naming import owned, settled
from bot.transfer.result import Counts, Refusal
from bot.transfer.tables import Numbered
from bot.transfer.upload import Upload
from core.people.permissions import Viewer
from storage.unit_of_work import SqlUnitOfWork

PROGRESS = timedelta(seconds=1.5)
"""Between two faces of a card that counts, where a platform lets it (Feishu)."""


@dataclass(slots=True)
class _Place:
    """How far an import is: where the next rows begin, and what was counted."""

    start: int = 0
    done: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def written(self) -> str:
        return json.dumps([self.start, self.done, self.counts])


def _place(written: str) -> _Place:
    return _Place(*json.loads(written)) if written else _Place()


@dataclass(frozen=True, slots=True)
class _Taking:
    """An import under way: who wants what, and what was read of it."""

    work: Work
    upload: Upload
    asker: Viewer
    reading: Reading
    say: Texts

    async def some(
        self, place: _Place, part: tables.Some, shown: datetime, last: bool
    ) -> tuple[_Place, datetime]:
        """Take some rows in one transaction; the place after them, and when the card last changed."""
        work, upload, counts = self.work, self.upload, self.reading.counts
        before = len(counts.refused)
        after = _Place(part.next, place.done + len(part.rows))
        async with work.step(after.written) as uow:
            batch = Batch(acting(work, uow, self.asker), self.reading)
            await bring_in(upload.kind, part.rows, batch, last=last)
            refused = counts.refused[before:]
            await uploads.keep_refused(upload, place.start, refused, uow, work.given.clock())
            after.counts = dict(counts.figures())
            shown = await _progress(work, uow, upload, after, since=shown, say=self.say)
        return after, shown


async def _carried_out(work: Work) -> None:
    """Bring the rows in, some hundred a transaction, from where the last one ended."""
    upload, asker, say = await _confirmed(work)
    if upload is None or asker is None:
        await end_with(work, say("transfer.gone"))
        return
    place = _place(work.errand.place)
    reading = await _gone_before(work, upload, asker, place)
    taking = _Taking(work, upload, asker, reading, say)
    shown, ended = work.store.now(), False
    while not ended and place.done < upload.many:
        part = await tables.some(upload.rows, place.start, STEP, work.files)
        place, shown = await again(reading, partial(taking.some, place, part, shown))
        ended = part.ended
    await _over(work, replace(upload, state="over", counts=place.counts), reading.counts, say)


async def _confirmed(work: Work) -> tuple[Upload | None, Viewer | None, Texts]:
    async with work.store.look(work.errand.company) as uow:
        upload = await uploads.find(work.errand.value, uow, work.given.clock())
        asker, say = await asker_of(work, uow), await work.say(uow)
    may = asker and upload and uploads.may_carry_out(asker, upload)
    return (upload if may else None), asker, say


async def _gone_before(work: Work, upload: Upload, asker: Viewer, place: _Place) -> Reading:
    """What the rows that are in already left behind, as if they had just been read."""
    reading = reading_of(work, upload)
    reading.counts.done.update(
        {name: count for name, count in place.counts.items() if name != "refused"}
    )
    start = 0
    while start < place.start:
        part = await tables.some(upload.rows, start, STEP, work.files)
        async with work.store.look(work.errand.company) as uow:
            refused = await uploads.refused_from(upload, start, uow, work.given.clock())
            by = acting(work, uow, asker)
            known = await settled(part.rows, upload.kind, by, reading)
        for row in known:
            if row.number in refused:
                reading.counts.refused.append(Refusal(row, refused[row.number]))
            else:
                _seen(row, upload, reading)
        start = part.next
    return reading


def _seen(row: Numbered, upload: Upload, reading: Reading) -> None:
    taken = owned(row, upload.kind, upload.employee, None) if upload.own else row
    if key := key_of(upload.kind, taken):
        reading.seen[key] = hash(tuple(taken.line.values()))


async def _progress(
    work: Work, uow: SqlUnitOfWork, upload: Upload, place: _Place, *, since: datetime, say: Texts
) -> datetime:
    """A new face of the card, where a platform changes cards as often as that."""
    now = work.store.now()
    counts = upload.card and work.address.platform is Platform.FEISHU
    if not counts or now - since < PROGRESS:
        return since
    card = cards.running(upload, place.done, say)
    await work.tell(uow, card, f"at:{place.start}", card=upload.card)
    return now


async def _over(work: Work, over: Upload, counts: Counts, say: Texts) -> None:
    refused = counts.refused
    book = await book_of(work, over, refused, say) if refused else None
    async with work.end() as uow:
        await uploads.keep(over, uow, work.given.clock())
        card = cards.over(over, say)
        await work.tell(uow, card, "over", card=over.card)
        if book:
            await work.tell(uow, Text(say("transfer.mend", count=len(refused))), "mend")
            await work.tell(uow, book, "refused")


async def _lost(work: Work, uow: SqlUnitOfWork) -> None:
    say, place = await work.say(uow), _place(work.errand.place)
    upload = await uploads.find(work.errand.value, uow, work.given.clock())
    if upload:
        names = {"name": upload.name, "done": place.done, "rows": upload.many}
        await work.tell(uow, Text(say("transfer.failed_midway", **names)), "lost")


IMPORTING = Kind(_carried_out, _lost)
