"""Conditions on customers, in any order."""

import re
from dataclasses import replace

from bot.slots import Conditions
from bot.understanding.numerals import HAN, value
from bot.understanding.once import once
from bot.understanding.patterns import regex
from bot.understanding.preambles import beside_the_question, without
from bot.understanding.reading import Reading
from bot.understanding.regions import REGION, regions_in
from bot.understanding.spans import masked
from bot.understanding.vocabulary import COMMON
from core.customers.model import Tier
from core.customers.name_words import CITIES, any_of

_CITY = regex(any_of(CITIES))
_INDUSTRY = regex(
    r"(新能源|锂电|光伏|储能|电子|半导体|芯片|化工|医疗器械|医疗|汽车零部件|汽车|食品|环保|机械|模具|建材|包装|印刷|纺织|服装|家居|家具|物流|精密制造|仪器仪表|自动化|农业|餐饮|酒店|教育|软件|制药|五金|塑料|激光|水处理)(?:行业|的|厂|企业|客户|类)?"
)
_TRADE = regex(
    r"[做搞](?!完|过|成|好|主|出|事|得|不|方案|报价|单|账|工作|生意)(?P<does>[\u4e00-\u9fff]{2,5}?)的(?!人|时候|事)"
    r"|(?P<of>(?![这那哪各]个|什么|其[他它]|[我他你]们|同一|一个|[的在有])[\u4e00-\u9fff]{2})行业"
)
"""What a company does, in words of no list: 做造船的, 通信行业."""
_N = rf"(?:\d{{1,3}}|[{HAN}]{{1,6}})"
_SPAN = rf"(?P<n>{_N}|一个|半个?)(?P<unit>天|个?多?月|个?多?(?:周|星期|礼拜))"
_UNTOUCHED = regex(rf"{_SPAN}[^，,]{{0,4}}没(?:联系|跟进?|动静|动|拜访|去|碰|见|理|搭理|打)")
_UNCLAIMED = regex(rf"{_SPAN}[^，,]{{0,4}}没人(?:领|要|跟)")
_LAIN = regex(rf"(?:放|躺|待|搁)了{_SPAN}")
_IDLE = regex(rf"{_SPAN}[^，,]{{0,3}}(?:没(?:动|推|挪|进展|变|更新)|停)")
_LIMIT = regex(
    rf"(?:来|领|要|给我?|前|抢|找|挑|捞|掉的|最[近新大]的?)(?P<n>{_N})[个家条](?!多?(?:月|礼拜|星期|季度))"
)
_CATEGORY = regex(r"第?([一二三四五1-5])类")
_NAMED = regex(
    r"(?:名字?(?:里面?[带有含]?|[带有含])|叫(?!啥|什么|谁|哪|几|名)|含|关键词|重复的?)[“\"']?([\u4e00-\u9fffA-Za-z]{2,8})"
    r"|^([\u4e00-\u9fffA-Za-z]{2,8}?)(?=在哪个公海|已经是(?:我们)?的?客户)"
)
_OF_NAME = regex(r"的(?:客户|公司)?$")


_BUT = regex(
    r"(?:除了?|除去|除开|撇开|不算|排除|不含|不包括|去掉|刨[去开掉])(?P<but>[^，,。]{1,8}?)(?=以外|之外|外|的|还|都|，|,|$)"
    r"|(?:不在|不是|不属于|非)(?:做|搞)?(?P<not>[^，,。的]{2,5})"
)


@once
def conditions(reading: Reading) -> Conditions:
    """Conditions in any order: 苏州 A类 30天没联系 有商机; 不在苏州, 除了模具厂."""
    text = reading.text
    but = _BUT.search(text)
    denied = (but["but"] or but["not"]) if but else ""
    text = text.replace(denied, "\u3000") if denied else text
    category = _CATEGORY.search(text)
    limit = _LIMIT.search(text)
    named = _NAMED.search(text)
    return Conditions(
        text=_OF_NAME.sub("", named[1] or named[2]) if named else "",
        cities=_each(_CITY.findall(text)),
        regions=regions_in(masked(text, reading.customers)),
        industries=_each(_INDUSTRY.findall(text) or _trades(text)),
        but_cities=_each(_CITY.findall(denied)),
        but_industries=_each(_INDUSTRY.findall(denied)),
        tiers=_tiers(text, denied),
        category=_number(category[1]) if category else None,
        starred=True if re.search(r"重点|星标|标星|加星|打星|关注", text) else None,
        untouched_days=_days(_UNTOUCHED.search(text)),
        unclaimed_days=_days(_UNCLAIMED.search(text) or _LAIN.search(text)),
        has_opportunity=_flag(
            text,
            r"有商机|带商机|有单子",
            r"没[有开建带]?过?商机|没有?在[谈跟]的?(?:商机|单)|无商机|(?:商机|单子?)(?:都|也)没",
        ),
        has_contact=_flag(
            text,
            r"有联系人|(?:有|知道|留了?)(?:电话|联系方式)的",
            r"没有?[建录留加填记写]?过?(?:联系人|电话|联系方式)|缺联系人|无联系人|(?:联系人|联系方式|电话)(?:[都也还]|一个)*(?:没|是空|为空)",
        ),
        dealt=_flag(text, r"成交过|有过成交|老客户|合作过", r"没有?成交|未成交"),
        limit=_number(limit["n"]) if limit else None,
    )


def _tiers(text: str, denied: str) -> tuple[Tier, ...]:
    """Those named, or all but those denied: 除了A类."""
    but = re.findall(r"([ABC])\s*类", denied)
    named = _each(re.findall(r"([ABC])\s*类", text))
    return tuple(one for one in Tier if one not in but) if but else tuple(map(Tier, named))


_KNOWN = (
    _NAMED,
    _UNTOUCHED,
    _UNCLAIMED,
    _LAIN,
    _IDLE,
    _CITY,
    REGION,
    _TRADE,
    _INDUSTRY,
    _LIMIT,
    _CATEGORY,
    regex(
        r"(?:除了?|除去|除开|撇开|不算|排除|不含|不包括|去掉|刨[去开掉])|(?:不在|不是|不属于)|以外|之外|没?有?缺?无?[建录留加填记写]?过?(?:联系人|联系方式)"
        r"|[ABC]\s*类|没?有?带?(?:商机|单子)|无商机|没?未?有?过?成交过?|老客户|合作过|重点|星标|标星|加星|打星|关注"
    ),
)
_PLAIN = regex(
    r"(?:华[东南北中]|西[南北]|东北)?公海里?|客户|公司|企业|厂家?|单位|我们?|咱们?|你|团队|大家|组里|手[上里头]|名下|所有|全部|[一总]共|最近|行业|名字|规模"
    r"|有没有|没有|压根|根本|完全|从来|一直|哪[些个家里]?|几[个家]|多少|什么|怎么样?|咋样?|推荐|随便|帮忙|合适|优质|最新|目前|现在|掉[出进]?|出来|进来|没?人|认?领|无主|没主|麻烦|新增?|可[以能]|适合"
    r"|[一二两三四五六七八九十\d]+[个家条]|[这那]?[这那]边|里面|[这那手]里|地区|区域|附近|列表|清单|名单|时间|还剩|联系|跟进?|拜访|联络"
    r"|[的了吗呢啊呀吧么哦嘛有没在是请帮给看查找搜列下来个家条类市做搞些都还能要想好点谁啥捞挑和或跟带最大小多少剩再又把被让去过得着从未无？?！!，,。、；;：:\s\u3000]"
)


def searched(reading: Reading) -> Conditions:
    """Conditions of a list: one word that is none of them is sought in the names, several are told."""
    where, words = conditions(reading), unknown(reading)
    named = len(words) == 1 and not where.text and not _REGION.fullmatch(words[0])
    if named and _SEEKS.search(reading.text):
        return replace(where, text=words[0])
    return replace(where, unknown="、".join(words))


_REGION = regex(r"(?:华[东南北中]|西[南北]|东北)(?:[大地战]?区)?|[\u4e00-\u9fff]{2,3}省")
_SEEKS = regex(r"有没有|有[^，,。]+[吗没不么]|[找搜]|查|叫|做|搞|行业|在不在")
"""What is sought by its name: 公海有没有三一重工."""


def unknown(reading: Reading) -> list[str]:
    """Words of a search that are no condition that is known, nor said with any: 通信, 三一重工."""
    said = without(reading.text, beside_the_question(reading))
    rest = _PLAIN.sub("\u3000", _EVERYDAY.sub("\u3000", known_words(said)))
    return re.findall(r"[\u4e00-\u9fffA-Za-z0-9]{2,}", rest)


_EVERYDAY = regex(
    "|".join(sorted((one for one in COMMON.split() if len(one) > 1), key=len, reverse=True))
)
"""What is no condition, and would leave a part of itself behind: 里头, 有的话."""


def known_words(text: str) -> str:
    """`text` without the words of a condition on customers; every place in it stays what it was."""
    for words in _KNOWN:
        text = words.sub(lambda found: "\u3000" * len(found.group()), text)
    return text


def without_place(text: str) -> str:
    """`text` without cities and trades; every place in it stays what it was: 青岛那个北海重工."""
    for words in (_CITY, _INDUSTRY):
        text = words.sub(lambda found: "\u3000" * len(found.group()), text)
    return text


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
    per = 30 if "月" in match["unit"] else 1 if match["unit"] == "天" else 7
    return number * per if number else None


def _flag(text: str, yes: str, no: str) -> bool | None:
    if re.search(no, text):
        return False
    return True if re.search(yes, text) else None
