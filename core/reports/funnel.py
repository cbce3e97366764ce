"""The funnel of a flow: how many deals, worth what, how many go on, how long they stay (K04)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple, Self

from core.opportunities.model import Flow, OpportunityState

LATELY = timedelta(days=90)
"""Deals that ended so long ago or less are in the funnel beside the open ones."""
_WHOLE = 1000


Move = tuple[str, str, datetime]
"""From which stage to which, and when."""


@dataclass(slots=True)
class Tally:
    """Deals of one flow and the ways they took, summed; two tallies can be added.

    Args:
        there, worth: the open deals by the stage they stand at, and what they come to in fen.
        far: deals by how far they came, as the place of a stage; past the last when they were won.
        stays: by stage and number of days, how many stayed so long in a stage they left.
    """

    there: Counter[str] = field(default_factory=Counter)
    worth: Counter[str] = field(default_factory=Counter)
    far: Counter[int] = field(default_factory=Counter)
    stays: Counter[tuple[str, int]] = field(default_factory=Counter)

    def add(self, other: Self) -> None:
        self.there.update(other.there)
        self.worth.update(other.worth)
        self.far.update(other.far)
        self.stays.update(other.stays)


class Course(NamedTuple):
    """A deal, and its moves, the oldest first."""

    flow: str
    stage: str
    state: OpportunityState
    fen: int
    begun: datetime
    moves: Sequence[Move]


class Tallies:
    """Deals summed by their flow, as far as the company has it."""

    def __init__(self, flows: Sequence[Flow]) -> None:
        self._places = {flow.id: _places(flow) for flow in flows}
        self.found: dict[str, Tally] = {}

    def add(self, deal: Course) -> None:
        places = self._places.get(deal.flow)
        if places is None or deal.state is OpportunityState.INVALID:
            return
        tally = self.found.get(deal.flow)
        if tally is None:
            tally = self.found[deal.flow] = Tally()
        if deal.state is OpportunityState.OPEN:
            tally.there[deal.stage] += 1
            tally.worth[deal.stage] += deal.fen
        tally.far[_furthest(deal, places)] += 1
        since = deal.begun
        for source, target, at in deal.moves:
            if source != target:
                tally.stays[source, (at - since).days] += 1
            since = at


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of a funnel.

    Args:
        count, fen: the open deals that stand there, and what they come to.
        reached, passed: how many came so far, and how many of these came further.
        permille: of those that came so far, how many thousandths came further; None where none came.
        days: how long they stayed, in the middle; None where none left.
    """

    stage: str
    count: int
    fen: int
    reached: int
    passed: int
    permille: int | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Funnel:
    """The steps of a flow in order; `worst` is the stage from which the fewest go on."""

    flow: str
    steps: Sequence[Step]
    worst: str


def funnels(found: Mapping[str, Tally], flows: Sequence[Flow]) -> list[Funnel]:
    """A funnel of each flow that any of the deals follows."""
    return [_funnel(flow, found[flow.id]) for flow in flows if flow.id in found]


def _funnel(flow: Flow, tally: Tally) -> Funnel:
    codes = list(_places(flow))
    came = [
        sum(many for furthest, many in tally.far.items() if furthest >= at)
        for at in range(len(codes) + 1)
    ]
    stays = _by_stage(tally.stays)
    steps = []
    for at, code in enumerate(codes):
        rate = came[at + 1] * _WHOLE // came[at] if came[at] else None
        here = (tally.there[code], tally.worth[code])
        steps.append(Step(code, *here, came[at], came[at + 1], rate, _median(stays.get(code, []))))
    steps += _elsewhere(tally, codes)
    rated = [(one.permille, at) for at, one in enumerate(steps) if one.permille is not None]
    return Funnel(flow.id, tuple(steps), steps[min(rated)[1]].stage if rated else "")


def _elsewhere(tally: Tally, codes: Sequence[str]) -> list[Step]:
    """Open deals at stages that the flow had when they began and has no more, after all others."""
    return [
        Step(code, count, tally.worth[code], count, 0, None, None)
        for code, count in sorted(tally.there.items())
        if code not in codes
    ]


def _places(flow: Flow) -> dict[str, int]:
    return {str(stage.code): number for number, stage in enumerate(flow.stages)}


def _furthest(one: Course, places: Mapping[str, int]) -> int:
    """How far it came, by the places of the stages; past the last when it was won."""
    if one.state is OpportunityState.WON:
        return len(places)
    furthest = places.get(one.stage, 0)
    for source, target, _ in one.moves:
        furthest = max(furthest, places.get(source, 0), places.get(target, 0))
    return furthest


def _by_stage(stays: Mapping[tuple[str, int], int]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for (stage, days), many in stays.items():
        found.setdefault(stage, []).append((days, many))
    return found


def _median(stays: Iterable[tuple[int, int]]) -> int | None:
    """Of days and how many stayed so long the lower of the two in the middle: whole days."""
    ordered = sorted(stays)
    middle = (sum(many for _, many in ordered) - 1) // 2
    passed = 0
    for days, many in ordered:
        passed += many
        if passed > middle:
            return days
    return None
