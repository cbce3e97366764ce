"""A spreadsheet that somebody sent: what was found in it, and how far it is carried out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from pydantic import TypeAdapter

from bot.transfer.naming import OWN
from bot.transfer.result import Refusal
from bot.transfer.wrong import WrongRow
from core.people.model import EmployeeId
from core.people.permissions import Command, Reach, Viewer
from core.ports import UnitOfWork

LIFE = timedelta(days=7)
PLACE = "upload"
"""Where uploads are remembered, and what their attachments lie with: no visit."""
ALL = ("customers", "contacts", "opportunities", "follow_ups", "targets", "people")
MOST, MOST_OWN = 100_000, 500
"""Rows of a file in chat: of anybody's records, and of a salesperson's own (decision 0014)."""
SHEETS = (".xlsx", ".csv", ".xls", ".xlsm", ".txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What is kept of a file between its trial and its end.

    Args:
        id: of the attachment it came as.
        rows: digest of its rows as JSON lines.
        card: id of the message whose card follows it.
    """

    id: str
    employee: EmployeeId
    name: str
    kind: str
    rows: str
    many: int
    hidden: int = 0
    own: bool = False
    state: Literal["tried", "running", "over", "cancelled"] = "tried"
    counts: dict[str, int] = field(default_factory=dict)
    card: str = ""

    @property
    def taken(self) -> int:
        return self.counts.get("new", 0) + self.counts.get("updated", 0)


_UPLOAD: TypeAdapter[Upload] = TypeAdapter(Upload)


async def keep(upload: Upload, uow: UnitOfWork, now: datetime) -> None:
    written = _UPLOAD.dump_json(upload).decode()
    await uow.memory.put(PLACE, upload.id, written, now + LIFE)


async def find(upload: str, uow: UnitOfWork, now: datetime) -> Upload | None:
    kept = await uow.memory.get(PLACE, upload, now)
    return _UPLOAD.validate_json(kept) if kept else None


async def keep_refused(
    upload: Upload, start: int, refused: Sequence[Refusal], uow: UnitOfWork, now: datetime
) -> None:
    """Remember which of the rows from a place on were refused, and why."""
    if refused:
        told = [(one.row.number, one.wrong.key, one.wrong.names) for one in refused]
        written = json.dumps(told, ensure_ascii=False)
        await uow.memory.put(PLACE, f"{upload.id}:{start}", written, now + LIFE)


async def refused_from(
    upload: Upload, start: int, uow: UnitOfWork, now: datetime
) -> dict[int, WrongRow]:
    """The same again, by the numbers of the rows."""
    kept = await uow.memory.get(PLACE, f"{upload.id}:{start}", now)
    return {number: WrongRow(key, **names) for number, key, names in json.loads(kept or "[]")}


def kinds_for(viewer: Viewer) -> tuple[str, ...]:
    """The kinds of files he may bring in: all, those of his own customers, or none."""
    if viewer.reach(Command.IMPORT) is not Reach.NONE:
        return ALL
    return OWN if viewer.reach(Command.CREATE_CUSTOMER) is not Reach.NONE else ()


def is_own(viewer: Viewer) -> bool:
    """Whether he may import his own customers alone."""
    return viewer.reach(Command.IMPORT) is Reach.NONE


def may_carry_out(viewer: Viewer, upload: Upload) -> bool:
    """Whether he may still bring in what was tried: the right of that time may be gone."""
    return upload.kind in kinds_for(viewer) and (upload.own or not is_own(viewer))


def brings_in(viewer: Viewer, name: str) -> bool:
    """Whether a file of this name is tried as a spreadsheet of his."""
    return name.lower().endswith(SHEETS) and bool(kinds_for(viewer))
