"""A client that sends callbacks over kept connections: as fast as they are answered, or at a pace."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

_KEPT = 3.0
"""Seconds without use that every server allows a connection."""


class Line:
    """One kept connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._used = time.perf_counter()

    @classmethod
    async def open(cls, port: int) -> "Line":
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def call(self, request: bytes) -> None:
        """Send and wait for the answer.

        Raises:
            RuntimeError: it was not 200.
        """
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        if not head.startswith(b"http/1.1 200"):
            raise RuntimeError(head.split(b"\r\n")[0].decode())
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        await self._reader.readexactly(length)
        self._used = time.perf_counter()

    @property
    def is_fresh(self) -> bool:
        """Whether no server has closed it yet for want of use."""
        return time.perf_counter() - self._used < _KEPT

    def close(self) -> None:
        self._writer.close()


class Crowd:
    """Clients that send as fast as they are answered, each over a connection that is kept."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines

    @classmethod
    @asynccontextmanager
    async def at(cls, port: int, many: int) -> AsyncIterator["Crowd"]:
        lines = [await Line.open(port) for _ in range(many)]
        try:
            yield cls(lines)
        finally:
            for line in lines:
                line.close()

    async def send(self, requests: Iterable[bytes]) -> float:
        """Send all; returns the seconds until the last was answered."""
        waiting = iter(requests)

        async def drain(line: Line) -> None:
            for request in waiting:
                await line.call(request)

        begun = time.perf_counter()
        await asyncio.gather(*map(drain, self._lines))
        return time.perf_counter() - begun


async def flood(port: int, requests: Sequence[bytes], *, at_once: int) -> float:
    """Send all over `at_once` connections; returns how many were answered in a second."""
    async with Crowd.at(port, at_once) as crowd:
        return len(requests) / await crowd.send(requests)


@dataclass(frozen=True, slots=True)
class Called:
    """When a request was due, and how many milliseconds later it was answered."""

    due: float
    ms: float


async def pace(port: int, requests: Sequence[bytes], per_second: float) -> list[Called]:
    """Send each at its moment, whatever became of the ones before; in their order."""
    idle: list[Line] = []

    async def send(request: bytes, due: float) -> Called:
        line = idle.pop() if idle and idle[-1].is_fresh else await Line.open(port)
        await line.call(request)
        idle.append(line)
        return Called(due, (time.perf_counter() - due) * 1000)

    begun = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        sent = []
        for number, request in enumerate(requests):
            due = begun + number / per_second
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            sent.append(group.create_task(send(request, due)))
    for line in idle:
        line.close()
    return [one.result() for one in sent]
