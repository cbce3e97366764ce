"""The life of a draft: offered, settled question by question, saved or dropped."""

from dataclasses import replace
from datetime import timedelta

from adapters.chat import Button, Card, Reply, Tone
from bot.dialogue.choice import choice_card
from bot.dialogue.draftable import Draftable, Draftables, draftables
from bot.intents import CreateCustomer
from bot.keys import Intent, decode, encode
from bot.slots import CustomerRef
from bot.talk import ChooseCustomer, DropDraft, EditDraft, SaveDraft, Undo
from bot.turn import Turn
from core.drafts import Draft, DraftState
from core.errors import NotFound

LIFE = timedelta(minutes=30)
"""How long a text continues a draft; its buttons live as long as the platform's card."""


async def offer(intent: Intent, turn: Turn) -> Reply:
    """Keep `intent` as a draft and show its card, or the question that comes first."""
    draft = Draft(
        id=turn.new_id(),
        conversation=turn.sender.conversation,
        employee=turn.viewer.id,
        intent=encode(intent),
        source_text=turn.source_text,
        source_message_id=turn.message_id,
        created_at=turn.now,
        expires_at=turn.now + LIFE,
    )
    await turn.uow.drafts.add(draft)
    return await show(draft, turn)


async def change(draft: Draft, intent: Intent, turn: Turn) -> Reply:
    """Put `intent` in the place of the draft's and show it anew."""
    changed = replace(draft, intent=encode(intent), expires_at=turn.now + LIFE)
    return await show(await turn.uow.drafts.save(changed), turn)


async def show(draft: Draft, turn: Turn) -> Reply:
    """The draft's card as it stands: a question, the draft with its buttons, or its end state."""
    intent = decode(draft.intent)
    kind = draftables.of(intent)
    if draft.state is not DraftState.OPEN:
        return Reply(card=await end_card(draft, intent, turn))
    for place, customer in enumerate(kind.customers(intent)):
        if customer.only is None:
            return await _which_customer(draft, place, customer, turn)
    card = await kind.face(intent, turn)
    missing = kind.missing(intent)
    if missing:
        return Reply(card=_asking(card, draft, missing, turn))
    return Reply(card=_ready(card, draft, kind.wanted(intent), turn))


async def end_card(draft: Draft, intent: Intent, turn: Turn, note: str = "") -> Card:
    """The card of a draft that was dealt with: what it said, its end state, and 撤销 while it helps."""
    face = await draftables.of(intent).face(intent, turn)
    saved = draft.state is DraftState.SAVED
    taken_back = saved and await turn.uow.ledger.undone(draft.act)
    word = "taken_back" if taken_back else draft.state.value
    undo = Button(turn.say("buttons.undo"), encode(Undo(draft.act, draft.id)))
    return replace(
        face,
        tone=Tone.GOOD if saved and not taken_back else Tone.MUTED,
        body=note,
        state=turn.say(f"draft.{word}"),
        buttons=(undo,) if saved and not taken_back else (),
    )


async def mine(draft_id: str, turn: Turn) -> Draft:
    """The draft of a card, for whoever it was made for.

    Raises:
        NotFound: no such draft, or it is somebody else's: a key proves nothing.
    """
    draft = await turn.uow.drafts.get(draft_id)
    if draft.employee != turn.viewer.id:
        raise NotFound(kind="draft", key=draft_id)
    return draft


def _ready(card: Card, draft: Draft, wanted: "tuple[str, ...] | list[str]", turn: Turn) -> Card:
    say = turn.say
    names = say("draft.and").join(say(f"draft.name.{name}") for name in list(wanted)[:2])
    return replace(
        card,
        tone=Tone.ACTIVE,
        body="\n".join(filter(None, (card.body, say("draft.wanted", names=names) if names else ""))),
        buttons=(
            Button(say("buttons.save"), encode(SaveDraft(draft.id, draft.version)), primary=True),
            Button(say("buttons.edit"), encode(EditDraft(draft.id, draft.version))),
            Button(say("buttons.cancel"), encode(DropDraft(draft.id, draft.version))),
        ),
    )


def _asking(card: Card, draft: Draft, missing: "tuple[str, ...] | list[str]", turn: Turn) -> Card:
    say = turn.say
    names = say("draft.and").join(say(f"draft.name.{name}") for name in list(missing)[:2])
    return replace(
        card,
        tone=Tone.WARNING,
        body="\n".join(filter(None, (card.body, say("draft.missing", names=names)))),
        buttons=(
            Button(say("buttons.edit"), encode(EditDraft(draft.id, draft.version)), primary=True),
            Button(say("buttons.cancel"), encode(DropDraft(draft.id, draft.version))),
        ),
    )


async def _which_customer(draft: Draft, place: int, customer: CustomerRef, turn: Turn) -> Reply:
    drop = Button(turn.say("buttons.cancel"), encode(DropDraft(draft.id, draft.version)))
    if customer.ids:
        card = await choice_card(
            customer,
            turn,
            key=lambda chosen: encode(ChooseCustomer(draft.id, draft.version, chosen, place)),
        )
        return Reply(card=replace(card, buttons=(*card.buttons, drop)))
    if not customer.words:
        return Reply(
            card=Card(title=turn.say("draft.which_customer"), tone=Tone.WARNING, buttons=(drop,))
        )
    create = Button(turn.say("buttons.create"), encode(CreateCustomer(name=customer.words)))
    return Reply(
        card=Card(
            title=turn.say("draft.no_such_customer", name=customer.words),
            body=turn.say("draft.say_the_name"),
            tone=Tone.WARNING,
            buttons=(create, drop),
        )
    )


__all__ = ["Draftable", "Draftables", "change", "draftables", "end_card", "mine", "offer", "show"]
