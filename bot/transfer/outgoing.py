"""Records out, as interfaces.md 5 names them: sorted by id, times with offset, money in yuan."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, Table, func, select

from bot.transfer.fields import of_kind
from core.customers.model import Tier
from core.fields import NO_FIELDS, CustomFields
from core.money import Money
from core.people.model import EmployeeId
from storage import tables as t
from storage.store import COMPANY, Store

Record = dict[str, object]
_PAGE = 1_000

KEYS: Mapping[str, tuple[str, ...]] = {
    "customers": (
        "customer_id",
        "full_name",
        "aliases",
        "industry",
        "city",
        "contacts",
        "mobile",
        "source",
        "market",
        "owner_no",
        "owners",
        "pool",
        "tier",
        "category",
        "starred",
        "owned_since",
        "last_contact_at",
        "recycle_on",
        "recycle_rule",
    ),
    "contacts": ("customer_id", "name", "title", "mobile", "role", "attitude", "birthday"),
    "follow_ups": (
        "id",
        "customer_id",
        "employee_no",
        "kind",
        "occurred_at",
        "contacts",
        "content",
        "result",
        "next_step",
        "effective",
        "source_text",
        "source_message_id",
        "created_at",
    ),
    "plans": ("id", "customer_id", "employee_no", "due_at", "has_time", "content", "state"),
    "opportunities": (
        "id",
        "customer_id",
        "employee_no",
        "name",
        "stage",
        "amount",
        "probability",
        "expected_close",
        "state",
    ),
    "pool_events": ("seq", "customer_id", "kind", "employee_no", "at", "reason", "rule_version"),
    "outbox": (
        "id",
        "platform",
        "recipient",
        "kind",
        "dedupe_key",
        "state",
        "attempts",
        "created_at",
        "sent_at",
    ),
    "ledger": (
        "seq",
        "at",
        "actor",
        "channel",
        "message_id",
        "command",
        "subject",
        "before",
        "after",
        "rule_version",
    ),
}
_RENAMED = {"customer": "customer_id", "employee": "employee_no"}
_TABLES: Mapping[str, Table] = {
    "customers": t.customers,
    "contacts": t.contacts,
    "follow_ups": t.follow_ups,
    "plans": t.plans,
    "opportunities": t.opportunities,
    "pool_events": t.pool_events,
    "outbox": t.outbox,
    "ledger": t.ledger,
}


def keys(kind: str, fields: CustomFields) -> tuple[str, ...]:
    """The keys of a kind's records: ours, then the company's own."""
    return (*KEYS[kind], *(field.key for field in of_kind(kind, fields)))


@dataclass(frozen=True, slots=True)
class Only:
    """Which records of a kind: those of some people, None for everybody's; or fewer of these.

    Raises:
        LookupError: those of some people are wanted of a kind that belongs to nobody.
    """

    owners: frozenset[EmployeeId] | None = None
    narrowed: str = ""

    def conditions(self, kind: str) -> list[ColumnElement[bool]]:
        found = [] if self.owners is None else [_of(kind, self.owners)]
        if kind == "customers" and self.narrowed == "starred":
            found.append(t.customers.c.starred.is_(True))
        if kind == "customers" and self.narrowed == "tier_a":
            found.append(t.customers.c.tier == Tier.A)
        return found


def _of(kind: str, owners: frozenset[EmployeeId]) -> ColumnElement[bool]:
    customers = t.customers.c.owner.in_(sorted(owners))
    match kind:
        case "customers":
            return customers
        case "contacts":
            theirs = select(t.customers.c.id).where(t.customers.c.company_id == COMPANY, customers)
            return t.contacts.c.customer.in_(theirs)
        case _:
            return _TABLES[kind].c["employee"].in_(sorted(owners))


EVERY = Only()


async def many(kind: str, store: Store, only: Only) -> int:
    """How many records that are."""
    table = _TABLES[kind]
    query = select(func.count()).where(table.c.company_id == COMPANY, *only.conditions(kind))
    async with store.database.read() as connection:
        return int((await connection.execute(query)).scalar() or 0)


async def records(
    kind: str,
    store: Store,
    zone: ZoneInfo,
    fields: CustomFields = NO_FIELDS,
    only: Only = EVERY,
    *,
    beside: Sequence[str] = (),
) -> AsyncIterator[Record]:
    """Every record of a kind, a page at a time.

    Args:
        beside: columns that are wanted with those of the kind.
    """
    given = (*keys(kind, fields), *beside)
    table = _TABLES[kind]
    order = table.c.seq if "seq" in KEYS[kind] else table.c.id
    last: object = None
    while True:
        mine = (table.c.company_id == COMPANY, *only.conditions(kind))
        query = select(table).where(*mine).order_by(order).limit(_PAGE)
        if last is not None:
            query = query.where(order > last)
        rows = await _rows(store, query)
        people = await _people(store, [row["id"] for row in rows]) if kind == "customers" else {}
        for row in rows:
            named = _named(kind, row, people)
            yield {key: _plain(named.get(key), zone) for key in given}
        if len(rows) < _PAGE:
            return
        last = rows[-1][order.name]


async def _rows(store: Store, query: Select[Any]) -> list[dict[str, Any]]:
    async with store.database.read() as connection:
        found = (await connection.execute(query)).all()
    return [dict(row._mapping) for row in found]  # noqa: SLF001 - SQLAlchemy's public name


async def _people(store: Store, customers: list[str]) -> dict[str, list[str]]:
    c = t.contacts.c
    query = (
        select(c.customer, c.name)
        .where(c.company_id == COMPANY, c.customer.in_(customers))
        .order_by(c.created_at, c.id)
    )
    found: dict[str, list[str]] = {}
    for row in await _rows(store, query):
        found.setdefault(row["customer"], []).append(row["name"])
    return found


def _named(kind: str, row: dict[str, Any], people: dict[str, list[str]]) -> Record:
    """A row by the names of its export."""
    named: dict[str, Any] = {**row.get("custom", {})}
    named |= {_RENAMED.get(name, name): value for name, value in row.items()}
    if kind == "customers":
        owner = named.pop("owner")
        named |= {
            "customer_id": named["id"],
            "owner_no": owner,
            "owners": [{"zone": named["pool"] or None, "owner_no": owner}] if owner else [],
            "contacts": people.get(named["id"], []),
        }
    if kind == "outbox":
        named["state"] = "waiting" if named["state"] == "sending" else named["state"]
        named["platform"] = named["platform"] or None
    if kind == "ledger":
        changes = json.loads(named["changes"])
        named["before"] = {f"{table}:{key}": before for table, key, before, _ in changes}
        named["after"] = {f"{table}:{key}": after for table, key, _, after in changes}
        named["subject"] = f"{named['kind']}:{named['subject']}"
    return named


def _plain(value: object, zone: ZoneInfo) -> object:
    match value:
        case datetime():
            return value.astimezone(zone).isoformat()
        case date():
            return value.isoformat()
        case Money():
            return str(value.in_yuan)
        case "":
            return None
        case tuple():
            return list(value)
        case _:
            return value
