"""Messages that one sender has for a while, and what he marks them as."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from core.people.model import EmployeeId
from storage.direct import change
from storage.leasing import DEADLY, LostLease
from storage.tables import outbox
from storage.turns import SENDING


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A claimed message.

    Args:
        platform, address: where to; empty platform: wherever `employee` is reached.
        fence: the claim's token; marks with an older one are refused.
        deaths: how many had it before, alone, and never came back.
        doubtful: whoever claimed it before never said what came of it: it may have arrived.
        tried_for: how long ago it was tried first; what was tried may have arrived.
    """

    seq: int
    id: str
    company: int
    employee: EmployeeId | None
    platform: str
    address: str
    lane: int
    kind: str
    body: bytes
    attempts: int
    fence: int
    expires_at: datetime | None
    tried_for: timedelta
    deaths: int = 0
    doubtful: bool = False

    @property
    def is_deadly(self) -> bool:
        """Whether it is what ends its senders: it is to be buried, not sent."""
        return self.deaths >= DEADLY


Mark = tuple[Outgoing, Mapping[str, object]]


async def all_marked(
    connection: AsyncConnection, marks: Sequence[Mark]
) -> Sequence[LostLease | None]:
    return [await marked(connection, mark) for mark in marks]


async def marked(connection: AsyncConnection, mark: Mark) -> LostLease | None:
    message, values = mark
    at = {"seq": message.seq, "fence": message.fence, "state": SENDING}
    done = await change(connection, outbox, {"lease_until": None, **values}, at)
    return None if done else LostLease()


def claimed(row: Any, now: datetime) -> Outgoing:
    return Outgoing(
        seq=row.seq,
        id=row.id,
        company=row.company_id,
        employee=row.employee,
        platform=row.platform,
        address=row.address,
        lane=row.lane,
        kind=row.kind,
        body=bytes(row.body),
        attempts=row.attempts + 1,
        fence=row.fence + 1,
        expires_at=row.expires_at,
        tried_for=now - (row.first_try_at or now),
        deaths=row.deaths,
        doubtful=row.state == SENDING,
    )
