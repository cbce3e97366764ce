"""Whoever has the robot's connection gives it up before his lease may be another's."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from adapters.chat import Platform
from bot.bells import Bell
from bot.holding import Holder
from bot.metrics import Metrics
from storage.store import Store

LIFE = timedelta(seconds=1.5)


class Held:
    """A platform's long connection: when it was had and when it was let go, on the loop's clock."""

    platform = Platform.AIBOT
    is_live = True

    def __init__(self) -> None:
        self.began = asyncio.Event()
        self.ended = asyncio.Event()

    async def hold(self, _: Callable) -> None:
        self.began.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.ended.set()


async def test_a_database_that_hangs_keeps_nobody_at_the_connection(store: Store) -> None:
    platform, stop = Held(), asyncio.Event()
    bells = {"incoming": Bell(), "outgoing": Bell()}
    holder = Holder(platform, store, metrics=Metrics(), life=LIFE, **bells)
    running = asyncio.create_task(holder.run(stop))
    async with asyncio.timeout(10):
        await platform.began.wait()

    async with store.database.write() as connection:
        await connection.exec_driver_sql("DELETE FROM shared")
        async with asyncio.timeout(10):
            await platform.ended.wait()
        goes_on = not running.done()

    stop.set()
    async with asyncio.timeout(10):
        await running
    assert goes_on
