"""Moves the product's clock, stop by stop, so that what became due happens in its order."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta

from bot.installation import set_clock
from bot.jobs.registry import JOBS, Scheduled
from bot.running import App
from core.clock import machine_now
from core.plans.model import Plan

FARTHEST = timedelta(days=366)
SPREAD = timedelta(minutes=3)
"""What is sent to many is spread over less than this."""
_MINUTE = timedelta(minutes=1)
_AHEAD = 500
_PATIENCE = 10.0
"""Seconds to wait for what is being sent: a switched failure may hold it up for longer."""


class TooFar(Exception):
    """The clock is not moved there: back, or more than a year."""


async def stops(app: App) -> dict[str, datetime | None]:
    """Where the clock can be moved to by name; None: there is nothing to wait for."""
    now = app.clock()
    today = now.astimezone(app.given.zone).date()
    tomorrow = datetime.combine(today + timedelta(days=1), time(9), app.given.zone)
    digest, pool = _next_of(app, "manager_digest", now), _next_of(app, "pool_evaluate", now)
    return {
        "hour": now + timedelta(hours=1),
        "tomorrow": tomorrow,
        "reminder": next((one for one in await _reminders(app, now) if one > now), None),
        "digest": digest + SPREAD if digest else None,
        "pool": pool + _MINUTE if pool else None,
    }


async def jump(app: App, to: datetime, moved: Callable[[], None]) -> None:
    """Make it `to`; when this returns, everything that became due on the way is done and sent.

    Args:
        moved: called at every stop on the way.

    Raises:
        TooFar: `to` is past, or beyond a year.
    """
    now = app.clock()
    if not timedelta() <= to - now <= FARTHEST:
        raise TooFar
    while (stop := await _next(app, now)) and stop < to:
        await _be(app, stop)
        moved()
        now = stop
    await _be(app, to)


async def back(app: App) -> None:
    """The product's clock shows the machine's time again."""
    await set_clock(app.store, machine_now())
    await app.clockwork.look()


async def _be(app: App, moment: datetime) -> None:
    await set_clock(app.store, moment)
    await app.clockwork.look()
    app.bells.outgoing.ring()
    try:
        async with asyncio.timeout(_PATIENCE):
            while await app.sender.once() or await _is_sending(app):
                await app.bells.outgoing.wait(0.02)
    except TimeoutError:
        return


async def _is_sending(app: App) -> bool:
    return bool((await app.store.outbox.depth()).get("sending"))


async def _next(app: App, now: datetime) -> datetime | None:
    """The next moment at which anything becomes due."""
    daily = [_next_of(app, one.name, now) for one in JOBS if one.at]
    ahead = timedelta(minutes=app.given.rules.company.brief_minutes)
    reminders = await _reminders(app, now)
    briefs = [one - ahead for one in reminders]
    later = [one for one in (*daily, *reminders, *briefs) if one and one > now]
    return min(later, default=None)


async def _reminders(app: App, now: datetime) -> Sequence[datetime]:
    """When the plans ahead are reminded of, to the minute that is not too early."""
    async with app.store.look() as uow:
        plans = await uow.plans.to_remind(now + FARTHEST, limit=_AHEAD)
    return [_minute(one) for one in _timed(plans)]


def _timed(plans: Sequence[Plan]) -> Iterator[datetime]:
    return (one.remind_at for one in plans if one.remind_at)


def _minute(moment: datetime) -> datetime:
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + _MINUTE


def _next_of(app: App, name: str, now: datetime) -> datetime | None:
    """The next occurrence of a job with a time of day."""
    scheduled = next(one for one in JOBS if one.name == name)
    return next((one for one in _occurrences(app, scheduled, now) if one > now), None)


def _occurrences(app: App, scheduled: Scheduled, now: datetime) -> Iterator[datetime]:
    zone, rules = app.given.zone, app.given.rules
    at = rules.company.at(scheduled.name, scheduled.at or time())
    today = now.astimezone(zone).date()
    for ahead in range(FARTHEST.days):
        day = today + timedelta(days=ahead)
        if not scheduled.workdays or rules.calendar.is_workday(day):
            yield datetime.combine(day, at, zone)
