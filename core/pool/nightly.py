"""The night's look at owned customers: keep, or give back (D07, D08, D10, D12, D25)."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from core.customers.model import Customer, CustomerId
from core.pool.clocks import owned, wound
from core.pool.dangling import close_plans
from core.pool.model import PoolEvent, PoolEventKind
from core.pool.rules import PoolRules, look
from core.ports import UnitOfWork
from core.workdays import Calendar

CHUNK = 500
"""Customers a transaction: whoever writes meanwhile waits for one."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one pass did; `after` is where the next begins, None at the end.

    Args:
        lost: the returned ones as they were before, with their owners.
    """

    looked: int
    returned: int
    after: CustomerId | None
    lost: tuple[Customer, ...] = ()


async def evaluate(
    uow: UnitOfWork,
    rules: PoolRules,
    *,
    due: datetime,
    zone: ZoneInfo,
    calendar: Calendar,
    after: CustomerId | None = None,
) -> Chunk:
    """Look at the next customers whose `check_on` has come; running it twice changes nothing.

    A customer that was not warned is kept until one working day after the warning (interfaces.md 5).
    """
    today = due.astimezone(zone).date()
    found = await uow.customers.to_check(today, after=after, limit=CHUNK)
    events: list[PoolEvent] = []
    lost: list[Customer] = []
    changed: list[Customer] = []
    away = await uow.people.on_leave()
    for customer in found:
        seen = look(customer, rules, today=today, zone=zone, on_leave=customer.owner in away)
        deadline = seen.due(today)
        if deadline and _warned(customer, due, zone, calendar):
            back = owned(customer, owner=None, basis="", now=due, zone=zone, rules=rules)
            events += _returned(customer, deadline.rule, rules, due)
            lost.append(customer)
            changed.append(back)
        elif deadline is None and seen.check_on != customer.check_on:
            changed.append(replace(customer, check_on=seen.check_on))
    await uow.customers.save_many(changed)
    await close_plans(lost, uow, due)
    await uow.pool.add_many(events)
    if changed:
        await uow.ledger.record(
            "pool_evaluate", "customers", str(len(changed)), rule_version=rules.version
        )
    last = found[-1].id if len(found) == CHUNK else None
    return Chunk(len(found), len(lost), last, tuple(lost))


async def rewind(
    uow: UnitOfWork,
    rules: PoolRules,
    *,
    now: datetime,
    zone: ZoneInfo,
    after: CustomerId | None = None,
) -> CustomerId | None:
    """Compute the next owned customers' clocks anew, after `rules` took the place of others.

    Returns where the next ones begin, None at the end.
    """
    found = await uow.customers.to_check(None, after=after, limit=CHUNK)
    moved = [(one, wound(one, rules, now=now, zone=zone)) for one in found]
    changed = [after for before, after in moved if after != before]
    await uow.customers.save_many(changed)
    if changed:
        await uow.ledger.record(
            "load_rules", "customers", str(len(changed)), rule_version=rules.version
        )
    return found[-1].id if len(found) == CHUNK else None


def _warned(customer: Customer, due: datetime, zone: ZoneInfo, calendar: Calendar) -> bool:
    """Whether a working day has passed since the warning was delivered."""
    if customer.warned_at is None:
        return False
    warned = customer.warned_at.astimezone(zone).date()
    return calendar.shift(warned, 1) <= due.astimezone(zone).date()


def _returned(customer: Customer, rule: str, rules: PoolRules, due: datetime) -> list[PoolEvent]:
    return [
        PoolEvent(
            customer=customer.id,
            kind=kind,
            employee=customer.owner,
            at=due,
            reason=rule,
            rule_version=rules.version,
        )
        for kind in (PoolEventKind.RECYCLE, PoolEventKind.ENTER)
    ]
