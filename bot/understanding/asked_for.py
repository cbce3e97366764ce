"""What a question asks for, beside what its answer shows: who, when, why, the first of all."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.intents import (
    FindRecords,
    LastFollowUps,
    OpportunityRef,
    SearchCustomers,
    SearchOpportunities,
    SearchPool,
    ShowContact,
    ShowCustomer,
    ShowOpportunity,
    ShowQuota,
    Today,
)
from bot.keys import Intent
from bot.slots import Conditions, CustomerRef
from bot.talk import NotUnderstood, OpenNumber, ShowDigest
from bot.understanding import deal_facts, staff
from bot.understanding.patterns import regex
from bot.understanding.periods import period_of
from bot.understanding.questioning import is_question
from bot.understanding.reading import Reading

_LISTED = regex(
    r"哪(?:一?[家单个]|些|几[家个单])(?!人|销售|同事|组员|队员)|(?:什么|啥)(?:客户|单子?|项目|公司)|谁家|(?:几|多少)[个通次回][^，,]{0,2}(?:电话|微信)|(?:签|赢|输|丢|谈|做|拿|成)[^，,几]{0,4}(?:几|多少)[个笔]?单"
    r"|(?:[见找给跟和与同访签领退]|联系|拜访|成交|赢|丢|输)(?:的|了|过|下的?)?(?:是)?谁|是谁[?？]?$"
)
"""Customers or deals by name, which the figures of a digest do not hold."""
_OF_DIGEST = regex(r"简报|[战日周月早晚]报|预计|预测|[战业]绩")
_DUE = regex(r"要(?!求)|该|安排|计划|几点|打算|准备|[干做办见去跑签谈]")
_WHEN = regex(r"哪[一]?天|几[号点月时]|(?:什么|啥)(?:时候|时间|时辰|钟点|辰光)|何时|多久")
_AHEAD = regex(r"几点|安排|计划|要(?!求)|[去跑见谈聊送打回开]")
_BIRTHDAY = regex(r"生日")
_WHOSE = regex(
    r"谁的|归|负责|有主|名下|[在由]谁|谁(?:在|来)?[跟管做盯]|哪[个位](?:同事|人|销售)|是不是[\u4e00-\u9fff]{1,3}的"
)


_OF_MINE = regex(r"我(?:的|名下|手[上里头底])")


def shown(reading: Reading, found: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """`found` as it shows what is asked for: whose it is, the day that lies ahead, the names behind a figure."""
    found = tuple(_of_colleague(one, reading) for one in found)
    if len(found) != 1 or not is_question(reading):
        return found
    one = found[0]
    if isinstance(one, ShowDigest):
        return _behind(one, reading)
    return (_appointed(one, reading) or _dated(one, reading) or one,)


def _of_colleague(one: Intent, reading: Reading) -> Intent:
    """The same of the one colleague who is named, where the wish has not taken him up."""
    if reading.customers or reading.known_by_contact:
        return one
    match one:
        case Today(person="", team=False) if _is_of_a_stranger(reading):
            return NotUnderstood(asks=True)
        case Today(person="", team=False) if _TEAM.search(reading.text):
            return replace(one, team=True)
        case ShowDigest() | Today() | SearchOpportunities() if not one.person:
            named = staff.colleagues(reading)
            return replace(one, person=named[0]) if len(named) == 1 else one
        case _:
            return one


_TEAM = regex(
    r"团队|[组队]里|全组|我们组|大家|手底?下|底下(?:的?人|几个)|[这那]帮(?:人|家伙)|下属|(?:兄弟|弟兄)们?|[组队]员|(?<![跟和给找与去见约])他们(?!家|公司|那边|厂)|(?:几|各|每)个(?:人|销售)|谁(?=[今明后要]|的?(?:计划|待办|活|安排))"
)


def _is_of_a_stranger(reading: Reading) -> bool:
    """钱总今天啥安排: of somebody who is neither at a customer nor a colleague one leads."""
    names = [one for one in reading.contacts if not reading.text[: one.start].strip()]
    return bool(names) and not staff.colleagues(reading)


def _behind(one: ShowDigest, reading: Reading) -> tuple[Intent, ...]:
    """The figures, and the list of what is asked for by name; of days to come what is planned."""
    text, period = reading.text, one.period
    if period and period.since > reading.clock.today:
        if _DEALS.search(text) and not _OF_DIGEST.search(text):
            return (SearchOpportunities(close=period),)
        plans = _DUE.search(text) and not _OF_DIGEST.search(text)
        return (Today(period, person=staff.plain(one.person)),) if plans else (one,)
    if not _LISTED.search(text):
        return (one,)
    return one, staff.listed(one.person, period, reading)


def _appointed(one: Intent, reading: Reading) -> Today | None:
    """金桥合同约的哪天签, 博远约的几点谈: it is planned with them."""
    match one:
        case LastFollowUps(customer=about) | ShowCustomer(customer=about):
            pass
        case ShowOpportunity(target=target):
            about = target.customer
        case _:
            return None
    return Today(customer=about) if about.ids and _APPOINTED.search(reading.text) else None


def _dated(one: Intent, reading: Reading) -> Intent | None:
    """A day that is asked for at a customer is one of what was said, or of what is planned there."""
    text = reading.text
    match one:
        case SearchCustomers() if (_WHOSE.search(text) and not _OF_MINE.search(text)) and (
            one.where.cities or one.where.text
        ):
            return replace(one, whose=True)
        case ShowContact(customer=customer, name=name) if _asks_when(text):
            about = customer if customer.ids else reading.customer
            if not about.ids:
                return None
            return LastFollowUps(about, name) if staff.is_over(text) else Today(customer=about)
        case ShowCustomer(customer=customer) if customer.ids and _PLANNED.search(text):
            return Today(customer=customer)
        case ShowCustomer(customer=customer) if customer.ids and _CHANCE.search(text):
            return ShowOpportunity(replace(deal_facts.target(reading), customer=customer))
        case ShowCustomer(customer=customer) if customer.ids and _is_signing(text):
            return ShowOpportunity(OpportunityRef(customer=customer))
        case LastFollowUps(customer=customer) | ShowCustomer(customer=customer) if customer.ids:
            return _ahead(customer, reading) or _of_that_day(one, reading)
        case ShowOpportunity(target=target) if target.customer.ids and _ASKED.search(target.words):
            return ShowOpportunity(replace(target, words=""))
        case _:
            return None


_PLANNED = regex(
    r"(?:事|活|计划|安排|待办)[^，,]{0,4}(?:几[件个]|哪些|多少|什么|啥)|几[件个](?:事|活|计划|安排)"
)
_APPOINTED = regex(r"约(?:好|定)?[的在了]?(?:是|在)?(?:哪一?天|几[号点]|(?:什么|啥)时候)")
_CHANCE = regex(r"多大(?!岁|年|了|把)|赢[面率]|胜算|几成|有?多大?(?:的)?把握")
_DEALS = regex(r"单子?(?![位价独一调])|商机|项目")
_SIGNED = regex(r"签|落地|拿下|成交")
_ASKED = regex(r"几|多少|什么|啥|哪|谁|怎|咋")
"""What no deal is called: 远帆那单毛利几个点."""


def _is_signing(text: str) -> bool:
    """蓝鲸预计几号签约: the day stands with the deal."""
    return bool(_SIGNED.search(text)) and _asks_when(text)


def _asks_when(text: str) -> bool:
    return bool(_WHEN.search(text)) and not _BIRTHDAY.search(text)


def _ahead(customer: CustomerRef, reading: Reading) -> Today | None:
    """明天几点去博远谈: what is planned with it in the days that are named and lie ahead."""
    period, behind = period_of(reading, ahead=True), period_of(reading, ahead=False)
    text, today = reading.text, reading.clock.today
    over = staff.is_over(text) and (behind is None or behind.since < today)
    if period is None or period.until < today or over or _WHOSE.search(text):
        return None
    clock_said = any(
        one.value.when and (one.value.when.at or one.value.when.part) for one in reading.times
    )
    later = staff.is_later(reading) if clock_said else not staff.is_over(text)
    later = later or period.since > today
    return Today(period, customer=customer) if later and _AHEAD.search(text) else None


_TALKED_THEN = regex(
    r"(?!(?:之?[前后]|以[前后]|再|要|答|交|定|签|批))[^，,。]{0,14}(?:[聊谈说讲问提]|沟通|碰)[^，,。]{0,3}(?:啥|什么|哪些|谁)"
)


def _of_that_day(one: Intent, reading: Reading) -> LastFollowUps | None:
    """20号去远帆都聊啥了: what was talked about on that day, and on no other."""
    if not isinstance(one, LastFollowUps) or len(reading.times) != 1:
        return None
    behind = period_of(reading, ahead=False)
    over = behind is not None and behind.since == behind.until <= reading.clock.today
    then = _TALKED_THEN.match(reading.text, reading.times[0].end)
    return replace(one, period=behind) if over and then else None


_WHY = regex(r"为什么|为啥|为何|凭什么|凭啥|(?:什么|啥)原因|[怎咋]么?会")
_FIRST = regex(r"最(?!近|后|初|终|新|起码|少要|多[能可只]|早上|先)[\u4e00-\u9fff]{1,3}")
_ASPECT = regex(r"预算|竞争对手|竞品|对手|生日")
"""What an answer of a customer tells where a record of it speaks of it, and only there."""
_OF_A_CUSTOMER = (LastFollowUps, ShowContact, ShowCustomer, ShowOpportunity)
_NOT_FIRST = regex(
    r"排?(?:第[二三四五六]|倒数)(?!季度?|[个条家类期批次页周版])[\u4e00-\u9fff]{0,2}"
)
_LISTS = (SearchCustomers, SearchPool, SearchOpportunities)


def untold(reading: Reading, found: tuple[Intent, ...]) -> Iterator[re.Match[str]]:
    """The words that ask for a reason or for the first of all, where no answer tells it."""
    if all(_gives_no_reason(one) for one in found):
        yield from _WHY.finditer(reading.text)
    if all(isinstance(one, SearchCustomers) and not _denies(one.where) for one in found):
        yield from _DENIED.finditer(reading.text)
    if any(isinstance(one, (*_FIGURES, *_LISTS)) for one in found):
        yield from _NOT_FIRST.finditer(reading.text)
    if any(isinstance(one, _OF_A_CUSTOMER) for one in found):
        yield from _ASPECT.finditer(reading.text)
    for kinds, words in _TELL_NOTHING_OF:
        if found and all(isinstance(one, kinds) for one in found):
            yield from words.finditer(reading.text)
    if all(isinstance(one, SearchCustomers) and not _has_days(one.where) for one in found):
        yield from _WINDOW.finditer(reading.text)
    if all(isinstance(one, _LISTS) and not _is_ranked(one) for one in found):
        yield from _FIRST.finditer(reading.text)


_WINDOW = regex(
    r"(?:最近|近|过去|这|本|上+)[一二两三四五六七八九十\d]*个?(?:周|月|礼拜|星期|季度?|天)(?![一二三四五六日天])|今年|去年|昨[天儿晚]|前天"
)
"""Days that a list of customers says nothing of."""


def _has_days(where: Conditions) -> bool:
    return bool(where.untouched_days or where.unclaimed_days or where.entered)


_CAME_TO_ME = r"[^，,]{0,4}(?:[归分派划转给][到在给]?我|我名下|我手|领)"
"""是哪天归到我名下的: since when it is one's own stands on its card."""
_TELL_NOTHING_OF = (
    (
        (*_OF_A_CUSTOMER, Today),
        regex(r"(?:跟|和|与|同)[^，,]{1,8}(?:认识|熟|有交情|[有是][啥什]?么?关系|是亲戚)"),
    ),
    ((LastFollowUps,), regex(r"(?:为什么|为啥|怎么|咋)(?:不算|没算)有效")),
    (
        (ShowCustomer,),
        regex(rf"是(?:哪天|几号|(?:什么|啥)时候)(?!{_CAME_TO_ME})(?=[^，,]{{1,8}}的$)"),
    ),
    (
        (FindRecords,),
        regex(
            r"到期|过期|电话|手机|联系方式|微信号|邮箱|(?:老板|负责人|联系人)[叫是]|[姓叫](?:啥|什么)"
        ),
    ),
    (
        (*_OF_A_CUSTOMER, FindRecords),
        regex(
            r"(?:给|对|卖给)(?:别家|别人|其[他它](?:人|家)|同行|对手|隔壁)|哪(?:里|儿)?人(?=[?？]|$)"
        ),
    ),
    ((SearchCustomers,), regex(r"谁(?=[^，,]*(?:跟进|联系|拜访|跑|打)[^，,]*客户)")),
    (_LISTS, regex(r"还早|早着")),
)
"""What a question may ask of two people, of a reason or of a day, and answers of these kinds never show."""
_DENIED = regex(r"(?<!有)没(?!有?[?？]?$)有?(?!找|空|用|事|[吗么呢啊呀?？]|$)[\u4e00-\u9fff]{1,4}")
"""A condition that denies something, where the list has none that does."""


def _denies(where: Conditions) -> bool:
    flags = (where.has_contact, where.has_opportunity, where.dealt)
    days = where.untouched_days or where.unclaimed_days
    return bool(days or where.order or where.unknown) or False in flags


def _gives_no_reason(one: Intent) -> bool:
    match one:
        case SearchOpportunities(state="open"):
            return True
        case OpenNumber(number="lost" | "returned"):
            return False
        case _:
            return isinstance(one, _FIGURES)


_FIGURES = (
    ShowDigest,
    OpenNumber,
    Today,
    SearchCustomers,
    SearchPool,
    ShowContact,
    ShowCustomer,
    ShowQuota,
)


def _is_ranked(one: SearchCustomers | SearchPool | SearchOpportunities) -> bool:
    return bool(one.order if isinstance(one, SearchOpportunities) else one.where.order)
