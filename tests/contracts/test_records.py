"""Follow-ups, plans, opportunities, the pool's history and figures."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.errors import NotFound
from core.money import Money
from core.opportunities.model import OpportunityState
from core.opportunities.queries import MoveQuery, OpportunityQuery
from core.plans.model import PlanState
from core.plans.queries import PlanQuery
from core.pool.model import PoolEventKind
from core.reports.model import DayFigures, Snapshot
from core.reports.ranges import Range
from core.visits.model import ContactKind
from core.visits.queries import FollowUpQuery
from tests.contracts.given import (
    ALL,
    C1,
    C2,
    E1,
    E2,
    NOW,
    customer,
    follow_up,
    kept,
    move,
    opportunity,
    plan,
    pool_event,
    scope,
    target,
)


def days(first: int, last: int) -> Range:
    """Days of Shanghai, counted from the day of NOW."""
    today = NOW.date()
    return Range(today + first * DAY, today + last * DAY, ZoneInfo("Asia/Shanghai"))


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FOLLOW_UPS = (
    follow_up("F1"),
    follow_up("F2", occurred_at=NOW - DAY, kind=ContactKind.CALL, effective=False, spans=()),
    follow_up("F3", occurred_at=NOW - 2 * DAY, customer=C2, employee=E2),
)
PLANS = (
    plan("L1"),
    plan("L2", due_at=NOW + DAY, remind_at=NOW + DAY - HOUR, state=PlanState.OPEN),
    plan("L3", due_at=NOW - DAY, state=PlanState.DONE, closed_at=NOW, remind_at=NOW - DAY),
    plan("L4", employee=E2, customer=None, remind_at=None),
)
DEALS = (
    opportunity("O1"),
    opportunity("O2", amount=Money(1_000_00), name="光伏支架", moved_at=NOW - 40 * DAY),
    opportunity("O3", amount=None, employee=E2, customer=C2, expected_close=None),
    opportunity(
        "O4", amount=Money(300_00), state=OpportunityState.WON, closed_at=NOW, created_at=NOW - DAY
    ),
)


@pytest.fixture
async def known(store, act) -> None:
    await kept(store, act, customer(), customer(C2, owner=E2))
    async with store.unit(act()) as uow:
        for one in FOLLOW_UPS:
            await uow.follow_ups.add(one)
        await uow.plans.add_many(PLANS)
        for deal in DEALS:
            await uow.opportunities.add(deal)
        await uow.opportunities.add_move(move("M1"))
        await uow.opportunities.add_move(move("M2", at=NOW - DAY, customer=C2, by=E2))
        await uow.ledger.record("load", "", "")


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, ["F1", "F2", "F3"]),
        ({"customer": C1}, ["F1", "F2"]),
        ({"employee": E2}, ["F3"]),
        ({"kinds": (ContactKind.CALL, ContactKind.EMAIL)}, ["F2"]),
        ({"since": NOW - DAY}, ["F1", "F2"]),
        ({"until": NOW - DAY}, ["F3"]),
        ({"effective": True}, ["F1", "F3"]),
        ({"effective": False}, ["F2"]),
        ({"limit": 1}, ["F1"]),
    ],
)
@pytest.mark.usefixtures("known")
async def test_follow_ups_are_listed_newest_first(store, conditions, expected) -> None:
    async with store.look() as uow:
        found = await uow.follow_ups.search(FollowUpQuery(**conditions), ALL)
    assert [one.id for one in found] == expected


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, ["L1", "L4", "L2"]),
        ({"employee": E2}, ["L4"]),
        ({"customer": C1}, ["L1", "L2"]),
        ({"states": (PlanState.DONE, PlanState.OPEN)}, ["L3", "L1", "L4", "L2"]),
        ({"due_from": NOW + HOUR}, ["L2"]),
        ({"due_from": NOW, "due_until": NOW + DAY}, ["L1", "L4"]),
        ({"limit": 1}, ["L1"]),
    ],
)
@pytest.mark.usefixtures("known")
async def test_plans_are_listed_by_when_they_are_due(store, conditions, expected) -> None:
    async with store.look() as uow:
        found = await uow.plans.search(PlanQuery(**conditions), ALL)
    assert [one.id for one in found] == expected


@pytest.mark.usefixtures("known")
async def test_open_plans_are_reminded_of_when_it_is_time(store) -> None:
    async with store.look() as uow:
        now = await uow.plans.to_remind(NOW, limit=9)
        tomorrow = await uow.plans.to_remind(NOW + DAY, limit=9)
        one = await uow.plans.to_remind(NOW + DAY, limit=1)
    assert [[p.id for p in some] for some in (now, tomorrow, one)] == [["L1"], ["L1", "L2"], ["L1"]]


@pytest.mark.usefixtures("known")
async def test_open_plans_with_customers_are_found_before_their_time_comes(store, act) -> None:
    async with store.unit(act()) as uow:
        await uow.plans.add(plan("L5", customer=None))
        await uow.ledger.record("load", "", "")
    async with store.look() as uow:
        both = await uow.plans.coming(NOW - 2 * DAY, NOW + DAY - HOUR)
        later = await uow.plans.coming(NOW, NOW + DAY)
    assert [[p.id for p in some] for some in (both, later)] == [["L1", "L2"], ["L2"]]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, ["O1", "O2", "O3"]),
        ({"customer": C2}, ["O3"]),
        ({"employee": E1}, ["O1", "O2"]),
        ({"states": (OpportunityState.WON,)}, ["O4"]),
        ({"stages": ("needs",)}, ["O1", "O2", "O3"]),
        ({"stages": ("contract",)}, []),
        ({"amount_over": Money(1_000_00)}, ["O1"]),
        ({"amount_under": Money(1_000_01)}, ["O2"]),
        ({"close_from": date(2026, 12, 31), "close_until": date(2026, 12, 31)}, ["O1", "O2"]),
        ({"close_until": date(2026, 12, 30)}, []),
        ({"idle_since": NOW - 30 * DAY}, ["O2"]),
        ({"text": "光伏"}, ["O2"]),
        ({"limit": 1}, ["O1"]),
    ],
)
@pytest.mark.usefixtures("known")
async def test_opportunities_are_listed_by_amount(store, conditions, expected) -> None:
    async with store.look() as uow:
        found = await uow.opportunities.search(OpportunityQuery(**conditions), ALL)
    assert [one.id for one in found] == expected


@pytest.mark.usefixtures("known")
async def test_moves_are_listed_newest_first(store) -> None:
    async with store.look() as uow:
        moves = uow.opportunities.moves
        assert [one.id for one in await moves(MoveQuery())] == ["M1", "M2"]
        assert [one.id for one in await moves(MoveQuery(customer=C2))] == ["M2"]
        assert await moves(MoveQuery(since=NOW + HOUR, until=NOW + DAY)) == []


@pytest.mark.usefixtures("known")
async def test_records_come_back_as_they_were(store) -> None:
    async with store.look() as uow:
        assert await uow.follow_ups.get(FOLLOW_UPS[0].id, ALL) == FOLLOW_UPS[0]
        assert await uow.plans.get(PLANS[0].id, ALL) == PLANS[0]
        assert await uow.opportunities.get(DEALS[0].id, ALL) == DEALS[0]


@pytest.mark.usefixtures("known")
async def test_no_record_is_read_from_outside_the_scope(store) -> None:
    seen = scope(E1, pools=True)
    async with store.look() as uow:
        assert len(await uow.follow_ups.search(FollowUpQuery(), seen)) == 2
        assert len(await uow.plans.search(PlanQuery(), seen)) == 2
        assert len(await uow.opportunities.search(OpportunityQuery(), seen)) == 2
        assert set(await uow.reports.figures(days(-9, 0), seen, now=NOW)) == {E1}
        for read in (
            uow.follow_ups.get(FOLLOW_UPS[2].id, seen),
            uow.plans.get(PLANS[3].id, seen),
            uow.opportunities.get(DEALS[2].id, seen),
        ):
            with pytest.raises(NotFound):
                await read


@pytest.mark.usefixtures("known")
async def test_a_follow_up_stays_with_the_customer_when_the_owner_changes(store, act) -> None:
    async with store.unit(act()) as uow:
        await uow.customers.save(replace(customer(C2), owner=E1))
        await uow.ledger.record("assign", "customer", C2)
    async with store.look() as uow:
        found = await uow.follow_ups.search(FollowUpQuery(customer=C2), scope(E1))
    assert [one.id for one in found] == ["F3"]


@pytest.mark.usefixtures("known")
async def test_figures_count_what_lies_in_the_range(store, act) -> None:
    async with store.unit(act()) as uow:
        await uow.pool.add_many(
            [
                pool_event(),
                pool_event(reason="create"),
                pool_event(PoolEventKind.RELEASE),
                pool_event(PoolEventKind.WARN),
                pool_event(at=NOW - 9 * DAY),
            ]
        )
    async with store.look() as uow:
        found = await uow.reports.figures(days(0, 0), ALL, now=NOW)
        nothing = await uow.reports.figures(days(30, 31), ALL, now=NOW)
    assert found[E1] == DayFigures(
        visits=1,
        effective_visits=1,
        follow_ups=1,
        stage_moves=1,
        plans_due=1,
        new_customers=1,
        new_opportunities=2,
        claimed=1,
        returned=1,
        won=1,
        won_amount=Money(300_00),
    )
    assert found[E2] == DayFigures(plans_due=1, new_opportunities=1)
    assert nothing == {}


async def test_the_pools_history_grows_and_is_read_newest_first(store, act) -> None:
    async with store.unit(act()) as uow:
        await uow.pool.add(pool_event(at=NOW - DAY))
        await uow.pool.add_many([pool_event(PoolEventKind.WARN), pool_event(PoolEventKind.RECYCLE)])
        await uow.pool.add(pool_event(reason="create"))
        await uow.pool.add_many([])
    async with store.look() as uow:
        history = await uow.pool.of(C1)
        assert [one.kind.value for one in history] == ["claim", "recycle", "warn", "claim"]
        assert len({one.seq for one in history}) == 4
        assert len(await uow.pool.of(C1, limit=2)) == 2
        assert await uow.pool.claims(E1, NOW - DAY) == 1
        assert await uow.pool.claims(E1, NOW) == 0
        assert await uow.pool.last_loss(C1, E1) == NOW
        assert await uow.pool.last_loss(C1, E2) is None
        assert await uow.pool.count(PoolEventKind.CLAIM, NOW - DAY, NOW) == 1


async def test_a_target_is_replaced_and_a_digest_is_kept_as_sent(store, act) -> None:
    snapshot = Snapshot(E1, date(2026, 11, 23), "day", '{"visits":1}', "ab", NOW)
    async with store.unit(act()) as uow:
        await uow.reports.put_target(target())
        await uow.reports.put_target(replace(target(), value=Money(1)))
        await uow.reports.put_target(replace(target(), employee=E2))
        await uow.ledger.record("target", "employee", E1)
        await uow.reports.put_snapshot(snapshot)
        await uow.reports.put_snapshot(replace(snapshot, hash="cd"))
    async with store.look() as uow:
        assert await uow.reports.targets("2026-11", scope(E1)) == [
            replace(target(), value=Money(1))
        ]
        assert len(await uow.reports.targets("2026-11", ALL)) == 2
        assert await uow.reports.targets("2026-12", ALL) == []
        assert await uow.reports.snapshot(E1, snapshot.day, "day") == replace(snapshot, hash="cd")
        assert await uow.reports.snapshot(E1, snapshot.day, "week") is None
    async with store.unit(act(id="elsewhere"), company=2) as uow:
        assert await uow.reports.targets("2026-11", ALL) == []
        assert await uow.reports.snapshot(E1, snapshot.day, "day") is None
        await uow.reports.put_snapshot(replace(snapshot, hash="ef"))
    async with store.look() as uow:
        assert await uow.reports.snapshot(E1, snapshot.day, "day") == replace(snapshot, hash="cd")
