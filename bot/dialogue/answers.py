"""How a draft goes on with what it asked or waited for."""

from dataclasses import replace

from adapters.chat import Reply
from bot.dialogue import drafts
from bot.dialogue.draftable import draftables
from bot.keys import decode
from bot.turn import Turn
from core.customers.model import CustomerId
from core.drafts import Draft, DraftState


async def answer(draft: Draft, option: int, turn: Turn) -> Reply:
    """Go on with the answer that was chosen; what is not asked any more changes nothing."""
    intent = decode(draft.intent)
    options = [one for ask in draftables.of(intent).asks(intent, turn)[:1] for one in ask.options]
    if not 0 <= option < len(options):
        return await drafts.show(draft, turn)
    return await drafts.change(draft, options[option][1], turn)


async def settle(draft_id: str, customer: CustomerId, turn: Turn) -> Reply | None:
    """Go on with the draft that waits for a customer who was not known; None when it does not any more."""
    draft = await drafts.mine(draft_id, turn)
    intent = decode(draft.intent)
    places = drafts.unsettled(intent) if draft.state is DraftState.OPEN else []
    if not places:
        return None
    kind = draftables.of(intent)
    said = replace(kind.customers(intent)[places[0]], ids=(customer,), certain=True)
    return await drafts.change(draft, kind.with_customer(intent, places[0], said), turn)
