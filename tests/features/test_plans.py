"""Set, complete, move and cancel plans: G04, G05, G10."""

from datetime import timedelta

import pytest

from core.errors import Forbidden, IllegalMove, Invalid, NotFound
from core.ledger.actions import undo
from core.people.permissions import EVERYBODY
from core.plans import actions
from core.plans.model import PlanState
from core.plans.queries import PlanQuery
from tests.core.builders import DAY, LIN, MONDAY, YUANFAN, at, customer, employee, plan
from tests.features.given import load, work

HOUR = timedelta(hours=1)


async def put(store, *, now=MONDAY, by=None, **wished):
    given = {"due_at": MONDAY + DAY, "has_time": True, "content": "送样机", "customer": YUANFAN}
    async with work(store, by, now=now) as acting:
        return await actions.set_plan(acting=acting, **{**given, **wished})


async def kept(store, *states: PlanState):
    async with store.look() as uow:
        return list(await uow.plans.search(PlanQuery(states=states or tuple(PlanState)), EVERYBODY))


async def test_G04_a_plan_stands_for_a_customer_or_for_oneself(store) -> None:
    await load(store, customer())
    timed = await put(store)
    of_day = await put(store, customer=None, due_at=at(MONDAY.date(), 0), has_time=False)

    assert (timed.customer, timed.remind_at) == (YUANFAN, MONDAY + DAY)
    assert (of_day.customer, of_day.remind_at) == (None, None)
    assert {one.id for one in await kept(store)} == {timed.id, of_day.id}


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_at": MONDAY - HOUR},
        {"due_at": MONDAY - DAY, "has_time": False},
        {"content": "长" * 501},
        {"recurrence": "FREQ=HOURLY"},
    ],
)
async def test_a_plan_that_cannot_be_is_refused(store, wrong) -> None:
    await load(store, customer())
    with pytest.raises(Invalid):
        await put(store, **wrong)
    assert await kept(store) == []


async def test_A04_nobody_plans_with_a_colleagues_customer(store) -> None:
    await load(store, customer(owner=LIN))
    with pytest.raises((Forbidden, NotFound)):
        await put(store)


async def test_G05_a_plan_is_done_once(store) -> None:
    await load(store, customer())
    one = await put(store)
    async with work(store) as acting:
        done, following = await actions.complete(one.id, acting)

    assert (done.state, done.closed_at, done.remind_at) == (PlanState.DONE, MONDAY, None)
    assert following is None
    async with work(store) as acting:
        with pytest.raises(IllegalMove):
            await actions.complete(one.id, acting)


async def test_G05_a_moved_plan_has_a_successor(store) -> None:
    await load(store, customer())
    one = await put(store)
    async with work(store) as acting:
        later = await actions.move(one.id, MONDAY + 4 * DAY, acting, has_time=True)

    assert (later.moved_from, later.remind_at) == (one.id, MONDAY + 4 * DAY)
    assert [(each.id, each.state, each.remind_at) for each in await kept(store)] == [
        (one.id, PlanState.MOVED, None),
        (later.id, PlanState.OPEN, MONDAY + 4 * DAY),
    ]


async def test_G05_a_cancelled_plan_reminds_of_nothing(store) -> None:
    await load(store, customer())
    one = await put(store)
    async with work(store) as acting:
        cancelled = await actions.cancel(one.id, acting)

    assert (cancelled.state, cancelled.closed_at) == (PlanState.CANCELLED, MONDAY)
    assert cancelled.remind_at is None


async def test_G05_a_plan_is_not_moved_into_the_past(store) -> None:
    await load(store, customer())
    one = await put(store)
    async with work(store) as acting:
        with pytest.raises(Invalid):
            await actions.move(one.id, MONDAY - DAY, acting, has_time=False)
    assert [each.state for each in await kept(store)] == [PlanState.OPEN]


@pytest.mark.parametrize("act", ["complete", "move", "cancel"])
async def test_G05_each_act_on_a_plan_is_taken_back(store, act: str) -> None:
    await load(store, customer())
    one = await put(store)
    async with work(store, now=MONDAY + HOUR) as acting:
        if act == "move":
            await actions.move(one.id, MONDAY + 4 * DAY, acting, has_time=True)
        else:
            await getattr(actions, act)(one.id, acting)
    async with work(store, now=MONDAY + HOUR) as acting:
        await undo(acting)

    (back,) = await kept(store)
    assert (back.id, back.state, back.remind_at) == (one.id, PlanState.OPEN, MONDAY + DAY)


async def test_nobody_acts_on_a_colleagues_plan(store) -> None:
    await load(store, customer())
    one = await put(store)
    async with work(store, employee(LIN)) as acting:
        with pytest.raises((Forbidden, NotFound)):
            await actions.cancel(one.id, acting)


async def test_G10_a_repeated_plan_begets_the_next_that_lies_ahead(store) -> None:
    await load(store, customer())
    one = await put(store, recurrence="FREQ=WEEKLY;INTERVAL=2")
    async with work(store, now=MONDAY + 20 * DAY) as acting:
        _, following = await actions.complete(one.id, acting)

    assert following
    assert (following.due_at, following.remind_at) == (MONDAY + 29 * DAY, MONDAY + 29 * DAY)
    assert (following.recurrence, following.closed_at) == (one.recurrence, None)


async def test_G10_the_day_of_the_month_is_kept(store) -> None:
    await load(store, customer())
    one = await put(
        store, due_at=at(MONDAY.date().replace(month=12, day=31)), recurrence="FREQ=MONTHLY"
    )

    assert one.recurrence == "FREQ=MONTHLY;BYMONTHDAY=31"


async def test_a_cancelled_repeated_plan_ends(store) -> None:
    await load(store, customer())
    one = await put(store, recurrence="FREQ=WEEKLY")
    async with work(store) as acting:
        await actions.cancel(one.id, acting)

    assert [each.state for each in await kept(store)] == [PlanState.CANCELLED]


async def test_a_plan_of_a_day_is_still_possible_on_that_day(store) -> None:
    await load(store, customer())
    one = await put(store, due_at=at(MONDAY.date(), 0), has_time=False)

    assert one.state is plan().state
