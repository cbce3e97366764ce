"""Contacts with customers: log, revise, look back."""

from dataclasses import replace
from datetime import date, timedelta

from adapters.chat import Card, Input, Reply
from bot.cards import phrases
from bot.cards import visits as cards
from bot.dialogue import drafts
from bot.dialogue.draftable import Draftable, Form, Saved, draftables
from bot.dialogue.forms import listed, one, when_of
from bot.dialogue.who import settled, the_customer
from bot.intents import Entry, LastFollowUps, LogFollowUps, ReviseFollowUp
from bot.moments import happened, planned
from bot.router import Router
from bot.shown import Shown, recall, remember
from bot.slots import CustomerRef, When
from bot.talk import Correct
from bot.turn import Turn
from core.customers.model import Customer, CustomerId
from core.errors import NotFound
from core.visits import actions
from core.visits.model import ContactKind, FollowUp
from core.visits.queries import FollowUpQuery

router = Router()
_LAST = 3


@router.on(LogFollowUps)
async def log(said: LogFollowUps, turn: Turn) -> Reply:
    """下午去了远帆，见了王总…: one draft card, an entry a customer."""
    entries = [await _prepared(entry, turn) for entry in said.entries]
    return await drafts.offer(LogFollowUps(tuple(entries)), turn)


@router.on(ReviseFollowUp)
async def revise(said: ReviseFollowUp, turn: Turn) -> Reply:
    """Correct a saved follow-up, by default the one last shown (F10)."""
    if said.follow_up is None:
        shown = await recall(turn.uow, turn.sender.conversation, turn.now)
        if not shown.follow_ups:
            return Reply(text=turn.say("draft.nothing_to_correct"))
        said = replace(said, follow_up=shown.follow_ups[0])
    return await drafts.offer(said, turn)


@router.on(LastFollowUps)
async def last_follow_ups(wish: LastFollowUps, turn: Turn) -> Reply:
    """上次跟何总聊了啥."""
    customer = await the_customer(
        await _by_contact(wish, turn), turn, lambda ref: replace(wish, customer=ref)
    )
    query = FollowUpQuery(customer=customer.id, limit=_LAST)
    found = await turn.uow.follow_ups.search(query, turn.viewer.scope())
    shown = Shown(customers=(customer.id,), follow_ups=tuple(each.id for each in found))
    await remember(turn.uow, turn.sender.conversation, shown, turn.now)
    return Reply(card=cards.last(customer.short, found, turn))


async def _by_contact(wish: LastFollowUps, turn: Turn) -> CustomerRef:
    if wish.customer.ids or wish.customer.words or not wish.contact:
        return wish.customer
    people = await turn.uow.contacts.named(wish.contact, turn.viewer.scope())
    return CustomerRef(tuple(dict.fromkeys(each.customer for each in people)), wish.contact)


async def _prepared(entry: Entry, turn: Turn) -> Entry:
    """Settle the customer and fill in what everybody would: today, and for 记跟进 the contact (F04)."""
    customer = await settled(entry.customer, turn)
    filled = replace(entry, customer=customer, when=entry.when or When(turn.today))
    if turn.origin == "pressed" and customer.only and not entry.contacts:
        people = await turn.uow.contacts.at(customer.only)
        filled = replace(filled, contacts=tuple(person.name for person in people[:1]))
    return filled


async def _names(entries: tuple[Entry, ...], turn: Turn) -> dict[CustomerId, Customer]:
    ids = {entry.customer.only for entry in entries if entry.customer.only}
    found = await turn.uow.customers.several(ids, turn.viewer.scope())
    return {each.id: each for each in found}


# --- the draft of a log ---------------------------------------------------------------------------


async def _face(said: LogFollowUps, turn: Turn) -> Card:
    return cards.draft(said.entries, await _names(said.entries, turn), turn)


async def _inputs(said: LogFollowUps, turn: Turn) -> tuple[Input, ...]:
    return cards.form(_open_entry(said), turn)


def _open_entry(said: LogFollowUps) -> Entry:
    return next((entry for entry in said.entries if not entry.done), said.entries[0])


def _filled(said: LogFollowUps, form: Form, _: Turn) -> LogFollowUps:
    place = said.entries.index(_open_entry(said))
    return _with_entry(said, place, filled(said.entries[place], form))


def filled(entry: Entry, form: Form) -> Entry:
    """The entry with the values of the form of 修改."""
    return replace(
        entry,
        kind=ContactKind(one(form, "kind", entry.kind) or entry.kind),
        when=when_of(form, "when", entry.when),
        contacts=listed(form, "contacts", entry.contacts),
        content=one(form, "content", entry.content),
        result=one(form, "result", entry.result),
        next_when=when_of(form, "next_when", entry.next_when),
        next_step=one(form, "next_step", entry.next_step),
        none_reason=one(form, "none_reason", entry.none_reason),
    )


def _with_entry(said: LogFollowUps, place: int, entry: Entry) -> LogFollowUps:
    return LogFollowUps((*said.entries[:place], entry, *said.entries[place + 1 :]))


def _with_customer(said: LogFollowUps, place: int, customer: CustomerRef) -> LogFollowUps:
    return _with_entry(said, place, replace(said.entries[place], customer=customer))


def _wanted(said: LogFollowUps) -> list[str]:
    """What makes a contact effective and was not said (F02, F07)."""
    entry = _open_entry(said)
    lacks = {
        "contact": not entry.contacts,
        "result": not entry.result,
        "next": not (entry.next_when or entry.next_step or entry.none_reason),
    }
    return [name for name, lacking in lacks.items() if lacking]


def _corrected(said: LogFollowUps, correction: Correct) -> LogFollowUps | None:
    place = said.entries.index(_open_entry(said))
    entry = corrected(said.entries[place], correction)
    return None if entry == said.entries[place] else _with_entry(said, place, entry)


def corrected(entry: Entry, correction: Correct) -> Entry:
    """The entry with what a correction by words names; a bare weekday moves the date it is near."""
    when, next_when = correction.when, correction.next_when
    if correction.weekday_only and when is not None:
        near = entry.next_when or entry.when
        moved = replace(when, day=_same_week(near, when)) if near else when
        when, next_when = (None, moved) if entry.next_when else (moved, None)
    amounts = entry.amounts
    if correction.amount:
        amounts = (correction.amount, *amounts[1:])
    return replace(
        entry,
        customer=correction.customer or entry.customer,
        when=when or entry.when,
        next_when=next_when or entry.next_when,
        amounts=amounts,
        contacts=(correction.contact,) if correction.contact else entry.contacts,
        content=correction.content or entry.content,
    )


def _same_week(near: When, said: When) -> date:
    monday = near.day - timedelta(days=near.day.weekday())
    return monday + timedelta(days=said.day.weekday())


def _entries(said: LogFollowUps) -> tuple[str, ...]:
    return tuple(entry.done or "open" for entry in said.entries)


def _ended(said: LogFollowUps, place: int, word: str) -> LogFollowUps:
    return _with_entry(said, place, replace(said.entries[place], done=word))


async def _save(said: LogFollowUps, turn: Turn) -> Saved:
    """Log every entry that is still open."""
    notes, logged = [], []
    for entry in said.entries:
        if not entry.done:
            one_logged, note = await _log(entry, turn)
            logged.append(one_logged)
            notes.append(note)
    shown = Shown(
        customers=tuple(each.customer for each in logged),
        follow_ups=tuple(each.id for each in logged),
    )
    await remember(turn.uow, turn.sender.conversation, shown, turn.now)
    return Saved("\n".join(notes))


draftables.add(
    LogFollowUps,
    Draftable(
        face=_face,
        save=_save,
        inputs=_inputs,
        filled=_filled,
        customers=lambda said: [entry.customer for entry in said.entries],
        with_customer=_with_customer,
        wanted=_wanted,
        corrected=_corrected,
        entries=_entries,
        picked=lambda said, place: LogFollowUps((said.entries[place],)),
        ended=_ended,
    ),
)
