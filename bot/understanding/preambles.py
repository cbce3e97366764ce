"""What stands around a question and is no part of it: 你到底行不行啊, 老板又问我了, 急."""

import re

from bot.understanding.clauses import Stretch, clauses
from bot.understanding.patterns import regex
from bot.understanding.questions import SHOWS, UNWANTED
from bot.understanding.reading import Reading, within

_BEGIN = r"(?:^|(?<=[\s，,。；;！!？?\u3000]))"
_END = r"(?=$|[\s，,。；;！!？?\u3000])"
OPENING = (
    r"那个|就是|嗯+|呃+|额|喂+|哎+呀?|诶+|唉+|对了|话说|求助|救命|急+|不好意思|打[扰搅](?:了|一下)?|麻烦(?:了|一下)?|劳驾|拜托"
    r"|(?:您|你|大家)好|亲|[哈啊哦呀您你]"
)
"""What opens a question that is announced: 不好意思打扰哈 问句, 哎我问一下."""
_FILLER = r"喂+|嗯+|呃+|额|那个|就是|对了|哎+|唉+|诶+|话说|我去|天哪|妈呀|哎呀|救命"
_SAID = (
    r"有急事|(?:很|好|超|有点|比较|十万火)?急(?:用|死了?|急|着?[用要]|疯了)?|(?:在线)?(?:急)?等(?:着?用|着|你|回复)?|速(?:度|回)|快点?(?:说|查|告诉我)?|赶紧的?"
    r"|求(?:一?下|助|告知|解答?|帮忙|问)?|给个准话|(?:(?:麻烦|劳驾|拜托|辛苦|打[扰搅]|不好意思|抱歉)(?:您|你)?(?:一?下|了|啦)?[哈啊呀哦]?)+(?:我?问一?[下句])?|(?:我|就|想|再)*(?:问|请教|打听)(?:一?下|一?句|一?个事儿?)"
    r"|(?:给|报|说|要)个?(?:总?数|大概|名字?)(?:就|即)(?:行|好|成|可以?)|点个?名|别(?:瞎|乱|胡)[报编说答]|(?:有|没有)?就?报我(?:一?下)?"
    r"|(?:老板|领导|boss|老大|经理|主管|财务|上头|老细)(?:又|刚才?|一直|老|追住?着?)*(?:叫|让|要)我(?:报|回|说|交)(?:一?[个下]|个?数)*"
    r"|你?(?:到底|究竟)?行不行[啊呀嘛]?|(?:到底)?靠不靠谱|别(?:废话|啰嗦|磨叽|扯|糊弄我)|说重点|烦死了?|气死我?了?|真是的|服了|无语|没人(?:帮我|跟我|告诉我|给我)[^，,\s]{0,4}"
    r"|(?:我)?(?:有点)?(?:忘|记不清|记不得|想不起来|搞不清|搞忘|没印象|糊涂)(?:掉|记)?了?|我?脑子[\u4e00-\u9fff]{1,5}了?|心里没底"
    r"|(?:老板|领导|boss|老大|经理|主管|财务|[\u4e00-\u9fff]?总)(?:又|刚才?|一直|老|等(?:一?下|会儿?))?(?:在)?(?:追[住着]?)?(?:问|催|要|要看|等着)(?:我|着|起来|了|呢|的|数)*"
    r"|我?(?:马上|等(?:一?下|会儿?)|一会儿?|待会儿?)?(?:就?要)?(?:开(?:晨|例|周)?会|汇报|做ppt|写周报|写日报)(?:要?用|用的?|了|呢)*"
)
_SET = regex(rf"{_BEGIN}(?:{_FILLER})*(?:{_SAID})[啊呀哦嘛呢吧]?{_END}", re.IGNORECASE)
"""Complaints, haste, manners and whom it is asked for, each a clause of its own."""
_FIRST = regex(rf"^(?:{_FILLER}|[\s，,])+(?=[\u4e00-\u9fff])")
_ASKS = regex(
    r"[?？吗么]|谁|哪|几|多|什么|啥|咋|怎|何|为|有没|没有|是不是|能不能|会不会|[在有]没|列|发|给|算|排|查|找|看|报|说一?下|拉|按"
)
_JOINS = regex(
    r"^(?:还有|还要|以及|和|跟|与|或|及|顺便|另外|再|加上|连|包括|只|不|非|除|含|且|而且|并且|但|从|到|超过|最|没)|的$|也$|也[说要算看]"
)
"""Begins or ends a clause that belongs to the question: 下个月要签 而且利润过三成的."""
_LEAST = 3
_PURPOSE = regex(
    r"^(?:我|咱)(?:这就|先|抽空|有空|去|来|好|要|得|想|打算|准备|等会|待会|回头|马上|赶紧|约|给|都|怕|也|再|可|就)"
    r"|^(?:打算|准备|等会|待会|回头|马上|心里|免得|省得|别|莫|没人|不然)"
)
_ASKED = regex(r"[?？吗]|谁|哪|几|多|什么|啥|咋|怎|何|为|没有?[啊呀]*$")
"""我约她吃饭, 我给忘干净了, 别又寄丢了: what one wants it for, said behind the question."""


def beside_the_question(reading: Reading) -> list[Stretch]:
    """Where the words stand that no answer has to speak of."""
    asked = (one.span() for words in (SHOWS, UNWANTED) for one in words.finditer(reading.text))
    return [*_around(reading), *asked]


def _around(reading: Reading) -> list[Stretch]:
    text = reading.text
    found = [one.span() for words in (_SET, _FIRST) for one in words.finditer(text)]
    parts = clauses(text, 0, len(text))
    asked = [one for one in parts if _ASKS.search(text[slice(*one)]) and _is_about(one, reading)]
    if not asked:
        return found
    return [*found, *(one for one in parts if _is_idle(one, reading))]


def bare(reading: Reading) -> Reading | None:
    """The question alone, without what stands around it; None where nothing does."""
    around = _around(reading)
    kept: list[Stretch] = []
    behind = 0
    for start, end in sorted(around):
        kept += [(behind, start)] * (behind < start)
        behind = max(behind, end)
    return within(reading, [*kept, (behind, len(reading.text))]) if around else None


def _is_about(part: Stretch, reading: Reading) -> bool:
    """Whether a customer, a person, a time, a sum or a colleague is named in it."""
    start, end = part
    who = [*(one.start for one in reading.customers), *(one.start for one in reading.contacts)]
    when = [one.start for one in reading.times]
    places = (*who, *when, *(one.start for one in reading.amounts))
    named = any(one in reading.text[start:end] for one in reading.context.colleagues)
    return named or any(start <= place < end for place in places)


def _is_idle(part: Stretch, reading: Reading) -> bool:
    said = reading.text[slice(*part)]
    purpose = part[0] > 0 and _PURPOSE.match(said) and not _ASKED.search(said)
    bears = not purpose and (_ASKS.search(said) or _JOINS.search(said) or _is_about(part, reading))
    return len(said) >= _LEAST and not bears


def without(text: str, stretches: list[Stretch]) -> str:
    """`text` with blanks in those places; every other place in it stays what it was."""
    for start, end in stretches:
        text = text[:start] + "\u3000" * (end - start) + text[end:]
    return text
