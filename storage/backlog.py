"""What waits in the queues, and since when: what is done costs nothing, were it a million rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, func, literal, or_, select

from core.clock import Now
from core.plans.model import PlanState
from storage.database import Database
from storage.errands import DEAD as ERRAND_DEAD
from storage.errands import WAITING as ERRAND_WAITING
from storage.errands import WORKING as ERRAND_WORKING
from storage.inbox import DEAD, NEW, WORKING
from storage.tables import errands, inbox, outbox, plans
from storage.turns import DEAD as UNSENT
from storage.turns import SENDING, WAITING

MOST = 10_000
"""Rows of one state that are counted; of more it is only known that they are more."""
LANES = ("reply", "reminder", "digest", "bulk")
_STATES = {
    "inbox": (inbox, (NEW, WORKING, DEAD)),
    "outbox": (outbox, (WAITING, SENDING, UNSENT)),
    "errands": (errands, (ERRAND_WAITING, ERRAND_WORKING, ERRAND_DEAD)),
}
_FIRST = 50
"""Messages of a lane that are looked at: the oldest row need not be the one that waits longest."""
_o, _i, _p = outbox.c, inbox.c, plans.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What waits.

    Args:
        counts: queue → state → rows, up to `MOST`; what is done is not counted.
        event: when the oldest event that is not done came in.
        messages: lane → when the message was to go that waits longest; limits and retries hold
            it back, the time it was made for does not.
        reminder: when the oldest reminder was due that was not sent.
    """

    counts: Mapping[str, Mapping[str, int]]
    event: datetime | None
    messages: Mapping[str, datetime]
    reminder: datetime | None


class Queues:
    """Looks into every queue of one company at one moment, through its indexes only."""

    def __init__(self, database: Database, machine_now: Now, *, company: int) -> None:
        self._database = database
        self._now = machine_now
        self._company = company

    async def backlog(self, product_now: datetime) -> Backlog:
        async with self._database.read() as connection:
            counts: dict[str, dict[str, int]] = {}
            for name, (table, states) in _STATES.items():
                counts[name] = {
                    state: int((await connection.execute(_counted(table, state))).scalar_one())
                    for state in states
                }
            events = [
                (await connection.execute(_oldest_event(state))).scalar()
                for state in (NEW, WORKING)
            ]
            messages: dict[str, datetime] = {}
            for lane, name in enumerate(LANES):
                rows = (await connection.execute(_due(lane, product_now))).all()
                if rows:
                    messages[name] = min(self._since(row, product_now) for row in rows)
            reminder = (await connection.execute(self._overdue(product_now))).scalar()
        event = min(filter(None, events), default=None)
        return Backlog(counts=counts, event=event, messages=messages, reminder=reminder)

    def _since(self, row: Any, product_now: datetime) -> datetime:
        """When it was to go, on the machine's clock."""
        made: datetime = row.created_at
        if row.send_after is None:
            return made
        meant: datetime = row.send_after
        return max(made, self._now() - (product_now - meant))

    def _overdue(self, product_now: datetime) -> Select[tuple[Any]]:
        return (
            select(_p.remind_at)
            .where(
                _p.company_id == self._company,
                _p.remind_at <= product_now,
                _p.state == PlanState.OPEN,
            )
            .order_by(_p.remind_at)
            .limit(1)
        )


def _counted(table: Table, state: str) -> Select[int]:
    some = select(literal(1)).where(table.c.state == state).limit(MOST).subquery()
    return select(func.count()).select_from(some)


def _oldest_event(state: str) -> Select[tuple[Any]]:
    return select(_i.received_at).where(_i.state == state).order_by(_i.seq).limit(1)


def _due(lane: int, product_now: datetime) -> Select[tuple[Any, ...]]:
    return (
        select(_o.created_at, _o.send_after)
        .where(
            _o.state == WAITING,
            _o.lane == lane,
            or_(_o.send_after.is_(None), _o.send_after <= product_now),
        )
        .order_by(_o.seq)
        .limit(_FIRST)
    )
