"""Which customer is meant, inside what the person may see; a colleague's is shown as his (L04, A08)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from adapters.chat import Button, Card, Reply, Tone
from bot.asking import Asked
from bot.cards import customers as cards
from bot.dialogue.choice import choice_card
from bot.dialogue.learning import learn
from bot.intents import CreateCustomer
from bot.keys import Intent, encode
from bot.shown import recall
from bot.slots import CustomerRef, Note
from bot.talk import PassOn
from bot.turn import Turn
from core.customers.model import Customer, CustomerId
from core.errors import NotFound
from core.people.model import EmployeeId

Again = Callable[[CustomerRef], Intent]


NOTES = "pass_on"
"""Where words about colleagues' customers wait for being passed on, by their sender."""
_KEPT = timedelta(days=3)


async def settled(ref: CustomerRef, turn: Turn, *, saves: bool = False) -> CustomerRef:
    """Keep those of `ref` that the person may see.

    Args:
        saves: whether something was to be saved there: that nothing was is said, and its words may
            go to the owner.

    Raises:
        Asked: it names only customers of others: their owner is said, nothing else.
        NotFound: a button names such a customer: a key proves nothing and learns nothing.
    """
    if not ref.ids:
        return ref
    seen = await turn.uow.customers.several(ref.ids, turn.viewer.scope())
    inside = {one.id for one in seen}
    kept = tuple(one for one in ref.ids if one in inside)
    if kept:
        return replace(ref, ids=kept)
    if turn.origin == "pressed":
        raise NotFound(kind="customer", key=ref.ids[0])
    raise Asked(await _of_others(ref, turn, saves=saves))


async def the_customer(ref: CustomerRef, turn: Turn, again: Again) -> Customer:
    """The one customer that is meant.

    Args:
        again: the same wish for one customer; what a choice's button carries.

    Raises:
        Asked: several are meant, or nobody known, or none was named.
    """
    kept = await settled(ref if ref.ids or ref.words else await _shown(turn), turn)
    if kept.only:
        if turn.origin == "pressed":
            await learn([kept], turn)
        return await turn.uow.customers.get(kept.only, turn.viewer.scope())
    if kept.ids:
        card = await choice_card(
            kept, turn, key=lambda chosen: encode(again(picked_of(kept, chosen)))
        )
        new = offered(kept, turn).buttons if kept.guess else ()
        raise Asked(Reply(card=replace(card, buttons=(*card.buttons, *new))))
    if kept.words:
        raise Asked(no_such(kept, turn))
    raise Asked(Reply(text=turn.say("draft.which_customer")))


def picked_of(ref: CustomerRef, chosen: CustomerId) -> CustomerRef:
    """The one of `ref` that was chosen."""
    return replace(ref, ids=(chosen,), certain=True, guess=False, picked=True)


def offered(ref: CustomerRef, turn: Turn, *, then: str = "", at: int = 0) -> Card:
    """Nobody is known by that name: the card to create him from.

    Args:
        then, at: the draft that waits for him, and which of its entries does.
    """
    create = CreateCustomer(name=ref.words, then=then, then_at=at)
    return Card(
        title=turn.say("draft.no_such_customer", name=ref.words),
        body=turn.say("draft.say_the_name"),
        tone=Tone.WARNING,
        buttons=(Button(turn.say("buttons.create"), encode(create)),),
    )


def no_such(ref: CustomerRef, turn: Turn) -> Reply:
    """Nobody is known by that name."""
    return Reply(text=turn.say("draft.no_such_customer", name=ref.words))


async def _shown(turn: Turn) -> CustomerRef:
    """The one customer that was last shown (那个); nobody when there were several."""
    shown = await recall(turn.uow, turn.sender.conversation, turn.now)
    return CustomerRef(shown.customers) if len(shown.customers) == 1 else CustomerRef()


async def name_of(employee: str | None, turn: Turn) -> str:
    """An employee's name as colleagues read it; empty for nobody."""
    if not employee:
        return ""
    found = await turn.uow.people.find(EmployeeId(employee))
    return found.name if found else employee


async def _of_others(ref: CustomerRef, turn: Turn, *, saves: bool) -> Reply:
    customer = await turn.uow.customers.find(ref.ids[0])
    if customer is None:
        return no_such(ref, turn)
    owner = await name_of(customer.owner, turn)
    card = cards.masked(customer, owner, turn)
    if not saves:
        return Reply(card=card)
    card = replace(card, body="\n".join((card.body, turn.say("draft.not_saved"))))
    if not owner or not turn.source_text:
        return Reply(card=card)
    note = turn.new_id()
    words = Note(customer.id, turn.source_text).dumped()
    await turn.uow.memory.put(NOTES, f"{turn.viewer.id}:{note}", words, turn.now + _KEPT)
    tell = Button(turn.say("buttons.pass_on", owner=owner)[:8], encode(PassOn(note)), primary=True)
    return Reply(card=replace(card, buttons=(tell,)))
