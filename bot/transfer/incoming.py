"""Files in: each kind's columns, and what one row does. A wrong row is reported, the others go on."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.transfer import values
from bot.transfer.result import Counts, WrongRow
from bot.transfer.tables import Columns, Line, parts, read
from core.acting import Acting
from core.customers.model import Contact, ContactId, Customer, CustomerId
from core.errors import CrmError
from core.opportunities.model import Opportunity, OpportunityId, OpportunityState, StageCode
from core.opportunities.queries import OpportunityQuery
from core.people.model import ChatIdentity, Employee, EmployeeId
from core.people.permissions import Scope
from core.pool.clocks import wound
from core.reports.model import Target
from storage.unit_of_work import SqlUnitOfWork

CHUNK = 2_000
EVERYBODY = Scope(None)

COLUMNS = {
    "people": Columns(
        ("employee_no", "name"),
        ("department", "superior_no", "roles", "wecom_userid", "feishu_open_id", "mobile", "state"),
    ),
    "customers": Columns(
        ("customer_id", "full_name"),
        (
            "aliases",
            "owner_rep",
            "industry",
            "city",
            "contacts",
            "tier",
            "category",
            "market",
            "mobile",
            "source",
            "pool",
            "owned_since",
            "last_contact_at",
            "starred",
        ),
        ("owners", "recycle_on", "recycle_rule"),
        {"owner_no": "owner_rep"},
    ),
    "contacts": Columns(
        ("customer_id", "name"), ("title", "mobile", "role", "attitude", "birthday"), ("id",)
    ),
    "opportunities": Columns(
        ("opportunity_id", "customer_id", "name"),
        ("stage", "amount", "expected_close", "owner_rep", "state", "probability"),
        (),
        {"id": "opportunity_id", "employee_no": "owner_rep", "owner_no": "owner_rep"},
    ),
    "targets": Columns(("employee_no", "period", "measure", "value")),
}


@dataclass(slots=True)
class Batch:
    """One import: rows share what was looked up."""

    acting: Acting
    counts: Counts
    people: set[EmployeeId] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    fresh: list[Customer] = field(default_factory=list)
    fresh_contacts: list[Contact] = field(default_factory=list)

    @property
    def uow(self) -> SqlUnitOfWork:
        return self.acting.uow  # type: ignore[return-value]  # the composition's own

    @property
    def now(self) -> datetime:
        return self.acting.now

    @property
    def zone(self) -> ZoneInfo:
        return self.acting.zone


Row = Callable[[Line, Batch], Awaitable[str]]
"""Takes one row: `new`, `updated` or `duplicate`; raises WrongRow or CrmError."""


async def bring_in(kind: str, lines: Sequence[tuple[int, Line]], batch: Batch) -> None:
    """Take a chunk of rows in the batch's unit of work, with one ledger event."""
    batch.people = {one.id for one in await batch.uow.people.everybody()}
    take = _ROWS[kind]
    for number, line in lines:
        key = next(iter(line.values()), "")
        try:
            done = await take(line, batch)
        except WrongRow as wrong:
            batch.counts.refuse(number, key, str(wrong))
        except CrmError as refused:
            batch.counts.refuse(number, key, type(refused).__name__)
        else:
            setattr(batch.counts, done, getattr(batch.counts, done) + 1)
    await batch.uow.customers.add_many(batch.fresh)
    await batch.uow.contacts.add_many(batch.fresh_contacts)
    batch.fresh.clear()
    batch.fresh_contacts.clear()
    await batch.uow.ledger.record("import", kind, str(len(lines)))


def chunks(file: Path, kind: str) -> Iterable[list[tuple[int, Line]]]:
    """The file's rows, some thousand at a time; raises UnreadableFile."""
    rows = read(file, COLUMNS[kind])
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _known(number: str, batch: Batch, name: str) -> EmployeeId | None:
    if number and number not in batch.people:
        raise WrongRow(f"{name} {number[:40]} is nobody in the people file")
    return EmployeeId(number) if number else None


async def _person(line: Line, batch: Batch) -> str:
    number = EmployeeId(values.needed(line["employee_no"], "employee_no"))
    superior = line.get("superior_no", "")
    person = Employee(
        id=number,
        name=values.needed(line["name"], "name"),
        department=line.get("department", ""),
        superior=EmployeeId(superior) if superior else None,
        roles=values.roles(parts(line.get("roles", ""))),
        state=values.state(line.get("state", "")),
        mobile=line.get("mobile", ""),
    )
    known = await batch.uow.people.find(number)
    kept = person
    if known:
        kept = replace(
            person,
            language=known.language,
            quiet_from=known.quiet_from,
            quiet_until=known.quiet_until,
            push_platform=known.push_platform,
            version=known.version,
        )
    if known is None:
        await batch.uow.people.add(person)
        batch.people.add(number)
    elif kept != known:
        await batch.uow.people.save(kept)
    bound = await _bind(line, number, batch)
    return "new" if known is None else "updated" if kept != known or bound else "duplicate"


async def _bind(line: Line, number: EmployeeId, batch: Batch) -> bool:
    """The accounts of the file; one that changed takes the place of the old one."""
    changed = False
    held = {one.platform: one for one in await batch.uow.people.identities(number)}
    for platform, column in (("wecom", "wecom_userid"), ("feishu", "feishu_open_id")):
        account = line.get(column, "")
        if not account or (platform in held and held[platform].external_id == account):
            continue
        taken = await batch.uow.people.identity(platform, account)
        if taken and taken.employee != number:
            raise WrongRow(f"{column} {account[:40]} belongs to {taken.employee}")
        if platform in held:
            await batch.uow.people.unbind(held[platform])
        await batch.uow.people.bind(
            ChatIdentity(
                platform=platform, external_id=account, employee=number, bound_at=batch.now
            )
        )
        changed = True
    return changed


async def _customer(line: Line, batch: Batch) -> str:
    number = CustomerId(values.needed(line["customer_id"], "customer_id"))
    if number in batch.seen:
        raise WrongRow(f"customer_id {number[:40]} stands in the file twice")
    batch.seen.add(number)
    known = await batch.uow.customers.find(number)
    customer = _customer_of(line, number, known, batch)
    if known is None:
        batch.fresh.append(customer)
        batch.fresh_contacts += _people_at(line, number, set(), batch)
        return "new"
    names = {one.name for one in await batch.uow.contacts.at(number)}
    people = _people_at(line, number, names, batch)
    batch.fresh_contacts += people
    if customer == known:
        return "updated" if people else "duplicate"
    await batch.uow.customers.save(customer)
    return "updated"


def _customer_of(line: Line, number: CustomerId, known: Customer | None, batch: Batch) -> Customer:
    """The customer as the row has it; a column that is not there keeps what is known."""
    owner = _known(line.get("owner_rep", ""), batch, "owner_rep")
    base = known or Customer(id=number, full_name="", created_at=batch.now)
    name = values.needed(line["full_name"], "full_name")
    if len(name) > 200:
        raise WrongRow("full_name is longer than 200 characters")
    texts: dict[str, Any] = {
        column: line[column]
        for column in ("industry", "city", "market", "mobile", "source", "pool")
        if column in line
    }
    if "aliases" in line:
        base = replace(base, aliases=parts(line["aliases"]))
    if "tier" in line:
        base = replace(base, tier=values.tier(line["tier"]))
    if "category" in line:
        base = replace(base, category=values.category(line["category"]))
    if "starred" in line:
        base = replace(base, starred=line["starred"].lower() in ("true", "1", "是"))
    base = replace(base, full_name=name, **texts)
    base = _owned(line, base, owner, known, batch)
    return wound(base, batch.acting.pool, now=batch.now, zone=batch.zone)


def _owned(
    line: Line, base: Customer, owner: EmployeeId | None, known: Customer | None, batch: Batch
) -> Customer:
    """Whose it is and since when; clocks without a date start at the import."""
    since = values.moment(line.get("owned_since", ""), "owned_since", batch.zone)
    last = values.moment(line.get("last_contact_at", ""), "last_contact_at", batch.zone)
    same = known is not None and known.owner == owner
    if last:
        base = replace(base, last_contact_at=last)
    if same:
        return replace(base, owned_since=since or base.owned_since) if owner else base
    if owner is None:
        return replace(base, owner=None, owned_since=None, basis="", entered_pool_at=batch.now)
    return replace(
        base,
        owner=owner,
        basis="import",
        owned_since=since or batch.now,
        entered_pool_at=None,
        last_effective_at=last,
    )


def _people_at(line: Line, customer: CustomerId, known: set[str], batch: Batch) -> list[Contact]:
    return [
        Contact(
            id=ContactId(batch.acting.new_id()),
            customer=customer,
            name=name,
            created_at=batch.now,
        )
        for name in dict.fromkeys(parts(line.get("contacts", "")))
        if name not in known
    ]


async def _contact(line: Line, batch: Batch) -> str:
    customer = CustomerId(values.needed(line["customer_id"], "customer_id"))
    if await batch.uow.customers.find(customer) is None:
        raise WrongRow(f"there is no customer {customer[:40]}")
    name = values.needed(line["name"], "name")
    known = next((one for one in await batch.uow.contacts.at(customer) if one.name == name), None)
    base = known or Contact(
        id=ContactId(batch.acting.new_id()), customer=customer, name=name, created_at=batch.now
    )
    contact = replace(
        base,
        title=line.get("title", base.title),
        mobile=line.get("mobile", base.mobile),
        role=values.role(line["role"]) if "role" in line else base.role,
        attitude=values.attitude(line["attitude"]) if "attitude" in line else base.attitude,
        birthday=line.get("birthday", base.birthday),
    )
    if known is None:
        await batch.uow.contacts.add(contact)
        return "new"
    if contact == known:
        return "duplicate"
    await batch.uow.contacts.save(contact)
    return "updated"


async def _opportunity(line: Line, batch: Batch) -> str:
    number = OpportunityId(values.needed(line["opportunity_id"], "opportunity_id"))
    customer = await batch.uow.customers.find(CustomerId(line["customer_id"]))
    if customer is None:
        raise WrongRow(f"there is no customer {line['customer_id'][:40]}")
    owner = _known(line.get("owner_rep", ""), batch, "owner_rep") or customer.owner
    if owner is None:
        raise WrongRow("owner_rep is empty and the customer has no owner")
    found = await batch.uow.opportunities.search(_every(customer.id), EVERYBODY)
    known = next((one for one in found if one.id == number), None)
    deal = _deal(line, number, customer, owner, known=known, batch=batch)
    if known is None:
        await batch.uow.opportunities.add(deal)
    elif deal == known:
        return "duplicate"
    else:
        await batch.uow.opportunities.save(deal)
    if deal.state is OpportunityState.OPEN:
        moved = max(filter(None, (customer.open_moved_at, deal.moved_at)))
        kept = replace(customer, open_moved_at=moved)
        if kept != customer:
            await batch.uow.customers.save(
                wound(kept, batch.acting.pool, now=batch.now, zone=batch.zone)
            )
    return "new" if known is None else "updated"


def _every(customer: CustomerId) -> OpportunityQuery:
    return OpportunityQuery(customer=customer, states=tuple(OpportunityState), limit=1_000)


def _deal(
    line: Line,
    number: OpportunityId,
    customer: Customer,
    owner: EmployeeId,
    *,
    known: Opportunity | None,
    batch: Batch,
) -> Opportunity:
    flow = batch.acting.flow(known.flow if known else "")
    code = line.get("stage", "") or (known.stage if known else flow.stages[0].code)
    ends = {"won", "lost", "invalid"}
    state = line.get("state", "") or (code if code in ends else "open")
    if state not in OpportunityState.__members__.values():
        raise WrongRow(f"there is no state {state[:20]}")
    stage = flow.stage(code) if code not in ends else flow.stages[-1]
    if stage is None:
        raise WrongRow(f"there is no stage {code[:20]} in the flow {flow.name}")
    base = known or Opportunity(
        id=number,
        customer=customer.id,
        employee=owner,
        name="",
        flow=flow.id,
        flow_version=flow.version,
        stage=StageCode(stage.code),
        moved_at=batch.now,
        created_at=batch.now,
    )
    opened = state == OpportunityState.OPEN
    return replace(
        base,
        customer=customer.id,
        employee=owner,
        name=values.needed(line["name"], "name"),
        stage=stage.code,
        state=OpportunityState(state),
        amount=values.money(line["amount"], "amount") if "amount" in line else base.amount,
        expected_close=values.day(line["expected_close"], "expected_close", batch.zone)
        if "expected_close" in line
        else base.expected_close,
        probability=stage.probability if opened else 100 if state == "won" else 0,
        closed_at=None if opened else base.closed_at or batch.now,
    )


async def _target(line: Line, batch: Batch) -> str:
    employee = _known(values.needed(line["employee_no"], "employee_no"), batch, "employee_no")
    period, measure = line["period"], line["measure"]
    if len(period) != 7 or values.day(f"{period}-01", "period", batch.zone) is None:
        raise WrongRow(f"period is YYYY-MM, not {period[:20]}")
    if measure not in ("signed", "received"):
        raise WrongRow(f"measure is signed or received, not {measure[:20]}")
    value = values.money(values.needed(line["value"], "value"), "value")
    if value is None or employee is None:
        raise WrongRow("value is empty")
    scope = Scope(frozenset({employee}))
    known = [
        one for one in await batch.uow.reports.targets(period, scope) if one.measure == measure
    ]
    if known and known[0].value == value:
        return "duplicate"
    await batch.uow.reports.put_target(Target(employee, period, measure, value))
    return "updated" if known else "new"


_ROWS: dict[str, Row] = {
    "people": _person,
    "customers": _customer,
    "contacts": _contact,
    "opportunities": _opportunity,
    "targets": _target,
}
