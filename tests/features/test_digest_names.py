"""Whom a digest names among many (K01)."""

from dataclasses import replace

import pytest

from core.customers.model import Tier
from core.people.model import EmployeeState
from core.visits.actions import log
from core.visits.model import ContactKind, FollowUpId
from tests.core.builders import DAY, LIN, MONDAY, customer, employee, report
from tests.features.given import load, work
from tests.features.test_digest import TODAY, digest


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

    assert (await digest(store)).neglected == [f"{days}天没去" for days in (44, 43, 42, 41, 40)]


async def test_K01_no_number_of_contacts_hides_the_key_customer_or_the_best_visit(store) -> None:
    star = customer("C03", full_name="深圳市蓝鲸电子", aliases=("蓝鲸",), starred=True)
    await load(store, customer(), star)
    async with work(store) as acting:
        earlier = MONDAY - DAY / 12
        told = report(customer=star.id, occurred_at=earlier, result="十二月定，量翻一倍")
        await log(told, acting)
        await log(report(result="看看"), acting)
        call = (await log(report(kind=ContactKind.CALL), acting)).follow_up
        calls = [
            replace(call, id=FollowUpId(f"X{number}"), effective=False, result="没人接" * 9)
            for number in range(10_000)
        ]
        await acting.uow.follow_ups.add_many(calls)
        await acting.uow.ledger.record("import", "follow_ups", "10000")
    found = await digest(store)

    assert found.total["follow_ups"] == 10_003
    assert found.contacted == ["蓝鲸"]
    assert found.quoted == ("周明", "蓝鲸", "十二月定，量翻一倍")


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

    assert (await digest(store)).returning == []
