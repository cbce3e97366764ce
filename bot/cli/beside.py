"""A command of ours as a process beside the service: started again when it ends, ended with it."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic

import structlog

_FIRST, _MOST = 1.0, 60.0
"""Seconds before it is started again: doubled each time, from the start once it lived a minute."""
_FINISHING = 8.0
_log = structlog.get_logger()


class Beside:
    """One process that is kept.

    Args:
        command: what is typed after `liaoke`. It reads `secret` as the first line of its standard
            input, and ends when that is closed: with the service, however the service ends.
    """

    def __init__(self, command: Sequence[str], secret: str) -> None:
        self._command = command
        self._secret = secret
        self._ending = asyncio.Event()
        self._keeping: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._keeping = asyncio.create_task(self._keep())

    async def end(self) -> None:
        """Let it finish what it has in hand; not started again."""
        self._ending.set()
        if self._keeping is not None:
            await self._keeping

    async def _keep(self) -> None:
        pause = _FIRST
        while not self._ending.is_set():
            began = monotonic()
            status = await self._live()
            if self._ending.is_set():
                return
            pause = _FIRST if monotonic() - began > _MOST else pause
            _log.error("process ended", command=self._command[0], status=status, again_in=pause)
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._ending.wait()
            pause = min(2 * pause, _MOST)

    async def _live(self) -> int:
        """One life of it; returns its status."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *self._command, stdin=PIPE, start_new_session=True
        )
        if process.stdin is not None:
            process.stdin.write(f"{self._secret}\n".encode())
        ended = asyncio.create_task(process.wait())
        ending = asyncio.create_task(self._ending.wait())
        await asyncio.wait((ended, ending), return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        if not ended.done():
            process.terminate()
            await asyncio.wait((ended,), timeout=_FINISHING)
        if not ended.done():
            process.kill()
        return await ended
