"""The list of a morning, and what the day's budget held back (G03, G08)."""

from datetime import date, time, timedelta

import pytest

from adapters.chat import Text
from bot.attention import Push
from bot.company.rules import CompanyRules
from bot.intents import ShowCustomer, ShowOpportunity
from bot.jobs.morning import agenda
from bot.keys import decode
from core.people.model import EmployeeState, Role
from core.visits.actions import log
from tests.bot.jobs.given import kept, one, run, ticking
from tests.core.builders import (
    DAY,
    MONDAY,
    SUN,
    YUANFAN,
    ZHOU,
    at,
    customer,
    employee,
    opportunity,
    plan,
    report,
)
from tests.features.given import load, work

MORNING = at(MONDAY.date(), 8, 27)
TODAY = at(MONDAY.date(), 0)
FEW = CompanyRules(pushes_per_day=2)


async def given(store, *plans, deals=(), people=()) -> None:
    await load(store, customer(), people=people)
    async with work(store, now=MONDAY - 9 * DAY) as acting:
        for each in plans:
            await acting.uow.plans.add(each)
        for deal in deals:
            await acting.uow.opportunities.add(deal)
        await acting.uow.ledger.record("import", "plans", "")


async def test_G03_agreed_today_comes_before_overdue_and_near_signing(store) -> None:
    await given(
        store,
        plan("late", due_at=TODAY - 3 * DAY, content="催款"),
        plan("three", due_at=at(MONDAY.date(), 15), has_time=True, content="回电话"),
        plan("day", due_at=TODAY, content="送样机"),
        plan("tomorrow", due_at=TODAY + DAY, content="踏勘"),
        deals=(
            opportunity("O1", name="年框", expected_close=date(2026, 11, 30)),
            opportunity("O2", name="远期", expected_close=date(2027, 1, 30)),
        ),
    )
    await run(store, agenda, MORNING)

    titles = [row.title for row in (await one(store)).content.rows]
    assert titles == [
        "远帆 · 送样机",
        "15:00 · 远帆 · 回电话",
        "逾期 · 11月20日 周五 · 远帆 · 催款",
        "临近签约 · 远帆 · 年框",
    ]


async def test_P13_each_line_of_the_list_opens_its_record(store) -> None:
    deal = opportunity("O1", expected_close=date(2026, 11, 30))
    await given(store, plan("day", due_at=TODAY), deals=(deal,))
    await run(store, agenda, MORNING)

    rows = (await one(store)).content.rows
    opened = [decode(row.buttons[-1].key) for row in rows]
    assert [row.buttons[-1].label for row in rows] == ["打开", "打开"]
    assert [type(intent) for intent in opened] == [ShowCustomer, ShowOpportunity]


async def test_G03_the_last_note_stands_under_each(store) -> None:
    await given(store, plan("day", due_at=TODAY, content="送样机"))
    async with work(store, now=MONDAY - 4 * DAY) as acting:
        await log(report(occurred_at=MONDAY - 4 * DAY, not_met=True), acting)
    await run(store, agenda, MORNING)

    assert "上次：12月定" in (await one(store)).said


async def test_G03_the_last_note_stands_under_a_deal_near_signing(store) -> None:
    await given(store, deals=(opportunity("O1", expected_close=date(2026, 11, 30)),))
    async with work(store, now=MONDAY - 4 * DAY) as acting:
        await log(report(occurred_at=MONDAY - 4 * DAY, not_met=True), acting)
    await run(store, agenda, MORNING)

    (row,) = (await one(store)).content.rows
    assert "上次：12月定" in row.detail


async def test_G03_who_has_nothing_to_do_reads_nothing(store) -> None:
    await given(store, plan(due_at=TODAY + DAY))
    await run(store, agenda, MORNING)

    assert await kept(store) == []


async def test_G03_a_supervisors_own_plans_count_and_his_teams_do_not(store) -> None:
    await given(store, plan(due_at=TODAY), plan("L2", employee=SUN, due_at=TODAY, content="例会"))
    await run(store, agenda, MORNING)

    assert {each.to: len(each.content.rows) for each in await kept(store)} == {ZHOU: 1, SUN: 1}


@pytest.mark.parametrize("state", [EmployeeState.LEAVE, EmployeeState.LEFT])
async def test_G03_who_is_away_reads_nothing(store, state: EmployeeState) -> None:
    away = employee("E9", name="何俊", state=state)
    await given(store, plan(employee="E9", due_at=TODAY), people=(away,))
    await run(store, agenda, MORNING)

    assert await kept(store) == []


async def test_a_second_run_says_nothing_new(store) -> None:
    await given(store, plan(due_at=TODAY))
    await run(store, agenda, MORNING)
    await run(store, agenda, MORNING)

    assert len(await kept(store)) == 1


async def test_it_is_spread_over_three_minutes_and_not_when_run_by_hand(store) -> None:
    crowd = tuple(
        employee(f"R{n}", name=f"销售{n}", roles=frozenset({Role.REP})) for n in range(20)
    )
    await given(
        store, *(plan(f"P{n}", employee=f"R{n}", due_at=TODAY) for n in range(20)), people=crowd
    )
    await run(store, agenda, MORNING)

    moments = {each.not_before or MORNING for each in await kept(store)}
    assert len(moments) > 10
    assert MORNING <= min(moments) <= max(moments) <= MORNING + timedelta(minutes=3)


async def test_P09_nobody_is_sent_to_at_the_half_hour(store) -> None:
    async with ticking(store, MORNING) as tick:
        spreads = {tick.spread(employee(f"R{n}")) for n in range(2_000)}

    assert len(spreads) > 170
    assert MORNING + max(spreads) < at(MONDAY.date(), 8, 30)


async def test_a_run_by_hand_is_sent_at_once(store) -> None:
    await given(store, plan(due_at=TODAY))
    await run(store, agenda, MORNING, hurried=True)

    assert (await one(store)).not_before is None


async def push(store, number: int, *, when=MORNING, rules=FEW, warns=(), merges=True) -> bool:
    async with ticking(store, when, rules=rules) as tick:
        what = Push(
            key=f"k{number}",
            kind="test",
            content=Text(f"第{number}条"),
            opens="",
            life=DAY,
            warns=warns,
            merges=merges,
        )
        return await tick.attention.push(employee(), what)


@pytest.mark.parametrize(
    ("hour", "person", "expected"),
    [
        pytest.param(12, employee(quiet_from=time(12), quiet_until=time(14)), 14, id="earlier"),
        pytest.param(21, employee(quiet_from=time(23), quiet_until=time(7)), 21, id="later"),
        pytest.param(7, employee(quiet_until=time(9)), 9, id="until-only"),
    ],
)
async def test_G08_ones_own_quiet_hours_go_before_the_companys(
    store, hour: int, person, expected: int
) -> None:
    async with ticking(store, at(MONDAY.date(), hour)) as tick:
        assert tick.attention.not_before(person) == at(MONDAY.date(), expected)


async def test_G08_not_everybody_is_sent_to_as_the_quiet_hours_end(store) -> None:
    async with ticking(store, at(MONDAY.date(), 3)) as tick:
        people = [employee(f"R{n}") for n in range(20)]
        moments = {tick.attention.not_before(one, tick.spread(one)) for one in people}

    end = at(MONDAY.date(), 8)
    assert len(moments) > 10
    assert end <= min(moments) <= max(moments) <= end + timedelta(minutes=3)


async def test_G08_beyond_the_budget_pushes_are_merged_into_the_next_morning(store) -> None:
    await given(store)
    went = [await push(store, number, warns=(f"C{number}",)) for number in range(4)]
    assert went == [True, True, False, False]

    await run(store, agenda, MORNING + DAY, rules=FEW)

    card = (await kept(store))[-1]
    assert card.content.body.splitlines() == ["还有2条提醒并到这里。", "第2条", "第3条"]
    assert card.warns == ("C2", "C3")


async def test_G08_what_was_merged_comes_once(store) -> None:
    await given(store)
    for number in (0, 1, 2, 2):
        await push(store, number)
    await run(store, agenda, MORNING + DAY, rules=FEW)
    await run(store, agenda, MORNING + 2 * DAY, rules=FEW)

    assert [each.key for each in await kept(store)] == ["k0", "k1", "morning:E1:2026-11-24"]
    assert (await kept(store))[-1].said.count("第2条") == 1


async def test_G08_the_budget_is_a_days(store) -> None:
    await given(store)
    went = [await push(store, n, when=MORNING + (n // 3) * DAY) for n in range(6)]

    assert went == [True, True, False, True, True, False]


async def test_G08_a_digest_is_never_merged_and_zero_is_no_budget(store) -> None:
    await given(store)
    for number in range(2):
        await push(store, number)

    assert await push(store, 2, merges=False)
    assert await push(store, 3, rules=CompanyRules(pushes_per_day=0))


async def test_G08_a_reminder_at_its_minute_is_not_counted_and_not_held_back(store) -> None:
    from bot.jobs.plans import remind

    due = at(MONDAY.date(), 22, 30)
    await given(store, plan(due_at=due, has_time=True, remind_at=due, customer=YUANFAN))
    for number in range(2):
        await push(store, number)
    await run(store, remind, due, rules=FEW)

    reminder = (await kept(store))[-1]
    assert (reminder.kind, reminder.not_before) == ("plan_due", None)
    assert not await push(store, 9)
