"""A rehearsed company whose people talk to WeCom's smart robot: its server on a port of its own."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from adapters.chat import ChatPlatform, Platform
from adapters.emulator.exchanges import Bubble
from adapters.emulator.robot import RobotEmulator
from adapters.http import new_client
from adapters.wecom import WeCom
from adapters.wecom.robot import Robot, RobotApp, RobotWords
from adapters.wecom.robot.line import Pace
from bot.app import build
from bot.drawing.gallery import Gallery
from bot.files import FileStore
from bot.holding import Holder
from bot.ids import Ids
from bot.plan import Plan
from storage.store import Store
from tests.adapters.served import served
from tests.e2e import company
from tests.e2e.founding import found
from tests.e2e.world import MONDAY, ZONE, Time, World, _wecom

BOT, SECRET = "aib-1", "robot-s3cret"
QUICK = Pace(ping=0.5, answer=2.0, close=0.1, first=0.05, longest=0.4, interim=60.0)
"""No words for the time being: tests see what is meant to stay."""


class RobotWorld(World):
    """The company on the robot."""

    robot: RobotEmulator

    async def say(self, who: str, text: str, *, group: str = "", times: int = 1) -> Bubble:
        self.time.advance(timedelta(seconds=1))
        await self.robot.say(self.account(who), text, group=group, times=times)
        await self.heard(times)
        return self.robot.timeline(group or self.account(who))[-1]

    async def press(
        self,
        who: str,
        label: str,
        *,
        option: str = "",
        form: Mapping[str, str] | None = None,
        times: int = 1,
    ) -> Bubble:
        self.time.advance(timedelta(seconds=1))
        selected = {name: (value,) for name, value in (form or {}).items()}
        await self.robot.press_label(
            self.account(who), label, option=option, selected=selected, times=times
        )
        await self.heard(times)
        return self.last(who)

    async def give(self, who: str, kind: str, content: bytes, name: str) -> Bubble:
        await self.robot.give(self.account(who), kind, content, name)
        await self.heard()
        return self.last(who)

    async def heard(self, times: int = 1) -> None:
        """Until what was told has come in as often, and is worked on."""
        await self.until(lambda: self.told >= self._before + times)
        self._before += times
        await self.app.settle()

    async def until(self, come: Callable[[], bool]) -> None:
        await self.robot.until(come)

    @property
    def told(self) -> int:
        """How many things came in on the connection, repeats among them."""
        text = self.app.metrics.text().decode()
        lines = [one for one in text.splitlines() if one.startswith("liaoke_callbacks_total{")]
        return sum(int(float(one.rsplit(" ", 1)[1])) for one in lines if 'platform="aibot"' in one)

    _before = 0

    def last(self, who: str) -> Bubble:
        return self.robot.timeline(self.account(who))[-1]

    def seen(self, who: str) -> str:
        return "\n".join(self.text(one) for one in self.robot.timeline(self.account(who)))

    def account(self, who: str) -> str:
        return company.ACCOUNTS[who]


@asynccontextmanager
async def robot_world(database_url: str, *, application: bool = False, met: bool = True):
    """A running company on the robot.

    Args:
        application: whether it has the self-built application too.
        met: whether everybody wrote to the robot before.
    """
    time = Time(MONDAY)
    emulator = RobotEmulator(BOT, SECRET, now=time)
    emulator.people = {account: name for name, account in company.ACCOUNTS.items()}
    emulator.met |= set(emulator.people) if met else set()
    emulators: dict[Platform, object] = {}
    files = TemporaryDirectory()
    kept = Gallery(FileStore(Path(files.name)))
    callback = httpx.AsyncClient(base_url="http://bot.test")
    async with served(emulator.app, sockets=True) as base:
        emulator.base = base

        def made(store: Store) -> dict[Platform, ChatPlatform]:
            beside = _wecom(store, time, callback, emulators, kept) if application else None
            address = base.replace("http", "ws", 1)
            ways: dict[Platform, ChatPlatform] = {
                Platform.AIBOT: robot(store, address, time, kept, beside=beside)
            }
            return {**ways, Platform.WECOM: beside} if beside else ways

        fresh = Store(database_url, new_id=Ids(), now=time)
        await fresh.migrate()
        await found(fresh, time())
        await fresh.close()
        plan = Plan(
            database_url=database_url, zone=ZONE, platforms=made, now=time, files=Path(files.name)
        )
        app = await build(plan)
        holding = asyncio.create_task(_held(app.holders[0]))
        try:
            world = RobotWorld(app, time, {Platform.AIBOT: emulator, **emulators}, Path(files.name))
            world.robot = emulator
            await emulator.until(lambda: app.platforms[Platform.AIBOT].is_live)
            yield world
        finally:
            holding.cancel()
            with suppress(asyncio.CancelledError):
                await holding
            await app.stop()
            await callback.aclose()
            files.cleanup()


async def _held(holder: Holder) -> None:
    await holder.run(asyncio.Event())


def robot(store: Store, url: str, now: Callable, files, *, beside: WeCom | None = None) -> Robot:
    return Robot(
        RobotApp(bot_id=BOT, secret=SECRET, url=url),
        new_client(""),
        files,
        store.shared,
        now=now,
        words=RobotWords(looking="正在看…", elsewhere="见另一条"),
        pace=QUICK,
        decrypt=beside.decrypted if beside else None,
    )
