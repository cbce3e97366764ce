"""The manager's digest: figures and reasons of a scope and a range of days (K01, K02)."""

import json
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from core.customers.actions import NewCustomer, create
from core.customers.model import CustomerId, Tier
from core.money import Money
from core.opportunities import actions as deals
from core.opportunities.actions import Facts
from core.opportunities.flows import INDUSTRIAL
from core.people.permissions import Scope
from core.plans.actions import cancel, complete, move, set_plan
from core.pool.actions import claim, release
from core.pool.model import PoolEvent, PoolEventKind
from core.reports.compose import gather
from core.reports.digest import read, snapshot
from core.reports.model import Target
from core.reports.ranges import Range
from core.visits.actions import log
from core.visits.model import ContactKind
from tests.core.builders import (
    DAY,
    LIN,
    MONDAY,
    SUN,
    YUANFAN,
    ZHOU,
    ZONE,
    at,
    customer,
    employee,
    opportunity,
    pooled,
    report,
)
from tests.features.given import load, work

TODAY = MONDAY.date()
EVENING = at(TODAY, 18, 7)
HOUR = DAY / 24
TEAM = Scope(frozenset({ZHOU, LIN, SUN}), pools=False)
OTHER = customer("C02", full_name="华东精密仪器有限公司", aliases=("华精",), tier=Tier.A)


def span(first: date = TODAY, last: date = TODAY) -> Range:
    return Range(first, last, ZONE)


async def digest(store, scope: Scope = TEAM, *, days: Range | None = None, now=EVENING):
    async with store.look() as uow:
        return await gather(uow, scope, days or span(), now=now, flows=(INDUSTRIAL,))


def told(found, number: str) -> list[tuple[str, ...]]:
    """What is said of each of the few that are named."""
    return [(one.name, *one.words) for one in found.few[number]]


async def a_day(store) -> None:
    """周明: a visit, a call at midnight, a customer each claimed, new and returned, a plan of two kept."""
    await load(store, customer(), OTHER, pooled("C07", full_name="宁波海川模具", aliases=("海川",)))
    async with work(store, now=MONDAY) as acting:
        kept = await set_plan(acting=acting, due_at=MONDAY + DAY / 8, has_time=True, content="甲")
        await set_plan(acting=acting, due_at=MONDAY + DAY / 8, has_time=True, content="乙")
        await complete(kept.id, acting)
        await log(report(), acting)
        await log(report(kind=ContactKind.CALL, contacts=(), occurred_at=at(TODAY, 0)), acting)
        await claim(CustomerId("C07"), acting)
        await create(NewCustomer(name="无锡明泰电子有限公司"), acting)
        gone = {"kind": PoolEventKind.RECYCLE, "employee": ZHOU, "at": MONDAY}
        await acting.uow.pool.add(PoolEvent(customer=CustomerId("C08"), **gone))
        await acting.uow.opportunities.add(opportunity())
        await acting.uow.ledger.record("import", "opportunity", "O1")
        await deals.move("O1", "initial", acting)


async def test_K01_the_figures_are_those_of_the_rows(store) -> None:
    await a_day(store)
    found = await digest(store)

    assert found.total == {
        "visits": 1,
        "effective_visits": 1,
        "follow_ups": 2,
        "without_next": 0,
        "stage_moves": 1,
        "plans_due": 2,
        "plans_kept": 1,
        "new_customers": 1,
        "new_opportunities": 1,
        "claimed": 1,
        "returned": 1,
        "won": 0,
        "won_amount": 0,
        "lost": 0,
    }
    (person,) = found.people
    assert (person.name, person.visits, person.effective, person.plans_kept) == ("周明", 1, 1, 1)
    assert told(found, "moved") == [("导电浆料二期", "needs", "initial")]
    assert told(found, "quoted") == [("远帆", "12月定")]
    assert found.few["quoted"][0].person == "周明"
    assert found.names("silent") == ["林悦"]


async def test_F07_who_says_neither_a_next_step_nor_why_is_counted(store) -> None:
    await load(store, customer())
    async with work(store, now=MONDAY) as acting:
        for said in ({}, {"next_step": ""}, {"next_step": "", "none_reason": "先放着"}):
            await log(report(**said), acting)
        await log(report(occurred_at=MONDAY - DAY, next_step=""), acting)
    found = await digest(store)

    assert (found.total["follow_ups"], found.total["without_next"]) == (3, 1)


async def test_F03_visits_are_counted_by_each_condition_they_meet(store) -> None:
    await load(store, customer())
    async with work(store, now=MONDAY) as acting:
        for said in ({}, {"next_step": ""}, {"result": ""}, {"contacts": ()}):
            await log(report(**said), acting)
        await log(report(kind=ContactKind.CALL), acting)

    assert (await digest(store)).quality == {
        "visits": 4,
        "effective": 1,
        "who": 3,
        "when": 4,
        "content": 4,
        "result": 3,
        "next": 3,
    }


async def test_K01_a_digest_that_was_sent_before_a_figure_came_is_still_read(store) -> None:
    sent = json.loads((await digest(store)).canonical())
    del sent["total"]["without_next"]

    assert read(json.dumps(sent)).total["without_next"] == 0


async def test_K01_visits_calls_and_plans_are_told_apart(store) -> None:
    await load(store, customer())
    async with work(store, now=MONDAY) as acting:
        due = {"due_at": MONDAY + DAY / 8, "has_time": True, "acting": acting}
        await set_plan(content="等着", **due)
        dropped = await set_plan(content="不去了", **due)
        later = await set_plan(content="改天", **due)
        await cancel(dropped.id, acting)
        await move(later.id, MONDAY + 2 * DAY, acting, has_time=True)
        await log(report(contacts=(), result=""), acting)
        await log(report(kind=ContactKind.CALL), acting)
    total = (await digest(store)).total

    assert (total["visits"], total["effective_visits"], total["follow_ups"]) == (1, 0, 2)
    assert (total["plans_due"], total["plans_kept"]) == (2, 0)


@pytest.mark.parametrize(("clock", "missed"), [((9, 5), 0), ((17, 59), 0), ((18, 7), 1)])
async def test_K01_a_plan_of_no_hour_is_missed_when_its_day_is_over(store, clock, missed) -> None:
    await load(store, customer())
    async with work(store, now=MONDAY - DAY) as acting:
        await set_plan(acting=acting, due_at=at(TODAY, 0), has_time=False, content="送样")

    assert (await digest(store, now=at(TODAY, *clock))).counts["missed"] == missed


async def test_K01_a_plan_of_an_hour_is_missed_when_it_is_past(store) -> None:
    await load(store, customer())
    async with work(store, now=MONDAY - DAY) as acting:
        await set_plan(acting=acting, due_at=at(TODAY, 9, 30), has_time=True, content="送样")

    for clock, missed in (((9, 29), 0), ((9, 31), 1)):
        assert (await digest(store, now=at(TODAY, *clock))).counts["missed"] == missed


async def test_K01_a_call_is_not_what_was_said_on_a_visit(store) -> None:
    await load(store, customer())
    async with work(store) as acting:
        await log(report(kind=ContactKind.CALL, result="价格谈好了，下周签合同"), acting)

    assert told(await digest(store), "quoted") == []


async def test_K01_another_team_counts_nothing_of_it(store) -> None:
    await a_day(store)
    found = await digest(store, Scope(frozenset({LIN}), pools=False))

    assert set(found.total.values()) == {0}
    assert (found.people, told(found, "moved"), told(found, "quoted")) == ([], [], [])
    assert (found.names("silent"), found.names("neglected")) == (["林悦"], [])


@pytest.mark.parametrize("days", [-1, 1], ids=["before", "after"])
async def test_K01_the_days_around_it_count_nothing_of_it(store, days: int) -> None:
    await a_day(store)
    other = TODAY + days * DAY
    found = await digest(store, days=span(other, other))

    assert set(found.total.values()) == {0}
    assert (found.people, told(found, "moved"), told(found, "quoted")) == ([], [], [])


async def test_K15_a_week_is_the_sum_of_its_days(store) -> None:
    await a_day(store)
    async with work(store, now=MONDAY + DAY) as acting:
        await log(report(occurred_at=MONDAY + DAY), acting)
        await release(CustomerId("C07"), acting, reason="mistake")
    days = [TODAY + number * DAY for number in range(7)]
    each = [(await digest(store, days=span(day, day))).total for day in days]
    week = (await digest(store, days=span(days[0], days[-1]))).total

    assert week == {name: sum(day[name] for day in each) for name in week}
    assert (week["visits"], week["returned"]) == (2, 2)


async def test_K01_the_months_result_stands_against_the_target(store) -> None:
    await load(store, customer())
    async with work(store, now=MONDAY - 5 * DAY) as acting:
        old = await deals.create(YUANFAN, Facts(name="一期"), acting)
        await deals.win(old.id, acting, amount=Money.yuan(100_000))
    async with work(store) as acting:
        new = await deals.create(YUANFAN, Facts(name="二期"), acting)
        await deals.win(new.id, acting, amount=Money.yuan(200_000))
        for name, end in (
            ("三期", partial(deals.lose, competitor="无")),
            ("四期", deals.invalidate),
        ):
            deal = await deals.create(YUANFAN, Facts(name=name, amount=Money.yuan(1)), acting)
            await end(deal.id, acting, reason="没预算")
        await acting.uow.reports.put_target(Target(ZHOU, "2026-11", "signed", Money.yuan(1)))
        await acting.uow.reports.put_target(Target(ZHOU, "2026-11", "signed", Money.yuan(600_000)))
        await acting.uow.reports.put_target(Target(ZHOU, "2026-11", "received", Money.yuan(1)))
        await acting.uow.reports.put_target(Target(ZHOU, "2026-12", "signed", Money.yuan(1)))
        await acting.uow.reports.put_target(Target("E9", "2026-11", "signed", Money.yuan(1)))
        await acting.uow.ledger.record("import", "targets", "4")
    found = await digest(store)

    assert found.signed == Money.yuan(200_000).fen
    assert (found.total["won"], found.total["lost"]) == (1, 1)
    assert found.signed_month == Money.yuan(300_000).fen
    assert found.target == Money.yuan(600_000).fen
    since_october = span(TODAY - 40 * DAY)
    assert (await digest(store, days=since_october)).target == found.target


async def test_K01_deals_that_wait_slipped_or_were_lost_are_named(store) -> None:
    await load(store, customer(), people=(employee("E9"),))
    old = EVENING - 21 * DAY - HOUR
    given = (
        opportunity("O1", name="卡住的", moved_at=old),
        opportunity("O5", name="还没卡的", moved_at=old + 2 * HOUR),
        opportunity("O6", name="别人的", moved_at=old, expected_close=TODAY - DAY, employee="E9"),
        opportunity("O2", name="过期的", expected_close=TODAY - DAY),
        opportunity("O3", name="丢了的"),
        opportunity("O4", name="还早的", expected_close=TODAY),
    )
    async with work(store) as acting:
        for deal in given:
            await acting.uow.opportunities.add(deal)
        await acting.uow.ledger.record("import", "opportunity", "6")
        await deals.lose("O3", acting, reason="价格高", competitor="蔡司")
        await deals.move("O4", "initial", acting)
    found = await digest(store)

    assert (found.names("stuck"), found.names("slipped")) == (["卡住的"], ["过期的"])
    assert told(found, "lost") == [("丢了的", "价格高", "蔡司")]
    assert told(found, "moved") == [("还早的", "needs", "initial")]
    assert found.total["new_opportunities"] == 5


async def test_K01_key_customers_are_contacted_or_neglected(store) -> None:
    star = customer("C03", full_name="深圳市蓝鲸电子", aliases=("蓝鲸",), starred=True)
    plain = customer("C04", full_name="江苏恒泰化工", aliases=("恒泰",))
    since = EVENING - 14 * DAY
    left = replace(OTHER, last_contact_at=since - HOUR)
    fresh = replace(OTHER, id=CustomerId("C05"), last_contact_at=since + HOUR)
    small = replace(left, id=CustomerId("C06"), tier=Tier.B)
    await load(store, star, plain, left, fresh, small)
    async with work(store) as acting:
        await log(report(customer=star.id), acting)
        await log(report(customer=plain.id), acting)
    found = await digest(store)

    assert (found.names("contacted"), found.names("neglected")) == (["蓝鲸"], ["华精"])
    others = await digest(store, Scope(frozenset({LIN}), pools=False))
    assert (others.names("contacted"), others.names("neglected")) == ([], [])


async def test_K01_who_returns_soon_is_named_unless_protected(store) -> None:
    soon = TODAY + 7 * DAY
    late = TODAY + 8 * DAY
    given = (("C11", soon, soon), ("C12", soon, late), ("C13", late, late))
    await load(
        store,
        *(
            customer(number, full_name=number, aliases=(), recycle_on=on, check_on=check)
            for number, on, check in given
        ),
    )

    assert (await digest(store)).names("returning") == ["C11"]


async def test_K01_what_lies_unclaimed_for_a_month_is_counted(store) -> None:
    month = EVENING - 30 * DAY
    entered = {"C21": month - HOUR, "C22": month + HOUR}
    await load(
        store,
        *(pooled(number, full_name=number, entered_pool_at=at_) for number, at_ in entered.items()),
    )

    async with work(store) as acting:
        await acting.uow.pool.add(
            PoolEvent(
                customer=CustomerId("C22"), kind=PoolEventKind.ENTER, employee=None, at=MONDAY
            )
        )
    found = await digest(store, Scope(None))
    closed = await digest(store, Scope(None, pools=False))

    assert (found.counts["unclaimed"], found.people) == (1, [])
    assert (closed.counts["unclaimed"], closed.counts["claimable"], closed.pool) == (0, 0, ())


async def test_K01_the_same_facts_give_the_same_bytes(store) -> None:
    await a_day(store)
    first, second = await digest(store), await digest(store)

    assert first.canonical() == second.canonical()
    kept = snapshot(first, SUN, EVENING)
    assert (kept.day, kept.period, len(kept.hash)) == (TODAY, "day", 64)
    assert read(kept.content).canonical() == kept.content
    assert json.loads(kept.content)["total"]["visits"] == 1


async def test_K01_a_day_without_anything_is_a_digest_too(store) -> None:
    await load(store)
    found = await digest(store, now=EVENING + timedelta(days=1))

    assert read(found.canonical()).canonical() == found.canonical()
    assert found.names("silent") == ["周明", "林悦"]
