"""Figures and what stands behind them, targets and digests as they were sent."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, insert, select

from core.opportunities.model import Flow
from core.people.model import EmployeeId
from core.people.permissions import Scope
from core.reports.crews import Crews
from core.reports.funnel import Tally
from core.reports.model import (
    DayFigures,
    PoolPart,
    Ranked,
    Snapshot,
    SpanCounts,
    Standing,
    Target,
)
from core.reports.ranges import Range, Span
from storage import courses, figures, listed
from storage.conditions import Ask
from storage.crews import muster
from storage.lists import found
from storage.scope import owned_in
from storage.session import Session
from storage.tables import customers, snapshots, targets


class SqlReports:
    """`core.ports.Reports`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def figures(
        self, span: Range, scope: Scope, *, now: datetime
    ) -> Mapping[EmployeeId, DayFigures]:
        return await figures.figures(self._session, Ask(span, now), scope)

    async def each(
        self, names: Sequence[str], span: Range, scope: Scope, *, now: datetime
    ) -> Mapping[str, Mapping[EmployeeId, int]]:
        return await figures.each(self._session, names, Ask(span, now), scope)

    async def muster(self, crews: Crews) -> None:
        await muster(self._session, crews)

    async def standing(self, span: Range, crews: Crews, *, now: datetime) -> Mapping[int, Standing]:
        return await figures.standing(self._session, Ask(span, now), crews)

    async def spans(
        self, spans: Sequence[Span], crews: Crews
    ) -> Mapping[int, Sequence[SpanCounts]]:
        return await figures.spans(self._session, spans, crews)

    async def first(
        self, name: str, span: Range, crews: Crews, *, now: datetime
    ) -> Mapping[int, Sequence[Ranked]]:
        return await listed.first(self._session, name, Ask(span, now), crews)

    async def page(
        self, name: str, span: Range, scope: Scope, *, now: datetime, rows: slice
    ) -> tuple[int, Sequence[str]]:
        return await listed.page(self._session, name, Ask(span, now), scope, rows)

    async def customers(self, name: str, span: Range, scope: Scope, *, now: datetime) -> int:
        return await listed.customers_of(self._session, name, Ask(span, now), scope)

    async def ways(
        self, span: Range, crews: Crews, flows: Sequence[Flow]
    ) -> Mapping[int, Mapping[str, Tally]]:
        return await courses.ways(self._session, span, crews, flows)

    async def pool(self, span: Range, *, now: datetime) -> Sequence[PoolPart]:
        ask, c = Ask(span, now), customers.c
        long = func.sum(case((and_(*found("unclaimed", ask).where), 1), else_=0))
        query = (
            select(c.pool, c.tier, func.count().label("many"), long.label("long"))
            .where(
                c.company_id == self._session.company,
                c.owner.is_(None),
                *found("claimable", ask).where,
            )
            .group_by(c.pool, c.tier)
        )
        parts = [
            PoolPart(row.pool, str(row.tier or ""), row.many, row.long)
            for row in await self._session.all(query)
        ]
        return sorted(parts, key=lambda part: (part.pool, part.tier or "~"))

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
        return await self._sent(select(snapshots).where(self._place(reader, day, period)))

    async def first_sent(self, day: date, period: str) -> Snapshot | None:
        s = snapshots.c
        of = and_(s.company_id == self._session.company, s.day == day, s.period == period)
        query = select(snapshots).where(of, s.mark != "")
        return await self._sent(query.order_by(s.made_at, s.reader).limit(1))

    async def _sent(self, query: Select[Any]) -> Snapshot | None:
        row = await self._session.first(query)
        if row is None:
            return None
        return Snapshot(
            reader=EmployeeId(row.reader),
            day=row.day,
            period=row.period,
            content=row.content,
            hash=row.hash,
            made_at=row.made_at,
            mark=row.mark,
            rules=row.rules,
        )

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
                mark=snapshot.mark,
                rules=snapshot.rules,
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
