"""Which entry of a draft a correction by words changes: the one it names, else the one that asks."""

from bot.dialogue import entries
from bot.dialogue.draftable import draftables
from bot.intents import (
    CloseOpportunity,
    CreateOpportunity,
    LogFollowUps,
    MoveStage,
    SetPlan,
    UpdateOpportunity,
)
from bot.keys import Intent, encode
from bot.slots import CustomerRef
from bot.talk import Cancel, Correct
from bot.turn import Turn
from core.customers.model import Customer

_DEALS = (CreateOpportunity, UpdateOpportunity, MoveStage, CloseOpportunity)
_FILLS = {
    "amount": ("amount", "value"),
    "contact": ("contact",),
    "result": ("result",),
    "also": ("result",),
    "next_when": ("next",),
    "next_step": ("next",),
    "none_reason": ("next",),
    "when": ("when", "expected_close"),
    "content": ("name", "reason"),
    "competitor": ("competitor",),
}
"""What a value said by words is an answer to, by the names of what drafts ask."""


async def corrected(intent: Intent, said: Correct, turn: Turn) -> Intent | None:
    """The draft after a correction by words; None where it says nothing to any of its entries."""
    if not entries.is_several(intent):
        return draftables.of(intent).corrected(intent, said)
    found = await _by_likelihood(intent, said, turn)
    for place in found:
        one = entries.one(intent, place)
        changed = draftables.of(one).corrected(one, said)
        if changed is not None and changed != one:
            return _with_its_like(entries.put(intent, place, changed), intent, place, said)
    return None


def _with_its_like(changed: Intent, before: Intent, place: int, said: Correct) -> Intent:
    """不是远帆，是蓝鲸: of every wish about 远帆, not of one alone."""
    if said.customer is None:
        return changed
    about = entries.customer_at(before, place).ids
    for other in entries.open_entries(changed) if about else ():
        if other != place and entries.customer_at(before, other).ids == about:
            one = entries.one(changed, other)
            like = draftables.of(one).corrected(one, said)
            changed = changed if like is None else entries.put(changed, other, like)
    return changed


async def _by_likelihood(intent: Intent, said: Correct, turn: Turn) -> list[int]:
    """The open entries, first the one that is most likely meant."""
    asker = entries.asking(intent, turn)
    known = await _customers(intent, turn)
    slots = {name for slot, names in _FILLS.items() if getattr(said, slot) for name in names}

    def unlikely(place: int) -> tuple[bool, ...]:
        one, ref = entries.one(intent, place), entries.customer_at(intent, place)
        lacks = slots & {*draftables.of(one).missing(one), *draftables.of(one).wanted(one)}
        return (
            not set(said.of.ids) & set(ref.ids),
            not _is_called(said.wrong, ref, known),
            said.wrong not in encode(one),
            not (place == asker and lacks),
            not lacks,
            not _is_of_such(one, said, turn),
            place != asker,
        )

    return sorted(entries.open_entries(intent), key=unlikely)


def _is_of_such(one: Intent, said: Correct, turn: Turn) -> bool:
    """Whether a deal's amount, a plan's day or what was said in a contact is of its kind."""
    if said.amount is not None:
        return isinstance(one, _DEALS)
    when = said.next_when or said.when
    if when is not None and when.day >= turn.today:
        return isinstance(one, SetPlan)
    return isinstance(one, LogFollowUps)


async def _customers(intent: Intent, turn: Turn) -> dict[str, Customer]:
    ids = {id_ for ref in draftables.of(intent).customers(intent) for id_ in ref.ids}
    found = await turn.uow.customers.several(ids, turn.viewer.scope())
    return {one.id: one for one in found}


def _is_called(words: str, ref: CustomerRef, known: dict[str, Customer]) -> bool:
    if not words:
        return False
    found = [known[id_] for id_ in ref.ids if id_ in known]
    names = [ref.words, *(name for one in found for name in (one.full_name, *one.aliases))]
    return any(words in name or name in words for name in names if name)


def asked_of(intent: Intent, said: Correct) -> list[int]:
    """The places whose customer is asked for; 不是A，是B answers for A alone where there are several."""
    asked = entries.unsettled(intent)
    if not said.wrong or not entries.is_several(intent):
        return asked
    return [p for p in asked if _is_called(said.wrong, entries.customer_at(intent, p), {})]


def meant(intent: Intent, wish: Cancel) -> list[int]:
    """The open entries that 商机不要了, 远帆那条别记了 or 第2条不要 is about."""
    return [place for place in entries.open_entries(intent) if _is_meant(intent, place, wish)]


def _is_meant(intent: Intent, place: int, wish: Cancel) -> bool:
    one, about = entries.one(intent, place), entries.customer_at(intent, place)
    return (
        (not wish.kinds or type(one).__name__ in wish.kinds)
        and (wish.customer == CustomerRef() or _is_about(about, wish))
        and wish.number in (0, place + 1)
    )


def _is_about(about: CustomerRef, wish: Cancel) -> bool:
    """Whether it is about whoever is named; a deal's own customer needs no name beside its kind."""
    if about == CustomerRef():
        return bool(wish.kinds)
    alike = bool(about.words) and about.words == wish.customer.words
    return alike or bool(set(about.ids) & set(wish.customer.ids))
