"""Days around holidays: 国庆后 is the first working day after the days off, 春节前 the last before."""

import re
from datetime import date, timedelta

from lunar_python import LunarMonth, Solar

from bot.slots import When
from bot.understanding.numerals import value
from bot.understanding.said import Clock, Rules, Said
from core.workdays import Calendar

_FIXED = {
    "元旦": (1, 1),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "国庆": (10, 1),
    "国庆节": (10, 1),
    "十一": (10, 1),
    "双11": (11, 11),
    "双十一": (11, 11),
    "双12": (12, 12),
    "双十二": (12, 12),
    "618": (6, 18),
    "圣诞": (12, 25),
    "清明": (4, 5),
    "清明节": (4, 5),
}
_LUNAR = {
    "春节": (1, 1),
    "过年": (1, 1),
    "年": (1, 1),
    "端午": (5, 5),
    "端午节": (5, 5),
    "中秋": (8, 15),
    "中秋节": (8, 15),
    "元宵": (1, 15),
    "除夕": (12, 30),
}

_FROM_EVE = ("春节", "过年", "年")
"""Days off that begin on the eve: by the State Council's rule of 2024, 除夕 is one of them."""


_COUNTED = re.compile(r"[\d一二两三四五六七八九十百几半多去今明前后当往每整全周个度]$")
"""十年前, 前年后: no Spring Festival."""


def _holiday(match: re.Match[str], clock: Clock) -> Said | None:
    if match["name"] == "年" and _COUNTED.search(match.string[: match.start()]):
        return None
    day = _holiday_day(match["name"], clock)
    if day is None:
        return None
    side = (match["side"] or "").strip("之以过")
    if side in ("后", "了", "回来", "完", "完了", "收假", "结束", "上班"):
        return Said(When(_after(day, clock.calendar), about=not match["first"]), past=False)
    if side == "前":
        if match["name"] in _FROM_EVE:
            day -= timedelta(days=1)
        return Said(When(_before(day, clock.calendar), about=True, by=True), past=False)
    return Said(When(day), past=None)


def _after(day: date, calendar: Calendar) -> date:
    after = day
    while not calendar.is_workday(after):
        after += timedelta(days=1)
    return after if after > day else calendar.next_workday(day)


def _before(day: date, calendar: Calendar) -> date:
    before = day - timedelta(days=1)
    while not calendar.is_workday(before):
        before -= timedelta(days=1)
    return before


def _holiday_day(name: str, clock: Clock) -> date | None:
    found = (_in_year(name, clock.today.year + on) for on in (0, 1))
    return next((day for day in found if day and day >= clock.today - timedelta(days=3)), None)


def _in_year(name: str, year: int) -> date | None:
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name == "除夕" and (first := _solar(year, 1, 1)):
        return first - timedelta(days=1)
    return _solar(year, *_LUNAR[name])


def _solar(year: int, month: int, day: int) -> date | None:
    lunar = LunarMonth.fromYm(year, month)
    if lunar is None or not 1 <= day <= lunar.getDayCount():
        return None
    solar = Solar.fromJulianDay(lunar.getFirstJulianDay() + day - 1)
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


_DAYS_OFF = ("元旦", "春节", "清明", "五一", "端午", "中秋", "国庆")
_LUNAR_DAYS = "一二三四五六七八九十"


def _next_holiday(match: re.Match[str], clock: Clock) -> Said | None:
    """节后, 节前: of the days off that are near."""
    days = [day for name in _DAYS_OFF if (day := _holiday_day(name, clock))]
    day = min(days, key=lambda each: (abs((each - clock.today).days), each))
    if match["side"] == "后":
        return Said(When(_after(day, clock.calendar), about=not match["first"]), past=False)
    return Said(When(_before(day, clock.calendar), about=True, by=True), past=False)


def _lunar_day(match: re.Match[str], clock: Clock) -> Said | None:
    """正月十五, 大年初六, 腊月二十八; bare 初八 around the Spring Festival only."""
    month = {"腊": 12, "冬": 11}.get((match["month"] or "正")[0], 1)
    number = value(match["day"] or match["day2"])
    bare = not match["month"]
    if number is None or not 1 <= number <= 30 or (bare and 3 < clock.today.month < 12):
        return None
    found = (_solar(clock.today.year + on, month, int(number)) for on in (-1, 0, 1))
    day = next((one for one in found if one and one >= clock.today - timedelta(days=20)), None)
    return Said(When(day), past=day < clock.today) if day else None


def _after_new_year(_: re.Match[str], clock: Clock) -> Said | None:
    """等过完年."""
    day = _holiday_day("春节", clock)
    return Said(When(_after(day, clock.calendar), about=True), past=False) if day else None


RULES: Rules = (
    (
        re.compile(r"(?<![季时环细小大])节(?P<side>前|后)(?:的?(?P<first>第一个工作日|第一天))?"),
        _next_holiday,
    ),
    (
        re.compile(
            rf"(?P<month>大年|正月|腊月|冬月)初?(?P<day>[{_LUNAR_DAYS}]{{1,3}})|初(?P<day2>[{_LUNAR_DAYS}]{{1,2}})"
        ),
        _lunar_day,
    ),
    (re.compile(r"过(?:完|了)(?:春节|年)"), _after_new_year),
    (
        re.compile(
            rf"(?P<name>{'|'.join(sorted((*_FIXED, *_LUNAR), key=len, reverse=True))})(?:节|假期|放假)?(?P<side>之后|以后|过后|后|回来|过完|过了|完了|收假|结束|上班|之前|以前|前)(?:的?(?P<first>第一个工作日|第一天))?"
        ),
        _holiday,
    ),
    (
        re.compile(
            rf"(?P<name>{'|'.join(sorted((k for k in (*_FIXED, *_LUNAR) if k not in ('年', '十一', '618')), key=len, reverse=True))})节?(?P<side>)(?P<first>)(?=当?天|再|约|去|见|拜访|联系|送|回|放假|[，,。！!\s]|$)"
        ),
        _holiday,
    ),
)
