"""`liaoke demo`: both platforms emulated, a demo company, a page with two phones."""

import argparse
import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.cli.refused import Refused

if TYPE_CHECKING:
    from socket import socket as Socket  # noqa: N812 - the class beside the one that is open

    from adapters.emulator.phones import Browsers


def run(arguments: argparse.Namespace) -> int:
    """Serve the rehearsal until a signal ends it; no variable of the environment but LIAOKE_NOW."""
    from bot.logs import configure

    configure()
    asyncio.run(_demo(arguments))
    return 0


async def _demo(arguments: argparse.Namespace) -> None:
    from bot.app import Plan, build
    from bot.cli.emulated import Emulated
    from bot.cli.listening import listening, outliving_signals
    from bot.settings import Settings
    from bot.web.desk import desk

    data: Path = arguments.data or Path("var/demo")
    base = f"http://{arguments.host}:{arguments.port}"
    socket = listening(arguments.host, arguments.port)
    url, zone = f"sqlite+aiosqlite:///{data / 'liaoke.db'}", Settings.model_validate({}).zone
    await _prepare(url, zone)
    emulated = Emulated(base, data / "files")
    plan = Plan(
        database_url=url,
        zone=zone,
        platforms=emulated.platforms,
        public_url=base,
        files=data / "files",
    )
    app = await build(plan)
    page = desk(app, emulated.phones)
    await page.people()
    await app.start()
    with outliving_signals():
        try:
            await _serve(emulated.in_front_of(page), socket, base)
        finally:
            await app.stop()
            await emulated.callback.aclose()


async def _prepare(url: str, zone: ZoneInfo) -> None:
    """Bring database and clock up to date; an empty installation gets the demo company."""
    from bot.cli.opened import clock_of_store, ready
    from bot.demo.load import load
    from bot.installation import current_rules, set_clock
    from bot.settings import Misconfigured, read_clock

    try:
        starts_at = read_clock()
    except Misconfigured as wrong:
        raise Refused(str(wrong)) from None
    store = await ready(url)
    try:
        if starts_at:
            await set_clock(store, starts_at)
        now = (await clock_of_store(store))()
        await load(store, await current_rules(store), now, zone)
    finally:
        await store.close()


async def _serve(page: "Browsers", socket: "Socket", base: str) -> None:
    """Serve until a signal ends it; the address is written once it answers."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(page, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve([socket]))
    while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has no event
        await asyncio.sleep(0.02)
    sys.stdout.write(f"{base}/\n")
    sys.stdout.flush()
    await serving
