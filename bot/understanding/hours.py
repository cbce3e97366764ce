"""Hours and parts of the day, beside a day or alone: 下午三点, 15:30, 一早; and 周五前, a deadline."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.slots import When
from bot.understanding.edges import right_before
from bot.understanding.numerals import HAN, whole
from bot.understanding.patterns import regex
from bot.understanding.said import TO, Clock, Said
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
    "晌午": "noon",
    "头晌": "am",
    "前晌": "am",
    "后晌": "pm",
    "后半晌": "pm",
    "傍黑": "eve",
    "擦黑": "eve",
    "下晚黑": "eve",
    "下晚": "eve",
    "午后": "pm",
    "傍晚": "eve",
    "晚上": "eve",
    "晚间": "eve",
    "夜里": "eve",
    "夜间": "eve",
    "夜晚": "eve",
    "半夜": "eve",
    "深夜": "eve",
    "午夜": "eve",
    "今晚": "eve",
    "明晚": "eve",
    "昨晚": "eve",
    "当晚": "eve",
    "后晚": "eve",
    "今夜": "eve",
    "昨夜": "eve",
    "晚": "eve",
    "今早": "am",
    "今晨": "am",
    "明早": "am",
    "打早": "am",
    "早起": "am",
    "夜里头": "eve",
    "天黑": "eve",
}
_DIALECT = {
    "am": "头晌 前晌 上半晌 前半晌 早半晌 头午 清早 大清早 一清早 侵早 朝早 上半天 前半天 上半日",
    "noon": "晌午 正晌午 晌午头",
    "pm": "后晌 过晌 下晌 下半晌 后半晌 晚半晌 晏昼 下半天 后半天 下半日",
    "eve": "擦黑 天擦黑 傍黑 落黑 断黑 煞黑 晚黑 夜黑 下晚 挨晚",
}
"""What people say for them between Harbin and Canton; each also with 儿."""
_SAID_SO = {
    word + end: part
    for part, words in _DIALECT.items()
    for word in words.split()
    for end in ("", "儿")
}
PART |= _SAID_SO
PARTS = "|".join(sorted(PART, key=len, reverse=True))
WITHIN = rf"(?<!端)(?:{PARTS})"
"""A part of the day within other words of a time: no 午后 in 端午后."""
_NIGHT = ("夜里", "夜间", "半夜", "深夜", "午夜")
_NUMBER = r"\d{1,2}|[一二两三四五六七八九十]{1,3}+"
_NO_SUM = r"(?![零一二两三四五六七八九十百]{1,4}点[零一二三四五六七八九]{1,4}\s?个?[万亿])"
"""两点五万 is a sum."""
_HOUR = (
    rf"{_NO_SUM}(?:(?P<low>{_NUMBER}){TO})?(?P<hour>{_NUMBER}|零(?=[点时](?![一二三四五六七八九])))"
)
_DIGITAL = (
    r"[:：](?P<minute>[0-5]\d)(?:[:：](?P<second>[0-5]\d))?[时分]?"
    r"(?:\s?(?P<half>[aApP](?:\.?[mM])?\.?)(?![A-Za-z]))?"
)
_MINUTES = rf"(?P<minutes>半|[一三13]刻|整|\d{{1,2}}分?|[{HAN}]{{1,3}}+(?![万千百块亿])分?)"
_SECONDS = rf"(?:(?<=分)(?P<seconds>\d{{1,2}}|[{HAN}]{{1,3}}+)秒)?"
_ENGLISH = r"\s?(?P<noon>[aApP]\.?[mM]\.?)(?![A-Za-z])"
_SAID = rf"(?:多?钟)?{_MINUTES}?{_SECONDS}"
BESIDE = regex(
    rf"\s*(?:的\s*)?(?P<part>{PARTS})?\s*"
    rf"(?:{_HOUR}(?:{_DIGITAL}|{_ENGLISH}|[点时]{_SAID}(?!\d*[个%％])))?"
)
_ALONE = regex(
    rf"(?:(?P<part>{PARTS})\s{{0,3}}|(?<![\d])){_HOUR}(?:{_DIGITAL}|{_ENGLISH}"
    rf"|(?:点|时(?=\d|[一三半至到]|$)|(?<=[晚午上晨夜早里间].)时|(?<=[晚午上晨夜早里间]..)时){_SAID}(?![个儿%％位头\d]))"
)
SOME_PARTS = regex(
    "今早|上午|中午|下午|傍晚|晚上|夜晚|早上|打早|"
    + "|".join(sorted(_SAID_SO, key=len, reverse=True))
)
EVERY_PART = regex("|".join(part for part in PARTS.split("|") if len(part) > 1) + "|白天")
_EDGE = regex(r"\s*(下班前|下班之前|EOD前?|之前|以前|前(?![天儿面台期一])|左右|上下|晚些?|那天)")


_COUNTS = regex(r"[第让降压每]$")
_THINGS = regex(r"意见|想法|要求|建议|问题|小|也|都|没")


def alone(
    text: str, start: int, end: int, clock: Clock, parts: re.Pattern[str]
) -> Iterator[Found[Said]]:
    """下午三点, 15:30 with no day: today; and 下午 alone, of the words in `parts`; in order."""
    found = (*_hours(text, start, end, clock), *_parts(text, start, end, clock, parts))
    yield from sorted(found, key=lambda one: one.start)


def _parts(
    text: str, start: int, end: int, clock: Clock, parts: re.Pattern[str]
) -> Iterator[Found[Said]]:
    for match in parts.finditer(text, start, end):
        if not _ALONE.match(text, match.start(), end):
            part = PART.get(match.group(), "")
            when = When(clock.today, part=part, hour_only=True, words=match.group())
            yield Found(Said(when), match.start(), match.end())


def _hours(text: str, start: int, end: int, clock: Clock) -> Iterator[Found[Said]]:
    for match in _ALONE.finditer(text, start, end):
        sure = match["part"] or match["minute"] or match["noon"]
        if not sure and (
            right_before(_COUNTS, text, match.start()) or _THINGS.match(text, match.end())
        ):
            continue
        said = at(When(clock.today, hour_only=True, words=match.group()), match, None)
        if said.when and said.when.at is not None:
            yield Found(said, match.start(), match.end())


def at(when: When, match: re.Match[str], inside: re.Match[str] | None) -> Said:
    """`when` with the hour that stands beside it, or the two hours of 9到11点."""
    words = match["part"] or (inside.group() if inside else "")
    part = PART.get(words, when.part)
    if not match["hour"]:
        return Said(replace(when, part=part))
    moment = _moment(when, match["hour"], match, words or part)
    if moment is None:
        return Said(when)
    if not match["low"]:
        return Said(_set(when, moment, part), begins=moment if moment.second else None)
    first = _moment(when, match["low"], None, words or part)
    return _lasting(when, first, moment, part)


def _lasting(when: When, first: datetime | None, last: datetime, part: str) -> Said:
    """9到11点; no hours where the first is none or not before the last."""
    if first is None or first >= last:
        return Said(when)
    return Said(_set(when, first, part), begins=first, ends=last)


def ending(start: datetime, part: str, text: str, place: int) -> datetime | None:
    """The end of 下午两点到四点: the hour at `place` that follows `start`."""
    match = _ALONE.match(text, place)
    moment = match and _moment(When(start.date()), match["hour"], match, match["part"] or part)
    if not match or not moment:
        return None
    step = timedelta(days=1) if match["part"] else timedelta(hours=12)
    while moment <= start:
        moment += step
    return moment


def _set(when: When, moment: datetime, part: str) -> When:
    return replace(when, day=moment.date(), at=moment.time().replace(second=0), part=part)


def _moment(when: When, words: str, match: re.Match[str] | None, part: str) -> datetime | None:
    hour = whole(words)
    minute, second = _minute(match), _second(match)
    if hour > 24 or minute > 59 or second > 59:
        return None
    english = ((match["half"] or match["noon"] or "") if match else "").lower()
    hours = hour if words[0] == "0" else _of_day(hour, part, english[:1])
    return datetime.combine(when.day, time()) + timedelta(
        hours=hours, minutes=minute, seconds=second
    )


def _of_day(hour: int, part: str, english: str) -> int:
    """Hours since midnight; bare one to six is afternoon at work, 夜里12点 ends the day."""
    if english:
        return hour % 12 + 12 * (english == "p")
    kind = PART.get(part, part)
    if hour in (0, 12) and kind in ("eve", "am"):
        return 24 if kind == "eve" else 0
    if part in _NIGHT and hour < 6:
        return hour
    later = {"": 1 <= hour <= 6, "noon": hour < 11, "am": False}
    return hour + 12 * later.get(kind, hour < 12)


def _minute(match: re.Match[str] | None) -> int:
    if match and match["minute"]:
        return int(match["minute"])
    words = (match["minutes"] or "") if match else ""
    fixed = {"半": 30, "一刻": 15, "1刻": 15, "三刻": 45, "3刻": 45, "整": 0, "": 0}
    return fixed[words] if words in fixed else whole(words.rstrip("分"))


def _second(match: re.Match[str] | None) -> int:
    words = (match["second"] or match["seconds"] or "") if match else ""
    return whole(words)


def by(when: When, text: str, end: int) -> tuple[When, int]:
    """周五前, 月底之前, 12月1号以前: a deadline; 左右 is about."""
    match = _EDGE.match(text, end)
    if match is None:
        return when, end
    if match[1].endswith(("前", "EOD")):
        return replace(when, by=True, part=""), match.end()
    if match[1] in ("左右", "上下"):
        return replace(when, about=True), match.end()
    return when, end
