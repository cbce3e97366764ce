"""All figures of a range by whose they are: one statement, whatever the size of the company."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Table,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy import cast as as_type

from core.money import Money
from core.opportunities.model import LOSSES, OpportunityState
from core.people.model import EmployeeId
from core.people.permissions import Scope
from core.plans.model import PlanState
from core.pool.model import PoolEventKind
from core.reports.model import DayFigures, SpanCounts, Standing
from core.reports.ranges import Range, Span
from core.visits.quality import AHEAD, VISITS
from storage.moments import later
from storage.scope import owned_in
from storage.session import Session
from storage.tables import customers, follow_ups, opportunities, plans, pool_events, stage_moves
from storage.types import Moment

_f, _m, _p = follow_ups.c, stage_moves.c, plans.c
_o, _e, _c = opportunities.c, pool_events.c, customers.c
_visit = _f.kind.in_(VISITS)
_open = _o.state == OpportunityState.OPEN
_won = _o.state == OpportunityState.WON
_fen = type_coerce(_o.amount, BigInteger)
_WIDE = 6
"""So many figures an arm of the statement has at most."""

_Part = tuple[str, ColumnElement[Any]]
"""A figure's name, and how it is counted."""


async def figures(session: Session, span: Range, scope: Scope) -> Mapping[EmployeeId, DayFigures]:
    """Counts of the range, one entry a person that has any."""
    found = await _summed(session, _done(session, span, scope))
    for who, values in (await _summed(session, _said(session, span, scope))).items():
        found.setdefault(who, {})["without_next"] = values["without_next"]
    return {
        who: DayFigures(**cast(Any, {**values, "won_amount": Money(values.get("won_amount", 0))}))
        for who, values in found.items()
        if any(values.values())
    }


async def standing(session: Session, span: Range, scope: Scope) -> Mapping[EmployeeId, Standing]:
    """What is in hand, of the month, and how much was said of the visits."""
    found: dict[EmployeeId, Standing] = {}
    for who, values in (await _summed(session, _in_hand(session, span, scope))).items():
        money = {name: Money(values.get(name, 0)) for name in ("won_amount", "weighted", "worth")}
        found[who] = Standing(**cast(Any, {**values, **money}))
    for who, values in (await _summed(session, _said(session, span, scope))).items():
        met = tuple(values[name] for name in _MET)
        found[who] = replace(found.get(who, Standing()), met=met)
    return found


_Arm = tuple[Select[Any], Sequence[str]]


def _done(session: Session, span: Range, scope: Scope) -> list[_Arm]:
    inside = (span.since, span.until)
    return [
        _arm(
            _of(session, _f.employee, scope).where(*_within(_f.occurred_at, inside)),
            ("visits", _count(_visit)),
            ("effective_visits", _count(and_(_visit, _f.effective))),
            ("follow_ups", func.count()),
        ),
        _moved(session, inside, scope),
        _arm(
            _of(session, _p.employee, scope).where(
                *_within(_p.due_at, inside), _p.state != PlanState.MOVED
            ),
            ("plans_due", func.count()),
            ("plans_kept", _count(_p.state == PlanState.DONE)),
        ),
        _arm(
            _of(session, _o.employee, scope).where(*_within(_o.created_at, inside)),
            ("new_opportunities", func.count()),
        ),
        _arm(
            _of(session, _o.employee, scope).where(*_within(_o.closed_at, inside)),
            ("won", _count(_won)),
            ("lost", _count(_o.state == OpportunityState.LOST)),
            ("won_amount", _total(_won, _fen)),
        ),
        _pooled(session, inside, scope),
    ]


def _moved(session: Session, inside: Span, scope: Scope) -> _Arm:
    """Moves of deals, by whose the deals are."""
    at = stage_moves.join(
        opportunities, and_(_o.company_id == _m.company_id, _o.id == _m.opportunity)
    )
    forwards = (*_within(_m.at, inside), _m.target.not_in(LOSSES))
    moves = _of(session, _o.employee, scope).select_from(at)
    return _arm(
        moves.where(_m.company_id == session.company, *forwards), ("stage_moves", func.count())
    )


def _pooled(session: Session, inside: Span, scope: Scope) -> _Arm:
    """What the pool gave and took."""
    claimed = and_(_e.kind == PoolEventKind.CLAIM, _e.reason != "create")
    gone = _e.kind.in_((PoolEventKind.RELEASE, PoolEventKind.RECYCLE))
    return _arm(
        _of(session, _e.employee, scope).where(*_within(_e.at, inside)),
        ("claimed", _count(claimed)),
        ("new_customers", _count(_e.reason == "create")),
        ("returned", _count(gone)),
    )


def _in_hand(session: Session, span: Range, scope: Scope) -> list[_Arm]:
    first = span.month[0].date()
    closing = and_(_open, _o.expected_close >= first, _o.expected_close <= span.months_end)
    return [
        _arm(
            _of(session, _o.employee, scope).where(_won, *_within(_o.closed_at, span.month)),
            ("won", func.count()),
            ("won_amount", _total(_won, _fen)),
        ),
        _arm(
            _of(session, _o.employee, scope).where(_open),
            ("open", func.count()),
            ("worth", func.sum(_fen)),
            ("without_amount", _count(_o.amount.is_(None))),
            ("without_close", _count(_o.expected_close.is_(None))),
            ("expected", _count(closing)),
            ("weighted", _total(closing, _fen * _o.probability / 100)),
        ),
        _arm(
            _of(session, _c.owner, scope).where(_c.owner.is_not(None)),
            ("owned", func.count()),
            ("without_tier", _count(_c.tier.is_(None))),
        ),
    ]


_MET = ("who", "when", "content", "result", "next")


def _said(session: Session, span: Range, scope: Scope) -> list[_Arm]:
    """What contacts of the range say, by `core.visits.quality`."""
    met = _f.not_met.is_(False)
    conditions = {
        "who": and_(_f.contacts != (), met),
        "when": _f.occurred_at <= later(_f.created_at, AHEAD),
        "content": or_(_f.content != "", _f.goal != ""),
        "result": and_(_f.result != "", met),
        "next": or_(_f.next_step != "", _f.none_reason != ""),
    }
    inside = _within(_f.occurred_at, (span.since, span.until))
    return [
        _arm(
            _of(session, _f.employee, scope).where(*inside),
            ("without_next", _count(and_(_f.next_step == "", _f.none_reason == ""))),
            *((name, _count(and_(_visit, condition))) for name, condition in conditions.items()),
        )
    ]


async def spans(
    session: Session, given: Sequence[Span], scope: Scope
) -> Mapping[EmployeeId, Sequence[SpanCounts]]:
    """What was logged in each of the spans, those without anything left out."""
    numbered = numbered_spans(given)
    query = (
        select(
            _f.employee,
            numbered.c.number,
            _count(_visit).label("visits"),
            _count(and_(_visit, _f.effective)).label("effective"),
            func.count().label("many"),
            _count(_f.created_at >= numbered.c.until).label("late"),
        )
        .select_from(numbered.join(follow_ups, within_span(numbered)))
        .where(_f.company_id == session.company, owned_in(scope, _f.employee))
        .group_by(_f.employee, numbered.c.number)
    )
    found: dict[EmployeeId, list[SpanCounts]] = {}
    for row in await session.all(query):
        counts = SpanCounts(row.number, row.visits, row.effective, row.many, row.late)
        found.setdefault(row.employee, []).append(counts)
    return found


def numbered_spans(given: Sequence[Span]) -> Any:
    """Spans as a table: `number`, `since`, `until`."""
    rows = [
        select(
            literal(number).label("number"),
            literal(since, Moment).label("since"),
            literal(until, Moment).label("until"),
        )
        for number, (since, until) in enumerate(given)
    ]
    return union_all(*rows).cte("spans")


def within_span(numbered: Any) -> ColumnElement[bool]:
    """Contacts of a span."""
    return and_(_f.occurred_at >= numbered.c.since, _f.occurred_at < numbered.c.until)


def _of(session: Session, who: ColumnElement[Any], scope: Scope) -> Select[Any]:
    """Rows of one table by whose they are."""
    table = cast(Table, cast(Any, who).table)
    mine = table.c.company_id == session.company
    return select(who.label("who")).where(mine, owned_in(scope, who)).group_by(who)


def _within(at: ColumnElement[Any], span: Span) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return at >= span[0], at < span[1]


def _arm(rows: Select[Any], *parts: _Part) -> _Arm:
    return rows.add_columns(*(part for _, part in parts)), [name for name, _ in parts]


async def _summed(session: Session, arms: Sequence[_Arm]) -> dict[EmployeeId, dict[str, int]]:
    """Every arm in one statement."""
    names = [name for _, name in arms]
    query = union_all(*(_wide(number, rows) for number, (rows, _) in enumerate(arms)))
    found: dict[EmployeeId, dict[str, int]] = {}
    for row in await session.all(query):
        number, who, *values = tuple(row)
        if who is not None:
            known = found.setdefault(EmployeeId(who), {})
            known.update(_ints(names[number], values))
    return found


def _wide(number: int, rows: Select[Any]) -> Select[Any]:
    """An arm as wide as every other, and its number."""
    who, *parts = rows.selected_columns
    filled = [*parts, *[literal(0)] * (_WIDE - len(parts))]
    whole = [as_type(part, BigInteger).label(f"n{at}") for at, part in enumerate(filled)]
    return rows.with_only_columns(literal(number).label("arm"), who, *whole)


def _ints(names: Iterable[str], values: Iterable[object]) -> dict[str, int]:
    return {name: int(str(value or 0)) for name, value in zip(names, values, strict=False)}


def _count(holds: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((holds, 1), else_=0))


def _total(holds: ColumnElement[bool], value: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.sum(case((holds, value), else_=0))
