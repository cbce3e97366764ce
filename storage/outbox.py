"""What goes out: kept with the work that caused it, claimed in order, sent, marked.

Times are the machine's, but `send_after` and `expires_at`, which are the product's.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.clock import Now
from core.people.model import EmployeeId
from storage.claims import Outgoing, all_marked, claimed, marked
from storage.database import Database
from storage.direct import write
from storage.leasing import NOW, LostLease, cleared, ended, leased, passing, taking
from storage.tables import outbox
from storage.together import Together
from storage.turns import DEAD, FAILED, IN_TURN, LEFT, READY, SENDING, SENT, WAITING

_o = outbox.c
REPLY_LANE = 0
EVERY = range(4)
"""The lanes: replies, reminders, digests, bulk."""
_NEXT = passing(
    select(outbox)
    .where(READY, IN_TURN, _o.lane >= bindparam("lowest"), _o.lane < bindparam("beyond"))
    .order_by(_o.lane, _o.seq)
    .limit(bindparam("most"))
)
_LEFT = select(outbox).where(LEFT, IN_TURN).order_by(_o.deaths, _o.lane, _o.seq).limit(1)
_TAKEN = taking(outbox, SENDING, first_try_at=func.coalesce(_o.first_try_at, NOW))
_SUSPECTED = taking(outbox, SENDING, deaths=_o.deaths + 1)
"""Counted as a death until whoever takes it now says that he lives (decision 0030)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """A message to be kept; one row per (company, `key`) for ever.

    Args:
        card: id of the card it is a new face of; empty for a message of its own.
    """

    key: str
    body: bytes
    kind: str
    lane: int
    recipient: str
    employee: EmployeeId | None = None
    platform: str = ""
    address: str = ""
    card: str = ""
    send_after: datetime | None = None
    not_before: datetime | None = None
    expires_at: datetime | None = None


def id_of(key: str) -> str:
    """The id of the row with `key`: letters and digits, as platforms want them."""
    return hashlib.blake2b(key.encode(), digest_size=16).hexdigest()


async def put(
    connection: AsyncConnection, company: int, message: NewMessage, now: datetime
) -> bool:
    """Keep `message`; False when its key was there already."""
    row = {
        "company_id": company,
        "id": id_of(message.key),
        "dedupe_key": message.key,
        "employee": message.employee,
        "platform": message.platform,
        "address": message.address,
        "recipient": message.recipient,
        "lane": message.lane,
        "kind": message.kind,
        "body": message.body,
        "state": WAITING,
        "attempts": 0,
        "fence": 0,
        "created_at": now,
        "not_before": message.not_before,
        "send_after": message.send_after,
        "expires_at": message.expires_at,
        "message_id": "",
        "card": message.card or id_of(message.key),
        "code": "",
        "error": "",
    }
    return await write(connection, outbox, row, unless=("company_id", "dedupe_key"))


class Outbox:
    """Claims and marks, each in a short transaction of its own."""

    def __init__(self, database: Database, machine_now: Now) -> None:
        self._database = database
        self._now = machine_now
        self._marks = Together(database, all_marked)

    async def put(self, company: int, message: NewMessage) -> bool:
        async with self._database.write() as connection:
            return await put(connection, company, message, self._now())

    async def claim(
        self,
        limit: int,
        lease: timedelta,
        product_now: datetime,
        *,
        only: str = "",
        without: Collection[str] = (),
        lanes: range = EVERY,
    ) -> Sequence[Outgoing]:
        """Take what may go now, `only` to one platform: replies first, each recipient's oldest.

        Args:
            without: the platforms that another process sends to.
        """
        now = self._now()
        given = {
            "now": now,
            "product_now": product_now,
            "lowest": lanes.start,
            "beyond": lanes.stop,
            "most": limit,
        }
        query = _of(_NEXT, only, without)
        async with self._database.write() as connection:
            rows = await leased(connection, query, _TAKEN, given, until=now + lease)
            return [claimed(row, now) for row in rows]

    async def suspect(
        self,
        lease: timedelta,
        product_now: datetime,
        *,
        only: str = "",
        without: Collection[str] = (),
    ) -> Outgoing | None:
        """Take one that whoever was sending it never came back for, the least suspected first.

        Whoever comes back from it says `cleared`. `only` and `without` as for `claim`.
        """
        now = self._now()
        given, query = {"now": now, "product_now": product_now}, _of(_LEFT, only, without)
        async with self._database.read() as connection:
            if (await connection.execute(query, given)).first() is None:
                return None
        async with self._database.write() as connection:
            rows = await leased(connection, passing(query), _SUSPECTED, given, until=now + lease)
            return claimed(rows[0], now) if rows else None

    async def cleared(self, message: Outgoing) -> None:
        """Whoever had it alone lives: it has ended nobody."""
        async with self._database.write() as connection:
            await cleared(connection, outbox, seq=message.seq, fence=message.fence)

    async def free(self) -> int:
        """End every lease at once: nobody else can be sending, as after a crash on SQLite."""
        async with self._database.write() as connection:
            return await ended(connection, outbox, state=SENDING, at=self._now())

    async def sent(
        self,
        message: Outgoing,
        *,
        message_id: str,
        code: str = "",
        within: AsyncConnection | None = None,
    ) -> None:
        """It arrived; `within` the transaction of what that means, where it means something.

        `code` is the platform's right to change it once, as `Delivered` has it.
        """
        values = {"sent_at": self._now(), "message_id": message_id, "code": code, "error": ""}
        await self._mark(message, within, state=SENT, **values)

    async def later(self, message: Outgoing, *, after: timedelta, error: str) -> None:
        """Try again: the try counts."""
        await self._mark(message, state=WAITING, not_before=self._now() + after, error=error)

    async def wait(self, message: Outgoing, *, after: timedelta) -> None:
        """Not now: a limit is reached; no try was made."""
        untried = {"first_try_at": None} if message.attempts == 1 else {}
        await self._mark(
            message,
            state=WAITING,
            not_before=self._now() + after,
            attempts=message.attempts - 1,
            **untried,
        )

    async def let_go(self, message: Outgoing) -> None:
        """Let whoever comes next take it at once: it may have arrived, and has ended nobody."""
        await self._mark(message, state=SENDING, lease_until=self._now(), deaths=0)

    async def hand_over(self, message: Outgoing, *, platform: str, address: str) -> None:
        """It goes there, which another process sends to: no try was made."""
        await self._mark(
            message,
            state=WAITING,
            platform=platform,
            address=address,
            attempts=message.attempts - 1,
        )

    async def failed(
        self,
        message: Outgoing,
        *,
        error: str,
        state: str = DEAD,
        within: AsyncConnection | None = None,
    ) -> None:
        await self._mark(message, within, state=state, error=error)

    async def expire(self, product_now: datetime) -> int:
        """End what nobody needs any more."""
        async with self._database.write() as connection:
            done = await connection.execute(
                update(outbox)
                .where(_o.state == WAITING, _o.expires_at <= product_now)
                .values(state=FAILED, error="expired")
            )
            return done.rowcount

    async def release(self, company: int, key: str) -> None:
        """Let a row go that was waiting for something else."""
        async with self._database.write() as connection:
            await connection.execute(
                update(outbox)
                .where(_o.company_id == company, _o.dedupe_key == key, _o.state == WAITING)
                .values(not_before=None)
            )

    async def discard(self, company: int, key: str) -> None:
        """What it would have said has been said another way."""
        async with self._database.write() as connection:
            await connection.execute(
                update(outbox)
                .where(_o.company_id == company, _o.dedupe_key == key, _o.state == WAITING)
                .values(state=SENT, sent_at=self._now(), error="answered")
            )

    async def retry(self, ids: Sequence[str] = ()) -> int:
        """Give dead and failed rows another round of tries."""
        chosen = [_o.id.in_(ids)] if ids else []
        untried = dict.fromkeys(("not_before", "expires_at", "first_try_at"))
        async with self._database.write() as connection:
            done = await connection.execute(
                update(outbox)
                .where(_o.state.in_((DEAD, FAILED)), *chosen)
                .values(state=WAITING, attempts=0, deaths=0, error="", **untried)
            )
            return done.rowcount

    async def listed(self, states: Sequence[str], limit: int = 200) -> Sequence[Any]:
        async with self._database.read() as connection:
            query = select(outbox).where(_o.state.in_(states)).order_by(_o.seq).limit(limit)
            return (await connection.execute(query)).all()

    async def depth(self) -> dict[str, int]:
        async with self._database.read() as connection:
            rows = await connection.execute(select(_o.state, func.count()).group_by(_o.state))
            return {row[0]: row[1] for row in rows}

    async def forget(self, before: datetime) -> int:
        """Delete sent rows' content that is older; the row stays for its key."""
        async with self._database.write() as connection:
            done = await connection.execute(
                update(outbox)
                .where(_o.state == SENT, _o.sent_at < before, _o.body != b"")
                .values(body=b"")
            )
            return done.rowcount

    async def _mark(
        self, message: Outgoing, within: AsyncConnection | None = None, **values: object
    ) -> None:
        mark = message, values
        if within is None:
            await self._marks.do(mark)
        elif await marked(within, mark) is not None:
            raise LostLease


def _of(query: Select[Any], only: str, without: Collection[str]) -> Select[Any]:
    """Those `only` to one platform, those `without` some; the query itself where all are meant."""
    if only:
        query = query.where(_o.platform == only)
    return query.where(_o.platform.not_in(without)) if without else query
