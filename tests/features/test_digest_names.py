"""Whom a digest names among many (K01)."""

from dataclasses import replace

import pytest

from core.customers.model import Tier
from core.opportunities import actions as deals
from core.people.model import EmployeeState
from core.people.permissions import Scope
from core.visits.actions import log
from core.visits.model import ContactKind, FollowUpId
from tests.core.builders import (
    DAY,
    LIN,
    MONDAY,
    customer,
    employee,
    opportunity,
    report,
    supervisor,
)
from tests.features.given import load, work
from tests.features.test_digest import TEAM, TODAY, digest, told

TOLD = "十二月定，量翻一倍。" * 10


async def test_K01_the_longest_neglected_are_named_first_starred_or_not(store) -> None:
    given = (
        customer(
            f"N{days:02}",
            full_name=f"{days}天没去",
            aliases=(),
            starred=days % 3 == 0,
            tier=Tier.A if days % 3 else None,
            last_contact_at=MONDAY - days * DAY,
        )
        for days in range(20, 45)
    )
    await load(store, *given)

    assert (await digest(store)).names("neglected") == [
        f"{days}天没去" for days in (44, 43, 42, 41, 40)
    ]


async def test_K01_five_are_named_of_more_who_return_soon(store) -> None:
    soon = {"recycle_on": TODAY, "check_on": TODAY}
    names = [f"第{number}家" for number in range(6)]
    await load(store, *(customer(one, full_name=one, aliases=(), **soon) for one in names))

    assert (await digest(store)).names("returning") == names[:5]


async def test_K01_no_number_of_contacts_hides_the_key_customer_or_the_best_visit(store) -> None:
    star = customer("C03", full_name="深圳市蓝鲸电子", aliases=("蓝鲸",), starred=True)
    await load(store, customer(), star)
    async with work(store) as acting:
        earlier = MONDAY - DAY / 12
        best = report(customer=star.id, occurred_at=earlier, result=TOLD)
        await log(best, acting)
        await log(report(result="看看"), acting)
        call = (await log(report(kind=ContactKind.CALL), acting)).follow_up
        calls = [
            replace(call, id=FollowUpId(f"X{number}"), effective=False, result="没人接" * 60)
            for number in range(10_000)
        ]
        await acting.uow.follow_ups.add_many(calls)
        await acting.uow.ledger.record("import", "follow_ups", "10000")
    found = await digest(store)

    assert found.total["follow_ups"] == 10_003
    assert found.names("contacted") == ["蓝鲸"]
    assert told(found, "quoted") == [("蓝鲸", TOLD[:60])]


async def test_K01_who_visited_well_stands_before_who_only_called(store) -> None:
    await load(store, customer(), customer("C02", full_name="华精", aliases=(), owner=LIN))
    for by, said, times in (
        (employee(), {"kind": ContactKind.CALL}, 2),
        (supervisor(), {"kind": ContactKind.CALL}, 1),
        (employee(LIN), {"customer": "C02"}, 1),
    ):
        async with work(store, by, team=TEAM.owners) as acting:
            for _ in range(times):
                await log(report(**said), acting)

    assert [one.name for one in (await digest(store)).people] == ["林悦", "周明", "孙涛"]


@pytest.mark.parametrize(("owner", "state"), [("E9", "active"), (LIN, "leave")])
async def test_K01_who_returns_to_the_pool_is_of_the_team_and_of_nobody_on_leave(
    store, owner: str, state: str
) -> None:
    soon = TODAY + 3 * DAY
    people = (employee(owner, name="何俊", state=EmployeeState(state)),) if owner == "E9" else ()
    await load(store, customer(owner=owner, recycle_on=soon, check_on=soon), people=people)
    if owner == LIN:
        async with work(store) as acting:
            known = await acting.uow.people.get(LIN)
            await acting.uow.people.save(replace(known, state=EmployeeState(state)))
            await acting.uow.ledger.record("import", "people", "1")

    assert (await digest(store)).names("returning") == []


@pytest.mark.parametrize("state", [EmployeeState.LEAVE, EmployeeState.LEFT])
async def test_K01_who_is_away_is_not_missed(store, state: EmployeeState) -> None:
    await load(store, people=(employee("E9", name="何俊", state=state),))

    assert (await digest(store, Scope(None, pools=False))).names("silent") == ["周明", "林悦"]


async def test_K01_a_deal_that_was_reopened_is_none_of_the_lost(store) -> None:
    await load(store, customer())
    async with work(store) as acting:
        await acting.uow.opportunities.add(opportunity("O1", name="活过来的"))
        await acting.uow.ledger.record("import", "opportunity", "1")
        await deals.lose("O1", acting, reason="价格高", competitor="无")
        await deals.reopen("O1", acting, reason="又谈了")

    found = await digest(store)

    assert (found.names("lost"), found.total["lost"]) == ([], 0)
