"""Long work in SQL: kept with what wants it, claimed under a lease, ended with its last effect."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from core.clock import Now
from core.people.model import EmployeeId
from storage.database import Database
from storage.leasing import LostLease, ended, leased, passing, taking
from storage.session import Session
from storage.tables import errands

WAITING, WORKING, DONE, DEAD = "waiting", "working", "done", "dead"
_e = errands.c
_TAKEN = taking(errands, WORKING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A claimed errand; `place` is where its last step ended, `attempts` counts those of this step."""

    seq: int
    company: int
    key: str
    kind: str
    employee: EmployeeId
    address: str
    value: str
    place: str
    attempts: int
    fence: int
    created_at: datetime


class SqlErrands:
    """`core.ports.Errands`: the errands of one transaction; `left` says whether it leaves any."""

    def __init__(self, session: Session, machine_now: Now) -> None:
        self._session = session
        self._now = machine_now
        self.left = False

    async def put(
        self, key: str, kind: str, value: str, *, employee: EmployeeId, address: str = ""
    ) -> None:
        connection = self._session.connection
        self.left = True
        insert: Any = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
        await connection.execute(
            insert(errands)
            .values(
                company_id=self._session.company,
                key=key,
                kind=kind,
                employee=employee,
                address=address,
                value=value,
                place="",
                state=WAITING,
                attempts=0,
                fence=0,
                created_at=self._now(),
                error="",
            )
            .on_conflict_do_nothing(index_elements=["company_id", "key"])
        )


class Errands:
    """The queue of an installation."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now

    async def claim(
        self, limit: int, lease: timedelta, *, but: Collection[int] = ()
    ) -> Sequence[Errand]:
        """Take the oldest that nobody works on; `but` are those whoever claims works on himself."""
        now = self._now()
        waiting = and_(_e.state == WAITING, or_(_e.not_before.is_(None), _e.not_before <= now))
        orphaned = and_(_e.state == WORKING, _e.lease_until <= now)
        free = and_(or_(waiting, orphaned), _e.seq.not_in(but))
        query = select(errands).where(free).order_by(_e.seq).limit(limit)
        async with self._database.read() as connection:
            if (await connection.execute(query.with_only_columns(_e.seq))).first() is None:
                return ()
        async with self._database.write() as connection:
            rows = await leased(connection, passing(query), _TAKEN, {}, until=now + lease)
        return [_claimed(row) for row in rows]

    async def free(self) -> int:
        """End every lease at once: nobody else can be at work, as after a crash on SQLite."""
        async with self._database.write() as connection:
            return await ended(connection, errands, state=WORKING, at=self._now())

    async def held(self, errand: Errand, lease: timedelta) -> None:
        """Keep it for longer; raises as `moved`."""
        async with self._database.write() as connection:
            await self._mark(connection, errand, lease_until=self._now() + lease)

    async def moved(
        self, connection: AsyncConnection, errand: Errand, place: str, lease: timedelta
    ) -> Errand:
        """A step ended at `place`, in the transaction of its work; the next one is held as well.

        Raises:
            LostLease: somebody else took over: that transaction must not commit.
        """
        until = self._now() + lease
        await self._mark(connection, errand, place=place, attempts=1, lease_until=until)
        return replace(errand, place=place, attempts=1)

    async def done(self, connection: AsyncConnection, errand: Errand) -> None:
        """It is over, in the transaction of its last effect; raises as `moved`."""
        ends = {"state": DONE, "done_at": self._now(), "lease_until": None, "error": ""}
        await self._mark(connection, errand, **ends)

    async def later(self, errand: Errand, *, after: timedelta, error: str) -> None:
        again = {"state": WAITING, "not_before": self._now() + after, "lease_until": None}
        async with self._database.write() as connection:
            await self._mark(connection, errand, error=error[:500], **again)

    async def back(self, errand: Errand) -> None:
        """Let whoever comes next take it at once; raises as `moved`."""
        async with self._database.write() as connection:
            await self._mark(connection, errand, state=WAITING, lease_until=None)

    async def dead(self, connection: AsyncConnection, errand: Errand, *, error: str) -> None:
        await self._mark(connection, errand, state=DEAD, lease_until=None, error=error[:500])

    async def forget(self, before: datetime) -> int:
        async with self._database.write() as connection:
            over = _e.state.in_((DONE, DEAD))
            gone = await connection.execute(delete(errands).where(over, _e.created_at < before))
            return int(gone.rowcount)

    async def _mark(self, connection: AsyncConnection, errand: Errand, **values: object) -> None:
        mine = and_(_e.seq == errand.seq, _e.fence == errand.fence, _e.state == WORKING)
        done = await connection.execute(update(errands).where(mine).values(**values))
        if not done.rowcount:
            raise LostLease


def _claimed(row: Any) -> Errand:
    return Errand(
        seq=row.seq,
        company=row.company_id,
        key=row.key,
        kind=row.kind,
        employee=EmployeeId(row.employee),
        address=row.address,
        value=row.value,
        place=row.place,
        attempts=row.attempts + 1,
        fence=row.fence + 1,
        created_at=row.created_at,
    )
