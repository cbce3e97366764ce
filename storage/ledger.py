"""The ledger in SQL: one event a write, taken back by its images."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, select, true

from core.customers.model import CustomerId
from core.errors import UndoBlocked
from core.ledger.model import Act, LedgerEvent, Mark, RowChange, RowImage
from core.people.model import EmployeeId
from storage import names, obstacles, rewound
from storage.customers import SqlCustomers
from storage.images import image, row_of, table_named
from storage.sequences import next_seqs
from storage.session import Session
from storage.tables import contacts, customer_keys, customers, ledger
from storage.tables.history import ledger_seq

_l = ledger.c
_PASSING = frozenset({"version", "last_used_at", "welcomed_at", "remind_at"})


class SqlLedger:
    """`core.ports.Ledger`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def record(
        self, command: str, kind: str, subject: str, *, rule_version: int = 0, undoes: str = ""
    ) -> LedgerEvent:
        session = self._session
        changes = tuple(session.changes)
        session.changes.clear()
        act = session.act
        (seq,) = await next_seqs(session, ledger, ledger_seq)
        row = {
            "company_id": session.company,
            "seq": seq,
            "act": act.id,
            "actor": act.actor,
            "channel": act.channel,
            "message_id": act.message_id,
            "at": act.at,
            "command": command,
            "kind": kind,
            "subject": subject,
            "changes": _written(changes),
            "rule_version": rule_version,
            "undoes": undoes,
            "hash": "",
        }
        await session.write(ledger, row)
        return LedgerEvent(
            seq=seq,
            act=act,
            command=command,
            kind=kind,
            subject=subject,
            changes=changes,
            rule_version=rule_version,
            undoes=undoes,
        )

    async def mark(self) -> Mark:
        return await rewound.mark(self._session)

    async def of_act(self, act: str) -> Sequence[LedgerEvent]:
        rows = await self._session.find(ledger, {"act": act}, then="ORDER BY seq")
        return [_event(row) for row in rows]

    async def last_act(
        self, actor: EmployeeId, since: datetime, *, kind: str = "", command: str = ""
    ) -> str | None:
        query = (
            select(_l.act)
            .where(
                self._mine,
                _l.actor == actor,
                _l.at >= since,
                _l.command == command if command else _l.undoes == "",
                _l.kind == kind if kind else true(),
                _l.changes != "[]",
                ~self._taken_back(_l.act),
            )
            .order_by(_l.seq.desc())
            .limit(1)
        )
        row = await self._session.first(query)
        return row.act if row else None

    async def undone(self, act: str) -> bool:
        query = select(func.count()).where(self._mine, _l.act == act, self._taken_back(_l.act))
        return bool(await self._session.number(query))

    def _taken_back(self, act: ColumnElement[str]) -> ColumnElement[bool]:
        """Whether something undoes `act` and was not itself undone."""
        undo, redo = ledger.alias("undo"), ledger.alias("redo")
        restored = exists().where(
            redo.c.company_id == self._session.company, redo.c.undoes == undo.c.act
        )
        return exists().where(
            undo.c.company_id == self._session.company, undo.c.undoes == act, ~restored
        )

    async def revert(self, changes: Sequence[RowChange]) -> None:
        if gone := obstacles.erased(changes):
            raise UndoBlocked(gone)
        if bare := await obstacles.unkept(self._session, changes):
            raise UndoBlocked(bare)
        spans = _first_and_last(changes)
        noted = list(self._session.changes)
        try:
            async with self._session.attempt():
                found = await self._as_left(spans)
                for change, row in zip(reversed(spans), reversed(found), strict=True):
                    await self._put_back(change, row)
                if resting := await obstacles.later(self._session, spans):
                    raise UndoBlocked(resting)
        except UndoBlocked:
            self._session.changes[:] = noted
            raise

    @property
    def _mine(self) -> Any:
        return _l.company_id == self._session.company

    async def _as_left(self, spans: Sequence[RowChange]) -> list[dict[str, object]]:
        """The rows as they are, which have to be as the changes left them.

        Raises:
            UndoBlocked: some are not.
        """
        found = [await self._found(change) for change in spans]
        other = [one for one, now in zip(spans, found, strict=True) if not _is_as_left(one, now)]
        if other:
            raise UndoBlocked(await obstacles.changed(self._session, other))
        return found

    async def _found(self, change: RowChange) -> dict[str, object]:
        table = table_named(change.table)
        row = row_of(table, dict(change.after or change.before or {}))
        at = {"company_id": self._session.company, **self._session.place(table, row)}
        found = await self._session.first(select(table).filter_by(**at).with_for_update())
        return dict(found._mapping) if found else {}  # noqa: SLF001 - SQLAlchemy's public name

    async def _put_back(self, change: RowChange, now: dict[str, object]) -> None:
        session, table = self._session, table_named(change.table)
        if change.before is None:
            row = row_of(table, dict(change.after or {}))
            await session.remove(table, row)
            if table is customers:
                await self._drop_keys(str(row["id"]))
            await self._call(change)
            return
        row = row_of(table, dict(change.before))
        if change.after is None:
            await session.add(table, row)
        else:
            await session.overwrite(table, now, row)
        if table is customers:
            await self._rewrite_keys(str(row["id"]))
        await self._call(change)

    async def _call(self, change: RowChange) -> None:
        """Bring the keys of people to a contact that was put back or taken away."""
        if change.table == contacts.name:
            rows = filter(None, (change.before, change.after))
            at = [CustomerId(str(row["customer"])) for row in rows]
            await names.call(self._session, at)

    async def _drop_keys(self, customer: str) -> None:
        k = customer_keys.c
        await self._session.connection.execute(
            delete(customer_keys).where(
                k.company_id == self._session.company, k.customer == customer
            )
        )

    async def _rewrite_keys(self, customer: str) -> None:
        repository = SqlCustomers(self._session)
        found = await repository.find(customer)  # type: ignore[arg-type]  # an image's id
        if found:
            await repository.rewrite_keys(found)


def _is_as_left(change: RowChange, now: dict[str, object]) -> bool:
    then = change.after or {}
    return _lasting(_as_then(image(table_named(change.table), now), then)) == _lasting(then)


def _lasting(row: RowImage) -> dict[str, object]:
    """What counts of a row: acts taken back raise its version, and neither is using an
    account an act nor the reminder of a plan, which is owed no more once it was sent."""
    return {name: value for name, value in row.items() if name not in _PASSING}


def _as_then(now: RowImage, then: RowImage) -> RowImage:
    """The row by the columns that its table had when the image was taken."""
    return {name: value for name, value in now.items() if not then or name in then}


def _first_and_last(changes: Sequence[RowChange]) -> list[RowChange]:
    """One change a row: how it was before all of them, how it is after."""
    spans: dict[tuple[str, str], RowChange] = {}
    for change in changes:
        place = (change.table, change.key)
        first = spans.get(place)
        before = first.before if first else change.before
        spans[place] = RowChange(change.table, change.key, before, change.after)
    return [span for span in spans.values() if span.before is not None or span.after is not None]


def _written(changes: Sequence[RowChange]) -> str:
    rows = [[change.table, change.key, change.before, change.after] for change in changes]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _event(row: Mapping[str, Any]) -> LedgerEvent:
    act = Act(
        id=row["act"],
        actor=row["actor"],
        channel=row["channel"],
        message_id=row["message_id"],
        at=row["at"],
    )
    return LedgerEvent(
        seq=row["seq"],
        act=act,
        command=row["command"],
        kind=row["kind"],
        subject=row["subject"],
        changes=tuple(RowChange(*change) for change in json.loads(row["changes"])),
        rule_version=row["rule_version"],
        undoes=row["undoes"],
        hash=row["hash"],
    )
