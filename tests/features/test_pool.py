"""Claim, release, assign: D02, D03, D05, D18; locks: D12."""

import asyncio
from dataclasses import replace

import pytest

from core.customers.model import CustomerId
from core.customers.profile import gather
from core.errors import (
    AlreadyOwned,
    CoolingDown,
    CrmError,
    Forbidden,
    IllegalMove,
    LocksUsed,
    QuotaUsed,
)
from core.ledger.actions import undo
from core.people.model import EmployeeId, Role
from core.pool.actions import assign, claim, quota, release
from core.pool.locks import lock
from tests.core.builders import (
    BASIC,
    DAY,
    LIN,
    MONDAY,
    YUANFAN,
    ZHOU,
    at,
    customer,
    employee,
    opportunity,
    pooled,
    supervisor,
)
from tests.features.given import TEAM, customer_of, load, told_of, work

TODAY = MONDAY.date()
FEW = replace(BASIC, claims_per_day=2)


async def one_after_the_other(store, *numbers: str, rules=BASIC, now=MONDAY) -> None:
    for number in numbers:
        async with work(store, rules=rules, now=now) as acting:
            await claim(CustomerId(number), acting)


async def test_D02_of_fifty_at_once_one_wins_and_all_others_hear_who_and_when(store) -> None:
    crowd = tuple(employee(EmployeeId(f"R{place:02}"), name=f"销售{place}") for place in range(50))
    await load(store, pooled(), people=crowd)

    async def attempt(person) -> str | CrmError:
        try:
            async with work(store, person) as acting:
                return (await claim(YUANFAN, acting)).owner or ""
        except CrmError as refused:
            return refused

    outcomes = await asyncio.gather(*map(attempt, crowd))
    winners = [one for one in outcomes if isinstance(one, str)]
    told = [one for one in outcomes if isinstance(one, AlreadyOwned)]
    assert len(winners) == 1
    assert (await customer_of(store)).owner == winners[0]
    name = next(one.name for one in crowd if one.id == winners[0])
    assert [(one.owner, one.since) for one in told] == [(name, MONDAY)] * 49
    assert await told_of(store) == [("claim", winners[0], "")]


async def test_D02_a_claim_begins_an_ownership_with_its_clock(store) -> None:
    await load(store, pooled())
    await one_after_the_other(store, YUANFAN)
    mine = await customer_of(store)
    assert (mine.owner, mine.basis, mine.owned_since) == (ZHOU, "claim", MONDAY)
    assert (mine.entered_pool_at, mine.recycle_rule) == (None, "no_deal")
    assert mine.recycle_on == TODAY + 61 * DAY


async def test_D02_claiming_ones_own_is_told_apart(store) -> None:
    await load(store, customer())
    async with work(store, now=MONDAY + DAY) as acting:
        with pytest.raises(AlreadyOwned) as refused:
            await claim(YUANFAN, acting)
    assert (refused.value.mine, refused.value.since) == (True, MONDAY)


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.SALES_OPS, Role.FINANCE, Role.ADMIN])
async def test_D02_only_who_sells_may_claim(store, role) -> None:
    await load(store, pooled())
    async with work(store, employee(roles=frozenset({role}))) as acting:
        with pytest.raises(Forbidden):
            await claim(YUANFAN, acting)


async def test_D03_the_quota_counts_claims_and_says_used_limit_and_reset(store) -> None:
    await load(store, *(pooled(f"C{place}") for place in range(3)))
    await one_after_the_other(store, "C0", "C1", rules=FEW)
    for limit in (2, 1):
        async with work(store, rules=replace(FEW, claims_per_day=limit)) as acting:
            with pytest.raises(QuotaUsed) as refused:
                await claim(CustomerId("C2"), acting)
        said = refused.value
        assert (said.used, said.limit, said.resets_at) == (2, limit, at(TODAY + DAY, 0))


async def test_D03_releasing_and_undoing_give_nothing_back(store) -> None:
    await load(store, *(pooled(f"C{place}") for place in range(3)))
    await one_after_the_other(store, "C0", "C1", rules=FEW)
    async with work(store, rules=FEW) as acting:
        await undo(acting)
    async with work(store, rules=FEW) as acting:
        await release(CustomerId("C0"), acting, reason="mistake")
    async with work(store, rules=FEW) as acting:
        left = await quota(acting)
        with pytest.raises(QuotaUsed):
            await claim(CustomerId("C2"), acting)
    assert (left.used, left.left) == (2, 0)


async def test_D03_the_next_day_counts_anew_in_the_companys_zone(store) -> None:
    await load(store, *(pooled(f"C{place}") for place in range(3)))
    await one_after_the_other(store, "C0", "C1", rules=FEW, now=at(TODAY, 23, 59))
    await one_after_the_other(store, "C2", rules=FEW, now=at(TODAY + DAY, 0, 1))
    assert (await customer_of(store, "C2")).owner == ZHOU


async def test_D03_many_claims_of_one_person_at_once_stay_inside_the_quota(store) -> None:
    numbers = [f"C{place:02}" for place in range(12)]
    await load(store, *map(pooled, numbers))

    async def attempt(number: str) -> bool:
        try:
            await one_after_the_other(store, number, rules=replace(BASIC, claims_per_day=5))
        except QuotaUsed:
            return False
        return True

    assert sum(await asyncio.gather(*map(attempt, numbers))) == 5
    async with store.look() as uow:
        assert await uow.pool.claims(ZHOU, at(TODAY, 0)) == 5


async def test_D03_a_customer_one_creates_or_is_given_is_no_claim(store) -> None:
    await load(store, pooled())
    async with work(store, supervisor(), team=TEAM) as acting:
        await assign(YUANFAN, acting, to=ZHOU)
    async with work(store) as acting:
        assert (await quota(acting)).used == 0


async def test_D03_without_a_limit_nobody_is_stopped(store) -> None:
    await load(store, pooled())
    await one_after_the_other(store, YUANFAN, rules=replace(BASIC, claims_per_day=0))
    assert (await customer_of(store)).owner == ZHOU


async def give_back(store, now=MONDAY) -> None:
    async with work(store, now=now) as acting:
        await release(YUANFAN, acting, reason="busy")


async def test_D05_who_gave_it_back_waits_and_hears_the_last_day(store) -> None:
    await load(store, customer())
    await give_back(store)
    async with work(store, now=at(TODAY + 30 * DAY, 23, 59)) as acting:
        with pytest.raises(CoolingDown) as refused:
            await claim(YUANFAN, acting)
    assert refused.value.until == TODAY + 30 * DAY
    await one_after_the_other(store, YUANFAN, now=at(TODAY + 31 * DAY, 0, 0))
    assert (await customer_of(store)).owner == ZHOU


async def test_D05_a_colleague_need_not_wait(store) -> None:
    await load(store, customer())
    await give_back(store)
    async with work(store, employee(LIN)) as acting:
        assert (await claim(YUANFAN, acting)).owner == LIN


async def test_D05_a_supervisor_may_assign_all_the_same_with_a_reason(store) -> None:
    await load(store, customer())
    await give_back(store)
    async with work(store, supervisor(), team=TEAM) as acting:
        with pytest.raises(CoolingDown) as refused:
            await assign(YUANFAN, acting, to=ZHOU, reason=" ")
        assert refused.value.until == TODAY + 30 * DAY
        await assign(YUANFAN, acting, to=ZHOU, reason="熟悉客户")
    assert (await told_of(store))[-1] == ("assign", ZHOU, "熟悉客户")


async def test_D05_taking_back_a_claim_is_no_loss(store) -> None:
    await load(store, pooled())
    await one_after_the_other(store, YUANFAN)
    async with work(store) as acting:
        await undo(acting)
    await one_after_the_other(store, YUANFAN)
    assert [kind for kind, *_ in await told_of(store)] == ["claim", "enter", "claim"]


async def test_D05_zero_days_switch_the_waiting_off(store) -> None:
    await load(store, customer())
    await give_back(store)
    await one_after_the_other(store, YUANFAN, rules=replace(BASIC, cooldown_days=0))
    assert (await customer_of(store)).owner == ZHOU


async def test_D18_who_claims_sees_what_was_known(store) -> None:
    await load(store, customer(owner=LIN))
    async with work(store, employee(LIN)) as acting:
        await acting.uow.opportunities.add(opportunity(employee=LIN))
        await acting.uow.ledger.record("create_opportunity", "opportunity", "O1")
    async with work(store, employee(LIN)) as acting:
        await release(YUANFAN, acting, reason="no_budget")
    await one_after_the_other(store, YUANFAN)
    async with work(store) as acting:
        known = await gather(YUANFAN, acting)
    told = [(one.kind.value, one.employee, one.reason) for one in known.history]
    assert told == [("claim", ZHOU, ""), ("enter", LIN, "no_budget"), ("release", LIN, "no_budget")]
    assert [(one.id, one.employee) for one in known.opportunities] == [("O1", ZHOU)]


async def test_D12_a_supervisor_locks_and_unlocks(store) -> None:
    await load(store, customer(check_on=TODAY))
    rules = replace(BASIC, version=7)
    async with work(store, supervisor(), team=TEAM) as acting:
        locked = await lock(YUANFAN, acting, on=True)
    assert (locked.locked, locked.check_on) == (True, None)
    async with work(store, supervisor(), team=TEAM, rules=rules, name="off") as acting:
        unlocked = await lock(YUANFAN, acting, on=False)
    async with store.look() as uow:
        (event,) = await uow.ledger.of_act("off")
    assert (event.command, event.rule_version) == ("unlock", 7)
    assert (unlocked.locked, unlocked.check_on) == (False, TODAY + 61 * DAY)


async def test_D12_a_lock_does_not_outlast_its_ownership(store) -> None:
    await load(store, customer())
    async with work(store, supervisor(), team=TEAM) as acting:
        await lock(YUANFAN, acting, on=True)
    async with work(store, supervisor(), team=TEAM) as acting:
        given = await assign(YUANFAN, acting, to=LIN)
    assert (given.locked, given.check_on) == (False, given.recycle_on)


async def test_D12_nobody_locks_more_than_the_rules_allow(store) -> None:
    others = customer("C9", full_name="客户9", owner=LIN)
    await load(store, *(customer(f"C{n}", full_name=f"客户{n}") for n in range(3)), others)
    rules = replace(BASIC, locks_per_person=2)
    for number in ("C0", "C1"):
        async with work(store, supervisor(), team=TEAM, rules=rules) as acting:
            await lock(CustomerId(number), acting, on=True)
    async with work(store, supervisor(), team=TEAM, rules=rules) as acting:
        with pytest.raises(LocksUsed) as refused:
            await lock(CustomerId("C2"), acting, on=True)
    assert (refused.value.used, refused.value.limit) == (2, 2)
    for number, on in (("C9", True), ("C0", True), ("C0", False), ("C2", True)):
        async with work(store, supervisor(), team=TEAM, rules=rules) as acting:
            assert (await lock(CustomerId(number), acting, on=on)).locked is on


async def test_D12_a_rep_locks_nothing_and_the_pool_is_not_locked(store) -> None:
    await load(store, customer(), pooled("C07"))
    async with work(store) as acting:
        with pytest.raises(Forbidden):
            await lock(YUANFAN, acting, on=True)
    async with work(store, supervisor(), team=TEAM) as acting:
        with pytest.raises(IllegalMove):
            await lock(CustomerId("C07"), acting, on=True)
