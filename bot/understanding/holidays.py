"""Days around holidays: 国庆后 is the first working day after the days off, 春节前 the last before."""

import re
from datetime import date, timedelta

from bot.slots import When
from bot.understanding import lunar
from bot.understanding.hours import PARTS
from bot.understanding.said import WEEKDAYS, Clock, Rules, Said, group, monday_of
from bot.understanding.years import YEAR, year_of
from core.workdays import Calendar

_FIXED = {
    "元旦": (1, 1), "情人节": (2, 14), "女生节": (3, 7), "妇女节": (3, 8), "三八节": (3, 8),
    "三八妇女节": (3, 8), "植树节": (3, 12), "三一五": (3, 15), "315": (3, 15), "消费者权益日": (3, 15),
    "愚人节": (4, 1), "五一": (5, 1), "劳动节": (5, 1), "青年节": (5, 4), "五四": (5, 4), "护士节": (5, 12),
    "儿童节": (6, 1), "六一": (6, 1), "618": (6, 18), "建党节": (7, 1), "七一": (7, 1), "建军节": (8, 1),
    "八一": (8, 1), "教师节": (9, 10), "国庆": (10, 1), "十一": (10, 1), "万圣节": (10, 31), "万圣": (10, 31),
    "双11": (11, 11), "双十一": (11, 11), "光棍节": (11, 11), "双12": (12, 12), "双十二": (12, 12),
    "平安夜": (12, 24), "圣诞": (12, 25), "圣诞节": (12, 25),
}  # fmt: skip
_LUNAR = {
    "春节": (1, 1), "过年": (1, 1), "农历新年": (1, 1), "新春": (1, 1), "年": (1, 1), "元宵": (1, 15),
    "端午": (5, 5), "七夕": (7, 7), "中元节": (7, 15), "中秋": (8, 15), "重阳": (9, 9), "腊八": (12, 8),
}  # fmt: skip
_WEEKDAYS = {"母亲节": (5, 7, 2), "父亲节": (6, 7, 3), "感恩节": (11, 4, 4)}
"""Month, weekday, and which of them in the month."""
_EVE = "除夕"
_NEW_YEAR = {"新年": "元旦", "阳历新年": "元旦"}

_FROM_EVE = ("春节", "过年", "年")
"""Days off that begin on the eve: by the State Council's rule of 2024, 除夕 is one of them."""
_DAYS_LONG = {"春节": 7, "过年": 7, "年": 7, "国庆": 7, "十一": 7, "五一": 5, "劳动节": 5}
"""Days off from the day itself on, for years whose official list is not out."""


_COUNTED = re.compile(r"[\d一二两三四五六七八九十百几半多去今明前后当往每整全周个度]$")
"""十年前, 前年后: no Spring Festival."""


def _holiday(match: re.Match[str], clock: Clock) -> Said | None:
    if match["name"] == "年" and _COUNTED.search(match.string[: match.start()]):
        return None
    day = _holiday_day(match["name"], clock, year_of(match, clock))
    if day is None:
        return None
    side = group(match, "side").strip("之以过")
    if side in ("后", "了", "回来", "完", "完了", "完事", "完事儿", "收假", "结束", "上班"):
        return _said_after(match, match["name"], day, clock)
    if side == "前":
        if match["name"] in _FROM_EVE:
            day -= timedelta(days=1)
        return Said(When(_before(day, clock.calendar), about=True, by=True), past=False)
    if group(match, "eve"):
        return Said(When(day - timedelta(days=1)), past=False)
    return Said(When(day), past=None)


def _said_after(match: re.Match[str], name: str, day: date, clock: Clock) -> Said:
    """The first working day; exact when it was called so and the official lists reach it."""
    after = _after(name, day, clock.calendar)
    known = group(match, "nth") and after <= clock.calendar.known_until
    week = group(match, "unit") in ("周", "星期", "礼拜")
    return Said(When(_counted(match, after, clock), about=week or not known), past=False)


_NTH = {"一": 0, "头": 0, "首": 0, "二": 1, "三": 2}


def _counted(match: re.Match[str], first: date, clock: Clock) -> date:
    """From the first working day on: 第二天, 第二周, 头一个礼拜四, 第三个工作日."""
    step = _NTH[(group(match, "nth") or "一").lstrip("第")[0]]
    weekday, unit = WEEKDAYS.get(group(match, "weekday"), 0), group(match, "unit")
    if weekday:
        return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * step)
    if unit in ("周", "星期", "礼拜"):
        return max(first, monday_of(first) + timedelta(days=7 * step))
    if unit == "工作日" and step:
        return clock.calendar.shift(first, step)
    return first + timedelta(days=step)


def _after(name: str, day: date, calendar: Calendar) -> date:
    after = day
    if day > calendar.known_until:
        after += timedelta(days=_DAYS_LONG.get(name, 1))
    while not calendar.is_workday(after):
        after += timedelta(days=1)
    return after if after > day else calendar.next_workday(day)


def _before(day: date, calendar: Calendar) -> date:
    before = day - timedelta(days=1)
    while not calendar.is_workday(before):
        before -= timedelta(days=1)
    return before


def _holiday_day(name: str, clock: Clock, year: int | None = None) -> date | None:
    """That of `year`, without one the next, or the one that was up to three days ago."""
    if year:
        return _in_year(name, year)
    found = (_in_year(name, clock.today.year + on) for on in (0, 1))
    return next((day for day in found if day and day >= clock.today - timedelta(days=3)), None)


def _in_year(name: str, year: int) -> date | None:
    name = _NEW_YEAR.get(name, name)
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _WEEKDAYS:
        month, weekday, nth = _WEEKDAYS[name]
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    if name in lunar.TERMS:
        return lunar.term(name, year)
    if name == _EVE:
        first_day = lunar.solar(year, 1, 1)
        return first_day - timedelta(days=1) if first_day else None
    return lunar.solar(year, *_LUNAR[name])


_DAYS_OFF = ("元旦", "春节", "清明", "五一", "端午", "中秋", "国庆")


def _next_holiday(match: re.Match[str], clock: Clock) -> Said | None:
    """节后, 节前: of the days off that are near."""
    days = [(day, name) for name in _DAYS_OFF if (day := _holiday_day(name, clock))]
    day, name = min(days, key=lambda each: (abs((each[0] - clock.today).days), each[0]))
    if group(match, "side") != "前":
        return _said_after(match, name, day, clock)
    return Said(When(_before(day, clock.calendar), about=True, by=True), past=False)


def _after_new_year(match: re.Match[str], clock: Clock) -> Said | None:
    """等过完年, 过完年上班第一天."""
    day = _holiday_day("春节", clock)
    return _said_after(match, "春节", day, clock) if day else None


def _words(*without: str) -> str:
    names = {*_FIXED, *_LUNAR, *_WEEKDAYS, *_NEW_YEAR, _EVE, *lunar.TERMS} - set(without)
    return "|".join(sorted(names, key=len, reverse=True))


_WORDS = tuple(term for term in lunar.TERMS if term[0] not in "清立" and term[1] != "至")
_BY_DATE = (*_WORDS, "五四", "六一", "七一", "八一", "315", "618", "十一", "年", "新年", "新春")
"""Names that are also other words: they need 节, a year or a side."""
_SIDE = r"(?P<side>之后|以后|过后|后|回来|过完|过了|完事儿?|完了|收假|结束|上班|之前|以前|前)"
_COUNT = (
    r"(?:的?(?:上班|开工|复工)?的?(?P<nth>第[一二三]|头一?|首)(?:个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
    r"|个?(?P<unit>工作日|天|班儿?|周|星期|礼拜)))?(?:上班)?"
)
"""第一个工作日, 上班第二天, 头一个礼拜四, 第二周."""
_MARKS = "至立国节旦夕秋午阳明双五年春元诞圣夜腊权三"
"""Of the names without a side, characters of which each has one."""
_BESIDE = rf"(?=当?天|再|约|去|见|拜访|联系|送|回|放假|到|至|[，,。！!\s]|{PARTS}|$)"

RULES: Rules = (
    (re.compile(rf"(?<![季时环细小大])节(?P<side>前|后){_COUNT}"), _next_holiday, "节"),
    (re.compile(rf"过(?:完|了)(?:春节|年){_COUNT}"), _after_new_year, "过"),
    (re.compile(rf"(?:过[完了]节|放完假){_COUNT}"), _next_holiday, "过放"),
    (
        re.compile(
            rf"{YEAR}?(?:农历)?(?P<name>{_words()})(?:国际劳动)?(?:节|假期|放假)?(?:(?P<eve>前一[天日])|{_SIDE}{_COUNT})"
        ),
        _holiday,
        "后回过完收结上前",
    ),
    (
        re.compile(rf"{YEAR}?(?:农历|国际)?(?P<name>{_words(*_BY_DATE)})(?:国际劳动)?节?{_BESIDE}"),
        _holiday,
        _MARKS,
    ),
)
EVERY: Rules = (
    (
        re.compile(
            rf"{YEAR}?(?:农历|国际|八一)?(?P<name>{_words(*_BY_DATE)}|新年|新春)(?:国际劳动)?节?(?![前后月\d点时])"
        ),
        _holiday,
        _MARKS,
    ),
    (re.compile(rf"{YEAR}?(?P<name>五四|六一|七一|八一|十一)节?{_BESIDE}"), _holiday, "四一"),
    (
        re.compile(rf"{YEAR}?(?P<name>{'|'.join(_WORDS)})(?=那天|当天|节气|[，,。\s]|$)"),
        _holiday,
        "寒水蛰分雨满种暑露降雪",
    ),
)
