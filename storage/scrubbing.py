"""Somebody is blacked out of what keeps the past: images in the ledger, digests as they were sent (0032)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, update

from core.customers.erasing import blacked
from core.ledger.chain import digest_of
from core.ledger.model import RowChange
from core.reports.digest import snapshot_without
from storage import traces
from storage.erasable import CUSTOMER, Erasable
from storage.images import image, row_of
from storage.sealing import content_of
from storage.session import Session
from storage.tables import (
    contacts,
    customers,
    follow_ups,
    ledger,
    metadata,
    opportunities,
    plans,
    snapshots,
    stage_moves,
)
from storage.traces import Row

_l = ledger.c
TOLD: Mapping[str, Sequence[str]] = {
    table.name: columns.split()
    for table, columns in (
        (customers, "full_name aliases industry city mobile source market custom"),
        (contacts, "name title mobile birthday attitude"),
        (
            follow_ups,
            "contacts content goal result next_step none_reason competitors topics source_text spans previous_content",
        ),
        (plans, "content"),
        (opportunities, "name competitor source lost_reason custom"),
        (stage_moves, "reason"),
    )
}
"""What a person's own rows tell of him; the rest of them is ids, times, states and figures."""


def without_any(value: Any) -> Any:
    match value:
        case str():
            return blacked(value)
        case tuple():
            return tuple(blacked(one) for one in value if isinstance(one, str))
        case dict():
            return {}
        case _:
            return None


async def events(session: Session, who: Erasable) -> Sequence[Row]:
    """The events that tell of him, in order."""
    needles = [*who.traces.words(), *traces.marks(who.person.id)]
    rows = await traces.holding(session.connection, ledger, [_l.changes], needles)
    mine = [row for row in rows if row["company_id"] == session.company]
    told = [row for row in mine if _changes_without(row["changes"], who) != row["changes"]]
    return sorted(told, key=lambda row: int(row["seq"]))


async def scrub(session: Session, row: Row, who: Erasable) -> RowChange:
    """Black him out of an event; returns what proves that it was no more than this."""
    changes = _changes_without(row["changes"], who)
    at = and_(_l.company_id == session.company, _l.seq == row["seq"])
    await session.connection.execute(update(ledger).where(at).values(changes=changes))
    digest = digest_of(content_of({**row, "changes": changes}))
    key = json.dumps([session.company, row["seq"]])
    return RowChange(ledger.name, key, None, {"digest": digest})


def _changes_without(changes: str, who: Erasable) -> str:
    """Each change by itself: a name that others bear as well is his beside what is his."""
    return f"[{','.join(_change_without(*change, who=who) for change in json.loads(changes))}]"


def _change_without(table: str, key: str, *images: Any, who: Erasable) -> str:
    kept = [table, key, *(_image_without(table, one, who) for one in images)]
    return who.traces.without(json.dumps(kept, ensure_ascii=False, separators=(",", ":")))


def _image_without(name: str, kept: Mapping[str, Any] | None, who: Erasable) -> Any:
    if kept is None or name not in TOLD:
        return kept
    is_own = kept.get("id") in who.rows.get(name, ())
    if not is_own and not (who.person.kind == CUSTOMER and kept.get("customer") == who.customer):
        return kept
    table = metadata.tables[name]
    here = [one for one in TOLD[name] if one in kept]
    row = row_of(table, {one: kept[one] for one in here})
    return {**kept, **image(table, {one: without_any(row[one]) for one in here})}


async def digests(session: Session, who: Erasable) -> Sequence[Row]:
    """The digests as they were sent that name him."""
    needles = [*who.traces.words(), *(f'"{id_}"' for id_ in sorted(who.own))]
    content = [snapshots.c.content]
    rows = await traces.holding(session.connection, snapshots, content, needles)
    return [row for row in rows if _digest_without(row["content"], who) != row["content"]]


def _digest_without(content: str, who: Erasable) -> str:
    return who.traces.without(snapshot_without(content, who.own))


async def forget_in_digest(session: Session, row: Row, who: Erasable) -> None:
    """A digest as it was sent names him no more; its numbers stay, and what it is known by follows."""
    content = _digest_without(row["content"], who)
    values: dict[str, object] = {"content": content}
    if hashlib.sha256(row["content"].encode()).hexdigest() == row["hash"]:
        values["hash"] = hashlib.sha256(content.encode()).hexdigest()
    await session.change(snapshots, values, {one: row[one] for one in ("reader", "day", "period")})
