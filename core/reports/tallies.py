"""One measure for each of many: by whom contacts, deals and customers are, and with whom they were."""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum

from core.customers.model import Customer
from core.opportunities.model import Opportunity, OpportunityState
from core.visits.model import ContactKind, FollowUp
from core.visits.quality import VISITS


class Measure(StrEnum):
    CONTACTS = "contacts"
    VISITS = "visits"
    CALLS = "calls"
    MESSAGES = "messages"
    SIGNED = "signed"
    """How many deals were won; `won` is what they come to."""
    WON = "won"
    LOST = "lost"
    DEALS = "deals"
    """How many deals are open; `worth` is what they come to."""
    WORTH = "worth"
    CUSTOMERS = "customers"


KINDS: dict[Measure, tuple[ContactKind, ...]] = {
    Measure.CONTACTS: (),
    Measure.VISITS: VISITS,
    Measure.CALLS: (ContactKind.CALL,),
    Measure.MESSAGES: (ContactKind.WECHAT,),
}
"""Measures of contacts, and of which kinds these are; empty: of any."""

STATES: dict[Measure, OpportunityState] = {
    Measure.SIGNED: OpportunityState.WON,
    Measure.WON: OpportunityState.WON,
    Measure.LOST: OpportunityState.LOST,
    Measure.DEALS: OpportunityState.OPEN,
    Measure.WORTH: OpportunityState.OPEN,
}
"""Measures of deals, and of which state these are."""

SUMS = (Measure.WON, Measure.WORTH)
"""Measures that are told as money."""


def of_contacts(found: Iterable[FollowUp], by: str) -> Counter[str]:
    """How many contacts each had; of people at customers each that was met."""
    match by:
        case "person":
            return Counter(one.employee for one in found)
        case "contact":
            return Counter(name for one in found for name in one.contacts)
        case _:
            return Counter(one.customer for one in found)


def of_deals(found: Iterable[Opportunity], measure: Measure, by: str) -> Counter[str]:
    """How many deals each has, or what they come to, in fen."""
    counted: Counter[str] = Counter()
    for one in found:
        worth = one.amount.fen if one.amount else 0
        key = one.employee if by == "person" else one.customer
        counted[key] += worth if measure in SUMS else 1
    return counted


def of_customers(found: Sequence[Customer]) -> Counter[str]:
    """How many customers each has."""
    return Counter(one.owner for one in found if one.owner)
