"""The pool's facts on a customer, kept true by whatever changes one of them."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.customers.model import Customer
from core.people.model import EmployeeId
from core.pool.rules import PoolRules, hold_end, look


def wound(customer: Customer, rules: PoolRules, *, now: datetime, zone: ZoneInfo) -> Customer:
    """Return `customer` with deadline, rule and next check computed anew.

    The earned half year (D08) is given here too: an effective contact within the first days.
    """
    today = now.astimezone(zone).date()
    hold = _hold(customer, rules, zone)
    held = customer if hold == customer.hold_until else replace(customer, hold_until=hold)
    seen = look(held, rules, today=today, zone=zone)
    first = seen.deadline
    moved = (first.on if first else None) != customer.recycle_on
    return replace(
        held,
        recycle_on=first.on if first else None,
        recycle_rule=first.rule if first else "",
        check_on=seen.check_on,
        warned_at=None if moved else customer.warned_at,
    )


def owned(
    customer: Customer,
    *,
    owner: EmployeeId | None,
    basis: str,
    now: datetime,
    zone: ZoneInfo,
    rules: PoolRules,
) -> Customer:
    """Return `customer` as it begins a new ownership, or lies in the pool without an owner."""
    return wound(begun(customer, owner=owner, basis=basis, now=now), rules, now=now, zone=zone)


def begun(
    customer: Customer,
    *,
    owner: EmployeeId | None,
    basis: str,
    now: datetime,
    since: datetime | None = None,
) -> Customer:
    """Return `customer` of another owner, or without one, before its clocks are wound.

    Args:
        since: when the ownership began, where that was not now.
    """
    return replace(
        customer,
        owner=owner,
        basis=basis if owner else "",
        owned_since=(since or now) if owner else None,
        entered_pool_at=None if owner else now,
        first_effective_at=None,
        last_effective_at=None,
        hold_until=None,
        warned_at=None,
        locked=False,
        starred=customer.starred and owner is not None,
    )


def _hold(customer: Customer, rules: PoolRules, zone: ZoneInfo) -> date | None:
    if not rules.first_visit_days or not customer.owned_since:
        return customer.hold_until
    if not customer.first_effective_at:
        return None
    first = customer.first_effective_at.astimezone(zone).date()
    days = (first - customer.owned_since.astimezone(zone).date()).days
    return hold_end(first, rules.hold_months) if days <= rules.first_visit_days else None
