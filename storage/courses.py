"""The ways that deals took, for funnels."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import and_, or_, select

from core.opportunities.model import Flow, OpportunityState
from core.reports.crews import Crews
from core.reports.funnel import LATELY, Course, Tallies, Tally
from core.reports.ranges import Range
from storage.crews import crewed
from storage.scope import owned_in
from storage.session import Session
from storage.tables import opportunities, stage_moves

_o, _m = opportunities.c, stage_moves.c


async def ways(
    session: Session, span: Range, crews: Crews, flows: Sequence[Flow]
) -> Mapping[int, Mapping[str, Tally]]:
    """Of the deals that are open or ended lately."""
    moves = and_(_m.company_id == _o.company_id, _m.opportunity == _o.id)
    lately = _o.closed_at >= span.until - LATELY
    deals, whose = crewed(
        select(_o.id)
        .select_from(opportunities.outerjoin(stage_moves, moves))
        .where(
            _o.company_id == session.company,
            owned_in(crews.scope, _o.employee),
            or_(_o.state == OpportunityState.OPEN, lately),
        ),
        _o.employee,
        crews,
    )
    columns = (_o.id, _o.flow, _o.stage, _o.state, _o.amount, _o.created_at)
    query = deals.with_only_columns(whose.label("crew"), *columns, _m.source, _m.target, _m.at)
    found: dict[int, Tallies] = {}
    ordered = await session.all(query.order_by(_o.id, _m.at, _m.id))
    for _, rows in groupby(ordered, key=lambda row: row.id):
        crew, deal = _course(list(rows))
        found.setdefault(crew, Tallies(flows)).add(deal)
    return {crew: tallies.found for crew, tallies in found.items()}


def _course(rows: Sequence[Any]) -> tuple[int, Course]:
    deal = rows[0]
    fen = deal.amount.fen if deal.amount else 0
    moves = [(row.source, row.target, row.at) for row in rows if row.source is not None]
    return deal.crew, Course(deal.flow, deal.stage, deal.state, fen, deal.created_at, moves)
