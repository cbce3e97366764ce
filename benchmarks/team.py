"""The facts of a large company on one evening, invented, the same in every run: what digests are composed of."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from benchmarks.companies import companies
from core.ledger.model import Mark, Seen
from core.money import Money
from core.opportunities.flows import SHIPPED
from core.opportunities.model import OpportunityState
from core.people.model import Employee, EmployeeId, Role
from core.people.permissions import Scope
from core.reports.compose import compose
from core.reports.digest import Digest
from core.reports.facts import Facts
from core.reports.funnel import Course
from core.reports.lists import NAMED
from core.reports.model import AsOf, DayFigures, Entry, Listed, PoolPart, SpanCounts, Standing
from core.reports.ranges import Range

REPS, TEAM, DEALS = 1_000, 20, 40
FLOWS = tuple(SHIPPED.values())
_DAY = date(2026, 11, 24)
_AT = datetime(2026, 11, 24, 10, 7, tzinfo=UTC)
_SPAN = Range(_DAY, _DAY, ZoneInfo("Asia/Shanghai"))


def digests() -> Iterator[Digest]:
    """Those of the leaders of each team, the first of the whole company."""
    people, facts = _people(), _facts()
    yield compose(facts, Scope(None, pools=False), people, FLOWS)
    numbers = list(people)
    for first in range(0, REPS, TEAM):
        scope = Scope(frozenset(numbers[first : first + TEAM]), pools=False)
        yield compose(facts, scope, people, FLOWS)


def _people() -> Mapping[EmployeeId, Employee]:
    ids = [EmployeeId(f"E{number:04}") for number in range(REPS)]
    rep = frozenset({Role.REP})
    return {one: Employee(id=one, name=f"销售代表{one[1:]}", roles=rep) for one in ids}


def _facts() -> Facts:
    people = list(_people())
    return Facts(
        span=_SPAN,
        as_of=AsOf(Mark(Seen(9), Seen(9)), _AT),
        figures={one: _figures(place) for place, one in enumerate(people)},
        standing={one: _standing(place) for place, one in enumerate(people)},
        spans={one: _spans(place) for place, one in enumerate(people)},
        targets=dict.fromkeys(people, Money.yuan(1_200_000)),
        lists={name: _list(people, offset) for offset, name in enumerate(NAMED)},
        courses={one: list(_courses(place)) for place, one in enumerate(people)},
        pool=[PoolPart("公海", tier, 700, 90) for tier in ("A", "B", "C", "")],
    )


def _figures(place: int) -> DayFigures:
    return DayFigures(
        visits=3 + place % 5, effective_visits=2 + place % 3, follow_ups=9 + place % 7,
        without_next=place % 2, stage_moves=place % 3, plans_due=6, plans_kept=3 + place % 4,
        new_customers=place % 2, new_opportunities=1, claimed=place % 4, returned=place % 2,
        won=place % 2, won_amount=Money.yuan(80_000 * (place % 2)), lost=place % 2,
    )  # fmt: skip


def _standing(place: int) -> Standing:
    return Standing(
        won=4, won_amount=Money.yuan(430_000 + place), expected=6, weighted=Money.yuan(510_000),
        open=DEALS, worth=Money.yuan(9_000_000), without_amount=4, without_close=5,
        owned=180, without_tier=30, met=(3, 3, 3, 2, 2),
    )  # fmt: skip


def _spans(place: int) -> list[SpanCounts]:
    return [
        SpanCounts(number, 3 + (place + number) % 4, 2, 9, place % 2)
        for number in range(len(_SPAN.spans))
    ]


def _list(people: list[EmployeeId], offset: int) -> Mapping[EmployeeId, Listed]:
    named = list(islice(companies(REPS + offset), offset, None))
    return {
        one: Listed(3, ((place, _entry(one, named[place]["full_name"], place)),))
        for place, one in enumerate(people)
    }


def _entry(owner: EmployeeId, name: str, place: int) -> Entry:
    words = ("needs", "proposal")
    return Entry(f"X{place}", name, owner, day="2026-11-02", fen=place * 100_000, words=words)


def _courses(place: int) -> Iterator[Course]:
    """Deals of both shipped flows, each come as far as its number says."""
    for number in range(DEALS):
        flow = FLOWS[number % len(FLOWS)]
        codes = [str(stage.code) for stage in flow.stages]
        far = (place + number) % len(codes)
        state = OpportunityState.WON if number % 9 == 0 else OpportunityState.OPEN
        been, stays = frozenset(codes[: far + 1]), tuple((code, 6) for code in codes[:far])
        yield Course(flow.id, codes[far], state, 10_000_000, been, stays)
