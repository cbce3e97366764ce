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
    from bot.cli.opened import opened
    from bot.jobs.registry import JOBS
    from storage.store import COMPANY

    async with opened() as (store, settings):
        last = await store.ticks.last(COMPANY)
    for one in JOBS:
        ran = last.get(one.name)
        when = one.at.isoformat("minutes") if one.at else "each minute"
        days = "working days" if one.workdays else "every day"
        at = ran.astimezone(settings.zone).isoformat("minutes") if ran else "never"
        sys.stdout.write(f"{one.name}\t{when}\t{days}\tlast {at}\n")


def run(arguments: argparse.Namespace) -> int:
    asyncio.run(_run(arguments.name, arguments.due))
    return 0


async def _run(name: str, due: str) -> None:
    from bot.app import Plan, build
    from bot.cli.opened import clock_of, opened
    from bot.jobs.registry import named

    scheduled = named(name)
    if scheduled is None:
        raise Refused(f"there is no job {name}; `liaoke jobs list` names them")
    async with opened() as (store, settings):
        try:
            at = datetime.fromisoformat(due)
        except ValueError:
            raise Refused(f"{due} is no ISO 8601 time") from None
        await clock_of(store, settings)
    at = at if at.tzinfo else at.replace(tzinfo=settings.zone)
    plan = Plan(database_url=settings.database_url, zone=settings.zone, platforms=lambda _: {})
    app = await build(plan)
    try:
        ran = await app.clockwork.occurrence(scheduled, at, hurried=True)
    finally:
        await app.stop()
    sys.stdout.write(f"{name} {at.isoformat()}: {'done' if ran else 'ran before'}\n")
