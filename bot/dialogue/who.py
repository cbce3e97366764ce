"""Which customer is meant, inside what the person may see; a colleague's is shown as his (L04, A08)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

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
    if kept.ids and (one := await _told_apart(kept, turn)):
        return one
    if kept.ids:
        card = await choice_card(
            kept, turn, key=lambda chosen: encode(again(picked_of(kept, chosen)))
        )
        new = offered(kept, turn).buttons if kept.guess else ()
        raise Asked(Reply(card=replace(card, buttons=(*card.buttons, *new))))
    if kept.words:
        raise Asked(no_such(kept, turn))
    raise Asked(Reply(text=turn.say("draft.which_customer")))


async def _told_apart(ref: CustomerRef, turn: Turn) -> Customer | None:
    """The one of several whose name, town or trade the sentence mentions beside: 建材那家恒泰."""
    if turn.origin == "pressed" or ref.guess:
        return None
    found = await turn.uow.customers.several(ref.ids, turn.viewer.scope())
    said = [_pairs(turn.source_text) & _pairs(_described(one)) for one in found]
    common = set[str]().union(*(one & other for one, other in combinations(said, 2)))
    told = [one for one, words in zip(found, said, strict=True) if words - common]
    return told[0] if len(told) == 1 else None


def _described(one: Customer) -> str:
    return f"{one.full_name}\n{one.city}\n{one.industry}"


def _pairs(text: str) -> set[str]:
    """Each two characters that stand beside each other."""
    return {text[place : place + 2] for place in range(len(text) - 1)}


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


async def others(owners: Iterable[EmployeeId | None], turn: Turn) -> Mapping[EmployeeId, str]:
    """The names of those of `owners` who are not the person himself, for the rows of what is theirs."""
    found = {one for one in owners if one and one != turn.viewer.id}
    return await turn.uow.people.names(found) if found else {}


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
