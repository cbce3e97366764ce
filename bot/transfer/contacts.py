"""Rows of a contacts file: people at customers, told apart by name."""

from collections.abc import Callable
from dataclasses import replace

from bot.transfer import values
from bot.transfer.batch import Batch, Kind
from bot.transfer.tables import Columns, Line
from bot.transfer.wrong import WrongRow
from core.customers.model import Contact, ContactId, CustomerId

_READ: dict[str, Callable[[str], object]] = {
    "title": str,
    "mobile": str,
    "role": values.role,
    "attitude": values.attitude,
    "birthday": values.birthday,
}


async def take(line: Line, batch: Batch) -> str:
    """One person; a column that is not there keeps what is known."""
    customer = CustomerId(values.needed(line["customer_id"], "customer_id"))
    if customer not in batch.customers:
        raise WrongRow("no_customer", cell=customer[:40])
    name = values.needed(line["name"], "name")
    said = {column: read(line[column]) for column, read in _READ.items() if column in line}
    known = next((one for one in await batch.uow.contacts.at(customer) if one.name == name), None)
    base = known or Contact(
        id=ContactId(batch.acting.new_id()), customer=customer, name=name, created_at=batch.now
    )
    contact = replace(base, **said)  # type: ignore[arg-type]  # by column
    if known is None:
        await batch.uow.contacts.add(contact)
        return "new"
    if contact == known:
        return "duplicate"
    await batch.uow.contacts.save(contact)
    return "updated"


KIND = Kind(Columns(("customer_id", "name"), tuple(_READ), ("id",)), ("customer_id", "name"), take)
