"""The demo company's people, their accounts on both platforms and what they are to reach."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from bot.demo import words
from bot.demo.company import DAYS, Company, Setting
from core.money import Money
from core.people.model import ChatIdentity, Employee, EmployeeId, Role
from core.reports.model import Target

_MONTHS_AHEAD = 31


def hire(company: Company, setting: Setting, random: Random) -> None:
    for number, name, department, superior, roles in words.PEOPLE:
        employee = Employee(
            id=EmployeeId(number),
            name=name,
            department=department,
            superior=EmployeeId(superior) if superior else None,
            roles=frozenset(Role(role) for role in roles.split(";")),
            mobile=f"139{int(number[1:]):08d}",
        )
        company.people.append(employee)
        company.identities.extend(_accounts(employee, setting))
    company.targets.extend(_targets(company, setting, random))


def _accounts(employee: Employee, setting: Setting) -> Iterator[ChatIdentity]:
    joined = setting.now - timedelta(days=DAYS * 3)
    for platform, prefix in (("wecom", "wx-"), ("feishu", "ou_")):
        yield ChatIdentity(
            platform=platform,
            external_id=prefix + employee.id.lower(),
            employee=employee.id,
            bound_at=joined,
            welcomed_at=joined,
        )


def _targets(company: Company, setting: Setting, random: Random) -> Iterator[Target]:
    """What each seller is to sign in every month that is told of, and in the next."""
    days = range(-DAYS, _MONTHS_AHEAD + 1)
    months = sorted({f"{setting.today + timedelta(days=one):%Y-%m}" for one in days})
    for seller in company.sellers:
        for month in months:
            value = Money.yuan(random.choice((100, 120, 150, 180)) * 10_000)
            yield Target(seller.id, month, "signed", value)
