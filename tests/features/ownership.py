"""H7: what several people do to the ownership of customers, at once and one after the other, beside a plain model.

The model is a dictionary and three rules; the CRM is the real one on a real database. After every step
the owners are those of the model, and nobody sees what lies outside his scope; at the end the history
of every customer joins up.
"""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.ids import Ids
from core.acting import Acting
from core.customers.model import CustomerId
from core.customers.queries import CustomerQuery
from core.errors import CrmError, Stale
from core.ledger.model import Act
from core.people.model import EmployeeId, EmployeeState, Role
from core.people.permissions import EVERYBODY, Scope
from core.people.viewers import viewer
from core.pool import actions
from core.pool.model import PoolEventKind
from core.pool.nightly import evaluate
from core.ports import UnitOfWork
from core.workdays import Calendar
from storage.store import Store
from tests.core.builders import BASIC, DAY, MONDAY, ZONE, acting, at, employee, pooled

WEST, EAST = EmployeeId("W"), EmployeeId("E")
LED = {WEST: ("W1", "W2"), EAST: ("E1",)}
PEOPLE = (*LED, *(EmployeeId(one) for some in LED.values() for one in some))
CUSTOMERS = tuple(CustomerId(f"K{number}") for number in range(4))
RULES = replace(
    BASIC, claims_per_day=2, cooldown_days=2, no_deal_days=3, category_days=(0, 0, 0, 0, 0)
)
HOUR = timedelta(hours=1)


@dataclass
class Model:
    """Who owns what; when it was lost; how often somebody claimed."""

    now: datetime = MONDAY
    owner: dict[str, str | None] = field(default_factory=lambda: dict.fromkeys(CUSTOMERS))
    since: dict[str, date] = field(default_factory=dict)
    lost: dict[tuple[str, str], date] = field(default_factory=dict)
    claims: Counter[tuple[str, date]] = field(default_factory=Counter)
    state: dict[str, EmployeeState] = field(
        default_factory=lambda: dict.fromkeys(PEOPLE, EmployeeState.ACTIVE)
    )

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    def waits(self, customer: str, who: str) -> bool:
        lost = self.lost.get((customer, who))
        return lost is not None and self.today <= lost + RULES.cooldown_days * DAY

    def give(self, customer: str, who: str) -> str:
        self.owner[customer], self.since[customer] = who, self.today
        return "done"

    def lose(self, customer: str) -> str:
        self.lost[customer, self.owner[customer] or ""] = self.today
        self.owner[customer] = None
        return "done"

    def reaches(self, who: str) -> set[str]:
        """Whose customers somebody may change."""
        return set() if self.state[who] is EmployeeState.LEFT else {who, *LED.get(who, ())}


@dataclass(frozen=True)
class Claim:
    who: EmployeeId
    customer: CustomerId

    def foretold(self, model: Model) -> str:
        day = (self.who, model.today)
        if model.state[self.who] is EmployeeState.LEFT:
            return "Forbidden"
        if model.owner[self.customer] is not None:
            return "AlreadyOwned"
        if model.waits(self.customer, self.who):
            return "CoolingDown"
        if model.claims[day] >= RULES.claims_per_day:
            return "QuotaUsed"
        model.claims[day] += 1
        return model.give(self.customer, self.who)

    async def carried_out(self, given: Acting) -> None:
        await actions.claim(self.customer, given)


@dataclass(frozen=True)
class Release:
    who: EmployeeId
    customer: CustomerId

    def foretold(self, model: Model) -> str:
        owner = model.owner[self.customer]
        if model.state[self.who] is EmployeeState.LEFT:
            return "NotFound"
        if owner is None:
            return "IllegalMove"
        return model.lose(self.customer) if owner in model.reaches(self.who) else "NotFound"

    async def carried_out(self, given: Acting) -> None:
        await actions.release(self.customer, given, reason="busy")


@dataclass(frozen=True)
class Assign:
    who: EmployeeId
    customer: CustomerId
    to: EmployeeId
    reason: str

    def foretold(self, model: Model) -> str:
        owner, reached = model.owner[self.customer], model.reaches(self.who)
        if not reached or owner not in {None, *reached}:
            return "NotFound"
        if self.who not in LED or self.to not in reached:
            return "Forbidden"
        if model.state[self.to] is EmployeeState.LEFT:
            return "Invalid"
        if owner == self.to:
            return "done"
        if not self.reason and model.waits(self.customer, self.to):
            return "CoolingDown"
        return model.give(self.customer, self.to)

    async def carried_out(self, given: Acting) -> None:
        await actions.assign(self.customer, given, to=self.to, reason=self.reason)


_WHO, _WHAT = st.sampled_from(PEOPLE), st.sampled_from(CUSTOMERS)
DEEDS = st.one_of(
    st.builds(Claim, _WHO, _WHAT),
    st.builds(Claim, _WHO, _WHAT),
    st.builds(Release, _WHO, _WHAT),
    st.builds(Assign, _WHO, _WHAT, _WHO, st.sampled_from(("", "老客户"))),
)
Deed = Claim | Release | Assign


class Company:
    """One company of its own in a database that many have, reached by two stores."""

    def __init__(self, url: str, number: int) -> None:
        self._number = number
        self._acts = itertools.count()
        self.stores = [Store(url, new_id=Ids()) for _ in range(2)]

    async def found(self) -> None:
        async with self._unit(MONDAY) as uow:
            for one in PEOPLE:
                leader = next((lead for lead, led in LED.items() if one in led), None)
                roles = frozenset({Role.SUPERVISOR if one in LED else Role.REP})
                await uow.people.add(employee(one, superior=leader, roles=roles))
            for one in CUSTOMERS:
                await uow.customers.add(pooled(one, full_name=f"客户{one}", aliases=(one,)))
            await uow.ledger.record("import", "company", "")

    async def close(self) -> None:
        for store in self.stores:
            await store.close()

    async def do(self, deed: Deed, now: datetime, store: int = 0) -> str:
        """What came of it; who was overtaken in the moment of writing tries once more."""
        try:
            return await self._done(deed, now, store)
        except Stale:
            return await self._done(deed, now, store)

    async def _done(self, deed: Deed, now: datetime, store: int) -> str:
        try:
            async with self._unit(now, store, deed.who) as uow:
                person = await uow.people.get(deed.who)
                seen = await viewer(person, uow.people)
                given = acting(uow, by=person, team=seen.team, now=now, rules=RULES)
                await deed.carried_out(given)
        except Stale:
            raise
        except CrmError as refused:
            return type(refused).__name__
        return "done"

    async def night(self, due: datetime) -> None:
        """The look of the night, everybody warned in time."""
        async with self._unit(due) as uow:
            for one in await uow.customers.to_check(due.date(), after=None, limit=99):
                await uow.customers.save(replace(one, warned_at=due - 5 * DAY))
            await evaluate(uow, RULES, due=due, zone=ZONE, calendar=Calendar())
            await uow.ledger.record("pool_evaluate", "customers", "")

    async def turn(self, who: EmployeeId, state: EmployeeState, now: datetime) -> None:
        async with self._unit(now) as uow:
            await uow.people.save(replace(await uow.people.get(who), state=state))
            await uow.ledger.record("import", "people", who)

    async def owners(self) -> dict[str, str | None]:
        async with self._look() as uow:
            return await _found(uow, EVERYBODY)

    async def views(self) -> dict[EmployeeId, dict[str, str | None]]:
        """Whose each customer is, as everybody is shown it."""
        async with self._look() as uow:
            readers = [await viewer(await uow.people.get(one), uow.people) for one in PEOPLE]
            return {one.id: await _found(uow, one.scope()) for one in readers}

    async def history(self, customer: CustomerId) -> list[tuple[PoolEventKind, str | None]]:
        async with self._look() as uow:
            return [(one.kind, one.employee) for one in reversed(await uow.pool.of(customer, 999))]

    def _look(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self.stores[1].look(self._number)

    @asynccontextmanager
    async def _unit(
        self, now: datetime, store: int = 0, who: EmployeeId | None = None
    ) -> AsyncIterator:
        act = Act(id=f"act{next(self._acts)}", actor=who, channel="test", at=now)
        async with self.stores[store].unit(act, self._number) as uow:
            yield uow


async def _found(uow: UnitOfWork, scope: Scope) -> dict[str, str | None]:
    found = await uow.customers.search(CustomerQuery(limit=99), scope)
    return {one.id: one.owner for one in found}


def replayed(events: list[tuple[PoolEventKind, str | None]]) -> str | None:
    """The owner by the history alone; each line begins where the one before ended."""
    owner: str | None = None
    for kind, who in events:
        match kind:
            case PoolEventKind.CLAIM:
                assert owner is None
                owner = who
            case PoolEventKind.ASSIGN:
                assert owner != who
                owner = who
            case PoolEventKind.RELEASE | PoolEventKind.RECYCLE:
                assert owner == who
                owner = None
            case PoolEventKind.ENTER:
                assert owner is None
    return owner


class Ownership(RuleBasedStateMachine):
    """The machine; `begun` makes its company."""

    begun: Callable[[], Company]

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.runner = asyncio.Runner()
        self.company = self.begun()
        self.runner.run(self.company.found())

    def teardown(self) -> None:
        try:
            for one in CUSTOMERS:
                events = self.runner.run(self.company.history(one))
                assert replayed(events) == self.model.owner[one]
        finally:
            self.runner.run(self.company.close())
            self.runner.close()

    @rule(deed=DEEDS)
    def one(self, deed: Deed) -> None:
        told = deed.foretold(self.model)
        assert self.runner.run(self.company.do(deed, self.model.now)) == told

    @rule(one=DEEDS, other=DEEDS)
    def two_at_once(self, one: Deed, other: Deed) -> None:
        """As if one had been first, whichever."""
        orders = []
        for first, second in ((one, other), (other, one)):
            after = deepcopy(self.model)
            told = {id(first): first.foretold(after), id(second): second.foretold(after)}
            orders.append(((told[id(one)], told[id(other)], after.owner), after))
        results = self.runner.run(self._both(one, other))
        reached = (*results, self.runner.run(self.company.owners()))
        possible = [after for outcome, after in orders if outcome == reached]
        assert possible, (reached, [outcome for outcome, _ in orders])
        self.model = possible[0]

    async def _both(self, one: Deed, other: Deed) -> list[str]:
        now = self.model.now
        return await asyncio.gather(self.company.do(one, now, 0), self.company.do(other, now, 1))

    @rule(hours=st.sampled_from((1, 3)))
    def time_passes(self, hours: int) -> None:
        self.model.now += hours * HOUR

    @rule(days=st.sampled_from((1, 1, 2, 4)))
    def a_night_comes(self, days: int) -> None:
        self.model.now = at(self.model.today + days * DAY, 0, 20)
        self.runner.run(self.company.night(self.model.now))
        for one, owner in self.model.owner.items():
            away = owner and self.model.state[owner] is EmployeeState.LEAVE
            if owner and not away and self._ended(one):
                self.model.lose(one)
        self.model.now += 9 * HOUR

    def _ended(self, customer: str) -> bool:
        return self.model.since[customer] + RULES.no_deal_days * DAY < self.model.today

    @rule(who=st.sampled_from(PEOPLE[len(LED) :]), state=st.sampled_from(EmployeeState))
    def somebody_leaves_or_returns(self, who: EmployeeId, state: EmployeeState) -> None:
        self.model.state[who] = state
        self.runner.run(self.company.turn(who, state, self.model.now))

    @invariant()
    def everybody_sees_what_is_his_to_see(self) -> None:
        assert self.runner.run(self.company.views()) == {
            who: {
                one: owner
                for one, owner in self.model.owner.items()
                if owner in reached or (owner is None and reached)
            }
            for who in PEOPLE
            for reached in [self.model.reaches(who)]
        }

    @invariant()
    def owners_are_the_models(self) -> None:
        assert self.runner.run(self.company.owners()) == self.model.owner


def run(url: str, *, examples: int, steps: int, first_company: int = 1_000) -> int:
    """Try the machine on a migrated database, each life in a company of its own; returns how many there were."""
    numbers = itertools.count(first_company)

    class Here(Ownership):
        @staticmethod
        def begun() -> Company:
            return Company(url, next(numbers))

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return next(numbers) - first_company
