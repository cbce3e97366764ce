"""One occurrence of a job, and what it may use."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

from adapters.chat import Address, Platform
from bot.attention import Attention
from bot.company.rules import CompanyRules
from bot.drawing.gallery import Studio
from bot.shown import Shown, remember
from bot.surroundings import Surroundings
from core.clock import NewId
from core.people.model import Employee, EmployeeId
from core.ports import UnitOfWork
from core.workdays import Calendar
from storage.store import Store

_SPREAD = 180


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
        after: where the step before ended; empty at the beginning.
        prepared: what this process read for all steps before the first of them, and made for this one.
        reminded: how many reminders came due, by kind; counted once the step is committed.
    """

    uow: UnitOfWork
    due: datetime
    zone: ZoneInfo
    rules: CompanyRules
    calendar: Calendar
    new_id: NewId
    hurried: bool = False
    after: str = ""
    studio: Studio | None = None
    public_url: str = ""
    prepared: object = None
    reminded: Counter[str] = field(default_factory=Counter)

    @property
    def today(self) -> date:
        return self.due.astimezone(self.zone).date()

    @property
    def attention(self) -> Attention:
        return Attention(uow=self.uow, rules=self.rules, zone=self.zone, at=self.due)

    def spread(self, person: Employee) -> timedelta:
        """Less than three minutes, always the same for one person (product.md 5): 8:27 never
        reaches the half hour, at which all the world sends (P09)."""
        return (
            timedelta() if self.hurried else timedelta(seconds=crc32(person.id.encode()) % _SPREAD)
        )

    async def people(self, most: int) -> Sequence[Employee]:
        """The next `most` employees by number."""
        everybody = sorted(await self.uow.people.everybody(), key=lambda one: one.id)
        return [one for one in everybody if one.id > self.after][:most]

    async def remember(self, employee: EmployeeId, shown: Shown) -> None:
        """What a push shows can be answered wherever it is read: 推到周五, 第2个."""
        for one in await self.uow.people.identities(employee):
            address = Address(Platform(one.platform), one.external_id)
            await remember(self.uow, address.conversation, shown, self.due)


Job = Callable[[Tick], Awaitable[str]]
"""Does one step of an occurrence and says where the next begins, which is never where it began;
empty at the end. Each step is a transaction of its own, so that nobody waits long for it."""
