"""A worker in a process of its own that serves the robot until it is killed.

`python -m tests.e2e.robot_process DATABASE_URL ROBOT_URL`
"""

import asyncio
import os
import sys
from datetime import timedelta

from adapters.chat import ChatPlatform, Platform
from bot.app import build
from bot.plan import Plan
from core.clock import machine_now
from storage.store import Store
from tests.e2e.robots import robot
from tests.e2e.world import ZONE, NoFiles

LEASE, LINE = timedelta(seconds=10), timedelta(seconds=2)


async def main(url: str, address: str) -> None:
    def platforms(store: Store) -> dict[Platform, ChatPlatform]:
        own = f"{address}/?pid={os.getpid()}"
        return {Platform.AIBOT: robot(store, own, machine_now, NoFiles())}

    app = await build(
        Plan(database_url=url, zone=ZONE, platforms=platforms, lease=LEASE, line_lease=LINE)
    )
    await app.start(schedule=False)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
