"""What the records say of something, where no rule knew what was asked (L02, L05)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from adapters.chat import Card, Reply, Row, Text
from bot.cards import opportunities as deal_cards
from bot.cards import plans as plan_cards
from bot.cards import visits as visit_cards
from bot.dialogue.who import others
from bot.handlers.opportunities import open_deal
from bot.handlers.talk import not_understood
from bot.intents import FindRecords
from bot.router import Router
from bot.talk import NotUnderstood
from bot.turn import Turn
from bot.understanding.vocabulary import DEALS, PLANS, TALKS, is_told_by
from core.customers.model import CustomerId
from core.opportunities.model import Opportunity, OpportunityState
from core.opportunities.queries import OpportunityQuery
from core.plans.model import Plan
from core.plans.queries import PlanQuery
from core.visits.model import FollowUp
from core.visits.queries import FollowUpQuery

router = Router()
_LATELY = 50
_MOST = 5
_FIGURE = re.compile(r"[\d一二三四五六七八九十百千万半]")


@dataclass(frozen=True, slots=True)
class _Record:
    """One record: the words that tell what it is about, and what it says beside them.

    Args:
        topics: what a record of its kind tells, so that it is no word that is left.
    """

    id: str
    customer: CustomerId | None
    words: str
    figures: str
    topics: str
    row: Callable[[str], Row]
    deal: Opportunity | None = None


@router.on(FindRecords)
async def find_records(wish: FindRecords, turn: Turn) -> Reply:
    """年前给谁家做培训: the plans, deals and contacts that speak of it, else that none does."""
    found = await find(wish.words, turn, figure=wish.figure, deals=wish.deals, plans=wish.plans)
    return found or await not_understood(NotUnderstood(asks=True), turn)


async def find(
    words: Sequence[str],
    turn: Turn,
    *,
    figure: bool = False,
    deals: bool = False,
    plans: bool = False,
) -> Reply | None:
    """What speaks of most of `words`, and which of these nothing speaks of; None where nothing does.

    Args:
        figure: only what holds a figure answers.
        deals: a deal is meant, where one is called so.
        plans: a plan is meant, and nothing else.
    """
    every = await _plans(turn)
    if not plans:
        every += [*await _deals(turn), *await _talks(turn)]
    found = _best(every, words)
    found = [one for one in found if deals and one.deal] or found
    if not found or (figure and not any(_FIGURE.search(one.figures) for one in found)):
        return None
    left = "、".join(_left(words, found))
    more = (Text(turn.say("talk.not_recorded", words=left)),) if left else ()
    if len(found) == 1 and found[0].deal:
        return replace(await open_deal(found[0].deal, turn), more=more)
    told = "、".join(dict.fromkeys(filter(None, (_common(found[0], one) for one in words))))
    title = turn.say("talk.recorded", words=told, count=len(found))
    return Reply(card=Card(title=title, rows=await _rows(found, turn)), more=more)


async def _rows(found: Sequence[_Record], turn: Turn) -> tuple[Row, ...]:
    at = {one.customer for one in found if one.customer}
    known = await turn.uow.customers.several(at, turn.viewer.scope())
    short = {one.id: one.short for one in known}
    return tuple(one.row(short.get(one.customer, "") if one.customer else "") for one in found)


def _best(every: Sequence[_Record], words: Sequence[str]) -> list[_Record]:
    """Those that hold most of the words, each once."""
    held = {one: sum(len(_common(one, word)) for word in words) for one in every}
    most = max(held.values(), default=0)
    best = {one.id: one for one, count in held.items() if most and count == most}
    return list(best.values())[:_MOST]


def _common(one: _Record, word: str) -> str:
    """The longest part of the word that the record holds; empty below two characters."""
    sizes = range(len(word), 1, -1)
    parts = (word[at : at + size] for size in sizes for at in range(len(word) - size + 1))
    return next((part for part in parts if part in one.words), "")


def _left(words: Sequence[str], found: Sequence[_Record]) -> list[str]:
    """What is asked and stands neither in what was found nor is told by its kind."""
    held = {word: max((_common(one, word) for one in found), key=len) for word in words}
    parts = [part for word in words for part in (word.split(held[word]) if held[word] else [word])]
    told = tuple(dict.fromkeys(one.topics for one in found))
    return [part for part in parts if len(part) > 1 and not is_told_by(part, told)]


async def _plans(turn: Turn) -> list[_Record]:
    found = await turn.uow.plans.search(PlanQuery(limit=_LATELY), turn.viewer.scope())
    return [_plan(one, turn) for one in found]


def _plan(one: Plan, turn: Turn) -> _Record:
    def row(customer: str) -> Row:
        what = " · ".join(filter(None, (customer, one.content)))
        return Row(title=what, detail=plan_cards.due(one, turn))

    return _Record(one.id, one.customer, one.content, one.content, PLANS, row)


async def _deals(turn: Turn) -> list[_Record]:
    query = OpportunityQuery(states=tuple(OpportunityState), limit=_LATELY)
    found = await turn.uow.opportunities.search(query, turn.viewer.scope())
    owners = await others((one.employee for one in found), turn)
    return [record for one in found for record in _deal(one, owners, turn)]


def _deal(one: Opportunity, owners: deal_cards.People, turn: Turn) -> list[_Record]:
    """By its name, and by whom it was lost to: the sum is not his."""

    def row(customer: str) -> Row:
        return deal_cards.row_at(one, customer, turn, owners)

    worth = deal_cards.amount(one, turn.say)
    named = _Record(one.id, one.customer, one.name, worth, DEALS, row, one)
    lost = replace(named, words=one.competitor, figures="") if one.competitor else None
    return [named, *([lost] if lost else [])]


async def _talks(turn: Turn) -> list[_Record]:
    query = FollowUpQuery(limit=_LATELY)
    found = await turn.uow.follow_ups.search(query, turn.viewer.scope())
    return [_talk(one, turn) for one in found]


def _talk(one: FollowUp, turn: Turn) -> _Record:
    words = f"{one.content}\n{one.result}\n{one.next_step}"

    def row(customer: str) -> Row:
        return visit_cards.row_at(one, customer, turn)

    return _Record(one.id, one.customer, words, words, TALKS, row)
