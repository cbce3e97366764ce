"""What makes a customer or a person one of a report's list, at the moment it is made."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, exists, or_, select
from sqlalchemy import cast as as_type

from core.customers.model import Tier
from core.people.model import EmployeeState, Role
from core.reports.lists import IDLE, NEGLECTED, SOON
from core.reports.ranges import Range
from storage.tables import customers, employees, follow_ups

_c, _f, _w = customers.c, follow_ups.c, employees.c


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
    away = select(_w.id).where(_w.company_id == _c.company_id, _w.state == EmployeeState.LEAVE)
    return and_(_c.recycle_on <= until, _c.check_on <= until, _c.owner.not_in(away))


def contacted(ask: Ask) -> ColumnElement[bool]:
    return exists().where(
        _f.company_id == _c.company_id, _f.customer == _c.id, *within(_f.occurred_at, ask)
    )


def neglected(ask: Ask) -> ColumnElement[bool]:
    return or_(_c.last_contact_at.is_(None), _c.last_contact_at < ask.now - NEGLECTED)


def idle(ask: Ask) -> ColumnElement[bool]:
    """Claimed, and nobody was in touch since."""
    untouched = or_(_c.last_contact_at.is_(None), _c.last_contact_at < _c.owned_since)
    return and_(_c.basis == "claim", _c.owned_since < ask.now - IDLE, untouched)


def key(_: Ask) -> ColumnElement[bool]:
    """Starred, or of the top tier."""
    return or_(_c.starred, _c.tier == Tier.A)


def silent(ask: Ask) -> ColumnElement[bool]:
    """A rep who was there and logged nothing."""
    logged = exists().where(
        _f.company_id == _w.company_id, _f.employee == _w.id, *within(_f.occurred_at, ask)
    )
    is_rep = as_type(_w.roles, Text).contains(f'"{Role.REP}"')
    return and_(_w.state == EmployeeState.ACTIVE, is_rep, ~logged)
