"""Moments that come due for a company: a night, a morning, and what must have come of each."""

import signal
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, text

from bot.ids import Ids
from bot.installation import set_clock
from core.customers.model import Customer, CustomerId
from core.ledger.model import Act
from core.people.model import EmployeeId
from core.plans.model import Plan, PlanId
from core.pool.model import PoolEventKind
from storage.store import COMPANY, Store
from storage.tables import plans, pool_events
from tests.chaos.fleet import PATIENCE, Post
from tests.chaos.load import until
from tests.chaos.scene import Scene

EVENING = datetime(2026, 11, 22, 15, 50, tzinfo=UTC)
"""Ten to midnight on a Sunday in Shanghai."""
NIGHT, MORNING, SENT = (EVENING + timedelta(minutes=some) for some in (31, 518, 523))
"""Past the night's look, past the morning's list, past the minutes over which lists are spread."""
BUBBLES = 3
"""For each: what the night took, his reminder, his morning's list."""
_REMINDER, _LIST = "回访", "今天"
_AT_WORK = """SELECT application_name FROM pg_stat_activity
WHERE wait_event_type = 'Lock' AND query ILIKE 'INSERT INTO pool_events%'"""


async def wound(url: str) -> None:
    """Before anybody looks at the clock it is evening."""
    store = Store(url, new_id=Ids())
    await set_clock(store, EVENING)
    await store.close()


async def laid_out(store: Store, people: int) -> None:
    """Each has a customer that returns in the night, and a plan with a reminder at eight."""
    act = Act(id="laid", actor=None, channel="test", at=EVENING)
    async with store.unit(act) as uow:
        await uow.customers.add_many([_returning(person) for person in range(people)])
        await uow.plans.add_many([_plan(person) for person in range(people)])
        await uow.ledger.record("laid", "company", "1")


def _returning(person: int) -> Customer:
    monday = (EVENING + timedelta(hours=9)).date()
    return Customer(
        id=CustomerId(f"R{person}"),
        full_name=f"退回{person}号有限公司",
        owner=EmployeeId(f"E{person}"),
        owned_since=EVENING - timedelta(days=61),
        created_at=EVENING - timedelta(days=61),
        warned_at=EVENING - timedelta(days=9),
        recycle_on=monday,
        recycle_rule="no_deal",
        check_on=monday,
    )


def _plan(person: int) -> Plan:
    at = MORNING - timedelta(minutes=27)
    return Plan(
        id=PlanId(f"P{person}"),
        employee=EmployeeId(f"E{person}"),
        content=_REMINDER,
        due_at=at,
        has_time=True,
        remind_at=at,
        created_at=EVENING,
    )


async def at_work(now: Scene, then: Callable[[Post], None]) -> Post:
    """The night comes; whoever is in the midst of its look, with all that it has locked, has `then` done to it."""
    async with now.store.database.write() as connection:
        await connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        await connection.execute(text("LOCK TABLE pool_events IN SHARE MODE"))
        await set_clock(now.store, NIGHT)
        found: list[Post] = []

        async def somebody_is() -> bool:
            async with now.store.database.read() as beside:  # in one transaction it stays the same
                names = {name for (name,) in await beside.execute(text(_AT_WORK))}
            found.extend(post for post in now.fleet.posts if post.name in names)
            return bool(found)

        await until(somebody_is, PATIENCE)
        then(found[0])
    return found[0]


async def lived(now: Scene, people: int) -> Post:
    """A night and a morning: one stands still in the midst of the night's look, another is killed.

    Returns whoever stands still, when everybody has been told.
    """
    await laid_out(now.store, people)
    still = await at_work(now, lambda post: post.send(signal.SIGSTOP))
    await until(ran(now, "pool_evaluate"), PATIENCE)
    await set_clock(now.store, MORNING)
    next(post for post in now.fleet.posts if post is not still).send(signal.SIGKILL)
    await until(ran(now, "rep_morning"), PATIENCE)
    await set_clock(now.store, SENT)

    async def everybody_was_told() -> bool:
        return all(one.total() >= BUBBLES for one in shown(now, people))

    await until(everybody_was_told, PATIENCE)
    return still


async def amiss(now: Scene, people: int) -> int:
    """How many moments were missed, and how many came more than once."""
    back, told = await returned(now.store), await reminded(now.store)
    times = [back[f"R{person}"] for person in range(people)] + told
    bubbles = shown(now, people)
    times += [count for one in bubbles for count in one.values()]
    missed = people - len(told) + sum(max(BUBBLES - len(one), 0) for one in bubbles)
    strange = sum(max(len(one) - BUBBLES, 0) for one in bubbles) + len(back.keys() - _all(people))
    return missed + strange + sum(abs(one - 1) for one in times)


def _all(people: int) -> set[str]:
    return {f"R{person}" for person in range(people)}


def ran(now: Scene, job: str) -> Callable[[], Awaitable[bool]]:
    """Whether `job` has come to its end since the evening."""

    async def is_over() -> bool:
        last = await now.store.ticks.last(COMPANY)
        return job in last and last[job] > EVENING

    return is_over


async def returned(store: Store) -> Counter[str]:
    """How often each customer was returned to the pool."""
    query = select(pool_events.c.customer).where(pool_events.c.kind == PoolEventKind.RECYCLE)
    async with store.database.read() as connection:
        return Counter(row.customer for row in await connection.execute(query))


async def reminded(store: Store) -> list[int]:
    """How often each plan was saved since it was made: once by its reminder."""
    query = select(plans.c.version).where(plans.c.remind_at.is_(None))
    async with store.database.read() as connection:
        return [row.version for row in await connection.execute(query)]


def shown(now: Scene, people: int) -> list[Counter[str]]:
    """How often each was shown each of his bubbles."""
    return [Counter(now.phones.shown(person)) for person in range(people)]
