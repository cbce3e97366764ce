"""How a service ends: by the first signal in order, by the second at once, and in time whatever hangs."""

import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

import structlog

from bot.cli.listening import ENDS

_LATE = 70
_log = structlog.get_logger()


class Ending(threading.Thread):
    """The end of a process, which is begun once.

    The thread is there before it is needed: none can be started where a signal comes in.

    Args:
        begin: asks for the end in order; called where a signal comes in, so it may only set what others read.
        latest: seconds after which the process ends, whatever hangs in it.
    """

    def __init__(self, begin: Callable[[], None], *, latest: float) -> None:
        super().__init__(name="ending", daemon=True)
        self._ask = begin
        self._latest = latest
        self._begun = threading.Event()
        self._signals = 0

    def heed(self) -> None:
        """Listen to the signals that end a process, from now until it ends."""
        self.start()
        for end in ENDS:
            signal.signal(end, self._signalled)

    def begin(self) -> None:
        self._ask()
        self._begun.set()

    def run(self) -> None:
        """End the process when its end takes too long; nothing that hangs is needed for it."""
        self._begun.wait()
        threading.Event().wait(self._latest)
        _log.error("ended before it was done", seconds=self._latest)
        os._exit(_LATE)

    def _signalled(self, number: int, _: FrameType | None) -> None:
        self._signals += 1
        if self._signals > 1:
            os._exit(128 + number)
        self.begin()
