"""What commands change beside a running service holds there too."""

import asyncio
from datetime import UTC, date, datetime, timedelta

from bot.installation import RULES, current_rules, set_clock, wind_clocks
from storage.store import COMPANY
from tests.e2e.world import ZONE, World

STRICT = "[pool]\nclaims_per_day = 1\n"


async def test_rules_loaded_beside_a_service_are_followed(wecom: World) -> None:
    await wecom.store.settings.put(COMPANY, RULES, STRICT)
    await wecom.app.clockwork.look()

    await wecom.say("周明", "领海川")
    await wecom.say("周明", "领光联")

    assert "名额用完" in wecom.seen("周明")
    assert wecom.app.given.rules == await current_rules(wecom.store)


async def test_a_process_that_only_takes_callbacks_follows_too(wecom: World) -> None:
    await wecom.store.settings.put(COMPANY, RULES, STRICT)
    over = asyncio.Event()
    over.set()

    await wecom.app.follower.run(over)

    assert wecom.app.given.rules.company.pool.claims_per_day == 1


async def test_a_clock_moved_beside_a_service_is_followed(wecom: World) -> None:
    later = datetime(2027, 3, 1, 2, tzinfo=UTC)
    await set_clock(wecom.store, later, wecom.time)
    await wecom.app.clockwork.look()

    assert wecom.app.clock() == later


async def test_deadlines_follow_the_rules_that_are_loaded(wecom: World) -> None:
    async def deadline() -> date:
        async with wecom.look() as uow:
            return (await uow.customers.find("C01")).recycle_on

    before = await deadline()
    await wecom.store.settings.put(COMPANY, RULES, "[pool]\nno_deal_days = 20\ncategory_days = 0\n")
    for _ in range(2):
        await wind_clocks(wecom.store, wecom.time(), ZONE)
    after = await deadline()

    assert before - after == timedelta(days=40)
    async with wecom.look() as uow:
        (event,) = await uow.ledger.of_act("rules:1")
    assert (event.command, event.rule_version) == ("load_rules", 1)
