"""The manager's digest: eight blocks of figures and reasons, the same for the same facts (K01, K02)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, timedelta

from core.customers.queries import CustomerQuery
from core.money import Money
from core.opportunities.model import LOSSES, Opportunity, OpportunityState
from core.opportunities.queries import MoveQuery, OpportunityQuery
from core.people.model import Employee, EmployeeId, EmployeeState, Role
from core.people.permissions import EVERYBODY, Scope
from core.ports import UnitOfWork
from core.reports.lists import STUCK, neglected, returning, unclaimed
from core.reports.model import DayFigures, Snapshot
from core.visits.queries import FollowUpOrder, FollowUpQuery

_FEW = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The days of a digest: `since` inclusive, `until` exclusive, as instants and as days."""

    first: date
    last: date
    since: datetime
    until: datetime
    period: str


@dataclass(frozen=True, slots=True)
class Person:
    """One line of block 8."""

    name: str
    visits: int
    effective: int
    follow_ups: int
    plans_due: int
    plans_kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What the eight blocks say.

    Args:
        signed_month, target: result of the month against the target, in fen.
        moved, lost: (opportunity, from, to or reason).
        quoted: one effective contact worth reading: who, customer, words.
    """

    first: str
    last: str
    period: str
    signed: int
    signed_month: int
    target: int
    total: Mapping[str, int]
    returning: Sequence[str]
    unclaimed: int
    moved: Sequence[tuple[str, str, str]]
    stuck: Sequence[str]
    slipped: Sequence[str]
    lost: Sequence[tuple[str, str, str]]
    contacted: Sequence[str]
    neglected: Sequence[str]
    silent: Sequence[str]
    people: Sequence[Person]
    quoted: tuple[str, str, str] | None

    def canonical(self) -> str:
        """The digest as JSON that is the same for the same facts."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


async def gather(
    uow: UnitOfWork,
    scope: Scope,
    span: Range,
    *,
    now: datetime,
    month: tuple[datetime, datetime],
    people: Sequence[Employee],
) -> Digest:
    """Read the facts in a fixed number of queries, whatever the size of the team."""
    figures = await uow.reports.figures(span.since, span.until, scope)
    of_month = await uow.reports.figures(*month, scope)
    targets = await uow.reports.targets(f"{span.last:%Y-%m}", scope)
    deals = await _deals(uow, scope, span, now)
    names = {one.id: one.name for one in people}
    return Digest(
        first=span.first.isoformat(),
        last=span.last.isoformat(),
        period=span.period,
        signed=_sum(figures).won_amount.fen,
        signed_month=_sum(of_month).won_amount.fen,
        target=sum(target.value.fen for target in targets if target.measure == "signed"),
        total=_counts(_sum(figures)),
        returning=[one.short for one in await returning(uow, scope, span.last)][:_FEW],
        unclaimed=await uow.customers.count(unclaimed(now), Scope(frozenset())),
        moved=deals.moved,
        stuck=deals.stuck,
        slipped=deals.slipped,
        lost=deals.lost,
        contacted=await _few(uow, _contacted(span), scope),
        neglected=await _few(uow, neglected(now), scope),
        silent=_silent(people, scope, figures),
        people=_people(figures, names),
        quoted=await _quoted(uow, scope, span, names),
    )


@dataclass(frozen=True, slots=True)
class _Deals:
    """Block 5."""

    moved: Sequence[tuple[str, str, str]]
    stuck: Sequence[str]
    slipped: Sequence[str]
    lost: Sequence[tuple[str, str, str]]


async def _deals(uow: UnitOfWork, scope: Scope, span: Range, now: datetime) -> _Deals:
    theirs = MoveQuery(since=span.since, until=span.until, by=scope.owners, limit=_FEW)
    moved = await uow.opportunities.moves(replace(theirs, but=LOSSES))
    ids = tuple(dict.fromkeys(move.opportunity for move in moved))
    query = OpportunityQuery(states=tuple(OpportunityState), among=ids, limit=_FEW)
    deals = {deal.id: deal for deal in await uow.opportunities.search(query, EVERYBODY)}
    stuck = OpportunityQuery(idle_since=now - STUCK, limit=_FEW)
    lost = OpportunityQuery(
        states=(OpportunityState.LOST,), closed_from=span.since, before=span.until, limit=_FEW
    )
    slipped = OpportunityQuery(close_until=span.last - timedelta(days=1), limit=_FEW)
    return _Deals(
        [(deals[move.opportunity].name, move.source, move.target) for move in moved],
        [deal.name for deal in await uow.opportunities.search(stuck, scope)],
        [deal.name for deal in await uow.opportunities.search(slipped, scope)],
        [_loss(deal) for deal in await uow.opportunities.search(lost, scope)],
    )


def snapshot(digest: Digest, reader: EmployeeId, made_at: datetime) -> Snapshot:
    """The digest as it is kept once it was sent."""
    content = digest.canonical()
    hashed = hashlib.sha256(content.encode()).hexdigest()
    return Snapshot(
        reader, date.fromisoformat(digest.last), digest.period, content, hashed, made_at
    )


def read(content: str) -> Digest:
    """A digest from its canonical JSON, as it was sent; a figure that is newer counts nothing."""
    kept = json.loads(content)
    kept["total"] = _counts(DayFigures()) | kept["total"]
    kept["people"] = [Person(**one) for one in kept["people"]]
    for name in ("moved", "lost"):
        kept[name] = [tuple(one) for one in kept[name]]
    kept["quoted"] = tuple(kept["quoted"]) if kept["quoted"] else None
    return Digest(**kept)


def _sum(figures: Mapping[EmployeeId, DayFigures]) -> DayFigures:
    total = DayFigures()
    for one in figures.values():
        values = {
            field.name: getattr(total, field.name) + getattr(one, field.name)
            for field in fields(DayFigures)
        }
        total = replace(total, **values)
    return total


def _counts(total: DayFigures) -> dict[str, int]:
    return {
        field.name: value.fen if isinstance(value := getattr(total, field.name), Money) else value
        for field in fields(DayFigures)
    }


def _loss(deal: Opportunity) -> tuple[str, str, str]:
    return (deal.name, deal.lost_reason, deal.competitor)


def _contacted(span: Range) -> CustomerQuery:
    return CustomerQuery(in_pool=False, key=True, contacted=(span.since, span.until))


async def _few(uow: UnitOfWork, query: CustomerQuery, scope: Scope) -> list[str]:
    owned = replace(scope, pools=False)
    return [one.short for one in await uow.customers.search(replace(query, limit=_FEW), owned)]


def _silent(
    people: Sequence[Employee], scope: Scope, figures: Mapping[EmployeeId, DayFigures]
) -> list[str]:
    """Who was there and logged nothing."""
    return [
        one.name
        for one in people
        if one.state is EmployeeState.ACTIVE
        and Role.REP in one.roles
        and scope.covers(one.id)
        and not figures.get(one.id, DayFigures()).follow_ups
    ]


def _people(
    figures: Mapping[EmployeeId, DayFigures], names: Mapping[EmployeeId, str]
) -> list[Person]:
    found = [
        Person(
            names.get(who, who),
            one.visits,
            one.effective_visits,
            one.follow_ups,
            one.plans_due,
            one.plans_kept,
        )
        for who, one in figures.items()
        if who
    ]
    return sorted(found, key=lambda one: (-one.effective, -one.follow_ups, one.name))


async def _quoted(
    uow: UnitOfWork, scope: Scope, span: Range, names: Mapping[EmployeeId, str]
) -> tuple[str, str, str] | None:
    """The effective contact with the most to say."""
    query = FollowUpQuery(
        since=span.since,
        until=span.until,
        effective=True,
        order=FollowUpOrder.MOST_SAID,
        limit=1,
    )
    for best in await uow.follow_ups.search(query, scope):
        customer = await uow.customers.get(best.customer, EVERYBODY)
        return (names.get(best.employee, ""), customer.short, best.result[:60])
    return None
