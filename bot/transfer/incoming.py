"""Files in: the rows of a kind, some hundred a transaction. A wrong row is reported, the others go on."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from bot.transfer import contacts, customers, opportunities, people, targets
from bot.transfer.batch import Batch, Kind, Reading
from bot.transfer.fields import beside, of_kind
from bot.transfer.result import Counts, WrongRow
from bot.transfer.tables import Columns, Numbered, read
from core.acting import Acting
from core.customers.model import CustomerId
from core.errors import CrmError
from core.fields import NO_FIELDS, CustomFields
from core.people.model import EmployeeId, EmployeeState
from core.people.permissions import EVERYBODY

Transaction: TypeAlias = Callable[[], AbstractAsyncContextManager[Acting]]

CHUNK = 500
"""So that a transaction is short beside a running service."""

KINDS: dict[str, Kind] = {
    "people": people.KIND,
    "customers": customers.KIND,
    "contacts": contacts.KIND,
    "opportunities": opportunities.KIND,
    "targets": targets.KIND,
}


def columns(kind: str, fields: CustomFields) -> Columns:
    """The columns that a file of a kind may have, the company's own with them."""
    return beside(KINDS[kind].columns, of_kind(kind, fields))


async def take_in(
    file: Path, kind: str, transaction: Transaction, fields: CustomFields = NO_FIELDS
) -> Counts:
    """Take every row of a file and say what became of them.

    Args:
        fields: the company's own, which the file may have as columns.
        transaction: opens the unit of work of some hundred rows.

    Raises:
        UnreadableFile: it is no table of this kind.
    """
    named = _named(file) if kind == "people" else frozenset[EmployeeId]()
    reading = Reading(fields=of_kind(kind, fields), named=named)
    rows = read(file, columns(kind, fields))
    while chunk := list(islice(rows, CHUNK)):
        async with transaction() as acting:
            await _bring_in(kind, chunk, Batch(acting, reading))
    return reading.counts


def _named(file: Path) -> frozenset[EmployeeId]:
    """Everybody a people file brings: a superior may stand below those he leads."""
    rows = read(file, people.KIND.columns)
    return frozenset(EmployeeId(row.line["employee_no"]) for row in rows)


async def _bring_in(kind: str, rows: Sequence[Numbered], batch: Batch) -> None:
    """Take rows in the batch's unit of work, with one ledger event."""
    await _look_up(KINDS[kind], rows, batch)
    counts = batch.reading.counts
    for row in rows:
        try:
            done = await _taken(KINDS[kind], row, batch)
        except WrongRow as wrong:
            counts.refuse(row, str(wrong))
        except CrmError as refused:
            counts.refuse(row, type(refused).__name__)
        else:
            counts.count(done)
    await batch.uow.customers.add_many(batch.fresh)
    await batch.uow.contacts.add_many(batch.fresh_contacts)
    await batch.uow.ledger.record("import", kind, str(len(rows)))


async def _look_up(kind: Kind, rows: Sequence[Numbered], batch: Batch) -> None:
    """What most rows ask for, in three queries."""
    everybody = await batch.uow.people.everybody()
    batch.people = frozenset(one.id for one in everybody)
    batch.left = frozenset(one.id for one in everybody if one.state is EmployeeState.LEFT)
    if "customer_id" not in kind.columns.required:
        return
    ids = [CustomerId(row.line["customer_id"]) for row in rows]
    known = await batch.uow.customers.several(ids, EVERYBODY)
    batch.customers = {one.id: one for one in known}
    batch.contacts = await batch.uow.contacts.names_at(batch.customers)


async def _taken(kind: Kind, row: Numbered, batch: Batch) -> str:
    """Take one row; the same row again is a duplicate, another one of the same key is refused."""
    if row.fault:
        raise WrongRow(row.fault)
    key = tuple(row.line[column] for column in kind.key)
    content = hash(tuple(row.line.values()))
    if (before := batch.reading.seen.get(key)) is not None:
        if before == content:
            return "duplicate"
        raise WrongRow(f"{' '.join(key)[:80]} stands in the file twice, and not the same")
    done = await kind.take(row.line, batch)
    batch.reading.seen[key] = content
    return done
