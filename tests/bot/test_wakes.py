"""Who does not work wakes those who do, through a real Redis; without one they look by themselves."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import redis

from bot.bells import Bell, Bells
from storage.wakes import CHANNEL, Wakes

LONG = 600.0
"""Seconds between looks, so that nobody wakes by himself."""


def bells() -> Bells:
    return Bells(Bell(LONG), Bell(LONG), Bell(LONG))


@asynccontextmanager
async def told(url: str, here: Bells, there: Bells) -> AsyncIterator[None]:
    """Two processes: `here` does not work and tells, `there` works and hears."""
    speaks, hears, stop = Wakes(url), Wakes(url), asyncio.Event()
    here.ring_far(speaks.ring)
    hears.heard = there.heard
    async with asyncio.TaskGroup() as group:
        group.create_task(speaks.speak(stop))
        group.create_task(hears.listen(stop))
        await heard_by_redis(url)
        yield
        stop.set()


async def heard_by_redis(url: str) -> None:
    with redis.Redis.from_url(url) as client:
        async with asyncio.timeout(30):
            while dict(client.pubsub_numsub(CHANNEL)).get(CHANNEL.encode(), 0) < 1:  # noqa: ASYNC110 - Redis tells nobody
                await asyncio.sleep(0)


@pytest.mark.parametrize("name", ["incoming", "outgoing", "waiting"])
async def test_whoever_works_wakes_when_another_process_rings(redis_url: str, name: str) -> None:
    here, there = bells(), bells()
    async with told(redis_url, here, there), asyncio.timeout(30):
        waits = asyncio.create_task(there.each()[name].wait())
        await asyncio.sleep(0)
        here.each()[name].ring()
        await waits
    assert waits.done()


async def test_many_rings_at_once_are_one_word(redis_url: str) -> None:
    words, stop, speaks, hears = Counter[str](), asyncio.Event(), Wakes(redis_url), Wakes(redis_url)
    both = asyncio.Event()

    def heard(name: str) -> None:
        words[name] += 1
        if len(words) == 2:
            both.set()

    hears.heard = heard
    async with asyncio.TaskGroup() as group:
        group.create_task(hears.listen(stop))
        await heard_by_redis(redis_url)
        for _ in range(1_000):
            speaks.ring("incoming")
        speaks.ring("outgoing")
        group.create_task(speaks.speak(stop))
        async with asyncio.timeout(30):
            await both.wait()
        stop.set()
    assert words == {"incoming": 1, "outgoing": 1}


async def test_a_word_that_nobody_here_knows_wakes_nobody() -> None:
    there = bells()
    there.heard("from a newer version")
    waits = [asyncio.create_task(one.wait()) for one in there.each().values()]
    done, _ = await asyncio.wait(waits, timeout=0)
    for wait in waits:
        wait.cancel()
    assert not done


async def test_a_redis_that_is_not_there_holds_up_nobody() -> None:
    here, stop = bells(), asyncio.Event()
    wakes = Wakes("redis://127.0.0.1:9/0")
    here.ring_far(wakes.ring)
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        group.create_task(wakes.speak(stop))
        group.create_task(wakes.listen(stop))
        here.incoming.ring()
        await here.incoming.wait()
        stop.set()
    assert stop.is_set()
