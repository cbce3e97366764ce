"""All figures of a range by whose they are: one statement, whatever the size of the company."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy import cast as as_type

from core.money import Money
from core.people.model import EmployeeId
from core.people.permissions import Scope
from core.reports.lists import DONE, STANDS
from core.reports.model import DayFigures, SpanCounts, Standing
from core.reports.ranges import Span
from core.visits.quality import AHEAD
from storage import conditions as on
from storage.conditions import Ask
from storage.listed import inside
from storage.lists import found
from storage.moments import later
from storage.scope import owned_in
from storage.session import Session
from storage.tables import follow_ups, opportunities

_f, _o = follow_ups.c, opportunities.c
_fen = type_coerce(_o.amount, BigInteger)
_WIDE = 7
"""So many figures an arm of the statement has at most."""
_MET = ("who", "when", "content", "result", "next")

_Part = tuple[str, ColumnElement[Any]]
"""A figure's name, and how it is counted."""
_Arm = tuple[Select[Any], Sequence[str]]


async def figures(
    session: Session, ask: Ask, scope: Scope
) -> tuple[Mapping[EmployeeId, DayFigures], Mapping[EmployeeId, Standing]]:
    """What each did in the range, one entry a person that did anything, and how each stands."""

    def arm(names: str, *more: _Part) -> _Arm:
        return _lengths(session, ask, scope, names.split(), *more)

    values = await _summed(session, [*_of_days(arm), *_in_hand(arm, ask)])
    done = {who: _did(one) for who, one in values.items()}
    nothing = DayFigures()
    return (
        {who: one for who, one in done.items() if one != nothing},
        {who: _stands(one) for who, one in values.items()},
    )


def _did(values: Mapping[str, int]) -> DayFigures:
    lengths: Any = {figure: values.get(name, 0) for name, figure in DONE.items()}
    return DayFigures(**lengths, won_amount=Money(values.get("signed_fen", 0)))


def _stands(values: Mapping[str, int]) -> Standing:
    lengths: Any = {figure: values.get(name, 0) for name, figure in STANDS.items()}
    return Standing(
        **lengths,
        won_amount=Money(values.get("signed_month_fen", 0)),
        weighted=Money(values.get("weighted", 0) // 100),
        worth=Money(values.get("worth", 0)),
        met=tuple(values.get(name, 0) for name in _MET),
    )


class _Arms(Protocol):
    def __call__(self, names: str, *more: _Part) -> _Arm: ...


def _of_days(arm: _Arms) -> list[_Arm]:
    """What was done; contacts twice, since how many there are is told by an index alone."""
    return [
        arm("follow_ups visits effective"),
        arm("without_next", *_said()),
        arm("moved"),
        arm("plans kept"),
        arm("new_deals"),
        arm("signed", ("signed_fen", func.sum(_fen))),
        arm("lost"),
        arm("new_customers claimed returned"),
    ]


def _in_hand(arm: _Arms, ask: Ask) -> list[_Arm]:
    """The month, open deals and customers."""
    closing = and_(*found("expected", ask).where)
    return [
        arm("signed_month", ("signed_month_fen", func.sum(_fen))),
        arm(
            "open without_amount without_close expected",
            ("worth", func.sum(_fen)),
            ("weighted", func.sum(case((closing, _fen * _o.probability), else_=0))),
        ),
        arm("owned without_tier"),
    ]


def _said() -> Iterable[_Part]:
    """How many visits meet each condition of `core.visits.quality`."""
    met = _f.not_met.is_(False)
    conditions = (
        and_(_f.contacts != (), met),
        _f.occurred_at <= later(_f.created_at, AHEAD),
        or_(_f.content != "", _f.goal != ""),
        and_(_f.result != "", met),
        or_(_f.next_step != "", _f.none_reason != ""),
    )
    return [
        (name, _count(and_(on.visit, condition)))
        for name, condition in zip(_MET, conditions, strict=True)
    ]


def _lengths(session: Session, ask: Ask, scope: Scope, names: Sequence[str], *more: _Part) -> _Arm:
    """How long each person's lists of these names are, which are of one table."""
    lists = [found(name, ask) for name in names]
    shared = [one for one in lists[0].where if all(_among(each.where, one) for each in lists)]
    whose = lists[0].owner
    rows = inside(session, replace(lists[0], where=shared), scope).group_by(whose)
    parts = [
        (name, _count(and_(true(), *(one for one in each.where if not _among(shared, one)))))
        for name, each in zip(names, lists, strict=True)
    ]
    counted = [*parts, *more]
    return rows.add_columns(*(part for _, part in counted)), [name for name, _ in counted]


def _among(conditions: Iterable[ColumnElement[bool]], one: ColumnElement[bool]) -> bool:
    return any(one.compare(other) for other in conditions)


async def spans(
    session: Session, given: Sequence[Span], scope: Scope
) -> Mapping[EmployeeId, Sequence[SpanCounts]]:
    """What was logged in each of the spans, those without anything left out."""
    numbered = on.numbered_spans(given)
    query = (
        select(
            _f.employee,
            numbered.c.number,
            _count(on.visit).label("visits"),
            _count(on.effective).label("effective"),
            func.count().label("many"),
            _count(on.late(numbered)).label("late"),
        )
        .select_from(numbered.join(follow_ups, on.within_span(numbered)))
        .where(_f.company_id == session.company, owned_in(scope, _f.employee))
        .group_by(_f.employee, numbered.c.number)
    )
    logged: dict[EmployeeId, list[SpanCounts]] = {}
    for row in await session.all(query):
        who, *counts = tuple(row)
        logged.setdefault(who, []).append(SpanCounts(*counts))
    return logged


async def _summed(session: Session, arms: Sequence[_Arm]) -> dict[EmployeeId, dict[str, int]]:
    """Every arm in one statement."""
    names = [name for _, name in arms]
    query = union_all(*(_wide(number, rows) for number, (rows, _) in enumerate(arms)))
    summed: dict[EmployeeId, dict[str, int]] = {}
    for row in await session.all(query):
        number, who, *values = tuple(row)
        if who is not None:
            known = summed.setdefault(EmployeeId(who), {})
            known.update(_ints(names[number], values))
    return summed


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
