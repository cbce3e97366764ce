"""Questions about the pool: what lies in it, since when, and what came in last."""

import re
from dataclasses import replace

from bot.intents import ExplainOwnership, SearchPool, ShowCustomer
from bot.keys import Intent
from bot.slots import Conditions
from bot.understanding.clauses import said_beside
from bot.understanding.conditions import conditions, searched
from bot.understanding.patterns import regex
from bot.understanding.periods import period_of
from bot.understanding.ranking import is_newest, is_one, order_in_pool
from bot.understanding.reading import Reading
from bot.understanding.reported import is_contacted

_WANTED = regex(
    r"[来找挑](?:\d{1,2}|[一二两三四五六七八九十]+)[个家条]|(?:看看|找找|有没有|有啥|有什么|推荐).{0,12}(?:厂|企业|公司)$"
)
_OWN = regex(r"我的|我手|没联系|没跟|没去|重点|商机|拜访")


def pool(reading: Reading) -> Intent | None:
    """公海里有啥好客户, 一个月没人领的, 看看宁波的模具厂."""
    text = reading.text
    wanted = _WANTED.search(text) and not _OWN.search(text) and not reading.customers
    if wanted and conditions(reading) != Conditions():
        return SearchPool(searched(reading))
    if not re.search(
        r"没人[领要]|没人管(?=的|客户|[了吗么嘛?？。]*$)|没人跟(?!我|咱|你|他|俺|讲|说|提)|没主|掉[出下]来|公海|无主|没主的|(?:可以|能)(?:认?领|跟|捡|捞)(?:的|[吗么?？]?$)",
        text,
    ):
        return None
    if is_contacted(reading) and said_beside(reading) > 1:
        return None
    if re.search(r"掉(?:进|回|到)?公海了?吗|退公海|退回公海|提醒我|叫我", text):
        return None
    if reading.customers:
        return _of_the_pool(reading)
    return SearchPool(_ordered(searched(reading), reading))


def _ordered(where: Conditions, reading: Reading) -> Conditions:
    """With what is asked for first, and when it came in: 晾得最久的是哪家, 上礼拜新掉进来的."""
    text = reading.text
    dated = _ENTERED.search(text) and not _VAGUE.search(text)
    entered = period_of(reading, ahead=False) if dated else None
    if order := order_in_pool(text):
        where = replace(where, order=order, limit=where.limit or (1 if is_one(text) else None))
    if is_newest(text):
        return replace(where, limit=1, unknown="")
    if entered is None or entered.since > reading.clock.today:
        return where
    rest = [word for word in where.unknown.split("、") if not _SPAN.search(word)]
    return replace(where, entered=entered, unknown="、".join(rest), text="")


_VAGUE = regex(r"最近(?![\d一二两三四五六七八九十半])|近期|明年|下个?月")
_SPAN = regex(r"周|礼拜|星期|月|季|[今昨前]|年|几?天")


_ENTERED = regex(r"新?掉|进来?|新增|新来|新放|新退|回来|回收|收回")


def _of_the_pool(reading: Reading) -> Intent:
    """Since when it lies there and why, or the customer itself."""
    asks = _SINCE.search(reading.text)
    return ExplainOwnership(reading.customer) if asks else ShowCustomer(reading.customer)


_SINCE = regex(
    r"多久|几天|多少天|什么时候|啥时候|何时|几时|哪天|几号|怎么|咋|为|因|啥原因|什么原因|谁"
)
