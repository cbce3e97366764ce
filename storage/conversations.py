"""What conversations remember: memory slots, drafts, sentences nobody understood."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from core.clock import NewId
from core.drafts import Draft, DraftState
from core.errors import Overtaken
from core.people.model import EmployeeId
from storage.records import Records
from storage.session import Session
from storage.tables import drafts, memory, sentences

_SLOT = ("company_id", "conversation", "slot")
_SEVERAL = """SELECT slot, value FROM memory
WHERE company_id = :company AND conversation = :conversation AND slot IN {slots} AND until > :now"""


class SqlMemory:
    """`core.ports.Memory`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def get(self, conversation: str, slot: str, now: datetime) -> str | None:
        rows = await self._session.find(
            memory,
            {"conversation": conversation, "slot": slot, "until": now},
            "conversation = :at_conversation AND slot = :at_slot AND until > :at_until",
        )
        return str(rows[0]["value"]) if rows else None

    async def several(
        self, conversation: str, slots: Sequence[str], now: datetime
    ) -> Mapping[str, str]:
        rows = await self._session.quick(
            _SEVERAL,
            company=self._session.company,
            conversation=conversation,
            slots=list(slots),
            now=now,
        )
        return dict(rows)

    async def put(self, conversation: str, slot: str, value: str, until: datetime) -> None:
        await self.forget(conversation, slot)
        row = {
            "company_id": self._session.company,
            "conversation": conversation,
            "slot": slot,
            "value": value,
            "until": until,
        }
        if not await self._session.write(memory, row, unless=_SLOT):
            raise Overtaken

    async def first(self, conversation: str, slot: str, value: str, until: datetime) -> str:
        dialect = self._session.connection.dialect.name
        make: Any = pg_insert if dialect == "postgresql" else sqlite_insert
        fresh = make(memory).values(
            company_id=self._session.company,
            conversation=conversation,
            slot=slot,
            value=value,
            until=until,
        )
        await self._session.connection.execute(fresh.on_conflict_do_nothing())
        row = await self._session.first(
            select(memory.c.value).where(self._place(conversation, slot))
        )
        return str(row.value) if row else value

    async def forget(self, conversation: str, slot: str) -> None:
        await self._session.drop(memory, {"conversation": conversation, "slot": slot})

    async def forget_old(self, now: datetime) -> None:
        await self._session.connection.execute(
            delete(memory).where(memory.c.company_id == self._session.company, memory.c.until < now)
        )

    def _place(self, conversation: str, slot: str) -> ColumnElement[bool]:
        return and_(
            memory.c.company_id == self._session.company,
            memory.c.conversation == conversation,
            memory.c.slot == slot,
        )


class SqlDrafts:
    """`core.ports.Drafts`; drafts are no part of the CRM, so no image is kept of them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._records = Records(session, drafts, Draft, "draft")

    async def get(self, draft: str) -> Draft:
        return await self._records.get(draft)

    async def add(self, draft: Draft) -> None:
        await self._session.write(drafts, self._records.row(draft))

    async def save(self, draft: Draft) -> Draft:
        noted = len(self._session.changes)
        saved = await self._records.save(draft)
        del self._session.changes[noted:]
        return saved

    async def open_in(self, conversation: str, now: datetime) -> Draft | None:
        found = await self._session.find(
            drafts,
            {"conversation": conversation, "state": DraftState.OPEN, "expires_at": now},
            "conversation = :at_conversation AND state = :at_state AND expires_at > :at_expires_at",
            "ORDER BY created_at DESC, id DESC LIMIT 1",
        )
        return self._records.of(found[0]) if found else None

    async def leave(self, conversation: str, now: datetime) -> None:
        await self._session.change(
            drafts,
            {"expires_at": now},
            {"conversation": conversation, "expires_at": now},
            "conversation = :at_conversation AND expires_at > :at_expires_at",
        )


class SqlSentences:
    """`core.ports.Sentences`."""

    def __init__(self, session: Session, new_id: NewId) -> None:
        self._session = session
        self._new_id = new_id

    async def add(self, employee: EmployeeId, text: str, intent: str, at: datetime) -> None:
        await self._session.connection.execute(
            insert(sentences).values(
                company_id=self._session.company,
                id=self._new_id(),
                at=at,
                employee=employee,
                intent=intent,
                text=text[:1000],
            )
        )

    async def since(self, since: datetime, limit: int) -> Sequence[tuple[datetime, str, str, str]]:
        s = sentences.c
        query = (
            select(s.at, s.employee, s.intent, s.text)
            .where(s.company_id == self._session.company, s.at >= since)
            .order_by(s.at.desc())
            .limit(limit)
        )
        return [tuple(row) for row in await self._session.all(query)]

    async def counted(self, since: datetime) -> Mapping[str, int]:
        s, count = sentences.c, func.count()
        query = (
            select(s.intent, count.label("many"))
            .where(s.company_id == self._session.company, s.at >= since)
            .group_by(s.intent)
            .order_by(count.desc(), s.intent)
        )
        return {row.intent: row.many for row in await self._session.all(query)}

    async def forget(self, now: datetime) -> None:
        await self._session.connection.execute(
            delete(sentences).where(
                sentences.c.company_id == self._session.company,
                sentences.c.at < now - timedelta(days=30),
            )
        )
