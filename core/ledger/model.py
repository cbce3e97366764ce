"""One event for every write (O01)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from core.people.model import EmployeeId

RowImage = Mapping[str, object]
"""A stored row as JSON values: column → value."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row before and after; None where it did not exist."""

    table: str
    key: str
    before: RowImage | None
    after: RowImage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What one message, press or tick does: the unit that is undone as a whole.

    Args:
        id: unique; the inbox event's or the tick's key.
        actor: None for the machine.
        channel: wecom, feishu, console, cli, job.
        message_id: the platform's id of the message or press.
        at: product time.
    """

    id: str
    actor: EmployeeId | None
    channel: str
    message_id: str = ""
    at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of numbers that rise: all up to `last` but the `holes`, whose owners may commit later."""

    last: int
    holes: tuple[int, ...] = ()

    def __str__(self) -> str:
        return "-".join((str(self.last), *_runs(self.last - hole for hole in self.holes)))


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment of the ledger and of the pool's history: what later events changed is known from them."""

    ledger: Seen
    pool: Seen

    def __str__(self) -> str:
        return f"{self.ledger}.{self.pool}"


def read_mark(text: str) -> Mark:
    """The mark that is written so.

    Raises:
        ValueError: none is.
    """
    ledger, pool = (_seen(part) for part in text.split("."))
    return Mark(ledger, pool)


def _seen(text: str) -> Seen:
    last, *runs = text.split("-")
    back = (int(last) - number for run in runs for number in _run(run))
    return Seen(int(last), tuple(back))


def _runs(falling: Iterable[int]) -> Iterator[str]:
    """Numbers that fall by one are written together, as the first and how many more: an import that was
    given up leaves hundreds, and a mark stands in the key of a button."""
    for _, some in groupby(enumerate(falling), key=sum):
        (_, first), *more = some
        yield f"{first}+{len(more)}" if more else str(first)


def _run(text: str) -> range:
    first, _, more = text.partition("+")
    return range(int(first), int(first) - int(more or 0) - 1, -1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEvent:
    """One write: who, where, by which message, which command on what, before and after.

    Args:
        changes: the rows it touched, in order: the inverse of the write (append-only rows are left
            out: they are never taken back).
        undoes: the act it took back.
        hash: over its content and the hash of the event before; empty until the sealer came by.
    """

    seq: int
    act: Act
    command: str
    kind: str
    subject: str
    changes: tuple[RowChange, ...]
    rule_version: int = 0
    undoes: str = ""
    hash: str = ""
