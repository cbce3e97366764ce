"""Set, complete, move, cancel plans; a repeated one begets its next."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.acting import Acting
from core.customers.model import CustomerId
from core.errors import IllegalMove, Invalid
from core.opportunities.model import OpportunityId
from core.people.model import EmployeeId
from core.people.permissions import Command
from core.plans.model import Plan, PlanId, PlanState
from core.plans.recurrence import anchored, next_after

_LONGEST = 500


async def set_plan(
    *,
    acting: Acting,
    due_at: datetime,
    has_time: bool,
    content: str,
    customer: CustomerId | None = None,
    opportunity: OpportunityId | None = None,
    recurrence: str = "",
) -> Plan:
    """Set a plan of one's own, with or without a customer.

    Raises:
        Invalid: it lies in the past, or says too much.
        Forbidden, NotFound: as usual.
    """
    owner: EmployeeId | None = acting.viewer.id
    if customer is not None:
        owner = (await acting.uow.customers.get(customer, acting.viewer.scope())).owner
    acting.viewer.check(Command.PLAN, owner)
    if len(content) > _LONGEST:
        raise Invalid("content", "too_long")
    _check_future(due_at, acting, has_time=has_time)
    plan = Plan(
        id=PlanId(acting.new_id()),
        employee=acting.viewer.id,
        customer=customer,
        opportunity=opportunity,
        due_at=due_at,
        has_time=has_time,
        content=content,
        recurrence=anchored(recurrence, due_at, acting.zone) if recurrence else "",
        remind_at=due_at if has_time else None,
        created_at=acting.now,
    )
    await acting.uow.plans.add(plan)
    await acting.uow.ledger.record("set_plan", "plan", plan.id)
    return plan


async def complete(plan_id: PlanId, acting: Acting) -> tuple[Plan, Plan | None]:
    """Close a plan as done; returns it and, when it repeats, the next one.

    Raises:
        IllegalMove: it is closed already.
    """
    plan = await _open(plan_id, acting)
    done = await acting.uow.plans.save(
        replace(plan, state=PlanState.DONE, closed_at=acting.now, remind_at=None)
    )
    following = await beget(done, acting)
    await acting.uow.ledger.record("complete_plan", "plan", plan_id)
    return done, following


async def move(plan_id: PlanId, due_at: datetime, acting: Acting, *, has_time: bool) -> Plan:
    """Close a plan as moved and set its successor, which is returned.

    Raises:
        Invalid: the new time lies in the past.
        IllegalMove: it is closed already.
    """
    plan = await _open(plan_id, acting)
    _check_future(due_at, acting, has_time=has_time)
    await acting.uow.plans.save(
        replace(plan, state=PlanState.MOVED, closed_at=acting.now, remind_at=None)
    )
    successor = replace(
        plan,
        id=PlanId(acting.new_id()),
        due_at=due_at,
        has_time=has_time,
        remind_at=due_at if has_time else None,
        moved_from=plan.id,
        created_at=acting.now,
        version=0,
    )
    await acting.uow.plans.add(successor)
    await acting.uow.ledger.record("move_plan", "plan", plan_id)
    return successor


async def cancel(plan_id: PlanId, acting: Acting) -> Plan:
    """Close a plan as cancelled.

    Raises:
        IllegalMove: it is closed already.
    """
    plan = await _open(plan_id, acting)
    cancelled = await acting.uow.plans.save(
        replace(plan, state=PlanState.CANCELLED, closed_at=acting.now, remind_at=None)
    )
    await acting.uow.ledger.record("cancel_plan", "plan", plan_id)
    return cancelled


async def _open(plan_id: PlanId, acting: Acting) -> Plan:
    plan = await acting.uow.plans.get(plan_id, acting.viewer.scope())
    acting.viewer.check(Command.PLAN, plan.employee)
    if plan.state is not PlanState.OPEN:
        raise IllegalMove("plan", plan.state, "done")
    return plan


async def beget(plan: Plan, acting: Acting) -> Plan | None:
    """Set the next one of a repeated plan that was done; a time that has passed is left out."""
    if not plan.recurrence:
        return None
    due = next_after(plan.due_at, plan.recurrence, acting.zone, now=acting.now)
    following = replace(
        plan,
        id=PlanId(acting.new_id()),
        due_at=due,
        state=PlanState.OPEN,
        remind_at=due if plan.has_time else None,
        closed_at=None,
        closed_by="",
        created_at=acting.now,
        version=0,
    )
    await acting.uow.plans.add(following)
    return following


def _check_future(due_at: datetime, acting: Acting, *, has_time: bool) -> None:
    past = (
        due_at < acting.now - timedelta(minutes=1)
        if has_time
        else (due_at.astimezone(acting.zone).date() < acting.today)
    )
    if past:
        raise Invalid("due_at", "past")
