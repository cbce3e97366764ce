"""What stands behind each number of a report: its name, what its rows are, the times its rule goes by."""

from datetime import timedelta
from enum import StrEnum

STUCK = timedelta(days=21)
"""An open deal nobody moved for so long is stuck."""
NEGLECTED = timedelta(days=14)
"""A key customer, starred or of tier A, nobody contacted for so long is neglected."""
DAY_OVER = timedelta(hours=18)
"""A plan for a day, of no hour, is missed once the work of that day is over."""
UNCLAIMED = timedelta(days=30)
SOON = timedelta(days=7)
"""What returns to the pool within a week returns soon."""
IDLE = timedelta(days=3)
"""Who claimed a customer and was not in touch for longer lets it lie (D19)."""
FEW = 5
"""So many of a list are named."""


class Rows(StrEnum):
    """What the rows of a list are."""

    CONTACTS = "contacts"
    MOVES = "moves"
    DEALS = "deals"
    PLANS = "plans"
    EVENTS = "events"
    CUSTOMERS = "customers"
    PEOPLE = "people"


LISTS: dict[str, Rows] = {
    "follow_ups": Rows.CONTACTS,
    "visits": Rows.CONTACTS,
    "effective": Rows.CONTACTS,
    "calls": Rows.CONTACTS,
    "without_next": Rows.CONTACTS,
    "late": Rows.CONTACTS,
    "quoted": Rows.CONTACTS,
    "moved": Rows.MOVES,
    "stuck": Rows.DEALS,
    "slipped": Rows.DEALS,
    "lost": Rows.DEALS,
    "signed": Rows.DEALS,
    "signed_month": Rows.DEALS,
    "new_deals": Rows.DEALS,
    "expected": Rows.DEALS,
    "open": Rows.DEALS,
    "without_amount": Rows.DEALS,
    "without_close": Rows.DEALS,
    "plans": Rows.PLANS,
    "kept": Rows.PLANS,
    "missed": Rows.PLANS,
    "overdue": Rows.PLANS,
    "new_customers": Rows.EVENTS,
    "claimed": Rows.EVENTS,
    "returned": Rows.EVENTS,
    "returning": Rows.CUSTOMERS,
    "contacted": Rows.CUSTOMERS,
    "neglected": Rows.CUSTOMERS,
    "idle": Rows.CUSTOMERS,
    "owned": Rows.CUSTOMERS,
    "without_tier": Rows.CUSTOMERS,
    "claimable": Rows.CUSTOMERS,
    "unclaimed": Rows.CUSTOMERS,
    "silent": Rows.PEOPLE,
}
"""Each number that opens, and what it opens; a stage of a funnel is `stage:` with its flow and code."""

NAMED = (
    "moved",
    "stuck",
    "slipped",
    "lost",
    "signed",
    "expected",
    "missed",
    "overdue",
    "returning",
    "contacted",
    "neglected",
    "idle",
    "quoted",
    "silent",
)
"""Of which the first few are named, each with whose it is."""

DONE = {
    "follow_ups": "follow_ups",
    "visits": "visits",
    "effective": "effective_visits",
    "without_next": "without_next",
    "moved": "stage_moves",
    "plans": "plans_due",
    "kept": "plans_kept",
    "new_customers": "new_customers",
    "new_deals": "new_opportunities",
    "claimed": "claimed",
    "returned": "returned",
    "signed": "won",
    "lost": "lost",
}
"""Lists whose length is a figure of the days (`DayFigures`)."""
STANDS = {
    "signed_month": "won",
    "expected": "expected",
    "open": "open",
    "without_amount": "without_amount",
    "without_close": "without_close",
    "stuck": "stuck",
    "slipped": "slipped",
    "missed": "missed",
    "overdue": "overdue",
    "owned": "owned",
    "without_tier": "without_tier",
    "returning": "returning",
    "contacted": "contacted",
    "neglected": "neglected",
    "silent": "silent",
}
"""Lists whose length is a figure of how people stand (`Standing`)."""
EACH = ("late", "idle")
"""Lists of which it is told how many rows are whose."""

LACKING = {
    "next_step": "without_next",
    "amount": "without_amount",
    "expected_close": "without_close",
    "tier": "without_tier",
}
"""Each field that a report uses, and the list of what lacks it (K18)."""

STAGE = "stage"


def stage_list(flow: str, stage: str) -> str:
    """The name of the list of a funnel's stage."""
    return f"{STAGE}:{flow}:{stage}"


def stage_of(name: str) -> tuple[str, str] | None:
    """The flow and the stage that a list's name says; None for any other list."""
    kind, _, rest = name.partition(":")
    flow, colon, stage = rest.rpartition(":")
    return (flow, stage) if kind == STAGE and colon else None
