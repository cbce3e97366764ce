"""Valid values of the CRM that take the differences: `customer(owner=None)`."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.acting import Acting
from core.customers.model import Customer, CustomerId
from core.ledger.model import Act
from core.opportunities.flows import SHIPPED
from core.opportunities.model import Opportunity, OpportunityId, StageCode
from core.people.model import Employee, EmployeeId, Role
from core.people.permissions import Viewer
from core.plans.model import Plan, PlanId
from core.pool.rules import PROFILES, PoolRules
from core.visits.actions import Report
from core.visits.model import ContactKind
from core.workdays import Calendar

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)
DAY = timedelta(days=1)
BASIC = PROFILES["电销"]
KEY_ACCOUNTS = PROFILES["大客户"]
ZHOU, LIN, SUN = (EmployeeId(number) for number in ("E1", "E2", "E5"))
YUANFAN = CustomerId("C01")


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of a day in the company's zone."""
    return datetime.combine(day, time(hour, minute), ZONE)


def employee(number: EmployeeId = ZHOU, **other: object) -> Employee:
    names = {ZHOU: "周明", LIN: "林悦", SUN: "孙涛"}
    plain = Employee(id=number, name=names.get(number, number), superior=SUN)
    return replace(plain, **other)  # type: ignore[arg-type]


def supervisor(number: EmployeeId = SUN) -> Employee:
    return employee(number, superior=None, roles=frozenset({Role.SUPERVISOR}))


def customer(number: str = YUANFAN, **other: object) -> Customer:
    """A customer of 周明 since Monday."""
    plain = Customer(
        id=CustomerId(number),
        full_name="苏州远帆新能源科技股份有限公司",
        aliases=("远帆",),
        owner=ZHOU,
        owned_since=MONDAY,
        basis="claim",
        created_at=MONDAY,
    )
    return replace(plain, **other)  # type: ignore[arg-type]


def pooled(number: str = YUANFAN, **other: object) -> Customer:
    """A customer that has lain in the pool for a month."""
    free: dict[str, object] = {
        "owner": None,
        "owned_since": None,
        "basis": "",
        "entered_pool_at": MONDAY - 30 * DAY,
    }
    return customer(number, **{**free, **other})


def plan(number: str = "L1", **other: object) -> Plan:
    plain = Plan(
        id=PlanId(number),
        employee=ZHOU,
        customer=YUANFAN,
        due_at=MONDAY + DAY,
        content="送样机",
        created_at=MONDAY,
    )
    return replace(plain, **other)  # type: ignore[arg-type]


def opportunity(number: str = "O1", **other: object) -> Opportunity:
    plain = Opportunity(
        id=OpportunityId(number),
        customer=YUANFAN,
        employee=ZHOU,
        name="导电浆料二期",
        flow="工业品",
        stage=StageCode("needs"),
        probability=30,
        moved_at=MONDAY,
        created_at=MONDAY,
    )
    return replace(plain, **other)  # type: ignore[arg-type]


def report(**other: object) -> Report:
    """A visit with everything an effective contact needs."""
    full = Report(
        customer=YUANFAN,
        kind=ContactKind.VISIT,
        occurred_at=MONDAY,
        contacts=("王建国",),
        content="谈了二期的量",
        result="12月定",
        next_step="下周三再去",
    )
    return replace(full, **other)  # type: ignore[arg-type]


def act(by: EmployeeId | None = ZHOU, now: datetime = MONDAY, name: str = "") -> Act:
    return Act(id=name or f"act{next(_NUMBERS)}", actor=by, channel="test", at=now)


def acting(
    uow,
    *,
    by: Employee | None = None,
    team: frozenset[EmployeeId] = frozenset(),
    now: datetime = MONDAY,
    rules: PoolRules = BASIC,
    calendar: Calendar = Calendar(),  # noqa: B008 - frozen
) -> Acting:
    """周明 at work on Monday at ten, unless said otherwise."""
    person = by or employee()
    return Acting(
        uow=uow,
        viewer=Viewer(person, team | {person.id}),
        now=now,
        zone=ZONE,
        pool=rules,
        flows=SHIPPED,
        calendar=calendar,
        new_id=lambda: f"n{next(_NUMBERS):08}",
    )


_NUMBERS: Iterator[int] = itertools.count(1)
