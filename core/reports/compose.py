"""Facts to a reader's digest: no reading, no writing; the same facts and people give the same bytes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.opportunities.model import Flow
from core.people.permissions import Scope
from core.ports import UnitOfWork
from core.reports.crews import crews
from core.reports.digest import Day, Digest
from core.reports.facts import Facts, survey
from core.reports.funnel import Funnel, funnels
from core.reports.lists import DONE, EACH, STANDS, stage_list
from core.reports.model import AsOf, Entry, PoolPart, Ranked
from core.reports.ranges import Range
from core.reports.shares import FIGURES, STANDING, People, Share, named, shares, together
from core.reports.usage import teams
from core.visits.quality import CHECKS

_PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Ready:
    """Facts that are summed by crew, for as many readers as their crews were made for."""

    facts: Facts
    shares: Sequence[Share]
    people: People
    flows: Sequence[Flow]


def ready(facts: Facts, people: People, flows: Sequence[Flow]) -> Ready:
    return Ready(facts, shares(facts, people), people, flows)


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
        facts = await survey(still, crews([scope], scope), span, as_of, flows)
        return compose(ready(facts, everybody, flows), scope)


def compose(given: Ready, scope: Scope) -> Digest:
    """What a reader with `scope` is told of the facts, which may be those of more people.

    Raises:
        KeyError: the crews are of others.
    """
    facts = given.facts
    his = together([given.shares[crew] for crew in facts.crews.seen[scope]])
    total = _every(his.sums["total"], FIGURES)
    stands = _every(his.sums["stands"], STANDING)
    found = funnels(his.ways, given.flows)
    pool = tuple(facts.pool) if scope.pools else ()
    few = {name: _few(first, given.people) for name, first in his.first.items()}
    return Digest(
        as_of=str(facts.as_of),
        first=facts.span.first.isoformat(),
        last=facts.span.last.isoformat(),
        period=facts.span.period,
        signed=total["won_amount"],
        signed_month=stands["won_amount"],
        target=his.sums["target"][""],
        weighted=stands["weighted"] // _PER_CENT,
        total=total,
        counts=_counts(total, stands, his.sums["each"], found=found, pool=pool),
        few={**few, "quoted": few.get("quoted", [])[:1]},
        people=list(his.people),
        before=_before(his, facts.span),
        trend=_trend(his, facts.span),
        funnels=found,
        quality={"visits": total["visits"], "effective": total["effective_visits"]}
        | _every(his.sums["met"], CHECKS),
        lacking=_lacking(total, stands),
        pool=pool,
        idle=list(his.idle),
        teams=teams(facts, scope, given.people) if facts.span.period != "day" else (),
    )


def _every(sums: Mapping[str, int], names: Iterable[str]) -> dict[str, int]:
    return {name: sums[name] for name in names}


def _counts(
    total: Mapping[str, int],
    stands: Mapping[str, int],
    each: Mapping[str, int],
    *,
    found: Sequence[Funnel],
    pool: Sequence[PoolPart],
) -> dict[str, int]:
    """Every number that opens, by the name of its list."""
    return {
        **{name: total[figure] for name, figure in DONE.items()},
        **{name: stands[figure] for name, figure in STANDS.items()},
        **_every(each, EACH),
        **{stage_list(one.flow, step.stage): step.count for one in found for step in one.steps},
        "claimable": sum(part.count for part in pool),
        "unclaimed": sum(part.long for part in pool),
    }


def _few(first: Sequence[Ranked], people: People) -> list[Entry]:
    return [named(entry, people) for _, entry in first]


def _before(his: Share, span: Range) -> list[int]:
    days = len(span.days)
    return [his.sums["visits"][days + number] for number in range(len(span.before))]


def _trend(his: Share, span: Range) -> list[Day]:
    visits, effective = his.sums["visits"], his.sums["effective"]
    return [
        Day(day.isoformat(), visits[number], effective[number])
        for number, day in enumerate(span.days)
    ]


def _lacking(total: Mapping[str, int], stands: Mapping[str, int]) -> Mapping[str, Sequence[int]]:
    return {
        "next_step": (total["without_next"], total["follow_ups"]),
        "amount": (stands["without_amount"], stands["open"]),
        "expected_close": (stands["without_close"], stands["open"]),
        "tier": (stands["without_tier"], stands["owned"]),
    }
