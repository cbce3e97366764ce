"""The long versions of faults: servers that go again and again, a file as power cuts leave it, clocks."""

import asyncio
import random
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from adapters.chat import Platform
from benchmarks.measure import Row
from tests import servers
from tests.chaos import faults, ticking
from tests.chaos.between import between
from tests.chaos.fleet import Fleet
from tests.chaos.load import pause
from tests.chaos.phones import LATE, REFUSED
from tests.chaos.saying import sayings
from tests.chaos.scene import ALONE, FOUR, Scene, scene
from tests.chaos.tally import Tally, delays

SOON = 5.0
"""Seconds until it goes on, once what was away is back."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long the parts are.

    Args:
        rounds: how often each fault comes.
        between: seconds from one to the next.
        still: seconds that a process stands still.
    """

    rounds: int = 9
    between: float = 20.0
    still: float = 600.0
    people: int = 300


async def alone(url: str, lengths: Lengths) -> list[Row]:
    """A file that is locked, cannot grow, is copied as power cuts leave it."""
    file, back, lost = Path(url.partition(":///")[2]), list[float](), 0
    people = lengths.people
    async with scene(Platform.FEISHU, url, roles=ALONE, people=people, each=40, wide=100) as now:
        going = _going(now)
        load = asyncio.create_task(now.load.run())
        with TemporaryDirectory() as folder:
            for number in range(lengths.rounds):
                await pause(lengths.between / 2)
                lost += await _cut(now, file, Path(folder) / f"{number}.db")
                for fault in faults.locked(file, 8.0), faults.full(now.fleet, 4.0):
                    await fault
                    back.append(await faults.resumed(now.load))
        going.clear()
        await load
        await now.drained()
        cuts = Row("chaos: acknowledged and not in the copy after a power cut", lost, "", len(back))
        return [cuts, *await _rows(now, "a locked and a full file, SQLite", back)]


async def _cut(now: Scene, file: Path, to: Path) -> int:
    acknowledged = await faults.cut(file, to, now.fleet, now.load)
    whole, events = await asyncio.to_thread(faults.kept, to)
    assert whole == "ok", whole
    return sum(said.id not in events for said in acknowledged)


async def four(server: servers.PostgreSQL, lengths: Lengths) -> list[Row]:
    """PostgreSQL that ends, crashes and is crowded while Redis comes and goes and a worker stands still."""
    url, back, rows = faults.enrolled(server, server.url("postgres")), list[float](), list[Row]()
    with servers.redis() as redis, TemporaryDirectory() as folder:
        at, lease = Path(folder) / "redis", 10.0
        async with (
            between(redis.socket, at) as way,
            scene(
                Platform.WECOM,
                url,
                roles=FOUR,
                people=lengths.people,
                each=40,
                lease=lease,
                wide=100,
                redis=f"unix://{at}",
            ) as now,
        ):
            going = _going(now)
            load = asyncio.create_task(now.load.run())
            rows += await _delayed(now, faults.troubled(redis, way, lengths.between / 3))
            for number in range(lengths.rounds):
                await pause(lengths.between)
                fault = (faults.restarted, faults.crashed, faults.crowded)[number % 3]
                await fault(server)
                back.append(await faults.resumed(now.load))
                await _stands_still(now.fleet, lease + 2)
            going.clear()
            await load
            await now.drained()
            return rows + await _rows(now, "PostgreSQL that ends, 4 processes", back)


async def _delayed(now: Scene, trouble) -> list[Row]:
    """What a message takes from its acknowledgement to its answer, before and while Redis is in trouble."""
    await pause(10)  # the processes have only just begun
    begun = len(now.load.acknowledged)
    await pause(10)
    before = len(now.load.acknowledged)
    await trouble
    during = now.load.acknowledged[before:]
    await pause(10)
    usual = quantiles(delays(now.load.acknowledged[begun:before], now.load), n=100)[98]
    then = quantiles(delays(during, now.load), n=100)[98]
    name = "chaos: p99 of an answer"
    return [
        Row(f"{name} while Redis serves", usual, "s", before),
        Row(f"{name} added while Redis is slow, away, empty", then - usual, "s", len(during), 1.0),
    ]


async def _stands_still(fleet: Fleet, seconds: float) -> None:
    """A worker stops in the midst of whatever it does, and goes on when others have its work."""
    post = random.Random(7).choice([post for post in fleet.posts if post.orders.role == "worker"])
    post.send(signal.SIGSTOP)
    await pause(seconds)
    post.send(signal.SIGCONT)


def _going(now: Scene) -> asyncio.Event:
    """People write while it is set."""
    going = asyncio.Event()
    going.set()
    now.load.goes_on = going.is_set
    return going


async def _rows(now: Scene, what: str, back: Sequence[float]) -> list[Row]:
    found, count = await now.tally(), len(now.load.acknowledged)
    assert found == Tally(), (what, found)
    assert not now.fleet.kills
    refused, late = now.phones.answers[REFUSED], now.phones.answers[LATE]
    name = f"chaos: {len(back)} times {what}"
    return [
        Row(f"{name}: lost, doubled, overtaken, shown twice", 0, "", count),
        Row(f"{name}: refused by 503", refused, "", count),
        Row(f"{name}: not answered in the platform's time", late, "", count),
        Row(f"{name}: until it goes on, at most", max(back), "s", len(back), SOON),
    ]


async def deadly(url: str, people: int = 100) -> list[Row]:
    """A message that ends whoever works on it and one that ends whoever sends it, among four processes."""
    told = sayings(people, 4)
    names = (told[3][1].customer, told[9][0].customer)
    module = "tests.chaos.deadly"
    async with scene(
        Platform.WECOM,
        url,
        roles=FOUR,
        people=people,
        each=4,
        lease=10,
        module=module,
        deadly=names,
    ) as now:
        await now.load.run()
        await now.drained()
        found, kills = await now.tally(), now.fleet.kills
        assert found == Tally(lost=1, missing=2), found
        name = "chaos: one message that ends its worker, one that ends its sender, 4 processes"
        return [Row(f"{name}: deaths", kills, "", people * 4, 6)]


async def ticks(url: str, lengths: Lengths) -> list[Row]:
    """Four clocks, one killed, one that stands still and goes on when all is done."""
    people = 40
    await ticking.wound(url)
    async with scene(
        Platform.WECOM, url, roles=("worker",) * 4, people=people, each=2, also={"schedule": True}
    ) as now:
        still = await ticking.lived(now, people)
        await pause(lengths.still)
        still.send(signal.SIGCONT)
        await now.fleet.ready()
        await pause(20)
        amiss = await ticking.amiss(now, people)
        assert not amiss, amiss
    name = f"chaos: 4 clocks, one killed, one still for {lengths.still:.0f} s"
    return [Row(f"{name}: moments missed or twice", amiss, "", 5 * people)]
