"""What was sent goes with the report it was sent for: from the draft to the contact it becomes (F06)."""

from datetime import timedelta

from bot.dialogue import entries
from bot.intents import LogFollowUps
from bot.keys import Intent
from bot.shown import Shown
from bot.slots import CustomerRef
from bot.turn import Turn
from core.drafts import Draft

RECENT = timedelta(minutes=10)
"""A picture belongs to the visit told within so long before or after it."""


def reports(intent: Intent) -> list[CustomerRef]:
    """The customer of each contact that a draft reports and that is not dealt with."""
    found = [one for one in entries.wishes(intent) if isinstance(one, LogFollowUps)]
    return [entry.customer for one in found for entry in one.entries if not entry.done]


async def join(draft: Draft, intent: Intent, turn: Turn) -> None:
    """What he sent just before he told of the visit is saved with it."""
    if len(reports(intent)) != 1:
        return
    loose = await turn.uow.attachments.loose(turn.viewer.id, turn.now - RECENT)
    if loose:
        await turn.uow.attachments.into_draft([one.id for one in loose], draft.id)


async def attach(draft: Draft, saved: Shown, turn: Turn) -> None:
    """What lies with the draft belongs to the contacts that were saved of it."""
    left = await turn.uow.attachments.of_draft(draft.id, loose=True) if saved.follow_ups else ()
    for number in saved.follow_ups if left else ():
        known = await turn.uow.follow_ups.get(number, turn.viewer.scope())
        its = [one for one in left if one.customer in ("", known.customer)]
        left = [one for one in left if one not in its]
        await turn.uow.attachments.attach([one.id for one in its], number)
        if its:
            await turn.uow.ledger.record("attach", "follow_up", number)
