"""What is left to do, what is late and what was due, in words of work: 还有哪些活, 小赵那边有过期的计划没."""

from bot.intents import FindRecords, Today
from bot.slots import Period
from bot.understanding import staff
from bot.understanding.accounting import named_words
from bot.understanding.asking import all_ahead
from bot.understanding.patterns import regex
from bot.understanding.periods import period_of
from bot.understanding.questioning import is_question
from bot.understanding.questions import SHOWS
from bot.understanding.reading import Reading, within

_WORK = regex(
    r"(?:有|剩|[哪这那]些|几[个件样]|什么|啥|多少|手[上头里底]|[周天月期拜儿]|下|压着|的)[^，,。活]{0,4}(?<![干灵鲜生快复死养激])活儿?(?![动跃络期性页泼力计得了的单])|要[跑办干做忙](?:的|些?[啥什])"
)
_DUE = r"(?:计划|待办|安排|事项?|活儿?|任务|提醒)"
_LATE_WORD = r"(?:拖期|脱期|拖[着了]|超期|超时|逾期|过了?期|延误|落下|耽误)"
_LATE = regex(
    rf"{_DUE}[^，,。]{{0,5}}{_LATE_WORD}|(?:有|[哪这那]些|几[个件条]|什么|啥)[^，,。]{{0,3}}{_LATE_WORD}(?:的|[了着]?没)"
)
_OWED = regex(
    r"欠[着了]?(?:的)?(?:哪|谁|几|多少|[啥什])[^，,。款钱账票样万]{0,6}(?:没|未)[^，,。]{0,2}(?:联系|跟|拜访|回|打|办|做|见|碰)"
)
_STILL_OWED = regex(
    r"欠着?的?(?:都|是)*(?:哪[个家几]?|谁家?|啥|什么)[^，,。款钱账票样万]{0,4}(?:事|活)|谁[^，,。款钱账]{0,4}欠着(?:事|活)|该([干做办弄跑])的?[还都]?没\1|没([干做办弄])完?的(?:都|是|有)*(?:哪|啥|什么|几)"
)
"""欠着的是哪家的事, 上周该干没干完的是哪个."""
_AGREED = regex(
    r"约(?:好|定|了|下)*的?(?:都|是|有)*(?:[啥谁]|什么|哪|几[个家])|(?:啥|什么|哪[些几]|几[个家])[^，,。]{0,2}约(?:好|定)?(?:[了的](?:事|活|客户)?|没)?[?？]?$|约好的[事活]"
)
_NO_PLAN = regex(r"客户|公海|合同|单|商机|项目|质保|保护|款|发票|证|[怎咋]|为[什啥]")
_WAS_DUE = regex(
    rf"该[干做办去跑见打跟][^，,。]{{0,3}}的[^，,。]{{0,6}}(?:了?没|了?吗|不)|{_DUE}[^，,。]{{0,4}}(?:[干做办弄]|完成|落实|搞定)[完好成掉]?(?:了?没|了?吗)"
    r"|那[个条件](?:拜访|回访|会|电话|约)[^，,。]{0,3}(?:[干做办弄去打跑开]|完成)[完好成掉]?了?(?:没|吗)"
)
_THAT_PLAN = regex(
    r"(?:[那这][条个件项]?(?:计划|安排|待办|提醒|事)|[那这][条个件]|计划|待办)(?P<asked>[^，,。]{0,3}(?:(?:(?:过期?|拖|超期?|逾期|晚|到期)了(?:有|是|都)*(?:几|多少|好几)天|(?:过期|拖|超期?|逾期|晚)(?:几|多少)天了)"
    r"|(?:哪天|几号|什么时候|啥时候|何时)(?:到期|该[办做])|到期[^，,。]{0,2}(?:哪天|几号|什么时候)|过期?多久)"
    r"|(?:本来|原来|原先|原本|原|当初)?(?:说好)?(?:是|定|约|排|安排|计划)*[的了在]*(?:是|在)?(?:哪天|几号|几点|什么时候|啥时候)(?:来着)?[?？]?$)"
)
_LONGEST = 24


def asked(reading: Reading) -> Today | FindRecords | None:
    """What is to be done by whoever asks or is named; none of it is told of a customer."""
    text = reading.text.strip()
    named, that = reading.customers or reading.known_by_contact, _THAT_PLAN.search(text)
    if len(text) > _LONGEST or (named and not that):
        return None
    if that:
        return Today(customer=reading.customer) if named else _that_plan(reading, that["asked"])
    if not (is_question(reading) or SHOWS.search(text)):
        return None
    late = _LATE.search(text) and not _NO_PLAN.search(text)
    if late or _OWED.search(text) or _is_still_owed(reading):
        return Today(kind="overdue")
    return _was_due(reading) or _agreed(reading) or _work(reading)


def _is_still_owed(reading: Reading) -> bool:
    """What is left of days that are over, or of none that are named."""
    period = period_of(reading, ahead=True)
    over = period is None or period.until < reading.clock.today
    return over and bool(_STILL_OWED.search(reading.text))


def _agreed(reading: Reading) -> Today | None:
    """明天组里都有啥约好的事: what is agreed for days that lie ahead."""
    period = period_of(reading, ahead=True)
    ahead = period is not None and period.until >= reading.clock.today
    return Today(period) if ahead and _AGREED.search(reading.text) else None


_LEFT = regex(r"[压剩欠攒堆积]了")
"""压了些什么活: it is still to be done."""


def _work(reading: Reading) -> Today | None:
    """这周剩下的活儿给我过一遍."""
    if not _WORK.search(reading.text) or staff.is_over(_LEFT.sub("", SHOWS.sub("", reading.text))):
        return None
    period = period_of(reading, ahead=True) or all_ahead(reading)
    over = period is not None and period.until < reading.clock.today
    return None if over else Today(period)


def _was_due(reading: Reading) -> Today | None:
    """上周五该干的那个干了没."""
    period: Period | None = period_of(reading, ahead=False)
    over = period is not None and period.until < reading.clock.today
    return Today(period) if over and _WAS_DUE.search(reading.text) else None


def _that_plan(reading: Reading, asked_of_it: str) -> FindRecords | None:
    """问样品进度那条过了几天了: the plan of those words, with the day on which it is due."""
    words = named_words(within(reading, [(0, reading.text.index(asked_of_it))]))
    return FindRecords(words, plans=True) if words else None
