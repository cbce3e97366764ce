"""Who sees a record by a wide reach still changes none that is not his to change: A03, A04."""

import pytest

from core.customers import actions as customers
from core.customers.actions import Change, ContactFacts, NewCustomer
from core.errors import Forbidden
from core.opportunities import actions as deals
from core.people.model import EmployeeId, Role
from core.plans import actions as plans
from core.pool import actions as pool
from core.pool import locks
from core.visits.actions import log, revise
from tests.core.builders import (
    DAY,
    LIN,
    MONDAY,
    YUANFAN,
    act,
    customer,
    employee,
    opportunity,
    plan,
    report,
    supervisor,
)
from tests.features.given import TEAM, load, work

EXECUTIVE = employee(EmployeeId("E6"), superior=None, roles=frozenset({Role.EXECUTIVE}))
AFTER = MONDAY + DAY

WRITES = {
    "log": lambda doing, _: log(report(), doing),
    "revise": lambda doing, said: revise(said, doing, report=report(result="又变了")),
    "set_plan": lambda doing, _: plans.set_plan(
        acting=doing, due_at=AFTER, has_time=True, content="回电", customer=YUANFAN
    ),
    "complete": lambda doing, _: plans.complete("L1", doing),
    "move_plan": lambda doing, _: plans.move("L1", AFTER, doing, has_time=True),
    "cancel": lambda doing, _: plans.cancel("L1", doing),
    "create": lambda doing, _: customers.create(NewCustomer(name="远山科技"), doing),
    "edit": lambda doing, _: customers.edit(YUANFAN, Change(city="昆山"), doing),
    "star": lambda doing, _: customers.star(YUANFAN, doing, on=True),
    "put_contact": lambda doing, _: customers.put_contact(YUANFAN, ContactFacts(name="李"), doing),
    "create_deal": lambda doing, _: deals.create(YUANFAN, deals.Facts(name="三期"), doing),
    "edit_deal": lambda doing, _: deals.edit("O1", deals.Facts(probability=50), doing),
    "move_deal": lambda doing, _: deals.move("O1", "+1", doing, reason="急"),
    "win": lambda doing, _: deals.win("O1", doing),
    "lose": lambda doing, _: deals.lose("O1", doing, reason="价格", competitor="无"),
    "invalidate": lambda doing, _: deals.invalidate("O1", doing, reason="重复"),
    "claim": lambda doing, _: pool.claim(YUANFAN, doing),
    "release": lambda doing, _: pool.release(YUANFAN, doing, reason="no_need"),
}


async def given(store):
    """A customer of 周明 with a contact, a plan and a deal."""
    await load(store, customer())
    async with work(store) as doing:
        said = await log(report(), doing)
    async with store.unit(act(None)) as uow:
        await uow.plans.add(plan())
        await uow.opportunities.add(opportunity())
        await uow.ledger.record("import", "company", "")
    return said.follow_up.id


async def test_A04_who_only_looks_at_everything_writes_nothing(store) -> None:
    said = await given(store)

    passed = []
    for name, write in WRITES.items():
        async with work(store, EXECUTIVE, now=AFTER - DAY / 2) as doing:
            try:
                await write(doing, said)
            except Forbidden:
                continue
            passed.append(name)

    assert passed == []


async def test_A04_a_supervisor_gives_to_his_own_team_only(store) -> None:
    await load(store, customer(), people=(employee(EmployeeId("E8"), superior=None),))

    async with work(store, supervisor(), team=TEAM) as doing:
        with pytest.raises(Forbidden):
            await pool.assign(YUANFAN, doing, to=EmployeeId("E8"))
    async with work(store, supervisor(), team=TEAM) as doing:
        assert (await pool.assign(YUANFAN, doing, to=LIN)).owner == LIN


async def test_A04_a_rep_gives_and_locks_nothing_even_of_his_own(store) -> None:
    await load(store, customer())

    for write in (
        lambda doing: pool.assign(YUANFAN, doing, to=LIN),
        lambda doing: locks.lock(YUANFAN, doing, on=True),
    ):
        async with work(store) as doing:
            with pytest.raises(Forbidden):
                await write(doing)
