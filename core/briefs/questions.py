"""Three questions for a visit, by rule: of what was last, of the deal, of the people.

Each subject has an order of what is worth asking; the first that applies stands for it. Where a subject
has nothing to ask, the next of the others takes its place, at last what one may always ask.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from core.briefs.model import Facts, Question
from core.customers.model import Attitude, ContactRole
from core.opportunities.model import Opportunity

THREE = 3
_ALWAYS = (Question(kind="need"), Question(kind="involved"), Question(kind="next"))
_WANTS: Mapping[str, tuple[str, ...]] = {
    "initial": ("initial",),
    "needs": ("budget", "rival", "needs"),
    "proposal": ("rival", "budget", "close", "proposal"),
    "sample": ("sample", "rival"),
    "bidding": ("rival", "bidding"),
    "negotiation": ("close", "negotiation"),
    "contract": ("close", "contract"),
}
"""What a stage wants to be known, the most urgent first; the last is asked whatever is known."""
_OTHERWISE = ("budget", "rival", "close", "stage")
"""The same for a stage of the company's own."""
_UNKNOWN: Mapping[str, Callable[[Facts, Opportunity], bool]] = {
    "budget": lambda facts, _: "budget" not in facts.figures,
    "rival": lambda facts, _: not facts.rivals,
    "close": lambda _, deal: deal.expected_close is None,
}


def questions(facts: Facts, zone: ZoneInfo) -> tuple[Question, ...]:
    """The three questions; the same facts always lead to the same."""
    subjects = [list(_of_last(facts, zone)), list(_of_deal(facts)), list(_of_people(facts))]
    first = [asked[0] for asked in subjects if asked]
    then = [one for asked in subjects for one in asked[1:]]
    return tuple([*first, *then, *_ALWAYS][:THREE])


def _of_last(facts: Facts, zone: ZoneInfo) -> Iterator[Question]:
    """What was promised, that nobody was met, what the customer said last."""
    if not facts.last:
        return
    last = facts.last[0]
    day = last.occurred_at.astimezone(zone).date()
    if facts.promised:
        yield Question(kind="promised", words=last.next_step, day=day)
    if last.not_met:
        yield Question(kind="not_met", day=day)
    elif last.result:
        yield Question(kind="said", about="、".join(last.contacts), words=last.result, day=day)


def _of_deal(facts: Facts) -> Iterator[Question]:
    """Of the largest deal: a day that has passed or was put off, then what its stage wants."""
    if not facts.deals:
        return
    deal = facts.deals[0]
    yield from _of_day(deal, facts.today)
    wanted = _WANTS.get(deal.stage, _OTHERWISE)
    for kind in wanted:
        if kind not in _UNKNOWN or _UNKNOWN[kind](facts, deal):
            yield Question(kind=kind, about=deal.name)


def _of_day(deal: Opportunity, today: date) -> Iterator[Question]:
    if deal.expected_close and deal.expected_close < today:
        yield Question(kind="late", about=deal.name, day=deal.expected_close)
    elif deal.expected_close and deal.slips:
        yield Question(
            kind="slipped", about=deal.name, day=deal.expected_close, times=len(deal.slips)
        )


def _of_people(facts: Facts) -> Iterator[Question]:
    """Whoever is against us, who decides, how whoever counts stands to us, who was left alone."""
    if not facts.people:
        yield Question(kind="people")
        return
    against = [one for one in facts.people if (one.attitude or 0) <= Attitude.NOT_FOR]
    if against:
        yield Question(kind="against", about=against[0].name)
    if not any(one.role is ContactRole.DECIDER for one in facts.people):
        yield Question(kind="decider")
    unsure = [one for one in facts.people if one.attitude is None]
    if unsure:
        yield Question(kind="attitude", about=unsure[0].name)
    if facts.neglected:
        yield Question(kind="neglected", about=facts.neglected[0].name)
