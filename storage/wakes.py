"""What one process tells the others has come in: over Redis, so that nobody waits until he looks by himself.

A hint and no more: whoever hears none looks all the same.
"""

import asyncio
from collections.abc import Callable

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from core.clock import passed

CHANNEL = "liaoke:wakes"
_PATIENCE = 0.5
"""Seconds until a Redis that does not answer is given up."""
_PAUSE = 5.0
"""Seconds in which it is left alone after that."""
_BETWEEN = 0.05
"""Seconds from one word to the next: twenty a second wake as well as a thousand."""
_LISTENING = 1.0


class Wakes:
    """The words of one process; `heard` is called with each that another says.

    Args:
        url: of Redis.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._due: set[str] = set()
        self._said = asyncio.Event()
        self.heard: Callable[[str], None] = _nobody

    def ring(self, name: str) -> None:
        """Tell the others of `name`, soon and once for all that comes meanwhile."""
        self._due.add(name)
        self._said.set()

    async def speak(self, stop: asyncio.Event) -> None:
        """Tell what is rung until it is told to stop."""
        async with self._reached() as redis:
            while not stop.is_set():
                await _either(self._said, stop)
                self._said.clear()
                due, self._due = self._due, set()
                try:
                    for name in sorted(due):
                        await redis.publish(CHANNEL, name)
                except (RedisError, OSError):
                    await passed(stop, _PAUSE)
                await passed(stop, _BETWEEN)

    async def listen(self, stop: asyncio.Event) -> None:
        """Hear the others until it is told to stop."""
        while not stop.is_set():
            try:
                async with self._reached() as redis, redis.pubsub() as words:
                    await words.subscribe(CHANNEL)
                    while not stop.is_set():
                        word = await words.get_message(
                            ignore_subscribe_messages=True, timeout=_LISTENING
                        )
                        if word is not None:
                            self.heard(str(word["data"]))
            except (RedisError, OSError):
                await passed(stop, _PAUSE)

    def _reached(self) -> Redis:
        return Redis.from_url(
            self._url,
            decode_responses=True,
            socket_timeout=_PATIENCE,
            socket_connect_timeout=_PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )


def _nobody(_: str) -> None:
    """Who only speaks hears nothing."""


async def _either(one: asyncio.Event, other: asyncio.Event) -> None:
    """Wait for the first of two."""
    waits = [asyncio.ensure_future(event.wait()) for event in (one, other)]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
