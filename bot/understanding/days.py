"""Days and weeks by name: 大后天, 下周三, next Friday, 这周, 下周末."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.slots import When
from bot.understanding.hours import PARTS
from bot.understanding.patterns import regex
from bot.understanding.said import TO, WEEKDAYS, WHICH, Clock, Rules, Said, monday_of, steps

_DAYS = {
    "大前天": -3,
    "大前儿": -3,
    "前天": -2,
    "前儿": -2,
    "昨天": -1,
    "昨日": -1,
    "昨晚": -1,
    "昨夜": -1,
    "昨儿": -1,
    "昨": -1,
    "今": 0,
    "明": 1,
    "今天": 0,
    "今日": 0,
    "今晚": 0,
    "今早": 0,
    "今晨": 0,
    "今夜": 0,
    "今儿": 0,
    "明天": 1,
    "明日": 1,
    "明儿个": 1,
    "明儿": 1,
    "明早": 1,
    "明晚": 1,
    "当晚": 0,
    "后晚": 2,
    "后天": 2,
    "后儿个": 2,
    "后儿": 2,
    "大后天": 3,
    "大后儿": 3,
    "当天": 0,
    "当场": 0,
}
_SPOKEN = {
    -4: "大大前天 大大前儿",
    -3: "大前日 大前儿个 大前个",
    -2: "前日 前儿个 前个儿 前晚 前夜",
    -1: "昨儿个 昨个儿 昨个 昨早 昨朝 夜儿个 夜个儿 夜来 琴晚 寻晚",
    0: "今儿个 今个儿 今个 今朝",
    1: "明个儿 明个 明朝",
    2: "后个儿",
    3: "大后日 大后儿个",
    4: "大大后天",
}
"""What people say for them between Harbin and Canton."""
_DAYS |= {word: days for days, words in _SPOKEN.items() for word in words.split()}
_IN_ENGLISH = {"yesterday": -1, "today": 0, "tomorrow": 1}
_ENGLISH = {
    "mon": 1,
    "tue": 2,
    "wed": 3,
    "thu": 4,
    "fri": 5,
    "sat": 6,
    "sun": 7,
}


def _named_day(match: re.Match[str], clock: Clock) -> Said:
    words = match.group()
    offset = _DAYS[words] if words in _DAYS else _IN_ENGLISH[words.lower()]
    past = None if offset == 0 else offset < 0
    return Said(When(clock.today + timedelta(days=offset)), past=past)


def _weekday(match: re.Match[str], clock: Clock) -> Said | None:
    number, or_else = WEEKDAYS[match["day"]], WEEKDAYS.get(match["or"] or "", 0)
    which = match["which"] or ""
    weeks = steps(which)
    day = monday_of(clock.today) + timedelta(days=7 * weeks + number - 1)
    past = True if weeks < 0 else False if weeks > 0 else (day < clock.today or None)
    either = or_else == number + 1
    return Said(
        When(day, about=either),
        past=past if which else None,
        weekday=number,
        window=(day, day + timedelta(days=1)) if either else None,
    )


def _weekdays(match: re.Match[str], clock: Clock) -> Said | None:
    """周三到周五 with one word for the week: 下周三到五."""
    first, last = WEEKDAYS[match["day"]], WEEKDAYS[match["last"]]
    weeks = steps(match["which"] or "")
    monday = monday_of(clock.today) + timedelta(days=7 * weeks)
    if first >= last:
        return None
    start, end = (monday + timedelta(days=number - 1) for number in (first, last))
    when = When(start, about=True)
    if match["which"]:
        return Said(when, past=end < clock.today or None, last=end)
    return Said(when, last=end, weekday=first)


def _english(match: re.Match[str], clock: Clock) -> Said:
    number = _ENGLISH[match["day"].lower()[:3]]
    monday = monday_of(clock.today)
    if "next" in match["which"].lower():
        return Said(When(monday + timedelta(days=6 + number)), past=False, weekday=number)
    if "last" in match["which"].lower():
        return Said(When(monday + timedelta(days=number - 8)), past=True, weekday=number)
    said = Said(When(monday + timedelta(days=number - 1)), weekday=number)
    by = match["which"].lower().startswith("by")
    return replace(said, when=replace(said.when, by=by)) if said.when else said


_PARTS_OF_WEEK = {
    "头": (0, 1),
    "前": (0, 2),
    "中": (2, 2),
    "后": (2, 4),
    "底": (4, 6),
    "末": (5, 6),
    "最": (4, 4),
}
"""The first and the last day of each part of a week."""


def _week(match: re.Match[str], clock: Clock) -> Said:
    monday = monday_of(clock.today)
    weeks = steps(match["which"])
    first = monday + timedelta(days=7 * weeks)
    last = first + timedelta(days=6)
    if match["edge"]:
        since, until = (first + timedelta(days=on) for on in _PARTS_OF_WEEK[match["edge"][0]])
        return Said(When(since, about=True), past=last < clock.today, window=(since, until))
    if weeks == 0:
        friday = first + timedelta(days=4)
        return Said(When(max(friday, clock.today), about=True), last=last, window=(first, last))
    return Said(When(first, about=True), past=weeks < 0, last=last)


def _weekend(_: re.Match[str], clock: Clock) -> Said:
    """周末: the Saturday that lies in the direction of the sentence."""
    saturday = monday_of(clock.today) + timedelta(days=5)
    window = (saturday, saturday + timedelta(days=1))
    return Said(When(saturday, about=True), weekday=6, window=window)


RULES: Rules = (
    (regex(r"(?<![上下这本个])周末"), _weekend, "末"),
    (
        regex(
            "|".join(sorted((day for day in _DAYS if len(day) > 1), key=len, reverse=True))
            + rf"|[今昨明](?={PARTS})|(?:^|(?<=[\s，,。：:]))昨(?=[\u3000\u4e00-\u9fff])"
        ),
        _named_day,
        "昨今明后前当夜琴寻",
    ),
    (
        regex(r"(?<![A-Za-z])(?:yesterday|today|tomorrow)(?![A-Za-z])", re.IGNORECASE),
        _named_day,
        "oOyY",
    ),
    (
        regex(
            rf"(?P<which>{WHICH}|今)?(?:周|星期|礼拜)周?(?P<day>[一二三四五六日天1-7])(?<!一(?=共|般|直(?!接)))"
            r"(?:[、或]?(?P<or>[二三四五六日天])(?![个点]))?(?!个)(?:(?<![1-7])|(?!\d))"
        ),
        _weekday,
        "周期拜",
    ),
    (
        regex(
            rf"(?P<which>{WHICH}|今)?(?:周|星期|礼拜)(?P<day>[一二三四五六]){TO}(?P<last>[二三四五六日天])(?![个点月])"
        ),
        _weekdays,
        "周期拜",
    ),
    (
        regex(
            r"(?P<which>(?:by )?(?:next |this |last )?)(?P<day>monday|tuesday|wednesday|thursday|friday|saturday|sunday)",
            re.IGNORECASE,
        ),
        _english,
        "dD",
    ),
    (
        regex(
            r"(?P<which>(?i:(?:by )?(?:next |this |last )|by )|(?<![A-Za-z])(?=[A-Z]))"
            r"(?P<day>(?i:mon|tues?|wed|thur?s?|fri|sat|sun))(?![A-Za-z])"
        ),
        _english,
        "nNeEhHrRaAuU",
    ),
    (
        regex(
            rf"(?P<which>{WHICH})(?:周|星期|礼拜)(?:内|(?P<edge>最后一(?:天|个工作日)|末尾?|底|头上?|中(?![间午心])|[前后]半(?:周|段)))?(?![一二三四五六日天1-7])"
        ),
        _week,
        "周期拜",
    ),
)
