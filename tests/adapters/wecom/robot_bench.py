"""A bot on an emulated smart robot: its server on a port of its own, and the real connection to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from adapters.chat import Address, CardHandle, Content, Message, Platform, Press, Update
from adapters.emulator.robot import RobotEmulator
from adapters.http import new_client
from adapters.wecom.robot import Robot, RobotApp, RobotWords
from adapters.wecom.robot.line import Pace
from tests.adapters.bench import Clock, Drawer
from tests.adapters.served import served
from tests.adapters.shelf import Shelf

BOT, SECRET = "aib-1", "robot-s3cret"
ZHOU, LIN = "ZhouMing", "LinYue"
TO = Address(Platform.AIBOT, ZHOU)
WORDS = RobotWords(looking="正在看…", elsewhere="见另一条")
QUICK = Pace(ping=0.2, answer=0.2, close=0.05, first=0.05, longest=0.4, interim=0.3, handing=1.0)
HOME = "https://crm.example/"


class Bot:
    """Keeps what it heard, each once, and answers what it is told to.

    Args:
        keeping: while it is not set nothing that is heard is kept.
    """

    def __init__(self, emulator: RobotEmulator, clock: Clock, url: str) -> None:
        self.emulator = emulator
        self.clock = clock
        self.url = url
        self.shelf = Shelf(clock)
        self.heard: dict[str, Update] = {}
        self.keeping = asyncio.Event()
        self.keeping.set()
        self.http = new_client("")
        self.robot = self.another()
        self._numbers = 0

    def another(self, *, secret: str = SECRET, pace: Pace = QUICK) -> Robot:
        """A robot's client as another process, or one after a restart, has it."""
        return Robot(
            RobotApp(bot_id=BOT, secret=secret, url=self.url),
            self.http,
            Drawer(),
            self.shelf,
            now=self.clock,
            words=WORDS,
            home=HOME,
            pace=pace,
        )

    async def took(self, update: Update) -> bool:
        await self.keeping.wait()
        fresh = update.key not in self.heard
        self.heard.setdefault(update.key, update)
        self.emulator.stir()
        return fresh

    async def say(self, text: str, *, user: str = ZHOU, group: str = "", times: int = 1) -> Message:
        """What the bot heard of a text."""
        count = len(self.heard)
        await self.emulator.say(user, text, group=group, times=times)
        return await self.next(count)

    async def next(self, count: int):
        """The update after the first `count`."""
        await self.emulator.until(lambda: len(self.heard) > count)
        return list(self.heard.values())[-1]

    async def press(self, label: str, **how) -> Press:
        count = len(self.heard)
        await self.emulator.press_label(ZHOU, label, **how)
        return await self.next(count)

    async def reply(
        self, to: Address, content: Content, *, key: str = "", robot: Robot | None = None
    ):
        """Render and deliver; returns the key."""
        self._numbers += 1
        key, sends = key or f"k{self._numbers}", robot or self.robot
        await sends.deliver(sends.render(to, content, key=key))
        return key

    async def change(self, press: Press, card) -> None:
        assert isinstance(press.card, CardHandle)
        self._numbers += 1
        body = self.robot.render_update(press.sender, card, press.card, key=f"u{self._numbers}")
        await self.robot.deliver(body)

    def texts(self, chat: str = ZHOU) -> list[str]:
        return [one.text for one in self.emulator.received_by(chat)]


@asynccontextmanager
async def held(bot: Bot, robot: Robot | None = None) -> AsyncIterator[asyncio.Task[None]]:
    """While a process has the connection."""
    task = asyncio.create_task((robot or bot.robot).hold(bot.took))
    try:
        count = bot.emulator.subscribed
        await bot.emulator.until(lambda: bot.emulator.subscribed > count or task.done())
        await bot.emulator.until(lambda: (robot or bot.robot).is_live or task.done())
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await task


@asynccontextmanager
async def bench(*, connected: bool = True) -> AsyncIterator[Bot]:
    clock = Clock()
    emulator = RobotEmulator(BOT, SECRET, now=clock)
    emulator.people = {ZHOU: "周明", LIN: "林悦"}
    async with served(emulator.app, sockets=True) as base:
        emulator.base = base
        bot = Bot(emulator, clock, base.replace("http", "ws", 1))
        try:
            if not connected:
                yield bot
                return
            async with held(bot):
                yield bot
        finally:
            await bot.http.aclose()
