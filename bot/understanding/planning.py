"""Plans by words: what is to be done, and when."""

import re
from dataclasses import replace

from bot.intents import SetPlan
from bot.keys import Intent
from bot.slots import When
from bot.talk import NotSupported
from bot.understanding.ahead import OWN_STEP, REMIND, ends_with_step, is_ahead, is_instead
from bot.understanding.around import is_around
from bot.understanding.clauses import after, clause_start
from bot.understanding.directions import told_last, two_times
from bot.understanding.duties import what
from bot.understanding.patterns import regex
from bot.understanding.questioning import is_question
from bot.understanding.reading import Reading, about_focus, within
from bot.understanding.reminding import is_told_before
from bot.understanding.repeating import EVERY, first_of, rule_of
from bot.understanding.reported import is_noted
from bot.understanding.said import directed
from bot.understanding.spans import Found, masked
from bot.understanding.stages import is_told_of
from bot.understanding.telling import HAPPENED
from bot.understanding.turns import by_customer
from bot.understanding.visits import entries
from core.visits.model import SourceSpan

_SOMEBODY = regex(r"(?:帮我|给我)?(?:提醒|叫|通知)([\u4e00-\u9fff]{2,4})")
_ASKED = regex(r"^(?:定|设|加)?个?(?:计划|提醒)|定计划")
_SETS = regex(r"(?:给|为|[跟和]).{1,12}[定设加建排](?:一?[个条])?(?:计划|提醒|待办)[，,：:\s]*")
_HOLD = regex(r"(?:先|暂时?)(?:停|缓|搁置|放)(?:一?[停缓放下])?.{0,6}(?:再|启|说|看|谈)")
_EVERYBODY = regex(r"(?:一遍|都|全部?|所有).{0,10}客户|客户.{0,4}(?:一遍|都|全)")


def set_plan(reading: Reading) -> Intent | tuple[Intent, ...] | None:
    """A time ahead with something to do, and nothing that has happened."""
    if _is_for_a_colleague(reading):
        return NotSupported("task")
    if is_question(reading) and not REMIND.search(reading.text):
        return None
    if _SETS.search(reading.text) and not HAPPENED.search(reading.text):
        return _as_asked(reading)
    if is_told_before(reading):
        return None
    visited, coming = two_times(reading)
    if visited and _is_told_then(visited, reading) and not is_instead(reading):
        return None
    when = coming.value if coming else _to_be_kept(reading)
    if every := EVERY.search(reading.text):
        return _repeated(reading, every, when)
    if _is_held(reading):
        return _plan(reading, when)
    return _dated(reading, when) if when else _undated(reading)


def _to_be_kept(reading: Reading) -> When | None:
    """复工了得去一趟，大概11月上旬，给我记着: the day for which it is to be kept in mind, though it is theirs."""
    if not (reading.times and (is_noted(reading.text) or is_around(reading))):
        return None
    when = directed(reading.times[-1].value, reading.clock, future=True)
    return when if when and when.day > reading.clock.today else None


def _is_told_then(visited: Found[When], reading: Reading) -> bool:
    """今天没谈拢 五一回来再试: on that day somebody was met."""
    if visited.value.day < reading.clock.today:
        return True
    return bool(_TOLD_TODAY.match(after(reading.text, visited.start)))


_TOLD_TODAY = regex(
    r"今[天日儿早晨晚朝][^，,。；;]{0,12}?(?:没[谈签敲聊见碰约][^，,。；;\s]|[到开签谈见](?:了|的))"
)


def step(reading: Reading) -> Intent | tuple[Intent, ...] | None:
    """合同月底到期 26号先去摸个底: what is to be done then, whatever the words before it ask for."""
    known = reading.customers or reading.contacts
    ahead = known and (is_around(reading) or ends_with_step(reading))
    return set_plan(reading) if ahead else None


_DEED = regex(
    r"[\u3000 ，,：:]*(?:那边)?[\u3000 ，,：:]*(?:再|要|得|约|打|去|做|回|给)?一?个?(?:电话|微信|视频会?|线上会|送样|送货|见面|面谈|上门|吃饭|催款|签合同|签约|验收)(?:一?下)?[吧。！!\u3000]*"
)


def bare(reading: Reading) -> SetPlan | None:
    """下礼拜三电话, 康和吴总：周一九点电话: a day to come and a deed, with whomever is named or spoken about."""
    text = masked(masked(reading.text, reading.customers), reading.contacts)
    if len(reading.times) != 1 or not _DEED.fullmatch(masked(text, reading.times)):
        return None
    said = reading.times[0].value
    when = directed(said, reading.clock, future=True)
    if when is None or said.last or when.month_only or when.day <= reading.clock.today:
        return None
    return _plan(reading if reading.contacts else about_focus(reading), when)


_OF_DEAL = regex(r"商机|(?<!价)单子?|项目|机会")


def planned_beside(reading: Reading) -> SetPlan | None:
    """我领了，下周四上午给他回电: what is to be done with the customer that is spoken of."""
    _, coming = two_times(reading)
    if coming is None:
        return None
    start = clause_start(reading.text, coming.start) or 0
    head = reading.text[start : coming.start]
    if _OF_DEAL.search(head) or is_told_of(head):
        start = coming.start
    part = within(reading, [(start, len(reading.text))])
    named = reading.customers[:1]
    whom = [replace(one, start=start, end=start) for one in named]
    plan = _plan(replace(part, customers=whom), coming.value)
    at = tuple(SourceSpan("customer", one.start, one.end) for one in named)
    return replace(plan, spans=(*at, *(one for one in plan.spans if one.slot != "customer")))


_OWN = regex(rf"(?:再|就|去|给)?(?:{OWN_STEP.pattern}|[发寄送报回约找][给到]?[他她您你])")


def step_beside(reading: Reading) -> SetPlan | None:
    """人事加上了，姓鲍，明天发她报价单: what the rep is to do, behind its time."""
    _, coming = two_times(reading)
    if coming is None or not _OWN.match(after(reading.text, coming.end).lstrip()):
        return None
    return planned_beside(reading)


def _as_asked(reading: Reading) -> SetPlan:
    """给蓝鲸定个计划 周五拜访: a plan by its name, whatever day is said lies ahead."""
    said = (directed(one.value, reading.clock, future=True) for one in reading.times[-1:])
    text = _SETS.sub(lambda found: "\u3000" * len(found.group()), reading.text)
    return _plan(replace(reading, text=text), next(said, None))


def _is_held(reading: Reading) -> bool:
    """远帆先停一停，再说: to be looked at again, though nobody said when."""
    text = reading.text
    return bool(reading.customers and _HOLD.search(text) and not HAPPENED.search(text))


def _undated(reading: Reading) -> SetPlan | None:
    return SetPlan(customer=reading.customer) if _ASKED.search(reading.text.strip()) else None


def _dated(reading: Reading, when: When) -> Intent | tuple[Intent, ...] | None:
    """What is to be done at `when`; with several customers each at a time of its own."""
    text = reading.text
    if _EVERYBODY.search(text) and not reading.customers:
        return NotSupported("plan_many")
    if OWN_STEP.search(text) and not (reading.contacts or reading.context.draft):
        reading = about_focus(reading)
    if not is_ahead(reading):
        return None
    parts = _parts(reading)
    if len(parts) > 1:
        return tuple(_plan(part, own) for part, own in parts)
    return _plan(reading, when)


def _is_for_a_colleague(reading: Reading) -> bool:
    """提醒赵强明天去远帆: what is set here is one's own."""
    match = _SOMEBODY.match(reading.text.strip())
    return match is not None and match[1].startswith(tuple(reading.context.colleagues))


def _parts(reading: Reading) -> list[tuple[Reading, When]]:
    """华精周三送样，蓝鲸下周一开会: the sentence as of each customer that has a time of its own."""
    found = []
    for part in by_customer(reading):
        _, coming = two_times(part)
        if coming:
            alone = replace(part, text=_without_others(part, reading))
            found.append((alone, _on_its_day(part, reading) or coming.value))
    return found


_JOINED = regex(r"(?<=\u3000)[和跟与及同、]|[和跟与及同、](?=\u3000)")


def _without_others(part: Reading, reading: Reading) -> str:
    """远帆和蓝鲸的资料: what is planned for one of them names no other."""
    others = [one for one in reading.customers if one.value.ids != part.customer.ids]
    text = masked(part.text, others)
    return text if text == part.text else _JOINED.sub("\u3000", text)


def _on_its_day(part: Reading, reading: Reading) -> When | None:
    """周三上午去A，下午两点去B: the hour of the last is on the day that was named before it."""
    last = part.times[-1]
    if last.value.when is None or not last.value.when.hour_only:
        return None
    own = any(one.value.when and not one.value.when.hour_only for one in part.times)
    times = part.times if own else reading.times
    return told_last([one for one in times if one.start <= last.start], reading.clock)


def _plan(reading: Reading, when: When | None, recurrence: str = "") -> SetPlan:
    report = entries(reading)[0]
    return SetPlan(
        customer=reading.customer,
        when=when,
        content=what(reading),
        contacts=report.contacts,
        recurrence=recurrence,
        spans=report.spans,
    )


def _repeated(reading: Reading, every: re.Match[str], when: When | None) -> SetPlan:
    plan = _plan(reading, first_of(every, reading, when), rule_of(every))
    return replace(plan, spans=(*plan.spans, SourceSpan("recurrence", *every.span())))
