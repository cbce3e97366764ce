"""The demo company's opportunities: which customer has one, when each of its steps is taken."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from bot.demo import words
from bot.demo.company import DAYS, Company, Setting
from core.customers.model import Customer, CustomerId, Tier
from core.money import Money
from core.opportunities.model import (
    Opportunity,
    OpportunityId,
    OpportunityState,
    Stage,
    StageMove,
)

OPPORTUNITIES = 60
_WON, _LOST = 8, 6
_RECENT = 12
"""Working days within which something moved: an open opportunity keeps its customer for thirty."""
_LARGE = Money.yuan(1_000_000)


@dataclass(frozen=True, slots=True)
class Course:
    """What becomes of one opportunity.

    Args:
        steps: working days, first that of its making, then one for each move, in order.
        targets: where each move leads: stage codes, at last perhaps won or lost.
        close: when it is expected to be closed, or was.
    """

    id: OpportunityId
    customer: CustomerId
    name: str
    amount: Money
    steps: tuple[date, ...]
    targets: tuple[str, ...]
    close: date


def courses(company: Company, setting: Setting, random: Random) -> Iterator[Course]:
    """Sixty of them, each inside the time its customer was owned."""
    chosen = _chosen(company, setting, random)
    ends = ["lost"] * _LOST + ["won"] * _WON + [""] * (OPPORTUNITIES - _WON - _LOST)
    for number, (customer, end) in enumerate(zip(chosen, ends, strict=True), 1):
        project, low, high = random.choice(words.PROJECTS[customer.industry])
        targets = _targets(setting, end, random)
        steps = _steps(_days_of(customer, setting), len(targets), random)
        left = (len(setting.flow.stages) - len(targets)) * 12 + random.randint(-5, 12)
        close = setting.calendar.this_or_next(setting.today + timedelta(days=left))
        yield Course(
            id=OpportunityId(f"O{number:03d}"),
            customer=customer.id,
            name=f"{customer.short}{project}",
            amount=Money.yuan(random.randrange(low, high + 1) * 10_000),
            steps=steps,
            targets=targets,
            close=steps[-1] if end else close,
        )


def _chosen(company: Company, setting: Setting, random: Random) -> list[Customer]:
    """Who may lose one and still be in time, then all who are kept by one."""
    long_ago = setting.today - timedelta(days=DAYS)
    owned = [one for one in company.customers.values() if one.owned_since]
    old = [one for one in owned if setting.day_of(one.owned_since or setting.now) < long_ago]
    enough = len(setting.flow.stages) * 2
    others = [one for one in owned if one not in old and len(_days_of(one, setting)) > enough]
    return [*random.sample(others, OPPORTUNITIES - len(old)), *old]


def _days_of(customer: Customer, setting: Setting) -> list[date]:
    """The working days of its ownership that are told of, today left out."""
    since = setting.day_of(customer.owned_since or setting.now)
    first = max(since, setting.today - timedelta(days=DAYS))
    days = (first + timedelta(days=one) for one in range(1, (setting.today - first).days))
    return [day for day in days if setting.calendar.is_workday(day)]


def _steps(days: list[date], moves: int, random: Random) -> tuple[date, ...]:
    """One day to make it and one for each move, the last one not long ago."""
    last = random.choice(days[-_RECENT:])
    before = [day for day in days if day < last]
    return (*sorted(random.sample(before, moves)), last)


def _targets(setting: Setting, end: str, random: Random) -> tuple[str, ...]:
    codes = [str(stage.code) for stage in setting.flow.stages]
    least = {"won": len(codes), "lost": len(codes) // 2}.get(end, 1)
    reached = codes[1 : random.randint(least, len(codes))]
    return (*reached, end) if end else tuple(reached)


def begin(company: Company, course: Course, setting: Setting, at: datetime) -> None:
    """Make the opportunity, at its first stage and without facts as long as none are wanted."""
    customer = company.customers[course.customer]
    company.opportunities[customer.id] = Opportunity(
        id=course.id,
        customer=customer.id,
        employee=customer.owner or company.sellers[0].id,
        name=course.name,
        flow=setting.flow.id,
        flow_version=setting.flow.version,
        stage=setting.flow.stages[0].code,
        probability=setting.flow.stages[0].probability,
        moved_at=at,
        created_at=at,
    )
    tier = Tier.A if course.amount >= _LARGE else Tier.B
    company.customers[customer.id] = replace(customer, open_moved_at=at, tier=tier)


def move(company: Company, course: Course, target: str, setting: Setting, at: datetime) -> None:
    """Take one step of its course."""
    deal = company.opportunities[course.customer]
    stage = setting.flow.stage(target)
    company.opportunities[course.customer] = moved = (
        _advanced(deal, course, stage, at) if stage else _closed(deal, target, at)
    )
    step = sum(one.opportunity == deal.id for one in company.moves) + 1
    company.moves.append(
        StageMove(
            id=f"{deal.id}-{step}",
            opportunity=deal.id,
            customer=deal.customer,
            source=deal.stage,
            target=target,
            by=deal.employee,
            at=at,
            reason=moved.lost_reason,
        )
    )
    known = company.customers[deal.customer]
    company.customers[known.id] = replace(
        known,
        open_moved_at=at if stage else None,
        won_at=at if target == "won" else known.won_at,
    )


def _advanced(deal: Opportunity, course: Course, stage: Stage, at: datetime) -> Opportunity:
    return replace(
        deal,
        stage=stage.code,
        probability=stage.probability,
        amount=course.amount if stage.needs else None,
        expected_close=course.close if stage.needs else None,
        moved_at=at,
    )


def _closed(deal: Opportunity, end: str, at: datetime) -> Opportunity:
    state = OpportunityState(end)
    reason, rival = words.LOST[int(deal.id[1:]) % len(words.LOST)]
    is_lost = state is OpportunityState.LOST
    return replace(
        deal,
        state=state,
        probability=0 if is_lost else 100,
        moved_at=at,
        closed_at=at,
        lost_reason=reason if is_lost else "",
        competitor=rival if is_lost else "",
    )
