"""The ways that deals took, for funnels."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import BigInteger, and_, or_, select, type_coerce

from core.opportunities.model import Flow, OpportunityState
from core.reports.crews import Crews
from core.reports.funnel import LATELY, Course, Tallies, Tally
from core.reports.ranges import Range
from storage.crews import crewed
from storage.scope import owned_in
from storage.session import Session
from storage.tables import opportunities, stage_moves

_o, _m = opportunities.c, stage_moves.c
_fen = type_coerce(_o.amount, BigInteger)


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
    columns = (_o.id, _o.flow, _o.stage, _o.state, _fen, _o.created_at)
    query = deals.with_only_columns(whose.label("crew"), *columns, _m.source, _m.target, _m.at)
    found: dict[int, Tallies] = {}
    for crew, deal in _courses(await session.all(query.order_by(_o.id, _m.at, _m.id))):
        if crew not in found:
            found[crew] = Tallies(flows)
        found[crew].add(deal)
    return {crew: tallies.found for crew, tallies in found.items()}


def _courses(rows: Iterable[Any]) -> Iterator[tuple[int, Course]]:
    """Each deal of rows that are one a move, the moves of a deal together."""
    for _, some in groupby(rows, key=itemgetter(1)):
        its = list(some)
        crew, _, flow, stage, state, fen, begun, *_ = its[0]
        moves = [row[-3:] for row in its if row[-3] is not None]
        yield crew, Course(flow, stage, state, fen or 0, begun, moves)
