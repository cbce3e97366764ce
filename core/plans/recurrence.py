"""The next time of a repeated plan: the part of RFC 5545 that people say."""

import calendar
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.errors import Invalid

_DAYS = {"DAILY": 1, "WEEKLY": 7}
_MONTHS = {"MONTHLY": 1, "YEARLY": 12}


def anchored(rule: str, due: datetime, zone: ZoneInfo) -> str:
    """`rule` with the day of the month of its first time: the 31st is the 31st again after February.

    Raises:
        Invalid: not FREQ=DAILY|WEEKLY|MONTHLY|YEARLY with an INTERVAL of 1 to 366 and, by month or
            year, a BYMONTHDAY of 1 to 31 or -1, the last.
    """
    parts = _parts(rule)
    if parts["FREQ"] not in _MONTHS or "BYMONTHDAY" in parts:
        return rule
    return f"{rule};BYMONTHDAY={due.astimezone(zone).day}"


def next_after(
    due: datetime, rule: str, zone: ZoneInfo, *, now: datetime | None = None
) -> datetime:
    """The occurrence after `due`, and after `now`, at the same wall-clock time in `zone`.

    Raises:
        Invalid: as `anchored`.
    """
    parts = _parts(rule)
    count = 1
    local = due.astimezone(zone)
    following = _times_on(local, parts, count)
    while now is not None and following <= now:
        count += 1
        following = _times_on(local, parts, count)
    return following


def _times_on(local: datetime, parts: Mapping[str, str], count: int) -> datetime:
    interval = int(parts["INTERVAL"]) * count
    if days := _DAYS.get(parts["FREQ"]):
        return local + timedelta(days=days * interval)
    return _months_on(local, _MONTHS[parts["FREQ"]] * interval, int(parts.get("BYMONTHDAY", "0")))


def _months_on(local: datetime, months: int, wanted: int) -> datetime:
    place = local.month - 1 + months
    year, month = local.year + place // 12, place % 12 + 1
    last = calendar.monthrange(year, month)[1]
    day = last if wanted == -1 else min(wanted or local.day, last)
    return local.replace(year=year, month=month, day=day)


def _parts(rule: str) -> dict[str, str]:
    parts = {"INTERVAL": "1"}
    for part in filter(None, rule.split(";")):
        name, _, value = part.partition("=")
        parts[name] = value
    if parts.get("FREQ") not in {*_DAYS, *_MONTHS}:
        raise Invalid("recurrence", "unknown")
    if not parts["INTERVAL"].isdecimal() or not 1 <= int(parts["INTERVAL"]) <= 366:
        raise Invalid("recurrence", "range")
    wanted = parts.get("BYMONTHDAY", "1")
    if wanted != "-1" and not (wanted.isdecimal() and 1 <= int(wanted) <= 31):
        raise Invalid("recurrence", "range")
    return parts
