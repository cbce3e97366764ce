"""Questions about colleagues: what they are to do, where they were, what is theirs."""

from dataclasses import replace
from datetime import datetime

from bot.intents import SearchCustomers, SearchOpportunities, Today
from bot.keys import Intent
from bot.slots import Period, When
from bot.talk import ME, OpenNumber, ShowDigest
from bot.understanding.conditions import conditions
from bot.understanding.patterns import regex
from bot.understanding.people import familiar
from bot.understanding.periods import period_of
from bot.understanding.questioning import is_question
from bot.understanding.reading import Reading
from bot.understanding.spans import masked


def colleagues(reading: Reading) -> list[str]:
    """The colleagues that are named, by full name or as 老赵, in order."""
    text = masked(reading.text, reading.times)  # 小周明天 names no 周明
    named = {text.index(one): one for one in reading.context.colleagues if one in text}
    inside = [range(start, start + len(one)) for start, one in named.items()]
    for one in familiar(text):
        free = not any(one.start in span for span in inside)
        if free and one.value not in reading.known_by_contact:
            named[one.start] = one.value
    return [named[start] for start in sorted(named)]


_WHICH = regex(r"谁|哪个|哪位|比")
_AHEAD = regex(
    r"要(?!求)|安排|计划|日程|行程|待办|有空|有没有空|打算|该|准备|还有(?:什么|啥|几|哪)|没[做办干弄完](?!过)|几点"
)
_BEHIND = regex(
    r"了(?!吗?[?？]?$)|过|结果|(?:[聊谈说讲通打见跑问碰]|电话)完|(?:聊|谈|碰面?|见面?)[^，,]{0,3}说好|[聊谈说讲](?:得|出|定|成|的)|最[近后]一?[次回趟]|[上那][次回趟]|(?:多久|几天|多少天)[都也]?没|(?<![要该没得])[去见打聊谈跑忙干做约]的|[哪谁啥嘛么]儿?了"
    r"|(?<![要该会])(?<!要去)(?<!会去)(?:[谁啥嘛]|哪[家个些儿里](?!阶段))[\u4e00-\u9fff]{0,6}(?<![快要])了$"
)
"""小林今天给谁打电话了: it is over, where 了 at the end alone may mean that it begins."""
_WHERE = regex(
    r"谁|哪|啥|什么|嘛|几点|几[个件](?:事|活|会|电话|安排)|忙不忙|有空|有没有(?:事|活|空|安排|计划)"
)
_DEALS = regex(r"单子?(?!位)|商机|项目|在谈|多少钱|多少万|几多?万|金额|总额")
_HAS = regex(
    r"手[上里头底]|名下|(?:有(?:没有|多少|几[个家]|哪些|什么|啥)?|负责|在跟)[^去见跟拜打联，,]{0,6}(?:客户|商机|单)"
)
_UNDONE = regex(r"没[做办干弄完]完?(?!过)|(?:事|活)")
_TARGET = regex(r"目标|指标|任务")


def is_over(text: str) -> bool:
    """Whether what is asked about has happened: 去哪了, 见的谁."""
    return bool(_BEHIND.search(text))


def asked(reading: Reading) -> Intent | tuple[Intent, ...] | None:
    """小林下午要干嘛, 老赵今天去见的谁, 小周和老赵谁签得多, 何俊名下有客户没."""
    if reading.customers or reading.known_by_contact:
        return None
    named = colleagues(reading)
    if not named or not (is_question(reading) or _is_asked_of(named[0], reading.text)):
        return None
    if len(named) > 1:
        each = _WHICH.search(reading.text) or _AHEAD.search(reading.text)
        return _each(named, reading) if each else None
    return _of_one(named[0], reading)


_LONGEST = 16
_ASKS = regex(r"谁|哪(?!怕)|什么|啥|几|多少")
_TELLS = regex(r"[说问讲让叫]|反馈|要求")


def _is_asked_of(who: str, text: str) -> bool:
    """小周周四见了哪个客户: of a colleague that is asked, though it is told of anybody else."""
    text = text.strip()
    asks = text.startswith(who) and len(text) <= _LONGEST and _ASKS.search(text)
    return bool(asks) and not _TELLS.search(text)


def _each(named: list[str], reading: Reading) -> tuple[Intent, ...]:
    """The figures of each, to compare them; what each is to do in days that lie ahead."""
    ahead = period_of(reading, ahead=True)
    if ahead and (_AHEAD.search(reading.text) or ahead.since > reading.clock.today):
        return tuple(Today(ahead, person=one) for one in named[:3])
    period = period_of(reading, ahead=False)
    return tuple(ShowDigest(period, person=one) for one in named[:3])


def _of_one(who: str, reading: Reading) -> Intent | tuple[Intent, ...] | None:
    text = reading.text
    if _TARGET.search(text):
        return ShowDigest(period_of(reading, ahead=False) or _this_month(reading), person=who)
    if _HAS.search(text) and not _UNDONE.search(text):
        return _what_is_his(who, reading)
    if not _WHERE.search(text):
        return None
    ahead, behind = period_of(reading, ahead=True), period_of(reading, ahead=False)
    today = reading.clock.today
    due = _AHEAD.search(text) or is_later(reading)
    over = is_over(text) or (behind and behind.until < today and not due)
    if over and not (behind and behind.since > today):
        return _done(who, reading)
    if ahead and ahead.since > today:
        return Today(ahead, person=who)
    return Today(ahead, person=who) if due and (ahead is None or ahead.until >= today) else None


def is_later(reading: Reading) -> bool:
    """Whether an hour of today is named that is still to come: 今天下午两点干嘛."""
    now = reading.clock.local
    whens = [one.value.when for one in reading.times if one.value.when]
    return any(
        when.day == now.date() and ((when.at and when.at > now.time()) or _is_part_ahead(when, now))
        for when in whens
    )


def _is_part_ahead(when: When, now: datetime) -> bool:
    return not when.at and (_PARTS.get(when.part, 0) > now.hour)


_PARTS = {"noon": 12, "pm": 13, "eve": 18}
"""The hour at which a part of the day begins."""


def _this_month(reading: Reading) -> Period:
    today = reading.clock.today
    return Period(today.replace(day=1), today)


def _what_is_his(who: str, reading: Reading) -> Intent:
    if _DEALS.search(reading.text):
        return SearchOpportunities(person=who)
    where = replace(conditions(reading), text="", person=who)
    return SearchCustomers(where)


_I_DID = regex(
    r"(?<![给帮替让叫跟和])我(?!们)[^，,。没最]{0,10}(?:[见去跑打碰谈聊签领退丢捞捡抢]|拜访|联系|跟进)(?:了|过|的|掉了?|成了?)[^，,。]{0,2}(?:谁|哪(?!怕)|(?:什么|啥|几个)(?:人|客户|公司|单))"
    r"|我(?!们)[^，,。没最要该]{0,6}(?:[见去跑碰聊]|联系|拜访|跟进|走访)(?:的是)?(?:谁|哪(?!怕))[^，,。]{0,3}了$"
    r"|我(?!们)[^，,。没最要该]{0,4}[跟和找给同与约]的?(?:谁|哪[几些个]?[个家位]?)[^，,。要]{0,2}(?:碰|聊|谈|打|见|联系|通)[^，,。要]{0,2}[的了过](?:电话)?$"
    r"|(?:电话|微信)[^，,。要]{0,2}[打发回]给(?:的是|了)?(?:谁|哪)[^，,。]{0,2}[了的]$"
)


def mine(reading: Reading) -> tuple[Intent, ...] | None:
    """上周我见了哪些人, 17号我见的谁: one's own figures and the list below them."""
    named = reading.customers or reading.known_by_contact or colleagues(reading)
    short = len(reading.text.strip()) <= _LONGEST
    return _done(ME, reading) if short and not named and _I_DID.search(reading.text) else None


def _done(who: str, reading: Reading) -> tuple[Intent, ...]:
    """The figures of the days, and below them whom he met and what was said."""
    ever = _number(reading) != "follow_ups" or "过" in reading.text
    today = reading.clock.today
    first = today.replace(month=1, day=1) if ever else today
    period = period_of(reading, ahead=False) or Period(first, today)
    return ShowDigest(period, person=who), listed(who, period, reading)


def listed(who: str, period: Period | None, reading: Reading) -> OpenNumber:
    """The list of the figure that is asked about; of everybody's where nobody is named."""
    days = period or Period(reading.clock.today, reading.clock.today)
    since, until = f"{days.since:%Y-%m-%d}", f"{days.until:%Y-%m-%d}"
    return OpenNumber(_number(reading), since, until, person=who)


def plain(who: str) -> str:
    """Whose agenda it is, by the name of whose figures: one's own is nobody's by name."""
    return "" if who == ME else who


def _number(reading: Reading) -> str:
    return next((name for name, words in _LISTS if words.search(reading.text)), "follow_ups")


_LISTS = (
    ("visits", regex(r"(?:拜访|走访|上门)[了过的]|(?:去|见)过哪")),
    ("claimed", regex(r"公海里?[^，,退]{0,4}[捞捡抢领]|(?<!被)[捞捡](?:了|过|的|到)")),
    ("returned", regex(r"退|公海|收走|被收")),
    ("calls", regex(r"(?:打|通|几个|多少个?|接)[^，,]{0,4}电话")),
    ("claimed", regex(r"领(?!导)")),
    ("lost", regex(r"丢|输|黄(?!金)|没[签谈做]?成|没拿下")),
    ("signed", regex(r"签|成交|赢|拿下|成单|(?<!完)成[的了](?:是|[哪几])")),
    ("new_deals", regex(r"新[增建开加]?了?[^，,]{0,3}(?:单子?|商机|项目)")),
    ("new_customers", regex(r"新[增建开加录]")),
    ("moved", regex(r"推进")),
)
"""What the list below the figures holds; contacts, where no word says."""
