"""Questions about customers, their people and opportunities; a name alone opens its card."""

import re

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
from bot.understanding.conditions import QUESTION, conditions, idle_days, is_question
from bot.understanding.deal_facts import target
from bot.understanding.periods import period_of
from bot.understanding.reading import Reading
from bot.understanding.spelling import normalised
from bot.understanding.stages import stages_of
from bot.understanding.visits import main_amount

_CONTACT = re.compile(
    r"(?:电话|微信|邮箱)(?:号码?)?(?:是)?(?:多少|号|啥|什么)|手机(?:号|多少)|联系方式|怎么联系|号码|(?:电话|手机号?|微信)(?:给我|发我|发一下)?$|联系人(?:列|有|都)|都有谁|谁管|哪些联系人|(?:什么|啥)(?:职位|职务|岗位|头衔)|(?:是|做)(?:干)?(?:什么|啥)的|生日是?(?:哪天|几号|什么时候|多少)"
)
_LAST = re.compile(r"上次|最近一次|聊了啥|聊了什么|谈了什么|最近(?:的)?跟进|上回|跟进记录")
_TOLD = re.compile(r"[问答](?:了|上次)")
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
    if known and _LAST.search(text) and _looks_back(text):
        return LastFollowUps(reading.customer, name)
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
    looks = QUESTION.search(text) or re.match(r"看|查|翻", text)
    return bool(looks) and not _TOLD.search(text)


_OF_CUSTOMERS = re.compile(
    r"没(?:跟进?|联系|拜访)的?客户|(?:我的|所有|全部)客户|我(?:名下|手[上里]).{0,6}客户|客户(?:列表|清单)|哪些客户|几[个家]客户"
)


def _filtered(reading: Reading) -> Intent | None:
    where = conditions(reading)
    narrows = where != Conditions() and not reading.customers and _is_list(reading)
    wanted = narrows or _OF_CUSTOMERS.search(reading.text.strip())
    return SearchCustomers(where) if wanted else None


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


_LOST_TO = re.compile(r"(?:输|丢)给(?:了)?(?:谁|哪)|为什么(?:丢|输)|怎么(?:丢|输)的")
_DEALS = re.compile(
    r"商机|单子|项目|要签的|报价阶段|谈判阶段|投标阶段|方案阶段|我手[上里](?!待|.{0,6}客户)|没动的|卡住的|团队的(?:商机|项目)|能签的|那单|这单"
)
_LISTS = re.compile(
    r"列一?下|有哪些|哪些|有几个|要签的|还没签|我(?:手上|的)|超过|大于|高于|不少于|以上|所有|多少|没动的|能签的|最大的|卡住的|团队的"
)


def _deals(reading: Reading) -> Intent | None:
    """12月要签的单子, 我手上报价阶段超过50万的, 远帆那个项目怎么样."""
    text = reading.text
    if _LOST_TO.search(text):
        return ShowOpportunity(target(reading))
    if not _DEALS.search(text) or re.search(r"建|新开|推[到进]|赢|输|丢|改成", text):
        return None
    if _LISTS.search(text):
        return _list_of_deals(reading)
    if reading.customers:
        asks = QUESTION.search(text)
        return ShowOpportunity(OpportunityRef(customer=reading.customer)) if asks else None
    return _list_of_deals(reading) if _stages(reading) else None


def _stages(reading: Reading) -> tuple[str, ...]:
    """Stages at which the deals stand that are asked for."""
    text = reading.text
    if not _STAGED.search(text):
        return ()
    own = (code for name, code in reading.context.stages.items() if normalised(name) in text)
    return tuple(dict.fromkeys(own)) or stages_of(text)


def _list_of_deals(reading: Reading) -> SearchOpportunities:
    text = reading.text
    idle = 21 if re.search(r"卡住|停滞|没动静|不动", text) else idle_days(text)
    dated = re.search(r"签|月", text) and not idle
    return SearchOpportunities(
        stages=_stages(reading),
        over=main_amount([one.value for one in reading.amounts]),
        close=period_of(reading, ahead=True) if dated else None,
        idle_days=idle,
    )


_STAGED = re.compile(r"阶段|的(?:单子|商机|项目)")


_LOOKS = re.compile(
    r"^(?:帮我|请|麻烦)?\s*(?:看一?下|查一?下|看看|打开|调出)|(?:资料|档案|详情|信息)$|列出来$|跟进记录$"
)


def left(reading: Reading) -> Intent | None:
    """What asks and was not understood opens what it is about, and never writes."""
    text = reading.text
    if re.search(r"[让叫要]我", text) or not (is_question(reading) or _LOOKS.search(text.strip())):
        return None
    known = bool(reading.customers or reading.known_by_contact)
    if known and re.search(r"单|项目|商机|哪步|标", text):
        return ShowOpportunity(OpportunityRef(customer=reading.customer))
    return ShowCustomer(reading.customer) if known else None


def name_only(reading: Reading) -> Intent | None:
    """A customer's name and nothing else opens its card."""
    if not reading.customers:
        return None
    named = sum(one.end - one.start for one in reading.customers)
    rest = len(reading.text.strip(" 。！!?？")) - named
    return ShowCustomer(reading.customer) if rest <= 6 else None
