"""What makes a sentence a question: a word that asks, and nothing that tells what somebody asked."""

import re

from bot.understanding.once import once
from bot.understanding.patterns import regex
from bot.understanding.preambles import OPENING
from bot.understanding.questions import is_asked
from bot.understanding.reading import Reading

QUESTION = regex(
    r"[?？]|吗|(?<![影话事])呢$|哪|几[个家单次条]|多少|多久|什么|(?<!没)啥|怎么样|咋|谁|有没有|查一?下|(?<!再)看看|(?<!再)看下|列一?下|怎么|为什么|能不能|是不是|没有[?？]?$|了没(?=[有啊呀呐呢?？。！!，,\s]|$)"
)
_ENDS = regex(
    r"(?:[?？吗呢么]|[到哪]一?步了?|到哪儿?了|谁|哪[些个里儿步天家年月]?|怎么样|咋样|怎样|(?<![还都也就从])没|没有|如何|来着"
    r"|百分之几|几成|[怎咋]么?说的|多少[\u4e00-\u9fffA-Za-z]{0,4}|(?<![了好十过这那前后上第找])几(?!句)[\u4e00-\u9fff]{1,4}|多(?:大|高|远|重|长|久)(?:岁数|年纪|年龄|时间)?"
    r"|哪个?[\u4e00-\u9fff]{1,3}的|(?<!没)(?:什么|啥)[\u4e00-\u9fff]{0,4}|干[嘛啥][的去]?|姓[啥什]么?|有[^，,。]{0,10}没|[会能要][\u4e00-\u9fff]{1,5}(?<![要好对])不|[那这][个次通趟回][^，,。]{0,6}了几[\u4e00-\u9fff]{1,3}|([\u4e00-\u9fff]{1,2})不\1)[?？。啊呀]*$"
)
_BEGINS = regex(
    r"^(?:为啥|为什么|凭什么|怎么|咋|谁|哪|多少|几|有没有|是不是|能不能|可不可以|要不要|who|what|when|which|how|any)"
    r"|(?:有没有|有人[^，,]{1,6}[吗没]|^(?:我|[今明后]天|上午|下午|晚上|早上|周[一二三四五六日])*几点|[聊见去跑拜访谈联系打]过?了?几[次回趟家]|(?:今年|去年|一共|总共|至今|到现在)[^，,。]{0,14}[了过]几[个次回单趟笔][\u4e00-\u9fff]{0,3}[?？]?$|都?有哪[些个]|还欠|还剩|还能|怎么不|要不要|能不能|会不会|可不可以|是不是|多久没|有几[个家]|有多少|(?:归|给|是|在|由|算)[^，,。]{1,6}还是(?:归|给|是|在|由|算)?)",
    re.IGNORECASE,
)
_TAGGED = regex(
    rf"^(?:{OPENING}|[，,\s])*(?:我?想(?:请)?问|我?(?:就|再|先)?(?:问|请教|打听)(?:一?下|问|一?句|一?个事儿?)(?!了|过|他|她|对方|客户)|我?想(?:知道|打听)|请问)"
    r"|(?:^[^问说讲]+了没有?|[是对](?:吧|不对?|吗)|是不是|对不对|来着|是[^，,。]{1,6}的?还是[^，,。]{1,6}的?|[那哪]一步了)[?？。]*$"
)
"""远帆上次说要买88台是吧: whatever is told before it, it is asked whether that is so."""
_TOLD = regex(
    r"(?<![怎咋谁])(?<!怎么)[问说讲](?!了?些?(?:啥|什么))|(?<!什么)(?<!啥)反馈|要求|嫌|纪要|聊[了的](?!点?(?:啥|什么)|谁|哪|[些下]啥)|(?<!没)见了(?!谁|哪|几)"
)


@once
def is_question(reading: Reading) -> bool:
    """Whether the sentence asks; what a customer is said to have asked is a report."""
    text = reading.text.strip()
    if len(text) >= _LONG:
        return False
    asks = _ENDS.search(text) or _BEGINS.search(text) or _is_asking(text) or _LAST_ASKS.search(text)
    told = _is_told(text) and not _SAID_WHEN.match(text)
    sure = _TAGGED.search(text) or _is_left_open(text) or is_asked(text)
    return bool(sure or (asks and not told))


def _is_told(text: str) -> bool:
    """Whether somebody is said to have told or asked something, and not after the word that asks: 提了啥要求."""
    told, asked = _TOLD.search(text), _ASKS.search(text)
    return bool(told) and not (asked and told and asked.start() < told.start())


_OPEN_END = regex(
    r"(?:[怎咋]么?(?:说|讲|答|回|表态)的|(?:加起来|合计|总共|一共|拢共|合起来)|(?:提|有|说|讲|谈|聊)(?:了|过)?[些点]?(?:什么|啥)[\u4e00-\u9fff]{1,3}|多少(?:钱|万|次|个|台|以[内上下]|之内|左右)?|(?<![好有了])几[次面回趟号点]|[见聊谈跑去跟打]过?了?几[次面回趟]|[要得想该](?:再|还)?(?:降|让|压|砍|便宜|涨)几个点|(?:啥|什么)时候|哪天|[怎咋]么?样|如何|谁|哪[家个位里儿]|为[什啥]么?|大名|贵姓"
    r"|([\u4e00-\u9fff]{1,2})没\1|(?<!没)(?:啥|什么))[了呢啊呀]?[?？]?$"
)
_NOT_OPEN = regex(
    r"问|不知|不清楚|不晓得|没[说讲定想]|想知道|[看再]看|打听|了解|确认|商量|考虑|讨论|研究|不管|无论|随便|好几|提醒|记"
)
_REQUESTED = regex(
    r"(?:号码?|电话|手机|微信|联系方式|名片|地址|邮箱|资料|信息|(?<![A-Za-z])(?:tel|phone|mobile|contact))\s*(?:发|报|给|推|说)(?:一?[下个]|过来|给|我)*[?？]?$"
)


_LOOKED_UP = regex(
    r"(?:上[次回趟]|最[近后]一[次回趟])[^，,。了说讲]{0,8}(?:内容|结果|记录|情况|纪要|时间|日期)[?？]?$"
)
"""远帆 徐工 上次 电话 内容: what is looked up, in no form of a question."""


def _is_left_open(text: str) -> bool:
    """Whether it ends with what is asked or asked for, and says of nobody that he asked: 她讲预算多少."""
    ends = any(_OPEN_END.search(part) for part in text.split())
    left = ends and not _NOT_OPEN.search(text)
    return bool(left or _REQUESTED.search(text) or _LOOKED_UP.search(text))


def asks(reading: Reading, *, tells: bool = True) -> bool:
    """Whether a word asks anything at all: what nobody could understand is no order then.

    Args:
        tells: whether it counts though somebody is told to have asked it: 王总问什么时候送样.
    """
    text = reading.text.strip()
    plain = len(text) < _CLAUSE and not re.search(r"[，,。；;]", text.rstrip("。?？"))
    told = not tells and _is_told(text)
    return is_question(reading) or bool(plain and not told and _ASKS.search(text))


_ASKS = regex(
    r"[?？]|吗$|(?<![A-Za-z])(?:what|who|when|where|which|how|why)(?![A-Za-z])|谁|哪(?!怕)|什么(?!都)|(?<!没)啥|多[少久大长高]|(?<=说好)几[号点时]|怎么|咋|为何|几时|何时|(?<![好有])几[次家单]"
)


_SAID_WHEN = regex(
    r"[^，,。说讲]{1,12}[说讲][的了过]?(?!让|想|看|叫)[^，,。说讲让想叫我]{0,8}(?:(?:啥|什么)时候|几[号月时]|何时|哪[天年]|多少)(?:能|要|会)?[定批签来去到好完]?[?？]?$"
)
"""马厂长说年检啥时候: what he said is asked, and nothing of it told."""


_LAST_ASKS = regex(
    r"(?<!不知道)(?<!不清楚)(?<!没说)(?<!看看)是(?:哪[个家些位]|谁|什么|啥)[\u4e00-\u9fff]{0,5}[?？]?$"
)
_ASKING = regex(
    r"(?:什么|啥|谁|哪(?!怕)|咋|怎么|干嘛|为何|多少|何时|几时|多久|第几|提前几|(?<![了好十过这前后])几[天号点家])(?![\u4e00-\u9fff]{0,2}[都也])|[\u4e00-\u9fff](?<![好对要得])不[?？]?$"
    r"|(?<!不管)多[大高长重远](?!的?(?:问题|事|意思))|([\u4e00-\u9fff])(?<![好对得看试说想])[不没]\1(?![\u4e00-\u9fff]{0,3}[都也])"
)
_OPEN = regex(
    r"没[什啥怎]|不[知晓清]|无所|[看了]看|了解|确认|核实|打听|没多久|多少(?:有|会|能|都)点?|怎么也"
)
"""没什么问题, 看看他们缺什么: the word asks nothing there."""
_CLAUSE = 20


def _is_asking(text: str) -> bool:
    """Whether a short sentence of one clause has a word in it that asks: 光联什么原因被收回的."""
    short = len(text) <= _CLAUSE and not re.search(r"[，,。；;]", text.rstrip("。?？"))
    return short and bool(_ASKING.search(text)) and not _OPEN.search(text)


_LONG = 30
"""Characters of a sentence that tells more than it asks."""
