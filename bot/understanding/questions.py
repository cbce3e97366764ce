"""The form of a question: a clause that asks, and nothing beside it that tells of a contact."""

import re

_CLAUSE = re.compile(r"[^，,。；;！!\s\u3000]+")
_ALTERNATIVES = r"([\u4e00-\u9fff]{1,2})[没不]\1"
_ENDS = (
    rf"(?<!不)(?![能可行好]){_ALTERNATIVES}[\u4e00-\u9fff]{{0,5}}[?？]?$"
    r"|(?<![都也从还可并])没有?[啊呀哇嘛呢哦咯哈]+[?？]?$"
    r"|[\u4e00-\u9fff](?<!问)(?<!诉)(?<!说)[了着过到]没有?[啊呀哇嘛呢]*[?？]?$"
    r"|(?<!砍)(?<!讨)(?<!北)伐[?？]?$"
    r"|(?:是|归|有|能|会|要|管|在)[^没不]{1,8}(?<![好对要])不[?？]?$"
    r"|(?P<verb>[\u4e00-\u9fff])[\u4e00-\u9fff]没(?P=verb)[啊呀了]?[?？]?$"
    r"|是[正男新大真公老远好]的?(?:还是)?[副女旧小假私新近坏]的?[?？]?$"
    r"|有没(?![有人什啥]).{1,4}$"
)
_WORDS = (
    r"谁|哪(?!怕)|(?<!没)(?<!为)(?:什么|啥)(?!的$)|咋|怎么(?!也|着)|怎样|多少(?!有|会|都|能)|多久|何时|多[大高长重远贵](?!的?(?:问题|事)|了)|几时"
    r"|(?<![好了十过这那前后上第百千万两三四五六七八九\d])几(?=[个家单次条号点天位趟回件月成桩笔通周]|礼拜)"
)
_ASKS = re.compile(rf"(?:{_WORDS})(?P<after>[^，,。]{{0,7}})$|{_ENDS}".replace(r"\1", r"\2"))
_NOT_ASKED = re.compile(
    r"问|不[知晓清管论]|无论|随便|没[说讲定想问给告]|想知道|看[看下]?|打听|了解|确认|核实|核对|落实|商量|考虑|讨论|研究|告诉|提醒|记|[谁哪啥么少]\S{0,3}[都也]|谁爱|听通知|听信|怎么[又还这]"
)
_SAYS = re.compile(r"[说讲](?!好|定|完|法|得)")
_ONCE = re.compile(r"当时|当初|那[天次回]|上[次回趟]|最后|到底|究竟|来着|原话")
_REQUEST = re.compile(
    r"(?:(?<!\d)号码?|电话|手机|微信|联系方式|名片|邮箱|地址)(?:号码?)?都?(?:给我|[发报给推甩念丢扔][给到]?我?)(?:一?[下个份]|过来|看看)*$"
)
SHOWS = re.compile(
    r"(?:给我|都)*(?:拉|列|调|翻|找|查|捞|数|报|捋|摆|理|过|晒|排|盘)(?:一?下|个|张|份|一[摆列排捋理盘遍]|给我)*(?:出来|一遍|看|瞅|瞧)+|[捋摆理过盘列排]一?[下遍捋摆列理盘]|瞅瞅|瞧瞧|看看|看一?[眼下]|列表|清单|明细|[拉列发报]给我|给我一?下"
)
"""What is to be put before one's eyes."""
UNWANTED = re.compile(
    r"(?:(?<=[\s，,])|^)[^，,。\s]{1,8}?(?:的|那[单个些]?)(?:都|就)?(?:不要|不用|别[混加放带列算][^，,。\s]{0,4}|不算|除外|去掉)(?=[，,。\s]|$)"
)
"""丢的不要: no part of what is asked for."""
_TELLS = re.compile(
    r"(?<!再)[说讲](?!不定)|[问催]|来电|打来|电话[里中上]|微信|[见去聊谈跑打访碰签送发到收](?:了|过(?!去|来)|完)|拜访|碰头|聊得|谈得|要求|反馈|同意|答应|嫌"
)
_LONGEST = 30


def is_asked(text: str) -> bool:
    """Whether a clause of it asks or requests, and no other one tells anything.

    张姐电话里咋说的嘛 预算批没批; 样品收到没啊 别又寄丢了; 宝润联系人手机发我 我先打一个.
    """
    parts = _CLAUSE.findall(text)
    if len(text.strip()) >= _LONGEST:
        return False
    asking = [one for one in parts if _asks(one, alone=len(parts) == 1)]
    return bool(asking) and not any(_TELLS.search(one) for one in parts if one not in asking)


def _asks(clause: str, *, alone: bool) -> bool:
    if _REQUEST.search(clause):
        return True
    found = _ASKS.search(clause)
    if found is None:
        return False
    before = clause[: found.start()]
    said = _SAYS.search(before) and not (alone and _ONCE.search(clause))
    return not said and not _NOT_ASKED.search(clause)
