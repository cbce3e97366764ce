"""Erases a person: his rows go, what refers to him is blacked out, in the ledger as well, and one event says so (0032).

What was counted stays countable: the rows of what was done with him keep ids, times, people and amounts.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Table, or_, select

from core.customers.model import CustomerId
from core.ledger.model import Act
from core.opportunities.model import OpportunityState
from core.plans.model import PlanState
from storage import names, scrubbing, traces
from storage.database import Database
from storage.erasable import CUSTOMER, Erasable, rows_at
from storage.ledger import SqlLedger
from storage.scrubbing import TOLD, without_any
from storage.sealing import ERASE
from storage.session import Session
from storage.tables import (
    attached,
    attachments,
    contacts,
    customer_keys,
    customers,
    follow_ups,
    ledger,
    live_cards,
    metadata,
    opportunities,
    plans,
    snapshots,
)
from storage.traces import Row

_l = ledger.c
_LOOKING = Act(id="", actor=None, channel="read", at=datetime.min.replace(tzinfo=UTC))
_PASSES = 5


@dataclass(frozen=True, slots=True)
class Erased:
    """What went: rows by their tables, and the digests of files that nothing needs any more."""

    rows: Mapping[str, int]
    files: frozenset[str] = frozenset()


async def looked(database: Database, who: Erasable, company: int) -> Erased:
    """What would go."""
    async with database.read() as connection:
        return (await _found(Session(connection, company, _LOOKING), who)).counted(who)


async def erase(database: Database, who: Erasable, company: int, act: Act) -> Erased:
    """Erase somebody, and look for him again: what was at work meanwhile may have written of him."""
    rows: Counter[str] = Counter()
    files: frozenset[str] = frozenset()
    for number in range(_PASSES):
        async with database.read() as connection:
            session = Session(connection, company, act)
            who = await _as_now(session, who)
            found = await _found(session, who)
        gone = found.counted(who if number == 0 else None)
        async with database.write() as connection:
            if not await _pass(Session(connection, company, act), who, found) and number:
                break
        rows.update(gone.rows)
        files |= gone.files
    return Erased(dict(sorted(rows.items())), files)


@dataclass(frozen=True, slots=True)
class _Found:
    """Where he is told: rows by their tables, events, digests that were sent, files."""

    told: Mapping[Table, Sequence[Row]]
    events: Sequence[Row]
    digests: Sequence[Row]
    files: Sequence[Row]

    def counted(self, who: Erasable | None) -> Erased:
        counts = traces.counted(self.told)
        counts |= {ledger.name: len(self.events), snapshots.name: len(self.digests)}
        counts[attachments.name] = max(counts.get(attachments.name, 0), len(self.files))
        for name, ids in who.rows.items() if who else ():
            counts[name] = max(counts.get(name, 0), len(ids))
        files = frozenset(str(row["digest"]) for row in self.files) - {""}
        return Erased({name: count for name, count in sorted(counts.items()) if count}, files)


async def _found(session: Session, who: Erasable) -> _Found:
    return _Found(
        await traces.told(session.connection, who.traces),
        await scrubbing.events(session, who),
        await scrubbing.digests(session, who),
        await _documents(session, who),
    )


async def _as_now(session: Session, who: Erasable) -> Erasable:
    """With the rows that came since he was looked up."""
    if who.person.kind != CUSTOMER:
        return who
    return replace(who, rows=await rows_at(session, who.customer))


async def _pass(session: Session, who: Erasable, found: _Found) -> bool:
    """Whether there was anything to do."""
    await _blacken_own(session, who)
    marks = [await scrubbing.scrub(session, row, who) for row in found.events]
    await _drop_documents(session, found.files)
    for row in found.digests:
        await scrubbing.forget_in_digest(session, row, who)
    for table, rows in found.told.items():
        for row in rows:
            if not _is_own(table, row, who):
                await traces.forget(session.connection, table, row, who.traces)
    await _end(session, who)
    session.changes += marks
    if session.changes:
        await SqlLedger(session).record(ERASE, who.person.kind, who.person.id)
    return bool(marks or found.told or found.digests or found.files)


def _is_own(table: Table, row: Row, who: Erasable) -> bool:
    return table.name in who.rows and row["id"] in who.rows[table.name]


async def _blacken_own(session: Session, who: Erasable) -> None:
    """Black out what his own rows tell; who has read one before is told that it changed."""
    for name, ids in who.rows.items():
        table = metadata.tables[name]
        for id_ in sorted(ids):
            for row in await session.find(table, {"id": id_}):
                bare = {one: without_any(row[one]) for one in TOLD[name]}
                if any(row[one] != bare[one] for one in bare):
                    await session.change(
                        table, {**bare, "version": row["version"] + 1}, {"id": id_}
                    )


async def _end(session: Session, who: Erasable) -> None:
    """End what is open with him, and let his rows go, each noted: the past is told from it."""
    if who.person.kind == CUSTOMER:
        await _close(session, who)
    for table in (contacts, customers):
        for id_ in sorted(who.rows.get(table.name, ())):
            await session.remove(table, {"id": id_})
    for id_ in sorted(who.own):
        await session.drop(live_cards, {"record": id_})
    if who.person.kind == CUSTOMER:
        await session.drop(customer_keys, {"customer": who.customer})
    else:
        await names.call(session, [CustomerId(who.customer)])


async def _close(session: Session, who: Erasable) -> None:
    at = session.act.at
    for id_ in sorted(who.rows[plans.name]):
        for row in await session.find(plans, {"id": id_, "state": PlanState.OPEN}):
            ends = {"state": PlanState.CANCELLED, "closed_at": at, "remind_at": None}
            await session.overwrite(plans, dict(row), {**row, **ends})
    for id_ in sorted(who.rows[opportunities.name]):
        for row in await session.find(opportunities, {"id": id_, "state": OpportunityState.OPEN}):
            ends = {"state": OpportunityState.INVALID, "closed_at": at}
            await session.overwrite(opportunities, dict(row), {**row, **ends})


async def _documents(session: Session, who: Erasable) -> Sequence[Row]:
    """What was sent with records of his alone, or is called by his name."""
    a, b = attachments.c, attached.c
    alone = await _with_him_alone(session, who)
    with_him = select(b.attachment).where(b.company_id == session.company, b.follow_up.in_(alone))
    either: list[ColumnElement[bool]] = [a.id.in_(with_him)]
    either += [a.customer == who.customer] if who.person.kind == CUSTOMER else []
    query = select(attachments).where(a.company_id == session.company, or_(*either))
    words = list(who.traces.words())
    rows = await traces.holding(session.connection, attachments, [a.name], words)
    rows += [dict(row._mapping) for row in await session.all(query)]  # noqa: SLF001 - SQLAlchemy's public name
    found = {str(row["id"]): row for row in rows if row["company_id"] == session.company}
    return [row for row in found.values() if await _is_his(session, row, alone)]


async def _is_his(session: Session, row: Row, alone: frozenset[str]) -> bool:
    at = {str(one["follow_up"]) for one in await session.find(attached, {"attachment": row["id"]})}
    return at <= alone if at else True


async def _with_him_alone(session: Session, who: Erasable) -> frozenset[str]:
    """The contacts that nobody else took part in."""
    if who.person.kind == CUSTOMER:
        return who.rows[follow_ups.name]
    talks = await session.find(follow_ups, {"customer": who.customer})
    beside = f'"{who.customer}"'
    return frozenset(
        str(talk["id"])
        for talk in talks
        if talk["contacts"] and all(who.traces.tells(one, beside) for one in talk["contacts"])
    )


async def _drop_documents(session: Session, files: Sequence[Row]) -> None:
    for row in files:
        for one in await session.find(attached, {"attachment": row["id"]}):
            await session.remove(attached, dict(one))
        await session.drop(attachments, {"id": row["id"]})
