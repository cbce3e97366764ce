"""Presses whose callback waits for the worker's answer, of this process or of another."""

import asyncio
from collections.abc import Awaitable, Callable

from pydantic import TypeAdapter

from adapters.chat import Reply

_PEEK = 0.1
_REPLY: TypeAdapter[Reply] = TypeAdapter(Reply)
Elsewhere = Callable[[str], Awaitable[bytes | None]]


class Answers:
    """Presses whose callback waits for the worker's answer.

    Args:
        elsewhere: what a worker of another process answered; None where there is none.
    """

    def __init__(self, elsewhere: Elsewhere | None = None) -> None:
        self._waiting: dict[str, asyncio.Future[Reply | None]] = {}
        self._ours: set[str] = set()
        self._elsewhere = elsewhere

    def expect(self, key: str) -> asyncio.Future[Reply | None] | None:
        """Begin to wait; None when an earlier delivery of the same press waits already."""
        if key in self._waiting:
            return None
        future: asyncio.Future[Reply | None] = asyncio.get_running_loop().create_future()
        self._waiting[key] = future
        return future

    async def of(self, key: str, waiting: asyncio.Future[Reply | None]) -> Reply | None:
        """The answer, whoever gives it; the caller bounds the wait."""
        try:
            return await (
                self._found(self._elsewhere, key, waiting) if self._elsewhere else waiting
            )
        finally:
            self.forget(key)

    async def _found(
        self, elsewhere: Elsewhere, key: str, waiting: asyncio.Future[Reply | None]
    ) -> Reply | None:
        """From whom ends first; a row that is done here says nothing: its answer is on its way."""
        while not (await asyncio.wait({waiting}, timeout=_PEEK))[0]:
            kept = await elsewhere(key)
            if kept:
                return _REPLY.validate_json(kept)
            if kept is not None and key not in self._ours and not waiting.done():
                return None
        return waiting.result()

    def left(self, key: str, reply: Reply | None) -> bytes | None:
        """What a waiting process elsewhere needs on the event's row; who waits here is given it."""
        if key in self._waiting:
            self._ours.add(key)
            return None
        return _REPLY.dump_json(reply) if self._elsewhere and reply else None

    def give(self, key: str, reply: Reply | None) -> None:
        self._ours.discard(key)
        future = self._waiting.pop(key, None)
        if future is not None and not future.done():
            future.set_result(reply)

    def forget(self, key: str) -> None:
        self._ours.discard(key)
        self._waiting.pop(key, None)
