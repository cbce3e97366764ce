"""Days that are dealt out: 分别是周一周二跑的; 周二A，周三B; 下周各排一趟，A周二，B周五."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from bot.understanding.patterns import regex
from bot.understanding.said import Clock, Said, directed
from bot.understanding.spans import Found, T

_BESIDE = regex(r"[、，,和跟及与\s]{0,2}(?:[前后]?一[个家])?")
"""What stands between two days of a row."""
_WENT = regex(
    r"[^，,。；;\s再要]{0,6}?(?:[去跑见谈聊碰访看签送走拜打](?:访|面)?(?:的|过|了)|碰了?一?面)"
)
_JUST_GONE = regex(r"刚刚?过[去完]?了?的?[这那]?个?$")
_PLANS = regex(r"提醒|记得|记着|计划|安排|准备|打算|下周|要去|再去|约[在到]|定在|改到|[排闹]")
_NAME_BEHIND = regex(r"[\s：:]?(?:[去在到跑见]|拜访|上门|路过|绕到)?\u3000")
_NAME_BEFORE = regex(r"\u3000[\s，,：:]?$")
_EACH = regex(
    r"[^，,。；;：:\n]{0,12}?(?:各|都|圈|趟|跑[了的])[^，,。；;：:\n]{0,10}[，,。；;：:\n]|[^，,。；;：:\n]{0,10}[：:]"
)
_APART = regex(r"[^，,。；;：:\n]{0,6}?(?:分别|各自|依次|一[个家])是?$")
_WEEK = timedelta(days=6)


def dealt_out(found: Sequence[Found[Said]], text: str, clock: Clock) -> list[Found[Said]]:
    """The times with all of a row of open days in the week, and on the side of today, of the row."""
    return _gone(_of_their_week(found, text, clock), text, clock)


def rows_of(found: Sequence[Found[T]], text: str) -> Iterator[list[Found[T]]]:
    """Those that stand in one row, with nothing else between them."""
    row: list[Found[T]] = []
    for one in found:
        if row and not _BESIDE.fullmatch(text, row[-1].end, one.start):
            yield row
            row = []
        row.append(one)
    if row:
        yield row


def _of_their_week(found: Sequence[Found[Said]], text: str, clock: Clock) -> list[Found[Said]]:
    """下周各排一趟，A周二，B周五; 上周一圈：周二A，周五B."""
    kept: list[Found[Said]] = []
    week: Found[Said] | None = None
    for one in found:
        dealt = week and _is_of(week, one, text, kept[-1])
        kept.append(_in_week(week, one, clock) if week and dealt else one)
        week = one if _is_week(one.value) else week
    return kept


def _is_week(said: Said) -> bool:
    """上周 and 下周; a weekday of this week is the nearest one anyway."""
    when = said.when
    return bool(when and said.past is not None and said.last == when.day + _WEEK)


def _is_of(week: Found[Said], day: Found[Said], text: str, last: Found[Said]) -> bool:
    if day.value.weekday <= 0 or day.value.past is not None:
        return False
    goes_on = last is not week and _BESIDE.fullmatch(text, last.end, day.start)
    if goes_on or _APART.fullmatch(text, week.end, day.start):
        return not goes_on or bool(_APART.fullmatch(text, week.end, last.start))
    if not _EACH.match(text, week.end):
        return False
    return bool(_NAME_BEHIND.match(text, day.end) or _NAME_BEFORE.search(text, 0, day.start))


def _in_week(week: Found[Said], one: Found[Said], clock: Clock) -> Found[Said]:
    first, when = week.value.when, one.value.when
    if first is None or when is None:
        return one
    day = first.day + timedelta(days=when.day.weekday())
    return replace(one, value=Said(replace(when, day=day), past=day < clock.today))


def _gone(found: Sequence[Found[Said]], text: str, clock: Clock) -> list[Found[Said]]:
    """The open days of a row behind which one tells what was done, and of days told one by one."""
    over: list[Found[Said]] = []
    for row in rows_of(found, text):
        behind = any(one.value.past for one in row) or _WENT.match(text, row[-1].end)
        if len(row) > 1 and behind:
            over += row
    over += [one for one in found if _JUST_GONE.search(text, 0, one.start)]
    over += _told_one_by_one(found, text, clock)
    return [_past(one, clock) if one in over else one for one in found]


def _told_one_by_one(found: Sequence[Found[Said]], text: str, clock: Clock) -> list[Found[Said]]:
    """周二A（…），周三B（…）, on a Friday: they follow each other, and each has its own customer."""
    row = [one for one in found if _NAME_BEHIND.match(text, one.end) and _is_over(one.value, clock)]
    days = [one.value.when.day for one in row if one.value.when]
    follow = len(days) > 1 and all(first < second for first, second in pairwise(days))
    return row if follow and not _PLANS.search(text) else []


def _is_over(said: Said, clock: Clock) -> bool:
    when = said.when
    return bool(when and said.past is not False and not when.about and when.day < clock.today)


def _past(one: Found[Said], clock: Clock) -> Found[Said]:
    said = one.value
    when = directed(said, clock, future=False) if said.past is None and said.weekday else None
    if when is None or when.day >= clock.today:
        return one
    return replace(one, value=Said(when, past=True))
