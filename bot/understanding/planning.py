"""Plans by words: set, completed, moved, cancelled."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.intents import CancelPlan, CompletePlan, Entry, MovePlan, PlanRef, SetPlan
from bot.keys import Intent
from bot.slots import Outcome, Shift, When
from bot.talk import NotSupported
from bot.understanding.clauses import said_beside
from bot.understanding.conditions import QUESTION, is_question
from bot.understanding.directions import two_times
from bot.understanding.durations import shift
from bot.understanding.duties import what
from bot.understanding.numerals import value
from bot.understanding.reading import Reading, about_focus, beside_rows, within
from bot.understanding.repeating import EVERY, first_of, rule_of
from bot.understanding.reported import is_told
from bot.understanding.said import directed
from bot.understanding.stages import moved_to
from bot.understanding.telling import SAID
from bot.understanding.visits import entries, groups
from bot.understanding.words import kind_of, outcome_of
from core.visits.model import SourceSpan

_REMIND = re.compile(r"remind(?:er| me)|calendar|闹钟|提醒我?|帮我(?:记着|约)|记得|别(?:让我)?忘")
_LATER = re.compile(r"到时候?")
_CALLED = re.compile(r"(?<![板总工姐哥理任长])叫我")
_SOMEBODY = re.compile(r"(?:帮我|给我)?(?:提醒|叫|通知)([\u4e00-\u9fff]{2,4})")
HAPPENED = re.compile(
    r"去了|见了|聊了|拜访了|跑了|谈了|(?<!再)[说讲]了?|电话里|微信上|来电|刚|通了|打了|送了|寄到|收到|过去了|反馈|没见|没空|没去成|没人|没接|不错|认可|满意|嫌|太[贵高低慢长短少]|[总工姐哥理任长][：:]|答应|同意|拒绝|回复|[验试看查测装做][完过](?!成)|没毛病|唠|松口|打过来|没[见碰聊]|(?<![约忘定算好为到完])了(?![解吧])|完成|没有?[大什]?么?问题"
)
_MINUTES = re.compile(r"纪要|小结|补个?(?=[上昨前大])")
_FEW = 2
_ASKED = re.compile(r"^(?:定|设|加)?个?(?:计划|提醒)|定计划")
_SETS = re.compile(
    r"(?:给|为|[跟和]).{1,12}[定设加建排](?:一?[个条])?(?:计划|提醒|待办)[，,：:\s]*"
)
_HOLD = re.compile(r"(?:先|暂时?)(?:停|缓|搁置|放)(?:一?[停缓放下])?.{0,6}(?:再|启|说|看|谈)")
_EVERYBODY = re.compile(r"(?:一遍|都|全部?|所有).{0,10}客户|客户.{0,4}(?:一遍|都|全)")
_EARLIER = re.compile(r"提前(\d{1,2}|[一二两三四五六七八九十])天")


def set_plan(reading: Reading) -> Intent | tuple[Intent, ...] | None:
    """A time ahead with something to do, and nothing that has happened."""
    if _is_for_a_colleague(reading):
        return NotSupported("task")
    if is_question(reading) and not _REMIND.search(reading.text):
        return None
    if _SETS.search(reading.text) and not HAPPENED.search(reading.text):
        return _as_asked(reading)
    visited, coming = two_times(reading, list(reading.times))
    if visited and visited.value.day < reading.clock.today:
        return None
    when = coming.value if coming else None
    if every := EVERY.search(reading.text):
        return _repeated(reading, every, when)
    if _is_held(reading):
        return _plan(reading, when)
    return _dated(reading, when) if when else _undated(reading)


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
    return _plan(reading, _earlier(when, text))


def _earlier(when: When, text: str) -> When:
    """提前三天提醒: so many days before the day that is named."""
    match = _EARLIER.search(text)
    days = value(match[1]) if match else None
    return When(when.day - timedelta(days=int(days)), words=when.words) if days else when


_OWN_STEP = re.compile(
    r"再?(?:联系|打过去|打个?电话|回电|跟进|拜访|上门|过去|送[样货资方]|寄|发[资方报样]|催|问问|追)|再[打问去约谈聊跟看说]|去一?趟(?=$|[，,。])|去(?:看看|现场|他|那)"
)
"""What a rep does with the customer that is spoken about, though he names nobody."""


def _is_for_a_colleague(reading: Reading) -> bool:
    """提醒赵强明天去远帆: what is set here is one's own."""
    match = _SOMEBODY.match(reading.text.strip())
    return match is not None and match[1].startswith(tuple(reading.context.colleagues))


def _parts(reading: Reading) -> list[tuple[Reading, When]]:
    """华精周三送样，蓝鲸下周一开会: the sentence as of each customer that has a time of its own."""
    found = []
    for _, stretches in groups(reading):
        part = within(reading, stretches)
        _, coming = two_times(part, list(part.times))
        if coming:
            found.append((part, coming.value))
    return found


def _is_ahead(reading: Reading) -> bool:
    """Whether what is said at a time to come is an order to oneself, no report."""
    text = reading.text
    if _MINUTES.search(text):
        return False
    later = _LATER.search(text) or _CALLED.search(next(iter(text.split("，")), ""))
    if _REMIND.search(text) or (later and not _is_report(reading)):
        return True
    own = re.sub(r"(?:去|再)看[看下]|问一?[问下].*", "", text)
    known = reading.customers or reading.contacts or reading.known_by_contact
    if known and _leads(reading) and not _is_report(reading) and not SAID.search(text):
        return True
    if QUESTION.search(own) or HAPPENED.search(own) or reading.amounts:
        return False
    return bool(known) and said_beside(reading) <= _FEW


_NOTED = re.compile(
    r"^(?:待办|事项|日程|提醒|to.?do)[：:]|记[牢住]|记一?下[。！!]?$", re.IGNORECASE
)


def _leads(reading: Reading) -> bool:
    """20号上午9点 天天发上线培训; 待办：周二交底会: the day to come is what it begins with."""
    if _NOTED.search(reading.text.strip()):
        return True
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


_DONE = re.compile(
    r"(?:提醒|计划|那条|这条).{0,6}(?:办完|做完|完成|弄好|搞定|勾掉)|(?:完成|做完|打完|办完|搞定|弄完|跑完)(?:了|啦)|已完成|^完成$|去过了"
)
_DONE_PLAN = re.compile(
    r"(?:那个|这个|计划|提醒|那条|这条|^完成|的)(?:.{0,4})(?:完成|打完|做完|办完|跑完|搞定)"
)
_MOVE = re.compile(
    r"推(?:到|至)|提前到|调整?到|统统挪|往[前后](?:提|挪|推|赶)|改(?=\d{1,2}[月号]|(?:下?周|星期|礼拜)[一二三四五六日天]|[明后]天)|稍后(?:再)?(?:提醒|叫)|(?:晚点|等会儿?|待会儿?)再(?:说|叫|提醒)|挪(?:到)?(?=[明后下周\d])|推迟到?|改到|挪到|延到|往后(?:挪|推)|延后|顺延|晚.{1,5}再?叫|推[一两二三\d]+[天周]|改成(?=.{0,8}(?:周|号|点|天|月))|改期|改约|缓.{0,3}[天周]|挪[一两\d]"
)
_DROP = re.compile(
    r"不用(?:再)?(?:提醒|催)|(?:那条|这条|那个|这个).{0,3}不用(?:再)?跟|(?:计划|提醒|跟进|拜访|饭局|例?会|聚餐|活动|约|安排)(?:就|都|先)?(?:不用了|取消|不开|不搞)了?|(?:删[掉除了]?|撤[掉了]|去掉|关掉|不要)(?:了|掉)?[^，,]{0,8}(?:提醒|计划)|(?:提醒|计划)(?:就)?(?:撤|删|去|关|不要)(?:掉|了)?|先?不催了|(?:那个|这个)取消(?:吧|掉|了)?|别提醒|取消.{0,12}(?:计划|提醒|拜访|跟进|约|见面|安排)|(?:计划|提醒|约)取消|这条算了|不用去了|不去了|(?:拜访|会)取消|(?:安排|约|行程|计划|拜访|回访|见面)[^，,。]{0,3}(?:作废|黄了|免了|撤了|泡汤)|^取消.{0,14}的$|(?:提醒|reminder|跟进|闹钟|待办|日程|行程)(?:给我|帮我)?(?:删|撤|取消)[掉了]?|^请?取消.{0,26}(?:安排|拜访|会面|见面|约|会议|行程)|原(?:定|来|本|计划).{0,20}(?:取消|不去|作废|黄了)"
)
_OF_DEALS = re.compile(
    r"(?:签[单约]|成交|交付)(?:的?时间|日期?)|预计[签成]|阶段|商机|方案报价|商务|合同|赢单|投标|试样|送样阶段|金额|退公海|退回公海"
)
_WENT = re.compile(r"去了|见了|[去见]的|去过|没去成|聊了|(?<!再)[说讲]|微信上|电话里|来电")
_THEY_SAID = re.compile(r"(?:对方|客户|他们|人家|那边)[^，,]{0,4}(?:说|讲|让|要|觉得|希望|表示)")
_ALL_OF = re.compile(
    r"(?:今天|明天|后天|周[一二三四五六日天])的?(?:计划|安排|提醒)?(?:都|全)|全部|所有的?"
)


def plan_action(reading: Reading) -> Intent | None:
    """完成, 推迟, 取消 a plan; by customer, by day, or the one last shown."""
    text = reading.text.strip()
    if (
        _OF_DEALS.search(text)
        or moved_to(text) not in ("", "+1")
        or (is_question(reading) and not _MOVE.search(text))
    ):
        return None
    target = plan_of(reading)
    by_number = _of_row(reading)
    if by_number is not None:
        return by_number(target)
    if _DROP.search(text) and not QUESTION.search(text):
        return CancelPlan(target)
    if _is_moved(text):
        return _move(reading, target)
    return CompletePlan(target, _report(reading)) if _is_done(reading) else None


_ROW_DONE = re.compile(r"(?:都|已经?)*(?:完成|做完|打完|办完|跑完|弄好|搞定|勾掉)(?:了|啦|吧)*")
_ROW_DROPPED = re.compile(r"都?(?:取消|不用了|不去了|不要了|算了|删[掉了除]|撤[掉了])(?:了|吧|掉)*")


def _of_row(reading: Reading) -> type[CompletePlan] | type[CancelPlan] | None:
    """完成第1个, 第3个取消: hardly a word beside the numbers of plans."""
    if not any(one.value.plan for one in reading.picked):
        return None
    rest = beside_rows(reading).strip("把请帮我，,。！! ")
    if _ROW_DONE.fullmatch(rest):
        return CompletePlan
    return CancelPlan if _ROW_DROPPED.fullmatch(rest) else None


def _is_moved(text: str) -> bool:
    moved = _MOVE.search(text) or (shift(text) and re.search(r"推|延|挪|晚|缓", text))
    told = _WENT.search(text) or _MINUTES.search(text) or _THEY_SAID.search(text)
    return bool(moved) and not told


def _is_done(reading: Reading) -> bool:
    """完成, 那个打完了; what was done and has a sum is a deal's."""
    text = reading.text.strip()
    of_plan = _DONE_PLAN.search(text) or len(text) <= 10
    return bool(_DONE.search(text) and of_plan and not reading.amounts)


def plan_of(reading: Reading) -> PlanRef:
    """Which plan is meant: by number, by day, by customer, or the one last shown."""
    plans = tuple(one.value.plan for one in reading.picked if one.value.plan)
    if plans and len(plans) == len(reading.picked):
        return PlanRef(plans=plans) if len(plans) > 1 else PlanRef(plan=plans[0])
    if _ALL_OF.search(reading.text):
        first = reading.times[0].value if reading.times else None
        day = directed(first, reading.clock, future=True) if first else None
        return PlanRef(day=When(day.day if day else reading.clock.today))
    ref = reading.customer
    if ref.ids or ref.words:
        return PlanRef(customer=ref)
    return _of_a_day(reading) or PlanRef(last_shown=True)


_DAYS_PLAN = re.compile(r"的?(?:那[个条]|这[个条])?(?:计划|安排|提醒|日程|行程|拜访)")


def _of_a_day(reading: Reading) -> PlanRef | None:
    """把周三的计划挪到周四, 周三的计划取消: those of the day that is named first."""
    if not reading.times or not _DAYS_PLAN.match(reading.text, reading.times[0].end):
        return None
    day = directed(reading.times[0].value, reading.clock, future=True)
    return PlanRef(day=When(day.day)) if day else None


def moved(reading: Reading) -> Intent | None:
    """The plan that is meant, moved to the time that is said."""
    return _move(reading, plan_of(reading))


def _move(reading: Reading, target: PlanRef) -> Intent | None:
    moved = shift(reading.text)
    if moved is not None:
        return MovePlan(target, shift=Shift(moved.value, reading.text[moved.start : moved.end]))
    if not reading.times:
        return None
    last = reading.times[-1]
    when = directed(last.value, reading.clock, future=True)
    return MovePlan(target, when=when) if when else None


def _report(reading: Reading) -> Entry | None:
    """打完了，他同意周三过来: done, and a contact to be logged."""
    rest = re.split(
        r"(?:完成|打完|做完|办完|跑完|搞定)(?:了|啦)?[，,。\s]*", reading.text, maxsplit=1
    )
    if len(rest) < 2 or len(rest[1].strip()) < 3:
        return None
    return replace(entries(reading)[0], kind=kind_of(reading.text))
