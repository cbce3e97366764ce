"""Words of time read at a stated moment."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.calendars import calendar_of
from bot.company.rules import CompanyRules
from bot.slots import When
from bot.understanding.said import Clock, Said, directed
from bot.understanding.times import times

MONDAY = "2026-11-23T10:00"


def clock(moment: str = MONDAY) -> Clock:
    at = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    return Clock(at, calendar_of(CompanyRules()))


def said(words: str, moment: str = MONDAY) -> Said:
    """Return the one time of `words`, all of which must belong to it."""
    [found] = times(words, clock(moment))
    assert words[found.start : found.end] == words
    return found.value


def when(words: str, moment: str = MONDAY, *, future: bool = True) -> When:
    found = directed(said(words, moment), clock(moment), future=future)
    assert found is not None
    return found


def day(text: str) -> date:
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def table(rows: str) -> list[tuple[str, ...]]:
    """Return the rows of a table: one a line, its columns apart by blanks."""
    return [tuple(row.split()) for row in rows.strip().splitlines()]
