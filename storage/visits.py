"""Follow-ups in SQL."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func

from core.people.permissions import Scope
from core.visits.model import FollowUp, FollowUpId
from core.visits.queries import FollowUpOrder, FollowUpQuery
from storage.records import Records, every
from storage.scope import customer_in, of_customers_in
from storage.session import Session
from storage.tables import follow_ups

_f = follow_ups.c
_ORDER: dict[FollowUpOrder, tuple[ColumnElement[Any], ...]] = {
    FollowUpOrder.NEWEST: (_f.occurred_at.desc(), _f.id.desc()),
    FollowUpOrder.MOST_SAID: (func.length(_f.result).desc(), _f.id.desc()),
}


class SqlFollowUps:
    """`core.ports.FollowUps`: seen by whoever sees the customer."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._records = Records(session, follow_ups, FollowUp, "follow_up")

    async def get(self, follow_up: FollowUpId, scope: Scope) -> FollowUp:
        inside = of_customers_in(scope, _f.customer, self._session)
        return await self._records.get(follow_up, inside)

    async def add(self, follow_up: FollowUp) -> None:
        await self._records.add(follow_up)

    async def add_many(self, many: Sequence[FollowUp]) -> None:
        """Insert without an image of each: the batch is one ledger event."""
        await self._session.add_many(follow_ups, [self._records.row(one) for one in many])

    async def save(self, follow_up: FollowUp) -> FollowUp:
        return await self._records.save(follow_up)

    async def several(self, ids: Iterable[FollowUpId]) -> Sequence[FollowUp]:
        return await self._records.several(ids)

    async def search(self, query: FollowUpQuery, scope: Scope) -> Sequence[FollowUp]:
        conditions = every(
            [
                _f.customer == query.customer if query.customer else None,
                _f.employee == query.employee if query.employee else None,
                _f.employee.in_(query.by) if query.by is not None else None,
                _f.kind.in_(query.kinds) if query.kinds else None,
                _f.occurred_at >= query.since if query.since else None,
                _f.occurred_at < query.until if query.until else None,
                _f.effective.is_(query.effective) if query.effective is not None else None,
            ]
        )
        # Asked of each row of one customer, the planner would walk the company's rows by date.
        inside = (
            customer_in(scope, query.customer, self._session)
            if query.customer
            else of_customers_in(scope, _f.customer, self._session)
        )
        found = self._records.query(inside, conditions)
        ordered = found.order_by(*_ORDER[query.order])
        return await self._records.many(ordered.limit(query.limit).offset(query.offset))
