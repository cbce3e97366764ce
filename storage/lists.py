"""Which rows stand behind each number of a report, by its name: the one rule of its list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal

from core.errors import NotFound
from core.opportunities.model import LOSSES, OpportunityState
from core.plans.model import PlanState
from core.pool.model import PoolEventKind
from core.reports.lists import STUCK, UNCLAIMED, stage_of
from core.visits.model import ContactKind
from storage import conditions as on
from storage.conditions import Ask, within
from storage.tables import (
    customers,
    employees,
    follow_ups,
    opportunities,
    plans,
    pool_events,
    stage_moves,
)
from storage.types import Moment, Words

_f, _m, _p = follow_ups.c, stage_moves.c, plans.c
_o, _e, _c = opportunities.c, pool_events.c, customers.c
_w = employees.c
_SAID = 60
"""So much is quoted."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows: whose they are, where they come from, which they are, in which order, and what is told of one."""

    owner: ColumnElement[Any]
    id: ColumnElement[Any]
    name: ColumnElement[Any]
    order: Sequence[ColumnElement[Any]]
    where: Sequence[ColumnElement[bool]]
    source: Any
    aliases: ColumnElement[Any] = literal((), Words)
    day: ColumnElement[Any] = literal(None, Moment)
    fen: ColumnElement[Any] = literal(None)
    words: Sequence[ColumnElement[Any]] = ()


POOLED = _c.pool
"""Whose a customer of the pool is: everybody's who may see pools at all."""


def found(name: str, ask: Ask) -> Rows:
    """The list of that name.

    Raises:
        NotFound: there is none.
    """
    if stage := stage_of(name):
        here = (_o.flow == stage[0], _o.stage == stage[1])
        return _deals(*here)
    if name not in _NAMED:
        raise NotFound(kind="number", key=name[:40])
    return _NAMED[name](ask)


def _contacts(*where: Callable[[Ask], ColumnElement[bool]]) -> Callable[[Ask], Rows]:
    def listed(ask: Ask) -> Rows:
        inside = within(_f.occurred_at, ask)
        order = (_f.occurred_at.desc(), _f.id.desc())
        return Rows(
            _f.employee,
            _f.id,
            _f.content,
            order,
            (*inside, *(one(ask) for one in where)),
            follow_ups,
        )

    return listed


def _quoted(ask: Ask) -> Rows:
    """Effective visits, the one with the most to say first."""
    at = follow_ups.join(customers, and_(_c.company_id == _f.company_id, _c.id == _f.customer))
    return Rows(
        _f.employee,
        _f.id,
        _c.full_name,
        (func.length(_f.result).desc(), _f.id.desc()),
        (*within(_f.occurred_at, ask), on.visit, _f.effective),
        at,
        aliases=_c.aliases,
        day=_f.occurred_at,
        words=(func.substr(_f.result, 1, _SAID),),
    )


def _late(ask: Ask) -> Rows:
    """Entered on a later day than they happened."""
    own = [
        one
        for one, day in zip(ask.span.spans, ask.span.days, strict=False)
        if day >= ask.span.first
    ]
    numbered = on.numbered_spans(own)
    order = (_f.occurred_at.desc(), _f.id.desc())
    source = numbered.join(follow_ups, on.within_span(numbered))
    return Rows(_f.employee, _f.id, _f.content, order, (on.late(numbered),), source)


def _moved(ask: Ask) -> Rows:
    """Moves of their deals, whoever made them."""
    return Rows(
        _o.employee,
        _m.id,
        _o.name,
        (_m.at.desc(), _m.id.desc()),
        (_m.company_id == _o.company_id, *within(_m.at, ask), _m.target.not_in(LOSSES)),
        stage_moves.join(
            opportunities, and_(_o.company_id == _m.company_id, _o.id == _m.opportunity)
        ),
        day=_m.at,
        words=(_m.source, _m.target),
    )


def _deals(
    *where: ColumnElement[bool],
    state: OpportunityState | None = OpportunityState.OPEN,
    day: ColumnElement[Any] = _o.moved_at,
    words: Sequence[ColumnElement[Any]] = (),
) -> Rows:
    order = (_o.amount.desc().nulls_last(), _o.id.asc())
    those = (*where, _o.state == state) if state else where
    return Rows(
        _o.employee,
        _o.id,
        _o.name,
        order,
        those,
        opportunities,
        day=day,
        fen=_o.amount,
        words=words,
    )


def _expected(ask: Ask) -> Rows:
    first = ask.span.month[0].date()
    return _deals(
        _o.expected_close >= first, _o.expected_close <= ask.span.months_end, day=_o.expected_close
    )


def _slipped(ask: Ask) -> Rows:
    return _deals(_o.expected_close <= ask.span.last - timedelta(days=1), day=_o.expected_close)


def _lost(ask: Ask) -> Rows:
    words = (_o.lost_reason, _o.competitor)
    return _deals(
        *within(_o.closed_at, ask), state=OpportunityState.LOST, day=_o.closed_at, words=words
    )


def _signed(since: Callable[[Ask], datetime]) -> Callable[[Ask], Rows]:
    def listed(ask: Ask) -> Rows:
        inside = (_o.closed_at >= since(ask), _o.closed_at < ask.span.until)
        return _deals(*inside, state=OpportunityState.WON, day=_o.closed_at)

    return listed


def _plans(*where: Callable[[Ask], ColumnElement[bool]]) -> Callable[[Ask], Rows]:
    def listed(ask: Ask) -> Rows:
        order = (_p.due_at.asc(), _p.id.asc())
        those = [one(ask) for one in where]
        return Rows(_p.employee, _p.id, _p.content, order, those, plans, day=_p.due_at)

    return listed


def _due(ask: Ask) -> ColumnElement[bool]:
    return and_(*within(_p.due_at, ask))


def _events(wanted: ColumnElement[bool]) -> Callable[[Ask], Rows]:
    def listed(ask: Ask) -> Rows:
        order = (_e.at.desc(), _e.seq.desc())
        return Rows(
            _e.employee, _e.seq, _e.customer, order, (*within(_e.at, ask), wanted), pool_events
        )

    return listed


def _customers(
    *where: Callable[[Ask], ColumnElement[bool]],
    order: Sequence[ColumnElement[Any]],
    owner: ColumnElement[Any] = _c.owner,
    day: ColumnElement[Any] = _c.last_contact_at,
) -> Callable[[Ask], Rows]:
    def listed(ask: Ask) -> Rows:
        those = [one(ask) for one in where]
        return Rows(
            owner, _c.id, _c.full_name, (*order, _c.id.asc()), those, customers,
            aliases=_c.aliases, day=day,
        )  # fmt: skip

    return listed


def _pooled(*where: Callable[[Ask], ColumnElement[bool]]) -> Callable[[Ask], Rows]:
    """Customers of the pool, the last that came first."""
    order = (_c.entered_pool_at.desc().nulls_last(),)
    return _customers(*where, order=order, owner=POOLED, day=_c.entered_pool_at)


def _silent(ask: Ask) -> Rows:
    """Reps who were there and logged nothing."""
    return Rows(_w.id, _w.id, _w.name, (_w.id.asc(),), (on.silent(ask),), employees)


_longest = (func.coalesce(_c.last_contact_at, _c.created_at).asc(),)
_starred = (_c.starred.desc(), _c.last_contact_at.asc().nulls_first())
_by_name = (_c.full_name.asc(),)
_soonest = (_c.recycle_on.asc().nulls_last(),)

_NAMED: Mapping[str, Callable[[Ask], Rows]] = {
    "follow_ups": _contacts(),
    "visits": _contacts(lambda _: on.visit),
    "effective": _contacts(lambda _: on.effective),
    "calls": _contacts(lambda _: _f.kind == ContactKind.CALL),
    "without_next": _contacts(lambda _: on.without_next),
    "late": _late,
    "quoted": _quoted,
    "moved": _moved,
    "stuck": lambda ask: _deals(_o.moved_at < ask.now - STUCK),
    "slipped": _slipped,
    "lost": _lost,
    "signed": _signed(lambda ask: ask.span.since),
    "signed_month": _signed(lambda ask: ask.span.month[0]),
    "new_deals": lambda ask: _deals(*within(_o.created_at, ask), state=None, day=_o.created_at),
    "expected": _expected,
    "open": lambda _: _deals(),
    "without_amount": lambda _: _deals(_o.amount.is_(None)),
    "without_close": lambda _: _deals(_o.expected_close.is_(None)),
    "plans": _plans(_due, lambda _: _p.state != PlanState.MOVED),
    "kept": _plans(_due, lambda _: _p.state == PlanState.DONE),
    "missed": _plans(_due, on.missed),
    "overdue": _plans(
        lambda ask: and_(_p.state == PlanState.OPEN, _p.due_at < ask.span.today),
    ),
    "new_customers": _events(_e.reason == "create"),
    "claimed": _events(and_(_e.kind == PoolEventKind.CLAIM, _e.reason != "create")),
    "returned": _events(_e.kind.in_((PoolEventKind.RELEASE, PoolEventKind.RECYCLE))),
    "returning": _customers(on.returning, order=_soonest, day=_c.recycle_on),
    "contacted": _customers(on.key, on.contacted, order=_starred),
    "neglected": _customers(on.key, on.neglected, order=_longest),
    "idle": _customers(on.idle, order=(_c.owned_since.asc(),), day=_c.owned_since),
    "owned": _customers(order=_by_name),
    "without_tier": _customers(lambda _: _c.tier.is_(None), order=_by_name),
    "claimable": _pooled(),
    "unclaimed": _pooled(lambda ask: _c.entered_pool_at < ask.now - UNCLAIMED),
    "silent": _silent,
}
