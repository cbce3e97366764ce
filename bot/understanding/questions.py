"""The form of a question: a clause that asks, and nothing beside it that tells of a contact."""

from functools import lru_cache

from bot.understanding.patterns import regex

_CLAUSE = regex(r"[^，,。；;！!\s\u3000]+")
_ALTERNATIVES = r"(?P<either>[\u4e00-\u9fff]{1,2})[没不](?P=either)"
_ABLE = (
    r"(?P<able>[\u4e00-\u9fff])得[\u4e00-\u9fff]{1,2}(?:还是)?(?P=able)不[\u4e00-\u9fff]{1,2}"
    r"|(?P<can>[\u4e00-\u9fff])不(?P=can)得[\u4e00-\u9fff]{1,2}"
)
"""签得下来签不下来, 签不签得下来."""
_ENDS = (
    rf"(?<!不)(?![能可行好]){_ALTERNATIVES}[\u4e00-\u9fff]{{0,5}}[?？]?$"
    r"|(?<![都也从还可并])没有?[啊呀哇嘛呢哦咯哈]+[?？]?$"
    r"|[\u4e00-\u9fff](?<!问)(?<!诉)(?<!说)[了着过到]没有?[啊呀哇嘛呢]*[?？]?$"
    r"|(?<!砍)(?<!讨)(?<!北)伐[?？]?$"
    r"|(?:是|归|有|能|会|要|管|在)[^没不]{1,8}(?<![好对要])不[?？]?$"
    r"|(?P<verb>[\u4e00-\u9fff])[\u4e00-\u9fff]没(?P=verb)[啊呀了]?[?？]?$"
    r"|是[正男新大真公老远好]的?(?:还是)?[副女旧小假私新近坏]的?[?？]?$"
    r"|有没(?![有人什啥]).{1,4}$"
    r"|(?:是|还归|属于|在)[^，,。]{0,2}(?:我|咱)们?(?:的|名下的?|手[上里头]的?|在?(?:跟|管|盯|守|带|负责)着?)?的?[吧嘛啵][?？]?$"
    r"|没(?:被[^，,。]{1,6}|有?人|给别?人)?(?:[领抢收拿][走回了]|掉|回公海|跟|领|要)了?吧[?？]?$"
    r"|(?<![就按])(?:成|签成?|签下来?|拿下来?)了吧[?？]?$"
    r"|(?:是|应该|已经)[^，,。]{0,4}(?:成|[丢黄输赢签中])[掉单]?了吧[?？]?$"
    r"|(?:拖|晚|超期?|过期|逾期)(?:几|多少)天了[?？]?$"
    rf"|(?:{_ABLE})[啊呀哦]?[?？]?$"
    r"|比[^，,。]{1,12}[多少高低]了?[出跑签]?了?(?:几|多少)[\u4e00-\u9fff]{0,2}[?？]?$"
    r"|是否[^，,。]{1,14}[啊呀呢嘛噶啦]$"
    r"|(?:^|[总工姐哥])(?:[昨今前明]|周|礼拜|星期)[^，,。]{0,3}还是(?:[昨今前明]|周|礼拜|星期)[^，,。]{1,10}$"
)
_WORDS = (
    r"谁|哪(?!怕)|(?<!没)(?<!为)(?:什么|啥)(?!的$)|咋|怎么(?!也|着)|怎样|多少(?!有|会|都|能)|多久|(?:礼拜|星期|周)几|何时|多[大高长重远贵](?!的?(?:问题|事)|了)|几时"
    r"|(?<![好了十过这那前后上第百千万两三四五六七八九\d])几(?=[个家单次条号点天位趟回件月成桩笔通周张]|礼拜)"
)
_ASKS = regex(rf"(?:{_WORDS})(?P<after>[^，,。]{{0,7}})$|{_ENDS}")
_NOT_ASKED = regex(
    r"问|不[知晓清管论]|无论|随便|没[想问告]|(?<!说)没说|(?<!讲)没讲|(?<!定)没定|(?<!给)没给|想知道|看[看下]?|打听|了解|确认|核实|核对|落实|商量|考虑|讨论|研究|告诉|提醒|记|[谁哪啥么少]\S{0,3}[都也]|谁爱|听通知|听信|怎么[又还这]"
)
_SAYS = regex(r"[说讲](?!好|定|完|法|得)")
_ONCE = regex(
    rf"当时|当初|那[天次回]|上[次回趟]|最后|到底|究竟|来着|原话|(?:多少|几[个月号点成])(?:先得|才[行够成])$|[低高小大少多超][于过][^，,]{{0,2}}多少[^，,]{{0,4}}$|(?:{_ABLE})"
)
_FOR_OTHERS = regex(
    r"^(?:领导|boss|老大|主管|财务|上头|老细|孙经理|同事|有人)(?:又|刚才?|一直|老|在|追着)*(?:问|催)(?:我|起|着)*"
    r"|^我?(?:就|只|光)想?问(?:一?[句下]|你们?)?"
)
"""领导问我刘总底价是多少: somebody of ours asks, and it is passed on."""
_FORGOTTEN = regex(
    r"^[我俺]?(?:都|给|有点|全|真|早|一下子)*(?:搞?忘(?:了|掉|记|干净|光)|记不[得清住起]|不记得|想不起|没印象)"
    r"|^一?直?没人(?:[跟和同给]我|告诉|[说讲提])"
)
"""Who has forgotten it, or was told nothing of it, tells nothing of it, whatever stands beside."""
_REQUEST = regex(
    r"(?:(?<!\d)号码?|电话|手机|微信|联系方式|名片|邮箱|地址)(?:号码?)?都?(?:给我|[发报给推甩念丢扔][给到]?我?)(?:一?[下个份]|过来|看看|呗|哈|呀|嘛)*$"
)
_LISTED = regex(
    r"[没该要能会][^，,。\s]{1,8}的(?:客户|单子?|商机|公司)[^，,。\s]{0,6}(?:[揪拉列找筛翻调挑](?:一?[个份下遍]|全|出来|给我)|[报念]给我)(?:出来|给我|看+)*$"
)
"""从没搭理过的客户揪出来."""
SHOWS = regex(
    r"(?:给我|都)*(?:拉|列|调|翻|揪|找|查|捞|数|报|捋|摆|理|过|晒|排|盘)(?:一?下|个|张|份|一[摆列排捋理盘遍]|给我)*(?:出来|一遍|看|瞅|瞧)+|[捋摆理过盘列排]一?[下遍捋摆列理盘]|数一(?:数|下)|列全|拉一?[个份张](?:名单|清单)?|揪出来|瞅瞅|瞧瞧|看看|看一?[眼下]|列表|清单|明细|[拉列发报念读]给我|给我一?下"
)
"""What is to be put before one's eyes."""
UNWANTED = regex(
    r"(?:(?<=[\s，,])|^)[^，,。\s]{1,8}?(?:的|那[单个些]?)(?:都|就)?(?:不要|不用|别[混加放带列算][^，,。\s]{0,4}|不算|除外|去掉)(?=[，,。\s]|$)"
)
"""丢的不要: no part of what is asked for."""
_TELLS = regex(
    r"(?<!再)(?<!听)(?<!不是)[说讲](?!不定)|[问催]|来电|打来|电话[里中上]|微信|[见去聊谈跑打访碰签送发到收](?:了|过(?!去|来)|完)|拜访|碰头|聊得|谈得|要求|反馈|同意|答应|嫌"
)
_LONGEST = 30
_WAS_SET = regex(
    r"(?:本来|原来|原先|原本|当初|之前)(?:说好)?(?:是|定|约|排|安排|计划)[^，,。了]{0,3}(?:几号|几点|哪天|什么时候|啥时候)[?？]?$"
)
"""去华精问样品本来是几号."""


@lru_cache(maxsize=64)
def is_asked(text: str) -> bool:
    """Whether a clause of it asks or requests, and no other one tells anything.

    张姐电话里咋说的嘛 预算批没批; 样品收到没啊 别又寄丢了; 宝润联系人手机发我 我先打一个.
    """
    parts = [_FOR_OTHERS.sub("", one) for one in _CLAUSE.findall(text)]
    if len(text.strip()) >= _LONGEST:
        return False
    asking = [one for one in parts if _asks(one, alone=len(parts) == 1)]
    beside = [one for one in parts if one not in asking]
    forgotten = any(_FORGOTTEN.search(one) for one in beside)
    return bool(asking) and (forgotten or not any(map(_tells, beside)))


def _tells(clause: str) -> bool:
    """Whether something is told in it; 说礼拜几给答复 asks what was said."""
    asks = _ASKS.search(clause) and not _NOT_ASKED.search(clause)
    return bool(_TELLS.search(clause)) and not asks


def _asks(clause: str, *, alone: bool) -> bool:
    if any(words.search(clause) for words in (_REQUEST, _LISTED, _WAS_SET)):
        return True
    found = _ASKS.search(clause)
    if found is None:
        return False
    before = clause[: found.start()]
    said = _SAYS.search(before) and not (alone and _ONCE.search(clause))
    return not said and not _NOT_ASKED.search(clause)
