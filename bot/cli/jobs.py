"""`liaoke jobs list|run`."""

import argparse
import asyncio
import sys
from datetime import datetime

from bot.cli.refused import Refused


def list_jobs(_: argparse.Namespace) -> int:
    asyncio.run(_list())
    return 0


async def _list() -> None:
    from bot.cli.opened import current_rules, opened
    from bot.jobs.registry import JOBS
    from storage.store import COMPANY

    async with opened() as (store, settings):
        last = await store.ticks.last(COMPANY)
        company = (await current_rules(store)).company
    for one in JOBS:
        ran = last.get(one.name)
        when = f"{company.at(one.name, one.at):%H:%M}" if one.at else "each minute"
        days = "working days" if one.workdays else "every day"
        at = ran.astimezone(settings.zone).isoformat(timespec="minutes") if ran else "never"
        sys.stdout.write(f"{one.name}\t{when}\t{days}\tlast {at}\n")


def run(arguments: argparse.Namespace) -> int:
    asyncio.run(_run(arguments.name, arguments.due))
    return 0


async def _run(name: str, due: str) -> None:
    from bot.app import build
    from bot.cli.opened import opened, rehearse
    from bot.jobs.registry import named
    from bot.plan import Plan

    scheduled = named(name)
    if scheduled is None:
        raise Refused(f"there is no job {name}; `liaoke jobs list` names them")
    try:
        at = datetime.fromisoformat(due)
    except ValueError:
        raise Refused(f"{due} is no ISO 8601 time") from None
    async with opened() as (_, settings):
        pass
    at = at if at.tzinfo else at.replace(tzinfo=settings.zone)
    plan = Plan(database_url=settings.database_url, zone=settings.zone, platforms=lambda _: {})
    app = await build(plan)
    rehearse(app.clock, settings)
    try:
        ran = await app.clockwork.occurrence(scheduled, at, hurried=True)
    finally:
        await app.stop()
    sys.stdout.write(f"{name} {at.isoformat()}: {'done' if ran else 'ran before'}\n")
