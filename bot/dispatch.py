"""One event of the inbox, from bytes to committed effect and answer."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from adapters.chat import (
    UPDATE,
    Address,
    Card,
    Content,
    Entered,
    Message,
    Press,
    Reply,
    Text,
    Update,
)
from bot.accounts import account
from bot.bounds import bounded
from bot.dialogue import together
from bot.handlers import attachments
from bot.handlers.binding import Stranger, greet
from bot.handlers.recognition import Found, bind_found, recognise
from bot.handlers.welcome import welcome
from bot.keys import Intent, NotChosen, UnknownKey, decode
from bot.owners import tell_owners
from bot.parcel import packed, unpacked
from bot.redrawing import redraw
from bot.refusals import refusal
from bot.replies import REPLY, answer, one_question, put, shown, where
from bot.surroundings import Surroundings
from bot.talk import (
    Cancel,
    Confirm,
    Correct,
    Help,
    NotSupported,
    NotUnderstood,
    OutOfRange,
    Pick,
    Redo,
    SmallTalk,
    Undo,
)
from bot.texts import texts
from bot.turn import Gathered, Turn
from bot.wording import worded, worded_reply
from core.errors import CrmError
from core.ledger.model import Act
from core.people.model import ChatIdentity, Employee, EmployeeState
from core.people.viewers import viewer

_PUBLIC = (SmallTalk, NotSupported, NotUnderstood, OutOfRange)
"""What names no customer and may be read by a whole group (A09)."""
_GOES_ON = (*_PUBLIC, Help, Correct, Confirm, Cancel, Pick, Undo, Redo)
"""What leaves the open draft open; anything else said is a new topic (P11)."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An event that was read.

    Args:
        intents: what its words mean; a press, a stranger and a bare mention in a group say nothing.
        found: the accounts of unbound employees, looked up where the sender is unknown.
    """

    update: Update
    intents: Sequence[Intent] = ()
    found: Found = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of an event; `reply` only for a press that was worked on."""

    reply: Reply | None = None


async def listen(body: bytes, uow: Any, given: Surroundings) -> Heard:
    """Understand one event inside `uow`, which only reads: however long it takes, nobody waits."""
    update = UPDATE.validate_json(body)
    known = await _known(update, uow)
    if known is None:
        sender, now = update.sender, given.clock.at(update.at)
        ways = given.find_account.get(sender.platform), given.find_mobiles[sender.platform]
        return Heard(update, found=await recognise(sender, uow, ways, now))
    if not isinstance(update, Message) or not update.text.strip():
        return Heard(update)
    turn = await _turn(update, known[1], uow, given)
    return Heard(update, await given.understand(update.text, turn))


async def dispatch(heard: Heard, key: str, uow: Any, given: Surroundings) -> Answered:
    """Work on one event inside `uow`; the answer lies in its outbox. Nothing is committed here."""
    update = heard.update
    now = given.clock.at(update.at)
    uow.session.act = Act(
        id=key,
        actor=None,
        channel=update.sender.platform.name_of_all,
        message_id=_message_id(update),
        at=now,
    )
    if heard.found:
        await bind_found(heard.found, update.sender, uow, now)
    known = await _known(update, uow)
    if known is None:
        await _stranger(update, now, uow, given)
        return Answered()
    identity, employee = known
    uow.session.act = replace(uow.session.act, actor=employee.id)
    await uow.people.touch(replace(identity, last_used_at=max(now, identity.last_used_at or now)))
    turn = await _turn(update, employee, uow, given)
    if isinstance(update, Entered):
        await answer(await welcome(identity, turn), turn.sender, turn)
        return Answered()
    answered = Answered()
    if isinstance(update, Press):
        answered = await _pressed(update, turn, given)
    else:
        words = heard.intents
        if heard.found and update.text.strip():
            words = await given.understand(update.text, turn)
        await _said(update, words, turn, given)
    events = await uow.ledger.of_act(key)
    await tell_owners(events, turn)
    await redraw(events, turn, given.router)
    return answered


async def _known(update: Update, uow: Any) -> tuple[ChatIdentity, Employee] | None:
    """Who it comes from; None for strangers and whoever has left."""
    identity = await account(update.sender, uow)
    employee = await uow.people.find(identity.employee) if identity else None
    if identity is None or employee is None or employee.state is EmployeeState.LEFT:
        return None
    return identity, employee


async def _turn(update: Update, employee: Employee, uow: Any, given: Surroundings) -> Turn:
    return Turn(
        uow=uow,
        viewer=await viewer(employee, uow.people, given.rules.company.reaches),
        sender=update.sender,
        now=given.clock.at(update.at),
        zone=given.zone,
        rules=given.rules.company,
        calendar=given.rules.calendar,
        say=texts(employee.language),
        new_id=given.new_id,
        source_text=update.text if isinstance(update, Message) else "",
        message_id=_message_id(update),
        press=update if isinstance(update, Press) else None,
        origin="pressed" if isinstance(update, Press) else "said",
        public_url=given.public_url,
        sign=given.sign,
        studio=given.studio,
        checks=given.checks,
    )


async def _pressed(press: Press, turn: Turn, given: Surroundings) -> Answered:
    try:
        intent = decode(await _action(press, turn, given))
    except UnknownKey as error:
        reply = refusal(error, turn)
    else:
        reply = worded_reply(await _done(intent, turn, given), turn.say)
    await answer(reply, turn.sender, turn)
    return Answered(reply)


async def _action(press: Press, turn: Turn, given: Surroundings) -> str:
    """The key that was meant: its own, or the one behind a folded choice on the card as sent."""
    if not press.action.startswith("pick:") or press.card is None:
        return press.action
    body = await shown(press.card.message, press.sender, turn)
    resolve = given.picked.get(press.sender.platform)
    if body is None or resolve is None:
        raise UnknownKey("pick")
    content = unpacked(body).content
    key = resolve(content, press) if isinstance(content, Card) else None
    if key is None:
        raise NotChosen("pick")
    return key


async def _said(
    message: Message, intents: Sequence[Intent], turn: Turn, given: Surroundings
) -> None:
    sent = await attachments.received(message, turn, given.recognisers)
    if not message.text.strip() and (sent or message.place):
        await answer(sent or Reply(text=turn.say("talk.sent.place")), turn.sender, turn)
        return
    if message.heard and (asked := attachments.confirmed(intents, turn)):
        await answer(asked, turn.sender, turn)
        return
    intents = intents or [Help()]
    if not isinstance(intents[0], _GOES_ON):
        await turn.uow.drafts.leave(turn.sender.conversation, turn.now)
    places = [_read_at(intent, turn) for intent in intents]
    if any(to != turn.sender for to in places):
        await put(Text(turn.say("talk.answered_privately")), turn.sender, turn)
    gathered = [Gathered() for _ in intents]
    replies = [
        await _done(intent, replace(turn, gathered=its), given)
        for intent, its in zip(intents, gathered, strict=True)
    ]
    replies = one_question(replies, intents, gathered, turn)
    drafted = await _drafted(gathered, turn)
    for reply, to, its in zip(replies, places, gathered, strict=True):
        if its.wishes:
            await answer(drafted, to, turn)
            drafted = None
        await answer(reply, to, turn)


async def _drafted(gathered: Sequence[Gathered], turn: Turn) -> Reply | None:
    """The one card of everything that is to be drafted; it asks two things, less what was asked."""
    wishes = [wish for its in gathered for wish in its.wishes]
    if not wishes:
        return None
    asked = sum(its.asked for its in gathered)
    return await _tried(lambda: together.begin(wishes, turn, asked=asked), turn)


def _read_at(intent: Intent, turn: Turn) -> Address:
    """Where the answer is read: a group reads what names no customer, the rest is private (A09)."""
    return turn.sender if isinstance(intent, _PUBLIC) else turn.sender.private


async def _done(intent: Intent, turn: Turn, given: Surroundings) -> Reply:
    """The handler's answer to what is within bounds."""

    async def answered() -> Reply:
        return await given.router.answer(bounded(intent), turn)

    return await _tried(answered, turn)


async def _tried(work: Callable[[], Awaitable[Reply]], turn: Turn) -> Reply:
    """What the work answers, or the refusal with nothing of it kept."""
    try:
        async with turn.uow.attempt():
            return await work()
    except CrmError as error:
        return refusal(error, turn)


async def _stranger(update: Update, now: datetime, uow: Any, given: Surroundings) -> None:
    """Who is not bound gets his card in private; what he says in a group is no name of his."""
    say, private = texts("zh-CN"), update.sender.private
    text = update.text if isinstance(update, Message) and private == update.sender else ""
    stranger = Stranger(address=private, text=text, now=now)
    reply = await greet(stranger, uow=uow, say=say, new_id=given.new_id)
    if reply is None:
        return
    contents: list[Content] = [reply.card] if reply.card else []
    contents += [Text(reply.text)] if reply.text else []
    for place, content in enumerate(contents):
        await uow.notices.put(
            f"{uow.act.id}:{place}",
            to=None,
            address=where(private),
            lane=REPLY,
            body=packed(worded(content, say), answers=private.token if place == 0 else ""),
            kind="reply",
        )


async def apologise(body: bytes, key: str, uow: Any) -> None:
    """Tell whoever wrote it what could not be worked on; nobody, when it cannot even be read."""
    try:
        update = UPDATE.validate_json(body)
    except ValidationError:
        return
    sender = update.sender.private
    known = await _known(update, uow)
    if known is None or isinstance(update, Entered):
        return
    employee = known[1]
    await uow.notices.put(
        f"{key}:poison",
        to=employee.id,
        address=where(sender),
        lane=REPLY,
        body=packed(Text(texts(employee.language)("refusals.poison")), answers=sender.token),
        kind="reply",
    )


def _message_id(update: Update) -> str:
    if isinstance(update, Message):
        return update.message_id
    return update.card.message if isinstance(update, Press) and update.card else ""
