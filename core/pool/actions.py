"""Claim, release, assign: what people do with the pool. Each writes history and ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from core.acting import Acting
from core.customers.model import Customer, CustomerId
from core.errors import AlreadyOwned, CoolingDown, IllegalMove, Invalid, QuotaUsed, Stale
from core.opportunities.queries import OpportunityQuery
from core.people.model import EmployeeId, EmployeeState
from core.people.permissions import EVERYBODY, Command
from core.plans.queries import PlanQuery
from core.pool.clocks import owned
from core.pool.dangling import EVERY, close_plans, hand_over_plans
from core.pool.model import PoolEvent, PoolEventKind
from core.pool.rules import LONG_AGO, Look, look

_GIVEN = (PoolEventKind.CLAIM, PoolEventKind.ASSIGN)
_LOST = (PoolEventKind.RELEASE, PoolEventKind.RECYCLE)
_FREE = (*_LOST, PoolEventKind.ENTER)


@dataclass(frozen=True, slots=True)
class Quota:
    """Claims of one person and day; `limit` 0 means no limit."""

    used: int
    limit: int
    resets_at: datetime

    @property
    def left(self) -> int:
        return max(self.limit - self.used, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a customer is whose, and until when.

    Args:
        owner: who owned it on `on`; None: the pool.
        look: the rules' answer now; None where nobody owns it.
        waits_until: the last day on which whoever asks may not claim it again (D05).
        history: its pool events, newest first.
        names: of everybody in them, and of `owner`.
    """

    customer: Customer
    on: date
    owner: EmployeeId | None
    look: Look | None
    waits_until: date | None
    history: Sequence[PoolEvent]
    names: Mapping[EmployeeId, str]


async def quota(acting: Acting) -> Quota:
    """How many claims are left today: claims count, releases give nothing back (D03)."""
    midnight = datetime.combine(acting.today, time(), acting.zone)
    used = await acting.uow.pool.claims(acting.viewer.id, midnight)
    return Quota(used, acting.pool.claims_per_day, midnight + timedelta(days=1))


async def claim(customer_id: CustomerId, acting: Acting) -> Customer:
    """Take a customer out of the pool, with what is open there.

    Raises:
        Forbidden, NotFound: no right, or no such customer.
        AlreadyOwned: somebody has it, be it since this moment; who and since when.
        CoolingDown: the claimant lost it too recently.
        QuotaUsed: no claims left today.
    """
    acting.viewer.check(Command.CLAIM)
    customer = await acting.uow.customers.get(customer_id, EVERYBODY)
    if customer.owner is not None:
        raise await _already(customer, acting)
    if until := await _waits_until(customer, acting, acting.viewer.id):
        raise CoolingDown(customer.short, until)
    await acting.uow.people.hold(acting.viewer.id)
    left = await quota(acting)
    if left.limit and not left.left:
        raise QuotaUsed(left.used, left.limit, left.resets_at)
    try:
        return await _give(customer, acting.viewer.id, "claim", PoolEventKind.CLAIM, acting)
    except Stale:
        winner = await acting.uow.customers.get(customer_id, EVERYBODY)
        if winner.owner is None:
            raise
        raise await _already(winner, acting) from None


async def release(
    customer_id: CustomerId, acting: Acting, *, reason: str, heir: EmployeeId | None = None
) -> Customer:
    """Give a customer back, with a code of `RELEASE_REASONS` or own words (D17).

    Its open plans are closed, or go to the colleague `heir`.

    Raises:
        Invalid: no reason, or `heir` is no colleague of his.
        IllegalMove: it lies in the pool already.
        Forbidden, NotFound: as usual.
    """
    if not reason.strip():
        raise Invalid("reason", "empty")
    customer = await acting.uow.customers.get(customer_id, acting.viewer.scope())
    if customer.owner is None:
        raise IllegalMove("customer", "pool", "pool")
    acting.viewer.check(Command.RELEASE, customer.owner)
    if heir:
        await hand_over_plans(customer, heir, acting)
    else:
        await close_plans([customer], acting.uow, acting.now)
    lost_by = customer.owner
    back = owned(
        customer, owner=None, basis="", now=acting.now, zone=acting.zone, rules=acting.pool
    )
    saved = await acting.uow.customers.save(back)
    await _event(saved.id, PoolEventKind.RELEASE, lost_by, reason, acting)
    await _event(saved.id, PoolEventKind.ENTER, lost_by, reason, acting)
    await acting.uow.ledger.record(
        "release", "customer", saved.id, rule_version=acting.pool.version
    )
    return saved


async def assign(
    customer_id: CustomerId, acting: Acting, *, to: EmployeeId, reason: str = ""
) -> Customer:
    """Give a customer to an employee: out of the pool or from a colleague of the team.

    With a reason also during the receiver's cool-down (D05); open plans and opportunities go along.

    Raises:
        Forbidden, NotFound: as usual; `to` has left.
        CoolingDown: `to` lost it too recently, and no reason was given.
    """
    customer = await acting.uow.customers.get(customer_id, acting.viewer.scope())
    acting.viewer.check(Command.ASSIGN, customer.owner)
    receiver = await acting.uow.people.get(to)
    acting.viewer.check(Command.ASSIGN, receiver.id)
    if receiver.state is EmployeeState.LEFT:
        raise Invalid("employee", "left")
    if customer.owner == to:
        return customer
    until = None if reason.strip() else await _waits_until(customer, acting, to)
    if until:
        raise CoolingDown(customer.short, until, receiver=receiver.name)
    return await _give(customer, to, "assign", PoolEventKind.ASSIGN, acting, reason=reason)


async def explain(
    customer_id: CustomerId, acting: Acting, *, on: date | None = None
) -> Explanation:
    """Why it is whose, on a day, and until when."""
    customer = await acting.uow.customers.get(customer_id, acting.viewer.scope())
    history = await acting.uow.pool.of(customer_id, EVERY)
    day = on or acting.today
    owner = customer.owner if day >= acting.today else _owner_on(customer, history, day, acting)
    involved = (owner, *(event.employee for event in history))
    seen = look(
        customer,
        acting.pool,
        today=acting.today,
        zone=acting.zone,
        on_leave=customer.owner in await acting.uow.people.on_leave(),
    )
    return Explanation(
        customer=customer,
        on=day,
        owner=owner,
        look=seen if customer.owner else None,
        waits_until=None
        if customer.owner
        else await _waits_until(customer, acting, acting.viewer.id),
        history=history,
        names=await acting.uow.people.names(one for one in involved if one),
    )


async def returning(acting: Acting, *, days: int, team: bool) -> Sequence[Customer]:
    """Who returns within `days` if nothing happens; protected ones are left out."""
    until = acting.today + timedelta(days=days)
    owner = None if team else acting.viewer.id
    found = await acting.uow.customers.returning(LONG_AGO, until, owner)
    scope = acting.viewer.scope()
    away = await acting.uow.people.on_leave()
    return [
        one
        for one in found
        if scope.covers(one.owner)
        and one.owner not in away
        and not look(one, acting.pool, today=acting.today, zone=acting.zone).protected_by
    ]


def _owner_on(
    customer: Customer, history: Sequence[PoolEvent], day: date, acting: Acting
) -> EmployeeId | None:
    """Whose it was at the end of `day`: what happened last until then, else what came first after."""
    owner = customer.owner
    for event in history:
        begins, ends = event.kind in _GIVEN, event.kind in _FREE
        if event.at.astimezone(acting.zone).date() <= day and (begins or ends):
            return event.employee if begins else None
        if begins:
            owner = None
        elif event.kind in _LOST:
            owner = event.employee
    return owner


async def _give(
    customer: Customer,
    to: EmployeeId,
    basis: str,
    kind: PoolEventKind,
    acting: Acting,
    *,
    reason: str = "",
) -> Customer:
    given = owned(
        customer, owner=to, basis=basis, now=acting.now, zone=acting.zone, rules=acting.pool
    )
    saved = await acting.uow.customers.save(given)
    await _hand_over(saved, to, acting)
    await _event(saved.id, kind, to, reason, acting)
    await acting.uow.ledger.record(basis, "customer", saved.id, rule_version=acting.pool.version)
    return saved


async def _already(customer: Customer, acting: Acting) -> AlreadyOwned:
    owner = await acting.uow.people.find(customer.owner) if customer.owner else None
    return AlreadyOwned(
        customer.short,
        owner.name if owner else "",
        customer.owned_since,
        mine=customer.owner == acting.viewer.id,
    )


async def _waits_until(customer: Customer, acting: Acting, who: EmployeeId) -> date | None:
    """The last day of waiting of `who`, who lost it; None when he may have it."""
    lost = await acting.uow.pool.last_loss(customer.id, who)
    if lost is None or not acting.pool.cooldown_days:
        return None
    until = lost.astimezone(acting.zone).date() + timedelta(days=acting.pool.cooldown_days)
    return until if acting.today <= until else None


async def _hand_over(customer: Customer, to: EmployeeId, acting: Acting) -> None:
    """Only the owner of what is open differs afterwards: stage, history and dates stay (H19)."""
    plans = await acting.uow.plans.search(PlanQuery(customer=customer.id, limit=EVERY), EVERYBODY)
    for plan in plans:
        if plan.employee != to:
            await acting.uow.plans.save(replace(plan, employee=to))
    deals = await acting.uow.opportunities.search(
        OpportunityQuery(customer=customer.id, limit=EVERY), EVERYBODY
    )
    for deal in deals:
        if deal.employee != to:
            await acting.uow.opportunities.save(replace(deal, employee=to))


async def _event(
    customer: CustomerId,
    kind: PoolEventKind,
    employee: EmployeeId | None,
    reason: str,
    acting: Acting,
) -> None:
    await acting.uow.pool.add(
        PoolEvent(
            customer=customer,
            kind=kind,
            employee=employee,
            at=acting.now,
            reason=reason,
            rule_version=acting.pool.version,
        )
    )
