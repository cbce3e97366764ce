"""Writes the demo company into an empty installation."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.demo.company import Company, Setting, build
from bot.surroundings import Rules
from core.ledger.model import Act
from core.pool.clocks import wound
from core.pool.model import PoolEvent, PoolEventKind
from storage.store import COMPANY, Store
from storage.unit_of_work import SqlUnitOfWork


async def load(store: Store, rules: Rules, now: datetime, zone: ZoneInfo) -> bool:
    """Load it, when nothing is there yet; False when something was."""
    if await store.companies.name(COMPANY):
        return False
    company = build(
        Setting(now=now, zone=zone, calendar=rules.calendar, flow=rules.company.flows[0])
    )
    act = Act(id="demo", actor=None, channel="cli", at=now)
    async with store.unit(act) as uow:
        await _people(uow, company)
        customers = [
            wound(one, rules.company.pool, now=now, zone=zone) for one in company.customers
        ]
        await uow.customers.add_many(customers)
        await uow.contacts.add_many(company.contacts)
        await uow.follow_ups.add_many(company.follow_ups)
        await uow.plans.add_many(company.plans)
        for deal in company.opportunities:
            await uow.opportunities.add(deal)
        for move in company.moves:
            await uow.opportunities.add_move(move)
        await uow.pool.add_many(_history(company))
        await uow.ledger.record("demo", "company", "1")
    await store.companies.add(COMPANY, "聊客示范公司")
    return True


async def _people(uow: SqlUnitOfWork, company: Company) -> None:
    for person in company.people:
        await uow.people.add(person)
    for identity in company.identities:
        await uow.people.bind(identity)


def _history(company: Company) -> Sequence[PoolEvent]:
    """How each customer came to where it is."""
    events = [
        PoolEvent(
            customer=one.id,
            kind=PoolEventKind.CLAIM if one.owner else PoolEventKind.ENTER,
            employee=one.owner,
            at=one.owned_since or one.entered_pool_at or one.created_at,
            reason="create" if one.basis == "create" else "",
        )
        for one in company.customers
    ]
    return sorted(events, key=lambda event: (event.at, event.customer))
