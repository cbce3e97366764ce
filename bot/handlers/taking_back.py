"""撤销: the last act, or the one of the card."""

from adapters.chat import Card, Reply, Tone
from bot.dialogue import drafts
from bot.router import Router
from bot.talk import Undo
from bot.turn import Turn
from core.errors import NotFound
from core.ledger.actions import undo

router = Router()


@router.on(Undo)
async def take_back(wish: Undo, turn: Turn) -> Reply:
    """Take it back as a whole; its card says so.

    Raises:
        NothingToUndo, UndoBlocked, NotFound.
    """
    say = turn.say
    if wish.act and await turn.uow.ledger.undone(wish.act):
        return Reply(card=Card(title=say("talk.undone"), state=say("draft.taken_back")))
    events = await undo(turn.acting, act=wish.act)
    if wish.draft:
        try:
            draft = await drafts.mine(wish.draft, turn)
        except NotFound:
            draft = None
        if draft is not None:
            return Reply(card=await drafts.end_card(draft, turn), toast=say("draft.taken_back"))
    what = say("draft.and").join(
        dict.fromkeys(
            say(key) if say.has(key := f"talk.did.{event.command}") else event.command
            for event in events
        )
    )
    card = Card(title=what, state=say("draft.taken_back"), tone=Tone.MUTED)
    return Reply(card=card, toast=say("draft.taken_back"))
