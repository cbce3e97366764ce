"""Days and times: 下周三, 周五下午三点, 月底, 三天后, 12月25号前, 国庆后; read against one moment."""

import calendar as months
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from lunar_python import Lunar

from bot.slots import When
from bot.understanding.numerals import HAN, value
from bot.understanding.spans import Found
from core.workdays import Calendar

_N = rf"(?:\d{{1,4}}|[{HAN}]+|几|半)"
_DAYS = {
    "大前天": -3,
    "前天": -2,
    "前儿": -2,
    "昨天": -1,
    "昨日": -1,
    "昨晚": -1,
    "昨儿": -1,
    "昨": -1,
    "今天": 0,
    "今日": 0,
    "今晚": 0,
    "今早": 0,
    "今儿": 0,
    "明天": 1,
    "明日": 1,
    "明儿个": 1,
    "明儿": 1,
    "明早": 1,
    "明晚": 1,
    "后天": 2,
    "后儿个": 2,
    "后儿": 2,
    "大后天": 3,
    "当天": 0,
    "当场": 0,
}
_WEEKDAY = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "日": 7,
    "天": 7,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "5": 5,
    "6": 6,
    "7": 7,
}
_ENGLISH = {
    "monday": 1,
    "tuesday": 2,
    "wednesday": 3,
    "thursday": 4,
    "friday": 5,
    "saturday": 6,
    "sunday": 7,
}
_PART = {
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
_PARTS = "|".join(sorted(_PART, key=len, reverse=True))
_FUTURE = re.compile(
    r"再|约|去|要|给|提醒|前|跟|送|出|交|见|联系|回电|打给|下次|寄|签|谈|碰|问|催|安排|过来|来访|回访|汇报|试|演示"
)
_PAST = re.compile(r"了|过|刚|已经|见到|跑|拜访|忘|补|记一下")


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment a message is read at, in the company's zone."""

    now: datetime
    calendar: Calendar

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Said:
    """A time as said: a day, or a shift of what is planned.

    Args:
        past: the expression can only lie behind, or ahead; None: open (a bare weekday).
        span: for a week, month or quarter its last day.
    """

    when: When | None
    past: bool | None = None
    last: date | None = None
    shift: timedelta | None = None
    weekday: int = 0


_Reader = Callable[[re.Match[str], Clock], Said | None]


def times(text: str, clock: Clock) -> list[Found[Said]]:
    """The times of `text`, in order, the longest of those that overlap."""
    found: list[Found[Said]] = []
    for pattern, reader in _RULES:
        for match in pattern.finditer(text):
            said = reader(match, clock)
            if said is not None:
                found.append(Found(said, match.start(), match.end()))
    return list(_joined(_longest(found), text, clock))


def _longest(found: list[Found[Said]]) -> list[Found[Said]]:
    kept: list[Found[Said]] = []
    for one in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda each: each.start)


_CLOCK = re.compile(
    rf"\s*(?P<part>{_PARTS})?\s*(?:(?P<hour>\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})"
    rf"(?:[:：](?P<minute>\d{{2}})|[点時时](?P<minutes>半|一刻|三刻|整|\d{{1,2}}分?|[{HAN}]{{1,3}}分?)?(?!\d*[个%％])))?"
)
_ALONE = re.compile(
    rf"(?P<part>{_PARTS})?\s*(?:(?P<hour>\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})"
    rf"(?:[:：](?P<minute>[0-5]\d)|[点時](?P<minutes>半|一刻|三刻|整|\d{{1,2}}分|[{HAN}]{{1,3}}分?)?(?![个儿%％位头\d])))"
)


def _joined(found: list[Found[Said]], text: str, clock: Clock) -> Iterator[Found[Said]]:
    """Put a part of the day and a clock time to the day before them; alone they mean today."""
    last = 0
    for place, one in enumerate(found):
        yield from _alone(text, last, one.start, clock)
        end = one.end
        following = found[place + 1].start if place + 1 < len(found) else len(text)
        said = one.value
        inside = re.search(_PARTS, text[one.start : one.end])
        match = _CLOCK.match(text, one.end, following)
        if said.when is not None and said.last is None and match and match.group().strip():
            said, end = replace(said, when=_at(said.when, match, inside)), match.end()
        elif said.when is not None and inside:
            said = replace(said, when=replace(said.when, part=_PART[inside.group()]))
        if said.when is not None:
            said, end = _by(said, text, end)
            said = replace(said, when=replace(said.when, words=text[one.start : end]))  # type: ignore[type-var]
        last = end
        yield Found(said, one.start, end)
    yield from _alone(text, last, len(text), clock)


def _alone(text: str, start: int, end: int, clock: Clock) -> Iterator[Found[Said]]:
    """下午三点, 15:30 with no day: today."""
    for match in _ALONE.finditer(text, start, end):
        if (
            not match["part"]
            and not match["minute"]
            and text[match.start() - 1 : match.start()] in "第让降压每"
        ):
            continue
        when = _at(When(clock.today, words=match.group()), match, None)
        if when.at is not None:
            yield Found(Said(when), match.start(), match.end())
    for match in re.finditer(r"今早|上午|中午|下午|傍晚|晚上|早上", text[start:end]):
        at = start + match.start()
        if _ALONE.match(text, at, end):
            continue
        when = When(clock.today, part=_PART[match.group()], words=match.group())
        yield Found(Said(when), at, at + len(match.group()))


def _at(when: When, match: re.Match[str], inside: re.Match[str] | None) -> When:
    words = match["part"] or (inside.group() if inside else "")
    part = _PART.get(words, when.part)
    if not match["hour"]:
        return replace(when, part=part or when.part)
    hour = int(value(match["hour"]) or 0)
    minute = _minute(match)
    if (
        (part in ("pm", "eve") and hour < 12)
        or (part == "noon" and hour < 11)
        or (not part and 1 <= hour <= 6)
    ):
        hour += 12
    if hour > 24 or minute > 59:
        return when
    return replace(when, at=time(hour % 24, minute), part=part)


def _minute(match: re.Match[str]) -> int:
    if match["minute"]:
        return int(match["minute"])
    words = match["minutes"] or ""
    fixed = {"半": 30, "一刻": 15, "三刻": 45, "整": 0, "": 0}
    return fixed[words] if words in fixed else int(value(words.rstrip("分")) or 0)


def _by(said: Said, text: str, end: int) -> tuple[Said, int]:
    """周五前, 月底之前, 12月1号以前: a deadline; 左右 is about."""
    match = re.compile(r"\s*(之前|以前|前(?![天儿面台期])|左右|上下|晚些?|那天)").match(text, end)
    if match is None or said.when is None:
        return said, end
    word = match[1]
    if word in ("之前", "以前", "前"):
        return replace(said, when=replace(said.when, by=True, at=None, part="")), match.end()
    if word in ("左右", "上下"):
        return replace(said, when=replace(said.when, about=True)), match.end()
    return said, end


# --- one reader a form ----------------------------------------------------------------------------


def _named_day(match: re.Match[str], clock: Clock) -> Said:
    offset = _DAYS[match.group()]
    past = None if offset == 0 else offset < 0
    return Said(When(clock.today + timedelta(days=offset)), past=past)


def _weekday(match: re.Match[str], clock: Clock) -> Said | None:
    number = _WEEKDAY[match["day"]]
    which = match["which"] or ""
    monday = clock.today - timedelta(days=clock.today.weekday())
    if which:
        weeks = {"上上": -2, "上": -1, "下下": 2, "下": 1}.get(which.rstrip("个"), 0)
        day = monday + timedelta(days=7 * weeks + number - 1)
        past = True if weeks < 0 else False if weeks > 0 else (day < clock.today or None)
        return Said(When(day), past=past, weekday=number)
    return Said(When(monday + timedelta(days=number - 1)), weekday=number)


def _english(match: re.Match[str], clock: Clock) -> Said:
    number = _ENGLISH[match["day"].lower()]
    monday = clock.today - timedelta(days=clock.today.weekday())
    if (match["which"] or "").lower().startswith("next"):
        return Said(When(monday + timedelta(days=6 + number)), past=False, weekday=number)
    said = Said(When(monday + timedelta(days=number - 1)), weekday=number)
    by = (match["which"] or "").lower().startswith("by")
    return replace(said, when=replace(said.when, by=by)) if said.when else said


def _week(match: re.Match[str], clock: Clock) -> Said:
    monday = clock.today - timedelta(days=clock.today.weekday())
    weeks = {"上上": -2, "上": -1, "下下": 2, "下": 1}.get(match["which"].rstrip("个"), 0)
    first = monday + timedelta(days=7 * weeks)
    if weeks == 0:
        friday = first + timedelta(days=4)
        return Said(
            When(max(friday, clock.today), about=True), past=None, last=first + timedelta(days=6)
        )
    edge = match["edge"] or ""
    if edge in ("末", "底"):
        day = first + timedelta(days=4 if edge == "底" else 5)
        return Said(When(day, about=True), past=weeks < 0)
    return Said(When(first, about=True), past=weeks < 0, last=first + timedelta(days=6))


def _dated(match: re.Match[str], clock: Clock) -> Said | None:
    """12月25号, 2026年3月5日, 3/12, 2026-03-05."""
    year = int(match["year"]) if match["year"] else clock.today.year
    month, day = int(value(match["month"]) or 0), int(value(match["day"]) or 0)
    if not (1 <= month <= 12 and 1 <= day <= months.monthrange(year, month)[1]):
        return None
    if match["next"]:
        year += {"明": 1, "去": -1, "今": 0}[match["next"]]
    found = date(year, month, day)
    if not match["year"] and not match["next"] and (clock.today - found).days > 180:
        found = found.replace(year=year + 1)
    return Said(When(found), past=found < clock.today or None)


def _day_of_month(match: re.Match[str], clock: Clock) -> Said | None:
    """5号, 下月5号, 下个月10号; bare: open to both sides."""
    day = int(value(match["day"]) or 0)
    which = match["which"] or ""
    first = clock.today.replace(day=1)
    months_on = (
        2
        if which.startswith("下下")
        else 1
        if which.startswith("下")
        else -1
        if which.startswith("上")
        else 0
    )
    first = _month_on(first, months_on)
    if not 1 <= day <= months.monthrange(first.year, first.month)[1]:
        return None
    found = first.replace(day=day)
    past = True if months_on < 0 else False if months_on > 0 else None
    return Said(When(found), past=past, weekday=0 if which else -day)


def _month_edge(match: re.Match[str], clock: Clock) -> Said | None:
    """月底, 下月初, 12月中旬, 这个月末."""
    which = match["which"] or ""
    first = clock.today.replace(day=1)
    if match["month"]:
        month = int(value(match["month"]) or 0)
        if not 1 <= month <= 12:
            return None
        first = date(clock.today.year + (month < clock.today.month - 3), month, 1)
    elif which.startswith("下下"):
        first = _month_on(first, 2)
    elif which.startswith("下"):
        first = _month_on(first, 1)
    elif which.startswith("上"):
        first = _month_on(first, -1)
    last = months.monthrange(first.year, first.month)[1]
    edge = match["edge"]
    day = (
        1
        if edge in ("初", "上旬")
        else 15
        if edge in ("中", "中旬")
        else 21
        if edge == "下旬"
        else last
    )
    found = first.replace(day=day)
    if (
        not which
        and not match["month"]
        and found < clock.today
        and edge in ("初", "上旬", "中", "中旬")
    ):
        found = _month_on(first, 1).replace(day=day)
    return Said(When(found, about=True), past=found < clock.today)


def _month(match: re.Match[str], clock: Clock) -> Said | None:
    """下个月, 明年3月, 2027年3月, 12月: a month and no day."""
    first = clock.today.replace(day=1)
    if match["which"]:
        months_on = {"上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}[match["which"].rstrip("个")]
        first = _month_on(first, months_on)
        past = months_on < 0
    else:
        month = int(value(match["month"]) or 0)
        if not 1 <= month <= 12:
            return None
        year = int(match["year"]) if match["year"] else clock.today.year
        if match["next"]:
            year += {"明": 1, "去": -1, "今": 0}[match["next"]]
        elif not match["year"] and month < clock.today.month:
            year += 1
        first = date(year, month, 1)
        past = False
    last = first.replace(day=months.monthrange(first.year, first.month)[1])
    return Said(When(first, about=True, month_only=True), past=past or None, last=last)


def _later(match: re.Match[str], clock: Clock) -> Said | None:
    """三天后, 两周后, 半小时后, 一个月以后, 过两天."""
    words = match["count"]
    few = {"几": 3, "两": 2}
    count = value(words) if words != "几" else few["几"]
    if count is None:
        return None
    unit = match["unit"]
    if unit in ("小时", "个小时", "钟头", "个钟头", "分钟"):
        delta = timedelta(minutes=float(count) * (1 if unit == "分钟" else 60))
        moment = clock.now + delta
        at = moment.time().replace(second=0, microsecond=0)
        return Said(When(moment.date(), at=at), past=False)
    number = int(count) if count != value("半") else 0
    vague = words in ("几", "两") and unit == "天" and bool(match["pass"])
    if unit in ("天", "日"):
        return Said(
            When(clock.today + timedelta(days=number), about=vague or words == "几"), past=False
        )
    if "工作日" in unit:
        return Said(When(clock.calendar.shift(clock.today, number)), past=False)
    if "月" in unit:
        found = clock.today + timedelta(days=15) if number == 0 else _same_day(clock.today, number)
        return Said(When(found), past=False)
    if "年" in unit:
        found = _same_day(clock.today, 6 if number == 0 else 12 * number)
        return Said(When(found), past=False)
    return Said(When(clock.today + timedelta(days=7 * number)), past=False)


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


def _year_edge(match: re.Match[str], clock: Clock) -> Said:
    year = clock.today.year + {"明": 1, "去": -1}.get(match["next"] or "", 0)
    if match["edge"] in ("底", "末", "终"):
        return Said(When(date(year, 12, 31), about=True), past=False)
    return Said(When(date(year + (year == clock.today.year), 1, 1), about=True), past=False)


_FIXED = {
    "元旦": (1, 1),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "国庆": (10, 1),
    "国庆节": (10, 1),
    "十一": (10, 1),
    "双11": (11, 11),
    "双十一": (11, 11),
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


def _holiday(match: re.Match[str], clock: Clock) -> Said | None:
    """国庆后 is the first working day after the days off, 春节前 the last one before them."""
    name, side = match["name"], match["side"] or ""
    day = _holiday_day(name, clock)
    if day is None:
        return None
    calendar = clock.calendar
    if side.startswith(("后", "过后", "之后", "以后")):
        after = day
        while not calendar.is_workday(after):
            after += timedelta(days=1)
        after = after if after > day else calendar.next_workday(day)
        return Said(When(after, about=not match["first"]), past=False)
    if side.startswith(("前", "之前", "以前")):
        before = day - timedelta(days=1)
        while not calendar.is_workday(before):
            before -= timedelta(days=1)
        return Said(When(before, about=True, by=True), past=False)
    return Said(When(day), past=None)


def _holiday_day(name: str, clock: Clock) -> date | None:
    for year in (clock.today.year, clock.today.year + 1):
        if name in _FIXED:
            found = date(year, *_FIXED[name])
        else:
            month, day = _LUNAR[name]
            if name == "除夕":
                solar = Lunar.fromYmd(year, 1, 1).getSolar()
                found = date(solar.getYear(), solar.getMonth(), solar.getDay()) - timedelta(days=1)
            else:
                solar = Lunar.fromYmd(year, month, day).getSolar()
                found = date(solar.getYear(), solar.getMonth(), solar.getDay())
        if found >= clock.today - timedelta(days=3):
            return found
    return None


_SHIFT = re.compile(
    rf"(?:往后|向后|再)?(?:推迟|推后|延后|顺延|往后挪|往后推|后推|推|延|挪|晚|缓|提前|早)(?:一下)?(?P<count>{_N})(?P<unit>个?小时|个?钟头?|分钟|天|日|周|个?星期|个?礼拜|个?月)"
)


def shift(text: str) -> Found[timedelta] | None:
    """推两天, 晚一小时, 提前三天: relative to what is planned."""
    match = _SHIFT.search(text)
    if match is None or text[match.end() : match.end() + 1] in ("后", "内"):
        return None
    count = value(match["count"]) if match["count"] != "几" else value("三")
    if count is None:
        return None
    unit = match["unit"]
    hours = {
        "分": 1 / 60,
        "小": 1,
        "钟": 1,
        "天": 24,
        "日": 24,
        "周": 168,
        "星": 168,
        "礼": 168,
        "月": 720,
    }
    delta = timedelta(hours=float(count) * hours[unit.lstrip("个")[0]])
    back = "提前" in match.group() or match.group().startswith("早")
    return Found(-delta if back else delta, match.start(), match.end())


def _month_on(first: date, count: int) -> date:
    place = first.year * 12 + first.month - 1 + count
    return date(place // 12, place % 12 + 1, 1)


def _same_day(day: date, count: int) -> date:
    first = _month_on(day.replace(day=1), count)
    return first.replace(day=min(day.day, months.monthrange(first.year, first.month)[1]))


_WHICH = r"上上个?|下下个?|上个?|下个?|这个?|本"
_AFTER = r"(?:之?以?后|过后|的时候)"
_UNITS = r"个?工作日|个?小时|个?钟头|分钟|天|日|个?星期|个?礼拜|周|个?月|年"
_RULES: list[tuple[re.Pattern[str], _Reader]] = [
    (
        re.compile("|".join(sorted((day for day in _DAYS if day != "昨"), key=len, reverse=True))),
        _named_day,
    ),
    (
        re.compile(
            rf"(?P<which>{_WHICH})?(?:周|星期|礼拜)(?P<day>[一二三四五六日天1-7])(?![个\d])"
        ),
        _weekday,
    ),
    (
        re.compile(
            r"(?P<which>next |this |by )?(?P<day>monday|tuesday|wednesday|thursday|friday|saturday|sunday)",
            re.IGNORECASE,
        ),
        _english,
    ),
    (
        re.compile(
            rf"(?P<which>{_WHICH})(?:周|星期|礼拜)(?P<edge>末|底|内)?(?![一二三四五六日天1-7])"
        ),
        _week,
    ),
    (
        re.compile(
            rf"(?:(?P<year>20\d\d)[年/.-])?(?P<next>[明去今])?年?(?P<month>\d{{1,2}}|[{HAN}]{{1,2}})(?:月份?|[/.-](?=\d))(?P<day>\d{{1,2}}|[{HAN}]{{1,3}})(?:[号日]|(?![\d个万千百%％点.]))"
        ),
        _dated,
    ),
    (
        re.compile(
            rf"(?P<which>下下个?月|下个?月|上个?月|这个?月|本月)?的?(?<![\d第])(?P<day>\d{{1,2}}|[{HAN}]{{1,3}})[号](?![楼机线位门])"
        ),
        _day_of_month,
    ),
    (
        re.compile(
            rf"(?P<which>下下个?|下个?|上个?|这个?|本)?(?P<month>\d{{1,2}}|[{HAN}]{{1,2}})?月(?P<edge>底|末|初|上旬|中旬|下旬|中)"
        ),
        _month_edge,
    ),
    (
        re.compile(
            rf"(?:(?P<year>20\d\d)年)?(?P<next>[明去今])?年?(?P<which>下下个?|下个?|上个?|这个?|本)?(?P<month>(?<!\d)\d{{1,2}}|[{HAN}]{{1,2}})?月(?:份|再|初步)?(?![底末初上中下后内前\d])"
        ),
        lambda m, c: _month(m, c) if m["which"] or m["month"] else None,
    ),
    (
        re.compile(rf"(?P<pass>过)?(?P<count>{_N})(?P<unit>{_UNITS})(?:{_AFTER}|[再就]|来[一]?趟)"),
        _later,
    ),
    (re.compile(rf"(?P<pass>过)(?P<count>{_N})(?P<unit>{_UNITS})"), _later),
    (re.compile(rf"(?P<pass>)(?P<count>{_N})(?P<unit>{_UNITS})(?:之?以?内)"), _within),
    (re.compile(rf"(?P<count>{_N})(?P<unit>天|日|周|个?星期|个月)(?:之?以?前(?!台))"), _ago),
    (re.compile("这两天|这几天|过两天|过几天|改天|近期|回头|过阵子|过段时间"), _vague_days),
    (re.compile(r"(?P<next>[明去今])?年(?P<edge>底|末|终|初)"), _year_edge),
    (
        re.compile(
            rf"(?P<name>{'|'.join(sorted((*_FIXED, *_LUNAR), key=len, reverse=True))})(?:节|假期|放假)?(?P<side>之后|以后|过后|后|之前|以前|前)(?:的?(?P<first>第一个工作日))?"
        ),
        _holiday,
    ),
    (
        re.compile(
            rf"(?P<name>{'|'.join(sorted((k for k in (*_FIXED, *_LUNAR) if k not in ('年', '十一', '618')), key=len, reverse=True))})节?(?P<side>)(?P<first>)"
        ),
        _holiday,
    ),
]


def directed(said: Said, clock: Clock, *, future: bool) -> When | None:
    """A bare weekday or day of the month, by the direction the sentence looks."""
    when = said.when
    if when is None or said.past is not None or not said.weekday:
        return when
    if said.weekday > 0:
        step = timedelta(days=7)
        day = when.day
        if future and day < clock.today:
            day += step
        if not future and day > clock.today:
            day -= step
        return replace(when, day=day)
    day = when.day
    if future and day < clock.today:
        day = _same_day(_month_on(day.replace(day=1), 1).replace(day=1), 0).replace(
            day=min(day.day, 28)
        )
    if not future and day > clock.today:
        first = _month_on(day.replace(day=1), -1)
        day = first.replace(day=min(day.day, months.monthrange(first.year, first.month)[1]))
    return replace(when, day=day)
