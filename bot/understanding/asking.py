"""Questions: whose and until when, digests, what to do, the pool, customers, people, opportunities."""

import re
from datetime import date, timedelta

from bot.intents import (
    ExplainOwnership,
    LastFollowUps,
    OpportunityRef,
    SearchCustomers,
    SearchOpportunities,
    SearchPool,
    ShowContact,
    ShowCustomer,
    ShowOpportunity,
    ShowQuota,
    ShowReturning,
    ShowTimeline,
    Today,
)
from bot.keys import Intent
from bot.slots import Conditions, Period
from bot.talk import NotSupported, ShowDigest
from bot.understanding.numerals import HAN, value
from bot.understanding.reading import Reading
from bot.understanding.said import directed
from bot.understanding.visits import main_amount
from bot.understanding.words import STAGES
from core.customers.model import Tier

QUESTION = re.compile(
    r"[?？]|吗|呢$|哪|几个|几家|多少|多久|什么|啥|怎么样|咋样|谁|有没有|查一?下|看看|看下|列一?下|怎么|为什么|能不能|是不是|没有[?？]?$|了没"
)
_CITY = re.compile(
    r"(苏州|无锡|杭州|宁波|上海|南京|常州|嘉兴|深圳|广州|东莞|佛山|珠海|惠州|北京|天津|青岛|济南|石家庄|大连|武汉|长沙|成都|重庆|西安|郑州|合肥|"
    r"福州|厦门|泉州|温州|绍兴|台州|金华|南通|徐州|扬州|昆山|湖州|烟台|潍坊|沈阳|长春|哈尔滨|昆明|贵阳|南宁|海口|南昌|太原|兰州|中山|江门|淄博|临沂)"
)
_INDUSTRY = re.compile(
    r"(新能源|锂电|光伏|储能|电子|半导体|芯片|化工|医疗器械|医疗|汽车零部件|汽车|食品|环保|机械|模具|建材|包装|印刷|纺织|服装|家居|家具|物流|精密制造|仪器仪表|自动化|农业|餐饮|酒店|教育|软件|制药|五金|塑料|激光|水处理)(?:行业|的|厂|企业|客户|类)?"
)
_N = rf"(?:\d{{1,3}}|[{HAN}]+)"


def conditions(reading: Reading) -> Conditions:
    """Conditions in any order: 苏州 A类 30天没联系 有商机."""
    text = reading.text
    tiers = tuple(dict.fromkeys(Tier(one) for one in re.findall(r"([ABC])\s*类", text)))
    untouched = re.search(
        rf"(?P<n>{_N}|一个)(?P<unit>天|个?月|周)[^，,]{{0,4}}没(?:联系|跟进?|动|拜访|去)", text
    )
    unclaimed = re.search(
        rf"(?P<n>{_N}|一个)(?P<unit>天|个?月|周)[^，,]{{0,4}}没人(?:领|要|跟)", text
    )
    category = re.search(r"第?([一二三四五1-5])类", text)
    limit = re.search(rf"(?:来|领|要|给我?|前|抢)(?P<n>{_N})[个家条]", text)
    number = value(category[1]) if category else None
    most = value(limit["n"]) if limit else None
    return Conditions(
        text=_keyword(text),
        cities=tuple(dict.fromkeys(_CITY.findall(text))),
        industries=tuple(dict.fromkeys(one for one in _INDUSTRY.findall(text))),
        tiers=tiers,
        category=int(number) if number else None,
        starred=True if re.search(r"重点|星标|加星", text) else None,
        untouched_days=_days(untouched),
        unclaimed_days=_days(unclaimed),
        has_opportunity=_flag(text, r"有商机|带商机|有单子", r"没有?商机|无商机"),
        dealt=_flag(text, r"成交过|有过成交|老客户|合作过", r"没成交|未成交"),
        limit=int(most) if most else None,
    )


def _keyword(text: str) -> str:
    """看看宁波的模具厂: what is left of a name or a trade no table holds."""
    match = re.search(
        r"(?:名字?(?:里|带|有|含)|叫|含|关键词)[“\"']?([\u4e00-\u9fffA-Za-z]{2,8})", text
    )
    return match[1] if match else ""


def _days(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    number = value("一" if match["n"] == "一个" else match["n"])
    per = 30 if "月" in match["unit"] else 7 if match["unit"] == "周" else 1
    return int(number) * per if number else None


def _flag(text: str, yes: str, no: str) -> bool | None:
    if re.search(no, text):
        return False
    return True if re.search(yes, text) else None


_OWNERSHIP = re.compile(
    r"还能留|留多久|归谁|归属|有没有主|有主吗|谁的客户|是谁的|谁在跟|怎么没了|为什么(?:不能|没|掉)|保护(?:到|期)|到期[吗日]|多久(?:掉|回)|什么时候(?:掉|回)|为啥|算不算有效|几天内要|还剩几天|能留到"
)
_RETURNING = re.compile(
    r"(?:快|要|会|将|即将).{0,3}(?:掉|回|进|到)(?:回|到|进)?公海|谁的客户快掉|今晚会掉"
)


def ownership(reading: Reading) -> Intent | None:
    text = reading.text
    if re.search(r"还能领|领取?名额|配额|能领几|还剩几个名额|领了几个", text):
        return ShowQuota()
    if _RETURNING.search(text) and not reading.customers:
        return ShowReturning(team=bool(re.search(r"谁的|团队|大家|组里|我们组", text)))
    if not _OWNERSHIP.search(text):
        return None
    if re.search(r"是谁的|谁在跟|谁的客户|有没有主|有主", text) and reading.customers:
        return ShowCustomer(reading.customer)
    when = None
    if reading.times:
        one = reading.times[0]
        when = directed(one.value, reading.clock, future=False)
    if reading.customers or reading.context.shown:
        return ExplainOwnership(reading.customer, when)
    return None


_DIGEST = re.compile(
    r"简报|日报发我|今天怎么样|汇总|战报|团队(?:情况|怎么样)|(?:本|这个?|上个?)[周月](?:怎么样|情况|到现在|汇总)|只看|周报|月报|今天(?:情况|战况)|本月到现在"
)


def digest(reading: Reading) -> Intent | None:
    text = reading.text.strip()
    if re.search(r"写(?:日报|周报)|日报加|补.{0,4}日报|日报写了没", text):
        return NotSupported("work_log")
    person = re.search(
        r"只看(.{2,4})$|看[下看]?([\u4e00-\u9fff]{2,3})(?:今天|这周|本周|昨天)的?(?:拜访|跟进|情况)",
        text,
    )
    if not _DIGEST.search(text) and not (person and not reading.customers):
        return None
    if reading.customers:
        return None
    name = (person[1] or person[2]) if person else ""
    return ShowDigest(period_of(reading, ahead=False), person=name.strip("的 "))


def period_of(reading: Reading, *, ahead: bool) -> Period | None:
    """A day or a range of days in the sentence; None when none is named."""
    text, today = reading.text, reading.clock.today
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    fixed = (
        (r"上上周", Period(monday - timedelta(days=14), monday - timedelta(days=8))),
        (
            r"上个?(?:周|星期|礼拜)(?![一二三四五六日天])",
            Period(monday - timedelta(days=7), monday - timedelta(days=1)),
        ),
        (
            r"(?:这|本)个?(?:周|星期|礼拜)(?![一二三四五六日天])",
            Period(monday, monday + timedelta(days=6) if ahead else today),
        ),
        (
            r"下个?(?:周|星期|礼拜)(?![一二三四五六日天])",
            Period(monday + timedelta(days=7), monday + timedelta(days=13)),
        ),
        (
            r"上个?月(?!\d)",
            Period((first - timedelta(days=1)).replace(day=1), first - timedelta(days=1)),
        ),
        (r"(?:这|本)个?月", Period(first, _last_of(first) if ahead else today)),
        (
            r"下个?月(?!\d)",
            Period(
                _last_of(first) + timedelta(days=1), _last_of(_last_of(first) + timedelta(days=1))
            ),
        ),
    )
    for words, period in fixed:
        if re.search(words, text):
            return period
    month = re.search(rf"(?<![\d年])(\d{{1,2}}|[{HAN}]{{1,2}})月份?(?!\d|底|初|末)", text)
    if month and (number := value(month[1])) and 1 <= number <= 12:
        year = today.year + (ahead and int(number) < today.month)
        start = date(year, int(number), 1)
        return Period(start, _last_of(start))
    if reading.times:
        one = reading.times[0]
        when = directed(one.value, reading.clock, future=ahead)
        if when is not None:
            return Period(when.day, one.value.last or when.day, when.words)
    return None


def _last_of(first: date) -> date:
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)


_AGENDA = re.compile(
    r"要跟谁|有啥活|待办|要做什么|要做啥|干什么|干啥|有几个(?:拜访|计划|安排)|哪些没跟|欠了|(?:今天|明天|周.|后天|下周)的?(?:安排|计划|日程|行程)|安排一下$|有什么安排|今天跟谁|逾期的(?:计划|跟进)?|过生日|快到期的续约|新线索$|几个拜访|^(?:那|那么)?(?:今天|明天|后天|大后天|[这本下]周[一二三四五六日天]?)呢[?？]?$|[哪什么些]+(?:安排|计划|行程|事要做|没做|没完成|要做)|(?:有没有|有什么|哪些)(?:过期|逾期|到期没做)"
)


def agenda(reading: Reading) -> Intent | None:
    text = reading.text.strip()
    if reading.customers or not _AGENDA.search(text) or re.search(r"提醒我|记一下", text):
        return None
    if re.search(r"新线索|续约|生日", text):
        kind = "lead" if "线索" in text else "renewal" if "续约" in text else "birthday"
        return NotSupported(
            "new_lead" if kind == "lead" else "contract" if kind == "renewal" else "search"
        )
    if re.search(r"欠|逾期|过期", text):
        return Today(kind="overdue")
    kind = "visit" if re.search(r"几个拜访|拜访安排", text) else ""
    return Today(period_of(reading, ahead=True), kind)


def pool(reading: Reading) -> Intent | None:
    text = reading.text
    fell = re.search(r"没人领|掉出来|公海", text)
    if not fell or re.search(r"掉(?:进|回|到)?公海了?吗|退公海|退回公海", text):
        return None
    if reading.customers:
        return ShowCustomer(reading.customer)
    return SearchPool(conditions(reading))


_CONTACT = re.compile(r"电话(?:是)?(?:多少|号)|手机(?:号|多少)|联系方式|怎么联系|号码")
_LAST = re.compile(r"上次|最近一次|聊了啥|聊了什么|谈了什么|最近(?:的)?跟进|上回|跟进记录")
_DEALS = re.compile(r"商机|单子|项目|要签的|报价阶段|谈判阶段|投标阶段|方案阶段|我手上")


def lookup(reading: Reading) -> Intent | None:
    """Questions about customers, people and opportunities."""
    text = reading.text.strip()
    asks = bool(QUESTION.search(text))
    if (
        _CONTACT.search(text)
        and (reading.contacts or reading.customers)
        and not re.search(r"换了|改成|改为", text)
    ):
        name = reading.contacts[0].value if reading.contacts else ""
        return ShowContact(
            reading.customers[0].value if reading.customers else ShowContact().customer, name
        )
    looks = asks or re.match(r"看|查|翻", text)
    if _LAST.search(text) and looks and (reading.customers or reading.contacts):
        name = reading.contacts[0].value if reading.contacts else ""
        return LastFollowUps(reading.customer, name)
    if re.search(r"时间线|来龙去脉|历史记录|全部记录", text):
        return ShowTimeline(reading.customer)
    if (wish := _deals(reading)) is not None:
        return wish
    where = conditions(reading)
    filtered = where != Conditions() and not reading.customers
    short = not reading.times[1:] and len(text) < 30
    told = re.search(r"拜访|见了|去了|聊了|说|提醒", text) or reading.contacts
    if filtered and short and (asks or not told):
        return SearchCustomers(where)
    if re.search(r"(?:我的|所有|全部)客户|客户(?:列表|清单)|哪些客户|几个客户", text):
        return SearchCustomers(where)
    if re.search(r"拜访了?(?:几|多少)[家次]|跑了几家|几个有效", text):
        return ShowDigest(period_of(reading, ahead=False))
    if re.match(r"(?:帮我)?(?:查询?|统计|导出)", text) and not reading.customers:
        return NotSupported("search")
    if (
        asks
        and reading.customers
        and re.search(r"怎么样|什么情况|咋样|情况|进展|有没有|查|看|是", text)
    ):
        return ShowCustomer(reading.customer)
    return None


def _deals(reading: Reading) -> Intent | None:
    text = reading.text
    amount = main_amount([one.value for one in reading.amounts])
    stages = tuple(
        code
        for code, words in STAGES
        if words.search(text)
        and re.search(r"阶段|的(?:单子|商机|项目)", text)
        and code not in ("won", "lost", "invalid")
    )
    idle = re.search(rf"(?P<n>{_N}|一个)(?P<unit>天|个?月|周)[^，,]{{0,3}}没(?:动|推进)", text)
    lists = re.search(
        r"列一?下|有哪些|哪些|要签的|我(?:手上|的)|超过|以上的|所有|多少|没动的", text
    )
    if not _DEALS.search(text) or re.search(r"建|新开|推[到进]|赢|输|丢|改成", text):
        return None
    if not lists and reading.customers:
        asks = QUESTION.search(text)
        return ShowOpportunity(OpportunityRef(customer=reading.customer)) if asks else None
    if not lists and not stages:
        return None
    dated = re.search(r"签|月", text) and not idle
    period = period_of(reading, ahead=True) if dated else None
    return SearchOpportunities(stages=stages, over=amount, close=period, idle_days=_days(idle))


def name_only(reading: Reading) -> Intent | None:
    """A customer's name and nothing else opens its card."""
    if not reading.customers:
        return None
    rest = len(reading.text.strip(" 。！!?？")) - sum(
        one.end - one.start for one in reading.customers
    )
    return ShowCustomer(reading.customer) if rest <= 6 else None
