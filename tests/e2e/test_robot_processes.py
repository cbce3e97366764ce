"""Several processes and one robot: one has the connection, another takes over when it is killed."""

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager

from sqlalchemy import func, select

from adapters.emulator.robot import RobotEmulator
from bot.ids import Ids
from core.clock import machine_now
from storage.store import Store
from storage.tables import inbox
from tests.adapters.served import served
from tests.e2e import company
from tests.e2e.founding import found
from tests.e2e.robots import BOT, SECRET

PEOPLE = [one for one in company.ACCOUNTS.values() if one != "stranger"]


@asynccontextmanager
async def worker(database_url: str, address: str):
    """A worker in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.e2e.robot_process", database_url, address
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@asynccontextmanager
async def installation(database_url: str):
    """A founded company, the robot's server and two workers."""
    emulator = RobotEmulator(BOT, SECRET, now=machine_now)
    emulator.met |= set(company.ACCOUNTS.values())
    store = Store(database_url, new_id=Ids())
    await store.migrate()
    await found(store, machine_now())
    async with served(emulator.app, sockets=True) as base:
        address = base.replace("http", "ws", 1)
        async with worker(database_url, address) as one, worker(database_url, address) as two:
            try:
                await emulator.until(lambda: emulator.is_connected, 40)
                yield emulator, store, {str(one.pid): one, str(two.pid): two}
            finally:
                await store.close()


async def stored(store: Store) -> int:
    async with store.database.read() as connection:
        return (await connection.execute(select(func.count()).select_from(inbox))).scalar_one()


async def test_the_holder_is_killed_and_another_loses_nothing(postgresql_url: str) -> None:
    async with installation(postgresql_url) as (emulator, store, workers):
        pings = emulator.pings
        await emulator.until(lambda: emulator.pings > pings + 8)
        assert emulator.subscribed == 1  # the other one does not fight for it

        for number in range(3 * len(PEOPLE)):
            await emulator.say(PEOPLE[number % len(PEOPLE)], "帮助")
        while await stored(store) < 3 * len(PEOPLE):
            await emulator.until(lambda: True)
        holder = emulator.where.removeprefix("pid=")
        os.kill(workers[holder].pid, signal.SIGKILL)
        await emulator.until(lambda: emulator.is_connected and holder not in emulator.where, 20)
        for person in PEOPLE:
            await emulator.say(person, "帮助")
        await emulator.until(lambda: all(len(answers(emulator, one)) >= 4 for one in PEOPLE), 60)

    assert emulator.subscribed == 2
    assert not emulator.dropped


def answers(emulator: RobotEmulator, person: str) -> list[str]:
    """What the bot answered: one text for each question."""
    return [one.text for one in emulator.received_by(person)]
