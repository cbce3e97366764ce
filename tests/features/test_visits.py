"""Logging, correcting, and what a contact changes: F02, F07, F10, G01, G07."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import Forbidden, Invalid, NotFound
from core.people.permissions import EVERYBODY
from core.plans.model import PlanState
from core.plans.queries import PlanQuery
from core.visits.actions import NextPlan, log, revise
from core.visits.model import ContactKind
from core.visits.queries import FollowUpQuery
from tests.core.builders import (
    BASIC,
    DAY,
    KEY_ACCOUNTS,
    LIN,
    MONDAY,
    YUANFAN,
    customer,
    employee,
    plan,
    pooled,
    report,
    supervisor,
)
from tests.features.given import TEAM, customer_of, load, work

OTHER = customer("C02", full_name="华东精密仪器有限公司", aliases=("华精",))
HOUR = timedelta(hours=1)


async def logged(store, *, now=MONDAY, rules=BASIC, **said):
    said.setdefault("occurred_at", now)
    async with work(store, now=now, rules=rules) as acting:
        return await log(report(**said), acting)


async def plans_of(store, number: str = YUANFAN, *states: PlanState):
    async with store.look() as uow:
        query = PlanQuery(customer=number, states=states or tuple(PlanState))
        return list(await uow.plans.search(query, EVERYBODY))


async def planned(store, *plans, by=None, now=MONDAY) -> None:
    async with work(store, by, now=now) as acting:
        for one in plans:
            await acting.uow.plans.add(one)
        await acting.uow.ledger.record("import", "plans", "")


async def test_F02_a_contact_without_minutes_is_saved_and_winds_no_clock(store) -> None:
    await load(store, customer())
    done = await logged(store, result="", next_step="", now=MONDAY + DAY)

    now = await customer_of(store)
    assert not done.follow_up.effective
    assert now.last_contact_at == MONDAY + DAY
    assert now.last_effective_at is None


async def test_G07_an_effective_contact_winds_the_clock_of_its_category(store) -> None:
    await load(store, customer(category=1))
    await logged(store, now=MONDAY + 5 * DAY, rules=replace(BASIC, no_deal_days=0))

    now = await customer_of(store)
    assert now.last_effective_at == MONDAY + 5 * DAY
    assert (now.recycle_on, now.recycle_rule) == ((MONDAY + 13 * DAY).date(), "category")


@pytest.mark.parametrize(
    ("kind", "rule"),
    [(ContactKind.VISIT, "half_year"), (ContactKind.CALL, "first_visit")],
)
async def test_D08_a_visit_earns_the_half_year_and_a_call_does_not(store, kind, rule) -> None:
    await load(store, customer())
    await logged(store, kind=kind, now=MONDAY + DAY, rules=KEY_ACCOUNTS)

    assert (await customer_of(store)).recycle_rule == rule


async def test_what_was_said_days_later_is_no_later_contact(store) -> None:
    await load(store, customer(last_contact_at=MONDAY - 2 * DAY))
    await logged(store, occurred_at=MONDAY - 5 * DAY)

    assert (await customer_of(store)).last_contact_at == MONDAY - 2 * DAY


async def test_F01_a_contact_lies_not_in_the_future_and_is_no_novel(store) -> None:
    await load(store, customer())
    for wrong in ({"occurred_at": MONDAY + HOUR}, {"content": "长" * 10_001}):
        async with work(store) as acting:
            with pytest.raises(Invalid):
                await log(report(**wrong), acting)


async def test_A04_nobody_logs_with_a_colleagues_customer(store) -> None:
    await load(store, customer(owner=LIN))
    async with work(store) as acting:
        with pytest.raises((Forbidden, NotFound)):
            await log(report(), acting)
    async with work(store, supervisor(), team=TEAM) as acting:
        assert (await log(report(), acting)).follow_up.employee == "E5"


async def test_F10_a_correction_keeps_the_old_text_and_counts_anew(store) -> None:
    await load(store, customer(category=1))
    done = await logged(store)
    async with work(store, now=MONDAY + HOUR) as acting:
        saved = await revise(
            done.follow_up.id, acting, report=report(content="谈了三期", contacts=())
        )

    assert saved.previous_content == ("谈了二期的量",)
    assert not saved.effective
    assert (await customer_of(store)).last_effective_at is None


async def test_F10_a_contact_that_was_elsewhere_winds_both_clocks(store) -> None:
    await load(store, customer(), OTHER)
    done = await logged(store, now=MONDAY + DAY)
    async with work(store, now=MONDAY + DAY + HOUR) as acting:
        moved = report(customer=OTHER.id, occurred_at=MONDAY + DAY)
        saved = await revise(done.follow_up.id, acting, report=moved)

    assert saved.previous_content == ()
    assert (await customer_of(store)).last_contact_at is None
    assert (await customer_of(store, OTHER.id)).last_effective_at == MONDAY + DAY


async def test_F10_an_earlier_day_is_believed(store) -> None:
    await load(store, customer())
    done = await logged(store, now=MONDAY + 2 * DAY)
    async with work(store, now=MONDAY + 2 * DAY + HOUR) as acting:
        await revise(done.follow_up.id, acting, report=report(occurred_at=MONDAY + DAY))

    assert (await customer_of(store)).last_contact_at == MONDAY + DAY


async def test_G01_the_next_contact_is_set_with_the_log(store) -> None:
    await load(store, customer())
    done = await logged(store, plan=NextPlan(MONDAY + 2 * DAY, has_time=True, content=""))

    (kept,) = await plans_of(store)
    assert kept == done.planned
    assert (kept.content, kept.remind_at) == ("下周三再去", MONDAY + 2 * DAY)


async def test_G01_the_plan_closes_when_the_contact_is_logged(store) -> None:
    await load(store, customer(), OTHER)
    near = plan("near", due_at=MONDAY + HOUR, has_time=True, remind_at=MONDAY + HOUR)
    far = plan("far", due_at=MONDAY + 20 * DAY)
    elsewhere = plan("elsewhere", customer=OTHER.id)
    late = plan("late", due_at=MONDAY - 3 * DAY, created_at=MONDAY - 9 * DAY)
    await planned(store, near, far, elsewhere, late)
    done = await logged(store)

    assert {one.id for one in done.closed} == {"near", "late"}
    closed = {one.id: one for one in await plans_of(store, YUANFAN, PlanState.DONE)}
    assert {one.closed_by for one in closed.values()} == {done.follow_up.id}
    assert closed["near"].remind_at is None
    assert [one.id for one in await plans_of(store, YUANFAN, PlanState.OPEN)] == ["far"]


async def test_G01_a_contact_of_yesterday_does_not_meet_what_was_agreed_today(store) -> None:
    await load(store, customer())
    await planned(store, plan(due_at=MONDAY + DAY, created_at=MONDAY))
    done = await logged(store, occurred_at=MONDAY - DAY, now=MONDAY + HOUR)

    assert done.closed == []


async def test_G01_nobody_met_leaves_the_plan_open(store) -> None:
    await load(store, customer())
    await planned(store, plan())
    await logged(store, not_met=True)

    assert [one.state for one in await plans_of(store)] == [PlanState.OPEN]


async def test_G07_there_is_no_reminder_after_a_contact(store) -> None:
    await load(store, customer())
    await planned(store, plan(due_at=MONDAY + HOUR, has_time=True, remind_at=MONDAY + HOUR))
    await logged(store)

    async with store.look() as uow:
        assert await uow.plans.to_remind(MONDAY + 2 * HOUR, limit=10) == []


async def test_G07_a_repeated_plan_goes_on_after_a_contact(store) -> None:
    await load(store, customer())
    await planned(store, plan(recurrence="FREQ=WEEKLY;INTERVAL=2"))
    await logged(store)

    (following,) = await plans_of(store, YUANFAN, PlanState.OPEN)
    assert following.due_at == MONDAY + 15 * DAY


async def test_G01_a_colleagues_plan_stays_his(store) -> None:
    await load(store, customer())
    await planned(store, plan(employee=LIN))
    await logged(store)

    assert [one.state for one in await plans_of(store)] == [PlanState.OPEN]


async def test_G01_a_supervisors_contact_leaves_the_reps_plan_his(store) -> None:
    await load(store, customer())
    await planned(store, plan())
    async with work(store, supervisor(), team=TEAM) as acting:
        done = await log(report(), acting)

    assert done.follow_up.effective
    assert [one.state for one in await plans_of(store)] == [PlanState.OPEN]


async def test_a_contact_with_a_customer_of_the_pool_keeps_nobodys_clock(store) -> None:
    await load(store, pooled())
    done = await logged(store)

    now = await customer_of(store)
    assert done.follow_up.effective
    assert (now.last_effective_at, now.recycle_on) == (None, None)


async def test_D10_a_contact_before_a_claim_counts_from_seven_days_before(store) -> None:
    await load(store, customer(owned_since=MONDAY))
    await logged(store, occurred_at=MONDAY - 8 * DAY)
    assert (await customer_of(store)).last_effective_at is None

    await logged(store, occurred_at=MONDAY - 6 * DAY)
    assert (await customer_of(store)).last_effective_at == MONDAY - 6 * DAY


async def test_a_rep_reads_his_own_customers_contacts(store) -> None:
    await load(store, customer())
    await logged(store)
    for person, seen in ((employee(), 1), (employee(LIN), 0)):
        async with work(store, person) as acting:
            found = await acting.uow.follow_ups.search(FollowUpQuery(), acting.viewer.scope())
            assert len(found) == seen
