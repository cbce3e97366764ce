"""Four clocks on one database: one is killed, and one stands still in the midst of the night's look until
others have done it. Each due moment comes once, and none is missed (R9)."""

import signal

from adapters.chat import Platform
from tests.chaos import ticking
from tests.chaos.load import pause
from tests.chaos.scene import scene

PEOPLE = 12
CLOCKS = ("worker",) * 4
STILL = 3
"""Seconds that a transaction may stand still here; thirty in a real one."""


async def test_each_due_moment_comes_once_though_one_clock_dies_and_one_stands_still(
    postgresql_url: str,
) -> None:
    url = f"{postgresql_url}&options=-c%20idle_in_transaction_session_timeout%3D{STILL}s"
    await ticking.wound(url)
    async with scene(
        Platform.WECOM, url, roles=CLOCKS, people=PEOPLE, each=2, also={"schedule": True}
    ) as now:
        still = await ticking.lived(now, PEOPLE)
        still.send(signal.SIGCONT)
        await now.fleet.ready()
        await pause(2 * STILL)

        assert now.fleet.kills == 1
        assert await ticking.amiss(now, PEOPLE) == 0
