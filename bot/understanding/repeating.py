"""Plans that come again: 每两周, 每周三, 每个月5号."""

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.slots import When
from bot.understanding.numerals import HAN, whole
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading
from bot.understanding.said import last_of, month_on

EVERY = regex(
    rf"每(?:隔)?(?P<n>\d{{1,2}}|[{HAN}]{{1,2}})?个?(?P<unit>天|日|周|星期|礼拜|月|年)(?P<day>[一二三四五六日天])?(?:的?(?P<date>\d{{1,2}})[号日])?(?!\d(?!\d?号))(?![\d.{HAN}]{{1,6}}(?:[吨套台只件箱瓶袋支块盒桶枚片张米方单票万]|公斤|人次|pcs))"
)
_FREQ = {
    "天": "DAILY",
    "日": "DAILY",
    "周": "WEEKLY",
    "星期": "WEEKLY",
    "礼拜": "WEEKLY",
    "月": "MONTHLY",
    "年": "YEARLY",
}
_DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 30, "YEARLY": 365}


def rule_of(every: re.Match[str]) -> str:
    """`FREQ=WEEKLY;INTERVAL=2`."""
    number = _number(every)
    return f"FREQ={_FREQ[every['unit']]}" + (f";INTERVAL={number}" if number > 1 else "")


def first_of(every: re.Match[str], reading: Reading, when: When | None) -> When:
    """The first time: `when`, else the day that is named with it, else one step from today."""
    today = reading.clock.today
    first = when or _with_hour(When(_stepped(every, today)), reading)
    if every["day"]:
        wanted = "一二三四五六日".index(every["day"].replace("天", "日"))
        first = replace(first, day=today + timedelta(days=(wanted - today.weekday()) % 7 or 7))
    if every["date"]:
        first = replace(first, day=_next_of_month(today, int(every["date"])))
    return replace(first, words=first.words or every.group())


def _stepped(every: re.Match[str], today: date) -> date:
    return today + timedelta(days=_DAYS[_FREQ[every["unit"]]] * _number(every))


def _with_hour(first: When, reading: Reading) -> When:
    """每天下午三点: at the hour that is named with it."""
    said = reading.times[0].value.when if reading.times else None
    return replace(first, at=said.at, part=said.part, words=said.words) if said else first


def _number(every: re.Match[str]) -> int:
    return whole(every["n"], otherwise=1) or 1


def _next_of_month(today: date, number: int) -> date:
    """The next day of that number; the last of a shorter month."""
    months = (month_on(today.replace(day=1), count) for count in range(2))
    days = [first.replace(day=max(1, min(number, last_of(first).day))) for first in months]
    return next((day for day in days if day > today), days[-1])
