"""A callback is acknowledged when its row is kept; the work goes on afterwards (P07)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from adapters.chat import Delivered
from bot.web import callbacks
from tests.e2e.world import World


class Held:
    """Something that was begun and does not end before it is let go."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.let_go = asyncio.Event()

    async def wait(self) -> None:
        self.begun.set()
        await self.let_go.wait()


class Silent:
    """A platform that answers nobody until it is let go."""

    def __init__(self, platform: Any, held: Held) -> None:
        self._platform = platform
        self._held = held

    def __getattr__(self, name: str) -> Any:
        return getattr(self._platform, name)

    async def deliver(self, body: bytes, *, hurry: bool = True) -> Delivered:
        await self._held.wait()
        return await self._platform.deliver(body, hurry=hurry)


def statuses(world: World) -> list[int]:
    """How the callbacks were answered; 504 stands for a platform that gave up waiting."""
    return [one.status for one in world.emulator.exchanges if one.direction == "callback"]


@asynccontextmanager
async def at_work(world: World, held: Held) -> AsyncIterator[None]:
    """The worker and the sender run; at the end `held` is let go and all is worked on and sent."""
    stop = asyncio.Event()
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        group.create_task(world.app.worker.run(stop))
        group.create_task(world.app.sender.run(stop))
        try:
            yield
        finally:
            held.let_go.set()
            stop.set()
            world.app.bells.incoming.ring()
            world.app.bells.outgoing.ring()
    await world.app.settle()


@pytest.fixture
def thinking(world: World) -> Held:
    """The understanding of every sentence, which does not end."""
    held, understand = Held(), world.app.given.understand

    async def slowly(text: str, turn: Any) -> Any:
        await held.wait()
        return await understand(text, turn)

    world.app.given.understand = slowly
    return held


async def test_P07_a_message_is_acknowledged_with_its_row_kept_before_anybody_works(
    world: World,
) -> None:
    await world.emulator.say(world.account("周明"), "领海川")

    assert statuses(world) == [200]
    assert await world.store.inbox.depth() == {"new": 1}

    await world.app.settle()
    assert "已认领" in world.seen("周明")


async def test_P07_nobodys_acknowledgement_waits_for_a_sentence_that_takes_long(
    world: World, thinking: Held
) -> None:
    async with at_work(world, thinking):
        await world.emulator.say(world.account("周明"), "领海川")
        await thinking.begun.wait()
        await world.emulator.say(world.account("林悦"), "领光联")

        assert statuses(world) == [200, 200]
        assert sum((await world.store.inbox.depth()).values()) == 2
        assert "已认领" not in world.seen("周明")

    assert "已认领" in world.seen("周明")
    assert "已认领" in world.seen("林悦")


async def test_P07_no_acknowledgement_waits_for_a_platform_that_does_not_answer(
    world: World,
) -> None:
    silence = Held()
    world.app.platforms[world.platform] = Silent(world.app.platforms[world.platform], silence)

    async with at_work(world, silence):
        await world.emulator.say(world.account("周明"), "领海川")
        await silence.begun.wait()
        await world.emulator.say(world.account("林悦"), "领光联")

        assert statuses(world) == [200, 200]

    assert "已认领" in world.seen("周明")
    assert "已认领" in world.seen("林悦")


async def test_P07_a_press_whose_work_takes_long_is_acknowledged_and_its_card_changes_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.say("周明", "领海川")
    monkeypatch.setattr(callbacks, "INLINE", timedelta(milliseconds=50))

    await world.emulator.press_label(world.account("周明"), "撤销")
    assert statuses(world) == [200, 200]
    assert "已撤销" not in world.seen("周明")
    await world.app.settle()
    world.time.advance(timedelta(seconds=3))
    await world.app.settle()

    assert "已撤销" in world.seen("周明")
