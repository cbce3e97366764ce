"""What many people say, each thing once, and what must come of it.

Everybody stars his own customers, then takes it back: each message leaves one event in the ledger
and one card that names its customer, so that a count says what was lost, doubled or overtaken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from adapters.chat import Platform
from benchmarks.companies import companies
from core.clock import machine_now
from core.customers.model import Customer, CustomerId
from core.ledger.model import Act
from core.people.model import ChatIdentity, Employee, EmployeeId, Role
from core.ports import UnitOfWork
from storage.store import Store

ZONE = ZoneInfo("Asia/Shanghai")
ON, OFF = "已加星", "已取消加星"


@dataclass(frozen=True, slots=True)
class Said:
    """A message.

    Args:
        place: of it among what this person says.
        word: what its answer says beside the customer's name.
    """

    person: int
    place: int
    customer: str
    word: str

    @property
    def id(self) -> str:
        """Digits, as both platforms' own ids may be."""
        return f"7300000{self.person:05}{self.place:05}"

    @property
    def text(self) -> str:
        return f"{self.customer}加重点" if self.word == ON else f"取消关注{self.customer}"


def sayings(people: int, each: int) -> list[list[Said]]:
    """What each of `people` says, in order; `each` is even."""
    names = [row["full_name"] for row in companies(people * each // 2)]
    return [
        [
            Said(person, place, names[person * each // 2 + place // 2], (ON, OFF)[place % 2])
            for place in range(each)
        ]
        for person in range(people)
    ]


def account(platform: Platform, person: int) -> str:
    return f"rep{person}" if platform is Platform.WECOM else f"ou_rep{person}"


async def found(store: Store, told: Sequence[Sequence[Said]]) -> None:
    """Write everybody, with the customers he speaks of."""
    since = machine_now() - timedelta(days=3)
    act = Act(id="found", actor=None, channel="test", at=since)
    async with store.unit(act) as uow:
        for person, words in enumerate(told):
            await hired(uow, person, since)
            await uow.customers.add_many([_customer(one, since) for one in words[::2]])
        await uow.ledger.record("import", "company", "1")


async def hired(uow: UnitOfWork, person: int, since: datetime) -> None:
    """A rep, known on both platforms."""
    rep = EmployeeId(f"E{person}")
    await uow.people.add(Employee(id=rep, name=f"员工{person}", roles=frozenset({Role.REP})))
    for platform in Platform.WECOM, Platform.FEISHU:
        await uow.people.bind(
            ChatIdentity(
                platform=platform,
                external_id=account(platform, person),
                employee=rep,
                bound_at=since,
                welcomed_at=since,
            )
        )


def _customer(said: Said, since: datetime) -> Customer:
    return Customer(
        id=CustomerId(f"C{said.person}-{said.place}"),
        full_name=said.customer,
        owner=EmployeeId(f"E{said.person}"),
        owned_since=since,
        created_at=since,
    )


async def stars(store: Store, people: int, each: int) -> Sequence[Sequence[Said]]:
    """Everybody, and what each says."""
    told = sayings(people, each)
    await found(store, told)
    return told
