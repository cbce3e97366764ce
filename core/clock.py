"""The product's clock and new ids, passed to whoever needs them."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Now = Callable[[], datetime]
"""An aware UTC instant: the product's, or the machine's where a name says so."""

NewId = Callable[[], str]
"""A new unique id of at most 26 characters of [0-9a-z], rising with time."""


def machine_now() -> datetime:
    """The machine's clock, for leases, retries and signatures; never for the CRM's rules."""
    return datetime.now(UTC)


def shifted(now: Now, offset: timedelta) -> Now:
    """The product's clock: `now` moved by the installation's offset."""
    return lambda: now() + offset


async def passed(stop: asyncio.Event, seconds: float) -> None:
    """Let time pass, unless it is told to stop."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """When a clock on the wall shows `at`: the first time of two, and where it is put forward past it,
    the first minute after.

    >>> moment(date(2027, 3, 14), time(2, 30), ZoneInfo("America/New_York")).isoformat()
    '2027-03-14T03:00:00-04:00'
    """
    wall = datetime.combine(day, at)
    while not _is_shown(wall, zone):
        wall += timedelta(minutes=1)
    return wall.replace(tzinfo=zone)


def _is_shown(wall: datetime, zone: ZoneInfo) -> bool:
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall
