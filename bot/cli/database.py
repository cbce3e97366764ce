"""`liaoke migrate`, `liaoke ledger verify`."""

import argparse
import asyncio
import sys

from bot.cli.refused import Refused


def migrate(_: argparse.Namespace) -> int:
    asyncio.run(_migrate())
    return 0


async def _migrate() -> None:
    from bot import settings as configuration
    from bot.ids import Ids
    from storage.store import Store

    try:
        settings = configuration.read()
    except configuration.Misconfigured as wrong:
        raise Refused(str(wrong)) from None
    store = Store(settings.database_url, new_id=Ids())
    try:
        await store.migrate()
    finally:
        await store.close()
    sys.stdout.write("the schema is current\n")


def verify_ledger(_: argparse.Namespace) -> int:
    asyncio.run(_verify())
    return 0


async def _verify() -> None:
    from bot.cli.opened import opened
    from core.ledger.model import Act

    async with opened() as (store, _):
        act = Act(id="verify", actor=None, channel="cli", at=store.now())
        while await store.seal(act):
            pass
        broken = await store.ledger_broken_at(act)
    if broken is not None:
        raise Refused(f"event {broken} of the ledger was changed after it was sealed")
    sys.stdout.write("the ledger's chain holds\n")
