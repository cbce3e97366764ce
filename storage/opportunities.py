"""Opportunities and their moves in SQL."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, func, or_, select, type_coerce

from core.money import Money
from core.opportunities.model import Opportunity, OpportunityId, StageMove, StageSum
from core.opportunities.queries import MoveQuery, OpportunityOrder, OpportunityQuery
from core.people.permissions import Scope
from storage.records import Records, every
from storage.scope import owned_in
from storage.session import Session
from storage.tables import opportunities, stage_moves

_o = opportunities.c
_m = stage_moves.c
_ORDER: dict[OpportunityOrder, ColumnElement[Any]] = {
    OpportunityOrder.LARGEST: _o.amount.desc().nulls_last(),
    OpportunityOrder.SMALLEST: _o.amount.asc().nulls_last(),
    OpportunityOrder.FIRST_TO_CLOSE: _o.expected_close.asc().nulls_last(),
    OpportunityOrder.LAST_TO_CLOSE: _o.expected_close.desc().nulls_last(),
    OpportunityOrder.LIKELIEST: _o.probability.desc(),
    OpportunityOrder.UNLIKELIEST: _o.probability.asc(),
    OpportunityOrder.LONGEST_IDLE: _o.moved_at.asc(),
}


class SqlOpportunities:
    """`core.ports.Opportunities`: seen by whoever leads their owner."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._records = Records(session, opportunities, Opportunity, "opportunity")
        self._moves = Records(session, stage_moves, StageMove, "stage_move")

    async def get(self, opportunity: OpportunityId, scope: Scope) -> Opportunity:
        return await self._records.get(opportunity, owned_in(scope, _o.employee))

    async def find(self, opportunity: OpportunityId) -> Opportunity | None:
        return await self._records.by(id=opportunity)

    async def add(self, opportunity: Opportunity) -> None:
        await self._records.add(opportunity)

    async def save(self, opportunity: Opportunity) -> Opportunity:
        return await self._records.save(opportunity)

    async def several(self, ids: Iterable[OpportunityId], scope: Scope) -> Sequence[Opportunity]:
        found = await self._records.several(ids)
        return [one for one in found if scope.covers(one.employee)]

    async def search(self, query: OpportunityQuery, scope: Scope) -> Sequence[Opportunity]:
        found = self._records.query(owned_in(scope, _o.employee), every(_conditions(query)))
        ordered = found.order_by(_ORDER[query.order], _o.id)
        return await self._records.many(ordered.limit(query.limit).offset(query.offset))

    async def sums(self, query: OpportunityQuery, scope: Scope) -> Sequence[StageSum]:
        """What all that meet the conditions come to, beyond the page too."""
        fen = type_coerce(_o.amount, BigInteger)
        grouped = (
            select(
                _o.flow,
                _o.flow_version,
                _o.stage,
                _o.probability_by_hand,
                func.count().label("number"),
                func.sum(fen).label("amount"),
                func.sum(fen * _o.probability).label("hundredfold"),
            )
            .where(self._records.mine, owned_in(scope, _o.employee), every(_conditions(query)))
            .group_by(_o.flow, _o.flow_version, _o.stage, _o.probability_by_hand)
        )
        return [
            StageSum(
                flow=row.flow,
                flow_version=row.flow_version,
                stage=row.stage,
                by_hand=row.probability_by_hand,
                count=row.number,
                amount=Money(int(row.amount or 0)),
                expected=Money(int(row.hundredfold or 0) // 100),
            )
            for row in await self._session.all(grouped)
        ]

    async def add_move(self, move: StageMove) -> None:
        await self._moves.add(move)

    async def several_moves(self, ids: Iterable[str]) -> Sequence[StageMove]:
        return await self._moves.several(ids)

    async def moves(self, query: MoveQuery) -> Sequence[StageMove]:
        conditions = every(
            [
                _m.customer == query.customer if query.customer else None,
                _m.by.in_(query.by) if query.by is not None else None,
                _m.at >= query.since if query.since else None,
                _m.at < query.until if query.until else None,
                _m.target.in_(query.to) if query.to else None,
                _m.target.not_in(query.but) if query.but else None,
            ]
        )
        newest = self._moves.query(conditions).order_by(_m.at.desc(), _m.id.desc())
        return await self._moves.many(newest.limit(query.limit).offset(query.offset))


def _conditions(query: OpportunityQuery) -> list[ColumnElement[Any] | None]:
    return [
        _o.customer == query.customer if query.customer else None,
        _o.customer.in_(query.among_customers) if query.among_customers is not None else None,
        _o.customer.not_in(query.but_customers) if query.but_customers else None,
        _o.employee == query.employee if query.employee else None,
        _o.state.in_(query.states),
        _o.stage.in_(query.stages) if query.stages else None,
        _o.amount > query.amount_over if query.amount_over else None,
        _o.amount < query.amount_under if query.amount_under else None,
        _o.expected_close >= query.close_from if query.close_from else None,
        _o.expected_close <= query.close_until if query.close_until else None,
        _o.moved_at < query.idle_since if query.idle_since else None,
        _o.created_at >= query.created_from if query.created_from else None,
        _o.created_at < query.before if query.created_from and query.before else None,
        _o.closed_at >= query.closed_from if query.closed_from else None,
        _o.closed_at < query.before if query.closed_from and query.before else None,
        _o.id.in_(query.among) if query.among is not None else None,
        or_(_o.name.contains(query.text, autoescape=True), _o.id == query.text)
        if query.text
        else None,
    ]
