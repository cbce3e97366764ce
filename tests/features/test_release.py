"""A release: its reason, its traces, and what becomes of the open plans (D17)."""

from dataclasses import replace

import pytest

from core.errors import CoolingDown, IllegalMove, Invalid, NotFound
from core.people.model import EmployeeState, Role
from core.people.permissions import EVERYBODY
from core.plans.model import PlanState
from core.plans.queries import PlanQuery
from core.pool.actions import claim, release
from core.pool.dangling import heirs
from tests.core.builders import (
    BASIC,
    DAY,
    LIN,
    MONDAY,
    SUN,
    YUANFAN,
    ZHOU,
    customer,
    employee,
    plan,
    pooled,
    supervisor,
)
from tests.features.given import TEAM, customer_of, history_of, load, told_of, work


async def give_back(store) -> None:
    async with work(store) as acting:
        await release(YUANFAN, acting, reason="busy")


async def test_D17_a_release_keeps_its_reason_and_leaves_no_open_plan(store) -> None:
    soon = (MONDAY + DAY).date()
    await load(store, customer(recycle_on=soon, recycle_rule="no_deal", check_on=soon))
    async with work(store) as acting:
        for place in range(60):
            await acting.uow.plans.add(plan(f"L{place}", remind_at=MONDAY))
        await acting.uow.ledger.record("set_plan", "plan", "")
    await give_back(store)
    free = await customer_of(store)
    assert (free.owner, free.basis, free.owned_since) == (None, "", None)
    assert free.entered_pool_at == MONDAY
    assert (free.recycle_on, free.recycle_rule, free.check_on) == (None, "", None)
    assert await told_of(store) == [("release", ZHOU, "busy"), ("enter", ZHOU, "busy")]
    async with store.look() as uow:
        every = await uow.plans.search(PlanQuery(states=tuple(PlanState), limit=100), EVERYBODY)
    assert {(one.state, one.remind_at, one.closed_at) for one in every} == {
        (PlanState.CANCELLED, None, MONDAY)
    }
    assert len(every) == 60


async def test_D17_what_a_supervisor_gives_back_was_lost_by_its_owner(store) -> None:
    await load(store, customer())
    rules = replace(BASIC, version=7)
    async with work(store, supervisor(), team=TEAM, rules=rules, name="back") as acting:
        await release(YUANFAN, acting, reason="busy")
    history = await history_of(store)
    lost = [(one.kind.value, one.employee, one.rule_version) for one in history]
    assert lost == [("release", ZHOU, 7), ("enter", ZHOU, 7)]
    async with store.look() as uow:
        (event,) = await uow.ledger.of_act("back")
    assert (event.command, event.rule_version) == ("release", 7)
    async with work(store) as acting:
        with pytest.raises(CoolingDown):
            await claim(YUANFAN, acting)


@pytest.mark.parametrize("reason", ["", "  "])
async def test_D17_without_a_reason_nothing_is_released(store, reason: str) -> None:
    await load(store, customer())
    async with work(store) as acting:
        with pytest.raises(Invalid):
            await release(YUANFAN, acting, reason=reason)
    assert (await customer_of(store)).owner == ZHOU


async def test_D17_what_lies_in_the_pool_is_not_released_again(store) -> None:
    await load(store, pooled())
    async with work(store) as acting:
        with pytest.raises(IllegalMove):
            await release(YUANFAN, acting, reason="busy")


async def test_D17_a_colleagues_customer_cannot_be_released(store) -> None:
    await load(store, customer(owner=LIN))
    async with work(store) as acting:
        with pytest.raises(NotFound):
            await release(YUANFAN, acting, reason="busy")


async def test_D17_open_plans_go_to_a_colleague_with_their_minute(store) -> None:
    await load(store, customer())
    async with work(store) as acting:
        for place in range(60):
            await acting.uow.plans.add(plan(f"L{place:02}", remind_at=MONDAY))
        await acting.uow.plans.add(plan("L99", remind_at=MONDAY, employee=SUN))
        await acting.uow.ledger.record("set_plan", "plan", "")
    async with work(store) as acting:
        await release(YUANFAN, acting, reason="busy", heir=LIN)
    async with store.look() as uow:
        given = await uow.plans.search(PlanQuery(limit=100), EVERYBODY)
    assert {one.id for one in given} == {*(f"L{place:02}" for place in range(60)), "L99"}
    for one in given:
        kept = plan(one.id, remind_at=MONDAY)
        assert one == replace(kept, employee=LIN, version=one.version)


@pytest.mark.parametrize(
    ("giver", "expected"),
    [
        pytest.param(employee(), {LIN, SUN}, id="those beside a rep and his superior"),
        pytest.param(supervisor(), {ZHOU, LIN}, id="those below a supervisor"),
    ],
)
async def test_D17_plans_are_offered_to_who_can_keep_them(store, giver, expected) -> None:
    finance = frozenset({Role.FINANCE})
    others = (
        employee("E7", superior=None),
        employee("E8", state=EmployeeState.LEAVE),
        employee("E9", superior="E7"),
        employee("E10", roles=finance),
    )
    await load(store, people=others)
    async with work(store, giver) as acting:
        assert {one.id for one in await heirs(acting)} == expected


@pytest.mark.parametrize("heir", ["E8", "E9", "nobody", ZHOU])
async def test_D17_plans_go_to_an_active_colleague_only(store, heir: str) -> None:
    away = employee("E8", state=EmployeeState.LEAVE)
    elsewhere = employee("E9", superior="E7")
    await load(store, customer(), people=(away, elsewhere))
    async with work(store) as acting:
        with pytest.raises(Invalid):
            await release(YUANFAN, acting, reason="busy", heir=heir)
    assert (await customer_of(store)).owner == ZHOU


async def test_D17_a_star_does_not_outlast_its_ownership(store) -> None:
    await load(store, customer(starred=True))
    await give_back(store)
    assert not (await customer_of(store)).starred
