"""The pool by itself: warn owners in working days before, return what is due at night."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from adapters.chat import Button, Card, Row, Tone
from bot.attention import Push
from bot.cards.notices import opening
from bot.cards.ownership import rule
from bot.intents import Entry, LogFollowUps
from bot.jobs.tick import Tick
from bot.keys import encode
from bot.places import records
from bot.shown import customers_listed
from bot.slots import CustomerRef
from bot.texts import Texts, texts
from core.customers.model import Customer, CustomerId
from core.people.model import Employee, EmployeeId, EmployeeState
from core.pool.nightly import evaluate as evaluate_pool
from core.pool.rules import LONG_AGO, look

_STEP = 50
"""People a transaction."""


async def evaluate(tick: Tick) -> str:
    """The night's look, some hundred customers a transaction."""
    chunk = await evaluate_pool(
        tick.uow,
        tick.rules.pool,
        due=tick.due,
        zone=tick.zone,
        calendar=tick.calendar,
        after=CustomerId(tick.after) if tick.after else None,
    )
    await _tell_lost(chunk.lost, tick)
    return chunk.after or ""


async def _tell_lost(lost: Sequence[Customer], tick: Tick) -> None:
    """Who lost customers in the night reads of it in the morning, after his quiet hours."""
    by_owner: dict[EmployeeId, list[Customer]] = defaultdict(list)
    for customer in lost:
        if customer.owner:
            by_owner[customer.owner].append(customer)
    for owner, found in sorted(by_owner.items()):
        person = await tick.uow.people.find(owner)
        if person is None or person.state is EmployeeState.LEFT:
            continue
        say = texts(person.language)
        rows = tuple(
            Row(
                one.full_name,
                detail=rule(one.recycle_rule, one, tick.rules.pool, say),
                short=one.short[:8],
                buttons=(opening(one, say),),
            )
            for one in found
        )
        push = Push(
            key=f"pool_returned:{owner}:{tick.today.isoformat()}:{tick.after}",
            kind="pool_returned",
            content=Card(title=say("agenda.returned", count=len(found)), rows=rows),
            opens=records([one.id for one in found], "returned"),
            life=timedelta(hours=14),
            spread=tick.spread(person),
        )
        await tick.attention.push(person, push)


async def warn(tick: Tick) -> str:
    """T-7, T-3, T-1 in working days, merged into one card a person (invariant 5).

    Who is on leave loses nothing, so there is nothing to warn him of.
    """
    days = tick.rules.pool.warn_days
    if not days:
        return ""
    until = tick.calendar.shift(tick.today, max(days) + 1)
    some = await tick.people(_STEP)
    for owner in some:
        if owner.state is EmployeeState.LEAVE:
            continue
        returning = await tick.uow.customers.returning(LONG_AGO, until, owner.id)
        if soon := [one for one in returning if _is_to_warn(one, tick)]:
            await _tell(owner, soon, tick)
    return some[-1].id if len(some) == _STEP else ""


def _is_to_warn(customer: Customer, tick: Tick) -> bool:
    """On the days of the rule, and whoever was not warned yet as soon as it is one of them."""
    if customer.recycle_on is None:
        return False
    days = tick.rules.pool.warn_days
    left = tick.calendar.workdays_until(tick.today, customer.recycle_on)
    if left not in days and not (customer.warned_at is None and left <= max(days)):
        return False
    seen = look(customer, tick.rules.pool, today=tick.today, zone=tick.zone)
    return seen.protected_by is None


async def _tell(owner: Employee, found: list[Customer], tick: Tick) -> None:
    person: Employee | None = owner
    if owner.state is EmployeeState.LEFT and owner.superior:
        person = await tick.uow.people.find(owner.superior)
    if person is None or person.state is EmployeeState.LEFT:
        return
    ordered = sorted(found, key=lambda one: (one.recycle_on or tick.today, one.id))
    push = Push(
        key=f"pool_warning:{owner.id}:{tick.today.isoformat()}",
        kind="pool_warning",
        content=warning(ordered, tick, texts(person.language)),
        opens=records([one.id for one in ordered], "returning"),
        life=timedelta(hours=20),
        spread=tick.spread(person),
        warns=tuple(one.id for one in ordered),
    )
    await tick.attention.push(person, push)
    await tick.remember(person.id, customers_listed(one.id for one in ordered))


def warning(found: list[Customer], tick: Tick, say: Texts) -> Card:
    """Who returns, when and why; each with 记跟进 and 打开."""
    rows = []
    for one in found:
        days = ((one.recycle_on or tick.today) - tick.today).days
        why = rule(one.recycle_rule, one, tick.rules.pool, say)
        log = LogFollowUps((Entry(customer=CustomerRef((one.id,))),))
        rows.append(
            Row(
                title=one.full_name,
                detail=say("pool.returns_in", days=max(days, 0), rule=why),
                short=one.short[:8],
                buttons=(Button(say("buttons.log"), encode(log)), opening(one, say)),
            )
        )
    return Card(title=say("agenda.warning"), tone=Tone.WARNING, rows=tuple(rows))
