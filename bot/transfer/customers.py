"""Rows of a customers file: the customer, whose it is, the names of its contacts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.transfer import values
from bot.transfer.batch import Batch, Kind
from bot.transfer.tables import Columns, Line
from core.customers.model import Contact, ContactId, Customer, CustomerId
from core.pool.clocks import begun, wound
from core.pool.model import PoolEvent, PoolEventKind

_TEXTS = ("industry", "city", "market", "mobile", "source", "pool")
_READ: dict[str, Callable[[str], object]] = {
    "aliases": lambda cell: values.names(cell, "aliases"),
    "tier": values.tier,
    "category": values.category,
    "starred": lambda cell: values.flag(cell, "starred"),
}


async def take(line: Line, batch: Batch) -> str:
    """One customer by the company's own number."""
    number = CustomerId(values.identifier(line["customer_id"], "customer_id"))
    known = batch.customers.get(number)
    customer = _customer(line, number, known, batch)
    people = _people(line, number, batch)
    if known is None:
        batch.fresh.append(customer)
    elif customer != known:
        await _save(customer, known, batch)
    batch.fresh_contacts += people
    if known is None:
        return "new"
    return "updated" if people or customer != known else "duplicate"


async def _save(customer: Customer, known: Customer, batch: Batch) -> None:
    await batch.uow.customers.save(customer)
    if customer.owner != known.owner:
        await batch.uow.pool.add(_moved(customer, known, batch))


def _customer(line: Line, number: CustomerId, known: Customer | None, batch: Batch) -> Customer:
    """The customer as the row has it; a column that is not there keeps what is known."""
    base = known or Customer(id=number, full_name="", created_at=batch.now)
    texts = {column: line[column] for column in _TEXTS if column in line}
    said = {column: read(line[column]) for column, read in _READ.items() if column in line}
    name = values.needed(line["full_name"], "full_name")
    last = values.past(line.get("last_contact_at", ""), "last_contact_at", batch.zone, batch.now)
    if last and last != base.last_contact_at:
        said |= {"last_contact_at": last, "last_effective_at": last}
    custom = batch.custom(line, base.custom)
    told = replace(base, full_name=name, custom=custom, **texts, **said)  # type: ignore[arg-type]  # by column
    customer = _owned(line, told, known, last=last, batch=batch)
    if customer == known:
        return customer
    return wound(customer, batch.acting.pool, now=batch.now, zone=batch.zone)


def _owned(
    line: Line, told: Customer, known: Customer | None, *, last: datetime | None, batch: Batch
) -> Customer:
    """Whose it is and since when; clocks without a date start at the import."""
    named = batch.owner(line, known.owner if known else None)
    owner = named if "owner_rep" in line else told.owner
    since = values.past(line.get("owned_since", ""), "owned_since", batch.zone, batch.now)
    if known and known.owner == owner:
        dated = owner and since and since != known.owned_since
        return replace(told, owned_since=since) if dated else told
    given = begun(told, owner=owner, basis="import", now=batch.now, since=since)
    return replace(given, last_effective_at=last) if owner and last else given


def _moved(customer: Customer, known: Customer, batch: Batch) -> PoolEvent:
    return PoolEvent(
        customer=customer.id,
        kind=PoolEventKind.ASSIGN if customer.owner else PoolEventKind.ENTER,
        employee=customer.owner or known.owner,
        at=batch.now,
        reason="import",
        rule_version=batch.acting.pool.version,
    )


def _people(line: Line, customer: CustomerId, batch: Batch) -> list[Contact]:
    """The contacts the row names and nobody knows yet."""
    known = batch.contacts.get(customer, frozenset())
    return [
        Contact(
            id=ContactId(batch.acting.new_id()), customer=customer, name=name, created_at=batch.now
        )
        for name in dict.fromkeys(values.names(line.get("contacts", ""), "contacts"))
        if name not in known
    ]


KIND = Kind(
    Columns(
        ("customer_id", "full_name"),
        (*_TEXTS, *_READ, "owner_rep", "contacts", "owned_since", "last_contact_at"),
        ("owners", "recycle_on", "recycle_rule"),
        {"owner_no": "owner_rep"},
    ),
    ("customer_id",),
    take,
)
