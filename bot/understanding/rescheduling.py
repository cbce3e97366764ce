"""Plans that are set already, by words: completed, moved, cancelled."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.intents import CancelPlan, CompletePlan, Entry, MovePlan, PlanRef
from bot.keys import Intent
from bot.slots import Shift, When
from bot.understanding.directions import standing, told_last
from bot.understanding.durations import shift
from bot.understanding.patterns import regex
from bot.understanding.questioning import QUESTION, is_question
from bot.understanding.reading import Reading, beside_rows
from bot.understanding.said import directed
from bot.understanding.spans import masked
from bot.understanding.stages import moved_to
from bot.understanding.visits import entries
from bot.understanding.words import kind_of

_MINUTES = regex(r"纪要|小结|补个?(?=[上昨前大])")
_DONE = regex(
    r"(?:提醒|计划|那条|这条).{0,6}(?:办完|做完|完成|弄好|搞定|勾掉)|(?:完成|做完|打完|办完|搞定|弄完|跑完)(?:了|啦)|已完成|^完成$|去过了"
)
_DONE_PLAN = regex(
    r"(?:那个|这个|计划|提醒|那条|这条|^完成|的)(?:.{0,4})(?:完成|打完|做完|办完|跑完|搞定)"
)
_MOVE = regex(
    r"推(?:到|至)|提前到|调整?到|统统挪|往[前后](?:提|挪|推|赶)|(?:改|换[成到])(?=\d{1,2}[月号]|(?:下?周|星期|礼拜)[一二三四五六日天]|[明后]天)|[改换](?=(?:下?周|星期|礼拜)[一二三四五六日天]|[明后]天)|稍后(?:再)?(?:提醒|叫)|(?:晚点|等会儿?|待会儿?)再(?:说|叫|提醒)|挪(?:到)?(?=[明后下周\d])|推迟到?|改到(?!\s?\d+(?:\.\d+)?\s?(?:[A-Za-z%％万千块元个台套吨米度升斤]|公斤))|挪到|延到|往后(?:挪|推)|延后|顺延|晚.{1,5}再?叫|推[一两二三\d]+[天周]|改成(?=.{0,8}(?:周|号|点|天|月))|换成(?=(?:下*周|星期|礼拜|[明后]天|\d{1,2}[号月点]|[上下]午))|改期|改约|缓.{0,3}[天周]|挪[一两\d]|原(?:定|来|本)[^，,。]{0,12}[，,\s]*改"
)
_DROP = regex(
    r"不用(?:再)?(?:提醒|催)|(?:那条|这条|那个|这个).{0,3}不用(?:再)?跟|(?:计划|提醒|跟进|拜访|饭局|例?会|聚餐|活动|约|安排)(?:就|都|先)?(?:不用了|取消|不开|不搞)了?|(?:删[掉除了]?|撤[掉了]|去掉|关掉|不要)(?:了|掉)?[^，,]{0,8}(?:提醒|计划)|(?:提醒|计划)(?:就)?(?:撤|删|去|关|不要)(?:掉|了)?|先?不催了|(?:那个|这个)取消(?:吧|掉|了)?|别提醒|取消.{0,12}(?:计划|提醒|拜访|回访|跟进|约|见面|安排)|(?:计划|提醒|约)取消|这条算了|不用去了|不去了|(?:拜访|会)取消|(?:安排|约|行程|计划|拜访|回访|见面)[^，,。]{0,3}(?:作废|黄了|免了|撤了|泡汤)|^取消.{0,14}的$|(?:提醒|reminder|跟进|闹钟|待办|日程|行程|拜访|回访|会议)(?:给我|帮我)?(?:删|撤|取消)[掉了]?|(?:提醒|闹钟)[^，,。]{0,4}(?:别|甭|不用|不要)(?:再)?(?:响|提|叫|催)|(?:电话|饭|课|会)[^，,。]{0,2}不(?:打|开|去|吃|上)了|^请?取消.{0,26}(?:安排|拜访|会面|见面|约|会议|行程)|原(?:定|来|本|计划).{0,20}(?:取消|不去|作废|黄了)"
)
_OF_DEALS = regex(
    r"(?:开标|截标|答疑|[Aa]ward|投产|开业|上线)(?:的?时间|日期?)?[^，,。\s]{0,2}[推挪改延][迟后]?[到至]|(?:签[单约]|成[交单]|交付)(?:的?时间|日期?)|预计[签成]|阶段|商机|方案报价|商务|合同|赢单|投标|试样|送样阶段|金额|[算判标关][个成为]?[输赢]|退公海|退回公海"
)
_WENT = regex(
    r"去了|见了|[去见]的|才[去见聊]|去过|没去成|白跑|扑了?个?空|闭门羹|^(?:今天|刚才?|[上下]午|早上)(?:拜访|去|跑|到)[^。；;]{0,24}不在[^。；;]{0,12}再[去跑来]|聊了|通了?话|(?:call|聊|谈)的|(?<![再试主演宣先])[说讲]|微信上|电话里|来电"
)
_THEY_SAID = regex(r"(?:对方|客户|他们|人家|那边)[^，,]{0,4}(?:说|讲|让|要|觉得|希望|表示)")
_ALL_OF = regex(
    r"(?:今天|明天|后天|周[一二三四五六日天])的?(?:计划|安排|提醒)?(?:都|全)|全部|所有的?"
)


_REMINDS_BEFORE = regex(
    r"提前[^，,。]{1,6}(?:提醒|叫|通知|喊)|(?:提醒|[叫喊通]知?)我?提前[^，,。]{1,6}"
)
"""12月18号到期 提前半个月提醒我: a new plan, and none is moved."""


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
    dropped = _DROP.search(text) or _is_spared(reading)
    if dropped and not QUESTION.search(text):
        other = _INSTEAD.search(masked(text, reading.times), dropped.end())
        return (_move(reading, target) if other else None) or CancelPlan(target)
    if _is_moved(text) and not (reading.times and _REMINDS_BEFORE.search(text)):
        return _move(reading, target)
    return CompletePlan(target, _report(reading)) if _is_done(reading) else None


_SPARED = regex(
    r"[\u3000 ，,]+(?:[那这]边|那里)?(?:就|先|都)?(?:不用|甭|别|不要|莫)(?:再|去)?(?:提醒|催|回访|跟进?|拜访|联系)了"
)


def _is_spared(reading: Reading) -> re.Match[str] | None:
    """林生不用回访了: said of whom it was planned for, and of nobody that he said so."""
    known = masked(masked(reading.text, reading.customers), reading.contacts)
    return _SPARED.match(known)


_INSTEAD = regex(r"[改换挪推延](?:[到成至为]|的?是)?\u3000")
"""明天不用去了 改后天上午: another day instead."""
_ROW_DONE = regex(r"(?:都|已经?)*(?:完成|做完|打完|办完|跑完|弄好|搞定|勾掉)(?:了|啦|吧)*")
_ROW_DROPPED = regex(r"都?(?:取消|不用了|不去了|不要了|算了|删[掉了除]|撤[掉了])(?:了|吧|掉)*")


def _of_row(reading: Reading) -> type[CompletePlan] | type[CancelPlan] | None:
    """完成第1个, 第3个取消: hardly a word beside the numbers of plans."""
    if not any(one.value.plan for one in reading.picked):
        return None
    rest = beside_rows(reading).strip("把请帮我，,。！! ")
    if _ROW_DONE.fullmatch(rest):
        return CompletePlan
    return CancelPlan if _ROW_DROPPED.fullmatch(rest) else None


_MET = regex(r"(?:才|总算|终于|刚)?(?:见[着到过]|碰[着到上过]|[去跑聊谈][过的](?!话))")

_SAID_FIRST = regex(
    r"(?:先|原来|原先|本来|之前|一开始)(?:说|讲)(?:好|定)?的?是?|(?:说|讲)(?=[^，,。；;]{1,6}(?:不行|没空|不方便|有事|[去来]不了)[，,\s]*(?:那就|就|得)?[改换挪])"
    r"|(?:(?:他们?|她们?|对方|客户|人家|那边|临时)?(?:说|讲|让|要|想|希望|要求)(?:我们?|咱们?)?)(?=[改换挪推延调提]\S{0,3}[\d一二三四五六七八九十周礼星下这本明后])"
)
"""先说的29号，又改30号: that it was said once tells of no contact."""


def _is_moved(text: str) -> bool:
    text = _SAID_FIRST.sub("", text)
    moved = _MOVE.search(text) or (shift(text) and re.search(r"推|延|挪|晚|缓", text))
    told = (
        _WENT.search(text) or _MET.search(text) or _MINUTES.search(text) or _THEY_SAID.search(text)
    )
    return bool(moved) and (not told or bool(_IS_PUT_OFF.fullmatch(text)))


_IS_PUT_OFF = regex(
    r"[^，,。；;\n]{0,6}[说讲][^，,。；;\n]{0,20}(?:没空|有事|不上班?|不开门|出差|走不开|不方便|放假|加班|开会|[来去]不了|盘点|生病|不在|补班)[^，,。；;\n]{0,8}[，,\s]+"
    r"(?:那|就|把|我们?|咱们?){0,3}(?:视频会?|线上会|电话会|例?会|见面|拜访|饭局?|演示|[约谈聊]|评审|培训|送样)?[^，,。；;\n]{0,3}(?:[挪推延拖]|改[到成约]|调[到整])[^，,。；;\n了]{2,16}[。！!]?"
)
"""邱总讲明天补班不上的，视频会挪到下礼拜二: why it is put off, and that it is."""


def _is_done(reading: Reading) -> bool:
    """完成, 那个打完了; what was done and has a sum is a deal's, and 昨天去过了 is a report."""
    text = reading.text.strip()
    dated = any(one.value.past for one in reading.times)
    of_plan = _DONE_PLAN.search(text) or (len(text) <= 10 and not dated)
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


_DAYS_PLAN = regex(r"的?(?:那[个条]|这[个条])?(?:计划|安排|提醒|日程|行程|拜访)")


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
    if moved is not None and (day := _planned(reading, moved.value)):
        return MovePlan(target, when=day)
    if moved is not None:
        return MovePlan(target, shift=Shift(moved.value, reading.text[moved.start : moved.end]))
    when = told_last(standing(reading), reading.clock)
    return MovePlan(target, when=when) if when else None


_WAS_PLANNED = regex(r"(?:原[定来]|本来|原本|原计划|[约定][的在好])(?:是|的|在|约|定)*$")
_DAY = timedelta(days=1)


def _planned(reading: Reading, shift: timedelta) -> When | None:
    """原定这周三的 往后顺延两天: so long after the day it was planned for, where that is said."""
    for one in reading.times:
        when = directed(one.value, reading.clock, future=True)
        if when and _WAS_PLANNED.search(reading.text, 0, one.start) and shift % _DAY == timedelta():
            return replace(when, day=when.day + shift)
    return None


def _report(reading: Reading) -> Entry | None:
    """打完了，他同意周三过来: done, and a contact to be logged."""
    rest = re.split(
        r"(?:完成|打完|做完|办完|跑完|搞定)(?:了|啦)?[，,。\s]*", reading.text, maxsplit=1
    )
    if len(rest) < 2 or len(rest[1].strip()) < 3:
        return None
    return replace(entries(reading)[0], kind=kind_of(reading.text))
