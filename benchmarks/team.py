"""The facts of a large company on one evening, invented, the same in every run: what digests are composed of."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from benchmarks.companies import companies
from core.ledger.model import Mark, Seen
from core.money import Money
from core.opportunities.flows import SHIPPED
from core.opportunities.model import OpportunityState
from core.people.model import Employee, EmployeeId, Role
from core.people.permissions import Scope
from core.reports.compose import compose, ready
from core.reports.crews import Crews, crews
from core.reports.digest import Digest
from core.reports.facts import Facts
from core.reports.funnel import Course, Tallies, Tally
from core.reports.lists import EACH, FEW, NAMED
from core.reports.model import AsOf, DayFigures, Entry, PoolPart, Ranked, SpanCounts, Standing
from core.reports.ranges import Range

REPS, TEAM, DEALS = 1_000, 20, 40
FLOWS = tuple(SHIPPED.values())
_DAY = date(2026, 11, 24)
_AT = datetime(2026, 11, 24, 10, 7, tzinfo=UTC)
_SPAN = Range(_DAY, _DAY, ZoneInfo("Asia/Shanghai"))


def digests() -> Iterator[Digest]:
    """Those of the leaders of each team, the first of the whole company."""
    people = _people()
    numbers = list(people)
    teams = [numbers[first : first + TEAM] for first in range(0, REPS, TEAM)]
    scopes = [Scope(None, pools=False), *(Scope(frozenset(one), pools=False) for one in teams)]
    given = ready(_facts(crews(scopes, scopes[0])), people, FLOWS)
    for scope in scopes:
        yield compose(given, scope)


def _people() -> Mapping[EmployeeId, Employee]:
    ids = [EmployeeId(f"E{number:04}") for number in range(REPS)]
    rep = frozenset({Role.REP})
    return {one: Employee(id=one, name=f"销售代表{one[1:]}", roles=rep) for one in ids}


def _facts(of: Crews) -> Facts:
    people = list(_people())
    numbers = range(1, 1 + REPS // TEAM)
    return Facts(
        span=_SPAN,
        as_of=AsOf(Mark(Seen(9), Seen(9)), _AT),
        crews=of,
        figures={one: _figures(place) for place, one in enumerate(people)},
        each={name: dict.fromkeys(people, 3) for name in EACH},
        targets=dict.fromkeys(people, Money.yuan(1_200_000)),
        standing={crew: _standing(crew) for crew in numbers},
        spans={crew: _spans(crew) for crew in numbers},
        lists={name: _list(people, of, offset) for offset, name in enumerate(NAMED)},
        ways={crew: _ways(crew) for crew in numbers},
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
        won=4 * TEAM, won_amount=Money.yuan(430_000 * TEAM + place), expected=6 * TEAM,
        weighted=Money.yuan(510_000 * TEAM).fen * 100, open=DEALS * TEAM, worth=Money.yuan(9_000_000 * TEAM),
        without_amount=4 * TEAM, without_close=5 * TEAM, stuck=3 * TEAM, slipped=3 * TEAM,
        missed=3 * TEAM, overdue=3 * TEAM, owned=180 * TEAM, without_tier=30 * TEAM,
        returning=3 * TEAM, contacted=3 * TEAM, neglected=3 * TEAM, silent=3 * TEAM,
        met=(3 * TEAM, 3 * TEAM, 3 * TEAM, 2 * TEAM, 2 * TEAM),
    )  # fmt: skip


def _spans(place: int) -> list[SpanCounts]:
    return [
        SpanCounts(number, TEAM * (3 + (place + number) % 4), 2 * TEAM)
        for number in range(len(_SPAN.spans))
    ]


def _list(people: list[EmployeeId], of: Crews, offset: int) -> Mapping[int, list[Ranked]]:
    named = list(islice(companies(REPS + offset), offset, None))
    found: dict[int, list[Ranked]] = {}
    for place, one in enumerate(people):
        entry = _entry(one, named[place]["full_name"], place)
        found.setdefault(of.crew(one), []).append((place, entry))
    return {crew: some[:FEW] for crew, some in found.items()}


def _entry(owner: EmployeeId, name: str, place: int) -> Entry:
    words = ("needs", "proposal")
    return Entry(f"X{place}", name, owner, day="2026-11-02", fen=place * 100_000, words=words)


def _ways(place: int) -> Mapping[str, Tally]:
    """Deals of both shipped flows, each come as far as its number says."""
    tallies = Tallies(FLOWS)
    for number in range(DEALS * TEAM):
        flow = FLOWS[number % len(FLOWS)]
        codes = [str(stage.code) for stage in flow.stages]
        far = (place + number) % len(codes)
        state = OpportunityState.WON if number % 9 == 0 else OpportunityState.OPEN
        moves = [
            (source, target, _AT + step * timedelta(days=6))
            for step, (source, target) in enumerate(pairwise(codes[: far + 1]))
        ]
        tallies.add(Course(flow.id, codes[far], state, 10_000_000, _AT - timedelta(days=6), moves))
    return tallies.found
