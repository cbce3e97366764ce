"""Days around holidays: 国庆后 is the first working day after the days off, 春节前 the last before."""

import re
from datetime import date, timedelta

from bot.slots import When
from bot.understanding import festivals, lunar
from bot.understanding.festivals import made_up, workday_after, workday_before
from bot.understanding.hours import PARTS
from bot.understanding.numerals import value
from bot.understanding.ordinals import nth_weekday
from bot.understanding.patterns import regex
from bot.understanding.said import WEEKDAYS, Clock, Rules, Said, group, monday_of
from bot.understanding.years import YEAR, year_of

_COUNTED = regex(r"[\d一二两三四五六七八九十百几半多去今明前后当往每整全周个度]$")
"""十年前, 前年后: no Spring Festival."""
_NTH = {"一": 0, "头": 0, "首": 0, "那": 0, "二": 1, "三": 2}
_WEEK = ("周", "星期", "礼拜")
_ABOUT = timedelta(days=4)
_NEAR = timedelta(days=35)
"""Days off so near are those that 上班第一天 is after."""


def _holiday(match: re.Match[str], clock: Clock) -> Said | None:
    """国庆, 国庆前, 国庆收假后第二个工作日, 中秋前两天."""
    name = match["name"]
    if name == "年" and _COUNTED.search(match.string[: match.start()]):
        return None
    side, year = _side(match), year_of(match, clock)
    if side:
        gone = _GONE.match(match.string, match.end()) and not year
        day = festivals.last(name, clock) if gone else _day_of(name, side, clock, year)
        return _beside(match, name, day, clock) if day else None
    then = match.string.startswith(("那天", "当天"), match.end())
    back = festivals.LATELY if then else festivals.JUST
    day = festivals.in_year(name, year) if year else festivals.nearest(name, clock, _same, back)
    return Said(When(day)) if day else None


_GONE = regex(r"[^，,。；;\s要能会该]{0,3}?(?:[去见跑聊谈签碰吃]|拜访)(?:[过了]|的(?!话))|那[次回]")
"""国庆前一天去的, 中秋前跑过一趟: it was the last one."""


def _same(day: date) -> date:
    return day


def _side(match: re.Match[str]) -> str:
    """前, 后, or nothing for the holiday itself."""
    if group(match, "around"):
        return "around"
    side = group(match, "side")
    eve = group(match, "eve") or group(match, "off_eve")
    if eve or group(match, "early") or side.endswith("前"):
        return "前"
    return "后" if side else ""


def _day_of(name: str, side: str, clock: Clock, year: int | None) -> date | None:
    if year:
        return festivals.in_year(name, year)
    beside = workday_before if side == "前" else workday_after
    return festivals.nearest(
        name, clock, lambda day: beside(name, day, clock.calendar), festivals.LATELY
    )


def _days_off(match: re.Match[str], clock: Clock) -> Said | None:
    """节后, 放假前最后一天, 长假收假头一天: of the days off that are near."""
    names = festivals.LONG if group(match, "long") else festivals.DAYS_OFF
    gone = bool(_GONE.match(match.string, match.end()))
    name, day = festivals.days_off(clock, _side(match), names, gone=gone)
    return _beside(match, name, day, clock)


def _before_days_off(match: re.Match[str], clock: Clock) -> Said | None:
    """节前30号: of the days off that are near."""
    day = festivals.before_days_off(int(match["day"]), clock)
    return _exactly(day, clock) if day else None


def _within(match: re.Match[str], clock: Clock) -> Said | None:
    """长假第二天, 假期最后一天: of the days off that have begun."""
    names = festivals.LONG if group(match, "long") else festivals.DAYS_OFF
    found = [(day, name) for name in names if (day := festivals.last(name, clock))]
    day, name = max(found)
    first = festivals.first_day_off(name, day)
    nth = int(value(group(match, "day_off")) or 1)
    return Said(When(first + timedelta(days=nth - 1)), past=True)


def _back_at_work(match: re.Match[str], clock: Clock) -> Said | None:
    """开工后第二天, 上班头一天: after the days off that are near, of which nothing else is said."""
    name, day = festivals.days_off(clock, "后", festivals.DAYS_OFF)
    near = abs(workday_after(name, day, clock.calendar) - clock.today) <= _NEAR
    return _after(match, name, day, clock) if near else None


def _new_year(match: re.Match[str], clock: Clock) -> Said | None:
    """开年, 开年头一个礼拜: after the Spring Festival."""
    day = _day_of("春节", "后", clock, None)
    return _after(match, "春节", day, clock) if day else None


def _working_weekend(_: re.Match[str], clock: Clock) -> Said | None:
    """补班那个周六, of the days off that are near."""
    found = made_up(clock.today - timedelta(days=1), clock.calendar, 1)
    found = found or made_up(clock.today, clock.calendar, -1)
    return _exactly(found, clock) if found else None


def _beside(match: re.Match[str], name: str, day: date, clock: Clock) -> Said | None:
    if group(match, "around"):
        window = (day - _ABOUT, day + _ABOUT)
        return Said(When(day, about=True), past=_is_past(day, clock), window=window)
    before = _side(match) == "前"
    if group(match, "makeup"):
        found = made_up(day, clock.calendar, -1 if before else 1)
        return _exactly(found, clock) if found else None
    return (_before if before else _after)(match, name, day, clock)


def _exactly(day: date, clock: Clock) -> Said:
    return Said(When(day), past=_is_past(day, clock))


def _is_past(day: date, clock: Clock) -> bool | None:
    return None if day == clock.today else day < clock.today


def _before(match: re.Match[str], name: str, day: date, clock: Clock) -> Said:
    """The last working day, or the last of that weekday; so many days before the holiday itself."""
    last = workday_before(name, day, clock.calendar)
    early = value("三" if group(match, "early") == "几" else group(match, "early"))
    if early or group(match, "eve"):
        return _exactly(festivals.first_day_off(name, day) - timedelta(days=int(early or 1)), clock)
    if group(match, "last") or group(match, "off_eve"):
        weekday = WEEKDAYS.get(group(match, "last_weekday"), 0)
        back = (last.isoweekday() - weekday) % 7 if weekday else 0
        return _exactly(last - timedelta(days=back), clock)
    past = _is_past(last, clock)
    return Said(When(last, about=True, by=not past), past=past or False)


def _after(match: re.Match[str], name: str, day: date, clock: Clock) -> Said:
    """The first working day; exact when it was called so and the official lists reach it."""
    after = workday_after(name, day, clock.calendar)
    nth = group(match, "nth")
    known = nth and after <= clock.calendar.known_until
    week = group(match, "unit") in _WEEK
    found = _later(match, name, day, after) or _counted(match, after, clock)
    return Said(When(found, about=week or not known), past=_is_past(found, clock))


def _later(match: re.Match[str], name: str, day: date, first: date) -> date | None:
    """国庆后一周, 教师节后一天: so long after the first working day, or the day itself where no day is off."""
    count = value(group(match, "later"))
    if not count:
        return None
    if group(match, "of") != "天":
        return first + timedelta(days=7 * int(count))
    if festivals.has_days_off(name):
        return first + timedelta(days=int(count) - 1)
    return day + timedelta(days=int(count))


def _counted(match: re.Match[str], first: date, clock: Clock) -> date:
    """From the first working day on: 第二天, 第二周, 头一个礼拜四, 第三个工作日."""
    step = _NTH[(group(match, "nth") or "一").lstrip("第")[0]]
    weekday, unit = WEEKDAYS.get(group(match, "weekday"), 0), group(match, "unit")
    if weekday:
        return nth_weekday(first, weekday, step)
    if unit in _WEEK:
        return max(first, monday_of(first) + timedelta(days=7 * step))
    if unit.endswith("日") and step:
        return clock.calendar.shift(first, step)
    return first + timedelta(days=step)


def _words(*without: str) -> str:
    return "|".join(sorted(set(festivals.NAMES) - set(without), key=len, reverse=True))


_WORDS = tuple(term for term in lunar.TERMS if term[0] not in "清立" and term[1] != "至")
_BY_DATE = (*_WORDS, "五四", "六一", "七一", "八一", "315", "618", "十一", "年", "新年", "新春")
"""Names that are also other words: they need 节, a year or a side."""
_WEEKDAY = "周|星期|礼拜"
_NTH_OF = (
    rf"(?P<nth>第[一二三]|头一?|首|那)个?(?:(?:{_WEEKDAY})(?P<weekday>[一二三四五六日天])"
    rf"|(?P<unit>工作日|上班日|天|班儿?|{_WEEKDAY}))"
)
_LATER = rf"过?(?P<later>[一两三四五]|\d)个?(?P<of>天|{_WEEKDAY})(?![之以内里])"
_MAKEUP = rf"(?P<makeup>补班)的?(?:那个?天|那个?(?:{_WEEKDAY})[六日天]|当天|日)?"
_COUNT = rf"(?:的?(?:(?:上班|开工|复工)?的?{_NTH_OF}|{_LATER}|{_MAKEUP}))?(?:上班)?"
"""第一个工作日, 上班第二天, 头一个礼拜四, 第二周, 一个礼拜, 补班那个周六."""
_LAST = (
    r"(?:的?(?P<last>最后(?:一天|一?个?(?:工作日|上?班))"
    rf"|(?<=前)(?:的?最后一?个?|的?[那上]一?个?|的)?(?:{_WEEKDAY})(?P<last_weekday>[一二三四五六日天])))"
)
_SIDE = (
    r"(?:(?P<off_eve>(?<=放假)前一[天日])|(?P<eve>前一[天日]|头一?[天日])|前(?P<early>[两二三四五几])天"
    r"|(?P<around>前后)|(?P<side>收假(?:回来|之?后)?|之后|以后|过后|后|回来|过完|过了|一过|[放休]完假?|完事儿?|完了|完(?=第|头一|那天)|结束|上班|之前|以前|前)"
    rf"(?:{_LAST}|{_COUNT}))"
)
_MARKS = "年至立国节旦夕秋午阳明双五年春元诞圣夜腊权三"
"""Of the names without a side, characters of which each has one."""
_BESIDE = rf"(?=[当那]?天|再|约|去|见|拜访|联系|送|回|放假|到|至|跟|和|在|陪|请|给|第二天|次日|隔[天日]|的|[，,。！!\s]|{PARTS}|$)"

RULES: Rules = (
    (regex(r"(?<![季时环细小大])节前的?\s?(?P<day>\d{1,2})[号日]"), _before_days_off, "节"),
    (
        regex(rf"(?<![季时环细小大])节{_SIDE}(?!头一[回次]|第一次|首[次回]|的?\s?\d{{1,2}}[号日])"),
        _days_off,
        "节",
    ),
    (regex(rf"(?P<side>过[完了](?:节|假)|放完假){_COUNT}"), _days_off, "过放"),
    (regex(rf"(?:小长假|(?P<long>长假)){_SIDE}"), _days_off, "长"),
    (regex(rf"放假(?P<side>之?前){_LAST}?"), _days_off, "放"),
    (
        regex(
            r"(?:(?<!小)(?P<long>长假|黄金周)|小长假|假期|放假)(?:里|期间|的)*(?:第(?P<day_off>[一二三四五六七])|头一)天(?=[^，,。]{0,12}?(?:来电|打来|打给|[去见跑碰聊]|喊|叫))"
        ),
        _within,
        "假黄",
    ),
    (regex(rf"放假{_SIDE}"), _days_off, "放"),
    (regex(rf"(?P<side>收假(?:回来|之?后)?){_COUNT}"), _days_off, "收"),
    (
        regex(rf"(?P<side>开年)(?:之?后|先)?(?:的?(?:{_NTH_OF}|{_LATER}))?"),
        _new_year,
        "开",
    ),
    (
        regex(rf"(?:开工|复工|上班)(?:之?后)?的?(?:{_NTH_OF}|{_LATER})"),
        _back_at_work,
        "工班年",
    ),
    (regex(rf"补班的?那个?(?:天|(?:{_WEEKDAY})[六日天])"), _working_weekend, "补"),
    (regex(rf"(?P<side>过[完了])(?P<name>{_words()})节?{_COUNT}"), _holiday, "过"),
    (
        regex(
            rf"(?<!初){YEAR}?(?:农历)?(?P<name>{_words()})(?:国际劳动)?节?(?:小?长?假期?|放假)?{_SIDE}"
        ),
        _holiday,
        "后回过完收结上前头",
    ),
    (
        regex(
            rf"(?<![块毛角元]){YEAR}?(?:农历|国际)?(?P<name>{_words(*_BY_DATE)})(?:国际劳动)?节?{_BESIDE}"
        ),
        _holiday,
        _MARKS,
    ),
    (
        regex(rf"(?P<name>五四|六一|七一|八一|{'|'.join(_WORDS)})(?=[那当]天)"),
        _holiday,
        "天",
    ),
)
EVERY: Rules = (
    (
        regex(
            rf"(?<!初){YEAR}?(?:农历|国际|八一)?(?P<name>{_words(*_BY_DATE)}|新年|新春)(?:国际劳动)?节?(?![前后月\d点时])"
        ),
        _holiday,
        _MARKS,
    ),
    (regex(rf"{YEAR}?(?P<name>五四|六一|七一|八一|十一)节?{_BESIDE}"), _holiday, "四一"),
    (
        regex(rf"{YEAR}?(?P<name>{'|'.join(_WORDS)})(?=那天|当天|节气|[，,。\s]|$)"),
        _holiday,
        "寒水蛰分雨满种暑露降雪",
    ),
)
