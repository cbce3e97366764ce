"""Contacts with customers: log, revise, look back."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.chat import Live, Reply, Text
from bot.asking import Asked
from bot.cards import phrases
from bot.cards import visits as cards
from bot.cards.attachments import with_attachments
from bot.dialogue import drafts
from bot.dialogue.who import others, settled, the_customer
from bot.intents import Entry, LastFollowUps, LogFollowUps, ReviseFollowUp
from bot.keys import encode
from bot.moments import end_of, start_of
from bot.router import Router
from bot.shown import Shown, recall, remember
from bot.slots import CustomerRef, Period, When
from bot.turn import Turn
from core.customers.model import CustomerId
from core.visits.model import FollowUp
from core.visits.queries import FollowUpQuery

router = Router()
_LAST = 3


@router.on(LogFollowUps)
async def log(said: LogFollowUps, turn: Turn) -> Reply:
    """下午去了远帆，见了王总…: one draft card, an entry a customer; a colleague's is told beside it."""
    entries: list[Entry] = []
    beside: list[Reply] = []
    for entry in said.entries:
        try:
            entries.append(await prepared(entry, turn))
        except Asked as one:
            beside.append(one.reply)
    if not entries:
        raise Asked(beside[0])
    reply = await drafts.offer(LogFollowUps(tuple(entries)), turn)
    told = [one.card or Text(one.text) for one in beside]
    return replace(reply, more=(*reply.more, *told))


@router.on(ReviseFollowUp)
async def revise(said: ReviseFollowUp, turn: Turn) -> Reply:
    """Correct a saved follow-up, by default the one last shown (F10)."""
    if said.follow_up is None:
        shown = await recall(turn.uow, turn.sender.conversation, turn.now)
        if not shown.follow_ups:
            return Reply(text=turn.say("draft.nothing_open"))
        said = replace(said, follow_up=shown.follow_ups[0])
    return await drafts.offer(said, turn)


@router.on(LastFollowUps)
async def last_follow_ups(wish: LastFollowUps, turn: Turn) -> Reply:
    """上次跟何总聊了啥."""
    customer = await the_customer(
        await _by_contact(wish, turn), turn, lambda ref: replace(wish, customer=ref)
    )
    then = await _of_days(customer.id, wish.period, turn) if wish.period else ()
    query = FollowUpQuery(customer=customer.id, limit=_LAST)
    found = then or await turn.uow.follow_ups.search(query, turn.viewer.scope())
    shown = Shown(customers=(customer.id,), follow_ups=tuple(each.id for each in found))
    await remember(turn.uow, turn.answered_in, shown, turn.now)
    again = LastFollowUps(CustomerRef((customer.id,)), period=wish.period)
    live = Live(encode(again), (customer.id,))
    by = await others((one.employee for one in found), turn)
    card = cards.last(customer.short, found, turn, by)
    attached = await turn.uow.attachments.of(one.id for one in found)
    rows = zip(card.rows, found, strict=True)
    shown_with = tuple(with_attachments(row, one, attached, turn.say) for row, one in rows)
    card = replace(card, rows=shown_with)
    if found and wish.period and not then:
        day = phrases.day(wish.period.since, turn.say, today=turn.today)
        card = replace(card, body=turn.say("visits.none_then", day=day))
    return Reply(card=card, live=live)


async def _of_days(customer: CustomerId, days: Period, turn: Turn) -> Sequence[FollowUp]:
    since, until = start_of(days.since, turn.zone), end_of(days.until, turn.zone)
    query = FollowUpQuery(customer=customer, since=since, until=until, limit=_LAST)
    return await turn.uow.follow_ups.search(query, turn.viewer.scope())


async def _by_contact(wish: LastFollowUps, turn: Turn) -> CustomerRef:
    if wish.customer.ids or wish.customer.words or not wish.contact:
        return wish.customer
    people = await turn.uow.contacts.named(wish.contact, turn.viewer.scope())
    return CustomerRef(tuple(dict.fromkeys(each.customer for each in people)), wish.contact)


async def prepared(entry: Entry, turn: Turn) -> Entry:
    """Settle the customer and fill in what everybody would: today, and for 记跟进 the contact (F04)."""
    customer = await settled(entry.customer, turn, saves=True)
    filled = replace(entry, customer=customer, when=entry.when or When(turn.today))
    if turn.origin == "pressed" and customer.only and not entry.contacts:
        people = await turn.uow.contacts.at(customer.only)
        filled = replace(filled, contacts=tuple(person.name for person in people[:1]))
    return filled
