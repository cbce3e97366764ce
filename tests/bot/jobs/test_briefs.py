"""The brief before a planned visit: an hour before, once, and of a visit that stands (L03)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.company.rules import CompanyRules
from bot.jobs.briefs import before_visits
from bot.keys import decode
from bot.shown import recall
from core.ledger.actions import undo
from core.people.model import ChatIdentity, EmployeeState
from core.plans import actions
from tests.bot.jobs.given import kept, one, run
from tests.core.builders import (
    LIN,
    MONDAY,
    YUANFAN,
    ZHOU,
    ZONE,
    customer,
    employee,
    opportunity,
    plan,
)
from tests.features.given import load, work

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
AT = MONDAY + 4 * HOUR
VISIT = plan(due_at=AT, has_time=True, remind_at=AT, content="拜访王总")


async def given(store, *plans, customers=(), people=()) -> None:
    await load(store, *(customers or (customer(),)), people=people)
    async with work(store) as acting:
        for each in plans:
            await acting.uow.plans.add(each)
        await acting.uow.opportunities.add(opportunity())
        await acting.uow.ledger.record("import", "plans", "")


async def test_L03_the_brief_comes_an_hour_before_the_visit_and_once(store) -> None:
    await given(store, VISIT)
    await run(store, before_visits, AT - HOUR - MINUTE)
    assert await kept(store) == []

    for minutes in range(61):
        await run(store, before_visits, AT - HOUR + minutes * MINUTE)

    message = await one(store)
    assert (message.to, message.kind, message.not_before) == (ZHOU, "visit_brief", None)
    assert "拜访简报 · 远帆" in message.said
    assert "拜访 11月23日 周一 14:00 · 拜访王总" in message.said
    assert "导电浆料二期" in message.said


async def test_L03_it_is_worth_saying_until_the_visit_begins(store) -> None:
    await given(store, VISIT)
    await run(store, before_visits, AT - HOUR)

    assert (await one(store)).expires_at == AT


async def test_L03_what_a_standstill_left_out_is_made_up_until_the_visit_begins(store) -> None:
    begun = plan("L2", due_at=AT - HOUR, has_time=True, remind_at=AT - HOUR, content="去一趟")
    await given(store, VISIT, begun)
    await run(store, before_visits, AT - 20 * MINUTE)

    message = await one(store)
    assert message.key.startswith("brief:L1:E1:")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"content": "给王总回电话"}, id="a call"),
        pytest.param({"content": "寄样品"}, id="something sent"),
        pytest.param({"has_time": False, "remind_at": None}, id="a day without a minute"),
        pytest.param({"customer": None}, id="no customer"),
        pytest.param({"created_at": AT - HOUR + MINUTE}, id="planned within the hour"),
    ],
)
async def test_L03_what_is_no_visit_an_hour_away_has_no_brief(store, other) -> None:
    await given(store, replace(VISIT, **other))
    await run(store, before_visits, AT - 30 * MINUTE)

    assert await kept(store) == []


@pytest.mark.parametrize("act", ["complete", "cancel"])
async def test_L03_a_visit_that_is_closed_has_no_brief(store, act: str) -> None:
    await given(store, VISIT)
    async with work(store) as acting:
        await getattr(actions, act)(VISIT.id, acting)
    await run(store, before_visits, AT - HOUR)

    assert await kept(store) == []


async def test_L03_a_visit_that_is_moved_has_its_brief_at_the_new_time(store) -> None:
    await given(store, VISIT)
    async with work(store) as acting:
        await actions.move(VISIT.id, AT + 2 * HOUR, acting, has_time=True)
    await run(store, before_visits, AT - HOUR)
    assert await kept(store) == []

    await run(store, before_visits, AT + HOUR)

    assert "16:00 · 拜访王总" in (await one(store)).said


async def test_L03_a_visit_moved_after_its_brief_has_another(store) -> None:
    await given(store, VISIT)
    await run(store, before_visits, AT - HOUR)
    async with work(store, now=AT - 30 * MINUTE) as acting:
        await actions.move(VISIT.id, AT + 2 * HOUR, acting, has_time=True)
    await run(store, before_visits, AT + HOUR)

    assert len(await kept(store)) == 2


async def test_L03_a_visit_is_taken_back_though_its_brief_was_sent(store) -> None:
    await load(store, customer())
    async with work(store, name="set") as acting:
        await actions.set_plan(
            acting=acting,
            due_at=MONDAY + HOUR + MINUTE,
            has_time=True,
            content="拜访王总",
            customer=YUANFAN,
        )
    await run(store, before_visits, MONDAY + MINUTE)
    assert (await one(store)).kind == "visit_brief"

    async with work(store, now=MONDAY + 2 * MINUTE) as acting:
        await undo(acting, act="set")

    async with store.look() as uow:
        assert await uow.plans.coming(MONDAY, AT) == []


async def test_L03_the_company_moves_the_hour_or_switches_it_off(store) -> None:
    await given(store, VISIT)
    await run(store, before_visits, AT - HOUR, rules=CompanyRules(brief_minutes=0))
    await run(store, before_visits, AT - HOUR, rules=CompanyRules(brief_minutes=30))
    assert await kept(store) == []

    await run(store, before_visits, AT - 30 * MINUTE, rules=CompanyRules(brief_minutes=30))

    assert (await one(store)).to == ZHOU


async def test_L03_a_visit_at_night_has_its_brief_in_quiet_hours_as_its_reminder(store) -> None:
    late = datetime(2026, 11, 23, 22, 0, tzinfo=ZONE)
    await given(store, replace(VISIT, due_at=late, remind_at=late))
    await run(store, before_visits, late - HOUR, rules=CompanyRules(pushes_per_day=1))

    assert (await one(store)).not_before is None


async def test_L03_who_has_left_or_lost_the_customer_has_no_brief(store) -> None:
    gone = employee("E9", name="何俊", state=EmployeeState.LEFT)
    await given(
        store,
        replace(VISIT, customer="C02", employee="E9"),
        replace(VISIT, id="L2", employee=LIN),
        customers=(customer(), customer("C02", owner="E9")),
        people=(gone,),
    )
    await run(store, before_visits, AT - HOUR)

    assert await kept(store) == []


async def test_L03_whoever_was_given_the_visit_has_the_brief_too(store) -> None:
    await given(store, VISIT)
    await run(store, before_visits, AT - HOUR)
    async with work(store) as acting:
        await acting.uow.customers.save(
            replace(await acting.uow.customers.find(YUANFAN), owner=LIN)
        )
        await acting.uow.plans.save(replace(VISIT, employee=LIN))
        await acting.uow.ledger.record("assign", "customer", YUANFAN)
    await run(store, before_visits, AT - 30 * MINUTE)

    assert [message.to for message in await kept(store)] == [ZHOU, LIN]


async def test_L03_many_briefs_are_made_in_steps_and_none_twice(store) -> None:
    many = [replace(VISIT, id=f"L{number:02}") for number in range(25)]
    await given(store, *many)

    assert await run(store, before_visits, AT - HOUR)
    assert not await run(store, before_visits, AT - HOUR)
    assert len(await kept(store)) == 25


async def test_L03_a_brief_leads_to_its_records_and_can_be_answered(store) -> None:
    await given(store, VISIT)
    async with work(store) as acting:
        bound = ChatIdentity(platform="wecom", external_id="zhou", employee=ZHOU, bound_at=MONDAY)
        await acting.uow.people.bind(bound)
        await acting.uow.ledger.record("bind", "employee", ZHOU)
    await run(store, before_visits, AT - HOUR)

    card = (await one(store)).content
    assert [button.label for button in card.buttons] == ["打开", "推迟"]
    assert all(decode(button.key) for button in card.buttons)
    async with store.look() as uow:
        shown = await recall(uow, "wecom::zhou", AT - HOUR)
    assert (shown.plans, shown.customers) == ((VISIT.id,), (YUANFAN,))
