"""Messages understood one after the other on one core: without a database, and among a million customers.

`python -m benchmarks.understanding URL COUNT` does it once in a process of its own, the call that the bot
makes for a message, with what its sender may see; with `-` for URL among the customers of a file.
"""

import asyncio
import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg

from adapters.chat import Address, Platform
from benchmarks.market import Company, market
from benchmarks.measure import Row, percentile, times
from benchmarks.million import CUSTOMERS, owner
from benchmarks.talk import long, mixed
from bot.calendars import calendar_of
from bot.cli.listed import ListedNames
from bot.company.rules import CompanyRules
from bot.ids import Ids
from bot.listen import SeenNames
from bot.neighbours import Neighbours
from bot.texts import texts
from bot.turn import Turn
from bot.understanding import understand
from bot.understanding.lexicon import everyday
from core.people.model import EmployeeId
from core.people.viewers import viewer
from storage.store import Store
from storage.unit_of_work import SqlUnitOfWork
from tests.servers import postgresql

FEW = 120
SENTENCES, LONG = 2_000, 100
REP = "E0"
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=ZONE)
MEDIAN, RARE, RARE_OF_MANY, LONG_ONE = 2.0, 6.0, 10.0, 50.0
"""Milliseconds: what is allowed."""
Understand = Callable[[str], Awaitable[object]]


def understanding() -> list[Row]:
    """Without a database, then on SQLite and on PostgreSQL."""
    rows = list(_rows(f"{FEW} customers, no database", _apart("-", FEW), RARE))
    with tempfile.TemporaryDirectory() as folder, private_postgresql() as url:
        places = {
            "SQLite": f"sqlite+aiosqlite:///{Path(folder) / 'liaoke.db'}",
            "PostgreSQL": url,
        }
        _written(list(places.values()))
        for name, place in places.items():
            rows += _rows(
                f"{CUSTOMERS:,} customers, {name}", _apart(place, CUSTOMERS), RARE_OF_MANY
            )
    return rows


Taken = dict[str, list[float]]


def _rows(among: str, taken: Taken, rare: float) -> Iterator[Row]:
    shares = (("mixed", 0.5, MEDIAN), ("mixed", 0.99, rare), ("long", 0.99, LONG_ONE))
    for kind, share, limit in shares:
        what = "2,000 characters understood" if kind == "long" else "understood"
        name = f"{what} p{share * 100:g}, {among}"
        yield Row(name, percentile(taken[kind], share), "ms", len(taken[kind]), limit, "limit")


@contextmanager
def private_postgresql() -> Iterator[str]:
    """An empty database on a server of its own."""
    with postgresql() as server:
        where = f"host={server.home} user=postgres dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute("CREATE DATABASE liaoke")
        yield server.url("liaoke")


def _written(urls: Sequence[str]) -> None:
    """Write the customers into each database, at the same time."""
    command = [sys.executable, "-m", "benchmarks.million"]
    writing = [subprocess.Popen([*command, url, str(CUSTOMERS)]) for url in urls]
    if sum(one.wait() for one in writing):
        raise RuntimeError("the customers were not written")


def _apart(url: str, size: int) -> Taken:
    command = [sys.executable, "-m", "benchmarks.understanding", url, str(size)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    taken: Taken = json.loads(done.stdout)
    return taken


async def _taken(url: str, size: int) -> Taken:
    """Milliseconds a message, on the first core only."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    everyday()
    mine = [one for number, one in enumerate(market(size)) if owner(number, size) in (REP, None)]
    async with _listed(mine) if url == "-" else _stored(url) as understood:
        said = {"mixed": mixed(SENTENCES, mine), "long": long(LONG, mine)}
        await times([partial(understood, text) for text in mixed(200, mine, seed=1)])
        del mine
        gc.collect()
        gc.freeze()  # as the service does when it is ready
        return {
            kind: await times([partial(understood, text) for text in some])
            for kind, some in said.items()
        }


@asynccontextmanager
async def _listed(known: Sequence[Company]) -> AsyncIterator[Understand]:
    names = ListedNames(
        ({"customer_id": one.id, "full_name": one.full_name} for one in known), None
    )
    yield partial(understand, names=names, now=NOW, calendar=calendar_of(CompanyRules()))


@asynccontextmanager
async def _stored(url: str) -> AsyncIterator[Understand]:
    store = Store(url, new_id=Ids())
    async with store.look() as uow:
        turn, near = await _turn(uow), Neighbours()

        async def understood(text: str) -> object:
            names = SeenNames(turn, near)
            return await understand(text, names=names, now=turn.now, calendar=turn.calendar)

        yield understood
    await store.close()


async def _turn(uow: SqlUnitOfWork) -> Turn:
    rules = CompanyRules()
    return Turn(
        uow=uow,
        viewer=await viewer(await uow.people.get(EmployeeId(REP)), uow.people),
        sender=Address(Platform.WECOM, REP),
        now=NOW,
        zone=ZONE,
        rules=rules,
        calendar=calendar_of(rules),
        say=texts("zh-CN"),
        new_id=Ids(),
    )


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_taken(sys.argv[1], int(sys.argv[2])))))
