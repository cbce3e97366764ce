"""Makes the demo company and writes it into an empty installation."""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from bot.company.rules import Rules
from bot.demo.company import Company, Setting
from bot.demo.customers import acquire, classify
from bot.demo.people import hire
from bot.demo.work import Work
from core.ledger.model import Act
from core.pool.clocks import wound
from core.pool.model import PoolEvent, PoolEventKind
from storage.store import COMPANY, Store
from storage.unit_of_work import SqlUnitOfWork

NAME = "聊客示范公司"


def build(setting: Setting, seed: int = 20261123) -> Company:
    """Return the same company for the same setting and seed."""
    random = Random(seed)
    company = Company()
    hire(company, setting, random)
    acquire(company, setting, random)
    Work(company, setting, random).tell()
    classify(company, setting, random)
    return company


async def load(store: Store, rules: Rules, now: datetime, zone: ZoneInfo) -> bool:
    """Load it, when nothing is there yet; False when something was."""
    if await store.companies.name(COMPANY):
        return False
    setting = Setting(
        now=now,
        zone=zone,
        calendar=rules.calendar,
        flow=rules.company.flows[0],
        pool=rules.company.pool,
    )
    company = build(setting)
    async with store.unit(Act(id="demo", actor=None, channel="cli", at=now)) as uow:
        await _people(uow, company)
        await _records(uow, company, setting)
        await uow.pool.add_many(_history(company))
        await uow.ledger.record("demo", "company", "1")
    await store.companies.add(COMPANY, NAME)
    return True


async def _people(uow: SqlUnitOfWork, company: Company) -> None:
    for person in company.people:
        await uow.people.add(person)
    for identity in company.identities:
        await uow.people.bind(identity)
    for target in company.targets:
        await uow.reports.put_target(target)


async def _records(uow: SqlUnitOfWork, company: Company, setting: Setting) -> None:
    known = company.customers.values()
    await uow.customers.add_many(
        [wound(one, setting.pool, now=setting.now, zone=setting.zone) for one in known]
    )
    await uow.contacts.add_many([one for some in company.contacts.values() for one in some])
    await uow.follow_ups.add_many(company.follow_ups)
    await uow.plans.add_many(list(company.plans.values()))
    for deal in company.opportunities.values():
        await uow.opportunities.add(deal)
    for move in company.moves:
        await uow.opportunities.add_move(move)


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
        for one in company.customers.values()
    ]
    return sorted(events, key=lambda event: (event.at, event.customer))
