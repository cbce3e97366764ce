"""How a saved contact is corrected: a draft that lays the correction over it (F10)."""

from dataclasses import replace

from adapters.chat import Card, Input
from bot.cards import visits as cards
from bot.dialogue.draftable import Draftable, Form, Saved, draftables
from bot.handlers.visit_drafts import amended, corrected, filled, names, report
from bot.handlers.visit_records import as_it_is, entry_of, verdict
from bot.intents import Entry, ReviseFollowUp
from bot.router import Router
from bot.shown import Shown, remember
from bot.talk import Correct
from bot.turn import Turn
from core.errors import Invalid
from core.people.permissions import Command
from core.visits import actions
from core.visits.model import ContactKind, FollowUp

router = Router()


async def _revision(said: ReviseFollowUp, turn: Turn) -> tuple[Entry, FollowUp]:
    """The saved contact as an entry, with what was corrected laid over it."""
    if said.follow_up is None:
        raise Invalid("follow_up", "empty")
    known = await turn.uow.follow_ups.get(said.follow_up, turn.viewer.scope())
    return _laid_over(entry_of(known, turn.zone), said.entry), known


def _laid_over(saved: Entry, new: Entry) -> Entry:
    """What was saved, with what is new in its place; nothing agreed before is agreed again."""
    return replace(
        saved,
        customer=new.customer if new.customer.ids else saved.customer,
        kind=new.kind if new.kind is not ContactKind.VISIT else saved.kind,
        contacts=new.contacts or saved.contacts,
        when=new.when or saved.when,
        content=new.content or saved.content,
        result=new.result or saved.result,
        next_when=new.next_when,
        next_step=new.next_step or saved.next_step,
        none_reason=new.none_reason or saved.none_reason,
        amounts=amended(saved.amounts, new.amounts[0]) if new.amounts else saved.amounts,
        competitors=new.competitors or saved.competitors,
        topics=new.topics or saved.topics,
        outcome=new.outcome or saved.outcome,
    )


async def _revised_face(said: ReviseFollowUp, turn: Turn) -> Card:
    entry, _ = await _revision(said, turn)
    return _drawn(entry, await names((entry,), turn), turn)


def _drawn(entry: Entry, known: cards.Names, turn: Turn) -> Card:
    of = known.get(entry.customer.only) if entry.customer.only else None
    return Card(
        title=turn.say("visits.revise", customer=of.short if of else ""),
        fields=cards.fields(entry, known, turn),
        quote=turn.source_text,
    )


async def _revised_inputs(said: ReviseFollowUp, turn: Turn) -> tuple[Input, ...]:
    entry, _ = await _revision(said, turn)
    return cards.form(entry, turn)


async def _revised_save(said: ReviseFollowUp, turn: Turn) -> Saved:
    entry, known = await _revision(said, turn)
    told = await report(entry, turn)
    if said.entry.when is None:
        told = replace(told, occurred_at=known.occurred_at, has_time=known.has_time)
    saved = await actions.revise(known.id, turn.acting, report=told)
    shown = Shown(customers=(saved.customer,), follow_ups=(saved.id,))
    await remember(turn.uow, turn.answered_in, shown, turn.now)
    return Saved(verdict(saved, turn.say))


async def _revised_now(said: ReviseFollowUp, turn: Turn) -> Card:
    entry, verdict_now = await as_it_is(Entry(follow_up=said.follow_up), turn)
    known = await names((entry,), turn)
    card = _drawn(entry, known, turn)
    return replace(card, body=verdict_now)


def _revised_filled(said: ReviseFollowUp, form: Form, _: Turn) -> ReviseFollowUp:
    return replace(said, entry=filled(said.entry, form))


def _revised_corrected(said: ReviseFollowUp, correction: Correct) -> ReviseFollowUp | None:
    entry = corrected(said.entry, correction)
    return None if entry == said.entry else replace(said, entry=entry)


draftables.add(
    ReviseFollowUp,
    Draftable(
        face=_revised_face,
        command=Command.LOG,
        save=_revised_save,
        inputs=_revised_inputs,
        filled=_revised_filled,
        customers=lambda said: [said.entry.customer] if said.entry.customer.ids else [],
        with_customer=lambda said, _, ref: replace(said, entry=replace(said.entry, customer=ref)),
        corrected=_revised_corrected,
        records=lambda said: [said.follow_up] if said.follow_up else [],
        now=_revised_now,
    ),
)
