"""The manager's digest: eight blocks of figures and reasons, the same for the same facts (K01, K02)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, timedelta

from core.customers.model import Customer
from core.customers.queries import CustomerOrder, CustomerQuery
from core.money import Money
from core.opportunities.model import Opportunity, OpportunityId, OpportunityState, StageMove
from core.opportunities.queries import OpportunityQuery
from core.people.model import Employee, EmployeeId, Role
from core.people.permissions import Scope
from core.ports import UnitOfWork
from core.reports.model import DayFigures, Snapshot
from core.visits.model import FollowUp
from core.visits.queries import FollowUpQuery

_STUCK = timedelta(days=21)
_NEGLECTED = timedelta(days=14)
_UNCLAIMED = timedelta(days=30)
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
    moves = [
        move
        for move in await uow.opportunities.moves(span.since, span.until)
        if scope.covers(move.by)
    ]
    deals = {
        deal.id: deal
        for deal in await uow.opportunities.search(
            OpportunityQuery(states=tuple(OpportunityState), limit=1_000), scope
        )
    }
    owned = replace(scope, pools=False)
    starred = await uow.customers.search(
        CustomerQuery(in_pool=False, starred=True, order=CustomerOrder.STARRED, limit=50), owned
    )
    returning = await uow.customers.returning(span.last, span.last + timedelta(days=7))
    notes = await uow.follow_ups.search(
        FollowUpQuery(since=span.since, until=span.until, effective=True, limit=50), scope
    )
    names = {one.id: one.name for one in people}
    reps = [one for one in people if scope.owners is None or one.id in scope.owners]
    unclaimed = await uow.customers.count(
        CustomerQuery(in_pool=True, entered_pool_before=now - _UNCLAIMED), Scope(frozenset())
    )
    stuck, slipped = _waiting(list(deals.values()), span, now)
    return Digest(
        first=span.first.isoformat(),
        last=span.last.isoformat(),
        period=span.period,
        signed=_sum(figures).won_amount.fen,
        signed_month=_sum(of_month).won_amount.fen,
        target=sum(target.value.fen for target in targets if target.measure == "signed"),
        total=_counts(_sum(figures)),
        returning=[one.short for one in returning if scope.covers(one.owner)][:_FEW],
        unclaimed=unclaimed,
        moved=_moved(moves, deals),
        stuck=stuck,
        slipped=slipped,
        lost=_lost(moves, deals),
        contacted=[one.short for one in starred if _touched(one, span)][:_FEW],
        neglected=[one.short for one in starred if _is_neglected(one, now)][:_FEW],
        silent=[one.name for one in reps if Role.REP in one.roles and one.id not in figures],
        people=_people(figures, names),
        quoted=await _quoted(uow, scope, notes, names),
    )


def snapshot(digest: Digest, reader: EmployeeId, made_at: datetime) -> Snapshot:
    """The digest as it is kept once it was sent."""
    content = digest.canonical()
    hashed = hashlib.sha256(content.encode()).hexdigest()
    return Snapshot(
        reader, date.fromisoformat(digest.last), digest.period, content, hashed, made_at
    )


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


def _moved(
    moves: Sequence[StageMove], deals: Mapping[OpportunityId, Opportunity]
) -> list[tuple[str, str, str]]:
    ends = ("lost", "invalid")
    return [
        (deals[move.opportunity].name, move.source, move.target)
        for move in moves
        if move.opportunity in deals and move.target not in ends
    ][:_FEW]


def _lost(
    moves: Sequence[StageMove], deals: Mapping[OpportunityId, Opportunity]
) -> list[tuple[str, str, str]]:
    return [
        (deal.name, deal.lost_reason, deal.competitor)
        for move in moves
        if move.target == "lost" and (deal := deals.get(move.opportunity)) is not None
    ][:_FEW]


def _waiting(
    deals: Sequence[Opportunity], span: Range, now: datetime
) -> tuple[list[str], list[str]]:
    """Deals nobody moved for three weeks, and those whose close date has passed."""
    opened = [deal for deal in deals if deal.state is OpportunityState.OPEN]
    stuck = [deal.name for deal in opened if now - deal.moved_at > _STUCK]
    slipped = [
        deal.name for deal in opened if deal.expected_close and deal.expected_close < span.last
    ]
    return stuck[:_FEW], slipped[:_FEW]


def _touched(customer: Customer, span: Range) -> bool:
    at = customer.last_contact_at
    return at is not None and span.since <= at < span.until


def _is_neglected(customer: Customer, now: datetime) -> bool:
    at = customer.last_contact_at
    return at is None or now - at > _NEGLECTED


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
    uow: UnitOfWork, scope: Scope, notes: Sequence[FollowUp], names: Mapping[EmployeeId, str]
) -> tuple[str, str, str] | None:
    """The effective contact with the most to say."""
    best = max(notes, key=lambda one: (len(one.result), one.id), default=None)
    if best is None:
        return None
    found = await uow.customers.several([best.customer], scope)
    short = found[0].short if found else ""
    return (names.get(best.employee, ""), short, best.result[:60])
