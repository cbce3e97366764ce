"""What is rehearsed: the bot that runs, both phones, the open pages, and what they show."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.running import App
from bot.web.desk.cast import Player, cast
from bot.web.desk.failures import Switches
from bot.web.desk.pages import Pages, Told
from bot.web.desk.phones import PLATFORMS, Phones
from bot.web.desk.scenes import Scenes
from bot.web.desk.views import View, Views
from bot.web.desk.wire import Wire

Restart = Callable[[], Awaitable[App]]


class Rehearsal:
    """Args:
    restart: stops the bot and puts one with a fresh company in its place; None: it cannot.
    """

    def __init__(self, app: App, phones: Phones, restart: Restart | None = None) -> None:
        self.app = app
        self.phones = phones
        self.views = Views()
        self.wire = Wire(phones)
        self.switches = Switches(phones, self.views.pulse.beat)
        self.scenes = Scenes()
        self.pages = Pages(phones)
        self.is_away = False
        self.moving = asyncio.Lock()
        """Held while the clock moves: one moves it at a time."""
        self._restart = restart
        for name in PLATFORMS:
            phones.exchanges(name).heard.append(self.views.pulse.beat)

    async def start_over(self) -> None:
        """A fresh company, empty phones, all switches off; every open page is loaded again."""
        if self._restart is None or self.is_away:
            return
        self.is_away = True
        try:
            self.switches.all_off()
            self.app = await self._restart()
            self.phones.clear()
            self.scenes = Scenes()
            await self.people()
        finally:
            self.is_away = False
        self.views.clear()

    async def people(self) -> list[Player]:
        """Who can be played; the emulators learn them here."""
        async with self.app.store.look() as uow:
            players = await cast(uow)
        for player in players:
            for name in PLATFORMS:
                if account := player["accounts"].get(name):
                    self.phones.of(name).people[account] = player["name"]
        return players

    def told(self, players: list[Player] | None = None) -> Told:
        """What a page is drawn from."""
        return Told(
            wire=self.wire,
            switches=self.switches,
            clock=self.app.clock,
            zone=self.app.given.zone,
            players=players or (),
        )

    def changes(self, view: View) -> str:
        """What an open page has not been told yet."""
        return self.pages.changes(view, self.told())
