"""What a platform sends again, for hours, to whichever process, and what comes late (R8)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest

from adapters.chat import Platform
from adapters.emulator.feishu import FeishuEmulator
from bot.app import build
from bot.plan import Plan
from bot.running import App
from tests.e2e.pushed import message
from tests.e2e.world import FEISHU, ZONE, World, world

REPEATS = tuple(timedelta(seconds=seconds) for seconds in (0, 15, 300, 3_600, 21_600))
"""When Feishu sends an event again that was not acknowledged."""


@dataclass
class Two:
    """Two processes on one database, each with a way of its own to the platform."""

    first: World
    second: App
    ways: tuple[FeishuEmulator, FeishuEmulator]

    def message(self, number: int, text: str) -> dict[str, object]:
        """What 周明 wrote just now."""
        return message(self.ways[0], number, text, self.first.time())

    async def settled(self) -> None:
        while await self.first.app.worker.once() or await self.second.worker.once():
            pass
        await self.first.app.settle()


@pytest.fixture
async def two(postgresql_url: str) -> AsyncIterator[Two]:
    async with world(postgresql_url, platforms=(Platform.FEISHU,)) as first:
        plan = Plan(
            database_url=postgresql_url,
            zone=ZONE,
            platforms=lambda _: first.app.platforms,
            now=first.time,
        )
        second = await build(plan)
        transport = httpx.ASGITransport(second.asgi)
        async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as callback:
            other = FeishuEmulator(FEISHU, callback, now=first.time)
            yield Two(first, second, (first.emulator, other))
        await second.store.close()


async def test_the_same_event_has_one_effect_for_seven_hours_whoever_hears_it(two: Two) -> None:
    said = two.message(1, "领海川")

    for number, wait in enumerate(REPEATS):
        two.first.time.advance(wait)
        answer = await two.ways[number % 2].deliver(said, times=1 + number % 3)
        assert answer.status_code == 200
        await two.settled()

    async with two.first.look() as uow:
        claims = [event for event in await uow.pool.of("C07") if event.kind == "claim"]
    assert len(claims) == 1
    assert two.first.seen("周明").count("已认领") == 1


async def test_what_comes_late_is_worked_on_as_it_comes_and_makes_nothing_older(two: Two) -> None:
    earlier = two.message(1, "领海川")
    two.first.time.advance(timedelta(minutes=5))
    later = two.message(2, "领光联")
    written = two.first.time()

    await two.ways[0].deliver(later)
    await two.ways[1].deliver(earlier)
    await two.settled()

    async with two.first.look() as uow:
        ((first, *_), (second, *_)) = [await uow.pool.of(one) for one in ("C08", "C07")]
        identity = await uow.people.identity("feishu", two.first.account("周明"))
    assert (first.kind, second.kind) == ("claim", "claim")
    assert first.seq < second.seq
    assert identity.last_used_at == written
