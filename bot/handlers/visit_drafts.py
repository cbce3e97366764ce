"""How a reported contact is drafted, corrected and saved."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from adapters.chat import Card, Input, Text
from bot.cards import phrases
from bot.cards import visits as cards
from bot.dialogue.asks import Ask, of_entry
from bot.dialogue.draftable import Draftable, Form, Saved, draftables
from bot.dialogue.forms import listed, one, when_of
from bot.dialogue.persons import keep, proposed
from bot.handlers.visit_records import as_it_is, figure_of, verdict
from bot.intents import Entry, LogFollowUps
from bot.moments import happened, planned
from bot.router import Router
from bot.shown import Shown, remember
from bot.slots import Amount, AmountRole, CustomerRef, Outcome, When
from bot.talk import Correct
from bot.turn import Turn
from core.customers.model import Customer, CustomerId
from core.errors import Invalid
from core.opportunities.model import OpportunityId
from core.opportunities.queries import OpportunityQuery
from core.people.permissions import Command
from core.visits import actions
from core.visits.model import ContactKind

router = Router()


async def names(entries: tuple[Entry, ...], turn: Turn) -> dict[CustomerId, Customer]:
    ids = {entry.customer.only for entry in entries if entry.customer.only}
    found = await turn.uow.customers.several(ids, turn.viewer.scope())
    return {each.id: each for each in found}


async def _face(said: LogFollowUps, turn: Turn) -> Card:
    return await drawn(said.entries, turn)


async def drawn(entries: tuple[Entry, ...], turn: Turn) -> Card:
    """The card of what is said of each customer and of the people there."""
    known = await names(entries, turn)
    people = [await _people(entry, known, turn) for entry in entries]
    return cards.draft(entries, known, turn, people=people)


async def _people(entry: Entry, known: cards.Names, turn: Turn) -> str:
    customer = known.get(entry.customer.only) if entry.customer.only else None
    if customer is None:
        return ""
    found = await proposed(entry.people, customer, turn)
    return "；".join(cards.person(said, len(meant), turn) for said, meant in found)


async def _inputs(said: LogFollowUps, turn: Turn) -> tuple[Input, ...]:
    return cards.form(said.entries[0], turn)


def _filled(said: LogFollowUps, form: Form, _: Turn) -> LogFollowUps:
    return LogFollowUps((filled(said.entries[0], form),))


def filled(entry: Entry, form: Form) -> Entry:
    """The entry with the values of the form of 修改; what was typed points at no words any more."""
    typed = replace(
        entry,
        kind=ContactKind(one(form, "kind", entry.kind) or entry.kind),
        when=when_of(form, "when", entry.when),
        contacts=listed(form, "contacts", entry.contacts),
        content=_retyped(form, "content", entry.content),
        result=_retyped(form, "result", entry.result),
        next_when=when_of(form, "next_when", entry.next_when),
        next_step=one(form, "next_step", entry.next_step),
        none_reason=one(form, "none_reason", entry.none_reason),
    )
    slots = [(span, span.slot.partition(".")[0]) for span in entry.spans]
    left = [span for span, slot in slots if getattr(typed, slot, "") == getattr(entry, slot, "")]
    return replace(typed, spans=tuple(left))


def _retyped(form: Form, name: str, known: str) -> str:
    """A text of the form; one left as it stood there stays whole."""
    typed = one(form, name, known)
    return known if typed == known[: cards.FORM_HOLDS].strip() else typed


def _with_entry(said: LogFollowUps, place: int, entry: Entry) -> LogFollowUps:
    return LogFollowUps((*said.entries[:place], entry, *said.entries[place + 1 :]))


def _with_customer(said: LogFollowUps, place: int, customer: CustomerRef) -> LogFollowUps:
    return _with_entry(said, place, replace(said.entries[place], customer=customer))


def _wanted(said: LogFollowUps) -> list[str]:
    """What makes a contact effective and was not said (F02, F07)."""
    entry = said.entries[0]
    lacks = {
        "contact": not entry.contacts,
        "result": not entry.result,
        "next": not (entry.next_when or entry.next_step or entry.none_reason),
    }
    return [name for name, lacking in lacks.items() if lacking]


def _asks(said: LogFollowUps, turn: Turn) -> Sequence[Ask]:
    return of_entry(said.entries[0], turn, lambda entry: LogFollowUps((entry,)))


def _corrected(said: LogFollowUps, correction: Correct) -> LogFollowUps | None:
    entry = corrected(said.entries[0], correction)
    return None if entry == said.entries[0] else LogFollowUps((entry,))


def corrected(entry: Entry, correction: Correct) -> Entry:
    """The entry with what a correction by words names; a bare weekday moves the date it is near."""
    when, next_when = correction.when, correction.next_when
    if correction.weekday_only and when is not None:
        near = entry.next_when or entry.when
        moved = replace(when, day=_same_week(near, when)) if near else when
        when, next_when = (None, moved) if entry.next_when else (moved, None)
    said: dict[str, Any] = {
        "customer": correction.customer,
        "when": when,
        "next_when": next_when,
        "amounts": amended(entry.amounts, correction.amount),
        "contacts": tuple(correction.contact.split("、")) if correction.contact else None,
        "content": correction.content,
        "result": correction.result or _with_more(entry.result, correction.also),
        "next_step": correction.next_step,
        "none_reason": correction.none_reason,
    }
    changed = {slot: value for slot, value in said.items() if value}
    left = tuple(span for span in entry.spans if span.slot not in changed)
    return replace(entry, spans=left, **changed)


def amended(known: tuple[Amount, ...], said: Amount | None) -> tuple[Amount, ...]:
    """The amounts with one of them corrected, in the role it had: the one that is asked, else the first."""
    if said is None or not known:
        return (said,) if said else ()
    place = next((place for place, one in enumerate(known) if one.elided), 0)
    role = known[place].role if said.role is AmountRole.OTHER else said.role
    return (*known[:place], replace(said, role=role), *known[place + 1 :])


def _with_more(known: str, also: str) -> str:
    """What they said, with what was said later; empty where nothing was added."""
    return "；".join(filter(None, (known, also))) if also else ""


def _same_week(near: When, said: When) -> date:
    monday = near.day - timedelta(days=near.day.weekday())
    return monday + timedelta(days=said.day.weekday())


def _entries(said: LogFollowUps) -> tuple[str, ...]:
    return tuple(entry.done or "open" for entry in said.entries)


def _ended(said: LogFollowUps, place: int, word: str, act: str) -> LogFollowUps:
    return _with_entry(said, place, replace(said.entries[place], done=word, act=act))


async def _save(said: LogFollowUps, turn: Turn) -> Saved:
    """Log one entry."""
    entry = said.entries[0]
    logged = await actions.log(await report(entry, turn), turn.acting)
    known = await turn.uow.customers.get(logged.follow_up.customer, turn.viewer.scope())
    await keep(entry.people, known, turn)
    shown = Shown(
        customers=(known.id,),
        follow_ups=(logged.follow_up.id,),
        plans=(logged.planned.id,) if logged.planned else (),
    )
    await remember(turn.uow, turn.answered_in, shown, turn.now)
    more = (Text(turn.say("visits.cut", most=actions.LONGEST)),) if _is_cut(entry) else ()
    kept = replace(entry, follow_up=logged.follow_up.id)
    return Saved(_note(logged, turn), more=more, intent=LogFollowUps((kept,)))


def _is_cut(entry: Entry) -> bool:
    """Whether a text is longer than what is kept of it."""
    return any(
        len(text) > actions.LONGEST for text in (entry.content, entry.result, entry.next_step)
    )


async def _now(said: LogFollowUps, turn: Turn) -> Card:
    found = [await as_it_is(entry, turn) for entry in said.entries]
    entries = tuple(entry for entry, _ in found)
    card = await drawn(entries, turn)
    return replace(card, body="\n".join(said for _, said in found if said))


def _note(logged: actions.Logged, turn: Turn) -> str:
    """What became of it: effective or why not, plans closed and set."""
    say = turn.say
    lines = [verdict(logged.follow_up, say)]
    if logged.closed:
        lines.append(say("visits.closed_plans", count=len(logged.closed)))
    if logged.planned:
        due = logged.planned.due_at.astimezone(turn.zone)
        day = phrases.day(due.date(), say, today=turn.today)
        when = f"{day} {due:%H:%M}" if logged.planned.has_time else day
        lines.append(say("visits.saved_next", when=when))
    return "\n".join(lines)


async def report(entry: Entry, turn: Turn) -> actions.Report:
    """What the core is told of an entry.

    Raises:
        Invalid: no customer.
    """
    customer = entry.customer.only
    if customer is None:
        raise Invalid("customer", "empty")
    occurred_at, has_time = happened(entry.when, turn.now, turn.zone)
    plan, step = None, entry.next_step
    if entry.next_when:
        step = step or turn.say("visits.next_contact")
        due, timed = planned(entry.next_when, turn.zone)
        plan = actions.NextPlan(due, timed, step)
    return actions.Report(
        customer=customer,
        kind=entry.kind,
        occurred_at=occurred_at,
        has_time=has_time,
        contacts=entry.contacts,
        content=entry.content[: actions.LONGEST],
        result=entry.result[: actions.LONGEST],
        next_step=step[: actions.LONGEST],
        none_reason=entry.none_reason,
        not_met=entry.outcome is Outcome.NOT_MET,
        opportunity=entry.opportunity or await _only_deal(customer, turn),
        figures=tuple(figure_of(one) for one in entry.amounts),
        competitors=entry.competitors,
        topics=entry.topics,
        source_text=turn.source_text,
        source_message_id=turn.message_id,
        spans=entry.spans,
        plan=plan,
    )


async def _only_deal(customer: CustomerId, turn: Turn) -> OpportunityId | None:
    """The customer's open opportunity, when there is one only."""
    found = await turn.uow.opportunities.search(
        OpportunityQuery(customer=customer, limit=2), turn.viewer.scope()
    )
    return found[0].id if len(found) == 1 else None


draftables.add(
    LogFollowUps,
    Draftable(
        face=_face,
        command=Command.LOG,
        save=_save,
        inputs=_inputs,
        filled=_filled,
        customers=lambda said: [entry.customer for entry in said.entries],
        with_customer=_with_customer,
        wanted=_wanted,
        asks=_asks,
        corrected=_corrected,
        entries=_entries,
        picked=lambda said, place: LogFollowUps((said.entries[place],)),
        placed=lambda said, place, one: _with_entry(said, place, one.entries[0]),
        ended=_ended,
        acts=lambda said: [entry.act for entry in said.entries],
        records=lambda said: [entry.follow_up for entry in said.entries if entry.follow_up],
        now=_now,
    ),
)
