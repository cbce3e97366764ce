"""撤销: the last act, or the one of the card."""

from collections.abc import Sequence

from adapters.chat import Button, Card, Reply, Tone
from bot.cards import phrases
from bot.dialogue import drafts
from bot.dialogue.faces import end_card
from bot.keys import decode, encode
from bot.router import Router
from bot.talk import Redo, Undo
from bot.turn import Turn
from core.customers.model import CustomerId
from core.drafts import Draft
from core.errors import NotFound, NothingToUndo
from core.ledger.actions import WINDOW, redo, undo
from core.ledger.model import LedgerEvent
from core.people.permissions import EVERYBODY
from core.visits.model import FollowUpId

router = Router()
_LONGEST = 40
"""Characters of names under what was taken back."""


@router.on(Undo)
async def take_back(wish: Undo, turn: Turn) -> Reply:
    """Take it back as a whole; its card says so.

    Raises:
        NothingToUndo, UndoBlocked, NotFound.
    """
    say = turn.say
    its = await _draft_of(wish, turn)
    if wish.act and await turn.uow.ledger.undone(wish.act):
        if its:
            return await drafts.show(its, turn)
        return Reply(card=Card(title=say("talk.undone"), state=say("draft.taken_back")))
    events = await _undone(wish, turn)
    if its:
        live = drafts.live(its, decode(its.intent))
        return Reply(card=await end_card(its, turn), toast=say("draft.taken_back"), live=live)
    card = Card(
        title=_named(events, turn),
        subtitle=await _whose(events, turn),
        state=say("draft.taken_back"),
        tone=Tone.MUTED,
    )
    return Reply(card=card, toast=say("draft.taken_back"))


@router.on(Redo)
async def bring_back(_: Redo, turn: Turn) -> Reply:
    """恢复刚删的: what was taken back last stands again.

    Raises:
        UndoBlocked.
    """
    say = turn.say
    try:
        events = await redo(turn.acting)
    except NothingToUndo:
        return Reply(text=say("talk.nothing_to_redo"))
    undo_again = Button(say("buttons.undo"), encode(Undo(events[-1].act.id)))
    card = Card(
        title=_named(events, turn),
        subtitle=await _whose(events, turn),
        state=say("talk.brought_back"),
        tone=Tone.GOOD,
        buttons=(undo_again,),
    )
    return Reply(card=card)


async def _draft_of(wish: Undo, turn: Turn) -> Draft | None:
    """The draft whose card was pressed, where it is one's own."""
    try:
        return await drafts.mine(wish.draft, turn) if wish.draft else None
    except NotFound:
        return None


async def _undone(wish: Undo, turn: Turn) -> Sequence[LedgerEvent]:
    events = await undo(turn.acting, act=await _act_of(wish, turn), kind=wish.kind)
    while wish.kind and all(event.command == "revise" for event in events):
        events = await undo(turn.acting, act=await _act_of(wish, turn), kind=wish.kind)
    return events


async def _act_of(wish: Undo, turn: Turn) -> str:
    """The act that is meant: where a customer is named, the last record only if it is his.

    Raises:
        NothingToUndo: the last record is another customer's.
    """
    if not wish.customer.ids:
        return wish.act
    since = turn.now - WINDOW
    act = await turn.uow.ledger.last_act(turn.viewer.id, since, kind=wish.kind)
    for event in await turn.uow.ledger.of_act(act) if act else ():
        if event.kind == wish.kind:
            known = await turn.uow.follow_ups.get(FollowUpId(event.subject), turn.viewer.scope())
            if known.customer in wish.customer.ids:
                return event.act.id
    raise NothingToUndo


def _named(events: Sequence[LedgerEvent], turn: Turn) -> str:
    """What was done, in words: 记跟进、定计划."""
    say = turn.say
    return say("draft.and").join(
        dict.fromkeys(
            say(key) if say.has(key := f"talk.did.{event.command}") else event.command
            for event in events
        )
    )


async def _whose(events: Sequence[LedgerEvent], turn: Turn) -> str:
    """The customers that it was about: what one did oneself one may read."""
    rows = [
        (change.table, row)
        for event in events
        for change in event.changes
        for row in (change.before, change.after)
        if row
    ]
    made = {row["id"]: str(row["full_name"]) for table, row in rows if table == "customers"}
    ids = dict.fromkeys([*made, *filter(None, (row.get("customer") for _, row in rows))])
    about = [CustomerId(str(one)) for one in ids]
    known = {one.id: one.short for one in await turn.uow.customers.several(about, EVERYBODY)}
    names = dict.fromkeys(known.get(one) or made.get(one, "") for one in about)
    return phrases.shortened(turn.say("draft.and").join(filter(None, names)), _LONGEST)
