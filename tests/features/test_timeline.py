"""The line of time of a customer: F15."""

from datetime import timedelta

from core.customers.profile import timeline
from core.opportunities import actions as deals
from core.opportunities.model import StageMove
from core.plans.actions import complete, set_plan
from core.plans.model import Plan
from core.pool.actions import claim
from core.pool.model import PoolEvent
from core.visits.actions import log
from core.visits.model import FollowUp
from tests.core.builders import DAY, MONDAY, YUANFAN, opportunity, pooled, report
from tests.features.given import load, work

HOUR = timedelta(hours=1)


async def a_history(store) -> None:
    """周明 claims, visits, moves the deal on, does what he planned: an hour each."""
    await load(store, pooled())
    async with work(store) as acting:
        await claim(YUANFAN, acting)
    async with work(store, now=MONDAY + HOUR) as acting:
        await log(report(occurred_at=MONDAY + HOUR), acting)
    async with work(store, now=MONDAY + 2 * HOUR) as acting:
        await acting.uow.opportunities.add(opportunity())
        await acting.uow.ledger.record("import", "opportunity", "O1")
        await deals.move("O1", "initial", acting)
    async with work(store, now=MONDAY + 3 * HOUR) as acting:
        one = await set_plan(
            acting=acting,
            due_at=MONDAY + DAY,
            has_time=True,
            content="送样机",
            customer=YUANFAN,
        )
        await complete(one.id, acting)


async def test_F15_contacts_moves_plans_and_owners_stand_on_one_line_of_time(store) -> None:
    await a_history(store)

    async with work(store, now=MONDAY + 4 * HOUR) as acting:
        found = await timeline(YUANFAN, acting, limit=10)
        last = await timeline(YUANFAN, acting, limit=2)

    assert [type(event.what) for event in found] == [Plan, StageMove, FollowUp, PoolEvent]
    assert [event.at for event in found] == [MONDAY + n * HOUR for n in (3, 2, 1, 0)]
    assert found[-1].who == "周明"
    assert list(last) == list(found[:2])
