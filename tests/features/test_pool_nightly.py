"""The night's look at owned customers: D07, D08, D10, D12, D25."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.customers.model import CustomerId
from core.errors import UndoBlocked
from core.ledger.actions import undo
from core.opportunities import actions as deals
from core.people.model import EmployeeState
from core.people.permissions import EVERYBODY
from core.plans.model import PlanState
from core.plans.queries import PlanQuery
from core.pool.actions import claim, explain
from core.pool.clocks import wound
from core.pool.nightly import CHUNK, Chunk, evaluate, rewind
from core.pool.rules import PoolRules, Protection
from core.visits.actions import log, revise
from core.visits.model import ContactKind
from core.workdays import Calendar
from tests.core.builders import (
    BASIC,
    DAY,
    KEY_ACCOUNTS,
    MONDAY,
    YUANFAN,
    ZHOU,
    ZONE,
    act,
    at,
    customer,
    employee,
    plan,
    pooled,
    report,
    supervisor,
)
from tests.features.given import customer_of, load, told_of, work

TODAY = MONDAY.date()
LONG_AGO = MONDAY - 100 * DAY


def begun(number: str = YUANFAN, rules: PoolRules = BASIC, **other: object):
    """An owned customer whose clocks are wound."""
    return wound(customer(number, **other), rules, now=MONDAY, zone=ZONE)


def overdue(number: str = YUANFAN, **other: object):
    """A customer that was to return long ago and was warned of it."""
    facts = {"owned_since": LONG_AGO, "warned_at": MONDAY - 5 * DAY, **other}
    return replace(begun(number, **facts), warned_at=facts["warned_at"])


async def night(
    store, day, rules: PoolRules = BASIC, *, warned: datetime | None = None, **other: object
) -> Chunk:
    """The look at 00:20 of `day`; everybody was warned at `warned` when it is given."""
    due = at(day, 0, 20)
    async with store.unit(act(None, due)) as uow:
        if warned:
            for one in await uow.customers.to_check(day, after=None, limit=CHUNK):
                await uow.customers.save(replace(one, warned_at=warned))
            await uow.ledger.record("warn", "customers", "")
        given = {"calendar": Calendar(), **other}
        return await evaluate(uow, rules, due=due, zone=ZONE, **given)


async def owner_after(store, day, rules: PoolRules = BASIC, number: str = YUANFAN) -> str | None:
    await night(store, day, rules, warned=at(day - 5 * DAY))
    return (await customer_of(store, number)).owner


async def test_D07_day_60_is_kept_and_the_night_of_day_61_returns_it(store) -> None:
    await load(store, pooled())
    async with work(store) as acting:
        await claim(YUANFAN, acting)
    assert await owner_after(store, TODAY + 60 * DAY) == ZHOU
    assert await owner_after(store, TODAY + 61 * DAY) is None
    returned = await customer_of(store)
    assert returned.entered_pool_at == at(TODAY + 61 * DAY, 0, 20)
    assert await told_of(store) == [
        ("claim", ZHOU, ""),
        ("recycle", ZHOU, "no_deal"),
        ("enter", ZHOU, "no_deal"),
    ]


async def test_D07_a_return_names_the_version_of_its_rules(store) -> None:
    await load(store, overdue())
    due, rules = at(TODAY, 0, 20), replace(BASIC, version=7)
    async with store.unit(act(None, due, "night")) as uow:
        await evaluate(uow, rules, due=due, zone=ZONE, calendar=Calendar())
    async with store.look() as uow:
        events = (*await uow.pool.of(YUANFAN), *await uow.ledger.of_act("night"))
    assert [one.rule_version for one in events] == [7, 7, 7]


async def test_D07_an_open_deal_blocks_the_return_until_it_is_lost(store) -> None:
    await load(store, begun())
    async with work(store, now=MONDAY + 50 * DAY) as acting:
        deal = await deals.create(YUANFAN, deals.Facts(name="二期"), acting)
    assert await owner_after(store, TODAY + 61 * DAY) == ZHOU
    async with work(store, now=MONDAY + 61 * DAY) as acting:
        await deals.lose(deal.id, acting, reason="price", competitor="无")
    assert await owner_after(store, TODAY + 62 * DAY) is None


async def visit(store, now: datetime, kind: ContactKind = ContactKind.VISIT, **other) -> None:
    async with work(store, now=now, rules=KEY_ACCOUNTS) as acting:
        await log(report(occurred_at=now, kind=kind, **other), acting)


async def test_D08_without_a_visit_by_day_3_it_returns_on_day_4(store) -> None:
    await load(store, begun(rules=KEY_ACCOUNTS))
    assert await owner_after(store, TODAY + 3 * DAY, KEY_ACCOUNTS) == ZHOU
    assert await owner_after(store, TODAY + 4 * DAY, KEY_ACCOUNTS) is None
    assert (await told_of(store))[0] == ("recycle", ZHOU, "first_visit")


async def test_D08_a_visit_late_on_day_3_earns_half_a_year(store) -> None:
    await load(store, begun(rules=KEY_ACCOUNTS))
    last_minute = at(TODAY + 3 * DAY, 23, 59)
    await visit(store, last_minute)
    until = last_minute.date().replace(year=2027, month=5)
    assert (await customer_of(store)).hold_until == until
    assert await owner_after(store, until, KEY_ACCOUNTS) == ZHOU
    assert await owner_after(store, until + DAY, KEY_ACCOUNTS) is None


@pytest.mark.parametrize(
    ("days", "facts"),
    [
        pytest.param(4, {}, id="too late"),
        pytest.param(1, {"kind": ContactKind.CALL}, id="a call is no visit"),
        pytest.param(1, {"result": ""}, id="a visit without a result"),
        pytest.param(1, {"not_met": True}, id="nobody was met"),
    ],
)
async def test_D08_only_an_effective_visit_in_time_earns_it(store, days, facts) -> None:
    await load(store, begun(rules=KEY_ACCOUNTS))
    await visit(store, MONDAY + days * DAY, **facts)
    assert (await customer_of(store)).hold_until is None
    assert await owner_after(store, TODAY + 5 * DAY, KEY_ACCOUNTS) is None


@pytest.mark.parametrize("category", [1, 2, 3, 4, 5])
async def test_D10_an_effective_contact_winds_the_limit_of_its_category(store, category) -> None:
    limit = BASIC.category_days[category - 1]
    rules = replace(BASIC, no_deal_days=0)
    await load(store, begun(rules=rules, category=category))
    async with work(store, now=MONDAY + 2 * DAY, rules=rules) as acting:
        await log(report(occurred_at=MONDAY + 2 * DAY, kind=ContactKind.CALL), acting)
    async with work(store, now=MONDAY + 4 * DAY, rules=rules) as acting:
        await log(report(occurred_at=MONDAY + 4 * DAY, result=""), acting)
    last = TODAY + timedelta(days=2 + limit)
    assert await owner_after(store, last - DAY, rules) == ZHOU
    assert await owner_after(store, last, rules) == ZHOU
    assert await owner_after(store, last + DAY, rules) is None


PROTECTED = {
    "won": {"won_at": MONDAY - 90 * DAY},
    "open_opportunity": {"open_moved_at": MONDAY - 20 * DAY},
    "lock": {"locked": True},
    "hold": {"hold_until": TODAY + 9 * DAY},
}


@pytest.mark.parametrize("name", PROTECTED)
async def test_D12_a_protected_customer_stays_and_its_switch_lets_it_go(store, name) -> None:
    one = replace(overdue(), **PROTECTED[name], check_on=TODAY)
    await load(store, one)
    await night(store, TODAY)
    assert (await customer_of(store)).owner == ZHOU
    rules = replace(BASIC, **{f"protect_{name}": False})
    async with store.unit(act(None)) as uow:
        await uow.customers.save(
            replace(await uow.customers.get(YUANFAN, EVERYBODY), check_on=TODAY)
        )
        await uow.ledger.record("test", "customer", YUANFAN)
    await night(store, TODAY, rules)
    assert (await customer_of(store)).owner is None


async def test_D12_after_its_protection_it_is_looked_at_again(store) -> None:
    one = replace(overdue(), open_moved_at=MONDAY - 20 * DAY, check_on=TODAY)
    await load(store, one)
    await night(store, TODAY)
    assert (await customer_of(store)).check_on == TODAY + 11 * DAY
    await night(store, TODAY + 11 * DAY)
    assert (await customer_of(store)).owner is None


async def state_of(store) -> object:
    """Everything a second run could change."""
    async with store.look() as uow:
        everybody = await uow.customers.returning(TODAY - 999 * DAY, TODAY + 999 * DAY)
        events = [await uow.pool.of(CustomerId(f"C{place}")) for place in range(4)]
        return (everybody, events)


async def test_D25_a_second_run_changes_nothing(store) -> None:
    await load(
        store,
        overdue("C0"),
        overdue("C1", warned_at=None),
        replace(overdue("C2"), won_at=MONDAY, check_on=TODAY),
        begun("C3"),
    )
    first = await night(store, TODAY)
    after = await state_of(store)
    second = await night(store, TODAY)
    assert ([one.id for one in first.lost], second.lost) == (["C0"], ())
    assert await state_of(store) == after


async def test_D25_killed_midway_and_run_again_it_ends_the_same(store) -> None:
    await load(store, *(overdue(f"C{place}") for place in range(3)))

    async def killed() -> None:
        async with store.unit(act(None)) as uow:
            await evaluate(uow, BASIC, due=at(TODAY, 0, 20), zone=ZONE, calendar=Calendar())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await killed()
    assert [await told_of(store, f"C{place}") for place in range(3)] == [[], [], []]

    await night(store, TODAY)
    await night(store, TODAY)
    for place in range(3):
        kinds = [kind for kind, *_ in await told_of(store, f"C{place}")]
        assert kinds == ["recycle", "enter"]


async def test_D25_a_step_says_where_the_next_one_begins(store) -> None:
    numbers = [f"C{place:03}" for place in range(CHUNK + 1)]
    await load(store, *map(overdue, numbers))
    async with store.unit(act(None)) as uow:
        rules = replace(BASIC, version=2)
        assert await rewind(uow, rules, now=MONDAY, zone=ZONE) == numbers[-2]
        assert await rewind(uow, rules, now=MONDAY, zone=ZONE, after=numbers[-2]) is None


async def test_D25_a_run_that_finds_nothing_leaves_no_event(store) -> None:
    await load(store, overdue(warned_at=None))
    for _ in range(2):
        await night(store, TODAY)
    async with store.look() as uow:
        events = await uow.ledger.of_act("import")
        assert events == []
    assert await store.seal(act(None)) == 1


async def test_D07_who_was_never_warned_is_kept(store) -> None:
    await load(store, overdue(warned_at=None))
    await night(store, TODAY)
    assert (await customer_of(store)).owner == ZHOU


FRIDAY = at((MONDAY - 3 * DAY).date(), 9, 6)


@pytest.mark.parametrize(
    ("day", "calendar", "owner"),
    [
        pytest.param(FRIDAY.date() + DAY, Calendar(), ZHOU, id="Saturday is no working day"),
        pytest.param(FRIDAY.date() + 2 * DAY, Calendar(), ZHOU, id="nor is Sunday"),
        pytest.param(FRIDAY.date() + 3 * DAY, Calendar(), None, id="Monday is the next one"),
        pytest.param(
            FRIDAY.date() + 1 * DAY,
            Calendar.of(makeups=[FRIDAY.date() + DAY]),
            None,
            id="a Saturday that is worked",
        ),
        pytest.param(
            FRIDAY.date() + 3 * DAY,
            Calendar.of(holidays=[FRIDAY.date() + 3 * DAY]),
            ZHOU,
            id="a Monday that is a holiday",
        ),
    ],
)
async def test_D07_a_warning_is_a_working_day_old(store, day, calendar, owner) -> None:
    await load(store, overdue(warned_at=FRIDAY))
    await night(store, day, calendar=calendar)
    assert (await customer_of(store)).owner == owner


async def test_D17_what_returned_leaves_no_reminder_behind(store) -> None:
    await load(store, overdue())
    async with work(store) as acting:
        await acting.uow.plans.add(plan(remind_at=MONDAY + DAY))
        await acting.uow.ledger.record("set_plan", "plan", "L1")
    await night(store, TODAY)
    async with store.look() as uow:
        (closed,) = await uow.plans.search(PlanQuery(states=tuple(PlanState)), EVERYBODY)
        assert await uow.plans.to_remind(MONDAY + 9 * DAY, limit=5) == []
    assert closed.state is PlanState.CANCELLED


async def test_what_was_done_before_a_return_is_not_taken_back_after_it(store) -> None:
    await load(store, overdue())
    async with work(store, name="visit") as acting:
        await log(report(result=""), acting)
    await night(store, TODAY + DAY)
    async with work(store, now=MONDAY + timedelta(minutes=5)) as acting:
        with pytest.raises(UndoBlocked):
            await undo(acting, act="visit")


async def test_D12_who_is_on_leave_loses_nothing_until_he_is_back(store) -> None:
    away = employee("E9", state=EmployeeState.LEAVE)
    await load(store, overdue(owner="E9"), people=(away,))
    await night(store, TODAY)
    await night(store, TODAY + DAY)
    assert (await customer_of(store)).owner == "E9"
    async with work(store, supervisor(), team=frozenset({"E9"})) as acting:
        told = await explain(YUANFAN, acting)
        await acting.uow.people.save(
            replace(await acting.uow.people.get("E9"), state=EmployeeState.ACTIVE)
        )
        await acting.uow.ledger.record("import", "people", "E9")
    assert told.look
    assert told.look.protected_by == Protection("leave", applies=True)
    await night(store, TODAY + 2 * DAY)
    assert (await customer_of(store)).owner is None


async def test_D08_a_visit_that_proves_ineffective_gives_the_half_year_back(store) -> None:
    await load(store, begun(rules=KEY_ACCOUNTS))
    async with work(store, now=MONDAY + DAY, rules=KEY_ACCOUNTS) as acting:
        logged = await log(report(occurred_at=MONDAY + DAY), acting)
    assert (await customer_of(store)).hold_until
    async with work(store, now=MONDAY + DAY, rules=KEY_ACCOUNTS) as acting:
        changed = report(occurred_at=MONDAY + DAY, result="")
        await revise(logged.follow_up.id, acting, report=changed)
    again = await customer_of(store)
    assert (again.hold_until, again.recycle_on) == (None, TODAY + 4 * DAY)


async def test_D10_an_ineffective_contact_does_not_forget_the_imported_one(store) -> None:
    facts = {"owned_since": MONDAY - 20 * DAY, "category": 1}
    dates = {"last_contact_at": MONDAY - DAY, "last_effective_at": MONDAY - DAY}
    await load(store, begun(**facts, **dates))
    before = (await customer_of(store)).recycle_on
    async with work(store) as acting:
        await log(report(result=""), acting)
    assert (await customer_of(store)).recycle_on == before == TODAY + 7 * DAY


async def test_D07_other_rules_move_every_deadline_and_ask_for_a_warning_anew(store) -> None:
    await load(store, *(begun(f"C{n}", warned_at=MONDAY) for n in range(3)), pooled("P1"))
    rules = replace(BASIC, no_deal_days=10, version=2)
    async with store.unit(act(None, name="rules")) as uow:
        assert await rewind(uow, rules, now=MONDAY, zone=ZONE) is None
    found = [await customer_of(store, f"C{n}") for n in range(3)]
    expected = (TODAY + 11 * DAY, TODAY + 11 * DAY, None)
    assert {(one.recycle_on, one.check_on, one.warned_at) for one in found} == {expected}
    assert (await customer_of(store, "P1")).recycle_on is None
    async with store.unit(act(None)) as uow:
        await rewind(uow, BASIC, now=MONDAY, zone=ZONE)
    wound_back = await customer_of(store, "C0")
    assert wound_back.recycle_on == TODAY + 61 * DAY
    async with store.unit(act(None, name="same")) as uow:
        await rewind(uow, BASIC, now=MONDAY, zone=ZONE)
    assert await customer_of(store, "C0") == wound_back
    async with store.look() as uow:
        assert [one.rule_version for one in await uow.ledger.of_act("rules")] == [2]
        assert await uow.ledger.of_act("same") == []
