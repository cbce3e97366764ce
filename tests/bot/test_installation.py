"""What commands change beside a running service holds there too."""

from datetime import UTC, datetime

from bot.installation import RULES, current_rules, set_clock
from storage.store import COMPANY
from tests.e2e.world import World

STRICT = "[pool]\nclaims_per_day = 1\n"


async def test_rules_loaded_beside_a_service_are_followed(wecom: World) -> None:
    await wecom.store.settings.put(COMPANY, RULES, STRICT)
    await wecom.app.clockwork.look()

    await wecom.say("周明", "领海川")
    await wecom.say("周明", "领光联")

    assert "名额用完" in wecom.seen("周明")
    assert wecom.app.given.rules == await current_rules(wecom.store)


async def test_a_clock_moved_beside_a_service_is_followed(wecom: World) -> None:
    later = datetime(2027, 3, 1, 2, tzinfo=UTC)
    await set_clock(wecom.store, later, wecom.time)
    await wecom.app.clockwork.look()

    assert wecom.app.clock() == later
