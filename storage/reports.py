"""Figures in few grouped queries, targets and digests as they were sent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, and_, case, delete, func, insert, select

from core.money import Money
from core.opportunities.model import LOSSES, OpportunityState
from core.people.model import EmployeeId
from core.people.permissions import Scope
from core.plans.model import PlanState
from core.pool.model import PoolEventKind
from core.reports.model import DayFigures, Snapshot, Target
from core.visits.quality import VISITS
from storage.scope import owned_in
from storage.session import Session
from storage.tables import (
    follow_ups,
    opportunities,
    plans,
    pool_events,
    snapshots,
    stage_moves,
    targets,
)

_Figures = dict[EmployeeId, DayFigures]
_Span = tuple[datetime, datetime]


class SqlReports:
    """`core.ports.Reports`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def figures(
        self, since: datetime, until: datetime, scope: Scope
    ) -> Mapping[EmployeeId, DayFigures]:
        found: _Figures = {}
        for query in self._queries(since, until, scope):
            for row in await self._session.all(query):
                values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
                who = EmployeeId(values.pop("who") or "")
                figures: dict[str, Any] = {name: _figure(name, of) for name, of in values.items()}
                found[who] = replace(found.get(who, DayFigures()), **figures)
        return found

    def _queries(self, since: datetime, until: datetime, scope: Scope) -> list[Select[Any]]:
        f, m, p = follow_ups.c, stage_moves.c, plans.c
        o, e = opportunities.c, pool_events.c
        visit = f.kind.in_(VISITS)
        closed = o.closed_at
        return [
            self._of(f.employee, f.occurred_at, (since, until), scope).add_columns(
                _count(visit, "visits"),
                _count(and_(visit, f.effective), "effective_visits"),
                func.count().label("follow_ups"),
                _count(and_(f.next_step == "", f.none_reason == ""), "without_next"),
            ),
            self._of(m.by, m.at, (since, until), scope)
            .where(m.target.not_in(LOSSES))
            .add_columns(func.count().label("stage_moves")),
            self._of(p.employee, p.due_at, (since, until), scope)
            .where(p.state != PlanState.MOVED)
            .add_columns(
                func.count().label("plans_due"),
                _count(p.state == PlanState.DONE, "plans_kept"),
            ),
            self._of(o.employee, o.created_at, (since, until), scope).add_columns(
                func.count().label("new_opportunities")
            ),
            self._of(o.employee, closed, (since, until), scope).add_columns(
                _count(o.state == OpportunityState.WON, "won"),
                _count(o.state == OpportunityState.LOST, "lost"),
                func.sum(case((o.state == OpportunityState.WON, o.amount), else_=None)).label(
                    "won_amount"
                ),
            ),
            self._of(e.employee, e.at, (since, until), scope).add_columns(
                _count(and_(e.kind == PoolEventKind.CLAIM, e.reason != "create"), "claimed"),
                _count(e.reason == "create", "new_customers"),
                _count(e.kind.in_((PoolEventKind.RELEASE, PoolEventKind.RECYCLE)), "returned"),
            ),
        ]

    def _of(
        self, who: ColumnElement[Any], at: ColumnElement[Any], span: _Span, scope: Scope
    ) -> Select[Any]:
        """Rows of one table in the range, grouped by `who`."""
        company = cast(Table, cast(Any, who).table).c.company_id
        inside = (company == self._session.company, at >= span[0], at < span[1])
        return select(who.label("who")).where(*inside, owned_in(scope, who)).group_by(who)

    async def targets(self, period: str, scope: Scope) -> Sequence[Target]:
        query = select(targets).where(
            targets.c.company_id == self._session.company,
            targets.c.period == period,
            owned_in(scope, targets.c.employee),
        )
        return [
            Target(EmployeeId(row.employee), row.period, row.measure, row.value)
            for row in await self._session.all(query)
        ]

    async def put_target(self, target: Target) -> None:
        row: dict[str, object] = {
            "company_id": self._session.company,
            "employee": target.employee,
            "period": target.period,
            "measure": target.measure,
            "value": target.value,
        }
        await self._session.remove(targets, row)
        await self._session.add(targets, row)

    async def snapshot(self, reader: EmployeeId, day: date, period: str) -> Snapshot | None:
        row = await self._session.first(select(snapshots).where(self._place(reader, day, period)))
        if row is None:
            return None
        return Snapshot(reader, day, period, row.content, row.hash, row.made_at)

    async def put_snapshot(self, snapshot: Snapshot) -> None:
        place = self._place(snapshot.reader, snapshot.day, snapshot.period)
        await self._session.connection.execute(delete(snapshots).where(place))
        await self._session.connection.execute(
            insert(snapshots).values(
                company_id=self._session.company,
                reader=snapshot.reader,
                day=snapshot.day,
                period=snapshot.period,
                content=snapshot.content,
                hash=snapshot.hash,
                made_at=snapshot.made_at,
            )
        )

    def _place(self, reader: EmployeeId, day: date, period: str) -> ColumnElement[bool]:
        s = snapshots.c
        return and_(
            s.company_id == self._session.company,
            s.reader == reader,
            s.day == day,
            s.period == period,
        )


def _count(holds: ColumnElement[bool], name: str) -> ColumnElement[Any]:
    return func.sum(case((holds, 1), else_=0)).label(name)


def _figure(name: str, value: object) -> int | Money:
    if name == "won_amount":
        return value if isinstance(value, Money) else Money(int(str(value or 0)))
    return int(str(value or 0))
