"""A service on an emulated Feishu by its long connection: real processes, the real SDK, real sockets."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import psutil

from adapters.emulator.exchanges import Bubble
from adapters.emulator.feishu import FeishuEmulator
from adapters.emulator.feishu_socket import Sockets
from core.clock import machine_now
from tests.adapters.served import served
from tests.bot.cli.test_serve import Installation, populated
from tests.e2e.pushed import ZHOU, prepare, until
from tests.e2e.world import FEISHU


class Linked:
    """The platform, and the folder the service is started in."""

    def __init__(self, here: Installation, emulator: FeishuEmulator) -> None:
        self.here = here
        self.emulator = emulator

    @property
    def sockets(self) -> Sockets:
        return self.emulator.line.sockets

    async def until(self, holds: Callable[[], object]) -> None:
        await until(self.emulator, holds)

    async def connected(self, times: int = 1) -> None:
        """Wait until the gateway is connected, for the so many-th time."""
        await self.until(lambda: self.sockets.plugs and self.sockets.made >= times)

    async def shown(self, about: str) -> Bubble:
        """Wait until 周明 sees something about it."""
        await self.until(lambda: self._seen(about))
        return self._seen(about)[0]

    def _seen(self, about: str) -> list[Bubble]:
        return [
            one for one in self.emulator.received_by(ZHOU) if about in (one.text or str(one.card))
        ]


def gateway() -> psutil.Process:
    """The gateway of the service this process has started."""
    found = [
        one
        for one in psutil.Process().children(recursive=True)
        if "feishu-gateway" in one.cmdline()
    ]
    assert len(found) == 1
    return found[0]


@asynccontextmanager
async def linked(folder: Path, url: str, **names: str) -> AsyncIterator[Linked]:
    """An installation with one long connection and no webhook, not yet started."""
    await populated(url)
    async with httpx.AsyncClient() as nobody:
        emulator = FeishuEmulator(FEISHU, nobody, now=machine_now)
        prepare(emulator)
        emulator.people = {ZHOU: "周明"}
        async with served(emulator.app, sockets=True) as api:
            variables = {
                "LIAOKE_DATABASE_URL": url,
                "LIAOKE_NOW": "2026-11-23T10:00:00+08:00",
                "FEISHU_API_BASE": api,
                "FEISHU_APP_ID": FEISHU.app_id,
                "FEISHU_APP_SECRET": FEISHU.app_secret,
                "FEISHU_TRANSPORT": "websocket",
                "FEISHU_CONNECTIONS": "1",
                **names,
            }
            yield Linked(Installation(folder, **variables), emulator)
