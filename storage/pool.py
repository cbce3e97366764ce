"""The pool's history in SQL; append-only."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from core.customers.model import CustomerId
from core.people.model import EmployeeId
from core.pool.model import PoolEvent, PoolEventKind
from storage.sequences import next_seqs
from storage.session import Session
from storage.tables import pool_events
from storage.tables.history import pool_seq

_e = pool_events.c
_LOST = (PoolEventKind.RELEASE, PoolEventKind.RECYCLE)


class SqlPool:
    """`core.ports.PoolHistory`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, event: PoolEvent) -> None:
        await self.add_many([event])

    async def add_many(self, events: Sequence[PoolEvent]) -> None:
        if not events:
            return
        numbers = await next_seqs(self._session, pool_events, pool_seq, len(events))
        rows = [
            {
                **{field.name: getattr(event, field.name) for field in fields(event)},
                "company_id": self._session.company,
                "seq": seq,
            }
            for seq, event in zip(numbers, events, strict=True)
        ]
        await self._session.fill(pool_events, rows)

    async def of(self, customer: CustomerId, limit: int = 50) -> Sequence[PoolEvent]:
        query = (
            select(pool_events)
            .where(_e.company_id == self._session.company, _e.customer == customer)
            .order_by(_e.seq.desc())
            .limit(limit)
        )
        return [_event(row) for row in await self._session.all(query)]

    async def several(self, numbers: Iterable[int]) -> Sequence[PoolEvent]:
        wanted = {seq: place for place, seq in enumerate(numbers)}
        query = select(pool_events).where(
            _e.company_id == self._session.company, _e.seq.in_(list(wanted))
        )
        found = [_event(row) for row in await self._session.all(query)]
        return sorted(found, key=lambda event: wanted[event.seq])

    async def claims(self, employee: EmployeeId, since: datetime) -> int:
        query = select(func.count()).where(
            _e.company_id == self._session.company,
            _e.employee == employee,
            _e.kind == PoolEventKind.CLAIM,
            _e.at >= since,
            _e.reason != "create",
        )
        return await self._session.number(query)

    async def last_loss(self, customer: CustomerId, employee: EmployeeId) -> datetime | None:
        query = select(func.max(_e.at)).where(
            _e.company_id == self._session.company,
            _e.customer == customer,
            _e.employee == employee,
            _e.kind.in_(_LOST),
        )
        row = await self._session.first(query)
        return row[0] if row else None

    async def count(self, kind: PoolEventKind, since: datetime, until: datetime) -> int:
        query = select(func.count()).where(
            _e.company_id == self._session.company,
            _e.kind == kind,
            _e.at >= since,
            _e.at < until,
        )
        return await self._session.number(query)


def _event(row: Any) -> PoolEvent:
    return PoolEvent(**{field.name: row._mapping[field.name] for field in fields(PoolEvent)})  # noqa: SLF001
