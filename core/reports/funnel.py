"""The funnel of a flow: how many deals, worth what, how many go on, how long they stay (K04)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.opportunities.model import Flow, OpportunityState

LATELY = timedelta(days=90)
"""Deals that ended so long ago or less are in the funnel beside the open ones."""
_WHOLE = 1000


Move = tuple[str, str, datetime]
"""From which stage to which, and when."""


@dataclass(frozen=True, slots=True)
class Course:
    """A deal and the way it took.

    Args:
        been: the stages it was in, in no order.
        stays: how many days it stayed in each stage it left.
    """

    flow: str
    stage: str
    state: OpportunityState
    fen: int
    been: frozenset[str]
    stays: tuple[tuple[str, int], ...]


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


def course(
    flow: str,
    stage: str,
    state: OpportunityState,
    fen: int,
    *,
    begun: datetime,
    moves: Sequence[Move],
) -> Course:
    """The way of a deal that was `begun` and moved so, the oldest move first."""
    been, stays, since = {stage}, [], begun
    for source, target, at in moves:
        been |= {source, target}
        if source != target:
            stays.append((source, (at - since).days))
        since = at
    return Course(flow, stage, state, fen, frozenset(been), tuple(stays))


def funnels(courses: Iterable[Course], flows: Sequence[Flow]) -> list[Funnel]:
    """A funnel of each flow that any of the deals follows."""
    by_flow: dict[str, list[Course]] = {}
    for one in courses:
        if one.state is not OpportunityState.INVALID:
            by_flow.setdefault(one.flow, []).append(one)
    return [_funnel(flow, by_flow[flow.id]) for flow in flows if flow.id in by_flow]


def _funnel(flow: Flow, courses: Sequence[Course]) -> Funnel:
    codes = [str(stage.code) for stage in flow.stages]
    place = {code: number for number, code in enumerate(codes)}
    far = Counter(_furthest(one, place) for one in courses)
    came = [
        sum(many for furthest, many in far.items() if furthest >= at)
        for at in range(len(codes) + 1)
    ]
    stays: dict[str, list[int]] = {}
    for stage, days in (stay for one in courses for stay in one.stays):
        stays.setdefault(stage, []).append(days)
    there: dict[str, list[int]] = {}
    for one in courses:
        if one.state is OpportunityState.OPEN:
            there.setdefault(one.stage, []).append(one.fen)
    steps = []
    for at, code in enumerate(codes):
        rate = came[at + 1] * _WHOLE // came[at] if came[at] else None
        fens, middle = there.get(code, []), _median(stays.get(code, []))
        steps.append(Step(code, len(fens), sum(fens), came[at], came[at + 1], rate, middle))
    rated = [(one.permille, at) for at, one in enumerate(steps) if one.permille is not None]
    return Funnel(flow.id, tuple(steps), steps[min(rated)[1]].stage if rated else "")


def _furthest(one: Course, place: dict[str, int]) -> int:
    """How far it came, by the places of the stages; past the last when it was won."""
    if one.state is OpportunityState.WON:
        return len(place)
    return max((place[code] for code in one.been if code in place), default=0)


def _median(days: Sequence[int]) -> int | None:
    """The lower of the two in the middle: whole days."""
    return sorted(days)[(len(days) - 1) // 2] if days else None
