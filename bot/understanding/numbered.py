"""第2个, 第2、4个: rows of the list that was shown last."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.slots import CustomerRef, Listed
from bot.understanding.numerals import HAN, value
from bot.understanding.patterns import regex
from bot.understanding.spans import Found

_PART = rf"(?:\d{{1,2}}|[{HAN}]{{1,3}})"
_JOIN = r"[、,，和跟及]"
_ROW = rf"第{_PART}(?:{_JOIN}第?{_PART})*[个家条号单]"
_NUMBERS = regex(rf"{_ROW}(?:{_JOIN}{_ROW})*")
_ONE = regex(rf"第?({_PART})[个家条号单]?")
_KIND = regex(r"的?(?:客户|商机|单子|计划|提醒|(?=项目))")
_NO_ROW = regex(
    r"(?:工作)?日|月|周|星期|礼拜|季度|阶段|方案|问题|原因|条件|[样批步版厂人点次车产]|流程|供应|对手|合同"
)
_HEAD = 8
"""Characters before a number, at most: 把刚才那些里的第2个; further on it counts something else."""


def numbers(text: str) -> tuple[int, ...]:
    """第2、4个, 第一和第三个, 第3个和第5个."""
    found = _NUMBERS.search(text)
    return _values(found.group()) if found else ()


def _values(text: str) -> tuple[int, ...]:
    found = (value(match[1]) for match in _ONE.finditer(text))
    return tuple(int(number) for number in found if number)


def pointed(text: str) -> list[Found[tuple[int, ...]]]:
    """Where rows are named; not 第一个月, nor what is counted inside a report.

    >>> [one.value for one in pointed("把第2、4个推到下周一")], pointed("第一个月没去")
    ([(2, 4)], [])
    """
    found: list[Found[tuple[int, ...]]] = []
    for match in _NUMBERS.finditer(text):
        clause = re.split(r"[，,。；;\s]", text[: match.start()])[-1]
        if len(clause.strip()) > _HEAD or _NO_ROW.match(text, match.end()):
            continue
        kind = _KIND.match(text, match.end())
        end = kind.end() if kind else match.end()
        found.append(Found(_values(match.group()), match.start(), end))
    return found


def rows_at(
    spots: Sequence[Found[tuple[int, ...]]], rows: Sequence[Listed]
) -> list[Found[Listed]] | None:
    """The rows of those numbers, each at its place; None where the list lacks one of them."""
    numbers = [number for spot in spots for number in spot.value]
    if any(number > len(rows) for number in numbers):
        return None
    return [
        Found(rows[number - 1], start, end)
        for spot in spots
        for number, (start, end) in zip(spot.value, _shared(spot), strict=True)
    ]


def _shared(spot: Found[tuple[int, ...]]) -> list[tuple[int, int]]:
    """The stretch of each of several numbers, so that no two stand at one place."""
    count = len(spot.value)
    starts = [*range(spot.start, spot.start + count), spot.end]
    return list(pairwise(starts))


def customers_of(picked: Sequence[Found[Listed]], text: str) -> list[Found[CustomerRef]]:
    """Whose those rows are; a plan of nobody's names a customer whom nobody knows."""
    return [
        Found(CustomerRef(one.value.ids, text[one.start : one.end]), one.start, one.end)
        for one in picked
    ]
