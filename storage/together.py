"""Small writes of many callers in one transaction: who comes while one is under way shares the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database

MOST = 100
"""Callers of one transaction."""
A = TypeVar("A")
B = TypeVar("B")


class Together(Generic[A, B]):
    """Hands what several callers want to one function, and each what it found for him.

    Args:
        work: what is found for each of the wishes, in their order; an exception among it is raised
            to its caller alone.
    """

    def __init__(
        self,
        database: Database,
        work: Callable[[AsyncConnection, Sequence[A]], Awaitable[Sequence[B | Exception]]],
    ) -> None:
        self._database = database
        self._work = work
        self._waiting: list[tuple[A, asyncio.Future[B]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def do(self, wish: A) -> B:
        """What was found for `wish`, once it is committed.

        Raises:
            Exception: what the work has for it instead, or what the transaction failed with.
        """
        done: asyncio.Future[B] = asyncio.get_running_loop().create_future()
        self._waiting.append((wish, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        return await done

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            found: Sequence[B | Exception]
            try:
                async with self._database.write() as connection:
                    found = await self._work(connection, [wish for wish, _ in batch])
            except Exception as error:  # noqa: BLE001 - whoever waits for the commit must hear of it
                found = [error] * len(batch)
            for (_, done), one in zip(batch, found, strict=True):
                if done.done():
                    continue
                if isinstance(one, Exception):
                    done.set_exception(one)
                else:
                    done.set_result(one)
