"""Pictures, recordings and documents: taken with what is reported, shown again (F06, P05, P06)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from adapters.chat import Button, Card, Content, Document, Message, Picture, Reply, Tone
from bot.cards.attachments import counted
from bot.dialogue import drafts
from bot.dialogue.choice import MOST, choice_card
from bot.dialogue.kept_with import RECENT, reports
from bot.dialogue.who import settled
from bot.errands.wanted import FETCH, Wanted
from bot.handlers.visits import log
from bot.intents import Entry, LogFollowUps, PlaceAttachments, ShowAttachments
from bot.keys import Intent, decode, encode
from bot.moments import end_of, start_of
from bot.recognisers import Recognisers
from bot.replies import where
from bot.router import Router
from bot.shown import recall
from bot.slots import CustomerRef
from bot.talk import Help, NotRecorded, NotSupported, NotUnderstood, OutOfRange, Undo
from bot.transfer import upload as uploads
from bot.turn import Turn
from bot.understanding.kinds import DRAFTED, LOOKING
from core.attachments.model import Attachment, AttachmentId, AttachmentKind, AttachmentState
from core.customers.model import CustomerId
from core.customers.queries import CustomerOrder, CustomerQuery
from core.people.permissions import Command
from core.plans.queries import PlanQuery
from core.visits.model import FollowUp, FollowUpId
from core.visits.queries import FollowUpQuery

router = Router()
LOOSE = timedelta(hours=1)
"""How long somebody may take to say whose it is."""
_SHOWN = 9
_AS_PICTURE = (".jpg", ".jpeg", ".png")
_HARMLESS = (*LOOKING, *DRAFTED, Help, NotRecorded, NotSupported, NotUnderstood, OutOfRange)
"""What writes nothing before a tap."""


async def received(message: Message, turn: Turn, can: Recognisers) -> Reply | None:
    """Keep what was sent with a message, and say what becomes of it; None when nothing was sent.

    The bytes are fetched afterwards: the answer does not wait for them.
    """
    if not message.attachments:
        return None
    for place, sent in enumerate(message.attachments):
        one = Attachment(
            id=AttachmentId(turn.new_id()),
            employee=turn.viewer.id,
            kind=AttachmentKind(sent.kind),
            name=sent.name[:200],
            handle=sent.key,
            message_id=message.message_id,
            sent_at=turn.now,
        )
        await turn.uow.attachments.add(one)
        key = f"{turn.uow.act.id}:fetch:{place}"
        value = Wanted(one.id, message, place).written()
        to = where(turn.sender.private)
        await turn.uow.errands.put(key, FETCH, value, employee=turn.viewer.id, address=to)
    kind = message.attachments[0].kind
    if message.text.strip():
        return Reply()
    if kind == "file" and uploads.brings_in(turn.viewer, name := message.attachments[0].name):
        return Reply(text=turn.say("transfer.looking", name=name))
    if kind == "voice" and can.reads(kind):
        return Reply(text=turn.say("attachments.listening"))
    reply = await place_attachments(PlaceAttachments(), turn)
    return reply if can.reads(kind) else _said_too(turn.say(f"attachments.cannot.{kind}"), reply)


def _said_too(words: str, reply: Reply) -> Reply:
    """The answer, with what the bot cannot do yet."""
    if reply.card is None:
        return replace(reply, text="\n".join(filter(None, (reply.text, words))))
    body = "\n".join(filter(None, (words, reply.card.body)))
    return replace(reply, card=replace(reply.card, body=body))


def confirmed(intents: Sequence[Intent], turn: Turn) -> Reply | None:
    """What was heard and would be done at once is asked first (P05); None: it writes nothing by itself."""
    acts = [one for one in intents if not isinstance(one, _HARMLESS)]
    if not acts:
        return None
    key = encode(acts[0])
    if len(intents) > 1 or len(key.encode()) > 900:
        return Reply(text=turn.say("attachments.type_it"))
    do = Button(turn.say("buttons.do"), key, primary=True)
    return Reply(
        card=Card(
            title=turn.say("attachments.shall_i"),
            quote=turn.source_text,
            body=turn.say("attachments.or_type"),
            tone=Tone.WARNING,
            buttons=(do,),
        )
    )


@router.on(PlaceAttachments)
async def place_attachments(wish: PlaceAttachments, turn: Turn) -> Reply:
    """With the open draft of a visit, else with the visit saved just now, else it is asked whose they are."""
    loose = await turn.uow.attachments.loose(turn.viewer.id, turn.now - LOOSE)
    if not loose:
        return Reply(text=turn.say("attachments.none_loose"))
    if wish.customer.ids:
        return await _at_customer(loose, wish.customer, turn)
    newest = [one for one in loose if one.sent_at > turn.now - RECENT]
    if reply := await _with_draft(newest, turn):
        return reply
    found = await _just_saved(turn)
    if len(found) == 1:
        return await _attached(newest, found[0], turn)
    return await _whose(loose, [one.customer for one in found] or await _todays(turn), turn)


async def _with_draft(loose: Sequence[Attachment], turn: Turn) -> Reply | None:
    """The card of the open draft with them on it; of several customers it is asked whose they are."""
    draft = await turn.uow.drafts.open_in(turn.answered_in, turn.now)
    told = reports(decode(draft.intent)) if draft else []
    if draft is None or not told:
        return None
    if len(told) > 1:
        return await _whose(loose, [one.only for one in told if one.only], turn)
    await turn.uow.attachments.into_draft([one.id for one in loose], draft.id)
    return await drafts.show(draft, turn)


async def _just_saved(turn: Turn) -> list[FollowUp]:
    """What he logged last, within ten minutes."""
    ledger, since = turn.uow.ledger, turn.now - RECENT
    act = await ledger.last_act(turn.viewer.id, since, kind="follow_up", command="log")
    events = await ledger.of_act(act) if act else ()
    scope = turn.viewer.scope()
    return [
        await turn.uow.follow_ups.get(FollowUpId(event.subject), scope)
        for event in events
        if event.command == "log" and event.kind == "follow_up"
    ]


async def _attached(loose: Sequence[Attachment], to: FollowUp, turn: Turn) -> Reply:
    say = turn.say
    await turn.uow.attachments.attach([one.id for one in loose], to.id)
    await turn.uow.ledger.record("attach", "follow_up", to.id)
    customer = await turn.uow.customers.get(to.customer, turn.viewer.scope())
    kind = say(f"visits.kind.{to.kind}")
    return Reply(
        card=Card(
            title=say("visits.draft", kind=kind, customer=customer.short),
            state=say("attachments.attached", what=counted(loose, say)),
            tone=Tone.GOOD,
            buttons=(
                Button(say("buttons.attachments"), encode(ShowAttachments(to.id))),
                Button(say("buttons.undo"), encode(Undo(turn.uow.act.id))),
            ),
        )
    )


async def _whose(loose: Sequence[Attachment], customers: Sequence[CustomerId], turn: Turn) -> Reply:
    """这是哪家的？"""
    say, what = turn.say, counted(loose, turn.say)
    ids = tuple(dict.fromkeys(customers))[:MOST]
    if not ids:
        return Reply(text=say("attachments.whose_is_it", what=what))
    card = await choice_card(
        CustomerRef(ids),
        turn,
        key=lambda chosen: encode(PlaceAttachments(CustomerRef((chosen,)))),
    )
    body = say("attachments.or_tell")
    return Reply(card=replace(card, title=say("attachments.whose", what=what), body=body))


async def _todays(turn: Turn) -> list[CustomerId]:
    """Whom he may have been with: planned or contacted today, shown last, then his own."""
    since, until = start_of(turn.today, turn.zone), end_of(turn.today, turn.zone)
    scope, me = turn.viewer.scope(), turn.viewer.id
    plans = await turn.uow.plans.search(
        PlanQuery(employee=me, due_from=since, due_until=until, limit=MOST), scope
    )
    met = await turn.uow.follow_ups.search(
        FollowUpQuery(employee=me, since=since, until=until, limit=MOST), scope
    )
    shown = await recall(turn.uow, turn.answered_in, turn.now)
    found = [
        *(one.customer for one in met),
        *(one.customer for one in plans if one.customer),
        *shown.customers,
    ]
    own = await turn.uow.customers.search(
        CustomerQuery(owner=me, limit=MOST, order=CustomerOrder.STARRED), scope
    )
    mine = await turn.uow.customers.several(set(found), turn.viewer.scope(Command.LOG))
    may = {one.id for one in mine if one.owner}
    return [one for one in found if one in may] or [one.id for one in own]


async def _at_customer(loose: Sequence[Attachment], ref: CustomerRef, turn: Turn) -> Reply:
    """With the open draft about that customer, with his contact of today there, else with a new draft."""
    customer = (await settled(ref, turn)).ids[0]
    ids = [one.id for one in loose]
    draft = await turn.uow.drafts.open_in(turn.answered_in, turn.now)
    if draft and any(one.only == customer for one in reports(decode(draft.intent))):
        await turn.uow.attachments.into_draft(ids, draft.id, customer)
        return await drafts.show(draft, turn)
    since = start_of(turn.today, turn.zone)
    query = FollowUpQuery(customer=customer, employee=turn.viewer.id, since=since, limit=1)
    if found := await turn.uow.follow_ups.search(query, turn.viewer.scope()):
        return await _attached(loose, found[0], turn)
    reply = await log(LogFollowUps((Entry(customer=CustomerRef((customer,))),)), turn)
    begun = await turn.uow.drafts.open_in(turn.answered_in, turn.now)
    if begun is None:
        return reply
    await turn.uow.attachments.into_draft(ids, begun.id)
    return await drafts.show(begun, turn)


@router.on(ShowAttachments)
async def show_attachments(wish: ShowAttachments, turn: Turn) -> Reply:
    """The files of a contact, to whoever sees the customer.

    Raises:
        NotFound: no such contact, or outside the asker's reach.
    """
    say = turn.say
    known = await turn.uow.follow_ups.get(wish.follow_up, turn.viewer.scope())
    found = (await turn.uow.attachments.of([known.id])).get(known.id, ())
    kept = [one for one in found if one.state is AttachmentState.KEPT]
    lines = [say("attachments.coming")] if any(_is_coming(one) for one in found) else []
    lines += [say("attachments.none")] if not found else []
    lines += [say("attachments.more", count=len(kept) - _SHOWN)] if len(kept) > _SHOWN else []
    sent = tuple(_content(one, place, turn) for place, one in enumerate(kept[:_SHOWN], 1))
    return Reply(text="\n".join(lines), more=sent, toast=say("attachments.sent_back"))


def _is_coming(one: Attachment) -> bool:
    return one.state is AttachmentState.COMING


def _content(one: Attachment, place: int, turn: Turn) -> Content:
    """As a picture where every phone shows it so, else as a file."""
    if one.kind is AttachmentKind.IMAGE and one.name.endswith(_AS_PICTURE):
        return Picture(one.digest)
    at = one.sent_at.astimezone(turn.zone)
    named = turn.say(f"attachments.name.{one.kind}", at=f"{at:%Y-%m-%d %H.%M}", number=place)
    return Document(one.digest, one.name if "." in one.name[1:] else f"{named}{one.name}")
