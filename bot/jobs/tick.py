"""One occurrence of a job, and what it may use."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

from adapters.chat import Address, Platform
from bot.attention import Attention
from bot.company import CompanyRules
from bot.dispatch import Surroundings
from bot.shown import Shown, remember
from core.clock import NewId
from core.people.model import Employee, EmployeeId
from core.ports import UnitOfWork
from core.workdays import Calendar
from storage.store import Store

_SPREAD = 181


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """Where jobs run."""

    store: Store
    zone: ZoneInfo
    given: Surroundings
    new_id: NewId


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """What a job is given. It uses `uow` and never commits.

    Args:
        due: the occurrence's own time; every rule reads this, never the clock.
        hurried: somebody runs it by hand: nothing is spread over minutes.
    """

    uow: UnitOfWork
    due: datetime
    zone: ZoneInfo
    rules: CompanyRules
    calendar: Calendar
    new_id: NewId
    hurried: bool = False

    @property
    def today(self) -> date:
        return self.due.astimezone(self.zone).date()

    @property
    def attention(self) -> Attention:
        return Attention(uow=self.uow, rules=self.rules, zone=self.zone, at=self.due)

    def spread(self, person: Employee) -> timedelta:
        """Up to three minutes, always the same for one person (product.md 5)."""
        return (
            timedelta() if self.hurried else timedelta(seconds=crc32(person.id.encode()) % _SPREAD)
        )

    async def remember(self, employee: EmployeeId, shown: Shown) -> None:
        """What a push shows can be answered wherever it is read: 推到周五, 第2个."""
        for one in await self.uow.people.identities(employee):
            address = Address(Platform(one.platform), one.external_id)
            await remember(self.uow, address.conversation, shown, self.due)


Job = Callable[[Tick], Awaitable[bool]]
"""Does one step of an occurrence; True when there is more of it, in a transaction of its own."""
