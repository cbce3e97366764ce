"""How a draft goes on with what it asked or waited for."""

from dataclasses import replace

from adapters.chat import Reply
from bot.dialogue import drafts, entries
from bot.dialogue.draftable import draftables
from bot.keys import decode
from bot.turn import Turn
from core.customers.model import CustomerId
from core.drafts import Draft, DraftState


async def answer(draft: Draft, option: int, turn: Turn) -> Reply:
    """Go on with the answer that was chosen; what is not asked any more changes nothing."""
    intent = decode(draft.intent)
    place = entries.current(intent, turn)
    one = entries.one(intent, place)
    options = [each for ask in draftables.of(one).asks(one, turn)[:1] for each in ask.options]
    if not 0 <= option < len(options):
        return await drafts.show(draft, turn)
    return await drafts.change(draft, entries.put(intent, place, options[option][1]), turn)


async def settle(draft_id: str, place: int, customer: CustomerId, turn: Turn) -> Reply | None:
    """Go on with the draft that waits for a customer who was not known; None when it does not any more."""
    draft = await drafts.mine(draft_id, turn)
    intent = decode(draft.intent)
    if draft.state is not DraftState.OPEN or place not in entries.unsettled(intent):
        return None
    said = replace(entries.customer_at(intent, place), ids=(customer,), certain=True)
    changed = draftables.of(intent).with_customer(intent, place, said)
    return await drafts.change(draft, changed, turn)
