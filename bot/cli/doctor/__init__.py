"""`liaoke doctor`: one line a check and what to do about it; 1 when anything fails."""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.cli.doctor.finding import Finding, Verdict

if TYPE_CHECKING:
    from storage.store import Store

_PROOFS = Path("proofs")


def run(_: argparse.Namespace) -> int:
    """Look at everything; 1 when anything fails."""
    return asyncio.run(_doctor())


async def _doctor() -> int:
    failed = False
    async for finding in _findings():
        sys.stdout.write(f"{finding}\n")
        failed = failed or finding.verdict is Verdict.FAIL
    return 1 if failed else 0


@asynccontextmanager
async def _with_tables(store: "Store", *, answers: bool) -> AsyncIterator["Store"]:
    """Where tokens can be kept: at set-up, before the database is right, the platforms are asked too."""
    if answers:
        yield store
        return
    with TemporaryDirectory(prefix="liaoke-") as folder:
        own = store.another(f"sqlite+aiosqlite:///{folder}/doctor.db")
        try:
            await own.migrate()
            yield own
        finally:
            await own.close()


async def _findings() -> AsyncIterator[Finding]:
    from bot import settings as configuration
    from bot.cli.doctor import address, consoles, kept, machine
    from bot.ids import Ids
    from storage.store import Store

    try:
        settings = configuration.read()
    except configuration.Misconfigured as wrong:
        yield Finding("settings", Verdict.FAIL, str(wrong))
        return
    yield Finding("settings", Verdict.OK)
    yield machine.company(settings)
    for finding in machine.places(settings):
        yield finding
    if settings.database_file and not machine.is_writable(settings.database_file.parent):
        return
    store = Store(settings.database_url, new_id=Ids())
    try:
        found = [finding async for finding in kept.findings(store)]
        for finding in found:
            yield finding
        answers = all(one.verdict is not Verdict.FAIL for one in found[:2]) and len(found) > 2
        async with _with_tables(store, answers=answers) as kept_in:
            async for finding in consoles.findings(settings, kept_in):
                yield finding
    finally:
        await store.close()
    async for finding in address.findings(settings, machine.proofs(_PROOFS)):
        yield finding
    yield await machine.redis(settings)
    yield machine.calendar()
