"""What asks and no rule has understood: answered by what it is about, and never written."""

import re
from collections.abc import Callable, Iterator

from bot.intents import (
    ExplainOwnership,
    LastFollowUps,
    OpportunityRef,
    SearchCustomers,
    SearchPool,
    ShowContact,
    ShowCustomer,
    ShowOpportunity,
    ShowReturning,
    Today,
)
from bot.keys import Intent
from bot.slots import Conditions
from bot.talk import ME, Help, ShowDigest, ShowRules
from bot.understanding.accounting import unanswered
from bot.understanding.asking import figures_of
from bot.understanding.conditions import conditions, searched
from bot.understanding.deals_asked import list_of_deals, named_deal
from bot.understanding.patterns import regex
from bot.understanding.periods import period_of
from bot.understanding.questioning import is_question
from bot.understanding.reading import Reading
from bot.understanding.recalling import recalled
from bot.understanding.reported import is_contacted, is_promised
from bot.understanding.spans import masked
from bot.understanding.staff import is_over
from bot.understanding.talking import last_resort

_LOOKS = regex(
    r"^(?:帮我|请|麻烦)?\s*(?:看一?下|查一?下|看看|打开|调出)|(?:资料|档案|详情|信息)$|列出来$|跟进记录$"
    r"|(?<![没有了新什么的多大])(?:进展|进度)[?？]?$|(?:的|[号日]|[今昨前]天|[上这本]周|月|季度|年)的?(?:进展|进度|情况|业绩|战况|日程|数据|总结)[?？]?$"
    r"|(?:[发报念推传甩说]|给)(?:一?下|给)?我(?:一?下|看看|看一下)?[。?？]?$"
)
_NOTHING_TOLD = regex(r"\u3000+(?:那边|那家|他们?家?)?的[\u4e00-\u9fffA-Za-z]{1,6}[。?？]?")
"""周国平的邮箱: a thing of somebody, of which nothing is told."""


def left(reading: Reading) -> Intent | None:
    """What asks and was not understood opens what it is about, and never writes."""
    text = reading.text
    if re.search(r"[让叫要]我", text) or not _looks(reading):
        return None
    if reading.customers or reading.known_by_contact:
        return _of_customer(reading)
    if deal := named_deal(reading):
        return ShowOpportunity(deal)
    asked = (ask(reading) for words, ask in _TOPICS if words.search(text))
    return next((one for one in asked if one is not None), None)


def _looks(reading: Reading) -> bool:
    text = masked(masked(reading.text, reading.customers), reading.contacts).strip(" ")
    looks = _LOOKS.search(reading.text.strip()) or _NOTHING_TOLD.fullmatch(text)
    told = is_contacted(reading) or is_promised(reading)
    return is_question(reading) or (bool(looks) and not told)


_WHO = regex(r"谁的?(?:客户|单|在|跟|去|负责)|谁[?？]?$")
_OF_OWNERSHIP = regex(r"掉|收[回走]|就没了|公海|保护|留|到期|回收")
_OF_PEOPLE = regex(r"联系(?!过|了)|(?<![打回个通])电话(?!里|上)|手机|号码|微信|职[务位]")
_OF_A_CALL = regex(r"[打来]的[^，,\s]{0,4}电话|[咋怎]么?(?:说|讲|答|回)")
"""昨儿打的张姐电话 她咋说来着: what was said, and no number."""
_OF_DEALS = regex(
    r"[成丢黄输赢]了|没[成丢黄]|单|项目|商机|哪步|(?<![指目])标|进展|进度|签|报价|赢率|金额|阶段"
)
_OF_TALKS = regex(r"[聊谈说讲]|要求|内容|结果|没见|没去|意见|反馈|态度|最近|上次|上回|记录")


def _of_customer(reading: Reading) -> Intent:
    """Its ownership, people, deals or talks, else its card."""
    text, about = reading.text, reading.customer
    if _WHO.search(text):
        return ShowCustomer(about)
    if _OF_OWNERSHIP.search(text):
        return ExplainOwnership(about)
    if _OF_PEOPLE.search(text) and not _OF_A_CALL.search(text):
        return ShowContact(about, reading.contacts[0].value if reading.contacts else "")
    if _OF_DEALS.search(text):
        return ShowOpportunity(OpportunityRef(customer=about))
    told = _OF_TALKS.search(text)
    return LastFollowUps(about) if told else ShowCustomer(about)


Topic = tuple[re.Pattern[str], Callable[[Reading], Intent | None]]


def _figures(reading: Reading) -> Intent | None:
    """Of the days or people that are named; of none in particular it is not known what is meant."""
    period, whose = period_of(reading, ahead=False), figures_of(reading)
    if not (period or whose or _EVERYBODY.search(reading.text)):
        return None
    return ShowDigest(period, person=whose)


_EVERYBODY = regex(r"团队|大家|组里|全组|部门|谁|哪些?个?(?:人|销售|同事)")


def _plans(reading: Reading) -> Intent | None:
    """What lies ahead; of days that are over, what was done."""
    period = period_of(reading, ahead=not is_over(reading.text))
    return _figures(reading) if period and period.until < reading.clock.today else Today(period)


_CORE_OF_FIGURES = regex(
    r"业绩|战绩|成绩|战况|战报|报表|简报|数据|数字|情况|咋样|怎么?样|如何|签|成交|拜访|跟进|跑|表现|^看|拉出来"
)
_CORE_OF_DEALS = regex(r"单子?(?![位价独一调])|商机|项目|在谈|[要能会该]签")
_BRIEF = 20


def accounted(reading: Reading) -> Intent:
    """What is short and holds no word but those of one subject asks about it, else it is the last resort.

    我今儿战绩, 30万到100万的单子.
    """
    if len(reading.text.strip()) > _BRIEF or reading.customers or reading.contacts:
        return recalled(reading) or last_resort(reading)
    asked = (one for one in _subjects(reading) if unanswered(reading, (one,)) is None)
    return next(asked, None) or recalled(reading) or last_resort(reading)


def _subjects(reading: Reading) -> Iterator[Intent]:
    text, period = reading.text, period_of(reading, ahead=False)
    where = conditions(reading)
    if _CORE_OF_DEALS.search(text) and (
        reading.amounts or period or list_of_deals(reading).stages or "在谈" in text
    ):
        yield list_of_deals(reading)
    if where != Conditions():
        yield SearchCustomers(where)
    if _CORE_OF_FIGURES.search(text) and period:
        mine = ME if _MINE.search(text) else ""
        yield ShowDigest(period, person=figures_of(reading) or mine)


_MINE = regex(r"(?<![给帮替发])我(?!们)|自己|本人")


_TOPICS: tuple[Topic, ...] = (
    (
        regex(
            r"(?:怎么|咋|如何)(?:撤|改|删|取消|记|录|建|加|领|退|查|绑)|功能|教(?:教|一下)?我|怎么用|咋用|命令|指令|会干[嘛啥]"
        ),
        lambda _: Help(),
    ),
    (
        regex(r"(?:多少|几)天.{0,10}(?:掉|收|回)|(?:锁定?|领).{0,6}(?:最多|上限)|上限|规定"),
        lambda _: ShowRules(),
    ),
    (regex(r"拖[着了]|逾期|超期|没[办做弄]|忘了|漏[掉了]"), lambda _: Today(kind="overdue")),
    (regex(r"(?:会|要|快)掉|被收"), lambda reading: ShowReturning(team="谁" in reading.text)),
    (
        regex(r"公海|捡|没人要|认?领.{0,3}客户|推荐"),
        lambda reading: SearchPool(searched(reading)),
    ),
    (regex(r"单子|商机|项目|能签|[哪几]几?单"), list_of_deals),
    (
        regex(
            r"(?:有|剩|欠)[^，,]{0,3}事|几件事|(?:开.{0,2}|有)(?:啥|什么|几个)会(?!员)|有个?(?:会(?!员)|约|拜访)|(?:啥|什么)事|要(?:办|做|干|跟|跑|去|见)|要.{0,3}[给跟找见]谁|[给跟找](?:谁家?|哪[个家位])[^，,了过]{0,2}[送发打回寄谈聊]|安排|待办|几点|[干办做忙见去跑].{0,3}(?:嘛|啥|什么|哪)|日程|行程"
        ),
        _plans,
    ),
    (
        regex(r"业绩|战况|情况|进展|干得|去.{0,3}客户|出去|动静|数据|总结|拜访|跟进|跑|干活|签"),
        _figures,
    ),
)
"""What a question without a name is about, the surest words first."""
