"""SQLite's log is carried into the file beside those who write: whoever commits does not do it for all.

After somebody held an old view for long the log has gigabytes, and whoever committed next would hold up
everybody for many seconds (decision 0038).
"""

import asyncio
from contextlib import closing, suppress
from sqlite3 import Error, connect

_PAUSE = 0.5
"""Seconds from one time to the next, while something is committed."""
_FEW = 1_000
"""Frames of the log, with a page each, that are carried while writers wait."""


class Checkpoints:
    """Of one file, in a thread with a connection of its own.

    Args:
        path: of the file; None where there is nothing to carry.
        writer: whoever writes holds it.
    """

    def __init__(self, path: str | None, writer: asyncio.Lock) -> None:
        self._path = path
        self._writer = writer
        self._next = 0.0
        self._task: asyncio.Task[None] | None = None

    @property
    def runs(self) -> bool:
        return self._task is not None and not self._task.done()

    def stir(self) -> None:
        """Something was committed."""
        loop = asyncio.get_running_loop()
        if self._path and not self.runs and loop.time() >= self._next:
            self._next = loop.time() + _PAUSE
            self._task = loop.create_task(self._carry(self._path))

    async def over(self) -> None:
        """Wait until what runs has ended."""
        if self._task is not None:
            await asyncio.wait({self._task})
            if not self._task.cancelled():
                self._task.result()

    async def _carry(self, path: str) -> None:
        """Most of it while others write, the rest while they wait: only a log that is carried whole begins anew.

        What fails, as on a full disk, is tried again after the next commit.
        """
        with suppress(Error):
            before, (log, carried) = 0, await asyncio.to_thread(_carried, path)
            while carried - before > _FEW:
                before, (log, carried) = carried, await asyncio.to_thread(_carried, path)
            if carried == log:  # nobody holds an older view
                async with self._writer:
                    await asyncio.to_thread(_carried, path)


def _carried(path: str) -> tuple[int, int]:
    """How many frames the log has, and how many of them are in the file now.

    Raises:
        sqlite3.Error: it could not be carried.
    """
    with closing(connect(path, timeout=0, isolation_level=None)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        (_, log, carried) = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return log, carried
