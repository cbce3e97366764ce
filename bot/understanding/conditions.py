"""Conditions on customers, and what makes a sentence a question."""

import re

from bot.slots import Conditions
from bot.understanding.numerals import HAN, value
from bot.understanding.reading import Reading
from core.customers.model import Tier
from core.customers.name_words import CITIES, any_of

QUESTION = re.compile(
    r"[?？]|吗|(?<![影话事])呢$|哪|几个|几家|多少|多久|什么|(?<!没)啥|怎么样|咋样|谁|有没有|查一?下|(?<!再)看看|(?<!再)看下|列一?下|怎么|为什么|能不能|是不是|没有[?？]?$|了没"
)
_CITY = re.compile(any_of(CITIES))
_INDUSTRY = re.compile(
    r"(新能源|锂电|光伏|储能|电子|半导体|芯片|化工|医疗器械|医疗|汽车零部件|汽车|食品|环保|机械|模具|建材|包装|印刷|纺织|服装|家居|家具|物流|精密制造|仪器仪表|自动化|农业|餐饮|酒店|教育|软件|制药|五金|塑料|激光|水处理)(?:行业|的|厂|企业|客户|类)?"
)
_TRADE = re.compile(
    r"[做搞](?!完|过|成|好|主|出|事|得|不|方案|报价|单|账|工作|生意)(?P<does>[\u4e00-\u9fff]{2,5}?)的(?!人|时候|事)"
    r"|(?P<of>(?![这那哪各]个|什么|其[他它]|[我他你]们|同一|一个|[的在有])[\u4e00-\u9fff]{2})行业"
)
"""What a company does, in words of no list: 做造船的, 通信行业."""
_N = rf"(?:\d{{1,3}}|[{HAN}]{{1,6}})"
_SPAN = rf"(?P<n>{_N}|一个|半个?)(?P<unit>天|个?月|周)"
_UNTOUCHED = re.compile(rf"{_SPAN}[^，,]{{0,4}}没(?:联系|跟进?|动|拜访|去|碰|见)")
_UNCLAIMED = re.compile(rf"{_SPAN}[^，,]{{0,4}}没人(?:领|要|跟)")
_IDLE = re.compile(rf"{_SPAN}[^，,]{{0,3}}没(?:动|推进)")
_LIMIT = re.compile(rf"(?:来|领|要|给我?|前|抢|找|挑)(?P<n>{_N})[个家条]")
_CATEGORY = re.compile(r"第?([一二三四五1-5])类")
_NAMED = re.compile(
    r"(?:名字?(?:里面?[带有含]?|[带有含])|叫|含|关键词|重复的?)[“\"']?([\u4e00-\u9fffA-Za-z]{2,8})"
    r"|^([\u4e00-\u9fffA-Za-z]{2,8}?)(?=在哪个公海|已经是(?:我们)?的?客户)"
)
_OF_NAME = re.compile(r"的(?:客户|公司)?$")

_ENDS = re.compile(
    r"(?:[?？吗呢么]|多少|几[个家天号步]|[到哪]一?步了?|谁|哪[些个里儿步]?|什么|啥|怎么样|咋样|怎样|了没|[着成有户]没|没有|如何)[?？。啊呀]*$"
)
_BEGINS = re.compile(
    r"^(?:为啥|为什么|凭什么|怎么|咋|谁|哪|多少|几|有没有|是不是|能不能|可不可以|要不要)|(?:都?有哪[些个]|还欠|还剩|还能|怎么不|要不要|能不能|可不可以|是不是|多久没|有几[个家]|有多少)"
)
_TOLD = re.compile(r"[问说讲]|反馈|要求|嫌|纪要|聊[了的]|见了")


def is_question(reading: Reading) -> bool:
    """Whether the sentence asks; what a customer is said to have asked is a report."""
    text = reading.text.strip()
    asks = _ENDS.search(text) or _BEGINS.search(text)
    return bool(asks) and not _TOLD.search(text) and len(text) < 30


def conditions(reading: Reading) -> Conditions:
    """Conditions in any order: 苏州 A类 30天没联系 有商机."""
    text = reading.text
    category = _CATEGORY.search(text)
    limit = _LIMIT.search(text)
    named = _NAMED.search(text)
    return Conditions(
        text=_OF_NAME.sub("", named[1] or named[2]) if named else "",
        cities=_each(_CITY.findall(text)),
        industries=_each(_INDUSTRY.findall(text) or _trades(text)),
        tiers=tuple(Tier(one) for one in _each(re.findall(r"([ABC])\s*类", text))),
        category=_number(category[1]) if category else None,
        starred=True if re.search(r"重点|星标|加星|关注", text) else None,
        untouched_days=_days(_UNTOUCHED.search(text)),
        unclaimed_days=_days(_UNCLAIMED.search(text)),
        has_opportunity=_flag(text, r"有商机|带商机|有单子", r"没有?商机|无商机"),
        dealt=_flag(text, r"成交过|有过成交|老客户|合作过", r"没成交|未成交"),
        limit=_number(limit["n"]) if limit else None,
    )


def idle_days(text: str) -> int | None:
    """超过一个月没动的: for how many days nothing was done."""
    return _days(_IDLE.search(text))


def _trades(text: str) -> list[str]:
    return [found["does"] or found["of"] for found in _TRADE.finditer(text)]


def _each(found: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def _number(words: str) -> int | None:
    number = value(words)
    return int(number) if number else None


def _days(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    if match["n"].startswith("半"):
        return 15 if "月" in match["unit"] else None
    number = _number("一" if match["n"] == "一个" else match["n"])
    per = 30 if "月" in match["unit"] else 7 if match["unit"] == "周" else 1
    return number * per if number else None


def _flag(text: str, yes: str, no: str) -> bool | None:
    if re.search(no, text):
        return False
    return True if re.search(yes, text) else None
