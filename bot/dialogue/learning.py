"""Words that somebody chose a customer for: from then on a name of that customer (C18).

The name is kept on the customer, with who and when in the ledger, and is taken back with the act that
taught it. What several customers may be called stays a question for everybody else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.slots import CustomerRef
from bot.turn import Turn
from bot.understanding.lexicon import is_everyday
from bot.understanding.people import people
from core.customers import actions
from core.customers.names import is_name, normalise
from core.customers.queries import Choices, NameHit
from core.people.permissions import Command

_SLOTS = "learned"
_KEPT = timedelta(days=3_650)


async def learn(refs: Iterable[CustomerRef], turn: Turn) -> str:
    """Keep the words of the customers that were chosen; what is to be told about it, or nothing."""
    lines = [await _learned(ref, turn) for ref in refs if ref.picked and ref.words]
    return "\n".join(filter(None, lines))


async def _learned(ref: CustomerRef, turn: Turn) -> str:
    if ref.only is None or not _is_teachable(ref.words):
        return ""
    customer = await turn.uow.customers.get(ref.only, turn.viewer.scope())
    if not turn.viewer.may(Command.EDIT_CUSTOMER, customer.owner):
        return ""
    if not await actions.learn_alias(customer, ref.words, turn.acting):
        return ""
    await turn.uow.memory.put(_place(turn), normalise(ref.words), customer.id, turn.now + _KEPT)
    return turn.say("choice.learned", words=ref.words, customer=customer.full_name)


def _is_teachable(words: str) -> bool:
    """No everyday word, no region, no person: 方案, 苏州, 王总."""
    return is_name(words) and not is_everyday(words) and not people(words)


def choices_of(turn: Turn) -> Choices:
    """Where it is kept whom this person chose for which words."""
    return Choices(_place(turn), turn.now)


async def settled_before(hits: Sequence[NameHit], turn: Turn) -> list[NameHit]:
    """The hits, those of several customers with the one that this person chose for those words."""
    return [await _one(hit, turn) for hit in hits]


async def _one(hit: NameHit, turn: Turn) -> NameHit:
    chosen = hit.chosen
    if chosen is None or chosen not in hit.customers or not hit.inside or len(hit.customers) < 2:
        return hit
    [customer] = await turn.uow.customers.several([chosen], turn.viewer.scope())
    named = hit.key in {normalise(alias) for alias in customer.aliases}
    return replace(hit, customers=(customer.id,), kind="alias") if named else hit


def _place(turn: Turn) -> str:
    return f"{_SLOTS}:{turn.viewer.id}"
