"""The database, the disk and Redis go and come back under load: what was acknowledged is there, each
thing happens once, and nobody has to start anything again (R3, R4, R5). `make chaos` has it longer."""

import asyncio
import random
from pathlib import Path

from adapters.chat import Platform
from tests import servers
from tests.chaos import faults
from tests.chaos.between import between
from tests.chaos.fleet import strike
from tests.chaos.load import pause
from tests.chaos.phones import LATE, REFUSED
from tests.chaos.scene import FOUR, scene
from tests.chaos.tally import Tally

LOCKED, FULL, TROUBLED = 8.0, 2.0, 2.0
SOON = 5.0
"""Seconds until it goes on, once what was away is back."""
KILLS, CUTS = 4, 3
LEASE = 12.0


async def test_a_file_that_is_locked_or_cannot_grow_loses_nothing_nor_does_a_power_cut(
    sqlite_url: str, tmp_path: Path
) -> None:
    file, back, copies = Path(sqlite_url.partition(":///")[2]), [], {}
    async with scene(Platform.FEISHU, sqlite_url, people=60, each=4) as now:
        async with asyncio.TaskGroup() as group:
            group.create_task(now.load.run())
            for number in range(CUTS):
                await pause(1)
                to = tmp_path / f"copy{number}.db"
                copies[to] = await faults.cut(file, to, now.fleet, now.load)
            for fault in faults.locked(file, LOCKED), faults.full(now.fleet, FULL):
                await fault
                back.append(await faults.resumed(now.load))
        await now.drained()
        answers = now.phones.answers

        assert await now.tally() == Tally()
        assert now.fleet.kills == 0
        assert max(back) < SOON
        assert answers[REFUSED] > 9 * answers[LATE]  # the machine may stand still for a moment
        for copy, acknowledged in copies.items():
            whole, events = faults.kept(copy)
            assert acknowledged
            assert whole == "ok"
            assert [said for said in acknowledged if said.id not in events] == []


async def test_servers_that_end_at_once_or_are_slow_or_full_lose_nothing(
    postgresql_server: servers.PostgreSQL, postgresql_url: str, tmp_path: Path
) -> None:
    url, back = faults.enrolled(postgresql_server, postgresql_url), []
    with servers.redis() as redis:
        async with (
            between(redis.socket, tmp_path / "redis") as way,
            scene(
                Platform.WECOM,
                url,
                roles=FOUR,
                each=4,
                lease=LEASE,
                redis=f"unix://{tmp_path / 'redis'}",
            ) as now,
        ):
            async with asyncio.TaskGroup() as group:
                group.create_task(now.load.run())
                trouble = faults.troubled(redis, way, TROUBLED)
                await asyncio.gather(strike(now.fleet, KILLS, random.Random(3)), trouble)
                await now.fleet.ready()
                for fault in faults.restarted, faults.crashed, faults.crowded:
                    await fault(postgresql_server)
                    back.append(await faults.resumed(now.load))
            await now.drained()

            assert await now.tally() == Tally()
            assert now.fleet.kills == KILLS
            assert max(back) < SOON
            assert now.phones.answers[REFUSED] > 0
