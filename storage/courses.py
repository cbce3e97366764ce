"""The ways that deals took, for funnels."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import and_, or_, select

from core.opportunities.model import OpportunityState
from core.people.model import EmployeeId
from core.people.permissions import Scope
from core.reports.funnel import LATELY, Course, course
from core.reports.ranges import Range
from storage.scope import owned_in
from storage.session import Session
from storage.tables import opportunities, stage_moves

_o, _m = opportunities.c, stage_moves.c


async def courses(
    session: Session, span: Range, scope: Scope
) -> Mapping[EmployeeId, Sequence[Course]]:
    """Of the deals that are open or ended lately."""
    moves = and_(_m.company_id == _o.company_id, _m.opportunity == _o.id)
    lately = _o.closed_at >= span.until - LATELY
    query = (
        select(
            _o.id,
            _o.employee,
            _o.flow,
            _o.stage,
            _o.state,
            _o.amount,
            _o.created_at,
            _m.source,
            _m.target,
            _m.at,
        )
        .select_from(opportunities.outerjoin(stage_moves, moves))
        .where(
            _o.company_id == session.company,
            owned_in(scope, _o.employee),
            or_(_o.state == OpportunityState.OPEN, lately),
        )
        .order_by(_o.id, _m.at, _m.id)
    )
    found: dict[EmployeeId, list[Course]] = {}
    for _, rows in groupby(await session.all(query), key=lambda row: row.id):
        who, way = _course(list(rows))
        found.setdefault(who, []).append(way)
    return found


def _course(rows: Sequence[Any]) -> tuple[EmployeeId, Course]:
    deal = rows[0]
    fen = deal.amount.fen if deal.amount else 0
    moves = [(row.source, row.target, row.at) for row in rows if row.source is not None]
    way = course(deal.flow, deal.stage, deal.state, fen, begun=deal.created_at, moves=moves)
    return EmployeeId(deal.employee), way
