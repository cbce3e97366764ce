"""Sentences that create, move, close and change opportunities."""

import re
from dataclasses import replace

from bot.intents import (
    CloseOpportunity,
    CreateOpportunity,
    MoveStage,
    ReopenOpportunity,
    UpdateOpportunity,
)
from bot.keys import Intent
from bot.understanding.deal_facts import (
    BECOMES,
    NUMBER,
    amount,
    close_date,
    competitor,
    lost_reason,
    own_stage,
    reason,
    source,
    target,
    unfound,
)
from bot.understanding.fates import fates
from bot.understanding.numerals import HAN, value
from bot.understanding.patterns import regex
from bot.understanding.questioning import QUESTION
from bot.understanding.questions import is_asked
from bot.understanding.reading import Reading, about_focus
from bot.understanding.reminding import before_reminders
from bot.understanding.reported import is_reported, is_told
from bot.understanding.several import LEAD
from bot.understanding.spans import masked
from bot.understanding.stage_names import GROUPS
from bot.understanding.stages import is_invalid, is_lost, is_reopened, is_won, moved_to, stage_of
from bot.understanding.telling import SAID

_NEW = regex(
    r"(?i:create|new|add)\s*(?:an?\s+|一?[个条]\s*)?(?i:opp(?:ty)?(?![A-Za-z])|opportunity|deal(?![A-Za-z]))|(?:新?建|新增|创建|新?[开立]|登记|添?加|录入?|挂|报|多|记)了?(?:一?[个条笔单张])?新?(?:的)?(?:商机|机会|项目(?![经部]))|(?<!多)(?:新?建|新增|创建|[新]?[开立挂]|录)了?(?:一?[个条笔张])?单子?(?![位价])|有一?个[^，,。\s]{1,12}(?:机会|项目)(?=[\s，,]*(?:先|挂|立|录|记))|建个?(?:商机|机会)|(?:[做转立记挂]成|转为|入)(?:一?个)?新?商机(?=$|[，,。\s])|[搞整弄开做]个(?:商机|(?i:opp(?:ortunity)?))|[，,\s]立项(?=$|[，,。\s])|新项目[：:]|(?:登记|新增|记|录|加|开|挂|立)(?:一?[条个])?(?:商机|机会)|机会点|机会先|新[立开]一?单|做个商机|立个项(?=[\s，,：:]|$)|商机录|商机[：:]|^商机(?=[\s：:])|新商机|新建商机|^商机[：:]|立个商机|新开(?:了)?一?个?项目|加个?商机|又有个?新?项目|(?:还|又)要一批|报个商机|录个?商机"
)
_DEAL = regex(r"商机|单子?|项目|年框|订单|合同|标|二期|一期|这单|那单|机器|设备")
_LOOKS = regex(r"查询|统计|导出|商机.{0,20}(?:更新|[原现]金额)")
_RECOMMENDED = regex(r"(?:推荐|介绍)的?[。！!]?$")
_IS_AT = regex(rf"商机[：:]\s*(?:{GROUPS})(?:阶段)?[。！!]?$")
"""商机：投标 is where it stands."""
_MORE = regex(r"再加[一两二三四五六七八九十\d]+[台套批条件]|并到(?:原来|之前|上次)?")
_DONE = regex(
    r"(?:需求|验证|样品|方案|技术(?!交流|会|分享|讲座|培训|支持))[^，,。\s]{0,4}(?:确认|做|测|评审|验证|沟通)?(?:完了|清楚了|好了|结束了)"
)


_FLOW = regex(r"[按走用](\S{1,20}?)流程[，,]?")


def create(reading: Reading) -> Intent | None:
    """给北重建个商机 行车改造 60w; 恒泰 环保改造 两三百万 华东院推荐的."""
    text = reading.text.strip()
    if QUESTION.search(text) or _LOOKS.match(text) or _IS_AT.match(text):
        return None
    if not (_NEW.search(text) or _is_bare_deal(reading) or _is_one_more(reading)):
        return None
    name = new_name(reading)
    return CreateOpportunity(
        customer=about_focus(reading).customer,
        name=name,
        amount=amount(reading),
        expected_close=close_date(reading),
        source=source(text),
        flow=flow[1] if (flow := _FLOW.search(text)) else "",
        spans=(),
    )


def _is_bare_deal(reading: Reading) -> bool:
    """A customer, what it is about, a sum and who recommended it; nobody met, no day."""
    facts = reading.customers and reading.amounts
    return bool(
        facts and _RECOMMENDED.search(reading.text) and not (reading.contacts or reading.times)
    )


_ONE = regex(r"^(?:那就?|请)?(?:帮我|给我)?再?(?:新?建|开|立)一?个(?=[，,：:\s])[，,：:\s]*")


def _is_one_more(reading: Reading) -> bool:
    """帮我建一个，二期扩产，120万: what is built and has a sum is a deal."""
    known = reading.customers or reading.context.focus.ids
    return bool(known and reading.amounts and _ONE.search(reading.text.strip()))


_NOISE = regex(
    r"^(?:(?:顺便|顺带|另外|同时|然后|接着|对了|还有|再|也)+|给|帮我|我|说|的|大概|约|大约|也要上|先|占位|了|定|前|左右|预算|金额|.{0,2}说还要.*|又?[有来]了?一?个|多了一?个)$"
)
_FRINGE = regex(
    rf"^{LEAD}(?:名字?(?:叫|是)|叫|给|在|的|又|还)?|(?:大概|大约|预计|占位|定|签)$|也要上$"
)


def new_name(reading: Reading) -> str:
    """What the deal is about: the first part that is neither found nor noise."""
    rest = _ONE.sub("", _NEW.sub("，", _FLOW.sub("，", unfound(reading))))
    parts = (_FRINGE.sub("", part).strip() for part in re.split(r"[，,。；;：:！!\s]+", rest))
    return next((part for part in parts if 2 <= len(part) <= 30 and not _NOISE.match(part)), "")


def change(reading: Reading) -> tuple[Intent, ...] | None:
    """Closed, moved on or changed; 第1、2个丢了 is said of each deal by itself."""
    if apart := fates(reading):
        return apart
    if is_reopened(reading.text) and (moved := _advance(reading)) and (reopened := _close(reading)):
        return reopened, moved
    reading = before_reminders(reading)
    if _REMIND.search(reading.text):
        return None
    rows = reading.picked[1:] and reading.picked
    parts = [replace(reading, picked=[row]) for row in rows] or [reading]
    wishes = [_close(part) or _advance(part) or _update(part) for part in parts]
    found = tuple(wish for wish in wishes if wish is not None)
    return found if len(found) == len(parts) else None


def _close(reading: Reading) -> Intent | None:
    """Won, lost, invalid, reopened."""
    text = reading.text
    if is_reopened(text) and not is_told(reading):
        return ReopenOpportunity(target(reading), reason(reading))
    known = reading.customers or reading.context.shown or _DEAL.search(text)
    if _asks(text) or not (known or (reading.known_by_contact and is_told(reading))):
        return None
    if is_invalid(text):
        return CloseOpportunity(target=target(reading), state="invalid", reason=reason(reading))
    if is_lost(text):
        why, who = lost_reason(text), competitor(text)
        return CloseOpportunity(target=target(reading), state="lost", reason=why, competitor=who)
    if is_won(text) and not _goes_on(text):
        return CloseOpportunity(target=target(reading), state="won", amount=amount(reading))
    return None


_REMIND = regex(
    r"提醒我|(?:^|[，,。\s])(?:到时候?|记得|提前[^，,。]{1,6})?叫我(?![^，,。；;\s]{0,2}(?:别|不|甭|莫|找))"
)
_UNDECIDED = regex(r"没(?:定|想好|决定|说)[^，,。；;]{0,2}(?:谁|哪家|什么时候|多少|怎么)")
"""还没定给谁: told to be open, and nobody is asked."""
_LONG = 30
"""Characters of a sentence that tells more than it asks: 对了他们店长姓什么我忘了问."""


def _asks(text: str) -> bool:
    """赢了，没啥可说的！ asks nothing."""
    asks = len(text.strip("\u3000 ")) < _LONG and QUESTION.search(_UNDECIDED.sub("", text))
    form = asks or is_asked(text.strip("\u3000 "))
    return bool(form) and not re.search(r"[!！]|[赢输]单[。！]?$", text)


def _advance(reading: Reading) -> Intent | None:
    """蓝鲸那个推到方案报价, 进商务谈判了, 往下走."""
    text = reading.text
    stage = _stage(reading) if _is_moved(reading) else ""
    if not stage or _begins(text):
        return None
    return MoveStage(
        target=target(reading),
        stage=stage,
        amount=amount(reading),
        expected_close=close_date(reading),
        reason=reason(reading),
    )


_SURELY_WON = regex(r"[赢结关]单|赢了|中标|成交")


def _goes_on(text: str) -> bool:
    """维保合同电话里谈妥了，商机推合同: what is agreed moves on, and is not yet won."""
    stage = moved_to(text)
    return stage[:1].isalpha() and not _SURELY_WON.search(text)


_LISTS = regex(r"我手上|超过|以上的|列一?下|哪些|阶段的(?:单子|商机|项目)[?？]?$")
_JUMPS = regex(r"能不能(?:直接)?跳")
_TO_A_DAY = regex(r"(?:推|改|挪)到(?:明|后|下?周|下个|\d+[号月点])")


def _is_moved(reading: Reading) -> bool:
    """Whether a deal that is known moves on; 推到下周 moves a plan, 能不能跳 wants to be tried."""
    text = reading.text
    jumps = _JUMPS.search(text)
    if _LISTS.search(text) or _TO_A_DAY.search(text) or (_asks(text) and not jumps):
        return False
    return bool(jumps or _DEAL.search(text) or _is_known(reading))


def _is_known(reading: Reading) -> bool:
    return bool(
        reading.customers
        or reading.known_by_contact
        or reading.context.shown
        or NUMBER.match(reading.text.strip())
    )


def _begins(text: str) -> bool:
    """初访 is where a deal stands anyway, unless it is put back there."""
    return bool(re.search(r"验证客户|初访", text)) and not re.search(
        r"推|退|打回|回到|先放|先挂|先算", text
    )


LAGS = regex(
    r"(?:系统|(?i:crm)|商机|软件)[里上面头中]*(?:还|仍然?|依然|一直)(?:没[^，,。；;\s]{1,3}|(?:挂|停|是|写|显示|在|标|放|卡|留)[^，,。；;\s]{0,8})"
)
"""系统里还挂着方案: where the deal is in the books, and no longer stands."""


def _is_finished(reading: Reading) -> bool:
    """检测设备需求确认完了，报价单也发了: a stage is over, and nobody is reported to have said it."""
    return bool(_DONE.search(reading.text)) and not (reading.contacts or reading.times)


def _stage(reading: Reading) -> str:
    """The stage that is named; the next one where the named one is over."""
    rest = masked(masked(reading.text, reading.picked), reading.customers).replace("\u3000", "")
    if LAGS.search(rest):
        rest = LAGS.sub("", rest)
        return moved_to(rest) or stage_of(rest)
    finished = "+1" if _is_finished(reading) else ""
    return own_stage(reading) or moved_to(_DONE.sub("", rest)) or finished


_PROBABILITY = regex(
    rf"(?:概率|赢率|把握|成功率)[^\d{HAN}]{{0,6}}(?:(?P<tenths>[{HAN}]|\d)成|(?P<percent>\d{{1,3}}))"
)
_CHANGES = regex(
    r"(?:金额|预算|合同额|单子)[^，,]{0,6}(?:改|调|变|涨|降|追加)(?:成|到|为|了)?|现金额|(?:金额|数目|价格|总价)(?:不对|错了|有误|写错|记错|改一?下|更新一?下)|预计(?:签[约单]|成交)|(?:签[约单]|成[单交])的?(?:日期?|时间)[^，,]{0,3}(?:改|推|延|挪|提前)|(?:金额|预算|合同额|数目)不是[^，,。]{1,10}了?[，,\s]*(?:改|变|是|应该)"
)


def _update(reading: Reading) -> Intent | None:
    """二期金额改成135万，12月25号前签; 概率提到80; 再加一台，并到原来那个商机."""
    text = reading.text
    likely = _PROBABILITY.search(text)
    changes = _CHANGES.search(text) or _becomes(reading) or _is_to_be_signed(reading)
    changes = changes or _is_more(reading)
    if QUESTION.search(text) or not (likely or changes):
        return None
    return UpdateOpportunity(
        target=target(reading),
        amount=amount(reading),
        expected_close=close_date(reading),
        probability=_percent(likely) if likely else None,
    )


_WANTS = regex(r"[想要](?:加|降|改|砍|涨)|打算|希望|可能")
_SUM = regex(r"商机|(?<!价)单子?|项目|金额|预算|数目|合同额")


def _becomes(reading: Reading) -> bool:
    """改成80万: a sum that a deal's becomes, and nobody is told to have said so."""
    changed = not _WANTS.search(reading.text) and any(
        BECOMES.search(reading.text[: one.start]) for one in reading.amounts
    )
    named = _SUM.search(reading.text) or reading.text.startswith("改")
    return bool(changed and named) and not (is_reported(reading) or SAID.search(reading.text))


def _percent(likely: re.Match[str]) -> int:
    """概率80, 七成把握."""
    tenths = value(likely["tenths"] or "")
    return int(tenths) * 10 if tenths is not None else min(int(likely["percent"]), 100)


def _is_more(reading: Reading) -> bool:
    """再加一台，并到原来那个商机."""
    return bool(_MORE.search(reading.text) and reading.customers and not reading.contacts)


_SIGNS = regex(r"(?:就|能|要|会|可以|预计|左右)?签(?:约|合同|单|掉|下来)?(?=$|[，,。！!\s])")


def _is_to_be_signed(reading: Reading) -> bool:
    """联宇下个月15号签，金额200万: a day to sign and nothing that is told of anybody."""
    if not reading.customers or reading.contacts or re.search(r"说|表示|答应|同意", reading.text):
        return False
    return any(_SIGNS.match(reading.text, one.end) for one in reading.times)
