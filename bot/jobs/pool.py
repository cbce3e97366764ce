"""The pool by itself: warn owners in working days before, return what is due at night."""

from collections import defaultdict
from datetime import timedelta

from adapters.chat import Button, Card, Row, Tone
from bot.intents import Entry, LogFollowUps
from bot.jobs.tick import Tick
from bot.keys import encode
from bot.parcel import packed
from bot.slots import CustomerRef
from bot.texts import Texts, texts
from core.customers.model import Customer, CustomerId
from core.people.model import EmployeeId, EmployeeState
from core.pool.nightly import evaluate as evaluate_pool
from core.pool.rules import look

_LANE = 2


async def evaluate(tick: Tick) -> bool:
    """The night's look, a thousand customers a transaction; where it stands lies in memory."""
    slot = f"pool_evaluate:{tick.due.isoformat()}"
    after = await tick.uow.memory.get("job", slot, tick.due)
    chunk = await evaluate_pool(
        tick.uow,
        tick.rules.pool,
        due=tick.due,
        zone=tick.zone,
        calendar=tick.calendar,
        after=CustomerId(after) if after else None,
    )
    if chunk.after is not None:
        await tick.uow.memory.put("job", slot, chunk.after, tick.due + timedelta(days=2))
    return chunk.after is not None


async def warn(tick: Tick) -> bool:
    """T-7, T-3, T-1 in working days, merged into one card a person (invariant 5)."""
    days = tick.rules.pool.warn_days
    if not days:
        return False
    until = tick.calendar.shift(tick.today, max(days) + 1)
    soon: dict[EmployeeId, list[Customer]] = defaultdict(list)
    for customer in await tick.uow.customers.returning(tick.today - timedelta(days=30), until):
        if customer.owner is None or customer.recycle_on is None:
            continue
        left = tick.calendar.workdays_until(tick.today, customer.recycle_on)
        late = customer.recycle_on <= tick.today and customer.warned_at is None
        if left not in days and not late and not (customer.warned_at is None and left <= max(days)):
            continue
        if not look(customer, tick.rules.pool, today=tick.today, zone=tick.zone).protected_by:
            soon[customer.owner].append(customer)
    for owner, found in sorted(soon.items()):
        await _tell(owner, found, tick)
    return False


async def _tell(owner: EmployeeId, found: list[Customer], tick: Tick) -> None:
    person = await tick.uow.people.find(owner)
    if person is None:
        return
    to = owner
    if person.state is EmployeeState.LEFT and person.superior:
        to = person.superior
    say = texts(person.language)
    await tick.uow.notices.put(
        f"pool_warning:{owner}:{tick.today.isoformat()}",
        to=to,
        lane=_LANE,
        body=packed(warning(found, tick, say), warns=tuple(customer.id for customer in found)),
        kind="pool_warning",
        not_before=tick.not_before(person),
        expires_at=tick.due + timedelta(hours=20),
    )


def warning(found: list[Customer], tick: Tick, say: Texts) -> Card:
    """Who returns, when and why, the next first; each with 记跟进."""
    rows = []
    for one in sorted(found, key=lambda each: (each.recycle_on or tick.today, each.id)):
        days = ((one.recycle_on or tick.today) - tick.today).days
        rule = say(f"pool.rule.{one.recycle_rule}") if one.recycle_rule else ""
        log = LogFollowUps((Entry(customer=CustomerRef((one.id,))),))
        rows.append(
            Row(
                title=one.full_name,
                detail=say("pool.returns_in", days=max(days, 0), rule=rule),
                short=one.short[:8],
                buttons=(Button(say("buttons.log"), encode(log)),),
            )
        )
    return Card(title=say("agenda.warning"), tone=Tone.WARNING, rows=tuple(rows))
