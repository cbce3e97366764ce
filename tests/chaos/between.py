"""What stands between processes and a server on a Unix socket: passes on at once, late, or not at all."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.load import pause


@dataclass(slots=True)
class Between:
    """A way to `target`.

    Args:
        late: seconds each answer takes longer.
    """

    target: Path
    late: float = 0.0
    _open: set[StreamWriter] = field(default_factory=set)

    async def taken(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Join a connection with one of its own to the server."""
        try:
            behind, on = await asyncio.open_unix_connection(self.target)
        except OSError:
            writer.close()
            return
        ends = {writer, on}
        self._open |= ends
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._passed(reader, on, answers=False))
                group.create_task(self._passed(behind, writer, answers=True))
        finally:
            self._open -= ends

    async def _passed(self, reader: StreamReader, writer: StreamWriter, *, answers: bool) -> None:
        with suppress(OSError):
            while part := await reader.read(1 << 16):
                if answers and self.late:
                    await pause(self.late)
                writer.write(part)
                await writer.drain()
        writer.close()

    def cut(self) -> None:
        """End every connection."""
        for writer in self._open:
            writer.close()


@asynccontextmanager
async def between(target: Path, at: Path) -> AsyncIterator[Between]:
    """A way to the socket `target` that begins at the path `at`."""
    way = Between(target)
    server = await asyncio.start_unix_server(way.taken, at)
    try:
        yield way
    finally:
        server.close()
        way.cut()
