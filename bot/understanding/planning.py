"""Plans by words: what is to be done, and when."""

import re
from dataclasses import replace

from bot.intents import SetPlan
from bot.keys import Intent
from bot.slots import Outcome, When
from bot.talk import NotSupported
from bot.understanding.around import is_around
from bot.understanding.clauses import after, clause_start, clauses, said_beside
from bot.understanding.conditions import QUESTION, is_question
from bot.understanding.directions import told_last, two_times
from bot.understanding.duties import what
from bot.understanding.reading import Reading, about_focus, within
from bot.understanding.reminding import is_told_before
from bot.understanding.repeating import EVERY, first_of, rule_of
from bot.understanding.reported import has_said, is_contacted, is_noted, is_told
from bot.understanding.said import Clock, Said, directed
from bot.understanding.spans import Found, masked
from bot.understanding.stages import moved_to
from bot.understanding.telling import HAPPENED, SAID
from bot.understanding.turns import by_customer
from bot.understanding.visits import entries
from bot.understanding.words import outcome_of
from core.visits.model import SourceSpan

_REMIND = re.compile(
    r"remind(?:er| me)|calendar|闹钟|提醒我?|帮我(?:记[着到住]|约)|记得|别(?:让我)?忘|到点[喊叫催]|[喊叫]我(?:一声)?[。！!]?$"
)
_LATER = re.compile(r"到时候?")
_CALLED = re.compile(r"(?<![板总工姐哥理任长])叫我")
_SOMEBODY = re.compile(r"(?:帮我|给我)?(?:提醒|叫|通知)([\u4e00-\u9fff]{2,4})")
_MINUTES = re.compile(r"纪要|小结|补个?(?=[上昨前大])")
_FEW = 2
_ASKED = re.compile(r"^(?:定|设|加)?个?(?:计划|提醒)|定计划")
_SETS = re.compile(
    r"(?:给|为|[跟和]).{1,12}[定设加建排](?:一?[个条])?(?:计划|提醒|待办)[，,：:\s]*"
)
_HOLD = re.compile(r"(?:先|暂时?)(?:停|缓|搁置|放)(?:一?[停缓放下])?.{0,6}(?:再|启|说|看|谈)")
_EVERYBODY = re.compile(r"(?:一遍|都|全部?|所有).{0,10}客户|客户.{0,4}(?:一遍|都|全)")


def set_plan(reading: Reading) -> Intent | tuple[Intent, ...] | None:
    """A time ahead with something to do, and nothing that has happened."""
    if _is_for_a_colleague(reading):
        return NotSupported("task")
    if is_question(reading) and not _REMIND.search(reading.text):
        return None
    if _SETS.search(reading.text) and not HAPPENED.search(reading.text):
        return _as_asked(reading)
    if is_told_before(reading):
        return None
    visited, coming = two_times(reading, list(reading.times))
    if visited and _is_told_then(visited, reading):
        return None
    when = coming.value if coming else None
    if every := EVERY.search(reading.text):
        return _repeated(reading, every, when)
    if _is_held(reading):
        return _plan(reading, when)
    return _dated(reading, when) if when else _undated(reading)


def _is_told_then(visited: Found[When], reading: Reading) -> bool:
    """今天没谈拢 五一回来再试: on that day somebody was met."""
    if visited.value.day < reading.clock.today:
        return True
    return bool(_TOLD_TODAY.match(after(reading.text, visited.start)))


_TOLD_TODAY = re.compile(
    r"今[天日儿早晨晚朝][^，,。；;]{0,12}?(?:没[谈签敲聊见碰约][^，,。；;\s]|[到开签谈见](?:了|的))"
)


def step(reading: Reading) -> Intent | tuple[Intent, ...] | None:
    """合同月底到期 26号先去摸个底: what is to be done then, whatever the words before it ask for."""
    known = reading.customers or reading.contacts
    ahead = known and (is_around(reading) or _ends_with_step(reading))
    return set_plan(reading) if ahead else None


_DEED = re.compile(
    r"[\u3000 ，,]*(?:再|要|得|约|打|去|做|回|给)?一?个?(?:电话|微信|视频会?|线上会|送样|送货|见面|面谈|上门|吃饭|催款|签合同|签约|验收)(?:一?下)?[吧。！!\u3000]*"
)


def bare(reading: Reading) -> SetPlan | None:
    """下礼拜三电话: a day to come and a deed, nothing else; with whomever is spoken about."""
    if len(reading.times) != 1 or not _DEED.fullmatch(masked(reading.text, reading.times)):
        return None
    said = reading.times[0].value
    when = directed(said, reading.clock, future=True)
    if when is None or said.last or when.month_only or when.day <= reading.clock.today:
        return None
    return _plan(about_focus(reading), when)


def planned_beside(reading: Reading) -> SetPlan | None:
    """我领了，下周四上午给他回电: what is to be done with the customer that is spoken of."""
    _, coming = two_times(reading, list(reading.times))
    if coming is None:
        return None
    start = clause_start(reading.text, coming.start) or 0
    part = within(reading, [(start, len(reading.text))])
    whom = [replace(one, start=start, end=start) for one in reading.customers[:1]]
    return _plan(replace(part, customers=whom), coming.value)


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
    if _OWN_STEP.search(text) and not (reading.contacts or reading.context.draft):
        reading = about_focus(reading)
    if not _is_ahead(reading):
        return None
    parts = _parts(reading)
    if len(parts) > 1:
        return tuple(_plan(part, own) for part, own in parts)
    return _plan(reading, when)


_OWN_STEP = re.compile(
    r"再?(?:联系|打过去|打个?电话|回电|跟进|拜访|上门|过去|送[样货资方]|寄|发[资方报样]|催|问问|追)|再[打问去约谈聊跟看说]|去一?趟(?=$|[，,。])|去(?:看看|现场|他|那)|[先得]去[^，,。\s了过的]|[送带拿寄]去"
)
"""What a rep does with the customer that is spoken about, though he names nobody."""


def _is_for_a_colleague(reading: Reading) -> bool:
    """提醒赵强明天去远帆: what is set here is one's own."""
    match = _SOMEBODY.match(reading.text.strip())
    return match is not None and match[1].startswith(tuple(reading.context.colleagues))


def _parts(reading: Reading) -> list[tuple[Reading, When]]:
    """华精周三送样，蓝鲸下周一开会: the sentence as of each customer that has a time of its own."""
    found = []
    for part in by_customer(reading):
        _, coming = two_times(part, list(part.times))
        if coming:
            alone = replace(part, text=_without_others(part, reading))
            found.append((alone, _on_its_day(part.times[-1], reading) or coming.value))
    return found


_JOINED = re.compile(r"(?<=\u3000)[和跟与及同、]|[和跟与及同、](?=\u3000)")


def _without_others(part: Reading, reading: Reading) -> str:
    """远帆和蓝鲸的资料: what is planned for one of them names no other."""
    others = [one for one in reading.customers if one.value.ids != part.customer.ids]
    text = masked(part.text, others)
    return text if text == part.text else _JOINED.sub("\u3000", text)


def _on_its_day(last: Found[Said], reading: Reading) -> When | None:
    """周三上午去A，下午两点去B: the hour of the last is on the day that was named before it."""
    if last.value.when is None or not last.value.when.hour_only:
        return None
    return told_last([one for one in reading.times if one.start <= last.start], reading.clock)


def _is_ahead(reading: Reading) -> bool:
    """Whether what is said at a time to come is an order to oneself, no report."""
    text = reading.text
    if _MINUTES.search(text):
        return False
    later = _LATER.search(text) or _CALLED.search(next(iter(text.split("，")), ""))
    noted = _REMIND.search(text) or is_noted(text)
    if noted or (later and not _is_report(reading)):
        return True
    own = _TO_BE_DONE.sub("", masked(text, reading.times))
    known = reading.customers or reading.contacts or reading.known_by_contact
    if known and (
        is_around(reading)
        or _is_noted(reading)
        or _is_appointed(reading)
        or _ends_with_step(reading)
    ):
        return True
    if known and _leads(reading) and not _is_report(reading) and not SAID.search(text):
        return True
    if has_said(reading) or outcome_of(text) is Outcome.NOT_MET:
        return False
    if QUESTION.search(own) or HAPPENED.search(own) or reading.amounts:
        return False
    return bool(known) and said_beside(reading) <= _FEW


_APPOINTED = re.compile(
    r"约(?:了|好了?|定了?|的?是|的?在)(?!见)|约我?(?=\u3000)|约[他她]们?(?=\u3000)|(?<!被)(?:定|排)在|(?<![约说商])定(?=\u3000+[去见找到])|说好了?(?=\u3000|[^，,。\s]{0,3}\u3000)"
)
"""约了下周四, 约的是周一, 说好了二月四号: a time that both of them know."""


def _is_appointed(reading: Reading) -> bool:
    """约了下周四早上十点半腾讯会议 主讲库存模块: an appointment, and no contact is told beside it."""
    text = masked(reading.text, reading.times)
    match = _APPOINTED.search(text)
    if match is None or reading.amounts:
        return False
    rest = text[: match.start()] + text[match.end() :]
    told = is_contacted(replace(reading, text=rest)) or HAPPENED.search(rest) or SAID.search(rest)
    bad = outcome_of(rest) in (Outcome.NOT_MET, Outcome.NEGATIVE)
    return not (told or bad or moved_to(rest))


_NOUN = re.compile(r"的[^，,。\s]{1,4}(?:确认|要求|反馈|回复|希望)(?=$|[，,。；;\s])")
"""海联的船期确认: what it is about, and nobody confirmed it."""


def _ends_with_step(reading: Reading) -> bool:
    """老蔡回来了 下礼拜三晚上约他吃饭: no contact is told, and the end is what one is to do then."""
    last = clauses(reading.text, 0, len(reading.text))[-1][0]
    coming = [one for one in reading.times if one.start == last]
    told = is_told(reading) or SAID.search(_NOUN.sub("", reading.text))
    if not coming or reading.amounts or told:
        return False
    if (
        any(_is_over(one.value, reading.clock) for one in reading.times)
        or said_beside(reading) > _FEW
    ):
        return False
    if outcome_of(reading.text) in (Outcome.NOT_MET, Outcome.NEGATIVE):
        return False
    step = reading.text[coming[0].end :]
    return bool(_OWN_STEP.search(step) or step.startswith("约")) and not moved_to(reading.text)


def _is_over(said: Said, clock: Clock) -> bool:
    when = directed(said, clock, future=True)
    return when is not None and when.day <= clock.today


_TO_BE_DONE = re.compile(r"(?:去|再)看[看下]|前[^，,。]{0,2}[做弄办搞跑发寄交送]完|问一?[问下].*")
_NOTED = re.compile(
    r"^(?:待办|事项|日程|提醒|to.?do)[：:]|记[牢住上]|记一?下[。！!]?$", re.IGNORECASE
)


def _is_noted(reading: Reading) -> bool:
    """待办：周二交底会; 明天泰利我去一趟，记牢: to be remembered, and nothing of it has happened."""
    text = reading.text
    return bool(_NOTED.search(text.strip())) and not (HAPPENED.search(text) or SAID.search(text))


def _leads(reading: Reading) -> bool:
    """20号上午9点 天天发上线培训: the day to come is what it begins with."""
    first = reading.times[0] if reading.times else None
    begins = first is not None and not reading.text[: first.start].strip(" ，,")
    return begins and not HAPPENED.search(reading.text) and not reading.amounts


def _is_report(reading: Reading) -> bool:
    return is_told(reading) or outcome_of(reading.text) is not Outcome.NEUTRAL


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
