"""Spans from now on: 三天后, 半小时后, 一周内, 过两天, 两天前; and shifts of what is planned: 推两天."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.slots import When
from bot.understanding.numerals import HAN, value
from bot.understanding.patterns import regex
from bot.understanding.said import Clock, Rules, Said, same_day
from bot.understanding.spans import Found

_N = rf"(?:\d{{1,4}}|[{HAN}]{{1,6}}+|几|半)"
_AFTER = r"(?:之?以?后(?!来)|过后|的时候)"
_UNITS = r"工作日|交易日|小时|钟头|刻钟|分钟|分半钟?|秒钟|秒|天|日|星期|礼拜|周|季度|月|年"
LENGTH = rf"(?P<count>{_N})\s?(?:个?[多来]?(?P<half>半)?个?)(?P<unit>{_UNITS})(?P<more>半)?"
"""三天, 半个月, 一个半小时, 两年半."""
_FEW = regex(r"([一二两三四五六七八])[两二三四五六七八九]")
"""一两周, 三四天: the first of both."""
_SECONDS = {"小时": 3600, "钟头": 3600, "刻钟": 900, "分钟": 60, "分": 60, "秒": 1}
_MONTHS = {"月": 1, "季度": 3, "年": 12}


def moved(match: re.Match[str], clock: Clock, sign: int) -> datetime | None:
    """The moment that lies that long after now, before it with a sign of -1."""
    count, unit = _length(match)
    if (
        count is None or match["count"][0] == "0" or (unit == "年" and count >= 1000)
    ):  # 07年, 2026年
        return None
    try:
        if unit in _SECONDS:
            return clock.local + sign * timedelta(seconds=float(count) * _SECONDS[unit])
        return datetime.combine(_day_on(count * sign, unit, clock), clock.local.time())
    except (ValueError, OverflowError):  # past the calendar's first or last year
        return None


def _length(match: re.Match[str]) -> tuple[Decimal | None, str]:
    """How many of which unit; 几 is three, a half after the number or the unit counts."""
    unit = match["unit"]
    half = bool(match["half"] or match["more"] or unit.startswith("分半"))
    few = _FEW.fullmatch(match["count"])
    count = Decimal(3) if match["count"] == "几" else value(few[1] if few else match["count"])
    unit = {"秒钟": "秒", "分半": "分", "分半钟": "分"}.get(unit, unit)
    return (None if count is None else count + Decimal("0.5") * half), unit


def in_hours(match: re.Match[str]) -> bool:
    """Whether the length counts hours, minutes or seconds."""
    return _length(match)[1] in _SECONDS


def _day_on(count: Decimal, unit: str, clock: Clock) -> date:
    """Half a month is fifteen days, half a year six months."""
    number = int(count)
    if unit in _MONTHS:
        months = count * _MONTHS[unit]
        return same_day(clock.today, int(months)) + timedelta(days=int((months - int(months)) * 30))
    match unit:
        case "天" | "日":
            return clock.today + timedelta(days=number)
        case "工作日" | "交易日":
            return clock.calendar.shift(clock.today, number)
        case _:
            return clock.today + timedelta(days=7 * number)


def _when(moment: datetime, match: re.Match[str], *, about: bool = False) -> When:
    """A length in hours gives an hour, one in days a day."""
    if not in_hours(match):
        return When(moment.date(), about=about)
    return When(moment.date(), at=moment.time().replace(second=0, microsecond=0))


def _is_told(match: re.Match[str]) -> bool:
    """等了四十分钟后: it lasted so long. 四季度再做: the fourth quarter; 上半年再说."""
    waited = match.string[: match.start()].endswith("了") and in_hours(match)
    half_of = match["count"] == "半" and match.string[: match.start()].endswith(("上", "下"))
    return waited or half_of or (match["unit"] == "季度" and "个" not in match.group())


def _later(match: re.Match[str], clock: Clock) -> Said | None:
    """三天后, 两周后, 半小时后, 一个月以后, 过两天."""
    moment = moved(match, clock, 1)
    if moment is None or _is_told(match):
        return None
    words = match["count"]
    about = words == "几" or (words == "两" and match["unit"] == "天" and bool(match["pass"]))
    when = _when(moment, match, about=about)
    return Said(when, past=False, begins=moment if when.at else None)


def _within(match: re.Match[str], clock: Clock) -> Said | None:
    """一周内, 三天内, 两个月之内: by that day."""
    moment = moved(match, clock, 1)
    if moment is None:
        return None
    when = replace(_when(moment, match), by=True)
    if when.at:
        return Said(when, past=False, begins=clock.local, ends=moment)
    return Said(when, past=False, window=(clock.today, when.day))


def ago(match: re.Match[str], clock: Clock) -> Said | None:
    """两天前, 半小时前."""
    moment = moved(match, clock, -1)
    if moment is None:
        return None
    when = _when(moment, match, about=True)
    return Said(when, past=True, begins=moment if when.at else None)


_OF_NOW = regex(r"(?:一直|都|正|也|还)?(?:在(?!$)|忙|没)")


def _vague_days(match: re.Match[str], clock: Clock) -> Said | None:
    """过两天, 改天; 这两天在深圳 is how things are."""
    if match.group()[0] == "这" and _OF_NOW.match(match.string, match.end()):
        return None
    days = {
        "隔天": 1,
        "这两天": 1,
        "这几天": 1,
        "过两天": 2,
        "过几天": 3,
        "改天": 3,
        "近期": 3,
        "回头": 3,
        "过阵子": 14,
        "过段时间": 14,
    }
    return Said(When(clock.today + timedelta(days=days[match.group()]), about=True), past=False)


_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_LENGTHS = {
    "分": timedelta(minutes=1), "小": _HOUR, "钟": _HOUR, "天": _DAY, "日": _DAY,
    "周": 7 * _DAY, "星": 7 * _DAY, "礼": 7 * _DAY, "月": 30 * _DAY,
}  # fmt: skip
_SHIFT = regex(
    rf"(?:往后|向后|往前|再)?(?:推迟|推后|延后|顺延|往[后前](?:挪|推|错|拖|顺|延|提|赶|调)|后推|[挪延错拖]后|推|延|挪|错|拖|晚|缓|提前|提|早)(?:一下|[个上])?(?P<count>{_N})(?P<unit>个?小时|个?钟头?|分钟|天|日|周|个?星期|个?礼拜|个?月)"
)


def shift(text: str) -> Found[timedelta] | None:
    """推两天, 晚一小时, 提前三天: relative to what is planned."""
    match = _SHIFT.search(text)
    if match is None or text[match.end() : match.end() + 1] in ("后", "内"):
        return None
    count = value(match["count"]) if match["count"] != "几" else value("三")
    if count is None:
        return None
    delta = float(count) * _LENGTHS[match["unit"].lstrip("个")[0]]
    back = bool(re.search("提|往前|^早", match.group()))
    return Found(-delta if back else delta, match.start(), match.end())


def _recent_days(match: re.Match[str], clock: Clock) -> Said:
    days = 2 if match["count"] == "两" else 3
    return Said(When(clock.today - timedelta(days=days), about=True), past=True)


_AGES = timedelta(days=10)


def _ages_ago(_: re.Match[str], clock: Clock) -> Said:
    """前些日子, 前阵子: about ten days ago."""
    day = clock.today - _AGES
    return Said(When(day, about=True), past=True, window=(day - 2 * _AGES, day + _AGES / 2))


_PAST_UNITS = r"工作日|小时|钟头|刻钟|分钟|天|日|星期|礼拜|周|(?<=[个半])月"

_ANSWERS = r"(?=(?:左右|上下)?[的就能会可以要内]{0,3}(?:给|回|有|出)[我咱你他她]?们?个?(?:准?信|准?话|回[话信复音]|答复|消息|结果|说法)(?!没))"
"""两三天给我信: when somebody is to answer."""

RULES: Rules = (
    (
        regex(r"前(?:些|段)(?:日子|时候)|前一?阵子?|前一?段时间|早些时候|早阵子"),
        _ages_ago,
        "前早",
    ),
    (
        regex(
            r"(?:(?<![\u4e00-\u9fff])|(?<=[我就是了过]))[前上头早](?P<count>两|几|些)[天日](?![要得把子])"
        ),
        _recent_days,
        "前上头早",
    ),
    (
        regex(
            rf"(?P<pass>再?过)?{LENGTH}(?:{_AFTER}|[再就](?!完|结束|散|走了|撤|出来|打发|搞定|没)|来[一]?趟)"
        ),
        _later,
        "后再就来",
    ),
    (regex(rf"(?P<pass>再?(?<!超)过|再[有等]){LENGTH}"), _later, "过再"),
    (regex(rf"(?P<pass>){LENGTH}(?:之?以?内)"), _within, "内"),
    (regex(rf"(?P<pass>)(?<![第前了]){LENGTH}{_ANSWERS}"), _later, "信话复果息法"),
    (regex(rf"{LENGTH.replace(_UNITS, _PAST_UNITS)}(?:之?以?前(?!台))"), ago, "前"),
    (
        regex("隔天|这两天|这几天|过两天|过几天|改天|近期|回头|过阵子|过段时间"),
        _vague_days,
        "天期头子间",
    ),
)
