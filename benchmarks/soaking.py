"""`python -m benchmarks.soaking MINUTES`: a whole day's kinds of work for hours, and what grows meanwhile.

Forty messages a second on WeCom, five follow-ups a second said and saved on Feishu, a reminder every few
seconds, the evening's digests, and a reader who holds his view of the database for ten minutes.
"""

import asyncio
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean

import httpx
import psutil
from sqlalchemy import func, select

from adapters.chat import Platform
from benchmarks.companies import companies
from benchmarks.flushes import flushed
from benchmarks.installation import founded, service
from benchmarks.load import Called, pace
from benchmarks.measure import Row, percentile
from benchmarks.phones import Emulator, account, emulator, interface, said, written
from benchmarks.processes import Service
from benchmarks.results import keep, report
from benchmarks.saving import press
from benchmarks.taking import Taken, taking
from bot.ids import Ids
from core.ledger.model import Act
from core.people.model import ChatIdentity, Employee, EmployeeId, Role
from core.plans.model import Plan, PlanId
from storage.store import Store
from storage.tables import follow_ups

MINUTES = 120
PEOPLE, SAVING, LEADERS = 600, 40, 20
PER_SECOND, STRETCH = 40, 20
"""Messages a second, and for how many seconds they are sealed beforehand: an old seal is refused."""
PAUSE = 8.0
"""Seconds from one follow-up of a person to his next."""
BEGINS = "2026-11-30T17:20:00+08:00"
"""On the service's clock: the evening's digests fall into the first hour."""
_WARM, _READER = 0.05, 1 / 12
"""Shares of the whole: before the first, memory still fills; for the other one, a view is held."""
_LOOK = 10.0
_LAST = 8
_SOON, _PATIENCE = 0.05, 60.0
_NEVER = 900.0
"""Seconds after which what is said counts as lost; longer than the view is held."""
_MEMORY, _LOG, _ACK = 5.0, 200.0, 300.0
"""What is allowed: % of growth, MiB, ms."""


@dataclass(slots=True)
class Watched:
    """What the process weighs, again and again: MiB, open files, MiB of the log that is written ahead; how
    many presses failed and were pressed again; seconds from what somebody says until it is saved."""

    memory: list[float] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    log: list[float] = field(default_factory=list)
    failed: int = 0
    saved: list[float] = field(default_factory=list)


async def soaking(minutes: float) -> list[Row]:
    """All of it for so many minutes."""
    seconds = minutes * 60
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        flushes = flushed(place)
        url = await founded(place, reps=PEOPLE, customers=PEOPLE * 10)
        await _planned(url, seconds)
        async with taking() as taken, httpx.AsyncClient(timeout=30.0) as callback:
            phone = emulator(Platform.FEISHU, callback)
            phone.people |= {account(Platform.FEISHU, rep): f"员工{rep}" for rep in range(SAVING)}
            async with interface(phone) as feishu:
                apis = {"wecom_api": taken.address, "feishu_api": feishu}
                async with service(url, **apis, also={"LIAOKE_NOW": BEGINS}) as bot:
                    callback.base_url = httpx.URL(f"http://127.0.0.1:{bot.port}")
                    rows = await _soaked(bot, phone, place / "liaoke.db", taken, seconds)
        return [flushes, *rows, *await _kept(url, minutes)]


async def _soaked(
    bot: Service, phone: Emulator, database: Path, taken: Taken, seconds: float
) -> list[Row]:
    ends, seen, calls = time.perf_counter() + seconds, Watched(), list[Called]()
    async with asyncio.TaskGroup() as group:
        group.create_task(_talk(bot.port, ends, calls))
        group.create_task(_watch(bot, database, ends, seen))
        group.create_task(_view(database, seconds))
        for rep in range(SAVING):
            group.create_task(_saves(phone, rep, ends, seen))
    async with asyncio.timeout(_NEVER):
        while taken.messages.total() < len(calls):
            await asyncio.sleep(0.1)
    return [*_weights(seen), *_waits(calls)]


async def _talk(port: int, ends: float, calls: list[Called]) -> None:
    """Stretch after stretch, the next one sealed while one is spoken: in another process, not to disturb."""
    loop, many = asyncio.get_running_loop(), PER_SECOND * STRETCH
    with ProcessPoolExecutor(1, get_context("spawn")) as beside:
        sealed = await loop.run_in_executor(beside, _sealed, range(many))
        for begins in count(many, many):
            if time.perf_counter() > ends:
                return
            following = loop.run_in_executor(beside, _sealed, range(begins, begins + many))
            calls += await pace(port, sealed, PER_SECOND)
            sealed = await following


def _sealed(numbers: range) -> list[bytes]:
    """What each says in his turn, each time of another of his customers."""
    names = [row["aliases"] for row in companies(PEOPLE * 10)]
    notes = []
    for number in numbers:
        turn, who = divmod(number, PEOPLE)
        name = names[(who + PEOPLE * turn) % len(names)]
        notes.append((account(Platform.WECOM, who), said(number, name)))
    return asyncio.run(written(Platform.WECOM, notes))


async def _saves(phone: Emulator, rep: int, ends: float, seen: Watched) -> None:
    """Says what he has done, saves it, rests."""
    who = account(Platform.FEISHU, rep)
    names = [row["aliases"] for row in companies(PEOPLE * 10)][rep::PEOPLE]
    for number in count():
        if time.perf_counter() > ends:
            break
        before, since = _saved(phone, who), time.perf_counter()
        try:
            async with asyncio.timeout(_NEVER):
                await phone.say(who, said(number, names[number % len(names)]))
                seen.failed += await press(phone, who, "保存")
                while not _saved(phone, who) - before:
                    await asyncio.sleep(_SOON)
        except TimeoutError:
            last = [(one.text, str(one.card)[:200]) for one in phone.received_by(who)[-3:]]
            raise RuntimeError(f"{who}'s {number}th was not saved: {last}") from None
        seen.saved.append(time.perf_counter() - since)
        await asyncio.sleep(PAUSE)


def _saved(phone: Emulator, who: str) -> set[str]:
    """His last messages that say so: others may come after them."""
    last = phone.received_by(who)[-_LAST:]
    return {one.id for one in last if "已保存" in str(one.card)}


async def _watch(bot: Service, database: Path, ends: float, seen: Watched) -> None:
    process, log = psutil.Process(bot.process.pid), database.with_name(f"{database.name}-wal")
    while time.perf_counter() < ends:
        seen.memory.append(bot.memory)
        seen.files.append(process.num_fds())
        seen.log.append(log.stat().st_size / 2**20)
        await asyncio.sleep(_LOOK)


async def _view(database: Path, seconds: float) -> None:
    """In the middle somebody reads, and does not let go of what he saw."""
    await asyncio.sleep(seconds / 2)
    with closing(sqlite3.connect(database)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM customers").fetchone()
        await asyncio.sleep(seconds * _READER)


def _weights(seen: Watched) -> list[Row]:
    """The last tenth beside the first after the memory has filled."""
    many, tenth = len(seen.memory), max(1, len(seen.memory) // 10)
    first = slice(int(many * _WARM), int(many * _WARM) + tenth)
    before, after = fmean(seen.memory[first]), fmean(seen.memory[-tenth:])
    grown, held = (after / before - 1) * 100, many // 2
    return [
        Row("memory of the service when it is warm", before, "MiB", tenth),
        Row("its growth until the end", grown, "%", many, _MEMORY, "limit"),
        Row("open files at the end, and when it was warm", seen.files[-1], "", many,
            max(seen.files[first]), "warm"),
        Row("largest log that is written ahead", max(seen.log[:held]), "MiB", held, _LOG, "limit"),
        Row("the same while somebody holds a view", max(seen.log[held:]), "MiB", many - held),
        Row("the same at the end", seen.log[-1], "MiB", 1, _LOG, "limit"),
        Row("presses that failed and were pressed again", seen.failed, "", 1),
        Row("from what is said until it is saved, p99", percentile(sorted(seen.saved), 0.99), "s",
            len(seen.saved)),
        Row("the longest", max(seen.saved), "s", len(seen.saved), _PATIENCE, "limit"),
    ]  # fmt: skip


def _waits(calls: Sequence[Called]) -> list[Row]:
    """The worst tenth of the time counts."""
    tenth = max(1, len(calls) // 10)
    parts = [sorted(one.ms for one in calls[at : at + tenth]) for at in range(0, len(calls), tenth)]
    worst = max(percentile(part, 0.99) for part in parts if len(part) == tenth)
    return [
        Row("messages of the soak, all answered", len(calls), "", len(calls)),
        Row("acknowledgement p99 in the worst tenth of the soak", worst, "ms", len(calls), _ACK, "limit"),
    ]  # fmt: skip


async def _planned(url: str, seconds: float) -> None:
    """Plans that fall due one after the other, and leaders who are sent digests."""
    store, since = Store(url, new_id=Ids()), datetime.fromisoformat(BEGINS)
    async with store.unit(Act(id="soak", actor=None, channel="bench", at=since)) as uow:
        for number in range(LEADERS):
            leader = EmployeeId(f"L{number}")
            await uow.people.add(
                Employee(id=leader, name=f"主管{number}", roles=frozenset({Role.SUPERVISOR}))
            )
            await uow.people.bind(
                ChatIdentity(
                    platform=Platform.WECOM,
                    external_id=f"leader{number}",
                    employee=leader,
                    bound_at=since,
                    welcomed_at=since,
                )
            )
        for number in range(PEOPLE):
            rep = await uow.people.find(EmployeeId(f"E{number}"))
            if rep is not None:
                await uow.people.save(replace(rep, superior=EmployeeId(f"L{number % LEADERS}")))
        await uow.plans.add_many([_plan(number, since, seconds) for number in range(PEOPLE)])
        await uow.ledger.record("import", "company", "soak")
    await store.close()


def _plan(number: int, since: datetime, seconds: float) -> Plan:
    due = since + timedelta(seconds=seconds * (number + 1) / (PEOPLE + 1))
    return Plan(
        id=PlanId(f"P{number}"),
        employee=EmployeeId(f"E{number}"),
        due_at=due,
        has_time=True,
        content="给客户回电话",
        remind_at=due,
        created_at=since,
    )


async def _kept(url: str, minutes: float) -> list[Row]:
    """What came of it all in the database."""
    store = Store(url, new_id=Ids())
    try:
        async with store.look() as uow:
            visits = await uow.connection.scalar(select(func.count()).select_from(follow_ups))
        came, sent = await store.inbox.depth(), await store.outbox.depth()
    finally:
        await store.close()
    name = f"in {minutes:g} minutes"
    return [
        Row(f"follow-ups saved {name}", float(visits or 0), "", SAVING),
        Row(f"events worked on {name}", came.get("done", 0), "", sum(came.values())),
        Row(f"messages sent {name}", sent.get("sent", 0), "", sum(sent.values())),
        Row(f"events and messages given up {name}", came.get("dead", 0) + sent.get("dead", 0), "", 1),
    ]  # fmt: skip


def main() -> None:
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES
    rows = asyncio.run(soaking(minutes))
    print(report(rows))
    keep(rows)


if __name__ == "__main__":
    main()
