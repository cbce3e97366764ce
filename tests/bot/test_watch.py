"""The eye on the process itself: what it says without the outbox, and when it gives up."""

import asyncio
import os
import sys
import threading
from datetime import timedelta

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.metrics import Metrics
from bot.pulse import Pulse
from bot.watch import Watch
from tests.e2e.world import MONDAY, World

_BEGAN = 1_000.0


class Seen:
    """A watch over a rehearsed company, with a monotonic clock that goes on with its own."""

    def __init__(self, world: World, *, schedule: bool = False) -> None:
        self.world = world
        self.ends: list[str] = []
        self.watch: Watch = world.app.watch(schedule, self.ends.append)
        self.at = _BEGAN

    async def after(self, passed: timedelta, *, of_clock: timedelta | None = None) -> list[str]:
        """What is said at a look, `passed` later."""
        self.at += passed.total_seconds()
        self.world.time.advance(passed if of_clock is None else of_clock)
        with capture_logs() as logs:
            await self.watch.look(self.at)
        return [f"{one['log_level']} {one['event']} {one['alarm']}" for one in logs]

    def stands(self, name: str) -> float | None:
        registry = self.world.app.metrics.registry
        return registry.get_sample_value("liaoke_alarm", {"alarm": name})


async def test_a_service_that_is_well_says_nothing(wecom: World) -> None:
    seen = Seen(wecom)
    await wecom.say("周明", "领海川")

    said = [await seen.after(timedelta(minutes=1)) for _ in range(3)]

    assert (said, seen.ends, seen.stands("outbox_stuck")) == ([[], [], []], [], 0.0)


async def test_an_outbox_that_no_platform_empties_is_an_alarm_beside_it(wecom: World) -> None:
    seen = Seen(wecom)
    wecom.emulator.corp.standing = 60020
    await wecom.say("周明", "领海川")
    first = await seen.after(timedelta(minutes=9))
    second = await seen.after(timedelta(minutes=2))
    third = await seen.after(timedelta(minutes=1))
    again = await seen.after(timedelta(minutes=10))
    stands = seen.stands("outbox_stuck")
    wecom.emulator.corp.standing = 0
    await wecom.app.settle()
    over = await seen.after(timedelta(seconds=15))

    assert (first, second, third) == ([], ["error alarm outbox_stuck"], [])
    assert again == ["error alarm outbox_stuck"]
    assert over == ["warning alarm over outbox_stuck"]
    assert (stands, seen.stands("outbox_stuck"), seen.ends) == (1.0, 0.0, [])


async def test_events_that_nobody_works_on_are_an_alarm(wecom: World) -> None:
    seen = Seen(wecom)
    await wecom.emulator.say("zhouming", "领海川")

    assert await seen.after(timedelta(minutes=6)) == ["error alarm inbox_stuck"]


async def test_a_database_that_is_away_is_an_alarm_and_no_end(wecom: World) -> None:
    seen = Seen(wecom)
    async with wecom.store.database.write() as connection:
        await connection.execute(text("ALTER TABLE outbox RENAME TO gone"))
    at_once = await seen.after(timedelta(seconds=15))
    later = await seen.after(timedelta(seconds=30))
    async with wecom.store.database.write() as connection:
        await connection.execute(text("ALTER TABLE gone RENAME TO outbox"))
    back = await seen.after(timedelta(seconds=15))

    assert (at_once, later) == ([], ["error alarm database_away"])
    assert (back, seen.ends) == (["warning alarm over database_away"], [])


@pytest.mark.parametrize("of_clock", [timedelta(), timedelta(hours=1), timedelta(hours=-1)])
async def test_a_clock_that_stands_or_jumps_is_an_alarm(wecom: World, of_clock: timedelta) -> None:
    seen = Seen(wecom)
    await seen.after(timedelta(seconds=15))

    said = await seen.after(timedelta(seconds=15), of_clock=of_clock)

    assert said == ["error alarm clock_jumped"]


async def test_a_schedule_that_stands_still_is_an_alarm_and_then_the_end(wecom: World) -> None:
    seen = Seen(wecom, schedule=True)
    await wecom.app.clockwork.look()
    wecom.app.clockwork.looked = seen.at
    well = await seen.after(timedelta(minutes=2))
    still = await seen.after(timedelta(minutes=2))
    ends = list(seen.ends)
    await seen.after(timedelta(minutes=7))

    assert (well, still, ends) == ([], ["error alarm schedule_still"], [])
    assert seen.ends == ["schedule_still"]


async def test_a_loop_that_ends_by_itself_ends_the_process(wecom: World) -> None:
    ends = asyncio.Event()

    async def dies(_: asyncio.Event) -> None:
        raise ZeroDivisionError

    wecom.app.sender.run = dies
    with capture_logs() as logs:
        await wecom.app.start(schedule=False, give_up=ends.set)
        async with asyncio.timeout(20):
            await ends.wait()

    (alarm,) = (one for one in logs if one["event"] == "alarm")
    assert (alarm["alarm"], alarm["error"]) == ("loop_ended", "ZeroDivisionError")
    assert wecom.app.gave_up == "loop_ended"


async def test_the_lag_of_the_loop_is_measured(wecom: World, monkeypatch) -> None:
    monkeypatch.setattr("bot.watch.BEAT", 0.01)
    seen, stop = Seen(wecom), asyncio.Event()
    registry = wecom.app.metrics.registry

    beating = asyncio.create_task(seen.watch.run(stop))
    async with asyncio.timeout(20):
        while not registry.get_sample_value("liaoke_loop_lag_seconds_count"):
            await asyncio.wait({beating}, timeout=0.01)
    stop.set()
    await beating

    assert registry.get_sample_value("liaoke_loop_lag_seconds_sum") < 20


class Waiting(Watch):
    """Waits for the database, for a second of the machine's."""

    async def look(self, _: float) -> None:
        await asyncio.wait({asyncio.create_task(asyncio.Event().wait())}, timeout=1)


async def test_a_look_that_waits_is_no_lag_of_the_loop(monkeypatch) -> None:
    monkeypatch.setattr("bot.watch.BEAT", 0.01)
    monkeypatch.setattr("bot.watch._LOOKS", 1)
    metrics, stop = Metrics(), asyncio.Event()
    registry = metrics.registry
    watch = Waiting(None, metrics, None, lambda: MONDAY, [].append)

    beating = asyncio.create_task(watch.run(stop))
    async with asyncio.timeout(20):
        while (registry.get_sample_value("liaoke_loop_lag_seconds_count") or 0) < 3:
            await asyncio.wait({beating}, timeout=0.05)
    stop.set()
    await beating

    assert registry.get_sample_value("liaoke_loop_lag_seconds_sum") < 0.9


def test_a_loop_that_stands_still_ends_the_process_with_the_place_it_stands_at() -> None:
    loop, ended = asyncio.new_event_loop(), threading.Event()

    async def stands() -> None:
        pulse = Pulse(loop, tick=0.02, ticks=3, end=ended.set)
        pulse.start()
        assert ended.wait(20)
        pulse.stop()

    with capture_logs() as logs:
        loop.run_until_complete(stands())
    loop.close()

    (alarm,) = logs
    assert (alarm["alarm"], alarm["log_level"]) == ("loop_stuck", "error")
    assert any(one.endswith(" stands") for one in alarm["at"])


async def test_a_loop_that_goes_on_is_left_alone() -> None:
    ended, ticks = threading.Event(), 0
    pulse = Pulse(asyncio.get_running_loop(), tick=0.001, ticks=50, end=ended.set)
    pulse.start()
    while ticks < 200_000:
        ticks += 1
        await asyncio.sleep(0)
    pulse.stop()

    assert not ended.is_set()


def test_the_process_that_is_ended_says_so_by_its_status() -> None:
    code = (
        "import asyncio, time\n"
        "from bot.pulse import Pulse\n"
        "async def main():\n"
        "    Pulse(asyncio.get_running_loop(), tick=0.02, ticks=3).start()\n"
        "    while True: pass\n"
        "asyncio.run(main())\n"
    )
    import subprocess

    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        timeout=60,
        check=False,
        env=dict(os.environ),
    )

    assert done.returncode == 70
    assert b"loop_stuck" in done.stderr + done.stdout
