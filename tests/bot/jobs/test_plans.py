"""Reminders at the minute, and a nudge where a deal has no plan (G02, G06)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.jobs.plans import nudge, remind
from bot.keys import decode
from bot.shown import recall
from core.people.model import ChatIdentity, EmployeeState
from core.plans import actions
from core.plans.model import PlanState
from tests.bot.jobs.given import kept, one, run
from tests.core.builders import (
    DAY,
    LIN,
    MONDAY,
    YUANFAN,
    ZHOU,
    customer,
    employee,
    opportunity,
    plan,
)
from tests.features.given import load, work

MINUTE = timedelta(minutes=1)
AT = MONDAY + DAY / 4
TIMED = plan(due_at=AT, has_time=True, remind_at=AT, content="送样机")


async def given(store, *plans, deals=(), customers=(), people=()) -> None:
    selling = {deal.customer for deal in deals}
    known = [
        replace(one, open_moved_at=MONDAY) if one.id in selling else one
        for one in customers or (customer(),)
    ]
    await load(store, *known, people=people)
    async with work(store) as acting:
        for each in plans:
            await acting.uow.plans.add(each)
        for deal in deals:
            await acting.uow.opportunities.add(deal)
        await acting.uow.ledger.record("import", "plans", "")


async def test_G02_a_reminder_is_kept_at_its_minute_and_once(store) -> None:
    await given(store, TIMED)
    await run(store, remind, AT - MINUTE)
    assert await kept(store) == []

    await run(store, remind, AT)
    await run(store, remind, AT + MINUTE)

    message = await one(store)
    assert (message.to, message.kind, message.not_before) == (ZHOU, "plan_due", None)
    assert "远帆 · 送样机" in message.said


async def test_G02_what_was_missed_while_nothing_ran_is_made_up(store) -> None:
    await given(store, TIMED, plan("L2", due_at=AT - DAY, has_time=True, remind_at=AT - DAY))
    await run(store, remind, AT + 3 * MINUTE)

    assert len(await kept(store)) == 2


async def test_G02_what_was_missed_for_a_day_is_still_worth_saying(store) -> None:
    await given(store, TIMED)
    await run(store, remind, AT + DAY)

    assert (await one(store)).expires_at > AT + DAY


async def test_G02_a_reminder_is_worth_saying_for_twelve_hours(store) -> None:
    await given(store, TIMED)
    await run(store, remind, AT)

    assert (await one(store)).expires_at == AT + timedelta(hours=12)


async def test_G02_a_plan_of_a_day_has_no_reminder(store) -> None:
    await given(store, plan(due_at=MONDAY))
    await run(store, remind, MONDAY + DAY)

    assert await kept(store) == []


async def test_G05_a_reminder_offers_done_postpone_and_log(store) -> None:
    await given(store, TIMED)
    await run(store, remind, AT)

    card = (await one(store)).content
    assert [button.label for button in card.buttons][:3] == ["完成", "推迟", "记跟进"]
    assert all(decode(button.key) for button in card.buttons)


@pytest.mark.parametrize("act", ["complete", "cancel", "move"])
async def test_G07_there_is_no_reminder_of_what_is_closed(store, act: str) -> None:
    await given(store, TIMED)
    async with work(store) as acting:
        if act == "move":
            await actions.move(TIMED.id, AT + DAY, acting, has_time=True)
        else:
            await getattr(actions, act)(TIMED.id, acting)
    await run(store, remind, AT)

    assert await kept(store) == []


async def test_G02_who_has_left_is_not_reminded(store) -> None:
    gone = employee("E9", name="何俊", state=EmployeeState.LEFT)
    await given(store, plan(employee="E9", due_at=AT, has_time=True, remind_at=AT), people=(gone,))
    await run(store, remind, AT)

    assert await kept(store) == []


async def test_G02_a_full_batch_asks_for_another_step(store) -> None:
    await given(
        store,
        *(plan(f"L{n:03}", due_at=AT, has_time=True, remind_at=AT, content="x") for n in range(51)),
    )

    assert await run(store, remind, AT)
    assert not await run(store, remind, AT)
    assert len(await kept(store)) == 51


async def test_G05_a_reminder_can_be_answered_by_words_wherever_it_is_read(store) -> None:
    await given(store, TIMED)
    async with work(store) as acting:
        for platform in ("wecom", "feishu"):
            bound = ChatIdentity(
                platform=platform, external_id="zhou", employee=ZHOU, bound_at=MONDAY
            )
            await acting.uow.people.bind(bound)
        await acting.uow.ledger.record("bind", "employee", ZHOU)
    await run(store, remind, AT)

    async with store.look() as uow:
        for platform in ("wecom", "feishu"):
            shown = await recall(uow, f"{platform}::zhou", AT + MINUTE)
            assert (shown.plans, shown.customers) == ((TIMED.id,), (YUANFAN,))


OLD = MONDAY - 8 * DAY


async def test_G06_an_open_deal_without_a_plan_for_a_week_gets_one_proposal(store) -> None:
    await given(store, deals=(opportunity(created_at=OLD), opportunity("O2", created_at=OLD)))
    await run(store, nudge, MONDAY)

    message = await one(store)
    assert (message.to, message.kind) == (ZHOU, "plan_nudge")
    assert message.said.count("苏州远帆") == 1
    (row,) = message.content.rows
    assert [button.label for button in row.buttons] == ["定计划", "打开"]


async def test_G06_never_more_than_one_a_week(store) -> None:
    await given(store, deals=(opportunity(created_at=OLD),))
    for day in range(9):
        await run(store, nudge, MONDAY + day * DAY)

    assert [one.key[-10:] for one in await kept(store)] == ["2026-11-23", "2026-11-30"]


@pytest.mark.parametrize(
    "plans",
    [
        (plan(),),
        (plan(state=PlanState.DONE, closed_at=MONDAY - 3 * DAY),),
    ],
)
async def test_G06_a_plan_of_this_week_is_enough(store, plans) -> None:
    await given(store, *plans, deals=(opportunity(created_at=OLD),))
    await run(store, nudge, MONDAY)

    assert await kept(store) == []


async def test_G06_a_deal_younger_than_a_week_is_left_alone(store) -> None:
    await given(store, deals=(opportunity(created_at=MONDAY - 6 * DAY),))
    await run(store, nudge, MONDAY)

    assert await kept(store) == []


async def test_G06_nobody_on_leave_is_asked_for_a_plan(store) -> None:
    away = employee("E9", name="何俊", state=EmployeeState.LEAVE)
    at = customer(owner="E9")
    deal = opportunity(employee="E9", created_at=OLD)
    await given(store, deals=(deal,), customers=(at,), people=(away,))
    await run(store, nudge, MONDAY)

    assert await kept(store) == []


async def test_G06_a_move_is_no_plan(store) -> None:
    await given(store, deals=(opportunity(created_at=OLD, moved_at=MONDAY - DAY),))
    await run(store, nudge, MONDAY)

    assert (await one(store)).to == ZHOU


async def test_G06_a_few_are_proposed_a_day_and_the_others_after_them(store) -> None:
    many = [customer(f"C{n}", full_name=f"客户{n}", aliases=()) for n in range(7)]
    deals = [opportunity(f"O{n}", customer=f"C{n}", created_at=OLD) for n in range(7)]
    await given(store, customers=many, deals=deals)
    for day in range(2):
        await run(store, nudge, MONDAY + day * DAY)

    first, second = (set(m.said.splitlines()[-len(m.content.rows) :]) for m in await kept(store))
    assert (len(first), len(second)) == (5, 2)
    assert not first & second


async def test_G06_two_reps_get_one_card_each(store) -> None:
    other = customer("C02", full_name="华东精密仪器", aliases=("华精",))
    lins = customer("C03", full_name="深圳蓝鲸", aliases=("蓝鲸",), owner=LIN)
    await given(
        store,
        customers=(customer(), other, lins),
        deals=(
            opportunity("O1", created_at=OLD),
            opportunity("O2", customer=other.id, created_at=OLD),
            opportunity("O3", customer=lins.id, employee=LIN, created_at=OLD),
        ),
    )
    await run(store, nudge, MONDAY)

    assert {one.to: len(one.content.rows) for one in await kept(store)} == {ZHOU: 2, LIN: 1}
