"""Plans in SQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from core.people.permissions import Scope
from core.plans.model import Plan, PlanId, PlanState
from core.plans.queries import PlanQuery
from storage.records import Records, every
from storage.scope import owned_in
from storage.session import Session
from storage.tables import plans

_p = plans.c


class SqlPlans:
    """`core.ports.Plans`: seen by whoever leads their owner."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._records = Records(session, plans, Plan, "plan")

    async def get(self, plan: PlanId, scope: Scope) -> Plan:
        return await self._records.get(plan, owned_in(scope, _p.employee))

    async def add(self, plan: Plan) -> None:
        await self._records.add(plan)

    async def add_many(self, many: Sequence[Plan]) -> None:
        """Insert without an image of each: the batch is one ledger event."""
        await self._session.add_many(plans, [self._records.row(one) for one in many])

    async def save(self, plan: Plan) -> Plan:
        return await self._records.save(plan)

    async def several(self, ids: Iterable[PlanId], scope: Scope) -> Sequence[Plan]:
        found = await self._records.several(ids)
        return [one for one in found if scope.covers(one.employee)]

    async def search(self, query: PlanQuery, scope: Scope) -> Sequence[Plan]:
        conditions = every(
            [
                _p.employee == query.employee if query.employee else None,
                _p.customer == query.customer if query.customer else None,
                _p.customer.in_(query.customers) if query.customers else None,
                _p.state.in_(query.states),
                _p.due_at >= query.due_from if query.due_from else None,
                _p.due_at < query.due_until if query.due_until else None,
            ]
        )
        found = self._records.query(owned_in(scope, _p.employee), conditions)
        soonest = found.order_by(_p.due_at, _p.id)
        return await self._records.many(soonest.limit(query.limit).offset(query.offset))

    async def to_remind(self, until: datetime, *, limit: int) -> Sequence[Plan]:
        query = self._records.query(_p.remind_at <= until, _p.state == PlanState.OPEN)
        return await self._records.many(query.order_by(_p.remind_at, _p.id).limit(limit))

    async def coming(self, since: datetime, until: datetime) -> Sequence[Plan]:
        query = self._records.query(
            _p.remind_at > since,
            _p.remind_at <= until,
            _p.state == PlanState.OPEN,
            _p.customer.is_not(None),
        )
        return await self._records.many(query.order_by(_p.remind_at, _p.id))
