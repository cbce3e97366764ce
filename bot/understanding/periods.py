"""A day or a range of days that a question is about."""

import re
from datetime import date, timedelta

from bot.slots import Period
from bot.understanding.numerals import HAN, value
from bot.understanding.reading import Reading
from bot.understanding.said import directed, last_of, last_of_range, monday_of, month_on

_NO_DAY = r"个?(?:周|星期|礼拜)(?![一二三四五六日天])"
_WEEKS = ((r"上上周", -2), (rf"上{_NO_DAY}", -1), (rf"(?:这|本){_NO_DAY}", 0), (rf"下{_NO_DAY}", 1))
_MONTHS = ((r"上个?月(?!\d)", -1), (r"(?:这|本)个?月", 0), (r"下个?月(?!\d)", 1))
_MONTH = re.compile(rf"(?<![\d年])(\d{{1,2}}|[{HAN}]{{1,2}})月份?(?!\d|底|初|末)")


def period_of(reading: Reading, *, ahead: bool) -> Period | None:
    """The days that are named, None when none are.

    Args:
        ahead: plans are asked about, so that this week lasts until its Sunday, not until today.
    """
    return _ranged(reading, ahead=ahead) or _month(reading, ahead=ahead) or _day(reading, ahead)


def _ranged(reading: Reading, *, ahead: bool) -> Period | None:
    text, today = reading.text, reading.clock.today
    for table, period in ((_WEEKS, _week), (_MONTHS, _whole_month)):
        for words, step in table:
            if re.search(words, text):
                found = period(today, step)
                return found if step or ahead else Period(found.since, today)
    return None


def _week(today: date, step: int) -> Period:
    first = monday_of(today) + timedelta(days=7 * step)
    return Period(first, first + timedelta(days=6))


def _whole_month(today: date, step: int) -> Period:
    first = month_on(today.replace(day=1), step)
    return Period(first, last_of(first))


def _month(reading: Reading, *, ahead: bool) -> Period | None:
    match = _MONTH.search(reading.text)
    number = value(match[1]) if match else None
    if number is None or not 1 <= number <= 12:
        return None
    today = reading.clock.today
    first = date(today.year + (ahead and int(number) < today.month), int(number), 1)
    return Period(first, last_of(first))


def _day(reading: Reading, ahead: bool) -> Period | None:
    if not reading.times:
        return None
    said = reading.times[0].value
    when = directed(said, reading.clock, future=ahead)
    return Period(when.day, last_of_range(said, when), when.words) if when else None
