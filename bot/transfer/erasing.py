"""Erasing somebody as a whole: noted for restored copies, rows, files, and what a database leaves lying (0032)."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.files import FileStore
from bot.transfer.erased import Gone, note
from bot.transfer.leftovers import telling
from core.customers.erasing import Traces
from core.ledger.model import Act
from storage import erasing
from storage.erasable import Erasable, Person, called, erasable
from storage.store import COMPANY, Store

FILES = "files"
"""What is counted beside tables."""


@dataclass(frozen=True, slots=True)
class Place:
    """What an installation keeps.

    Args:
        lists: the folders in which it is noted who was erased.
    """

    store: Store
    files: Path
    lists: Sequence[Path]


async def find(place: Place, who: str) -> Sequence[Person]:
    """Whoever has that number, name or phone."""
    async with place.store.look() as uow:
        return await called(uow.session, who)


async def read(place: Place, person: Person) -> Erasable | None:
    """With all that is his; None when there is none any more."""
    async with place.store.look() as uow:
        return await erasable(uow.session, person)


async def look(place: Place, found: Erasable) -> Mapping[str, int]:
    """How many of each would go."""
    gone = await erasing.looked(place.store.database, found, COMPANY)
    left = await _left_over(place, found.traces)
    return {**gone.rows, FILES: len(left) + len(gone.files)}


async def erase(place: Place, found: Erasable, at: datetime) -> Mapping[str, int]:
    """Erase somebody; returns how many of each went."""
    note(place.lists, [Gone(found.person.kind, found.person.id)], at)
    act = Act(id=f"erase:{place.store.new_id()}", actor=None, channel="cli", at=at)
    gone = await erasing.erase(place.store.database, found, COMPANY, act)
    async with place.store.look() as uow:
        needed = await uow.attachments.digests("")
    kept = FileStore(place.files)
    left = [kept.path(digest) for digest in sorted(gone.files - needed)]
    left += await _left_over(place, found.traces)
    for path in left:
        path.unlink(missing_ok=True)
    async with place.store.unit(act) as uow:
        await uow.attachments.lose([path.name for path in left])
    return {**gone.rows, FILES: len(left)}


async def again(place: Place, gone: Sequence[Gone], at: datetime) -> int:
    """Erase those who are in what was restored; returns how many."""
    many = 0
    for one in gone:
        found = await read(place, Person(one.kind, one.id, ""))
        if found is not None:
            await erase(place, found, at)
            many += 1
    note(place.lists, gone, at)
    return many


async def _left_over(place: Place, traces: Traces) -> list[Path]:
    async with place.store.look() as uow:
        needed = await uow.attachments.belonging()
    return await asyncio.to_thread(telling, place.files, needed, traces)
