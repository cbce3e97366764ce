"""What makes a contact, a customer or a person one of a report's list, at the moment it is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Text,
    and_,
    case,
    exists,
    false,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy import cast as as_type

from core.customers.model import Tier
from core.people.model import EmployeeState, Role
from core.plans.model import PlanState
from core.reports.lists import DAY_OVER, IDLE, NEGLECTED, SOON
from core.reports.ranges import Range, Span
from core.visits.quality import VISITS
from storage.moments import later
from storage.tables import customers, employees, follow_ups, plans
from storage.types import Moment

_c, _f, _p, _w = customers.c, follow_ups.c, plans.c, employees.c

visit = _f.kind.in_(VISITS)
effective = and_(visit, _f.effective)
without_next = and_(_f.next_step == "", _f.none_reason == "")


@dataclass(frozen=True, slots=True)
class Ask:
    """Of which days, as seen when."""

    span: Range
    now: datetime


def within(at: ColumnElement[Any], ask: Ask) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return at >= ask.span.since, at < ask.span.until


def returning(ask: Ask) -> ColumnElement[bool]:
    """Who returns to the pool within a week, unless something protects it longer."""
    until = ask.span.last + SOON
    away = exists().where(
        _w.company_id == _c.company_id, _w.id == _c.owner, _w.state == EmployeeState.LEAVE
    )
    return and_(_c.recycle_on <= until, _c.check_on <= until, ~away)


def contacted(ask: Ask) -> ColumnElement[bool]:
    return exists().where(
        _f.company_id == _c.company_id, _f.customer == _c.id, *within(_f.occurred_at, ask)
    )


def neglected(ask: Ask) -> ColumnElement[bool]:
    return or_(_c.last_contact_at.is_(None), _c.last_contact_at < ask.now - NEGLECTED)


def missed(ask: Ask) -> ColumnElement[bool]:
    due = case((_p.has_time, _p.due_at), else_=later(_p.due_at, DAY_OVER))
    return and_(_p.state == PlanState.OPEN, due < ask.now)


def idle(ask: Ask) -> ColumnElement[bool]:
    """Claimed, and nobody was in touch since."""
    untouched = or_(_c.last_contact_at.is_(None), _c.last_contact_at < _c.owned_since)
    return and_(_c.basis == "claim", _c.owned_since < ask.now - IDLE, untouched)


def key(_: Ask) -> ColumnElement[bool]:
    """Starred, or of the top tier."""
    return or_(_c.starred, _c.tier == Tier.A)


def silent(ask: Ask) -> ColumnElement[bool]:
    """A rep who was there and logged nothing, on days that are worked."""
    if ask.span.rests:
        return false()
    logged = exists().where(
        _f.company_id == _w.company_id, _f.employee == _w.id, *within(_f.occurred_at, ask)
    )
    is_rep = as_type(_w.roles, Text).contains(f'"{Role.REP}"')
    return and_(_w.state == EmployeeState.ACTIVE, is_rep, ~logged)


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


def late(numbered: Any) -> ColumnElement[bool]:
    """Entered after the span in which it happened."""
    after: ColumnElement[bool] = _f.created_at >= numbered.c.until
    return after
