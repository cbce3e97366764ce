"""Who is meant? A card to choose from, never a guess (L04)."""

from collections.abc import Callable, Sequence

from adapters.chat import Button, Card, Row, Tone
from bot.slots import CustomerRef
from bot.turn import Turn
from core.customers.model import Customer, CustomerId

MOST = 5


async def choice_card(
    customer: CustomerRef, turn: Turn, *, key: Callable[[CustomerId], str]
) -> Card:
    """Return a card with at most five customers, numbered; a button for each carries `key(id)`."""
    found = await turn.uow.customers.several(customer.ids[:MOST], turn.viewer.scope())
    shorts = distinguishing([one.full_name for one in found], [one.short for one in found])
    say, words = turn.say, customer.words
    asked = "choice.like" if customer.guess else "choice.which"
    return Card(
        title=say(asked, words=words) if words else say("draft.which_customer"),
        body=say("choice.more") if len(customer.ids) > MOST else "",
        tone=Tone.WARNING,
        rows=tuple(
            Row(title=one.full_name, detail=_where(one), short=short)
            for one, short in zip(found, shorts, strict=True)
        ),
        buttons=tuple(
            Button(f"{number} {short}", key(one.id))
            for number, (one, short) in enumerate(zip(found, shorts, strict=True), 1)
        ),
    )


def distinguishing(names: Sequence[str], shorts: Sequence[str]) -> list[str]:
    """The part of each name that tells it from the others, in at most 8 characters.

    A short name that only one of them has is taken as it is; otherwise the words after what all
    full names begin with.

    >>> distinguishing(["江苏恒泰化工集团有限公司", "湖州恒泰建材有限公司"], ["恒泰化工", "恒泰建材"])
    ['恒泰化工', '恒泰建材']
    """
    if len(set(shorts)) == len(shorts):
        return [short[:8] for short in shorts]
    start = _alike(names)
    cut = [
        (short if shorts.count(short) == 1 else name[start:] or name)[:8]
        for name, short in zip(names, shorts, strict=True)
    ]
    return cut if len(set(cut)) == len(cut) else [name[:8] for name in names]


def _alike(names: Sequence[str]) -> int:
    """How many characters all names begin with."""
    for place, characters in enumerate(zip(*names, strict=False)):
        if len(set(characters)) > 1:
            return place
    return min(len(name) for name in names)


def _where(customer: Customer) -> str:
    return " · ".join(filter(None, (customer.city, customer.industry)))
