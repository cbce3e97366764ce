"""What came in: stored before it is acknowledged, many in one commit; worked in order."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.clock import Now
from storage.adding import add
from storage.database import Database
from storage.direct import change
from storage.leasing import DEADLY, NOW, LostLease, cleared, ended, leased, passing, taking
from storage.probes import Probe, Step, no_probe
from storage.tables import inbox

_i, _before = inbox.c, inbox.alias("before").c
NEW, WORKING, DONE, DEAD = "new", "working", "done", "dead"
_BATCH = 500
_OPEN = select(inbox).where(
    ~exists().where(
        _before.conversation == _i.conversation,
        _before.state.in_((NEW, WORKING)),
        _before.seq < _i.seq,
    )
)
"""What no earlier event of its conversation holds back."""
_WAITING = passing(
    _OPEN.where(_i.state == NEW, or_(_i.not_before.is_(None), _i.not_before <= NOW))
    .order_by(_i.seq)
    .limit(bindparam("most"))
)
_LEFT = _OPEN.where(_i.state == WORKING, _i.lease_until <= NOW).order_by(_i.deaths, _i.seq).limit(1)
"""What somebody worked on who never came back."""
_TAKEN = taking(inbox, WORKING)
_SUSPECTED = taking(inbox, WORKING, deaths=_i.deaths + 1)
"""Counted as a death until whoever takes it now says that he lives (decision 0030)."""


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A callback's event: `key` removes repeats, `conversation` keeps order."""

    key: str
    conversation: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Event:
    """A claimed event; `fence` is the claim's token.

    Args:
        deaths: how many had it before, alone, and never came back.
    """

    seq: int
    company: int
    key: str
    body: bytes
    attempts: int
    fence: int
    received_at: datetime
    deaths: int = 0

    @property
    def is_deadly(self) -> bool:
        """Whether it is what ends its workers: it is to be buried, not worked on."""
        return self.deaths >= DEADLY


class Inbox:
    """Stores by group commit; claims; ends inside the transaction of the work.

    `committed` hears of each group: how many events, how many seconds.
    """

    def __init__(
        self, database: Database, machine_now: Now, *, company: int, probe: Probe = no_probe
    ) -> None:
        self._database = database
        self._now = machine_now
        self._company = company
        self._probe = probe
        self.committed: Callable[[int, float], None] | None = None
        self._pending: list[tuple[NewEvent, asyncio.Future[bool]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def store(self, event: NewEvent) -> bool:
        """Return after the commit; False when the key was there already."""
        return await self.put(event)

    def put(self, event: NewEvent) -> asyncio.Future[bool]:
        """What `store` waits for; whoever cancels it or lets it fail knows nothing of his event."""
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._pending.append((event, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        return done

    async def calm(self, most: timedelta) -> None:
        """Wait until nothing is being stored, for whose end a platform waits; at the most so long."""
        if self._writer is not None and not self._writer.done():
            await asyncio.wait({self._writer}, timeout=most.total_seconds())

    async def claim(self, limit: int, lease: timedelta) -> Sequence[Event]:
        """Take the oldest waiting event of each conversation that nobody works on."""
        now = self._now()
        given = {"now": now, "most": limit}
        async with self._database.write() as connection:
            rows = await leased(connection, _WAITING, _TAKEN, given, until=now + lease)
        if rows:
            await self._probe(Step.CLAIMED)
        return [_claimed(row) for row in rows]

    async def is_left(self) -> bool:
        """Whether there is an event that whoever had it never came back for."""
        async with self._database.read() as connection:
            return (await connection.execute(_LEFT, {"now": self._now()})).first() is not None

    async def suspect(self, lease: timedelta) -> Event | None:
        """Take one of those, the least suspected first; whoever comes back from it says `cleared`."""
        now = self._now()
        async with self._database.write() as connection:
            rows = await leased(
                connection, passing(_LEFT), _SUSPECTED, {"now": now}, until=now + lease
            )
        if not rows:
            return None
        await self._probe(Step.CLAIMED)
        return _claimed(rows[0])

    async def cleared(self, event: Event) -> None:
        """Whoever had it alone lives: it has ended nobody."""
        async with self._database.write() as connection:
            await cleared(connection, inbox, seq=event.seq, fence=event.fence)

    async def free(self) -> int:
        """End every lease at once: nobody else can be at work, as after a crash on SQLite."""
        async with self._database.write() as connection:
            return await ended(connection, inbox, state=WORKING, at=self._now())

    async def done(
        self, connection: AsyncConnection, event: Event, *, answer: bytes | None = None
    ) -> None:
        """Mark as worked, in the transaction of the work.

        Raises:
            LostLease: somebody else took over: that transaction must not commit.
        """
        await self._mark(
            connection, event, state=DONE, done_at=self._now(), answer=answer, error=""
        )

    async def later(self, event: Event, *, after: timedelta, error: str) -> None:
        async with self._database.write() as connection:
            await self._mark(
                connection, event, state=NEW, not_before=self._now() + after, error=error[:500]
            )

    async def back(self, event: Event, *, tried: bool) -> None:
        """Let whoever comes next take it at once: nothing came of it, and it has ended nobody."""
        left = {"attempts": event.attempts - (not tried), "deaths": 0, "not_before": None}
        async with self._database.write() as connection:
            await self._mark(connection, event, state=NEW, **left)

    async def dead(self, connection: AsyncConnection, event: Event, *, error: str) -> None:
        await self._mark(connection, event, state=DEAD, error=error[:500])

    async def answer(self, key: str) -> bytes | None:
        """What a worker of any process left for whoever waits; None: not worked on yet."""
        async with self._database.read() as connection:
            query = select(_i.answer).where(
                _i.company_id == self._company, _i.key == key, _i.state == DONE
            )
            row = (await connection.execute(query)).first()
            return bytes(row.answer or b"") if row else None

    async def retry(self, keys: Sequence[str] = ()) -> int:
        chosen = [_i.key.in_(keys)] if keys else []
        async with self._database.write() as connection:
            done = await connection.execute(
                update(inbox)
                .where(_i.state == DEAD, *chosen)
                .values(state=NEW, attempts=0, deaths=0, not_before=None)
            )
            return done.rowcount

    async def listed(self, states: Sequence[str], limit: int = 200) -> Sequence[Any]:
        async with self._database.read() as connection:
            query = select(inbox).where(_i.state.in_(states)).order_by(_i.seq).limit(limit)
            return (await connection.execute(query)).all()

    async def depth(self) -> dict[str, int]:
        async with self._database.read() as connection:
            rows = await connection.execute(select(_i.state, func.count()).group_by(_i.state))
            return {row[0]: row[1] for row in rows}

    async def oldest(self) -> datetime | None:
        """When the oldest event that still waits came in."""
        async with self._database.read() as connection:
            query = (
                select(_i.received_at).where(_i.state.in_((NEW, WORKING))).order_by(_i.seq).limit(1)
            )
            return (await connection.execute(query)).scalar()

    async def forget(self, before: datetime, words_before: datetime) -> int:
        """Delete worked events that are older: a repeat comes no later; of younger ones what they said."""
        async with self._database.write() as connection:
            await connection.execute(
                update(inbox)
                .where(_i.state == DONE, _i.done_at < words_before, _i.body != b"")
                .values(body=b"")
            )
            done = await connection.execute(
                delete(inbox).where(_i.state == DONE, _i.done_at < before)
            )
            return done.rowcount

    async def close(self) -> None:
        if self._writer is not None:
            await self._writer

    async def _write(self) -> None:
        while self._pending:
            batch, self._pending = self._pending[:_BATCH], self._pending[_BATCH:]
            began = time.perf_counter()
            try:
                fresh = await self._insert([event for event, _ in batch])
            except Exception as error:  # noqa: BLE001 - whoever waits for the commit must hear of it
                for _, done in batch:
                    if not done.done():
                        done.set_exception(error)
                continue
            if self.committed:
                self.committed(len(batch), time.perf_counter() - began)
            for event, done in batch:
                if not done.done():
                    done.set_result(event.key in fresh)
                    fresh.discard(event.key)

    async def _insert(self, events: Sequence[NewEvent]) -> set[str]:
        await self._probe(Step.BEFORE_STORE)
        rows = {event.key: self._row(event) for event in reversed(events)}
        fresh = await add(
            self._database,
            inbox,
            list(reversed(rows.values())),
            unless=("company_id", "key"),
            tell="key",
        )
        await self._probe(Step.STORED)
        return fresh

    def _row(self, event: NewEvent) -> dict[str, object]:
        return {
            "company_id": self._company,
            "key": event.key,
            "conversation": event.conversation,
            "body": event.body,
            "state": NEW,
            "attempts": 0,
            "fence": 0,
            "received_at": self._now(),
            "error": "",
        }

    async def _mark(self, connection: AsyncConnection, event: Event, **values: object) -> None:
        at = {"seq": event.seq, "fence": event.fence, "state": WORKING}
        if not await change(connection, inbox, {"lease_until": None, **values}, at):
            raise LostLease


def _claimed(row: Any) -> Event:
    return Event(
        seq=row.seq,
        company=row.company_id,
        key=row.key,
        body=bytes(row.body),
        attempts=row.attempts + 1,
        fence=row.fence + 1,
        received_at=row.received_at,
        deaths=row.deaths,
    )
