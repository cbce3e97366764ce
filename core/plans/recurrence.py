"""The next time of a repeated plan: the part of RFC 5545 that people say."""

import calendar
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.errors import Invalid

_DAYS = {"DAILY": 1, "WEEKLY": 7}
_MONTHS = {"MONTHLY": 1, "YEARLY": 12}


def next_after(due: datetime, rule: str, zone: ZoneInfo) -> datetime:
    """The occurrence after `due`, at the same wall-clock time in `zone`.

    Raises:
        Invalid: the rule is not FREQ=DAILY|WEEKLY|MONTHLY|YEARLY with an INTERVAL of 1 to 366.
    """
    parts = dict(part.partition("=")[::2] for part in rule.split(";") if part)
    frequency, interval = parts.get("FREQ", ""), parts.get("INTERVAL", "1")
    if not interval.isdigit() or not 1 <= int(interval) <= 366:
        raise Invalid("recurrence", "range")
    local = due.astimezone(zone)
    if days := _DAYS.get(frequency):
        return local + timedelta(days=days * int(interval))
    if months := _MONTHS.get(frequency):
        return _months_on(local, months * int(interval))
    raise Invalid("recurrence", "unknown")


def _months_on(local: datetime, months: int) -> datetime:
    place = local.month - 1 + months
    year, month = local.year + place // 12, place % 12 + 1
    return local.replace(
        year=year, month=month, day=min(local.day, calendar.monthrange(year, month)[1])
    )
