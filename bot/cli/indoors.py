"""What is behind the entrance of a service: loaded beside it once it is open, begun, and ended."""

import asyncio
import gc
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from bot.entrance import Entrance
    from bot.running import App

_log = structlog.get_logger()


class Indoors:
    """What works on all that came in at the entrance.

    Args:
        role: `web` neither works nor sends.
        schedule: whether one that works looks at the clock.
        give_up: asks the process to end.
        changed: called with the installation before it begins.
    """

    def __init__(
        self,
        entrance: "Entrance",
        role: str,
        *,
        schedule: bool,
        give_up: Callable[[], None],
        changed: "Callable[[App], None]" = lambda _: None,
    ) -> None:
        self._entrance = entrance
        self._works = role != "web"
        self._schedule = self._works and schedule
        self._give_up = give_up
        self._changed = changed
        self._app: App | None = None
        self._furnishing: asyncio.Task[None] | None = None

    @property
    def gave_up(self) -> str:
        """The alarm that ended it; empty while none did."""
        return self._app.gave_up if self._app else ""

    def open(self) -> None:
        """Begin to load."""
        self._furnishing = asyncio.create_task(self._furnish())
        self._furnishing.add_done_callback(self._furnished)

    def leave(self) -> None:
        """Be ready no longer and begin nothing more."""
        self._entrance.looks.leaves = True
        if self._app:
            self._app.leave()

    async def close(self) -> None:
        """Finish what is begun and give everything back.

        Raises:
            Exception: what kept it from being loaded.
        """
        if self._app:
            await self._app.stop()
            return
        try:
            if self._furnishing:
                self._furnishing.cancel()
                await asyncio.gather(self._furnishing)
        except asyncio.CancelledError:
            return
        finally:
            await self._entrance.close()

    async def _furnish(self) -> None:
        from bot.leisure import beside

        app = await beside(self._loaded)
        self._entrance.pages.open(app.pages)
        if self._entrance.looks.leaves:
            return
        self._changed(app)
        gc.freeze()  # what is there from the start is not looked through again while messages wait
        gc.enable()
        self._app = app
        await app.start(work=self._works, schedule=self._schedule, give_up=self._give_up)

    def _loaded(self) -> "App":
        from bot.leisure import loading

        with loading():
            import_module("adapters.pool")
            furnished: Callable[[Entrance], App] = import_module("bot.app").furnished
            return furnished(self._entrance)

    def _furnished(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            _log.error("not loaded", error=type(error).__name__)
            self._give_up()
