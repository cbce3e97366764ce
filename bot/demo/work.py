"""Two months of the demo company's work: contacts on working days, what they agree on, what moves."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.demo import opportunities, words
from bot.demo.company import DAYS, Company, Setting
from bot.demo.customers import addressed
from bot.demo.opportunities import Course
from bot.demo.talks import FIRST, QUIET, STEPS, TALKS, Talk
from core.customers.model import Customer, CustomerId
from core.opportunities.model import OpportunityState
from core.people.model import EmployeeId
from core.plans.model import Plan, PlanId, PlanState
from core.visits.model import FollowUp, FollowUpId
from core.visits.quality import is_effective, is_visit

_CONTACTS_A_DAY = (2, 3, 4, 4, 5, 6)
_REST = timedelta(days=5)
"""How long a customer is left alone when nothing was agreed."""
_LATE = timedelta(days=6)
"""How long a plan stays open past its day before it is given up."""
_SLOTS = [(hour, minute) for hour in (9, 10, 11, 14, 15, 16, 17) for minute in (0, 20, 40)]


class Work:
    """What everybody did, day by day; it changes the facts of `company`."""

    def __init__(self, company: Company, setting: Setting, random: Random) -> None:
        self._company = company
        self._setting = setting
        self._random = random
        self._numbers = itertools.count(1)
        self._plan_numbers = itertools.count(1)
        self._agreed: dict[CustomerId, Plan] = {}
        self._steps: dict[date, list[tuple[Course, int]]] = {}
        for course in opportunities.courses(company, setting, random):
            for step, day in enumerate(course.steps):
                self._steps.setdefault(day, []).append((course, step))

    def tell(self) -> None:
        """Go through the days up to now."""
        today = self._setting.today
        for back in range(DAYS, -1, -1):
            day = today - timedelta(days=back)
            if self._setting.calendar.is_workday(day):
                for seller in self._company.sellers:
                    self._day_of(seller.id, day)

    def _day_of(self, rep: EmployeeId, day: date) -> None:
        steps = {
            course.customer: (course, step)
            for course, step in self._steps.get(day, [])
            if self._company.customers[course.customer].owner == rep
        }
        called = [*steps, *(one for one in self._due(rep, day) if one not in steps)]
        most = max(len(steps), self._random.choice(_CONTACTS_A_DAY))
        called += [one for one in self._others(rep, day) if one not in called]
        times = sorted(self._random.sample(_SLOTS, min(most, len(called))))
        for customer, (hour, minute) in zip(called, times, strict=False):
            at = self._setting.at(day, hour, minute)
            if at + timedelta(hours=1) < self._setting.now:
                self._contact(customer, at, steps.get(customer))

    def _due(self, rep: EmployeeId, day: date) -> Iterator[CustomerId]:
        """Whom one agreed to be in touch with; of today's only some are dealt with."""
        for customer, plan in list(self._agreed.items()):
            due = self._setting.day_of(plan.due_at)
            if plan.employee != rep or due > day:
                continue
            if due + _LATE < day:
                self._close(plan, PlanState.CANCELLED, self._setting.at(day, 9))
            elif self._random.random() < (0.4 if day == self._setting.today else 0.85):
                yield customer

    def _others(self, rep: EmployeeId, day: date) -> list[CustomerId]:
        """Whom nothing was agreed with: who is new first, then the longest untouched."""
        begun, free = self._setting.at(day, 0), []
        for one in self._company.owned_by(rep):
            met = one.last_contact_at
            since = met or one.owned_since or one.created_at
            if one.id not in self._agreed and since < (begun - _REST if met else begun):
                free.append((met is not None, since, one.id))
        return [number for _, _, number in sorted(free)]

    def _contact(self, customer: CustomerId, at: datetime, step: tuple[Course, int] | None) -> None:
        known = self._company.customers[customer]
        talk = self._talk(known, step)
        follow_up = self._follow_up(known, talk, at)
        self._company.follow_ups.append(follow_up)
        self._company.customers[customer] = _touched(known, follow_up)
        if plan := self._agreed.get(customer):
            self._close(plan, PlanState.DONE, follow_up.created_at, follow_up.id)
        if step:
            self._move(*step, follow_up.created_at)
        if talk.next_step:
            self._agree(follow_up, talk)

    def _talk(self, known: Customer, step: tuple[Course, int] | None) -> Talk:
        deal = self._company.opportunities.get(known.id)
        if step and deal is None:
            return STEPS["initial"]
        if step and deal:
            target = step[0].targets[step[1] - 1]
            return STEPS["lost" if target == "lost" else str(deal.stage)]
        if deal is None or deal.state is OpportunityState.LOST:
            return self._random.choice(FIRST if self._is_new(known) else QUIET)
        is_won = deal.state is OpportunityState.WON
        return self._random.choice(TALKS["won" if is_won else str(deal.stage)])

    def _is_new(self, known: Customer) -> bool:
        """Whether it came to its owner while this is told, and nobody has been there."""
        since = self._setting.day_of(known.owned_since or known.created_at)
        begun = self._setting.today - timedelta(days=DAYS)
        return known.last_contact_at is None and since >= begun

    def _move(self, course: Course, step: int, at: datetime) -> None:
        if step == 0:
            opportunities.begin(self._company, course, self._setting, at)
        else:
            target = course.targets[step - 1]
            opportunities.move(self._company, course, target, self._setting, at)

    def _follow_up(self, known: Customer, talk: Talk, at: datetime) -> FollowUp:
        who = addressed(self._random.choice(self._company.contacts[known.id]))
        follow_up = FollowUp(
            id=FollowUpId(f"F{next(self._numbers):05d}"),
            customer=known.id,
            employee=known.owner or EmployeeId(""),
            kind=talk.kind,
            occurred_at=at,
            has_time=True,
            contacts=(who,),
            content=talk.content,
            result=talk.result,
            next_step=talk.next_step,
            source_text=_said(known, who, talk, at, self._setting.zone),
            created_at=at + timedelta(minutes=self._random.randint(5, 55)),
        )
        return replace(follow_up, effective=is_effective(follow_up))

    def _agree(self, after: FollowUp, talk: Talk) -> None:
        """Plan the next step on a working day, four in ten at an hour."""
        calendar, random = self._setting.calendar, self._random
        first = self._setting.day_of(after.occurred_at) + timedelta(days=talk.days)
        has_time = random.random() < 0.4
        hour = random.choice((9, 10, 14, 15, 16)) if has_time else 0
        due = self._setting.at(calendar.this_or_next(first), hour)
        plan = Plan(
            id=PlanId(f"P{next(self._plan_numbers):05d}"),
            employee=after.employee,
            customer=after.customer,
            due_at=due,
            has_time=has_time,
            content=talk.next_step,
            remind_at=due if has_time and due > self._setting.now else None,
            created_at=after.created_at,
        )
        self._company.plans[plan.id] = self._agreed[after.customer] = plan

    def _close(self, plan: Plan, state: PlanState, at: datetime, by: str = "") -> None:
        closed = replace(plan, state=state, closed_at=at, closed_by=by, remind_at=None)
        self._company.plans[plan.id] = closed
        if plan.customer:
            del self._agreed[plan.customer]


def _said(known: Customer, who: str, talk: Talk, at: datetime, zone: ZoneInfo) -> str:
    """What the rep wrote."""
    part = "上午" if at.astimezone(zone).hour < 12 else "下午"
    step = f"下一步{talk.next_step}" if talk.next_step else ""
    rest = "，".join(filter(None, (talk.content, talk.result, step)))
    return words.SAID[talk.kind].format(part=part, short=known.short, who=who, rest=rest)


def _touched(known: Customer, one: FollowUp) -> Customer:
    effective = one.occurred_at if one.effective else None
    first = effective if is_visit(one) else None
    return replace(
        known,
        last_contact_at=one.occurred_at,
        first_effective_at=known.first_effective_at or first,
        last_effective_at=effective or known.last_effective_at,
    )
