"""Every push leads to its record, or to the list of its records (P13)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.jobs import briefs, digest, morning, plans, pool
from bot.jobs.tick import Job
from tests.bot.jobs.given import one, run
from tests.bot.jobs.test_pool import MORNING, NIGHT, returning
from tests.core.builders import DAY, MONDAY, YUANFAN, at, customer, opportunity, plan
from tests.features.given import load, work

HOUR = timedelta(hours=1)
AT = MONDAY + 4 * HOUR
VISIT = plan(due_at=AT, has_time=True, remind_at=AT, content="拜访王总")
ALONE = replace(VISIT, customer=None)
OLD = opportunity(created_at=MONDAY - 30 * DAY)
PAGE = f"/board/customers/{YUANFAN}"
SEEN = {"warned_at": MONDAY - DAY}


@pytest.mark.parametrize(
    ("job", "due", "customers", "others", "opens"),
    [
        pytest.param(plans.remind, AT, [customer()], [VISIT], PAGE, id="plan_due"),
        pytest.param(
            plans.remind, AT, [customer()], [ALONE], "/board/list/plans", id="plan_due of nobody"
        ),
        pytest.param(briefs.before_visits, AT - HOUR, [customer()], [VISIT], PAGE, id="brief"),
        pytest.param(
            morning.agenda, MONDAY, [customer()], [VISIT], "/board/list/plans", id="rep_morning"
        ),
        pytest.param(
            plans.nudge,
            MONDAY,
            [replace(customer(), open_moved_at=MONDAY)],
            [OLD],
            PAGE,
            id="plan_nudge",
        ),
        pytest.param(
            pool.warn, MORNING, [returning("C01", 1)], [], "/board/customers/C01", id="pool_warning"
        ),
        pytest.param(
            pool.warn,
            MORNING,
            [returning("C01", 1), returning("C02", 3)],
            [],
            "/board/list/returning",
            id="pool_warning of several",
        ),
        pytest.param(
            pool.evaluate,
            NIGHT,
            [returning("C01", 1, **SEEN)],
            [],
            "/board/customers/C01",
            id="pool_returned",
        ),
        pytest.param(
            digest.send,
            at(MONDAY.date(), 18, 7),
            [customer()],
            [],
            "/board?day=2026-11-23",
            id="manager_digest",
        ),
    ],
)
async def test_P13_a_push_leads_to_its_record(
    store, job: Job, due, customers, others, opens: str
) -> None:
    await load(store, *customers)
    async with work(store, now=MONDAY - 9 * DAY) as acting:
        for each in others:
            kind = acting.uow.plans if hasattr(each, "due_at") else acting.uow.opportunities
            await kind.add(each)
        await acting.uow.ledger.record("import", "plans", "")

    await run(store, job, due, hurried=True)

    assert (await one(store)).opens == opens
