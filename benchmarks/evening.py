"""The evening's digests of a large company: how long they hold the write lock and the loop meanwhile."""

import asyncio
import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event

from benchmarks.crowds import EVENING, MANAGERS, ZONE
from benchmarks.measure import Row
from bot.app import build
from bot.jobs.registry import named
from bot.plan import Plan
from storage.database import Database

_LIMIT = 150.0
"""Milliseconds that a lock may last (0011 of the design: jobs on many rows)."""
_LOOK = 0.002


@dataclass
class _Holds:
    """How long each transaction that writes lasted."""

    seconds: list[float] = field(default_factory=list)


async def evening(name: str, url: str) -> list[Row]:
    """Run the job once over a company that was founded."""
    plan = Plan(database_url=url, zone=ZONE, platforms=lambda _: {}, now=_now)
    app = await build(plan)
    gc.collect()
    gc.freeze()  # as the service does when it is ready
    scheduled = named("manager_digest")
    if scheduled is None:
        raise LookupError
    try:
        with _written(app.store.database) as holds:
            begun = time.perf_counter()
            running = asyncio.create_task(
                app.clockwork.occurrence(scheduled, EVENING, hurried=True)
            )
            gap = await _longest_gap(running)
            taken = time.perf_counter() - begun
        sent = sum((await app.store.outbox.depth()).values())
    finally:
        await app.stop()
    if sent < MANAGERS + 1:
        raise RuntimeError(f"{sent} digests")
    among = f"{MANAGERS:,} managers, {name}"
    return [
        Row(f"the evening's job from its mark to its last message, {among}", taken, "s", 1),
        Row(f"longest transaction that writes, {among}",
            max(holds.seconds) * 1000, "ms", len(holds.seconds), _LIMIT, "limit"),
        Row(f"longest wait for the event loop, {among}", gap * 1000, "ms", 1, _LIMIT, "limit"),
    ]  # fmt: skip


async def _longest_gap(running: asyncio.Task[bool]) -> float:
    """How late the loop came back to who slept for a moment, at the worst."""
    longest = 0.0
    while not running.done():
        asked = time.perf_counter()
        await asyncio.sleep(_LOOK)
        longest = max(longest, time.perf_counter() - asked - _LOOK)
    await running
    return longest


@contextmanager
def _written(database: Database) -> Iterator[_Holds]:
    """Every transaction of the connections that write: on SQLite those that began as writers."""
    holds, since = _Holds(), dict[int, float]()
    engine = database.engine.sync_engine

    def begun(connection: Any) -> None:
        if not database.is_sqlite or "liaoke_writes" in connection.get_execution_options():
            since[id(connection)] = time.perf_counter()

    def ended(connection: Any) -> None:
        if at := since.pop(id(connection), None):
            holds.seconds.append(time.perf_counter() - at)

    listeners = (("begin", begun), ("commit", ended), ("rollback", ended))
    for name, listener in listeners:
        event.listen(engine, name, listener)
    try:
        yield holds
    finally:
        for name, listener in listeners:
            event.remove(engine, name, listener)


def _now() -> datetime:
    return EVENING.astimezone(UTC)
