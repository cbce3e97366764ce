"""What a report is made of, by person or summed by crew: read once for many readers, composed for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.money import Money
from core.opportunities.model import Flow
from core.people.model import EmployeeId
from core.ports import UnitOfWork
from core.reports.crews import Crews
from core.reports.funnel import Tally
from core.reports.lists import EACH, NAMED
from core.reports.model import AsOf, DayFigures, PoolPart, Ranked, SpanCounts, Standing
from core.reports.ranges import Range

ByCrew = Mapping[int, Sequence[Ranked]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is known of some people in a range of days.

    Args:
        figures: what each did.
        each: how many rows of the lists of `EACH` are whose.
        targets: what each is to sign in the month.
        standing: how each crew stands.
        spans: how many visits it made in each of `span.spans`.
        lists: the first few of each list that are its own.
        ways: its deals that are open or ended lately, by flow.
        pool: what lies in each pool by tier; nobody's.
    """

    span: Range
    as_of: AsOf
    crews: Crews
    figures: Mapping[EmployeeId, DayFigures]
    each: Mapping[str, Mapping[EmployeeId, int]]
    targets: Mapping[EmployeeId, Money]
    standing: Mapping[int, Standing]
    spans: Mapping[int, Sequence[SpanCounts]]
    lists: Mapping[str, ByCrew] = field(default_factory=dict)
    ways: Mapping[int, Mapping[str, Tally]] = field(default_factory=dict)
    pool: Sequence[PoolPart] = ()


async def survey(
    past: UnitOfWork, crews: Crews, span: Range, as_of: AsOf, flows: Sequence[Flow]
) -> Facts:
    """Read the facts in a fixed number of queries, whatever the size of the company.

    Args:
        past: the records as they were at the mark.
        crews: of those who are told.
    """
    reports, scope, now = past.reports, crews.scope, as_of.at
    await reports.muster(crews)
    found = await reports.targets(f"{span.last:%Y-%m}", scope)
    return Facts(
        span=span,
        as_of=as_of,
        crews=crews,
        figures=await reports.figures(span, scope, now=now),
        each=await reports.each(EACH, span, scope, now=now),
        targets={one.employee: one.value for one in found if one.measure == "signed"},
        standing=await reports.standing(span, crews, now=now),
        spans=await reports.spans(span.spans, crews),
        lists={name: await reports.first(name, span, crews, now=now) for name in NAMED},
        ways=await reports.ways(span, crews, flows),
        pool=await reports.pool(span, now=now),
    )
