"""Which of the times in a report is the contact's own, and which is the next one's."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.slots import When
from bot.understanding.beside import Beside, beside, is_of_a_thing, looks_ahead
from bot.understanding.clauses import after, before
from bot.understanding.contact_day import CORRECTS, takes_over, the_contacts
from bot.understanding.durations import LENGTH, in_hours, moved
from bot.understanding.evidence import is_dropped, is_late
from bot.understanding.facts import is_a_fact
from bot.understanding.hours import PART, PARTS
from bot.understanding.once import once
from bot.understanding.opening import is_aside, is_last_time, opens
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading
from bot.understanding.said import Clock, Said, directed
from bot.understanding.spans import Found
from bot.understanding.things import is_that, tells_of_a_thing, was_sent

_PAID = regex(
    r"(?:就|已经?)?(?:(?:付|打|汇|转)了?(?:款|首|尾|预|定|货|\d)|到了?账|放假|发了货?$|发出|进厂|到期|截关|开标(?![，,\s]+[^，,。；;\s]{0,10}[跟冲对给朝]我)|约的(?![我咱俺]))|(?:就|先)?(?:[别甭莫]|不用|不要)"
)
_ENDS = {"am": time(12), "noon": time(14), "pm": time(18), "eve": time(23, 59)}
_EVENING = time(18)
"""When a day is over for whatever no hour is said of; said later, 周三再去 is of the next week."""
_BEGINS = {"am": time(8, 30), "noon": time(11, 30), "pm": time(13), "eve": time(17, 30)}
_STRONG = regex(
    r"再|约|提醒|下次|去(?:现场|汇报|谈)|汇报|上门|[给回][他她你您我].{0,3}(?:说法|答复|话|信)|回[你您](?![来去])|答复[他她您你]|发[他她您你](?!了)|[堵找][他她]|[补送]过去"
)
_VAGUE = ("改天", "回头", "近期")
"""Said instead of a time."""
_CHANGED = regex(
    r"(?:改(?:[到成至约为]|口[说讲]?)|[挪推延提调][前后迟整]*[到至成]|那就|就是|还是|最后定[的在]?|定[的在]|下一?步)[^，,。；;]{0,4}$"
)
_EVENT = "开标|截标|投标|上会|开会|评审|验[收货机厂]|到期|交[货付样]|签[约字合]同?|进场|开[业工盘]|发[货车]|到[货场]|会|审|走"
_EARLIER = regex(
    rf"(?:(?P<own>[我咱俺]们?)?(?:提|(?:{_EVENT}))[前早]{LENGTH}(?(own)|(?!到(?![位场货岗厂])))|(?:(?<![后假来工班节])头一?|前一)[天日])(?:的?(?P<part>{PARTS}))?"
)
_THEIRS = regex(r"[^，,。；\s]{0,2}(?:招标|公示|开标|付|打款|发标)")
"""合同到期前半个月招标: what others do then."""
_FAR = 36
_HOUR_BESIDE = regex(r"[，,\s吧的]{0,3}[^，,。；;！!\n]{0,10}[，,\s]{0,2}")


@once
def two_times(reading: Reading) -> tuple[Found[When] | None, Found[When] | None]:
    """The time of the contact and the time of the next one, among those that are said."""
    visited: Found[When] | None = None
    coming: Found[When] | None = None
    behind: Found[When] | None = None
    places = _held([beside(one, reading) for one in reading.times])
    for place, *beside_it in zip(places, [None, *places], [*places[1:], None], strict=False):
        over = _is_told_then(place, behind) or _is_between(place, *beside_it)
        ahead = (looks_ahead(place) and not over) or _is_later_today(place)
        found, behind = _meant(place, ahead=ahead), None
        if found is None:
            continue
        if coming and _is_its_hour(coming, found, reading.text):
            coming = Found(_at(coming.value, found.value), coming.start, coming.end)
        elif _is_to_come(place, found.value, ahead=ahead):
            coming = _next(coming, found, place)
        elif _is_behind(place, found.value, ahead=ahead):
            visited = behind = the_contacts(visited, found, reading)
    return visited, coming


def _is_told_then(place: Beside, behind: Found[When] | None) -> bool:
    """周三下午远帆复盘会, with what was said there; 周五碰的头，不对，是周四 corrects a day behind."""
    text, start = place.reading.text, place.one.start
    corrects = behind is not None and takes_over(text[behind.end : start])
    over = opens(place) or is_that(place) or is_late(place) or was_sent(place)
    return over or bool(corrects)


def _is_between(place: Beside, earlier: Beside | None, later: Beside | None) -> bool:
    """六号来电，九号催，今天才发: an open day that is told between two that are over lies between them."""
    said = place.one.value
    when = directed(said, place.reading.clock, future=False)
    if earlier is None or when is None or said.past is not None or when.by:
        return False
    since, until = _gone(earlier), _gone(later) if later else _until_now(place)
    return since is not None and until is not None and since <= when.day <= until


_TO_COME = regex(r"再|[要约想会得]|准备|打算|下次|提醒|等")


def _until_now(place: Beside) -> date | None:
    """23号试喂，25号给反馈: nobody speaks so of a day in a month's time, unless he plans it."""
    when = place.one.value.when
    open_day = (
        when is not None and place.one.value.weekday < 0 and when.day <= place.reading.clock.today
    )
    planned = not open_day or _TO_COME.search(place.head + place.tail)
    return None if planned else place.reading.clock.today


def _gone(place: Beside) -> date | None:
    """The day of a time that is over, or today; None for an hour and for what is to come."""
    said, clock = place.one.value, place.reading.clock
    when = directed(said, clock, future=False)
    if when is None or when.hour_only or when.day > clock.today:
        return None
    return when.day if said.past or not (said.weekday and looks_ahead(place)) else None


def _held(places: list[Beside]) -> list[Beside]:
    """Those that hold: a day that was planned once, and given up, only where no other is told."""
    return [one for one in places if not is_dropped(one)] or places


def standing(reading: Reading) -> list[Found[Said]]:
    """The times of the sentence that hold: of 改到28号，原来定的23号不用去 the first."""
    return [place.one for place in _held([beside(one, reading) for one in reading.times])]


_OVER = regex(r"[了过完]|[聊谈说]|见到")


def _is_later_today(place: Beside) -> bool:
    """今天下午2点拜访远帆, said at ten: at that hour nothing has been yet."""
    one, clock = place.one, place.reading.clock
    when = directed(one.value, clock, future=False)
    if when is None or one.value.past or when.day != clock.today:
        return False
    begins = when.at or (None if when.hour_only else _BEGINS.get(when.part))
    if begins is None or begins <= clock.now.time().replace(tzinfo=None):
        return False
    return not _OVER.search(after(place.reading.text, one.end))


def _meant(place: Beside, *, ahead: bool) -> Found[When] | None:
    """The time in the direction the sentence looks, None where no time is said."""
    one, reading = place.one, place.reading
    when = directed(one.value, reading.clock, future=ahead)
    if when is None or when.words in _VAGUE or _lasted(when, place):
        return None
    if ahead and one.value.weekday > 0 and _is_over(when, reading):
        when = replace(when, day=when.day + timedelta(days=7))
    return Found(when, one.start, one.end)


_LASTED = regex(
    r"(?:陪|聊|等|拖|忙|干|谈|喝|吃|搞|扯|待|守|耗|坐|弄|折腾|开会?|加班|调试?|装|修|做|测试?|培训|对账?|搬|卸|讲|磨|跑|验|练)了?到$"
)


def _lasted(when: When, place: Beside) -> bool:
    """昨天在现场，王总陪到六点: the hour at which it was over."""
    return when.hour_only and bool(_LASTED.search(place.head))


def _next(known: Found[When] | None, found: Found[When], place: Beside) -> Found[When] | None:
    """Of the next time that is known and one more to come the one that is meant."""
    before_it = earlier(found, place.reading)
    if before_it or is_a_fact(place):
        return before_it or known
    return _better(known, found, place.reading)


def told_last(said: Sequence[Found[Said]], clock: Clock) -> When | None:
    """The last of several times to come; an hour alone is of the day before it: 改到周三下午，A三点半."""
    found = [directed(one.value, clock, future=True) for one in said]
    last = found[-1] if found else None
    if last is None or not last.hour_only:
        return last
    days = [one for one in found if one and not one.hour_only][-1:]
    return next((_at(day, last) for day in days if day.day >= clock.today), last)


def earlier(day: Found[When], reading: Reading) -> Found[When] | None:
    """12月18号到期 提前半个月提醒我, 26号开会 前一天送: so long before the day that is named."""
    text = reading.text
    match = _EARLIER.search(text, day.end, day.end + _FAR)
    if match is None or _THEIRS.match(text, match.end()):
        return None
    moment = _before_day(match, day.value.day, reading.clock)
    if moment is None or moment < reading.clock.today:
        return None
    when = When(moment, words=day.value.words, part=PART.get(match["part"] or "", ""))
    return Found(when, day.start, match.end())


def _before_day(match: re.Match[str], day: date, clock: Clock) -> date | None:
    """The day so long before `day`; None for hours before it."""
    if not match["unit"]:
        return day - timedelta(days=1)
    if in_hours(match):
        return None
    there = replace(clock, now=datetime.combine(day, time(), clock.now.tzinfo))
    moment = moved(match, there, -1)
    return moment.date() if moment else None


def _is_its_hour(coming: Found[When], hour: Found[When], text: str) -> bool:
    """五一后头一天 下午3点: an hour that follows a day to come and has no day of its own."""
    if not hour.value.hour_only or not hour.value.at or coming.value.at:
        return False
    if hour.start < coming.end <= hour.end:
        return True
    return bool(_HOUR_BESIDE.fullmatch(text, coming.end, hour.start))


def _at(day: When, hour: When) -> When:
    return replace(day, at=hour.at, part=hour.part or day.part)


def _is_to_come(place: Beside, when: When, *, ahead: bool) -> bool:
    one, reading = place.one, place.reading
    if one.value.past is False:
        return True
    return ahead and when.day >= reading.clock.today and not _is_now(one, when, reading)


def _better(old: Found[When] | None, new: Found[When], reading: Reading) -> Found[When]:
    return new if old is None or _is_better(new, old, reading) else old


def _is_behind(place: Beside, when: When, *, ahead: bool) -> bool:
    """Whether something was done then: on a day that is not to come, and it was no payment."""
    said = place.one.value
    if when.day > place.reading.clock.today or when.month_only:
        return False
    if is_of_a_thing(place) or tells_of_a_thing(place) or is_aside(place) or is_last_time(place):
        return False
    open_weekday = said.past is None and said.weekday and ahead
    return not open_weekday and not _PAID.match(place.tail)


def _is_now(one: Found[Said], when: When, reading: Reading) -> bool:
    """今天下午去了: today is where it happened, unless it is still to come."""
    if when.day != reading.clock.today or when.by:
        return False
    now = reading.clock.now.time().replace(tzinfo=None)
    if (when.at or _BEGINS.get(when.part, now)) > now:
        return bool(re.match(r".{0,4}(?:去了|见了|拜访了|聊了|跑了)", reading.text[one.end :]))
    following = reading.text[one.end : one.end + 12]
    mine = reading.text[: one.start].endswith(("我", "我们", "咱"))
    return not (_TODAY_AHEAD.match(following) or (mine and _TODAY_MINE.match(following)))


_TODAY_AHEAD = regex(r"再|要|得|还要|准备|打算|提醒")
_TODAY_MINE = regex(r"[就会把]?[寄发送给回交补出][^了过的完去]{0,3}(?=$|[，,。\s])")


def _is_over(when: When, reading: Reading) -> bool:
    """我周三上午再去, said on a Wednesday afternoon: the next one is meant."""
    now = reading.clock.now.time().replace(tzinfo=None)
    ends = when.at or _ENDS.get(when.part, _EVENING)
    return when.day == reading.clock.today and ends < now


def _is_exact(when: When) -> bool:
    return not (when.month_only or (when.about and not when.by))


def _mine(found: Found[When], text: str) -> int:
    """我下周一带队进场, 25号我去趟合肥: what the rep does himself, more than what he is asked for."""
    around = before(text, found.start)[-6:] + "\u3000" + after(text, found.end)[:6]
    if _TO_YOU.match(after(text, found.end)):
        return 2
    if not re.search(r"[我咱俺]们?\u3000|\u3000[我咱俺]", around):
        return int(bool(_OWN_WORD.search(before(text, found.start))))
    return 1 if re.search(r"[让叫喊要][我咱俺]", around) else 2


_TO_YOU = regex(r"[就再我]{0,2}(?:报|发|回复?|答复|给|送|寄|打)(?:给|到)?您(?!们?[说讲])")
"""明天上午报您: what the rep promised, in talk that is passed on."""
_OWN_WORD = regex(r"(?:^|[，,。；;\s])[我咱]们?(?:[说讲]|答应)[他她]?们?$")


_ASKED_OUT = regex(r"约[了好]?(?:[他她您你]们?)?$")
"""周董明天到，约他后天喝茶."""


def _is_better(new: Found[When], old: Found[When], reading: Reading) -> bool:
    """Of two coming times the one with 再 or 约, a day before a month; corrected the later."""
    text = reading.text
    if _is_exact(new.value) and not _is_exact(old.value):
        return True
    between = text[old.end : new.start]
    if CORRECTS.search(between) or _CHANGED.search(between):
        return True
    if _mine(new, text) > _mine(old, text):
        return True
    asked = _ASKED_OUT.search(before(text, new.start))
    strong = bool(asked or _STRONG.search(after(text, new.end)[:10]))
    return strong and not _STRONG.search(after(text, old.end)[:10])
