"""Files in: the rows of a kind, some hundred a transaction. A wrong row is reported, the others go on."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import TypeAlias, TypeVar

from bot.transfer import contacts, customers, follow_ups, opportunities, people, targets
from bot.transfer.batch import Batch, Kind, Reading
from bot.transfer.fields import beside, of_kind
from bot.transfer.naming import owned, settled
from bot.transfer.tables import Columns, Numbered
from bot.transfer.words import coded
from bot.transfer.wrong import WrongRow
from core.acting import Acting
from core.customers.model import CustomerId
from core.errors import CrmError, Duplicate, Forbidden, Stale
from core.fields import CustomFields
from core.people.model import EmployeeState
from core.people.permissions import EVERYBODY

Transaction: TypeAlias = Callable[[], AbstractAsyncContextManager[Acting]]

CHUNK = 500
"""So that a transaction is short beside a running service."""

_TIMES = 4
"""How often rows are taken that others change at the same moment, before these are refused."""
T = TypeVar("T")

KINDS: dict[str, Kind] = {
    "people": people.KIND,
    "customers": customers.KIND,
    "contacts": contacts.KIND,
    "opportunities": opportunities.KIND,
    "follow_ups": follow_ups.KIND,
    "targets": targets.KIND,
}

_REFUSED = {Duplicate: "there_already", Forbidden: "no_right", Stale: "changed_since"}


def columns(kind: str, fields: CustomFields) -> Columns:
    """The columns that a file of a kind may have, the company's own with them."""
    return beside(KINDS[kind].columns, of_kind(kind, fields))


def key_of(kind: str, row: Numbered) -> tuple[str, ...] | None:
    """What tells a row from others of its file; None where a part of it is missing."""
    key = KINDS[kind].key
    line = coded(kind, row.line)
    return tuple(line[one] for one in key) if all(one in line for one in key) else None


async def again(reading: Reading, step: Callable[[bool], Awaitable[T]]) -> T:
    """What a transaction of some rows comes to; from its beginning when others write to its customers, some times.

    Args:
        step: takes the rows in a transaction of its own; told whether it is the last time.

    Raises:
        Stale: the last time, too.
    """
    for left in reversed(range(_TIMES)):
        mark = reading.mark()
        try:
            return await step(not left)
        except Stale:
            if not left:
                raise
            reading.back_to(mark)
    raise AssertionError("unreachable")


async def bring_in(kind: str, rows: Sequence[Numbered], batch: Batch, *, last: bool = True) -> None:
    """Take rows in the batch's unit of work, with one ledger event.

    Raises:
        Stale: somebody else saved one of them first, and it is not the `last` time that it is tried.
    """
    if batch.reading.by_name:
        rows = await settled(rows, kind, batch.acting, batch.reading)
    await _look_up(KINDS[kind], rows, batch)
    counts = batch.reading.counts
    for row in rows:
        try:
            done = await _taken(kind, row, batch)
        except WrongRow as wrong:
            counts.refuse(row, wrong)
        except CrmError as refused:
            if isinstance(refused, Stale) and not last:
                raise
            counts.refuse(row, _refusal(refused))
        else:
            counts.count(done)
    await batch.uow.customers.add_many(batch.fresh)
    await batch.uow.contacts.add_many(batch.fresh_contacts)
    await batch.uow.ledger.record("import", kind, str(len(rows)))


def _refusal(refused: CrmError) -> WrongRow:
    name = type(refused).__name__
    return WrongRow(_REFUSED.get(type(refused), "refused"), cell=name)


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


async def _taken(name: str, row: Numbered, batch: Batch) -> str:
    """Take one row; the same row again is a duplicate, another one of the same key is refused."""
    kind = KINDS[name]
    if row.fault:
        raise row.fault
    if batch.reading.own:
        customer = batch.customers.get(CustomerId(row.line.get("customer_id", "")))
        row = owned(row, name, batch.reading.own, customer)
    line = coded(name, row.line)
    key = tuple(line[column] for column in kind.key)
    content = hash(tuple(row.line.values()))
    if (before := batch.reading.seen.get(key)) is not None:
        if before == content:
            return "duplicate"
        raise WrongRow("twice", cell=" ".join(key)[:80])
    done = await kind.take(line, batch)
    batch.reading.seen[key] = content
    return done
