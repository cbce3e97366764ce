"""Cards that go on showing records: which they are, and where they hang by now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, literal_column, select, union_all, update

from core.people.model import EmployeeId
from core.ports.chat import LiveCard
from storage.database import Database
from storage.session import Session
from storage.tables import live_cards, outbox

_l = live_cards.c
_o = outbox.c
_MOST = 20
"""Cards drawn again for one correction, the newest first."""


class SqlLiveCards:
    """`core.ports.LiveCards`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def named(self, message: str) -> str:
        ours = select(_o.card).where(_o.company_id == self._session.company)
        # As the index is written, and not OR: SQLite would look at every row.
        theirs = ours.where(_o.message_id == message, _o.message_id != literal_column("''"))
        either = union_all(ours.where(_o.id == message), theirs).limit(1)
        found = (await self._session.connection.execute(either)).first()
        return found.card if found else ""

    async def shows(self, card: LiveCard, records: Collection[str], at: datetime) -> None:
        await self.ended(card.card)
        session = self._session
        common = {
            "company_id": session.company,
            "card": card.card,
            "key": card.key,
            "employee": card.employee,
            "address": card.address,
            "act": session.act.id,
            "at": at,
        }
        if records:
            rows = [{**common, "record": record} for record in sorted(set(records))]
            await session.fill(live_cards, rows)

    async def ended(self, card: str) -> None:
        await self._session.connection.execute(
            delete(live_cards).where(_l.company_id == self._session.company, _l.card == card)
        )

    async def showing(self, records: Collection[str], since: datetime) -> Sequence[LiveCard]:
        query = (
            select(_l.card, _l.key, _l.employee, _l.address)
            .where(
                _l.company_id == self._session.company,
                _l.record.in_(records),
                _l.at >= since,
                _l.act != self._session.act.id,
            )
            .order_by(_l.at.desc(), _l.card)
            .limit(_MOST * len(records))
        )
        found = {
            row.card: LiveCard(
                card=row.card, key=row.key, employee=EmployeeId(row.employee), address=row.address
            )
            for row in await self._session.all(query)
        }
        return list(found.values())[:_MOST]

    async def forget_old(self, before: datetime) -> None:
        await self._session.connection.execute(
            delete(live_cards).where(_l.company_id == self._session.company, _l.at < before)
        )


@dataclass(frozen=True, slots=True)
class Face:
    """Where a card hangs: the platform's id of it and the right to change it, used up once."""

    message: str
    code: str
    sent_at: datetime


class Faces:
    """The cards that were sent."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, company: int, card: str) -> Face | None:
        """Where `card` hangs; None while it does not."""
        query = select(_o.message_id, _o.code, _o.sent_at).where(
            _o.company_id == company, _o.id == card, _o.message_id != ""
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return Face(row.message_id, row.code, row.sent_at) if row else None

    async def used(self, company: int, card: str) -> None:
        """Its right to be changed is used up."""
        async with self._database.write() as connection:
            await connection.execute(
                update(outbox).where(_o.company_id == company, _o.id == card).values(code="")
            )
