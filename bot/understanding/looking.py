"""Questions about customers, their people and opportunities; a name alone opens its card."""

import re
from dataclasses import replace

from bot.intents import (
    LastFollowUps,
    SearchCustomers,
    ShowContact,
    ShowCustomer,
    ShowTimeline,
)
from bot.keys import Intent
from bot.slots import EVER, Conditions, CustomerRef
from bot.talk import NotSupported, ShowDigest
from bot.understanding import comparing
from bot.understanding.asking import figures_of
from bot.understanding.conditions import conditions, searched, unknown
from bot.understanding.deals_asked import OF_CUSTOMERS, STATE, deals
from bot.understanding.deals_composed import composed
from bot.understanding.patterns import regex
from bot.understanding.people import is_full_name
from bot.understanding.periods import period_of
from bot.understanding.questioning import QUESTION, is_question
from bot.understanding.ranking import is_one, order_of_customers
from bot.understanding.reading import Reading

_CONTACT = regex(
    r"(?:电话|微信|邮箱)(?:号码?)?(?:是)?(?:多少(?!次|个|通)|号|(?:啥|什么)(?!内容|时候|情况|结果|事))|手机(?:号|多少)|(?<![A-Za-z])(?:tel|phone|mobile|contact)(?![A-Za-z])|联系人(?:是|叫)|联系方式|怎么联系|号码|(?<![打回个])(?<!给我[打回]的)(?:电话|手机号?|微信|联系方式|邮箱|的号)(?:(?:[发报推说念]?给|[发报推])我?(?:一?下|看看)?)?[。?？]?$|(?<!要)(?:找谁|认识(?:谁|哪几?[个些位]|几[个位])|联系谁)|有联系人[没吗]|联系人(?:列|有|都|[。?？]?$)|都有谁|谁管|哪些联系人|(?:什么|啥)(?:职位|职务|头衔)|(?:是|做|管|干)(?:干|管)?(?:什么|啥|嘛)的|[是管干做负责][^，,。]{0,2}哪(?:一?[块摊片]|个?部门|个?方面)|(?:什么|啥|哪个?)(?:岗位?|角色|部门)|干嘛的|[叫姓](?:啥|什么)|(?:大名|贵姓)|谁是(?:采购|老板|厂长|技术|财务|负责|拍板)|哪个?(?:公司|单位|家|厂)的|在哪个?(?:公司|单位|家|厂)|生日是?(?:哪天|几号|什么时候|多少)"
)
_LAST = regex(
    r"上次|最[近后]一[次回趟]|聊了啥|聊了什么|谈了什么|最近(?:的)?跟进|上回(?!了)|跟进记录"
)
_TOLD = regex(r"[问答](?:了|上次)")
_TIMES = regex(r"(?:聊|见|拜访|跑|去|联系|谈)过?了?[\u4e00-\u9fff]{0,4}(?:几|多少)[次回趟]")
"""远帆聊过几次了: the contacts themselves say it."""


def lookup(reading: Reading) -> Intent | tuple[Intent, ...] | None:
    """Questions about customers, people and opportunities."""
    return (
        comparing.deals(reading)
        or composed(reading)
        or _of_people(reading)
        or deals(reading)
        or _counted(reading)
        or _filtered(reading)
        or _of_customer(reading)
    )


_ALL_NOTES = regex(r"时间线|来龙去脉|历史(?:跟进)?记录|全部记录")


def _of_people(reading: Reading) -> Intent | None:
    text = reading.text.strip()
    name = reading.contacts[0].value if reading.contacts else ""
    if (number := _MOBILE.search(text)) and is_question(reading):
        return ShowContact(CustomerRef(), number.group())
    if _is_of_focus(reading):
        return _of_focus(reading, text)
    if name and _CALLED.search(text):
        return ShowContact(reading.known_by_contact.get(name, CustomerRef()), name)
    if reading.customers and not name and _OF_THE_FIRM.search(text) and is_question(reading):
        return ShowCustomer(reading.customer)
    known = bool(reading.contacts or reading.customers)
    if known and _CONTACT.search(text) and not re.search(r"换了|改成|改为|加|新", text):
        at = reading.known_by_contact.get(name, CustomerRef())
        known_there = at if at.only else CustomerRef()
        named = reading.customers[0].value if reading.customers else known_there
        return ShowContact(named, name)
    here = bool(reading.customers or reading.known_by_contact)
    if (here and _TIMES.search(text)) or (known and (_LAST.search(text) and _looks_back(reading))):
        return LastFollowUps(reading.customer, name)
    if not known and (stranger := _STRANGER.match(text)):
        return _of_nobody(stranger["name"])
    return ShowTimeline(reading.customer) if _ALL_NOTES.search(text) else None


_OF_THE_FIRM = regex(
    r"全称|全名|(?:公司|单位)(?:到底|究竟|正式)?叫(?:什么|啥)|[干做搞是][^，,]{0,2}哪一?行|[是做干搞][^，,]{0,2}(?:什么|啥)(?:行业|业务)|(?:公司|家)是[干做搞](?:什么|啥|嘛)的"
)
"""北重全称叫啥, 云栖是干哪行的: what stands on the card of the company."""
_CALLED = regex(r"(?:联系人|名字|那个人|的人)(?:是|叫|姓)|叫\S{2,4}的(?:联系)?人?(?:是|在)?哪")
_MOBILE = regex(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_SHORT = 14
_THEIRS = regex(
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
    return LastFollowUps(about) if _LAST.search(text) and _looks_back(reading) else None


def _looks_back(reading: Reading) -> bool:
    """上次聊了啥, 看看跟进记录; 问了上次的报价 is a report."""
    text = reading.text.strip()
    looks = is_question(reading) or QUESTION.search(text) or _OPENS.search(text)
    return bool(looks) and not _TOLD.search(text)


_OPENS = regex(
    r"^(?:帮我|请|麻烦)?(?:看|查|翻)|(?:看|查|翻|列|调|拉|发)(?:出来|给我|我)?(?:一?下|看看|瞧瞧)?[。！]?$"
)
_STRANGER = regex(
    r"(?:请?帮?[我忙]?[找查看]一?下)?(?P<name>(?:(?!今天|昨天|打了)[\u4e00-\u9fffA-Za-z]){2,10}?)的?(?:采购|老板|厂长|负责人|联系人)?的?"
    r"(?:电话|手机号?码?|微信|联系方式|号码|职[务位]|生日)(?:号码?)?(?:是?(?:多少|啥|什么|哪天|几号)|(?:发?给|发)我)?[?？。]*$"
)


def _of_nobody(name: str) -> ShowContact:
    """刘海波电话, 三一重工的电话: somebody or some company that is not known is said not to be."""
    if is_full_name(name):
        return ShowContact(CustomerRef(), name)
    return ShowContact(CustomerRef((), name))


def _filtered(reading: Reading) -> Intent | None:
    text = reading.text.strip()
    if not reading.customers and (order := order_of_customers(text)) and is_question(reading):
        one = 1 if is_one(text) else None
        return SearchCustomers(replace(conditions(reading), order=order, limit=one))
    if not reading.customers and (who := _whose(reading)):
        return SearchCustomers(replace(conditions(reading), text="", person=who))
    if not reading.customers and _NEVER.search(text):
        return SearchCustomers(replace(conditions(reading), untouched_days=EVER))
    narrows = conditions(reading) != Conditions() and not reading.customers and _is_list(reading)
    if OF_CUSTOMERS.search(text) or (narrows and _NOUN.search(text)):
        return SearchCustomers(searched(reading))
    return SearchCustomers(conditions(reading)) if narrows and not unknown(reading) else None


_WHO = r"(?P<who>[老小][\u4e00-\u9fff]|[\u4e00-\u9fff]{2,3}?)"
_OF_SOMEBODY = regex(
    rf"(?:看看?|查查?)?{_WHO}(?:现在)?(?:(?:手[上里头]|名下)的?(?:都?有)?|都?有|的)(?:多少|几个?|哪些)?个?客户(?:有哪些|有多少|有几个|列一?下|有谁)?[?？。]?$"
)


_ASKED_OF = regex(r"(?:哪些|几个|多少|什么)个?客户|客户(?:有哪些|有谁|列一?下|有几个)")


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


_NEVER = regex(
    r"(?<![天周月拜期])没有?(?:联系|拜访|跟进|见|碰|去|打)过的|(?:从来?|从未|一直)没?有?过?任?何?(?:联系|拜访|跟进|记录|搭理|碰)|一[回次]都?没有?(?:联系|拜访|跟进|去|见|打|碰|搭理)|(?:从来?|一次都?|还|都|客户.{0,4})没有?(?:联系|拜访|跟进|去|见|打|碰)过"
)
_NOUN = regex(r"客户|公司|企业|厂家?")


def _is_list(reading: Reading) -> bool:
    """Short, with one time at most; and it asks, or nothing is told."""
    text = reading.text.strip()
    told = re.search(r"拜访|见了|去了|聊了|说|提醒", text) or reading.contacts
    short = len(text) < 30 and not reading.times[1:]
    return short and not _TRAVELS.search(text) and bool(QUESTION.search(text) or not told)


_TRAVELS = regex(r"高铁|航班|机票|火车")


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
    asks = QUESTION.search(text) and STATE.search(text) and not told
    return ShowCustomer(reading.customer) if asks and reading.customers else None


def name_only(reading: Reading) -> Intent | None:
    """A customer's name and nothing else opens its card."""
    if not reading.customers:
        return None
    named = sum(one.end - one.start for one in reading.customers)
    rest = len(reading.text.strip(" 。！!?？")) - named
    return ShowCustomer(reading.customer) if rest <= 6 else None
