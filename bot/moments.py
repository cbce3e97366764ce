"""Days as people say them, as instants: the default hour of a part of the day, the zone's edges."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.slots import When
from core.clock import moment

HOUR_OF_PART = {"am": time(9), "noon": time(12), "pm": time(14), "eve": time(19)}
"""product.md 6.1: 上午 09:00, 中午 12:00, 下午 14:00, 晚上 19:00."""


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of `day`."""
    return moment(day, time(), zone)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The first instant after `day`."""
    return start_of(day + timedelta(days=1), zone)


def planned(when: When, zone: ZoneInfo) -> tuple[datetime, bool]:
    """When a plan is due, and whether that is a minute rather than a day.

    A part of the day stands for its default hour; nothing else invents one.
    """
    at = when.at or (None if when.by else HOUR_OF_PART.get(when.part))
    return moment(when.day, at or time(), zone), at is not None


def happened(when: When | None, written: datetime, zone: ZoneInfo) -> tuple[datetime, bool]:
    """When a reported contact took place; without a word about it, when it was `written`."""
    if when is None:
        return written, False
    at = when.at or HOUR_OF_PART.get(when.part)
    today = written.astimezone(zone).date()
    if at is None and when.day == today:
        return written, False
    then = moment(when.day, at or time(), zone)
    return (written if when.day == today and then > written else then), when.at is not None
