"""Fetches what somebody sent, keeps it, and lets a recogniser read it (F06, P05, P06)."""

from dataclasses import replace

from adapters.chat import DeliveryError, Failure, Message, Press, Text
from adapters.http import LARGEST
from bot.errands.pictures import suffix, without_place
from bot.errands.wanted import TRIAL, Trial, Wanted
from bot.errands.work import Kind, Work
from bot.intents import CreateCustomer, PutContact
from bot.keys import Intent, encode
from bot.recognisers import NameCard
from bot.slots import CustomerRef
from bot.transfer import upload as uploads
from core.attachments.model import Attachment, AttachmentKind, AttachmentState
from core.customers.names import normalise
from core.people.viewers import viewer
from storage.unit_of_work import SqlUnitOfWork

_MEGABYTE = 1 << 20
MOST = {
    AttachmentKind.IMAGE: 10 * _MEGABYTE,
    AttachmentKind.VOICE: 10 * _MEGABYTE,
    AttachmentKind.VIDEO: LARGEST,
    AttachmentKind.FILE: LARGEST,
}
_RUNS = tuple(
    ".exe .bat .cmd .com .scr .msi .ps1 .vbs .js .jar .sh .apk .dmg .app .lnk .reg".split()
)
"""Ends of names that a computer runs when they are opened: not handed on to colleagues."""
_KEPT = "kept"


def _at_kept() -> str:
    return _KEPT


async def _run(work: Work) -> None:
    wanted = Wanted.read(work.errand.value)
    if work.errand.place != _KEPT and not await _keep(wanted, work):
        return
    if await _is_sheet(wanted, work):
        return
    if wanted.message.text.strip():  # the platform heard it itself
        await _over(work)
        return
    await _read(wanted, work)
    await _over(work)


async def _is_sheet(wanted: Wanted, work: Work) -> bool:
    """Have a spreadsheet of somebody who may bring records in tried; False when it is none."""
    if wanted.sent.kind != "file":
        return False
    name = (await _known(wanted, work)).name
    async with work.store.look(work.errand.company) as uow:
        asker = await work.asker(uow)
        reaches = work.given.rules.company.reaches
        reader = await viewer(asker, uow.people, reaches) if asker else None
    if reader is None or not uploads.brings_in(reader, name):
        return False
    errand, value = work.errand, Trial(wanted.attachment).written()
    async with work.end() as uow:
        await uow.errands.put(
            f"trial:{wanted.attachment}",
            TRIAL,
            value,
            employee=errand.employee,
            address=errand.address,
        )
    return True


async def _over(work: Work) -> None:
    async with work.end():
        pass


async def _keep(wanted: Wanted, work: Work) -> bool:
    """Fetch and keep the bytes; False when that can never be, which is said."""
    platform = wanted.message.sender.platform
    try:
        fetched = await work.given.download[platform](wanted.message, wanted.sent)
    except DeliveryError as error:
        if error.failure is not Failure.DEAD:
            raise
        await _refuse(wanted, "attachments.gone", work)
        return False
    content, known = fetched.content, await _known(wanted, work)
    known = replace(known, name=known.name or fetched.name[:200])
    if fault := _fault(known, content):
        await _refuse(wanted, fault, work)
        return False
    is_picture = known.kind is AttachmentKind.IMAGE
    digest = await work.files.keep(without_place(content) if is_picture else content)
    async with work.step(_at_kept) as uow:
        name = known.name or (suffix(content) if is_picture else _SUFFIXES.get(known.kind, ""))
        state = AttachmentState.KEPT
        kept = replace(known, digest=digest, size=len(content), state=state, name=name)
        await uow.attachments.save(await _as_placed(kept, uow))
    return True


_SUFFIXES = {AttachmentKind.VOICE: ".amr", AttachmentKind.VIDEO: ".mp4"}


async def _known(wanted: Wanted, work: Work) -> Attachment:
    async with work.store.look(work.errand.company) as uow:
        found = await uow.attachments.find(wanted.attachment)
    if found is None:
        raise LookupError(wanted.attachment)
    return found


async def _as_placed(kept: Attachment, uow: SqlUnitOfWork) -> Attachment:
    """The same where it belongs by now: that may have been said while it was fetched."""
    now = await uow.attachments.find(kept.id)
    return replace(kept, draft=now.draft, customer=now.customer) if now else kept


def _fault(known: Attachment, content: bytes) -> str:
    """Which sentence says why it is not kept; empty when it is."""
    if not content:
        return "attachments.empty"
    if len(content) > MOST[known.kind]:
        return f"attachments.too_large.{known.kind}"
    if known.kind is AttachmentKind.IMAGE and not suffix(content):
        return "attachments.no_picture"
    if known.kind is AttachmentKind.FILE and known.name.lower().endswith(_RUNS):
        return "attachments.runs"
    return ""


async def _refuse(wanted: Wanted, sentence: str, work: Work) -> None:
    async with work.end() as uow:
        await _lose(wanted, sentence, work, uow)


async def _lose(wanted: Wanted, sentence: str, work: Work, uow: SqlUnitOfWork) -> None:
    known = await uow.attachments.find(wanted.attachment)
    if known and known.state is AttachmentState.COMING:
        await uow.attachments.save(replace(known, state=AttachmentState.LOST))
    say = await work.say(uow)
    name = known.name if known and known.name else say(f"attachments.a.{wanted.sent.kind}")
    await work.tell(uow, Text(say(sentence, name=name)), "lost")


async def _lost(work: Work, uow: SqlUnitOfWork) -> None:
    was_kept = work.errand.place == _KEPT
    sentence = "attachments.not_read" if was_kept else "attachments.gone"
    await _lose(Wanted.read(work.errand.value), sentence, work, uow)


async def _read(wanted: Wanted, work: Work) -> None:
    """Hand what was heard or seen to the chat, each once however often this is done."""
    can, kind = work.given.recognisers, wanted.sent.kind
    if not can.reads(kind):
        return
    content = await work.files.read((await _known(wanted, work)).digest)
    message = wanted.message
    if can.voice is not None and kind == "voice":
        words = (await can.voice.listen(content)).strip()
        await _tell_words("heard" if words else "nothing_heard", words, work)
        if words:
            await work.hear(_heard(message, words))
    elif can.picture is not None:
        seen = await can.picture.look(content)
        if seen.name_card is not None:
            await work.hear(await _seen(message, seen.name_card, work))
        elif seen.text.strip():
            await _tell_words("seen", seen.text.strip(), work)


async def _tell_words(key: str, words: str, work: Work) -> None:
    async with work.step(_at_kept) as uow:
        say = await work.say(uow)
        await work.tell(uow, Text(say(f"attachments.{key}", words=words[:2_000])), "words")


def _heard(message: Message, words: str) -> Message:
    return replace(
        message, key=f"{message.key}:heard", text=words, attachments=(), place=None, heard=True
    )


async def _seen(message: Message, card: NameCard, work: Work) -> Press:
    """The contact of a name card, as a draft: nothing of it is written before a tap (P06)."""
    async with work.store.look(work.errand.company) as uow:
        found = await _company(card.company, uow, work)
    wish: Intent = (
        PutContact(customer=found, name=card.name, title=card.title, mobile=card.mobile)
        if found.ids or not card.company
        else CreateCustomer(
            name=card.company, contact=card.name, title=card.title, mobile=card.mobile
        )
    )
    key = f"{message.key}:seen"
    return Press(key=key, sender=message.sender, at=message.at, action=encode(wish))


async def _company(name: str, uow: SqlUnitOfWork, work: Work) -> CustomerRef:
    """The customer of that name whom he may see."""
    asker = await work.asker(uow)
    if asker is None or not name:
        return CustomerRef()
    reader = await viewer(asker, uow.people, work.given.rules.company.reaches)
    hits = await uow.customers.by_keys([normalise(name)], reader.scope())
    ids = tuple(dict.fromkeys(one for hit in hits if hit.inside for one in hit.customers))
    return CustomerRef(ids, name)


FETCHING = Kind(_run, _lost)
