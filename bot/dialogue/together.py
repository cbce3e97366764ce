"""What one message wishes, on one card: a report, the deal beside it, a plan (F05, L04)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from adapters.chat import Card, Reply
from bot.cards.entries import rows
from bot.dialogue import drafts, entries
from bot.dialogue.draftable import Draftable, draftables
from bot.dialogue.faces import MOST
from bot.intents import LogFollowUps
from bot.keys import Intent, decode, encode
from bot.slots import CustomerRef
from bot.talk import Together, Wish
from bot.turn import Turn
from core.errors import Invalid
from core.people.permissions import Command


async def begin(wishes: Sequence[Intent], turn: Turn, *, asked: int) -> Reply:
    """The one draft of a message; `asked` questions are put beside it already."""
    return await drafts.begin(joined(wishes), turn, most=max(MOST - asked, 0))


def joined(wishes: Sequence[Intent]) -> Intent:
    """The wishes as one: reports alone are entries of one report."""
    reports = [one for one in wishes if isinstance(one, LogFollowUps)]
    if len(reports) == len(wishes):
        return LogFollowUps(tuple(entry for one in reports for entry in one.entries))
    if len(wishes) == 1:
        return wishes[0]
    return Together(tuple(Wish(encode(one)) for one in _alone(wishes)))


def _alone(wishes: Iterable[Intent]) -> Iterable[Intent]:
    """Each wish alone, a report of several customers as one of each."""
    for one in wishes:
        if isinstance(one, LogFollowUps):
            yield from (LogFollowUps((entry,)) for entry in one.entries)
        else:
            yield one


def _of(said: Together, place: int) -> Intent:
    return decode(said.wishes[place].intent)


def _placed(said: Together, place: int, wish: Wish) -> Together:
    return Together((*said.wishes[:place], wish, *said.wishes[place + 1 :]))


def _put(said: Together, place: int, one: Intent) -> Together:
    return _placed(said, place, replace(said.wishes[place], intent=encode(one)))


def _ended(said: Together, place: int, word: str, act: str) -> Together:
    return _placed(said, place, replace(said.wishes[place], done=word, act=act))


def _customers(said: Together) -> list[CustomerRef]:
    """The customer of each wish; nobody where it has none."""
    every = (decode(wish.intent) for wish in said.wishes)
    named = (draftables.of(one).customers(one) for one in every)
    return [refs[0] if refs else CustomerRef() for refs in named]


def _with_customer(said: Together, place: int, customer: CustomerRef) -> Together:
    """The wishes with the customer: who was asked for by one name is asked for once."""
    asked = _customers(said)[place]
    for other in entries.unsettled(said):
        if _customers(said)[other] == asked:
            one = _of(said, other)
            said = _put(said, other, draftables.of(one).with_customer(one, 0, customer))
    return said


async def _drawn(said: Together, turn: Turn, *, now: bool) -> Card:
    cards = [await _alone_card(decode(wish.intent), turn, now=now) for wish in said.wishes]
    return Card(
        title=turn.say("draft.together", count=len(cards)),
        body="\n".join(
            filter(
                None,
                (turn.say("draft.more_entries", count=len(cards)), *(one.body for one in cards)),
            )
        ),
        rows=rows(cards, [wish.done for wish in said.wishes], turn),
        quote=turn.source_text,
    )


async def _alone_card(one: Intent, turn: Turn, *, now: bool) -> Card:
    """The face of one wish; of what is said of nobody known its customer's name."""
    kind = draftables.of(one)
    draw = kind.now if now and kind.now else kind.face
    try:
        return await draw(one, turn)
    except Invalid:
        return Card(title=kind.customers(one)[0].words or turn.say("visits.unknown"))


async def _face(said: Together, turn: Turn) -> Card:
    return await _drawn(said, turn, now=False)


async def _now(said: Together, turn: Turn) -> Card:
    return await _drawn(said, turn, now=True)


def _records(said: Together) -> list[str]:
    every = [decode(wish.intent) for wish in said.wishes]
    return [record for one in every for record in draftables.of(one).records(one)]


draftables.add(
    Together,
    Draftable(
        face=_face,
        command=Command.LOG,
        customers=_customers,
        with_customer=_with_customer,
        entries=lambda said: [wish.done or "open" for wish in said.wishes],
        picked=_of,
        placed=_put,
        ended=_ended,
        acts=lambda said: [wish.act for wish in said.wishes],
        records=_records,
        now=_now,
    ),
)
