"""Whether the event loop still lives, seen from a thread that it cannot hold up."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from traceback import extract_stack

import structlog

_log = structlog.get_logger()


class Pulse(threading.Thread):
    """Ends the process when its event loop stands still for a minute of the process's own time.

    Its ticks are counted, not the clock: a process that was stopped and goes on is given its time.

    Args:
        end: what ends it; nothing that the loop runs may be needed for it.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        *,
        tick: float = 5.0,
        ticks: int = 12,
        end: Callable[[], None] = lambda: os._exit(70),
    ) -> None:
        super().__init__(name="pulse", daemon=True)
        self._loop = loop
        self._tick = tick
        self._ticks = ticks
        self._end = end
        self._over = threading.Event()
        self._missed = 0
        self._stuck_in = threading.get_ident()

    def run(self) -> None:
        """Ask the loop for a sign of life each tick."""
        while not self._over.wait(self._tick):
            self._missed += 1
            if self._missed > self._ticks:
                frames = sys._current_frames().get(self._stuck_in)  # noqa: SLF001 - the only way to see it
                at = [f"{one.filename}:{one.lineno} {one.name}" for one in extract_stack(frames)]
                _log.error("alarm", alarm="loop_stuck", seconds=self._ticks * self._tick, at=at)
                self._end()
                return
            with suppress(RuntimeError):  # the loop is closed: the process ends anyway
                self._loop.call_soon_threadsafe(self._alive)

    def stop(self) -> None:
        self._over.set()
        self.join()

    def _alive(self) -> None:
        self._missed = 0
