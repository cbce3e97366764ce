"""Files that people sent, in SQL."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, insert, select, update

from core.attachments.model import Attachment, AttachmentId
from core.people.model import EmployeeId
from core.visits.model import FollowUpId
from storage.session import Session
from storage.tables import attached, attachments

_a = attachments.c
_LOOSE = """employee = :at_employee AND sent_at >= :at_sent_at AND draft = '' AND NOT EXISTS (
  SELECT 1 FROM attached a WHERE a.company_id = attachments.company_id AND a.attachment = attachments.id
)"""
_NAMES = tuple(field.name for field in fields(Attachment))


class SqlAttachments:
    """`core.ports.Attachments`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def find(self, attachment: AttachmentId) -> Attachment | None:
        found = await self._many(_a.id == attachment)
        return found[0] if found else None

    async def add(self, attachment: Attachment) -> None:
        await self._session.connection.execute(insert(attachments), self._row(attachment))

    async def save(self, attachment: Attachment) -> None:
        await self._session.connection.execute(
            update(attachments)
            .where(self._mine, _a.id == attachment.id)
            .values(self._row(attachment))
        )

    async def loose(self, employee: EmployeeId, since: datetime) -> Sequence[Attachment]:
        found = await self._session.find(
            attachments, {"employee": employee, "sent_at": since}, _LOOSE, "ORDER BY sent_at, id"
        )
        return [_of(row) for row in found]

    async def of_draft(self, draft: str, *, loose: bool = False) -> Sequence[Attachment]:
        found = await self._session.find(attachments, {"draft": draft}, then="ORDER BY sent_at, id")
        if not found or not loose:
            return [_of(row) for row in found]
        return await self._many(_a.draft == draft, ~self._belongs)

    async def into_draft(
        self, attachments_: Iterable[AttachmentId], draft: str, customer: str = ""
    ) -> None:
        await self._session.connection.execute(
            update(attachments)
            .where(self._mine, _a.id.in_(list(attachments_)))
            .values(draft=draft, customer=customer)
        )

    async def attach(self, attachments_: Iterable[AttachmentId], follow_up: FollowUpId) -> None:
        for one in attachments_:
            row = {"company_id": self._session.company, "follow_up": follow_up, "attachment": one}
            await self._session.add(attached, row)

    async def of(
        self, follow_ups: Iterable[FollowUpId]
    ) -> Mapping[FollowUpId, Sequence[Attachment]]:
        wanted = list(follow_ups)
        if not wanted:
            return {}
        its = and_(attached.c.company_id == self._session.company, attached.c.follow_up.in_(wanted))
        query = (
            select(attached.c.follow_up, *attachments.c)
            .join(attachments, self._same)
            .where(its, self._mine)
            .order_by(_a.sent_at, _a.id)
        )
        found: dict[FollowUpId, list[Attachment]] = defaultdict(list)
        for row in await self._session.all(query):
            found[FollowUpId(row.follow_up)].append(_value(row))
        return found

    async def forget(self, before: datetime) -> None:
        await self._session.connection.execute(
            delete(attachments).where(self._mine, _a.sent_at < before, ~self._belongs)
        )

    async def digests(self, beginning: str) -> frozenset[str]:
        query = select(_a.digest).where(self._mine, _a.digest.startswith(beginning))
        return frozenset(row.digest for row in await self._session.all(query.distinct()))

    async def belonging(self) -> frozenset[str]:
        """The digests of what belongs to a follow-up."""
        query = select(_a.digest).where(self._mine, self._belongs)
        return frozenset(row.digest for row in await self._session.all(query.distinct()))

    async def lose(self, digests: Iterable[str]) -> None:
        """Forget what was deleted as a file and belongs to nothing."""
        gone = delete(attachments).where(self._mine, _a.digest.in_(list(digests)), ~self._belongs)
        await self._session.connection.execute(gone)

    @property
    def _mine(self) -> ColumnElement[bool]:
        return _a.company_id == self._session.company

    @property
    def _same(self) -> ColumnElement[bool]:
        return and_(attached.c.company_id == _a.company_id, attached.c.attachment == _a.id)

    @property
    def _belongs(self) -> ColumnElement[bool]:
        return exists().where(self._same)

    async def _many(self, *conditions: ColumnElement[bool]) -> Sequence[Attachment]:
        query = select(attachments).where(self._mine, *conditions).order_by(_a.sent_at, _a.id)
        return [_value(row) for row in await self._session.all(query)]

    def _row(self, attachment: Attachment) -> dict[str, object]:
        known = {name: getattr(attachment, name) for name in _NAMES}
        return {"company_id": self._session.company, **known}


def _value(row: Any) -> Attachment:
    return _of(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name


def _of(row: Mapping[str, Any]) -> Attachment:
    return Attachment(**{name: row[name] for name in _NAMES})
