"""What a report is made of, by whose it is: read once for many readers, composed for each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.money import Money
from core.people.model import EmployeeId
from core.people.permissions import Scope
from core.ports import UnitOfWork
from core.reports.funnel import Course
from core.reports.lists import NAMED
from core.reports.model import AsOf, DayFigures, Listed, PoolPart, SpanCounts, Standing
from core.reports.ranges import Range

Lists = Mapping[EmployeeId, Listed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is known of a scope in a range of days, by employee.

    Args:
        spans: how much was done in each of `span.spans`.
        targets: what is to be signed in the month.
        lists: the first few of each list, and how many there are.
        courses: the deals that are open or ended lately, with their moves.
        pool: what lies in each pool by tier; nobody's.
    """

    span: Range
    as_of: AsOf
    figures: Mapping[EmployeeId, DayFigures]
    standing: Mapping[EmployeeId, Standing]
    spans: Mapping[EmployeeId, Sequence[SpanCounts]]
    targets: Mapping[EmployeeId, Money]
    lists: Mapping[str, Lists] = field(default_factory=dict)
    courses: Mapping[EmployeeId, Sequence[Course]] = field(default_factory=dict)
    pool: Sequence[PoolPart] = ()


async def survey(past: UnitOfWork, scope: Scope, span: Range, as_of: AsOf) -> Facts:
    """Read the facts in a fixed number of queries, whatever the size of the company.

    Args:
        past: the records as they were at the mark.
    """
    reports, now = past.reports, as_of.at
    found = await reports.targets(f"{span.last:%Y-%m}", scope)
    figures, standing = await reports.figures(span, scope, now=now)
    return Facts(
        span=span,
        as_of=as_of,
        figures=figures,
        standing=standing,
        spans=await reports.spans(span.spans, scope),
        targets={one.employee: one.value for one in found if one.measure == "signed"},
        lists={name: await reports.first(name, span, scope, now=now) for name in NAMED},
        courses=await reports.courses(span, scope),
        pool=await reports.pool(span, now=now),
    )
