"""The entries of a draft: each is settled, asked about, corrected, saved and dropped alone (F05)."""

from collections.abc import Sequence

from bot.dialogue.draftable import draftables
from bot.keys import Intent
from bot.slots import CustomerRef
from bot.turn import Turn


def is_several(intent: Intent) -> bool:
    """Whether it is more than one thing."""
    return len(draftables.of(intent).entries(intent)) > 1


def open_entries(intent: Intent) -> list[int]:
    """The places of the entries that were neither saved nor dropped."""
    entries = draftables.of(intent).entries(intent)
    return [place for place, state in enumerate(entries) if state == "open"]


def one(intent: Intent, place: int) -> Intent:
    """The entry at `place` alone."""
    return draftables.of(intent).picked(intent, place)


def put(intent: Intent, place: int, entry: Intent) -> Intent:
    """`intent` with `entry` at `place`."""
    return draftables.of(intent).placed(intent, place, entry)


def unsettled(intent: Intent) -> list[int]:
    """The places of the customers that are not known yet."""
    if is_several(intent):
        return [place for place in open_entries(intent) if unsettled(one(intent, place))]
    customers = draftables.of(intent).customers(intent)
    return [place for place, customer in enumerate(customers) if customer.only is None]


def asked_first(intent: Intent) -> list[int]:
    """The places of the customers that have to be known before the draft itself is shown.

    Beside others a name that is nobody's has a place on the card.
    """
    places = unsettled(intent)
    if len(places) == len(draftables.of(intent).entries(intent)):
        return places
    return [place for place in places if not _is_nobodys(intent, place)]


def new_names(intent: Intent) -> list[int]:
    """The places whose customer is nobody's name, beside others that are known."""
    asked = asked_first(intent)
    return [place for place in unsettled(intent) if place not in asked]


def _is_nobodys(intent: Intent, place: int) -> bool:
    customer = customer_at(intent, place)
    return is_several(intent) and bool(customer.words) and not customer.ids


def customer_at(intent: Intent, place: int) -> CustomerRef:
    """The customer at `place`; nobody where there is none."""
    customers = draftables.of(intent).customers(intent)
    return customers[place] if 0 <= place < len(customers) else CustomerRef()


def asking(intent: Intent, turn: Turn) -> int | None:
    """The place of the entry that is asked about: what one cannot do without comes first."""
    left = [place for place in open_entries(intent) if not unsettled(one(intent, place))]
    ranked = [(_need(one(intent, place), turn), place) for place in left]
    return min((pair for pair in ranked if pair[0] < _NOTHING), default=(0, None))[1]


_NOTHING = 3


def _need(entry: Intent, turn: Turn) -> int:
    kind = draftables.of(entry)
    if kind.missing(entry):
        return 0
    if kind.asks(entry, turn):
        return 1
    return 2 if kind.wanted(entry) else _NOTHING


def current(intent: Intent, turn: Turn) -> int:
    """The place of the entry that 修改, and words without a name, are about."""
    place, unknown = asking(intent, turn), unsettled(intent)
    if place is not None:
        return place
    return min(open_entries(intent), key=lambda one: one in unknown, default=0)


def wishes(intent: Intent) -> Sequence[Intent]:
    """What is open of it, each alone."""
    return [one(intent, place) for place in open_entries(intent)]
