"""What every process of an installation agrees on: the product's clock and the rules in force."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.calendars import calendar_of
from bot.company.file import WrongFile, parse
from bot.company.rules import CompanyRules, Rules
from core.clock import Now, machine_now
from core.customers.model import CustomerId
from core.errors import Stale
from core.ledger.model import Act
from core.opportunities.model import Flow
from core.pool.nightly import rewind
from storage.store import COMPANY, Store

CLOCK = "clock_offset_seconds"
RULES = "company_file"
SIGNS = "web_secret"
"""What links and sessions of the web pages are signed with; made at the first start, never shown."""
WOUND = "clocks_version"
"""The version of the rules that the customers' deadlines follow."""


async def current_rules(store: Store) -> Rules:
    """The company's rules as they were loaded last."""
    kept = await store.settings.get(COMPANY, RULES)
    company = parse(kept[1], kept[0]) if kept else CompanyRules()
    earlier = {**company.earlier, **await _earlier_flows(store, company.version)}
    past = {(flow.id, flow.version): flow for flows in earlier.values() for flow in flows}
    company = replace(company, earlier=earlier, past={**company.past, **past})
    return Rules(company, calendar_of(company))


async def rules_of(store: Store, version: int) -> CompanyRules:
    """The company's rules in an earlier version; 0: those without a file.

    Raises:
        WrongFile: it was written for an earlier release, or is not kept.
    """
    if not version:
        return CompanyRules()
    kept = await store.settings.get(COMPANY, f"{RULES}:{version}")
    if kept is None:
        raise WrongFile(f"version {version} of the company file is not kept")
    return parse(kept[1], version)


async def keep_rules(store: Store, text: str) -> int:
    """Make the text of a company file the rules in force; earlier ones stay for what pins them."""
    return await store.settings.put(COMPANY, RULES, text, keeps=True)


async def _earlier_flows(store: Store, current: int) -> dict[int, tuple[Flow, ...]]:
    """The flows of every earlier file, by its version (H01)."""
    found: dict[int, tuple[Flow, ...]] = {}
    for version in range(1, current):
        kept = await store.settings.get(COMPANY, f"{RULES}:{version}")
        try:
            if kept:
                found[version] = parse(kept[1], version).flows
        except WrongFile:  # written for an earlier release
            continue
    return found


async def clock_offset(store: Store) -> timedelta:
    """How far the product's clock is ahead of the machine's."""
    kept = await store.settings.get(COMPANY, CLOCK)
    return timedelta(seconds=float(kept[1])) if kept else timedelta()


async def set_clock(store: Store, instant: datetime, now: Now = machine_now) -> None:
    """Make it `instant` now, for every process of the installation."""
    await store.settings.put(COMPANY, CLOCK, str((instant - now()).total_seconds()))


async def web_secret(store: Store) -> str:
    """The installation's own key for signatures of links and sessions."""
    return await store.settings.first(COMPANY, SIGNS, secrets.token_urlsafe(32))


async def wind_clocks(store: Store, now: datetime, zone: ZoneInfo) -> None:
    """Bring every customer's deadline to the rules in force; what was interrupted goes on here."""
    rules = (await current_rules(store)).company.pool
    kept = await store.settings.get(COMPANY, WOUND)
    if kept and kept[1] == str(rules.version):
        return
    act = Act(id=f"rules:{rules.version}", actor=None, channel="cli", at=now)
    after: CustomerId | None = None
    while True:
        try:
            async with store.unit(act) as uow:
                after = await rewind(uow, rules, now=now, zone=zone, after=after)
        except Stale:  # a customer changed meanwhile: these ones again
            continue
        if after is None:
            break
    await store.settings.put(COMPANY, WOUND, str(rules.version))
