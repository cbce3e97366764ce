"""Rows that name a customer instead of its number, and rows of somebody's own customers alone."""

from collections.abc import Iterable, Sequence

from bot.transfer.batch import Reading
from bot.transfer.tables import Numbered
from bot.transfer.wrong import WrongRow
from core.acting import Acting
from core.customers.model import Customer, CustomerId
from core.customers.names import normalise
from core.people.model import EmployeeId
from core.people.permissions import EVERYBODY

OWN = ("customers", "contacts", "follow_ups")
"""What a salesperson may import for himself."""


async def settled(
    rows: Sequence[Numbered], kind: str, acting: Acting, reading: Reading
) -> list[Numbered]:
    """The rows with the number of each customer, or with why there is none."""
    named = "full_name" if kind == "customers" else "customer"
    if named not in _columns(rows) and "customer_id" not in _columns(rows):
        return list(rows)
    wanted = {row.line.get(named, "") for row in rows if not row.line.get("customer_id")}
    known = await _numbers(filter(None, wanted), acting, whole=kind == "customers")
    return [_numbered(row, named, known, reading, acting) for row in rows]


def _columns(rows: Sequence[Numbered]) -> frozenset[str]:
    return frozenset(rows[0].line) if rows else frozenset()


async def _numbers(
    names: Iterable[str], acting: Acting, *, whole: bool
) -> dict[str, tuple[CustomerId, ...]]:
    """Name → the customers called so; with `whole` by their full names alone."""
    keys = {normalise(name): name for name in names}
    hits = await acting.uow.customers.by_keys(list(keys), EVERYBODY)
    kinds = ("full",) if whole else ("full", "alias")
    return {keys[hit.key]: hit.customers for hit in hits if hit.kind in kinds and hit.key in keys}


def _numbered(
    row: Numbered,
    named: str,
    known: dict[str, tuple[CustomerId, ...]],
    reading: Reading,
    acting: Acting,
) -> Numbered:
    line = dict(row.line)
    name = line.get(named, "")
    if line.get("customer_id"):
        return row._replace(line=line)
    found = known.get(name, ())
    fault = row.fault
    if len(found) == 1:
        line = {**line, "customer_id": found[0]}
    elif named == "full_name" and not found and name:
        number = reading.numbers.setdefault(normalise(name), acting.new_id())
        line = {**line, "customer_id": number}
    else:
        line = {**line, "customer_id": ""}
        key = "which_customer" if found else "no_customer"
        fault = fault or (WrongRow(key, cell=name[:40]) if name else WrongRow("empty", name=named))
    return row._replace(line=line, fault=fault)


def owned(row: Numbered, kind: str, own: EmployeeId, customer: Customer | None) -> Numbered:
    """A row of a salesperson's own file as his: the customer is his or new, and so is what was done.

    Raises:
        WrongRow: it is of somebody else's, or of one in the pool, which is claimed and not imported.
    """
    line = dict(row.line)
    if kind == "customers":
        if line.get("owner_rep", own) not in ("", own):
            raise WrongRow("other_owner", cell=line["owner_rep"][:20])
        line["owner_rep"] = own
    if kind == "follow_ups":
        if line.get("employee_no", "") not in ("", own):
            raise WrongRow("other_author", cell=line["employee_no"][:20])
        line["employee_no"] = own
    if customer and customer.owner != own:
        raise WrongRow("others" if customer.owner else "in_pool")
    return row._replace(line=line)
