"""All figures of a range, by person or by crew: one statement each, whatever the size of the company."""

from collections.abc import Callable, Iterable, Mapping, Sequence
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
from core.reports.crews import Crews
from core.reports.lists import DONE, STANDS
from core.reports.model import DayFigures, SpanCounts, Standing
from core.reports.ranges import Span
from core.visits.quality import AHEAD
from storage import conditions as on
from storage.conditions import Ask
from storage.crews import crewed
from storage.listed import inside
from storage.lists import Rows, found
from storage.moments import later
from storage.scope import owned_in
from storage.session import Session
from storage.tables import follow_ups, opportunities

_f, _o = follow_ups.c, opportunities.c
_fen = type_coerce(_o.amount, BigInteger)
_WIDE = 8
"""So many figures an arm of the statement has at most."""
_MET = ("who", "when", "content", "result", "next")

_Part = tuple[str, ColumnElement[Any]]
"""A figure's name, and how it is counted."""
_Arm = tuple[Select[Any], Sequence[str]]
_By = Callable[[Rows], tuple[Select[Any], ColumnElement[Any]]]
"""The rows of a list that are inside, and what they are grouped by."""


async def figures(session: Session, ask: Ask, scope: Scope) -> Mapping[EmployeeId, DayFigures]:
    """What each did in the range, one entry a person that did anything."""

    def arm(names: str, *more: _Part) -> _Arm:
        return _lengths(_by_person(session, scope), ask, names.split(), *more)

    nothing = DayFigures()
    values = await _summed(session, _of_days(arm))
    done = {EmployeeId(who): _did(one) for who, one in values.items()}
    return {who: one for who, one in done.items() if one != nothing}


async def each(
    session: Session, names: Sequence[str], ask: Ask, scope: Scope
) -> Mapping[str, Mapping[EmployeeId, int]]:
    """How many rows of each of these lists are whose."""
    by = _by_person(session, scope)
    values = await _summed(session, [_lengths(by, ask, [name]) for name in names])
    return {
        name: {EmployeeId(who): one[name] for who, one in values.items() if one.get(name)}
        for name in names
    }


async def standing(session: Session, ask: Ask, crews: Crews) -> Mapping[int, Standing]:
    """How each crew stands."""

    def arm(names: str, *more: _Part) -> _Arm:
        return _lengths(_by_crew(session, crews), ask, names.split(), *more)

    values = await _summed(session, _in_hand(arm, ask))
    return {crew: _stands(one) for crew, one in values.items()}


def _by_person(session: Session, scope: Scope) -> _By:
    return lambda rows: (inside(session, rows, scope), rows.owner)


def _by_crew(session: Session, crews: Crews) -> _By:
    return lambda rows: crewed(inside(session, rows, crews.scope), rows.owner, crews)


def _did(values: Mapping[str, int]) -> DayFigures:
    lengths: Any = {figure: values.get(name, 0) for name, figure in DONE.items()}
    return DayFigures(**lengths, won_amount=Money(values.get("signed_fen", 0)))


def _stands(values: Mapping[str, int]) -> Standing:
    lengths: Any = {figure: values.get(name, 0) for name, figure in STANDS.items()}
    return Standing(
        **lengths,
        won_amount=Money(values.get("signed_month_fen", 0)),
        weighted=values.get("weighted", 0),
        worth=Money(values.get("worth", 0)),
        met=tuple(values.get(name, 0) for name in _MET),
    )


class _Arms(Protocol):
    def __call__(self, names: str, *more: _Part) -> _Arm: ...


def _of_days(arm: _Arms) -> list[_Arm]:
    """What was done; contacts twice, since how many there are is told by an index alone."""
    return [
        arm("follow_ups visits effective"),
        arm("without_next"),
        arm("moved"),
        arm("plans kept"),
        arm("new_deals"),
        arm("signed", ("signed_fen", func.sum(_fen))),
        arm("lost"),
        arm("new_customers claimed returned"),
    ]


def _in_hand(arm: _Arms, ask: Ask) -> list[_Arm]:
    """The month, open deals, plans, customers, who logged nothing, and what visits lack.

    What asks another table for each row is an arm of its own: as a condition of its rows the
    database joins the two, as a figure among others it would ask once a row.
    """
    closing = and_(*found("expected", ask).where)
    return [
        arm("signed_month", ("signed_month_fen", func.sum(_fen))),
        arm(
            "open without_amount without_close expected stuck slipped",
            ("worth", func.sum(_fen)),
            ("weighted", func.sum(case((closing, _fen * _o.probability), else_=0))),
        ),
        arm("missed"),
        arm("overdue"),
        arm("owned without_tier neglected"),
        arm("returning"),
        arm("contacted"),
        arm("silent"),
        arm("visits", *_said()),
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


def _lengths(by: _By, ask: Ask, names: Sequence[str], *more: _Part) -> _Arm:
    """How long the lists of these names are, which are of one table, for each person or crew."""
    lists = [found(name, ask) for name in names]
    shared = [one for one in lists[0].where if all(_among(each.where, one) for each in lists)]
    rows, whose = by(replace(lists[0], where=shared))
    parts = [
        (name, _count(and_(true(), *(one for one in each.where if not _among(shared, one)))))
        for name, each in zip(names, lists, strict=True)
    ]
    counted = [*parts, *more]
    columns = (whose, *(part for _, part in counted))
    return rows.with_only_columns(*columns).group_by(whose), [name for name, _ in counted]


def _among(conditions: Iterable[ColumnElement[bool]], one: ColumnElement[bool]) -> bool:
    return any(one.compare(other) for other in conditions)


async def spans(
    session: Session, given: Sequence[Span], crews: Crews
) -> Mapping[int, Sequence[SpanCounts]]:
    """How many visits each crew made in each of the spans, those without any left out."""
    numbered = on.numbered_spans(given)
    visits, whose = crewed(
        select(numbered.c.number)
        .select_from(numbered.join(follow_ups, on.within_span(numbered)))
        .where(_f.company_id == session.company, owned_in(crews.scope, _f.employee), on.visit),
        _f.employee,
        crews,
    )
    counts = (numbered.c.number, func.count(), _count(on.effective))
    query = visits.with_only_columns(whose, *counts).group_by(whose, numbered.c.number)
    made: dict[int, list[SpanCounts]] = {}
    for row in await session.all(query):
        crew, *counted = tuple(row)
        made.setdefault(crew, []).append(SpanCounts(*counted))
    return made


async def _summed(session: Session, arms: Sequence[_Arm]) -> dict[Any, dict[str, int]]:
    """Every arm in one statement: by person or crew each figure."""
    names = [name for _, name in arms]
    query = union_all(*(_wide(number, rows) for number, (rows, _) in enumerate(arms)))
    summed: dict[Any, dict[str, int]] = {}
    for row in await session.all(query):
        number, who, *values = tuple(row)
        if who is not None:
            summed.setdefault(who, {}).update(_ints(names[number], values))
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
