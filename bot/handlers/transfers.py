"""Spreadsheets in and out of the chat: how, what is confirmed, templates, exports (M02, M03, M06)."""

from dataclasses import replace

from adapters.chat import Button, Card, Platform, Reply, Tone
from bot.cards import transfers as cards
from bot.errands.wanted import EXPORT, IMPORT, TEMPLATES, TRIAL, Export, Trial
from bot.intents import (
    ChooseKind,
    ConfirmImport,
    DropImport,
    ExportRecords,
    ImportHow,
    SendTemplates,
)
from bot.keys import encode
from bot.replies import where
from bot.router import Router
from bot.transfer import upload as uploads
from bot.transfer.upload import Upload
from bot.turn import Turn
from core.attachments.model import AttachmentId
from core.errors import Forbidden, NotFound
from core.people.permissions import Command

router = Router()
LINK = "upload"
"""What the link of an upload page is signed for."""
_TAKES_FILES = (Platform.FEISHU, Platform.AIBOT)


@router.on(ImportHow)
async def import_how(_: ImportHow, turn: Turn) -> Reply:
    """怎么导入: the file is sent where the chat takes one; for an application of WeCom a page does."""
    say = turn.say
    _check(turn)
    templates = Button(say("transfer.templates"), encode(SendTemplates()))
    if turn.sender.platform in _TAKES_FILES:
        title, body = say("transfer.how_wecom_card"), say("transfer.how_feishu_long")
        return Reply(card=Card(title=title, body=body, buttons=(templates,)))
    if not turn.public_url or turn.sign is None:
        return Reply(text=say("transfer.no_address"))
    signed = turn.sign(LINK, [turn.viewer.id, where(turn.sender.private), turn.new_id()])
    page = f"{turn.public_url}/upload/{signed}"
    card = Card(
        title=say("transfer.how_wecom_card"),
        body=say("transfer.how_wecom_body"),
        tone=Tone.ACTIVE,
        link=page,
        buttons=(Button(say("transfer.open_page"), url=page, primary=True), templates),
    )
    return Reply(card=card)


def _check(turn: Turn) -> tuple[str, ...]:
    """The kinds of files he may bring in.

    Raises:
        Forbidden: none.
    """
    kinds = uploads.kinds_for(turn.viewer)
    if not kinds:
        raise Forbidden(action=Command.IMPORT)
    return kinds


@router.on(SendTemplates)
async def send_templates(wish: SendTemplates, turn: Turn) -> Reply:
    """导入模板: of the kind that was named, else of customers and whatever he may bring in."""
    kinds = [one for one in _check(turn) if wish.kind in ("", one)]
    if not kinds:
        kind = turn.say(f"transfer.file_kind.{wish.kind}")
        return Reply(text=turn.say("transfer.not_yours", kind=kind))
    await _errand(turn, TEMPLATES, f"{turn.uow.act.id}:templates", ",".join(kinds))
    how = turn.say(f"transfer.how_{turn.sender.platform}")
    return Reply(text=turn.say("transfer.template_sent", how=how))


async def _errand(turn: Turn, kind: str, key: str, value: str) -> None:
    to = where(turn.sender.private)
    await turn.uow.errands.put(key, kind, value, employee=turn.viewer.id, address=to)


@router.on(ChooseKind)
async def choose_kind(wish: ChooseKind, turn: Turn) -> Reply:
    """The file is of that kind: it is tried as one.

    Raises:
        NotFound: no such file, or somebody else's: a key proves nothing.
    """
    sent = await turn.uow.attachments.find(AttachmentId(wish.upload))
    if sent is None or sent.employee != turn.viewer.id or wish.kind not in _check(turn):
        raise NotFound(kind="upload", key=wish.upload)
    value = Trial(sent.id, wish.kind, page=True).written()
    await _errand(turn, TRIAL, f"trial:{sent.id}:{wish.kind}", value)
    kind = turn.say(f"transfer.file_kind.{wish.kind}")
    title = turn.say("transfer.tried", name=sent.name, kind=kind)
    return Reply(card=Card(title=title, state=turn.say("transfer.looking", name=sent.name)))


@router.on(ConfirmImport)
async def confirm_import(wish: ConfirmImport, turn: Turn) -> Reply:
    """确认导入: it is carried out beside the chat, once however often it is pressed."""
    upload = await _mine(wish.upload, turn)
    if upload is None:
        return Reply(text=turn.say("transfer.gone"))
    if upload.state != "tried":
        return Reply(card=cards.as_it_is(upload, turn.say))
    if not uploads.may_carry_out(turn.viewer, upload):
        raise Forbidden(action=Command.IMPORT)
    pressed = turn.press.card.message if turn.press and turn.press.card else ""
    card = await turn.uow.live_cards.named(pressed) if pressed else ""
    running = replace(upload, state="running", card=card)
    await uploads.keep(running, turn.uow, turn.now)
    await _errand(turn, IMPORT, f"import:{upload.id}", upload.id)
    return Reply(card=cards.running(running, 0, turn.say))


@router.on(DropImport)
async def drop_import(wish: DropImport, turn: Turn) -> Reply:
    upload = await _mine(wish.upload, turn)
    if upload is None:
        return Reply(text=turn.say("transfer.gone"))
    if upload.state == "tried":
        upload = replace(upload, state="cancelled")
        await uploads.keep(upload, turn.uow, turn.now)
    return Reply(card=cards.as_it_is(upload, turn.say))


async def _mine(number: str, turn: Turn) -> Upload | None:
    """What he sent himself; None when it is over.

    Raises:
        NotFound: it is somebody else's: a key proves nothing.
    """
    found = await uploads.find(number, turn.uow, turn.now)
    if found and found.employee != turn.viewer.id:
        raise NotFound(kind="upload", key=number)
    return found


@router.on(ExportRecords)
async def export_records(wish: ExportRecords, turn: Turn) -> Reply:
    """导出我的客户: a marked file of what he may take out, made beside the chat.

    Raises:
        Forbidden: he may take out nothing, or not of so many people.
    """
    turn.viewer.check_any(Command.EXPORT)
    reach = turn.viewer.reach(Command.EXPORT)
    if wish.whose != "mine" and reach == "own":
        raise Forbidden(action=Command.EXPORT)
    value = Export(wish.kind, wish.whose, wish.narrowed).written()
    await _errand(turn, EXPORT, f"{turn.uow.act.id}:export", value)
    return Reply(text=turn.say("export.working"))
