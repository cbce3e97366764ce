"""`make chaos`: the long versions; prints one table and keeps it in benchmarks/results.json."""

import asyncio
import os
import random
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from adapters.chat import Platform
from benchmarks.measure import Row
from benchmarks.results import keep, report
from bot.ids import Ids
from storage.probes import Step
from storage.store import Store
from tests import servers
from tests.chaos import careless, longer
from tests.chaos.arms import EARLY, LATE, armed
from tests.chaos.fleet import PATIENCE, strike, strike_while
from tests.chaos.load import until
from tests.chaos.readiness import following
from tests.chaos.scene import ALONE, FOUR, Scene, scene
from tests.chaos.storm import became, everybody_wants
from tests.chaos.tally import repeated, tally
from tests.features import ownership

_KILLS_A_POINT = 30
_LIVES, _ACTS = 2_000, 50
_PEOPLE, _EACH, _KILLS = 1_000, 20, 40
_WIDE = 100
"""The limits of a whole application would make an hour of it."""
_PER_SECOND = 60.0
_STEADY, _APART = 30.0, (8.0, 24.0)
"""Messages a second, and seconds from one kill to the next: these fall into all of the load."""
_LEASE = 10.0
_LONG = 1_800.0
Roles = Sequence[str]


async def points(platform: Platform, url: str, roles: Roles, name: str) -> list[Row]:
    """Thirty kills at each commit point, half of them of processes that have just begun."""
    arms = armed(_KILLS_A_POINT, [*EARLY, *LATE])
    async with scene(
        platform, url, roles=roles, people=200, each=100, lease=_LEASE, wide=_WIDE, arms=arms
    ) as now:
        now.load.goes_on = lambda: now.fleet.is_armed
        await now.load.run()
        drained = await now.drained()
        return await _rows(now, f"kills at each of {len(Step)} commit points, {name}", drained)


async def moments(platform: Platform, url: str, roles: Roles, name: str) -> list[Row]:
    """Kills at any moment over twenty thousand messages."""
    async with scene(
        platform, url, roles=roles, people=_PEOPLE, each=_EACH, lease=_LEASE, wide=_WIDE
    ) as now:
        now.load.per_second = _STEADY
        async with asyncio.TaskGroup() as group:
            group.create_task(now.load.run())
            group.create_task(strike(now.fleet, _KILLS, random.Random(5), _APART))
        drained = await now.drained()
        return await _rows(now, f"kills at any moment, {name}", drained)


async def often(url: str) -> list[Row]:
    """One process of four is killed each second or two for as long as a hundred thousand messages last."""
    async with scene(
        Platform.WECOM,
        url,
        roles=FOUR,
        people=_PEOPLE,
        each=5 * _EACH,
        lease=_LEASE,
        wide=_WIDE,
    ) as now:
        now.load.per_second = _STEADY
        saying = asyncio.create_task(now.load.run())
        await strike_while(lambda: not saying.done(), now.fleet, random.Random(5), (1.0, 2.0))
        await saying
        drained = await now.drained()
        return await _rows(now, f"kills, one each second or two, {_MANY}", drained)


async def control(url: str) -> list[Row]:
    """A careless bot under the same kills: the harness sees its faults."""
    module = "tests.chaos.careless"
    async with scene(Platform.WECOM, url, people=100, each=20, wide=_WIDE, module=module) as now:
        async with asyncio.TaskGroup() as group:
            group.create_task(now.load.run())
            group.create_task(strike(now.fleet, 12, random.Random(5)))
        await until(lambda: careless.is_over(url), PATIENCE)
        found = tally(now.told, now.load.acknowledged, careless.effects(url), now.phones)
        count = len(now.load.acknowledged)
    name = "chaos: the same on a careless bot"
    return [
        Row(f"{name}: {fault}", number, "", count)
        for fault, number in found.faults.items()
        if fault in ("lost", "doubled", "twice", "renewed")
    ]


async def owned(url: str, name: str) -> list[Row]:
    """Two thousand lives of a small company, fifty acts each, beside a model that says whose is what."""
    lives = await asyncio.to_thread(ownership.run, url, examples=_LIVES, steps=_ACTS)
    return [Row(f"ownership beside a model, {name}: differences", 0, "", lives)]


async def replaced(url: str) -> list[Row]:
    """Every process is ended in order and followed by another, twice, under load."""
    async with scene(
        Platform.WECOM,
        url,
        roles=FOUR,
        each=40,
        wide=_WIDE,
        lease=_LONG,
        way=following,
        also={"delay": 2.0},
    ) as now:
        now.load.per_second = _PER_SECOND
        saying = asyncio.create_task(now.load.run())
        took = [*await now.fleet.replaced(), *await now.fleet.replaced()]
        await saying
        await now.drained()
        found, count = await now.tally(), len(now.load.acknowledged)
        failed, again = now.load.failed, repeated(now.phones)
    name = f"chaos: {len(took)} processes replaced under load"
    assert not found.faults, (name, found)
    assert (failed, again) == (0, 0), name
    return [
        Row(f"{name}: callbacks failed, messages sent twice", failed + again, "", count),
        Row(f"{name}: longest end", max(took), "s", len(took), 25.0, "the container's patience"),
    ]


async def storm(url: str) -> list[Row]:
    """Fifty people claim the same two hundred customers at the same time."""
    async with scene(
        Platform.FEISHU, url, roles=FOUR, people=50, each=200, wide=_WIDE, begins=everybody_wants
    ) as now:
        now.load.per_second, began = 1_000.0, monotonic()
        await now.load.run()
        await until(now.is_over, _LONG)
        took, found = monotonic() - began, await became(now.store, now.told, now.phones)
    count = len(now.load.acknowledged)
    name = f"chaos: {count} claims of 200 customers by 50 people, PostgreSQL, 4 processes"
    assert not found.faults, (name, found)
    return [
        Row(
            f"{name}: without one owner, not told whose, deadlocks",
            sum(found.faults.values()),
            "",
            count,
        ),
        Row(f"{name}: claims answered", count / took, "/s", count),
    ]


async def _rows(now: Scene, what: str, drained: float) -> list[Row]:
    found, count = await now.tally(), len(now.load.acknowledged)
    name = f"chaos: {now.fleet.kills} {what}"
    assert not found.faults, (name, found)
    assert await now.is_whole()
    calls, most = repeated(now.phones), _LEASE + 5
    return [
        Row(
            f"{name}: lost, doubled, overtaken, shown twice", sum(found.faults.values()), "", count
        ),
        Row(f"{name}: calls repeated under one key", calls, "", count),
        Row(f"{name}: empty after the last kill", drained, "s", 1, most, "lease + 5 s"),
    ]


@dataclass(frozen=True, slots=True)
class Place:
    """An empty database; the server it is on, where there is one."""

    url: str
    server: servers.PostgreSQL | None = None


async def servers_that_end(place: Place) -> list[Row]:
    assert place.server is not None
    return await longer.four(place.server, LENGTHS)


LENGTHS = longer.Lengths()
_MANY = "PostgreSQL, 4 processes"
PARTS: dict[str, tuple[str, Callable[[Place], Awaitable[list[Row]]]]] = {
    "points-alone": ("sqlite", lambda at: points(Platform.WECOM, at.url, ALONE, "SQLite")),
    "points-four": ("postgresql", lambda at: points(Platform.FEISHU, at.url, FOUR, _MANY)),
    "moments-alone": ("sqlite", lambda at: moments(Platform.FEISHU, at.url, ALONE, "SQLite")),
    "moments-four": ("postgresql", lambda at: moments(Platform.WECOM, at.url, FOUR, _MANY)),
    "often-four": ("postgresql", lambda at: often(at.url)),
    "replaced-four": ("postgresql", lambda at: replaced(at.url)),
    "storm-four": ("postgresql", lambda at: storm(at.url)),
    "careless": ("sqlite", lambda at: control(at.url)),
    "ownership-alone": ("sqlite", lambda at: owned(at.url, "SQLite")),
    "ownership-four": ("postgresql", lambda at: owned(at.url, "PostgreSQL")),
    "faults-alone": ("sqlite", lambda at: longer.alone(at.url, LENGTHS)),
    "faults-four": ("postgresql", servers_that_end),
    "deadly-four": ("postgresql", lambda at: longer.deadly(at.url)),
    "ticks-four": ("postgresql", lambda at: longer.ticks(at.url, LENGTHS)),
}


@contextmanager
def places() -> Iterator[Callable[[str], Place]]:
    """Where each part finds an empty database of its kind."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))

        def place(part: str) -> Place:
            if PARTS[part][0] == "sqlite":
                return Place(f"sqlite+aiosqlite:///{folder / part}.db")
            server = stack.enter_context(servers.postgresql())
            return Place(server.url("postgres"), server)

        yield place


async def measured(part: str, place: Place) -> list[Row]:
    """One part, on an empty database whose schema is made for it."""
    store = Store(place.url, new_id=Ids())
    await store.migrate()
    await store.close()
    return await PARTS[part][1](place)


def main() -> None:
    """What is measured is kept part by part: a later one may fail."""
    wanted = sys.argv[1:] or os.environ.get("PARTS", "").split() or list(PARTS)
    with places() as place:
        for part in wanted:
            rows = asyncio.run(measured(part, place(part)))
            sys.stdout.write(report(rows) + "\n\n")
            sys.stdout.flush()
            keep(rows)


if __name__ == "__main__":
    main()
