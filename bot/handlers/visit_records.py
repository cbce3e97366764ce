"""Logged contacts by what their records say now, for the cards they were logged on (F10)."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.cards.phrases import amount_of
from bot.intents import Entry
from bot.slots import Amount, CustomerRef, Outcome, When
from bot.texts import Texts
from bot.turn import Turn
from core.errors import NotFound
from core.visits.model import Figure, FollowUp
from core.visits.quality import lacking


def figure_of(said: Amount) -> Figure:
    """A named amount as it is kept."""
    return Figure(
        role=said.role,
        least=said.least,
        most=said.most,
        about=said.about,
        currency=said.currency,
    )


def entry_of(known: FollowUp, zone: ZoneInfo) -> Entry:
    """A logged contact as what is said of one."""
    at = known.occurred_at.astimezone(zone)
    return Entry(
        customer=CustomerRef((known.customer,)),
        kind=known.kind,
        contacts=known.contacts,
        when=When(at.date(), at=at.time().replace(microsecond=0) if known.has_time else None),
        content=known.content,
        result=known.result,
        next_step=known.next_step,
        none_reason=known.none_reason,
        amounts=tuple(amount_of(one) for one in known.figures),
        competitors=known.competitors,
        topics=known.topics,
        outcome=Outcome.NOT_MET if known.not_met else None,
        follow_up=known.id,
    )


async def as_it_is(entry: Entry, turn: Turn) -> tuple[Entry, str]:
    """The entry by its record, and whether that is effective; as it was when nothing is logged."""
    if entry.follow_up is None:
        return entry, ""
    try:
        known = await turn.uow.follow_ups.get(entry.follow_up, turn.viewer.scope())
    except NotFound:
        return entry, ""
    said = verdict(known, turn.say)
    if not known.version:
        return entry, said
    now = replace(entry_of(known, turn.zone), next_when=entry.next_when, people=entry.people)
    return replace(now, done=entry.done), said


def verdict(known: FollowUp, say: Texts) -> str:
    """Effective, or why not."""
    if known.not_met:
        return say("visits.nobody_met")
    lacks = [name for name in lacking(known) if say.has(f"visits.check.{name}")]
    names = say("draft.and").join(say(f"visits.check.{name}") for name in lacks)
    return say("visits.why_not", names=names) if names else say("visits.effective")
