"""Four clocks on one database: one is killed, and one stands still in the midst of the night's look until
others have done it. Each due moment comes once, and none is missed (R9)."""

import signal

from adapters.chat import Platform
from bot.installation import set_clock
from tests.chaos import ticking
from tests.chaos.fleet import PATIENCE
from tests.chaos.load import pause, until
from tests.chaos.scene import scene

PEOPLE = 12
CLOCKS = ("worker",) * 4
STILL = 3
"""Seconds that a transaction may stand still here; thirty in a real one."""
BUBBLES = 3
"""For each: what the night took, his reminder, his morning's list."""


async def test_each_due_moment_comes_once_though_one_clock_dies_and_one_stands_still(
    postgresql_url: str,
) -> None:
    url = f"{postgresql_url}&options=-c%20idle_in_transaction_session_timeout%3D{STILL}s"
    await ticking.wound(url)
    async with scene(
        Platform.WECOM, url, roles=CLOCKS, people=PEOPLE, each=2, also={"schedule": True}
    ) as now:
        await ticking.laid_out(now.store, PEOPLE)
        still = await ticking.at_work(now, lambda post: post.send(signal.SIGSTOP))
        await until(ticking.ran(now, "pool_evaluate"), PATIENCE)
        await set_clock(now.store, ticking.MORNING)
        next(post for post in now.fleet.posts if post is not still).send(signal.SIGKILL)
        await until(ticking.ran(now, "rep_morning"), PATIENCE)
        await set_clock(now.store, ticking.SENT)

        async def everybody_was_told() -> bool:
            return all(one.total() >= BUBBLES for one in ticking.shown(now, PEOPLE))

        await until(everybody_was_told, PATIENCE)
        still.send(signal.SIGCONT)
        await now.fleet.ready()
        await pause(2 * STILL)

        assert now.fleet.kills == 1
        assert await ticking.returned(now.store) == {f"R{one}": 1 for one in range(PEOPLE)}
        assert await ticking.reminded(now.store) == [1] * PEOPLE
        for bubbles in ticking.shown(now, PEOPLE):
            assert list(bubbles.values()) == [1] * BUBBLES
