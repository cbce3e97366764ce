"""The demo company as values: 12 people in 3 teams, 400 customers, 60 opportunities, two months."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from core.customers.model import Contact, Customer, CustomerId
from core.opportunities.model import Flow, Opportunity, StageMove
from core.people.model import ChatIdentity, Employee, EmployeeId
from core.plans.model import Plan, PlanId
from core.pool.rules import PoolRules
from core.reports.model import Target
from core.visits.model import FollowUp
from core.workdays import Calendar

DAYS = 60
"""How far back the company's work is told."""


@dataclass(slots=True)
class Company:
    """Everything to be loaded, in an order in which each refers only to what came before."""

    people: list[Employee] = field(default_factory=list)
    identities: list[ChatIdentity] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    customers: dict[CustomerId, Customer] = field(default_factory=dict)
    contacts: dict[CustomerId, list[Contact]] = field(default_factory=dict)
    opportunities: dict[CustomerId, Opportunity] = field(default_factory=dict)
    moves: list[StageMove] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    plans: dict[PlanId, Plan] = field(default_factory=dict)

    @property
    def sellers(self) -> list[Employee]:
        """Whoever has customers: the members of a group."""
        return [one for one in self.people if "/" in one.department]

    def owned_by(self, rep: EmployeeId) -> list[Customer]:
        return [one for one in self.customers.values() if one.owner == rep]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """When and by which rules the company lives."""

    now: datetime
    zone: ZoneInfo
    calendar: Calendar
    flow: Flow
    pool: PoolRules

    @property
    def today(self) -> date:
        return self.day_of(self.now)

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), self.zone)

    def workday(self, random: Random, near: int, far: int) -> date:
        """A working day, at the latest `near` days ago, at the earliest about `far`."""
        day = self.today - timedelta(days=random.randint(near, far))
        return day if self.calendar.is_workday(day) else self.calendar.shift(day, -1)
