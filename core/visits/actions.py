"""Log and revise contacts; what a contact changes: the customer's clocks, its plan, the next plan."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.acting import Acting
from core.customers.model import Customer, CustomerId
from core.errors import Invalid
from core.opportunities.model import OpportunityId
from core.people.permissions import Command
from core.plans.actions import beget
from core.plans.model import Plan, PlanId, PlanState
from core.plans.queries import PlanQuery
from core.pool.clocks import wound
from core.visits.model import ContactKind, Figure, FollowUp, FollowUpId, SourceSpan
from core.visits.quality import AHEAD, is_effective, is_visit
from core.visits.queries import FollowUpQuery

_NEAR = timedelta(days=3)
LONGEST = 10_000
"""Characters of what is said of one contact in one place; the message it was said in stays whole."""


@dataclass(frozen=True, slots=True)
class NextPlan:
    """When and what is agreed next."""

    due_at: datetime
    has_time: bool
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is said of one contact."""

    customer: CustomerId
    kind: ContactKind
    occurred_at: datetime
    has_time: bool = False
    contacts: tuple[str, ...] = ()
    content: str = ""
    result: str = ""
    next_step: str = ""
    none_reason: str = ""
    not_met: bool = False
    opportunity: OpportunityId | None = None
    figures: tuple[Figure, ...] = ()
    competitors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    source_text: str = ""
    source_message_id: str = ""
    spans: tuple[SourceSpan, ...] = ()
    plan: NextPlan | None = None


@dataclass(frozen=True, slots=True)
class Logged:
    """What logging led to."""

    follow_up: FollowUp
    closed: Sequence[Plan]
    planned: Plan | None


async def log(report: Report, acting: Acting) -> Logged:
    """Log a contact; an effective one winds the customer's clocks, closes its plan, sets the next.

    Raises:
        Invalid: it lies in the future, or a text is too long.
        Forbidden, NotFound: as usual.
    """
    customer = await acting.uow.customers.get(report.customer, acting.viewer.scope())
    acting.viewer.check(Command.LOG, customer.owner)
    _check(report, acting)
    bare = FollowUp(
        id=FollowUpId(acting.new_id()),
        customer=customer.id,
        employee=acting.viewer.id,
        kind=report.kind,
        occurred_at=report.occurred_at,
        has_time=report.has_time,
        contacts=report.contacts,
        content=report.content,
        result=report.result,
        next_step=report.next_step,
        none_reason=report.none_reason,
        not_met=report.not_met,
        opportunity=report.opportunity,
        figures=report.figures,
        competitors=report.competitors,
        topics=report.topics,
        source_text=report.source_text,
        source_message_id=report.source_message_id,
        spans=report.spans,
        created_at=acting.now,
    )
    follow_up = replace(bare, effective=is_effective(bare))
    await acting.uow.follow_ups.add(follow_up)
    await rewind(customer, acting)
    closed = await _close_plans(follow_up, acting)
    planned = await _plan_next(report, follow_up, acting) if report.plan else None
    await acting.uow.ledger.record("log", "follow_up", follow_up.id)
    return Logged(follow_up, closed, planned)


async def revise(follow_up_id: FollowUpId, acting: Acting, *, report: Report) -> FollowUp:
    """Correct a saved contact; the old text is kept and the clocks are computed anew (F10)."""
    known = await acting.uow.follow_ups.get(follow_up_id, acting.viewer.scope())
    acting.viewer.check(Command.LOG, known.employee)
    customer = await acting.uow.customers.get(report.customer, acting.viewer.scope())
    _check(report, acting)
    changed = replace(
        known,
        customer=customer.id,
        kind=report.kind,
        occurred_at=report.occurred_at,
        has_time=report.has_time,
        contacts=report.contacts,
        content=report.content,
        result=report.result,
        next_step=report.next_step,
        none_reason=report.none_reason,
        not_met=report.not_met,
        figures=report.figures,
        competitors=report.competitors,
        topics=report.topics,
        previous_content=(
            known.previous_content
            if report.content == known.content
            else (*known.previous_content, known.content)
        ),
    )
    saved = await acting.uow.follow_ups.save(replace(changed, effective=is_effective(changed)))
    await rewind(customer, acting, instead_of=known.occurred_at)
    if known.customer != customer.id:
        before = await acting.uow.customers.get(known.customer, acting.viewer.scope())
        await rewind(before, acting, instead_of=known.occurred_at)
    await acting.uow.ledger.record("revise", "follow_up", saved.id)
    return saved


async def rewind(
    customer: Customer, acting: Acting, *, instead_of: datetime | None = None
) -> Customer:
    """Compute the customer's contact facts and clocks from what is logged now.

    Contacts count for an ownership from seven days before it began (invariant 7). The last contacts
    of an import stay, unless they are `instead_of`: what a corrected contact said before.
    """
    found = await acting.uow.follow_ups.search(
        FollowUpQuery(customer=customer.id, limit=500), acting.viewer.scope()
    )
    counting = [one for one in found if _counts(one, customer)]
    logged = {instead_of, *(one.occurred_at for one in found)}
    touched = replace(
        customer,
        last_contact_at=_last(found, customer.last_contact_at, logged),
        first_effective_at=min(
            (one.occurred_at for one in counting if is_visit(one)), default=None
        ),
        last_effective_at=_last(counting, customer.last_effective_at, logged),
    )
    return await acting.uow.customers.save(
        wound(touched, acting.pool, now=acting.now, zone=acting.zone)
    )


def _counts(follow_up: FollowUp, customer: Customer) -> bool:
    """Whether it was effective and the present owner's."""
    if not follow_up.effective or not customer.owner:
        return False
    since = customer.owned_since
    return since is None or follow_up.occurred_at >= since - timedelta(days=7)


def _last(
    found: Sequence[FollowUp], known: datetime | None, logged: Collection[datetime | None]
) -> datetime | None:
    """The last of `found`, or what is known of before and was never logged."""
    stated = [known] if known and known not in logged else []
    return max([*(one.occurred_at for one in found), *stated], default=None)


def _check(report: Report, acting: Acting) -> None:
    if report.occurred_at > acting.now + AHEAD:
        raise Invalid("occurred_at", "future")
    texts = (report.content, report.result, report.next_step)
    if any(len(text) > LONGEST for text in texts):
        raise Invalid("content", "too_long")


async def _close_plans(follow_up: FollowUp, acting: Acting) -> list[Plan]:
    """A contact closes the customer's plans that are due around it; a repeated one goes on (G01, G07)."""
    if follow_up.not_met:
        return []
    due = await acting.uow.plans.search(
        PlanQuery(
            customer=follow_up.customer,
            employee=follow_up.employee,
            due_until=follow_up.occurred_at + _NEAR,
        ),
        acting.viewer.scope(),
    )
    closed = []
    for plan in due:
        if not _is_met(plan, follow_up, acting):
            continue
        done = replace(
            plan,
            state=PlanState.DONE,
            closed_by=follow_up.id,
            closed_at=acting.now,
            remind_at=None,
        )
        closed.append(await acting.uow.plans.save(done))
        await beget(done, acting)
    return closed


def _is_met(plan: Plan, follow_up: FollowUp, acting: Acting) -> bool:
    """A contact of an earlier day does not meet what was agreed after it for later."""
    day = follow_up.occurred_at.astimezone(acting.zone).date()
    agreed_later = plan.created_at.astimezone(acting.zone).date() > day
    return not agreed_later or plan.due_at.astimezone(acting.zone).date() <= day


async def _plan_next(report: Report, follow_up: FollowUp, acting: Acting) -> Plan | None:
    wished = report.plan
    if wished is None:
        return None
    plan = Plan(
        id=PlanId(acting.new_id()),
        employee=acting.viewer.id,
        customer=follow_up.customer,
        opportunity=follow_up.opportunity,
        due_at=wished.due_at,
        has_time=wished.has_time,
        content=wished.content or follow_up.next_step,
        remind_at=wished.due_at if wished.has_time else None,
        created_at=acting.now,
    )
    await acting.uow.plans.add(plan)
    return plan
