"""Facts to a reader's digest: no reading, no writing; the same facts and people give the same bytes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from heapq import nsmallest
from itertools import chain
from operator import itemgetter
from typing import TypeVar

from core.money import Money
from core.opportunities.model import Flow
from core.people.model import Employee, EmployeeId
from core.people.permissions import Scope
from core.ports import UnitOfWork
from core.reports.digest import Day, Digest, Person
from core.reports.facts import Facts, Lists, survey
from core.reports.funnel import Funnel, funnels
from core.reports.lists import DONE, FEW, STANDS, stage_list
from core.reports.model import AsOf, DayFigures, Entry, PoolPart, Standing
from core.reports.ranges import Range
from core.reports.usage import late_of, teams
from core.visits.quality import CHECKS

V = TypeVar("V")
People = Mapping[EmployeeId, Employee]

_PEOPLE = 60
"""So many of a team stand in its digest by name."""
_IDLE = 20
_FIGURES = tuple(field.name for field in fields(DayFigures))
_STANDING = tuple(field.name for field in fields(Standing) if field.name != "met")


async def gather(
    uow: UnitOfWork,
    scope: Scope,
    span: Range,
    *,
    now: datetime,
    flows: Sequence[Flow],
    then: AsOf | None = None,
) -> Digest:
    """The digest of one reader at this moment or as of `then`: the facts of his scope, composed."""
    async with uow.as_of(then.mark if then else None) as still:
        as_of = then or AsOf(await still.ledger.mark(), now)
        everybody = {one.id: one for one in await still.people.everybody()}
        return compose(await survey(still, scope, span, as_of), scope, everybody, flows)


def compose(facts: Facts, scope: Scope, people: People, flows: Sequence[Flow]) -> Digest:
    """What a reader with `scope` is told of the facts, which may be those of more people."""
    total = _sum(_of(facts.figures, scope), _FIGURES)
    stands = _sum(_of(facts.standing, scope), _STANDING)
    few = {name: _few(lists, scope, people) for name, lists in facts.lists.items()}
    found = funnels((one for some in _of(facts.courses, scope) for one in some), flows)
    return Digest(
        as_of=str(facts.as_of),
        first=facts.span.first.isoformat(),
        last=facts.span.last.isoformat(),
        period=facts.span.period,
        signed=total["won_amount"],
        signed_month=stands["won_amount"],
        target=sum(one.fen for one in _of(facts.targets, scope)),
        weighted=stands["weighted"],
        total=total,
        counts=_counts(facts, scope, total=total, stands=stands, found=found),
        few={**few, "quoted": few.get("quoted", [])[:1]},
        people=_people(facts, scope, people),
        before=_before(facts, scope),
        trend=_trend(facts, scope),
        funnels=found,
        quality=_quality(facts, scope, total),
        lacking={
            "next_step": (total["without_next"], total["follow_ups"]),
            "amount": (stands["without_amount"], stands["open"]),
            "expected_close": (stands["without_close"], stands["open"]),
            "tier": (stands["without_tier"], stands["owned"]),
        },
        pool=_pool(facts, scope),
        idle=_idle(facts.lists.get("idle", {}), scope, people),
        teams=teams(facts, scope, people) if facts.span.period != "day" else (),
    )


def _pool(facts: Facts, scope: Scope) -> tuple[PoolPart, ...]:
    """What nobody owns, for whoever may look into pools."""
    return tuple(facts.pool) if scope.pools else ()


def _of(by_owner: Mapping[EmployeeId, V], scope: Scope) -> Iterable[V]:
    """What is of those inside, in the order of their numbers."""
    return (by_owner[who] for who in _whose(by_owner, scope))


def _whose(by_owner: Mapping[EmployeeId, V], scope: Scope) -> list[EmployeeId]:
    inside = by_owner if scope.owners is None else (one for one in scope.owners if one in by_owner)
    return sorted(inside)


def _sum(rows: Iterable[object], names: Sequence[str]) -> dict[str, int]:
    total = dict.fromkeys(names, 0)
    for row in rows:
        for name in names:
            value = getattr(row, name)
            total[name] += value.fen if isinstance(value, Money) else value
    return total


def _counts(
    facts: Facts,
    scope: Scope,
    *,
    total: Mapping[str, int],
    stands: Mapping[str, int],
    found: Sequence[Funnel],
) -> dict[str, int]:
    """Every number that opens, by the name of its list."""
    return {
        **{name: total[figure] for name, figure in DONE.items()},
        **{name: stands[figure] for name, figure in STANDS.items()},
        **{
            name: sum(one.count for one in _of(lists, scope))
            for name, lists in facts.lists.items()
            if name not in DONE and name not in STANDS and name != "quoted"
        },
        **{stage_list(one.flow, step.stage): step.count for one in found for step in one.steps},
        "late": late_of(facts, scope),
        "claimable": sum(part.count for part in _pool(facts, scope)),
        "unclaimed": sum(part.long for part in _pool(facts, scope)),
    }


def _few(lists: Lists, scope: Scope, people: People) -> list[Entry]:
    first = (entry for one in _of(lists, scope) for entry in one.first)
    return [_named(entry, people) for _, entry in nsmallest(FEW, first, key=itemgetter(0))]


def _named(entry: Entry, people: People) -> Entry:
    """The entry with the name of whose it is."""
    owner = people.get(EmployeeId(entry.owner))
    return replace(entry, person=owner.name) if owner else entry


def _people(facts: Facts, scope: Scope, people: People) -> list[Person]:
    found = [
        _person(who, people.get(who), facts.figures[who])
        for who in _whose(facts.figures, scope)
        if who
    ]
    return nsmallest(
        _PEOPLE, found, key=lambda one: (-one.effective, -one.follow_ups, one.name, one.id)
    )


def _person(who: EmployeeId, known: Employee | None, did: DayFigures) -> Person:
    return Person(
        known.name if known else who,
        did.visits,
        did.effective_visits,
        did.follow_ups,
        did.plans_due,
        did.plans_kept,
        who,
    )


def _before(facts: Facts, scope: Scope) -> list[int]:
    days = len(facts.span.days)
    visits = Counter[int]()
    for one in chain.from_iterable(_of(facts.spans, scope)):
        visits[one.number] += one.visits
    return [visits[days + number] for number in range(len(facts.span.before))]


def _trend(facts: Facts, scope: Scope) -> list[Day]:
    visits, effective = Counter[int](), Counter[int]()
    for one in chain.from_iterable(_of(facts.spans, scope)):
        visits[one.number] += one.visits
        effective[one.number] += one.effective
    return [
        Day(day.isoformat(), visits[number], effective[number])
        for number, day in enumerate(facts.span.days)
    ]


def _quality(facts: Facts, scope: Scope, total: Mapping[str, int]) -> dict[str, int]:
    met = Counter[str]()
    for one in _of(facts.standing, scope):
        met.update(dict(zip(CHECKS, one.met, strict=False)))
    return {"visits": total["visits"], "effective": total["effective_visits"]} | {
        name: met[name] for name in CHECKS
    }


def _idle(lists: Lists, scope: Scope, people: People) -> list[Entry]:
    """Who lets claimed customers lie: most first."""
    found = [
        _named(Entry(who, "", who, words=(str(lists[who].count),)), people)
        for who in _whose(lists, scope)
    ]
    return nsmallest(_IDLE, found, key=lambda one: (-int(one.words[0]), one.id))
