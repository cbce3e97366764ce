"""An eye on the process itself: what it tells without the outbox, and when it gives up.

Each alarm is a log line at level error with the event "alarm", the gauge `liaoke_alarm{alarm=…}`, and,
where no waiting mends it, the end of the process, so that whoever supervises it starts another.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from bot.health import Health
from bot.jobs.clockwork import Clockwork
from bot.metrics import Metrics
from core.clock import Now
from storage.backlog import Backlog

BEAT = 1.0
_LOOKS = 15
"""Beats between looks at the queues."""
_PATIENCE = 10.0
"""Seconds a database may take to say what waits."""
_AGAIN = timedelta(minutes=10)
"""How often an alarm that stands is said again."""
_AWAY = timedelta(seconds=30)
_EVENTS, _SOON, _BULK = timedelta(minutes=5), timedelta(minutes=10), timedelta(hours=2)
"""How long events, what people wait for, and what nobody waits for may wait."""
_STILL, _DEAF = timedelta(minutes=3), timedelta(minutes=10)
"""How long the schedule may not be looked at before it is an alarm, and the end."""
_JUMP = timedelta(seconds=5)
NAMES = (
    "database_away",
    "inbox_stuck",
    "outbox_stuck",
    "bulk_stuck",
    "schedule_still",
    "clock_jumped",
    "loop_ended",
)
_log = structlog.get_logger()


class Watch:
    """Looks at queues, schedule and clock; `run` measures the loop's lag beside it.

    Args:
        give_up: ends the process; called once.
        clockwork: the schedule it answers for; None in a process without.
    """

    def __init__(
        self,
        health: Health,
        metrics: Metrics,
        clockwork: Clockwork | None,
        now: Now,
        give_up: Callable[[str], None],
    ) -> None:
        self._health = health
        self._metrics = metrics
        self._clockwork = clockwork
        self._now = now
        self._give_up = give_up
        self._standing: dict[str, tuple[float, float]] = {}
        self._away_since: float | None = None
        self._last: tuple[datetime, float] | None = None
        for name in NAMES:
            metrics.alarm(name, stands=False)

    async def run(self, stop: asyncio.Event) -> None:
        """Beat each second and look each quarter of a minute, until told to stop."""
        beats, due = 0, time.monotonic() + BEAT
        while not stop.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout_at(due_in_loop(due)):
                    await stop.wait()
            at = time.monotonic()
            self._metrics.lag(max(at - due, 0.0))
            beats += 1
            if beats % _LOOKS == 0 and not stop.is_set():
                await self.look(at)
            due = (
                time.monotonic() + BEAT
            )  # a look that waits for the database is no lag of the loop

    async def look(self, at: float) -> None:
        """Raise and end alarms, as it is `at` on the monotonic clock."""
        self._clock(at)
        backlog = await self._backlog()
        self._database(backlog, at)
        if backlog is not None:
            self._queues(backlog, at)
        if self._clockwork is not None:
            self._schedule(self._clockwork, at)

    def ended(self, loop: str, error: BaseException | None) -> None:
        """A loop of the process ended by itself: nothing brings it back but another process."""
        self._raise("loop_ended", time.monotonic(), loop=loop, error=type(error).__name__)
        self._give_up("loop_ended")

    async def _backlog(self) -> Backlog | None:
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._health.measure()
        except TimeoutError:
            self._metrics.database(answers=False)
            return None

    def _database(self, backlog: Backlog | None, at: float) -> None:
        if backlog is not None:
            self._away_since = None
            self._judge("database_away", at, timedelta(), _AWAY)
            return
        self._away_since = at if self._away_since is None else self._away_since
        self._judge("database_away", at, timedelta(seconds=at - self._away_since), _AWAY)

    def _queues(self, backlog: Backlog, at: float) -> None:
        now = self._now()
        lanes = {lane: now - since for lane, since in backlog.messages.items()}
        none = timedelta()
        soon = max(lanes.get("reply", none), lanes.get("reminder", none))
        bulk = max(lanes.get("digest", none), lanes.get("bulk", none))
        self._judge("inbox_stuck", at, now - (backlog.event or now), _EVENTS)
        self._judge("outbox_stuck", at, soon, _SOON)
        self._judge("bulk_stuck", at, bulk, _BULK)

    def _schedule(self, clockwork: Clockwork, at: float) -> None:
        still = timedelta(seconds=at - clockwork.looked) if clockwork.looked else timedelta()
        self._judge("schedule_still", at, still, _STILL)
        if still >= _DEAF:
            self._give_up("schedule_still")

    def _clock(self, at: float) -> None:
        """Whether the machine's clock went on as its monotonic one did."""
        now, last = self._now(), self._last
        self._last = (now, at)
        if last is not None:
            passed = timedelta(seconds=at - last[1])
            self._judge("clock_jumped", at, abs(now - last[0] - passed), _JUMP)

    def _judge(self, name: str, at: float, is_: timedelta, most: timedelta) -> None:
        if is_ >= most:
            self._raise(name, at, seconds=round(is_.total_seconds()))
        elif self._standing.pop(name, None) is not None:
            _log.warning("alarm over", alarm=name)
            self._metrics.alarm(name, stands=False)

    def _raise(self, name: str, at: float, **facts: object) -> None:
        since, said = self._standing.get(name, (at, float("-inf")))
        if at - said >= _AGAIN.total_seconds():
            _log.error("alarm", alarm=name, **facts)
            said = at
        self._standing[name] = (since, said)
        self._metrics.alarm(name, stands=True)


def due_in_loop(due: float) -> float:
    """A moment of the monotonic clock on the running loop's clock."""
    return asyncio.get_running_loop().time() + max(due - time.monotonic(), 0.0)
