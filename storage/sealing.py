"""The chain over the ledger: events are sealed in their order, and what was changed afterwards is found."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, text, update

from core.ledger.chain import GENESIS, broken_at, link
from storage.session import Session
from storage.tables import ledger

ERASE = "erase"
"""The command of the event that says which events lost what they told of somebody (0032)."""
_l = ledger.c
_BATCH = 5_000
_CHAINED = (
    "seq",
    "act",
    "actor",
    "channel",
    "message_id",
    "at",
    "command",
    "kind",
    "subject",
    "changes",
    "rule_version",
    "undoes",
)
_ONE_SEALER = text("SELECT pg_advisory_xact_lock(20261, :company)")


async def seal(session: Session, limit: int = _BATCH) -> int:
    """Chain the events that are not chained yet, in order; returns how many."""
    mine = _l.company_id == session.company
    if session.connection.dialect.name == "postgresql":
        await session.connection.execute(_ONE_SEALER, {"company": session.company})
    last = await session.first(
        select(_l.link, _l.hash).where(mine, _l.link.is_not(None)).order_by(_l.link.desc()).limit(1)
    )
    number, previous = (last.link, last.hash) if last else (0, GENESIS)
    query = select(ledger).where(mine, _l.link.is_(None)).order_by(_l.seq).limit(limit)
    rows = await session.all(query)
    for number, row in enumerate(rows, number + 1):  # noqa: B020 - goes on from the last
        previous = link(previous, content_of(dict(row._mapping)))  # noqa: SLF001 - SQLAlchemy's public name
        await session.connection.execute(
            update(ledger).where(mine, _l.seq == row.seq).values(link=number, hash=previous)
        )
    return len(rows)


async def first_broken(session: Session) -> int | None:
    """The first event whose hash does not follow; None when the chain holds."""
    mine = _l.company_id == session.company
    query = select(ledger).where(mine, _l.link.is_not(None)).order_by(_l.link)
    rows = await session.all(query)
    events = ((row.seq, row.hash, content_of(dict(row._mapping))) for row in rows)  # noqa: SLF001 - SQLAlchemy's public name
    return broken_at(events, scrubbed=await _scrubbed(session))


async def _scrubbed(session: Session) -> Mapping[int, str]:
    """The digests of the events that were scrubbed, by their numbers; of one scrubbed twice the later."""
    wanted = (_l.company_id == session.company, _l.command == ERASE)
    found: dict[int, str] = {}
    for row in await session.all(select(_l.changes).where(*wanted).order_by(_l.seq)):
        for table, key, _, after in json.loads(row.changes):
            if table == ledger.name:
                found[json.loads(key)[1]] = after["digest"]
    return found


def content_of(row: Mapping[str, Any]) -> dict[str, object]:
    """What of an event is chained."""
    kept = {name: row[name] for name in _CHAINED}
    return {**kept, "at": row["at"].isoformat(timespec="microseconds")}
