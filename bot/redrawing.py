"""When a logged contact is corrected, or anything is taken back, the other cards that show it follow (F10)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from adapters.chat import Address, Card
from bot.accounts import account
from bot.keys import UnknownKey, decode
from bot.parcel import packed
from bot.replies import REPLY, place
from bot.router import Router
from bot.texts import texts
from bot.turn import Turn
from bot.wording import worded_reply
from core.errors import CrmError
from core.ledger.model import LedgerEvent
from core.people.model import Employee, EmployeeState
from core.people.viewers import viewer
from core.ports import LiveCard

LIFE = timedelta(days=14)
"""Feishu lets a card be changed for so long; WeCom for three days, and once."""


async def redraw(events: Sequence[LedgerEvent], turn: Turn, router: Router) -> None:
    """Give every card that shows what the act changed a new face, as its reader may see it now."""
    follow: dict[str, LiveCard] = {}
    for about in (await _taken_back(events, turn), _changed(events)):
        found = await turn.uow.live_cards.showing(about, turn.now - LIFE) if about else ()
        follow |= {one.card: one for one in found if one.card not in follow}
    for card in follow.values():
        face = await _face(card, turn, router)
        if face is None:
            continue
        await turn.uow.notices.put(
            f"{turn.uow.act.id}:redraw:{card.card}",
            to=card.employee,
            address=card.address,
            lane=REPLY,
            body=packed(face, card=card.card),
            kind="redraw",
            card=card.card,
        )


def _changed(events: Sequence[LedgerEvent]) -> set[str]:
    """The contacts that were there before the act and are not as they were, and their customers."""
    changes = [
        change
        for event in events
        for change in event.changes
        if change.table == "follow_ups" and change.before
    ]
    rows = [row for change in changes for row in (change.before, change.after) if row]
    return {str(row[part]) for row in rows for part in ("id", "customer")}


async def _taken_back(events: Sequence[LedgerEvent], turn: Turn) -> set[str]:
    """The acts that were undone, or whose undoing was."""
    undone = {event.undoes for event in events if event.undoes}
    before = [event for act in undone for event in await turn.uow.ledger.of_act(act)]
    return undone | {event.undoes for event in before if event.undoes}


class _Drawn(Exception):
    """Ends the drawing of a card: what showing it would remember is not kept."""

    def __init__(self, card: Card | None) -> None:
        super().__init__()
        self.card = card


async def _face(card: LiveCard, turn: Turn, router: Router) -> Card | None:
    """What its reader would see now; None when he may not see it any more."""
    hangs = place(card.address)
    reader = await _reader(card, hangs, turn)
    if reader is None:
        return None
    his = replace(
        turn,
        viewer=await viewer(reader, turn.uow.people, turn.rules.reaches),
        sender=hangs,
        say=texts(reader.language),
        source_text="",
        message_id="",
        press=None,
        origin="said",
    )
    try:
        async with turn.uow.attempt():
            raise _Drawn(worded_reply(await router.answer(decode(card.key), his), his.say).card)
    except _Drawn as drawn:
        return drawn.card
    except (CrmError, UnknownKey):  # an older version's card may have a key that no card makes now
        return None


async def _reader(card: LiveCard, hangs: Address, turn: Turn) -> Employee | None:
    """Whom it was made for, while he works here and the account it hangs at is his."""
    bound = await account(hangs, turn.uow)
    if bound is None or bound.employee != card.employee:
        return None
    reader = await turn.uow.people.find(card.employee)
    return reader if reader and reader.state is not EmployeeState.LEFT else None
