"""Hours and parts of the day, beside a day or alone: 下午三点, 15:30, 一早; and 周五前, a deadline."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import time

from bot.slots import When
from bot.understanding.numerals import HAN, value
from bot.understanding.said import Clock, Said
from bot.understanding.spans import Found

PART = {
    "凌晨": "am",
    "清晨": "am",
    "一大早": "am",
    "一早": "am",
    "早上": "am",
    "早晨": "am",
    "上午": "am",
    "早": "am",
    "中午": "noon",
    "正午": "noon",
    "下午": "pm",
    "午后": "pm",
    "傍晚": "eve",
    "晚上": "eve",
    "夜里": "eve",
    "今晚": "eve",
    "明晚": "eve",
    "昨晚": "eve",
    "晚": "eve",
    "今早": "am",
    "明早": "am",
}
PARTS = "|".join(sorted(PART, key=len, reverse=True))
BESIDE = re.compile(
    rf"\s*(?P<part>{PARTS})?\s*(?:(?P<hour>\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})"
    rf"(?:[:：](?P<minute>\d{{2}})|[点時时](?P<minutes>半|一刻|三刻|整|\d{{1,2}}分?|[{HAN}]{{1,3}}分?)?(?!\d*[个%％])))?"
)
_ALONE = re.compile(
    rf"(?P<part>{PARTS})?\s*(?:(?P<hour>\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})"
    rf"(?:[:：](?P<minute>[0-5]\d)|[点時](?P<minutes>半|一刻|三刻|整|\d{{1,2}}分|[{HAN}]{{1,3}}分?)?(?![个儿%％位头\d])))"
)
_BARE_PART = re.compile(r"今早|上午|中午|下午|傍晚|晚上|早上")
_EDGE = re.compile(r"\s*(之前|以前|前(?![天儿面台期])|左右|上下|晚些?|那天)")


_COUNTS = re.compile(r"[第让降压每]$")
_THINGS = re.compile(r"意见|想法|要求|建议|问题|小|也|都|没")


def alone(text: str, start: int, end: int, clock: Clock) -> Iterator[Found[Said]]:
    """下午三点, 15:30 with no day: today."""
    for match in _ALONE.finditer(text, start, end):
        sure = match["part"] or match["minute"]
        if not sure and (_COUNTS.search(text[: match.start()]) or _THINGS.match(text, match.end())):
            continue
        when = at(When(clock.today, hour_only=True, words=match.group()), match, None)
        if when.at is not None:
            yield Found(Said(when), match.start(), match.end())
    for match in _BARE_PART.finditer(text, start, end):
        if not _ALONE.match(text, match.start(), end):
            part = PART[match.group()]
            when = When(clock.today, part=part, hour_only=True, words=match.group())
            yield Found(Said(when), match.start(), match.end())


def at(when: When, match: re.Match[str], inside: re.Match[str] | None) -> When:
    words = match["part"] or (inside.group() if inside else "")
    part = PART.get(words, when.part)
    if not match["hour"]:
        return replace(when, part=part or when.part)
    hour = int(value(match["hour"]) or 0)
    minute = _minute(match)
    if _is_afternoon(part, hour):
        hour += 12
    if hour > 24 or minute > 59:
        return when
    return replace(when, at=time(hour % 24, minute), part=part)


def _is_afternoon(part: str, hour: int) -> bool:
    """Bare one to six is afternoon at work."""
    return {"": 1 <= hour <= 6, "noon": hour < 11, "am": False}.get(part, hour < 12)


def _minute(match: re.Match[str]) -> int:
    if match["minute"]:
        return int(match["minute"])
    words = match["minutes"] or ""
    fixed = {"半": 30, "一刻": 15, "三刻": 45, "整": 0, "": 0}
    return fixed[words] if words in fixed else int(value(words.rstrip("分")) or 0)


def by(when: When, text: str, end: int) -> tuple[When, int]:
    """周五前, 月底之前, 12月1号以前: a deadline; 左右 is about."""
    match = _EDGE.match(text, end)
    if match is None:
        return when, end
    if match[1] in ("之前", "以前", "前"):
        return replace(when, by=True, part=""), match.end()
    if match[1] in ("左右", "上下"):
        return replace(when, about=True), match.end()
    return when, end
