"""Rows of a follow-ups file: who was met when, with author and time as they were (M05)."""

from dataclasses import replace

from bot.transfer import values
from bot.transfer.batch import Batch, Kind
from bot.transfer.tables import Columns, Line
from bot.transfer.wrong import WrongRow
from core.customers.model import Customer, CustomerId
from core.people.permissions import EVERYBODY
from core.pool.clocks import wound
from core.visits.model import ContactKind, FollowUp, FollowUpId
from core.visits.quality import is_effective
from core.visits.queries import FollowUpQuery

_LONGEST = 2_000


async def take(line: Line, batch: Batch) -> str:
    """One contact; the same person at the same customer at the same moment is known already."""
    customer = batch.customers.get(CustomerId(line["customer_id"]))
    if customer is None:
        raise WrongRow("no_customer", cell=line["customer_id"][:40])
    one = _follow_up(line, customer, batch)
    query = FollowUpQuery(customer=customer.id, employee=one.employee, since=one.occurred_at)
    near = await batch.uow.follow_ups.search(replace(query, limit=50), EVERYBODY)
    if any(known.occurred_at == one.occurred_at for known in near):
        return "duplicate"
    await batch.uow.follow_ups.add(one)
    await _touch(one, batch)
    return "new"


def _follow_up(line: Line, customer: Customer, batch: Batch) -> FollowUp:
    author = batch.employee(values.needed(line["employee_no"], "employee_no"), "employee_no")
    at = values.past(line["occurred_at"], "occurred_at", batch.zone, batch.now)
    if author is None or at is None:
        raise WrongRow("empty", name="occurred_at")
    texts_ = {
        name: values.needed(line[name], name, longest=_LONGEST)
        for name in ("content", "result", "next_step")
        if line.get(name)
    }
    bare = FollowUp(
        id=FollowUpId(batch.acting.new_id()),
        customer=customer.id,
        employee=author,
        kind=_kind(line.get("kind", "")),
        occurred_at=at,
        has_time=":" in line["occurred_at"],
        contacts=values.names(line.get("contacts", ""), "contacts"),
        created_at=batch.now,
    )
    told = replace(bare, **texts_)  # type: ignore[arg-type]  # by column
    return replace(told, effective=is_effective(told))


def _kind(cell: str) -> ContactKind:
    if cell and cell not in set(ContactKind):
        raise WrongRow("contact_kind", cell=cell[:20])
    return ContactKind(cell or ContactKind.VISIT)


async def _touch(one: FollowUp, batch: Batch) -> None:
    """The customer's last contacts, and with them its clocks."""
    customer = await batch.uow.customers.get(one.customer, EVERYBODY)
    last = max(filter(None, (customer.last_contact_at, one.occurred_at)))
    touched = replace(customer, last_contact_at=last)
    if one.effective and customer.owner and one.occurred_at >= (customer.owned_since or last):
        effective = max(filter(None, (customer.last_effective_at, one.occurred_at)))
        touched = replace(touched, last_effective_at=effective)
    if touched != customer:
        pool, zone = batch.acting.pool, batch.zone
        await batch.uow.customers.save(wound(touched, pool, now=batch.now, zone=zone))


KIND = Kind(
    Columns(
        ("customer_id", "employee_no", "occurred_at"),
        ("kind", "contacts", "content", "result", "next_step"),
        ("id", "effective", "source_text", "source_message_id", "created_at"),
    ),
    ("customer_id", "employee_no", "occurred_at"),
    take,
)
