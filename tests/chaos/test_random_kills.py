"""Killed at any moment under load: nothing is lost, doubled or overtaken (R2); as four in test_faults.

The same load on a careless bot shows that each of these counts counts.
"""

import asyncio
import random

from adapters.chat import Platform
from tests.chaos import careless
from tests.chaos.fleet import PATIENCE, strike
from tests.chaos.load import until
from tests.chaos.scene import Scene, scene
from tests.chaos.tally import Tally, tally

PEOPLE, EACH, KILLS = 100, 4, 4
"""`make chaos` has 20,000 messages and 40 kills."""


async def struck(now: Scene, kills: int) -> None:
    """Everybody says everything, while one process after the other is killed."""
    async with asyncio.TaskGroup() as group:
        group.create_task(now.load.run())
        group.create_task(strike(now.fleet, kills, random.Random(3)))


async def test_kills_at_any_moment_lose_nothing_and_double_nothing(sqlite_url: str) -> None:
    async with scene(Platform.FEISHU, sqlite_url, people=PEOPLE, each=EACH) as now:
        await struck(now, KILLS)
        await now.drained()

        assert len(now.load.acknowledged) == PEOPLE * EACH
        assert await now.tally() == Tally()


async def test_the_faults_of_a_careless_bot_are_seen(sqlite_url: str) -> None:
    async with scene(
        Platform.WECOM, sqlite_url, people=PEOPLE, each=EACH, module="tests.chaos.careless"
    ) as now:
        await struck(now, 2 * KILLS)
        await until(lambda: careless.is_over(sqlite_url), PATIENCE)
        found = tally(now.told, now.load.acknowledged, careless.effects(sqlite_url), now.phones)

    assert found.lost > 0
    assert found.doubled > 0
    assert found.twice > 0
    assert found.renewed > 0
