"""Killed at each commit point under load and started again: nothing is lost, nothing happens twice
(R1). `make chaos` has thirty kills a point, and PostgreSQL."""

from adapters.chat import Platform
from storage.probes import Step
from tests.chaos.arms import armed
from tests.chaos.scene import scene
from tests.chaos.tally import Tally

KILLS = 3
"""At each point."""


async def test_a_kill_at_any_point_loses_nothing_and_doubles_nothing(sqlite_url: str) -> None:
    async with scene(Platform.WECOM, sqlite_url, arms=armed(KILLS)) as now:
        now.load.goes_on = lambda: now.fleet.is_armed
        await now.load.run()
        await now.drained()
        found = await now.tally()

        assert now.fleet.kills == KILLS * len(Step)
        assert found == Tally()
