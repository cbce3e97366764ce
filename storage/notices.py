"""Messages of one transaction: kept in the outbox with the work that caused them."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from core.clock import Now
from core.people.model import EmployeeId
from storage.outbox import REPLY_LANE, NewMessage, id_of, put
from storage.session import Session
from storage.tables import outbox
from storage.turns import AFRESH, SENDING, SENT, WAITING

_o = outbox.c


class SqlNotices:
    """`core.ports.Notices`: the outbox of one transaction."""

    def __init__(self, session: Session, machine_now: Now) -> None:
        self._session = session
        self._now = machine_now

    async def put(
        self,
        key: str,
        *,
        to: EmployeeId | None,
        address: str = "",
        lane: int,
        body: bytes,
        kind: str,
        not_before: datetime | None = None,
        expires_at: datetime | None = None,
        wait: timedelta | None = None,
        card: str = "",
    ) -> str | None:
        """Keep a message; `wait` holds it back on the machine's clock."""
        platform, _, where = address.partition(":")
        message = NewMessage(
            key=key,
            body=body,
            kind=kind,
            lane=lane,
            recipient=address or f"employee:{to}",
            employee=to,
            platform=platform,
            address=where,
            card=card,
            send_after=not_before,
            not_before=self._now() + wait if wait else None,
            expires_at=expires_at,
        )
        session = self._session
        fresh = await put(session.connection, session.company, message, self._now())
        return id_of(key) if fresh else None

    async def body(self, id_: str) -> bytes | None:
        """What was sent under an id, while it is kept."""
        query = select(_o.body).where(_o.company_id == self._session.company, _o.id == id_)
        row = await self._session.first(query)
        return bytes(row.body) if row and row.body else None

    async def face(self, card: str, at: str) -> bytes | None:
        """What a card that keeps its id shows by now at the address; None while it was never changed."""
        query = (
            select(_o.body)
            .where(
                _o.company_id == self._session.company,
                _o.recipient == at,
                _o.state == SENT,
                _o.card == card,
                _o.id != card,
                _o.message_id != AFRESH,
            )
            .order_by(_o.seq.desc())
            .limit(1)
        )
        row = await self._session.first(query)
        return bytes(row.body) if row and row.body else None

    async def sent_today(self, to: EmployeeId, since: datetime) -> int:
        query = select(func.count()).where(
            _o.company_id == self._session.company,
            _o.employee == to,
            _o.lane != REPLY_LANE,
            _o.created_at >= since,
            _o.state.in_((WAITING, SENDING, SENT)),
        )
        return await self._session.number(query)
