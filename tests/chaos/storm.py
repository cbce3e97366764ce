"""Many people who want the same customers at the same moment: who gets each, and what the others are told."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlalchemy import select, text

from benchmarks.companies import companies
from bot.installation import keep_rules
from core.clock import machine_now
from core.customers.model import Customer, CustomerId
from core.ledger.model import Act
from storage.store import Store
from storage.tables import customers, inbox, ledger, pool_events
from tests.chaos.phones import Phones
from tests.chaos.saying import hired

_NO_QUOTA = "[pool]\nclaims_per_day = 0\n"
_WON = "已认领"
_NAME = re.compile(r"员工\d+")


@dataclass(frozen=True, slots=True)
class Wish:
    """A message that claims a customer."""

    person: int
    place: int
    customer: str

    @property
    def id(self) -> str:
        return f"7500000{self.person:05}{self.place:05}"

    @property
    def text(self) -> str:
        return f"认领{self.customer}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """How often what went wrong.

    Args:
        unowned: customers that nobody has, though everybody wanted them.
        doubled: claims of a customer after the first, in the pool's history or the ledger.
        another: customers whose owner is not whoever claimed them.
        misled: people who were not told that a customer is theirs, or whose it is.
        deadlocks: those that the database ended.
        tried: events that were tried more than twice, or given up.
    """

    unowned: int = 0
    doubled: int = 0
    another: int = 0
    misled: int = 0
    deadlocks: int = 0
    tried: int = 0

    @property
    def faults(self) -> dict[str, int]:
        return {name: count for name, count in asdict(self).items() if count}


def wishes(people: int, many: int) -> list[list[Wish]]:
    """Everybody wants every one of `many` customers, all in the same order."""
    names = [row["full_name"] for row in companies(many)]
    return [[Wish(person, *each) for each in enumerate(names)] for person in range(people)]


async def everybody_wants(store: Store, people: int, many: int) -> Sequence[Sequence[Wish]]:
    """Write everybody, and the customers into the pool, without a quota; everybody wants each of them."""
    told = wishes(people, many)
    since = machine_now() - timedelta(days=3)
    await keep_rules(store, _NO_QUOTA)
    async with store.unit(Act(id="found", actor=None, channel="test", at=since)) as uow:
        for person in range(len(told)):
            await hired(uow, person, since)
        free = [
            Customer(id=CustomerId(f"C{one.place}"), full_name=one.customer, created_at=since)
            for one in told[0]
        ]
        await uow.customers.add_many(free)
        await uow.ledger.record("import", "company", "1")
    return told


async def became(store: Store, told: Sequence[Sequence[Wish]], phones: Phones) -> Storm:
    """Compare the database with itself and with what everybody reads."""
    async with store.database.read() as connection:
        rows = await connection.execute(select(customers.c.full_name, customers.c.owner))
        owners = {row.full_name: row.owner for row in rows}
        claims = select(pool_events.c.customer).where(pool_events.c.kind == "claim")
        given = Counter(row[0] for row in await connection.execute(claims))
        acts = select(ledger.c.subject, ledger.c.actor).where(ledger.c.command == "claim")
        claimed = [(row.subject, row.actor) for row in await connection.execute(acts)]
        tried = await connection.execute(
            select(inbox.c.seq).where((inbox.c.attempts > 2) | (inbox.c.state != "done"))
        )
        dead = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        return Storm(
            unowned=sum(owner is None for owner in owners.values()),
            doubled=_again(given) + _again(Counter(subject for subject, _ in claimed)),
            another=sum(owners[told[0][_place(s)].customer] != actor for s, actor in claimed),
            misled=sum(_misled(words, owners, phones) for words in told),
            deadlocks=int((await connection.execute(text(dead))).scalar_one()),
            tried=len(tried.all()),
        )


def _place(subject: str) -> int:
    return int(subject.rpartition("C")[2])


def _again(counts: Counter[str]) -> int:
    return sum(count - 1 for count in counts.values())


def _misled(words: Sequence[Wish], owners: Mapping[str, str | None], phones: Phones) -> int:
    """How many of one person's answers do not say what became of the customer."""
    shown = phones.shown(words[0].person)
    missing = abs(len(words) - len(shown))
    return missing + sum(
        not _is_right(one, owners[one.customer] or "", said)
        for one, said in zip(words, shown, strict=False)
    )


def _is_right(wish: Wish, owner: str, said: str) -> bool:
    if owner == f"E{wish.person}":
        return _WON in said
    return _WON not in said and owner.replace("E", "员工") in _NAME.findall(said)
