"""A bot on an emulated Feishu by its long connection: the real SDK in the real process between them."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from adapters.emulator.feishu import FeishuEmulator
from adapters.emulator.feishu_socket import Sockets
from tests.adapters.served import served
from tests.bot.terminal import OURS
from tests.e2e.world import FEISHU, GATEWAY, World
from tests.house.sources import TOP

PATIENCE = 90.0
ZHOU = "ou_zhouming"


async def until(emulator: FeishuEmulator, holds: Callable[[], object]) -> None:
    """Wait until something of the platform's is so."""
    stirred = asyncio.Event()
    emulator.exchanges.heard.append(stirred.set)
    async with asyncio.timeout(PATIENCE):
        while not holds():
            stirred.clear()
            await stirred.wait()


def message(emulator: FeishuEmulator, number: int, text: str, at: datetime) -> dict[str, object]:
    """What 周明 wrote, as the platform tells it and tells it again."""
    said = {
        "message_id": f"om_{number}",
        "chat_id": "oc_zhouming",
        "chat_type": "p2p",
        "message_type": "text",
        "content": json.dumps({"text": text}),
        "create_time": str(int(at.timestamp() * 1000)),
    }
    sender = {"sender_id": {"open_id": ZHOU}, "sender_type": "user"}
    return emulator.line.envelope("im.message.receive_v1", {"sender": sender, "message": said})


def prepare(emulator: FeishuEmulator) -> None:
    """Tell by the long connection, and let clients come back at once."""
    emulator.line.pushes = True
    emulator.line.sockets.config |= {"ReconnectNonce": 0, "ReconnectInterval": 1}


class Apart:
    """A gateway that runs by itself, on the way between the platform and a web process."""

    def __init__(self, world: World, folder: Path, api: str) -> None:
        self.world = world
        self.names = {
            **{name: value for name, value in os.environ.items() if not name.startswith(OURS)},
            "PYTHONPATH": str(TOP),
            "FEISHU_API_BASE": api,
            "FEISHU_APP_ID": FEISHU.app_id,
            "FEISHU_APP_SECRET": FEISHU.app_secret,
            "FEISHU_TRANSPORT": "websocket",
            "FEISHU_CONNECTIONS": "1",
            "FEISHU_GATEWAY_SECRET": GATEWAY.secret,
        }
        self._folder = folder

    @property
    def emulator(self) -> FeishuEmulator:
        return self.world.emulator

    @property
    def sockets(self) -> Sockets:
        return self.emulator.line.sockets

    async def again(self) -> int:
        """Let the platform tell again what is due, and all be worked on; returns how many it were."""
        self.world.time.advance(timedelta(seconds=16))
        told = await self.emulator.redeliver()
        await self.world.app.settle()
        return told

    async def claims(self) -> int:
        """How often 海川 was claimed."""
        async with self.world.look() as uow:
            return [one.kind for one in await uow.pool.of("C07")].count("claim")

    @asynccontextmanager
    async def gateway(self, to: str, *words: str, **names: str) -> AsyncIterator[Process]:
        """`liaoke feishu-gateway`, connected; ended by its own id."""
        made = self.sockets.made
        process = await self._started(to, *words, **names)
        try:
            await until(self.emulator, lambda: self.sockets.made > made)
            yield process
        finally:
            if process.returncode is None:
                process.terminate()
                await process.communicate()

    async def refused(self, to: str, **names: str) -> tuple[int | None, str]:
        """Status and words of a gateway that ends by itself."""
        process = await self._started(to, **names)
        async with asyncio.timeout(PATIENCE):
            _, said = await process.communicate()
        return process.returncode, said.decode()

    async def _started(self, to: str, *words: str, **names: str) -> Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "feishu-gateway", "--to", to, *words,
            cwd=self._folder, env={**self.names, **names}, stderr=PIPE, stdout=PIPE,
        )  # fmt: skip

    @asynccontextmanager
    async def web(self) -> AsyncIterator[str]:
        """The web process, at an address."""
        async with served(self.world.app.asgi) as address:
            yield address


@asynccontextmanager
async def apart(world: World, folder: Path) -> AsyncIterator[Apart]:
    """The platform at an address of its own."""
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(served(world.emulator.app, sockets=True))
        prepare(world.emulator)
        yield Apart(world, folder, api)
