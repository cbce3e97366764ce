"""Whether a sentence reports a contact with a customer."""

import re

from bot.understanding.clauses import said_beside
from bot.understanding.once import once
from bot.understanding.patterns import regex
from bot.understanding.questioning import QUESTION
from bot.understanding.questions import is_asked
from bot.understanding.reading import Reading
from bot.understanding.spans import masked
from bot.understanding.telling import SAID

_SHORT = 12
_JOBS = "财务|采购|技术|工程|设备|车间|仓库|行政|人事|质检|品质|助理|前台"
_TELLS = "(?:说|讲)(?!好[的了]?[周礼星下这本明后\\d])|(?<![电回对])话(?![题费术])|表示|反馈|透露|通知|回[话信]|回复|告诉|[来递捎带传]话|[让叫喊要催约](?:我|咱|莫|别|不)"
_SAYS = f"{_TELLS}|问|要|嫌|答应|同意|觉得"
CONTACTED = regex(
    r"(?:[去见跑]|拜访)的(?!话|时候|人|那|是|客户|都|多|少)|拜访(?!计划|一遍|日期|时间|记录|[就都先给]*(?:[删撤抹挪]|取消|作废))|走访|登门|赴|前往|会面|面谈|洽谈|见[了到着过]|(?<![出回失上过发报寄送进下拿])去了|[去跑]了?一?趟|跑了|(?<!重新)聊|(?:[和跟与找][^，,。；;]{1,10}|当面|又|刚|上门|一起)谈|[和跟与][^，,。；;]{1,12}过了一?[遍下轮]?(?:demo|方案|图纸|样|合同|报价)|(?<![别商])谈了(?!下来|个价)|谈得|沟通|当面[问说讲]|才[去见](?![年过])|\u3000(?:那边|那头|他们)[说讲](?!了?(?:啥|什么|多少|没|过|几|哪))|去\u3000+[，,\s]*(?:他们|那边|对方)?[说讲]|扫街|坐了[坐会]|电话[^，,。]{0,2}通了|做了[^，,。]{0,6}(?:交流|演示|汇报)|去[^，,。\s]{1,10}了(?=[，,。\s])|[递捎带传]话|进去了|[打通接挂][了的]?[他她个]*电话|电话[里中上说]|来电"
    r"|微信|打过?来|[通打]完电?话|发来|邮件|视频会|(?<![都要在去])[开]完?了?[^，,]{0,3}会(?=[，,。\s]|$)|会开[完了]|线上会|汇报|回访|碰了?[个头面]|[吃喝]了|[跟和与][^，,。；;\s]{1,10}吃|请.{1,6}吃|陪.{1,8}(?:看|参观|考察|吃|转)"
    r"|(?:来|打|通|[上下中]午|早上|晚上|刚才?|昨[天晚])的电话|来了?个?电话"
    r"|拉了?.{0,2}呱|刚从|从.{1,8}[出回]来|参观了|路过|顺路|没见[到着]|没碰[到着上]|唠|松口|扫楼|进了一?家|回话|验完|白[跑去]|扑空|不在[，,。\s]|call[完的过了]|谈崩|聊完"
)


@once
def is_contacted(reading: Reading) -> bool:
    """Whether somebody known was met or spoken to."""
    known = reading.customers or reading.known_by_contact or _people(reading)
    return bool(known and CONTACTED.search(masked(reading.text, reading.customers)))


@once
def is_told(reading: Reading) -> bool:
    """Whether a contact is told, or what somebody said."""
    return is_contacted(reading) or has_said(reading)


@once
def has_said(reading: Reading) -> bool:
    """Whether somebody who is named said something, or asked for it: 王总让我周五去."""
    names = (re.escape(one.value) for one in reading.contacts)
    said = (
        rf"[^，,。]{{0,2}}(?:{_TELLS})|[^，,。]{{0,12}}[让叫要]我|.{{0,20}}[，,。\s][他她](?:说|讲)"
    )
    return any(re.search(rf"{name}(?:{said})", reading.text) for name in names)


_PROMISED = regex(
    r"(?:(?i:po|nda)(?![A-Za-z])|订单|合同|图纸|[清名]单|参数|样品|[资物]料|发票|回执|答复|准信|消息|结果)[^，,。；;\s]{2,10}给我(?=$|[，,。！!\s])"
)


def is_promised(reading: Reading) -> bool:
    """PO这周五给我: what somebody gives us at a time that is said."""
    match = _PROMISED.search(reading.text)
    return match is not None and any(
        match.start() < one.start < match.end() for one in reading.times
    )


_LED = regex(
    r"\s*/?(?:请|麻烦|帮我|帮忙|给我)?(?:提醒|叫我|记得|别忘|[新]?建|新增|加个|录|登记|创建|认领|领|退|查|看|找|列|导|撤|取消|删|改|更正|不是|推|把|将|给.{1,12}(?:建|立|定|开|加)|@|/)"
)
_PLAIN = 40
"""Characters above which a message that tells of a contact is its report, whatever words it holds."""


@once
def is_long_report(reading: Reading) -> bool:
    """Whether so much is told of a contact that no word in it makes it anything else."""
    text = reading.text.strip()
    beside = said_beside(reading)
    long = len(text) > _PLAIN or beside > _MANY or (beside > _SOME and has_said(reading))
    ends = _REMINDED.search(text) or AS_LEAD.search(text) or is_noted(text)
    if text.startswith("公海") or ends or _DROPS.search(text) or is_asked(text):
        return False
    return long and is_told(reading) and not (_LED.match(text) or _ASKS.search(text[-8:]))


_DROPS = regex(
    r"^[^，,。]{0,16}(?:提醒|跟进|计划|待办|回访|拜访)[^，,。]{0,2}(?:取消|删|撤|作废)[掉了吧]*[，,。\s]"
)
_REMINDED = regex(r"(?:提醒(?:我|一下)?|[叫喊]我|记[上牢到住着]|记一下)[。！!]?$")
AS_LEAD = regex(
    r"(?:[记存录转收挂建报登加当算作入进][^，,。；;]{0,6}|^[^，,。；;\n]{0,4})线索(?:里|库|录|记|存)?[吧了啊]*[。！!]?$"
)
"""记成线索, 当线索录: what the whole message was for."""
_SOME, _MANY = 2, 4
_ASKS = regex(r"[?？]|[吗么]$|多少$|什么$|帮我查")


_NOTED = regex(
    r"(?:提醒(?:我|一?[下声])|到时候?提醒|[叫喊]我|记[上牢住着到下]|记一?下(?:日程|日历|提醒)|记[个进到]?(?:提醒|日程|日历|待办)|记一下|(?:别|莫|不要)[给让叫]?我?整?(?:忘[了记喽]?|鸽|误|耽误|放[^，,。；;\s]{0,3}鸽子)|(?:别|莫)搞[错忘]了?"
    r"|[设加定]一?个?(?:闹钟|提醒)|标上|以这个为准)[吧啊了哈点着]*[。！!]?$"
)
_OWN_DEED = regex(
    r"[我咱俺][^，,。；;]{0,8}(?:去|到|给|送|过|打|接|找|拜|交|带|发)|安排|[去到跑](?:一?趟|看|找|给|送|拿|取|接)|打[个一]{0,2}电话|闹钟|提醒|日程|叫我|喊我|忘"
)
_WAS_MET = regex(
    r"[去见聊跑谈打碰拜访][了过]|刚(?!好)|来电|打来|发来|见[到着]|今[天早]|[昨前]天|[上下]午[去见聊跑]"
)


def is_noted(text: str) -> bool:
    """熊总讲初八开门 我当天去拜年 帮我记到: what one is to do is to be kept in mind, and nobody was met."""
    return bool(_NOTED.search(text) and _OWN_DEED.search(text)) and not _WAS_MET.search(text)


def is_reported(reading: Reading) -> bool:
    """Whether somebody known was met or spoken to, or said something."""
    people = _people(reading)
    several = bool(people) and said_beside(reading) > 2
    return is_contacted(reading) or several or _spoke(people, reading.text.strip())


def _people(reading: Reading) -> list[str]:
    text = reading.text.strip()
    return [one.value for one in reading.contacts if not _is_colleague(one.value, text)]


def _is_colleague(name: str, text: str) -> bool:
    """小林, 老赵 are one's own people, 财务小刘 is not."""
    return name[0] in "老小" and not re.search(rf"(?:{_JOBS}){name}", text)


def _spoke(people: list[str], text: str) -> bool:
    """刘工说…: somebody at a customer said more than that it has arrived."""
    spoke = (re.search(rf"{re.escape(one)}.{{0,2}}(?:{_SAYS})", text) for one in people)
    return len(text) > _SHORT and any(spoke)


_REPORT = regex(
    r"拜访|见[了到着]|没见[到着]|没碰[到着]|白跑|扑空|(?<![上过])去了|跑了|聊了?|谈了?|沟通|通了?电话|电话|打了|打来|通完话|微信|邮件|说|反馈|送了?样|汇报|回访|吃了?个?饭|上门|没见到|没去成|没人接|"
    r"收到|寄到|试了|看了|报了|签字|投诉|验收|面交|来访|出来|开[了完]?会|交流|视频会|线上会|嫌|答应|同意|要[求换看]|通过|不在|陪"
)


_THEY = regex(r"^(?:他们?|她|对方|客户|人家|那边|刚刚?|今天|[上下]午|聊|谈|电话|微信|见)")


_SOMEWHERE = regex(r"[一另]家|新(?:客户|厂|公司)")
"""It was at nobody who was spoken about."""


def goes_on(reading: Reading) -> bool:
    """Whether it reports, without a name, about the customer that is spoken about."""
    text = reading.text.strip()
    tells = _REPORT.search(text) or SAID.search(text)
    asks = QUESTION.search(text) or _SOMEWHERE.search(text)
    return bool(_THEY.match(text)) and bool(tells) and not asks


_ORDERED = regex(r"^(?:请|麻烦|帮我|给我)|(?:删[掉除了]?|去掉|改一?下|换一?下)(?:吧|了)?[。！!]?$")
"""How an order begins or ends: what it asks for is not known, and it is no report."""


_IS_DONE = regex(
    r"[\u4e00-\u9fff](?:[到寄装签发开做修付交收验测试定过调出][好完齐出走掉]?了|[好完齐]了)[。！!]?$"
)
"""合同寄出了, 框架协议签了: short, and done."""


_WISHES = regex(
    r"[\u3000 ，,]*(?:[那这]边|他们|对方)?(?:又|还|也|老|一直|正)?(?:要(?![的了求个])|想|问(?!题)|催(?!一?下)|嫌|约不|[打付回汇]了?款|签收|答应|考虑|反馈|投诉|回复|确认|看[中上]|认可|比价|扩产|停产|缺[货人料])"
)
"""催货, 问交期, 想看案例: what they want, in hardly a word."""


def is_any_report(reading: Reading) -> bool:
    known = bool(reading.customers or reading.known_by_contact)
    if _REPORT.search(reading.text):
        return known or bool(reading.contacts) or _tells_of_somebody(reading.text)
    rest = len(reading.text) - sum(one.end - one.start for one in reading.customers)
    short = _IS_DONE.search(reading.text) or _WISHES.match(masked(reading.text, reading.customers))
    facts = reading.contacts or reading.amounts or reading.times
    return (
        known
        and rest > (1 if short else 3 if facts else 6)
        and not _ORDERED.search(reading.text.strip())
    )


def _tells_of_somebody(text: str) -> bool:
    """今天去了一家新厂: a contact, though nobody is known who was met."""
    told = re.search(r"拜访|见了|去了|客户|进了|顺路|扫[街楼]|陌拜", text) and not QUESTION.search(
        text
    )
    return len(text.strip()) > 8 and bool(told)
