"""What people of a small company do, by chance but the same for the same seed, through the real use cases."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.jobs.digest import DAILY, MONTHLY, WEEKLY
from core.acting import Acting
from core.customers.actions import NewCustomer, create
from core.customers.model import Customer, CustomerId, Tier
from core.customers.queries import CustomerQuery
from core.errors import CrmError
from core.ledger.actions import redo, undo
from core.money import Money
from core.opportunities import actions as deals
from core.opportunities.actions import Facts
from core.opportunities.model import OpportunityState
from core.opportunities.queries import OpportunityQuery
from core.people.model import Employee, EmployeeId, EmployeeState, Role
from core.people.permissions import EVERYBODY
from core.people.viewers import viewer
from core.plans.actions import cancel, complete, move, set_plan
from core.plans.queries import PlanQuery
from core.pool.actions import assign, claim, release
from core.reports.model import Target
from core.visits.actions import log
from core.visits.model import ContactKind, FollowUpId
from core.visits.queries import FollowUpQuery
from storage.store import Store
from tests.bot.jobs.given import run
from tests.core.builders import act, acting, at, customer, employee, pooled, report

BOSS, WEST, EAST = (EmployeeId(number) for number in ("M0", "M1", "M2"))
REPS = tuple(EmployeeId(f"R{number}") for number in range(5))
_HOUR = timedelta(hours=1)


def people() -> list[Employee]:
    """One who leads all, two who lead two and three."""
    lead = {"roles": frozenset({Role.SUPERVISOR})}
    return [
        employee(BOSS, name="总经理", superior=None, roles=frozenset({Role.EXECUTIVE})),
        employee(WEST, name="西区", superior=BOSS, **lead),
        employee(EAST, name="东区", superior=BOSS, **lead),
        *(
            employee(one, name=f"销售{one}", superior=WEST if number < 2 else EAST)
            for number, one in enumerate(REPS)
        ),
    ]


class Life:
    """The company and its dice."""

    def __init__(self, store: Store, seed: int, begun: datetime, *, numbers: int = 0) -> None:
        self.store, self.dice, self.now = store, random.Random(seed), begun
        self._numbers = numbers

    async def begin(self) -> None:
        async with self.store.unit(act(None, self.now)) as uow:
            for person in people():
                await uow.people.add(person)
            for number in range(12):
                await uow.customers.add(self._customer(number))
            await uow.ledger.record("import", "company", "")

    async def day(self, morning: datetime, acts: int) -> None:
        """Some acts, one after the other, that end before six."""
        for number in range(acts):
            self.now = morning + number * 8 * _HOUR / acts
            await self.act()

    async def act(self) -> None:
        """One act of somebody; what is refused changes nothing."""
        who = self.dice.choice((*REPS, *REPS, WEST, EAST))
        doing = self.dice.choice(_ACTS)
        try:
            async with self.store.unit(act(who, self.now)) as uow:
                person = await uow.people.get(who)
                seen = await viewer(person, uow.people)
                await doing(self, acting(uow, by=person, team=seen.team, now=self.now))
        except CrmError:
            return

    def _customer(self, number: int) -> Customer:
        owner = self.dice.choice((*REPS, None))
        about = {
            "full_name": f"第{number}号公司",
            "aliases": (f"公司{number}",),
            "tier": self.dice.choice((Tier.A, Tier.B, None)),
            "starred": self.dice.random() < 0.2,
            "created_at": self.now,
        }
        if owner is None:
            return pooled(
                f"K{number:04}", entered_pool_at=self.now - timedelta(days=number * 5), **about
            )
        return customer(f"K{number:04}", owner=owner, owned_since=self.now, **about)

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    async def one(self, given: Acting, *, pool: bool = False) -> CustomerId:
        query = CustomerQuery(in_pool=pool, limit=200)
        found = await given.uow.customers.search(query, given.viewer.scope())
        return self.dice.choice(found).id if found else CustomerId("")


async def digested(life: Life, first: date, days: int, acts: int) -> None:
    """Days from `first` on, each with its acts and the digests that are sent on it."""
    for number in range(days):
        day = first + timedelta(days=number)
        if day.weekday() == 0:
            await run(life.store, WEEKLY.send, at(day, 8, 51))
        if day.day == 1:
            await run(life.store, MONTHLY.send, at(day, 8, 53))
        await life.day(at(day, 9), acts)
        await run(life.store, DAILY.send, at(day, 18, 7))


async def _log(life: Life, given: Acting) -> None:
    said = report(
        customer=await life.one(given),
        kind=life.dice.choice(tuple(ContactKind)),
        occurred_at=given.now - life.dice.choice((0, 1, 30)) * _HOUR,
        next_step=life.dice.choice(("再去", "")),
        contacts=life.dice.choice((("王总",), ())),
        result="说" * life.dice.randrange(1, 90),
    )
    await log(said, given)


async def _revise(life: Life, given: Acting) -> None:
    found = await given.uow.follow_ups.search(FollowUpQuery(employee=given.viewer.id), EVERYBODY)
    one = life.dice.choice(found) if found else None
    if one:
        other = replace(one, result="改了", effective=not one.effective, next_step="")
        await given.uow.follow_ups.save(other)
        await given.uow.ledger.record("revise", "follow_up", one.id)


async def _import(life: Life, given: Acting) -> None:
    """Rows without images, and one of them changed at once."""
    fresh = [life._customer(100 + life.number()) for _ in range(2)]
    await given.uow.customers.add_many(fresh)
    known = await given.uow.follow_ups.search(FollowUpQuery(limit=1), EVERYBODY)
    copies = [replace(one, id=FollowUpId(f"I{life.number()}"), version=0) for one in known]
    await given.uow.follow_ups.add_many(copies)
    await given.uow.customers.save(replace(fresh[0], city="苏州"))
    await given.uow.ledger.record("import", "customers", "3")


async def _create(life: Life, given: Acting) -> None:
    await create(NewCustomer(name=f"新客户{life.number()}有限公司"), given)


async def _claim(life: Life, given: Acting) -> None:
    await claim(await life.one(given, pool=True), given)


async def _release(life: Life, given: Acting) -> None:
    await release(await life.one(given), given, reason="mistake")


async def _assign(life: Life, given: Acting) -> None:
    await assign(await life.one(given), given, to=life.dice.choice(REPS))


async def _plan(life: Life, given: Acting) -> None:
    due = given.now + life.dice.choice((1, 3, 26, 50)) * _HOUR
    at = await life.one(given)
    await set_plan(acting=given, due_at=due, has_time=True, content="做", customer=at or None)


async def _plan_moves(life: Life, given: Acting) -> None:
    found = await given.uow.plans.search(PlanQuery(), given.viewer.scope())
    if not found:
        return
    one = life.dice.choice(found)
    match life.dice.randrange(3):
        case 0:
            await complete(one.id, given)
        case 1:
            await move(one.id, given.now + 30 * _HOUR, given, has_time=True)
        case _:
            await cancel(one.id, given)


async def _deal(life: Life, given: Acting) -> None:
    amount = life.dice.choice((None, Money(life.dice.randrange(100, 9_000_000))))
    close = life.dice.choice((None, -3, 2, 20))
    day = None if close is None else (given.now + timedelta(days=close)).date()
    facts = Facts(name=f"单子{life.number()}", amount=amount, expected_close=day)
    await deals.create(await life.one(given), facts, given)


async def _deal_moves(life: Life, given: Acting) -> None:
    query = OpportunityQuery(states=tuple(OpportunityState), limit=500)
    found = await given.uow.opportunities.search(query, given.viewer.scope())
    if not found:
        return
    one = life.dice.choice(found)
    match life.dice.randrange(5):
        case 0 | 1:
            await deals.move(one.id, life.dice.choice(("+1", "-1", "needs")), given)
        case 2:
            await deals.win(one.id, given, amount=Money.yuan(5_000))
        case 3:
            await deals.lose(one.id, given, reason="价格高", competitor="无")
        case _:
            await deals.reopen(one.id, given, reason="又谈了")


async def _hand_over(life: Life, given: Acting) -> None:
    """A deal goes to somebody of another team."""
    found = await given.uow.opportunities.search(OpportunityQuery(limit=100), given.viewer.scope())
    if found:
        one = life.dice.choice(found)
        await given.uow.opportunities.save(replace(one, employee=life.dice.choice(REPS)))
        await given.uow.ledger.record("transfer", "opportunity", one.id)


async def _people(life: Life, given: Acting) -> None:
    """Somebody goes on leave or comes back; somebody is to reach more."""
    known = await given.uow.people.get(life.dice.choice(REPS))
    state = life.dice.choice((EmployeeState.ACTIVE, EmployeeState.ACTIVE, EmployeeState.LEAVE))
    await given.uow.people.save(replace(known, state=state))
    value = Money.yuan(life.dice.randrange(1, 9) * 10_000)
    await given.uow.reports.put_target(Target(known.id, f"{given.now:%Y-%m}", "signed", value))
    await given.uow.ledger.record("import", "people", known.id)


async def _undo(life: Life, given: Acting) -> None:
    await (undo if life.dice.random() < 0.8 else redo)(given)


_ACTS = (
    _log, _log, _log, _log, _revise, _import, _create, _claim, _release, _assign, _plan, _plan,
    _plan_moves, _plan_moves, _deal, _deal_moves, _deal_moves, _hand_over, _people, _undo, _undo,
)  # fmt: skip
