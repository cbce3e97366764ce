"""Spans from now on: 三天后, 半小时后, 一周内, 过两天, 两天前; and shifts of what is planned: 推两天."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from bot.slots import When
from bot.understanding.numerals import HAN, value
from bot.understanding.said import Clock, Rules, Said, same_day
from bot.understanding.spans import Found

_N = rf"(?:\d{{1,4}}|[{HAN}]+|几|半)"
_AFTER = r"(?:之?以?后|过后|的时候)"
_UNITS = r"个?工作日|个?小时|个?钟头|分钟|天|日|个?星期|个?礼拜|周|个?月|年"


def _later(match: re.Match[str], clock: Clock) -> Said | None:
    """三天后, 两周后, 半小时后, 一个月以后, 过两天."""
    words, unit = match["count"], match["unit"].lstrip("个")
    count = Decimal(3) if words == "几" else value(words)
    if count is None:
        return None
    if unit in ("小时", "钟头", "分钟"):
        moment = clock.now + timedelta(minutes=float(count) * (1 if unit == "分钟" else 60))
        at = moment.time().replace(second=0, microsecond=0)
        return Said(When(moment.date(), at=at), past=False)
    about = words == "几" or (words == "两" and unit == "天" and bool(match["pass"]))
    try:
        return Said(_days_on(count, unit, clock, about=about), past=False)
    except (ValueError, OverflowError):  # past the calendar's last year
        return None


def _days_on(count: Decimal, unit: str, clock: Clock, *, about: bool) -> When:
    """Half a month is fifteen days, half a year six months."""
    today, half, number = clock.today, count < 1, int(count)
    match unit:
        case "天" | "日":
            return When(today + timedelta(days=number), about=about)
        case "工作日":
            return When(clock.calendar.shift(today, number))
        case "月" if half:
            return When(today + timedelta(days=15))
        case "月":
            return When(same_day(today, number))
        case "年":
            return When(same_day(today, 6 if half else 12 * number))
        case _:
            return When(today + timedelta(days=7 * number))


def _within(match: re.Match[str], clock: Clock) -> Said | None:
    """一周内, 三天内, 两个月之内: by that day."""
    later = _later(match, clock)
    if later is None or later.when is None:
        return None
    return replace(later, when=replace(later.when, by=True))


def _ago(match: re.Match[str], clock: Clock) -> Said | None:
    count = value(match["count"]) or 3
    days = {"天": 1, "日": 1, "周": 7, "星期": 7, "个星期": 7, "个月": 30}[match["unit"]]
    return Said(When(clock.today - timedelta(days=int(count) * days), about=True), past=True)


def _vague_days(match: re.Match[str], clock: Clock) -> Said:
    days = {
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
_SHIFT = re.compile(
    rf"(?:往后|向后|往前|再)?(?:推迟|推后|延后|顺延|往后挪|往后推|后推|推|延|挪|晚|缓|提前|提|早)(?:一下)?(?P<count>{_N})(?P<unit>个?小时|个?钟头?|分钟|天|日|周|个?星期|个?礼拜|个?月)"
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


RULES: Rules = (
    (
        re.compile(rf"(?P<pass>过)?(?P<count>{_N})(?P<unit>{_UNITS})(?:{_AFTER}|[再就]|来[一]?趟)"),
        _later,
    ),
    (re.compile(rf"(?P<pass>过)(?P<count>{_N})(?P<unit>{_UNITS})"), _later),
    (re.compile(rf"(?P<pass>)(?P<count>{_N})(?P<unit>{_UNITS})(?:之?以?内)"), _within),
    (re.compile(rf"(?P<count>{_N})(?P<unit>天|日|周|个?星期|个月)(?:之?以?前(?!台))"), _ago),
    (re.compile("这两天|这几天|过两天|过几天|改天|近期|回头|过阵子|过段时间"), _vague_days),
)
