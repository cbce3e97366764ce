"""Whose a customer is: assigned, explained, remembered: D05, D18."""

from dataclasses import replace

import pytest

from core.customers.model import CustomerId
from core.customers.profile import gather, timeline
from core.errors import (
    Forbidden,
    Invalid,
    NotFound,
)
from core.opportunities.queries import OpportunityQuery
from core.people.model import EmployeeId, EmployeeState
from core.people.permissions import EVERYBODY
from core.plans.queries import PlanQuery
from core.pool.actions import assign, claim, explain, release
from tests.core.builders import (
    BASIC,
    DAY,
    LIN,
    MONDAY,
    SUN,
    YUANFAN,
    ZHOU,
    ZONE,
    customer,
    employee,
    opportunity,
    plan,
    pooled,
    supervisor,
)
from tests.features.given import TEAM, customer_of, load, work

TODAY = MONDAY.date()


async def one_after_the_other(store, *numbers: str, rules=BASIC, now=MONDAY) -> None:
    for number in numbers:
        async with work(store, rules=rules, now=now) as acting:
            await claim(CustomerId(number), acting)


async def give_back(store, now=MONDAY) -> None:
    async with work(store, now=now) as acting:
        await release(YUANFAN, acting, reason="busy")


async def test_an_assignment_changes_the_owner_and_nothing_of_the_work(store) -> None:
    await load(store, customer())
    async with work(store) as acting:
        await acting.uow.opportunities.add(opportunity())
        await acting.uow.plans.add(plan())
        await acting.uow.ledger.record("set_plan", "plan", "L1")
    async with work(store, supervisor(), team=TEAM) as acting:
        await assign(YUANFAN, acting, to=LIN)
    async with store.look() as uow:
        (deal,) = await uow.opportunities.search(OpportunityQuery(), EVERYBODY)
        (open_plan,) = await uow.plans.search(PlanQuery(), EVERYBODY)
    assert deal == opportunity(employee=LIN, version=deal.version)
    assert open_plan == plan(employee=LIN, version=open_plan.version)
    assert (await customer_of(store)).owner == LIN


@pytest.mark.parametrize(
    ("by", "owner", "to", "refusal"),
    [
        pytest.param(employee(), None, ZHOU, Forbidden, id="a rep"),
        pytest.param(supervisor(), "E9", ZHOU, NotFound, id="of another team"),
        pytest.param(supervisor(), None, EmployeeId("E9"), Forbidden, id="to another team"),
        pytest.param(supervisor(), None, EmployeeId("E8"), Invalid, id="to who has left"),
    ],
)
async def test_an_assignment_stays_inside_the_team(store, by, owner, to, refusal) -> None:
    gone = employee(EmployeeId("E8"), state=EmployeeState.LEFT)
    await load(
        store,
        customer(owner=owner) if owner else pooled(),
        people=(employee(EmployeeId("E9")), gone),
    )
    async with work(store, by, team=TEAM | {gone.id} if by.id == SUN else frozenset()) as acting:
        with pytest.raises(refusal):
            await assign(YUANFAN, acting, to=to)
    assert (await customer_of(store)).owner == owner


async def test_whose_it_was_on_a_day_is_read_from_the_history(store) -> None:
    await load(store, customer(owned_since=MONDAY - 9 * DAY))
    await give_back(store, MONDAY)
    async with work(store, employee(LIN), now=MONDAY + 2 * DAY) as acting:
        await claim(YUANFAN, acting)
    async with work(store, supervisor(), team=TEAM, now=MONDAY + 4 * DAY) as acting:
        await assign(YUANFAN, acting, to=ZHOU, reason="老客户")
    async with work(store, now=MONDAY + 5 * DAY) as acting:
        owners = [
            (await explain(YUANFAN, acting, on=TODAY + days * DAY)).owner for days in range(-1, 6)
        ]
    assert owners == [ZHOU, None, None, LIN, LIN, ZHOU, ZHOU]


async def test_the_explanation_has_version_dates_and_every_protection(store) -> None:
    await load(store, pooled())
    rules = replace(BASIC, version=7)
    await one_after_the_other(store, YUANFAN, rules=rules)
    async with work(store, rules=rules) as acting:
        told = await explain(YUANFAN, acting)
    assert told.look is not None
    assert told.look.deadline is not None
    assert (told.owner, told.look.deadline.rule) == (ZHOU, "no_deal")
    assert [one.name for one in told.look.protections] == [
        "won",
        "open_opportunity",
        "lock",
        "hold",
        "leave",
    ]
    (event,) = told.history
    assert (event.rule_version, event.at.astimezone(ZONE)) == (7, MONDAY)


async def test_D18_past_owners_are_called_by_name(store) -> None:
    await load(store, customer(owner=LIN))
    async with work(store, employee(LIN)) as acting:
        await release(YUANFAN, acting, reason="no_budget")
    await one_after_the_other(store, YUANFAN)
    async with work(store) as acting:
        known = await gather(YUANFAN, acting)
        told = await explain(YUANFAN, acting)
        line = await timeline(YUANFAN, acting, limit=9)
    assert known.names == told.names == {ZHOU: "周明", LIN: "林悦"}
    assert [one.who for one in line] == ["周明", "林悦", "林悦"]
