"""Questions about customers, their people and opportunities; a name alone opens its card."""

import re
from dataclasses import replace

from bot.intents import (
    LastFollowUps,
    OpportunityRef,
    SearchCustomers,
    SearchOpportunities,
    ShowContact,
    ShowCustomer,
    ShowOpportunity,
    ShowTimeline,
)
from bot.keys import Intent
from bot.slots import Conditions, CustomerRef
from bot.talk import NotSupported, ShowDigest
from bot.understanding.asking import figures_of
from bot.understanding.conditions import (
    QUESTION,
    conditions,
    idle_days,
    is_question,
    searched,
    unknown,
)
from bot.understanding.deal_facts import target
from bot.understanding.people import is_full_name
from bot.understanding.periods import period_of
from bot.understanding.reading import Reading
from bot.understanding.spelling import normalised
from bot.understanding.stages import stages_of
from bot.understanding.visits import main_amount

_CONTACT = re.compile(
    r"(?:电话|微信|邮箱)(?:号码?)?(?:是)?(?:多少|号|啥|什么)|手机(?:号|多少)|联系方式|怎么联系|号码|(?<![打回个])(?:电话|手机号?|微信|联系方式)(?:(?:发?给|发|报|推)我?(?:一?下|看看)?)?[。?？]?$|联系人(?:列|有|都|[。?？]?$)|都有谁|谁管|哪些联系人|(?:什么|啥)(?:职位|职务|岗位|头衔)|(?:是|做)(?:干)?(?:什么|啥|嘛)的|干嘛的|[叫姓](?:啥|什么)|谁是(?:采购|老板|厂长|技术|财务|负责|拍板)|哪个?(?:公司|单位|家|厂)的|在哪个?(?:公司|单位|家|厂)|生日是?(?:哪天|几号|什么时候|多少)"
)
_LAST = re.compile(r"上次|最近一次|聊了啥|聊了什么|谈了什么|最近(?:的)?跟进|上回|跟进记录")
_TOLD = re.compile(r"[问答](?:了|上次)")
_TIMES = re.compile(r"(?:聊|见|拜访|跑|去|联系|谈)过?了?(?:几|多少)[次回趟]")
"""远帆聊过几次了: the contacts themselves say it."""
_STATE = re.compile(r"怎么样|什么情况|咋样|情况|进展|有没有|查|看|是")


def lookup(reading: Reading) -> Intent | None:
    """Questions about customers, people and opportunities."""
    return (
        _of_people(reading)
        or _deals(reading)
        or _counted(reading)
        or _filtered(reading)
        or _of_customer(reading)
    )


_ALL_NOTES = re.compile(r"时间线|来龙去脉|历史(?:跟进)?记录|全部记录")


def _of_people(reading: Reading) -> Intent | None:
    text = reading.text.strip()
    name = reading.contacts[0].value if reading.contacts else ""
    if _is_of_focus(reading):
        return _of_focus(reading, text)
    known = bool(reading.contacts or reading.customers)
    if known and _CONTACT.search(text) and not re.search(r"换了|改成|改为|加|新", text):
        at = reading.known_by_contact.get(name, CustomerRef())
        known_there = at if at.only else CustomerRef()
        named = reading.customers[0].value if reading.customers else known_there
        return ShowContact(named, name)
    here = bool(reading.customers or reading.known_by_contact)
    if (here and _TIMES.search(text)) or (known and (_LAST.search(text) and _looks_back(text))):
        return LastFollowUps(reading.customer, name)
    if not known and (stranger := _STRANGER.match(text)):
        return _of_nobody(stranger["name"])
    return ShowTimeline(reading.customer) if _ALL_NOTES.search(text) else None


_SHORT = 14
_THEIRS = re.compile(
    r"(?:看看?|查查?)?(?:[他她它]们?|[那这]个?)?(?:客户|家)?的?"
    r"(?:联系人|联系方式|电话|手机号?|微信)(?:呢|有谁|是谁|多少|列表)?[?？。]?"
)


def _is_of_focus(reading: Reading) -> bool:
    """Short, and naming nobody: it is about the customer that was shown."""
    named = reading.contacts or reading.customers or reading.known_by_contact
    return bool(reading.context.focus.ids) and not named and len(reading.text.strip()) <= _SHORT


def _of_focus(reading: Reading, text: str) -> Intent | None:
    """联系人, 它的联系人有谁, 电话多少, 上次跟他聊了啥: with a customer's card on the screen."""
    about = reading.context.focus
    if _THEIRS.fullmatch(text) or (_CONTACT.search(text) and QUESTION.search(text)):
        return ShowContact(about)
    return LastFollowUps(about) if _LAST.search(text) and _looks_back(text) else None


def _looks_back(text: str) -> bool:
    """上次聊了啥, 看看跟进记录; 问了上次的报价 is a report."""
    looks = QUESTION.search(text) or _OPENS.search(text)
    return bool(looks) and not _TOLD.search(text)


_OPENS = re.compile(
    r"^(?:帮我|请|麻烦)?(?:看|查|翻)|(?:看|查|翻|列|调|拉|发)(?:出来|给我|我)?(?:一?下|看看|瞧瞧)?[。！]?$"
)
_STRANGER = re.compile(
    r"(?:请?帮?我?[找查看]一?下)?(?P<name>(?:(?!今天|昨天|打了)[\u4e00-\u9fffA-Za-z]){2,10}?)的?(?:采购|老板|厂长|负责人|联系人)?的?"
    r"(?:电话|手机号?码?|微信|联系方式|号码|职[务位]|生日)(?:号码?)?(?:是?(?:多少|啥|什么|哪天|几号)|(?:发?给|发)我)?[?？。]*$"
)


def _of_nobody(name: str) -> ShowContact:
    """刘海波电话, 三一重工的电话: somebody or some company that is not known is said not to be."""
    if is_full_name(name):
        return ShowContact(CustomerRef(), name)
    return ShowContact(CustomerRef((), name))


_OF_CUSTOMERS = re.compile(
    r"没(?:跟进?|联系|拜访)的?客户|(?:我的|所有|全部)客户|我(?:名下|手[上里]).{0,6}客户|客户(?:列表|清单)|哪些客户|(?:几[个家]|多少个?)客户"
)


def _filtered(reading: Reading) -> Intent | None:
    text = reading.text.strip()
    if not reading.customers and (who := _whose(reading)):
        return SearchCustomers(replace(conditions(reading), text="", person=who))
    if not reading.customers and _NEVER.search(text):
        return SearchCustomers(replace(conditions(reading), untouched_days=_EVER))
    narrows = conditions(reading) != Conditions() and not reading.customers and _is_list(reading)
    if _OF_CUSTOMERS.search(text) or (narrows and _NOUN.search(text)):
        return SearchCustomers(searched(reading))
    return SearchCustomers(conditions(reading)) if narrows and not unknown(reading) else None


_WHO = r"(?P<who>[老小][\u4e00-\u9fff]|[\u4e00-\u9fff]{2,3}?)"
_OF_SOMEBODY = re.compile(
    rf"(?:看看?|查查?)?{_WHO}(?:现在)?(?:(?:手[上里头]|名下)的?(?:都?有)?|都?有|的)(?:多少|几个?|哪些)?个?客户(?:有哪些|有多少|有几个|列一?下|有谁)?[?？。]?$"
)


_ASKED_OF = re.compile(r"(?:哪些|几个|多少|什么)个?客户|客户(?:有哪些|有谁|列一?下|有几个)")


def _whose(reading: Reading) -> str:
    """The colleague whose customers are asked for: 老赵有哪些客户, 周明负责哪些客户."""
    text = reading.text.strip()
    owned = _OF_SOMEBODY.match(text)
    if owned and _is_colleague(owned["who"], reading):
        return owned["who"]
    if not _ASKED_OF.search(text):
        return ""
    named = (one for one in reading.context.colleagues if one in text)
    familiar = re.match(r"[老小][\u4e00-\u9fff]", text)
    return next(named, familiar.group() if familiar else "")


def _is_colleague(who: str, reading: Reading) -> bool:
    return who in reading.context.colleagues or who[0] in "老小" or is_full_name(who)


_NEVER = re.compile(r"(?:从来?|一次都?|还|都|客户.{0,4})没有?(?:联系|拜访|跟进|去|见|打|碰)过")
_EVER = 3_650
"""Days longer ago than anybody was contacted."""
_NOUN = re.compile(r"客户|公司|企业|厂家?")


def _is_list(reading: Reading) -> bool:
    """Short, with one time at most; and it asks, or nothing is told."""
    text = reading.text.strip()
    told = re.search(r"拜访|见了|去了|聊了|说|提醒", text) or reading.contacts
    short = len(text) < 30 and not reading.times[1:]
    return short and not _TRAVELS.search(text) and bool(QUESTION.search(text) or not told)


_TRAVELS = re.compile(r"高铁|航班|机票|火车")


def _counted(reading: Reading) -> Intent | None:
    text = reading.text.strip()
    if re.search(r"拜访了?(?:几|多少)[家次]|跑了(?:几|多少)家|几个有效", text):
        return ShowDigest(period_of(reading, ahead=False), person=figures_of(reading))
    if re.match(r"(?:帮我)?(?:查询?|统计|导出)", text) and not reading.customers:
        return NotSupported("search")
    return None


def _of_customer(reading: Reading) -> Intent | None:
    text = reading.text
    told = len(text) > 24 or re.search(r"[问说讲嫌]", text)
    asks = QUESTION.search(text) and _STATE.search(text) and not told
    return ShowCustomer(reading.customer) if asks and reading.customers else None


_LOST_TO = re.compile(
    r"(?:输|丢)给(?:了)?(?:谁|哪)|(?:为什么|为啥|怎么|咋)(?:会)?没[成中签拿]|(?:为什么|为啥|怎么|咋)会?(?:把.{0,10})?(?:丢|输)|被谁(?:抢|拿)"
)
_DEALS = re.compile(
    r"商机|单子|项目|要签的|报价阶段|谈判阶段|投标阶段|方案阶段|我手[上里](?!待|.{0,6}客户)|没动的|卡住的|团队的(?:商机|项目)|能签的|能签哪|会签哪|哪些[能要会]签|[哪几]几?单(?!价)|那单|这单|加权|pipeline"
    r"|(?:投标|谈判|报价|方案|样品|试样|合同|需求)(?:阶段)?的(?:有没有|有哪些|有几[个单]|都有)|(?:以上|以下|超过[^，,]{1,8}|大于[^，,]{1,8})的?(?:有几[个单]|有哪些|有没有|都有)"
)
_LISTS = re.compile(
    r"列一?下|[哪几]几?单|有哪些|哪些|有几个|有没有$|加权|(?:合计|总共|一共|总额).{0,4}多少|要签的|还没签|我(?:手上|的)|超过|大于|高于|不少于|以上|所有|多少|没动的|能签的|最大的|卡住的|团队的"
)


def _deals(reading: Reading) -> Intent | None:
    """12月要签的单子, 我手上报价阶段超过50万的, 远帆那个项目怎么样."""
    text = reading.text
    if _LOST_TO.search(text):
        return ShowOpportunity(target(reading))
    if named := _named_deal(reading):
        return ShowOpportunity(named)
    if not _DEALS.search(text) or re.search(r"建|新开|推[到进]|赢|输|丢|改成", text):
        return None
    if _OF_CUSTOMERS.search(text) and conditions(reading).has_opportunity is not None:
        return None
    if _LISTS.search(text):
        return list_of_deals(reading)
    if reading.customers:
        asks = QUESTION.search(text) or is_question(reading)
        return ShowOpportunity(OpportunityRef(customer=reading.customer)) if asks else None
    return list_of_deals(reading) if _stages(reading) else None


_NAMED_DEAL = re.compile(
    r"(?P<name>(?!我|这|那|哪|今|团队|大家|最|所有|一)[\u4e00-\u9fffA-Za-z0-9]{2,12}?)(?:(?:那个|这个|的)?(?P<noun>商机|单子?|项目|那单|这单)(?:的|现在|目前)?)?"
    r"(?:[是报签值]?了?(?:多少钱|多大金额)(?:签的)?|(?:的)?(?:金额|赢率|概率|把握|预算)(?:是)?(?:多少|多大|几成|百分之几|有多少)|(?:现在)?(?:到|走到?)(?:哪|了?什么)一?(?:步|个?阶段)了?|(?:什么时候|啥时候|哪天|几号|预计什么时候)(?:能|会|要)?签|签了?(?:没|吗|没有)|(?:的)?(?:进展|进度)(?:怎么样|如何|咋样)?|怎么样了?)[?？。]*$"
)


_THAT_DEAL = re.compile(
    r"(?P<name>(?!我|这|那|哪|今|团队|大家|最|所有|一)[\u4e00-\u9fffA-Za-z0-9]{2,12}?)(?:[那这]个?)(?:商机|单子?|项目)"
)
_HIS = re.compile(r"^[老小][\u4e00-\u9fff](?:的|那个|那单)")


def _named_deal(reading: Reading) -> OpportunityRef | None:
    """灭菌柜签了没, 检测设备赢率多少: a deal by its own name, known or not."""
    text = _HIS.sub("", reading.text.strip())
    if reading.customers or any(one.value in text for one in reading.contacts):
        return None
    match = _NAMED_DEAL.match(text) or (_THAT_DEAL.match(text) if is_question(reading) else None)
    if match is None or _stages(reading) or _STATE.fullmatch(match["name"]):
        return None
    return OpportunityRef(words=match["name"])


def _stages(reading: Reading) -> tuple[str, ...]:
    """Stages at which the deals stand that are asked for."""
    text = reading.text
    if not _STAGED.search(text):
        return ()
    own = (code for name, code in reading.context.stages.items() if normalised(name) in text)
    return tuple(dict.fromkeys(own)) or stages_of(text)


def list_of_deals(reading: Reading) -> SearchOpportunities:
    """Those at a stage, above or below a sum, to be signed in some days, idle for long."""
    text = reading.text
    idle = 21 if re.search(r"卡住|停滞|没动静|不动", text) else idle_days(text)
    dated = re.search(r"签|月", text) and not idle
    return SearchOpportunities(
        stages=_stages(reading),
        over=main_amount([one.value for one in reading.amounts]),
        close=period_of(reading, ahead=True) if dated else None,
        idle_days=idle,
    )


_STAGED = re.compile(r"阶段|的(?:单子|商机|项目|有)")


def name_only(reading: Reading) -> Intent | None:
    """A customer's name and nothing else opens its card."""
    if not reading.customers:
        return None
    named = sum(one.end - one.start for one in reading.customers)
    rest = len(reading.text.strip(" 。！!?？")) - named
    return ShowCustomer(reading.customer) if rest <= 6 else None
