"""`liaoke demo`: both platforms emulated, a demo company, the rehearsal desk."""

import argparse
import asyncio
import sys
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.cli.refused import Refused

if TYPE_CHECKING:
    from socket import socket as Socket  # noqa: N812 - the class beside the one that is open

    from adapters.emulator.phones import Browsers
    from bot.cli.emulated import Emulated
    from bot.running import App
    from bot.web.desk.desk import Desk

_REDELIVERS = 5.0
"""Seconds between looks for events the emulated Feishu is to send again."""


def run(arguments: argparse.Namespace) -> int:
    """Serve the rehearsal until a signal ends it; no variable of the environment but LIAOKE_NOW."""
    from bot.logs import configure

    configure()
    if not arguments.anyone and not _is_loopback(arguments.host):
        raise Refused(
            f"{arguments.host} is no address of this machine alone, and whoever reaches the desk may"
            " do everything: add --anyone to allow that"
        )
    asyncio.run(_demo(arguments))
    return 0


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(slots=True)
class _Ground:
    """Where the rehearsal stands: its folder, its address, the emulated platforms."""

    data: Path
    base: str
    zone: ZoneInfo
    emulated: "Emulated"
    app: "App | None" = None

    @property
    def url(self) -> str:
        return f"sqlite+aiosqlite:///{self.data / 'liaoke.db'}"

    async def open(self) -> "App":
        """The bot on the company that is there, or on a new one."""
        from bot.app import build
        from bot.plan import Plan

        await _prepare(self.url, self.zone)
        plan = Plan(
            database_url=self.url,
            zone=self.zone,
            platforms=self.emulated.platforms,
            public_url=self.base,
            files=self.data / "files",
        )
        self.app = await build(plan)
        await self.app.start()
        return self.app

    async def restart(self) -> "App":
        """The bot on a new company."""
        await self.close()
        for file in self.data.glob("liaoke.db*"):
            file.unlink()
        return await self.open()

    async def close(self) -> None:
        if self.app:
            await self.app.stop()


async def _demo(arguments: argparse.Namespace) -> None:
    from bot.cli.emulated import Emulated
    from bot.cli.listening import listening, outliving_signals
    from bot.settings import Settings
    from bot.web.desk.desk import Desk

    data: Path = arguments.data or Path("var/demo")
    base = f"http://{arguments.host}:{arguments.port}"
    socket = listening(arguments.host, arguments.port)
    emulated = Emulated(base, data / "files")
    ground = _Ground(data, base, Settings.model_validate({}).zone, emulated)
    page = Desk(await ground.open(), emulated.phones, ground.restart)
    await page.rehearsal.people()
    with outliving_signals():
        try:
            await _serve(page, emulated.in_front_of(page), (socket, base))
        finally:
            page.rehearsal.views.clear()
            await ground.close()
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


async def _serve(page: "Desk", front: "Browsers", where: tuple["Socket", str]) -> None:
    """Serve until a signal ends it; the address is written once it answers."""
    import uvicorn

    socket, base = where
    from bot.cli.guarded import Guarded

    config = uvicorn.Config(
        front, http=Guarded, log_config=None, lifespan="off", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve([socket]))
    while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has no event
        await asyncio.sleep(0.02)
    await _push_menu(page)
    sys.stdout.write(f"{base}/\n")
    sys.stdout.flush()
    again = asyncio.create_task(_redeliver(page))
    try:
        await serving
    finally:
        again.cancel()


async def _push_menu(page: "Desk") -> None:
    """Put the application's menu on the WeCom phone, as `liaoke menu push` does."""
    from adapters.chat import Platform
    from adapters.wecom import WeCom
    from bot.cli.menu import menu

    wecom = page.rehearsal.app.platforms[Platform.WECOM]
    if isinstance(wecom, WeCom):
        await wecom.push_menu(menu())


async def _redeliver(page: "Desk") -> None:
    """What the emulated Feishu has to send again is sent when it is due."""
    while True:
        await asyncio.sleep(_REDELIVERS)
        await page.rehearsal.phones.feishu.redeliver()
