"""What a crew brings to the digests of those who see it: sums, its best people, the first of its lists."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from heapq import nsmallest
from itertools import chain
from operator import itemgetter
from typing import Any

from core.money import Money
from core.people.model import Employee, EmployeeId
from core.reports.digest import Person
from core.reports.facts import Facts
from core.reports.funnel import Tally
from core.reports.lists import FEW
from core.reports.model import DayFigures, Entry, Ranked, Standing
from core.visits.quality import CHECKS

People = Mapping[EmployeeId, Employee]

_PEOPLE = 60
"""So many of a team stand in its digest by name."""
_IDLE = 20
FIGURES = tuple(field.name for field in fields(DayFigures))
STANDING = tuple(field.name for field in fields(Standing) if field.name != "met")
_SUMS = ("total", "stands", "met", "each", "visits", "effective", "target")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Of one crew, or of several together.

    Args:
        sums: figures of the days, of the month, of what visits lack, of the lists of each; visits and
            effective ones by span; the target.
        people: the best, and of a large crew only these.
        idle: who lets most customers lie.
        first: the first few of each list.
        ways: the deals of each flow.
    """

    sums: Mapping[str, Counter[Any]]
    people: Sequence[Person]
    idle: Sequence[Entry]
    first: Mapping[str, Sequence[Ranked]]
    ways: Mapping[str, Tally]


def shares(facts: Facts, people: People) -> list[Share]:
    """The share of each crew, by its number."""
    count = 1 + max(facts.crews.of.values(), default=0)
    made = [_Making() for _ in range(count)]
    crew = facts.crews.crew
    for who, did in facts.figures.items():
        made[crew(who)].person(who, did, people)
    for name, each in facts.each.items():
        for who, many in each.items():
            made[crew(who)].each(name, who, many, people)
    for who, target in facts.targets.items():
        made[crew(who)].sums["target"][""] += target.fen
    for number, one in enumerate(made):
        one.crew(number, facts)
    return [one.share() for one in made]


class _Making:
    """A share that is being summed."""

    def __init__(self) -> None:
        self.sums: dict[str, Counter[Any]] = {name: Counter() for name in _SUMS}
        self._people: list[Person] = []
        self._idle: list[Entry] = []
        self._first: dict[str, Sequence[Ranked]] = {}
        self._ways: Mapping[str, Tally] = {}

    def person(self, who: EmployeeId, did: DayFigures, people: People) -> None:
        _add(self.sums["total"], did, FIGURES)
        if who:
            self._people.append(_person(who, people.get(who), did))

    def each(self, name: str, who: EmployeeId, many: int, people: People) -> None:
        self.sums["each"][name] += many
        if name == "idle":
            self._idle.append(named(Entry(who, "", who, words=(str(many),)), people))

    def crew(self, number: int, facts: Facts) -> None:
        """What is known of the crew as one."""
        stands = facts.standing.get(number, Standing())
        _add(self.sums["stands"], stands, STANDING)
        self.sums["met"].update(dict(zip(CHECKS, stands.met, strict=False)))
        for one in facts.spans.get(number, ()):
            self.sums["visits"][one.number] += one.visits
            self.sums["effective"][one.number] += one.effective
        self._first = {name: by.get(number, ()) for name, by in facts.lists.items()}
        self._ways = facts.ways.get(number, {})

    def share(self) -> Share:
        return Share(
            sums=self.sums,
            people=_best(self._people),
            idle=_most(self._idle),
            first=self._first,
            ways=self._ways,
        )


def together(some: Sequence[Share]) -> Share:
    """The share of several crews."""
    if len(some) == 1:
        return some[0]
    sums: dict[str, Counter[Any]] = {name: Counter() for name in _SUMS}
    ways: dict[str, Tally] = {}
    for one in some:
        for name, counted in one.sums.items():
            sums[name].update(counted)
        for flow, tally in one.ways.items():
            ways.setdefault(flow, Tally()).add(tally)
    first = {name: _few(one.first[name] for one in some) for name in some[0].first} if some else {}
    return Share(
        sums=sums,
        people=_best(chain.from_iterable(one.people for one in some)),
        idle=_most(chain.from_iterable(one.idle for one in some)),
        first=first,
        ways=ways,
    )


def named(entry: Entry, people: People) -> Entry:
    """The entry with the name of whose it is."""
    owner = people.get(EmployeeId(entry.owner))
    return replace(entry, person=owner.name) if owner else entry


def _few(some: Iterable[Sequence[Ranked]]) -> Sequence[Ranked]:
    return nsmallest(FEW, chain.from_iterable(some), key=itemgetter(0))


def _best(found: Iterable[Person]) -> Sequence[Person]:
    return nsmallest(
        _PEOPLE, found, key=lambda one: (-one.effective, -one.follow_ups, one.name, one.id)
    )


def _most(found: Iterable[Entry]) -> Sequence[Entry]:
    """Who lets claimed customers lie: most first."""
    return nsmallest(_IDLE, found, key=lambda one: (-int(one.words[0]), one.id))


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


def _add(total: Counter[str], row: object, names: Sequence[str]) -> None:
    for name in names:
        value = getattr(row, name)
        total[name] += value.fen if isinstance(value, Money) else value
