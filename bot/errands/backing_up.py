"""Makes the nightly copy, and restores the newest one into a database that is thrown away (O07).

Both in a thread with connections of their own: who waits for an answer does not wait for them.
"""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.alarms import tell_admins
from bot.backups import NAME, Backups, Record
from bot.errands.wanted import BACKUP, RESTORE_TEST
from bot.errands.work import Kind, Work
from core.ledger.model import Act
from storage import backup
from storage.store import COMPANY, Store
from storage.unit_of_work import SqlUnitOfWork

_DAY = 86_400.0


class Unproved(Exception):
    """A copy that was restored is not what it should be."""


async def _copy(work: Work) -> None:
    places = work.given.backups
    if places is not None:
        name = work.errand.key.rpartition(":")[2]
        copied = partial(_copied, work.store, places.file(name), work.files.folder)
        rows = await _watched(work, BACKUP, asyncio.to_thread(lambda: asyncio.run(copied())))
        await asyncio.to_thread(_forget, places)
        now = work.store.now()
        await _note(work.store, lambda one: replace(one, made_at=now, rows=rows, fault=""))
    async with work.end():
        pass


async def _watched(work: Work, what: str, made: Awaitable[int]) -> int:
    """What fails is noted at once, for `/自检`; it is tried again, and the next success ends it."""
    failed = True
    try:
        rows = await made
        failed = False
        return rows
    finally:
        if failed:
            await _note(work.store, lambda one: replace(one, fault=what))


async def _copied(store: Store, path: Path, files: Path) -> int:
    own = store.another()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return await backup.backup(own.database, path, files)
    finally:
        await own.close()


def _forget(places: Backups) -> None:
    """Delete the oldest copies, and halves that a killed process left a day ago."""
    yesterday = time.time() - _DAY
    halves = [one for one in places.folder.glob(f"*{backup.PART}") if _written(one) < yesterday]
    for old in [*places.copies()[: -places.keep], *halves]:
        old.unlink(missing_ok=True)


def _written(part: Path) -> float:
    """When, in seconds; one that has become whole meanwhile is as good as new."""
    return part.stat().st_mtime if part.exists() else math.inf


async def _prove(work: Work) -> None:
    copies = work.given.backups.copies() if work.given.backups else []
    if copies:
        restored = partial(_restored, work.store, copies[-1])
        rows = await _watched(
            work, RESTORE_TEST, asyncio.to_thread(lambda: asyncio.run(restored()))
        )
        now = work.store.now()
        await _note(work.store, lambda one: replace(one, tried_at=now, tried_rows=rows, fault=""))
    async with work.end():
        pass


async def _restored(store: Store, copy: Path) -> int:
    """How many rows came back.

    Raises:
        storage.backup.NoBackup: it is broken, or rows are missing.
        Unproved: the ledger's chain does not hold.
    """
    with TemporaryDirectory(prefix="liaoke-") as folder:
        place = Path(folder)
        fresh = store.another(f"sqlite+aiosqlite:///{place / 'restored.db'}")
        try:
            await fresh.migrate()
            rows = await backup.restore(fresh.database, copy, place / "files")
            act = Act(id="restore-test", actor=None, channel="job", at=store.now())
            if await fresh.ledger_broken_at(act) is not None:
                raise Unproved(copy.name)
            return rows
        finally:
            await fresh.close()


async def _note(store: Store, changed: Callable[[Record], Record]) -> None:
    kept = await store.settings.get(COMPANY, NAME)
    record = changed(Record.read(kept[1]) if kept else Record())
    await store.settings.put(COMPANY, NAME, record.written())


def _lost(what: str) -> Callable[[Work, SqlUnitOfWork], Awaitable[None]]:
    """The admins hear of it."""

    async def lost(work: Work, uow: SqlUnitOfWork) -> None:
        await tell_admins(uow, f"{work.errand.key}:lost", f"admin.{what}_failed")

    return lost


COPYING = Kind(_copy, _lost(BACKUP))
PROVING = Kind(_prove, _lost(RESTORE_TEST))
