"""Past days that tell of a thing or of what was said then: 上周五那个价, 前天送的样, 昨天一车草莓."""

from bot.understanding.beside import Beside
from bot.understanding.patterns import regex

_THAT = regex(
    r"[^，,。；\s]{0,5}?的?那(?:个(?:价|报价|方案|样|合同)|[价版份批张笔车套稿台箱款场届](?!子))"
)
_PUT_OFF = regex(r"的?[^，,。；\s]{1,4}?(?:改|挪|推|延)[到在至今]")
_A_LOAD = regex(r"[里头]?[一两几三四五六七八九十\d]{1,3}(?:车|批|箱|柜|票)")
_MADE = regex(
    r"[^，,。；\s]{0,2}?[交报发寄给送下提出买做拿订开催要签][过去来给]{0,2}的(?!时候|拜访|话)[^，,。；\s]"
)
_JUDGED = regex(r"不行|不对|[高低贵差]|问题|毛病|少了|[坏还]|挺好")
_TELLS = regex(r"说|讲|嫌|看[了过]|反馈|投诉|觉得|催|电话|收到")
_TURN = regex(r"结果|变卦|反悔|改口|今[天儿早]|没[影信到来]|没动静|还没|没下文")
_SAID_THEN = regex(
    r"[^，,。；\s]{0,2}?(?:说(?!起|到)|讲(?!到))|[^，,。；\s]{0,10}?(?:答应|承诺|保证)|就[^，,。；\s]{1,3}了"
    r"|(?:[那当]天)?[就早]该"
)
_OF_THEN = regex(
    r"[^，,。；\s]{0,14}?(?:(?<![去见聊谈碰跑吃喝])|(?<=[过出回进]去))的(?!时候|话|拜访|微信|电话)[\u4e00-\u9fffA-Za-z]"
)
_DONE_NOW = r"(?:回[话的了复我咱]|语音|过了|打|来电|电话|微信|认|试|见|去|谈|聊|讲|问|通|收到|装|签|改口|给我|请我|说|开了|下地|看|嫌|[测量](?!产))"
_NOW = regex(
    rf"刚刚?才?[^，,。；\s]{{0,4}}?{_DONE_NOW}|今[天日儿早晨][^，,。；\s]{{0,12}}?{_DONE_NOW}"
    r"|(?:早上|上午|中午|下午|晚上|傍晚)[^，,。；\s]{0,4}?(?:打电话|来电|回[话的了]|电话|认了|微信)"
)
"""What was today, beside a day that something else is of: 上周五的账单财务早上认了."""
_EVENT = regex(
    r"[^，,。；\s]{0,4}?(?:上线|投产|开业|开工|停[电产工]|检修|盘点|搬[厂家迁]|调价|换届)"
)
"""20号上线到今天一切正常，我刚问过: what has been among them since then."""
_GOODS = regex(r"(?:样[品机板件]?|机器|设备|货|料|合同|资料|发票|快递)$")
_SENT = regex(
    r"[^，,。；\s]{0,4}?(?:寄|快递|邮|托运|发[货运车]?|订|收)(?:过[去来]|[来出去到])?的(?!时候|话|微信|消息|邮件|语音|短信)[^，,。；\s]"
)
"""昨天寄的无尘布: nobody met anybody to send it."""
_TOLD_OF = regex(
    r"收到|到了|签收|试|说|讲|嫌|看|[坏碎漏碰裂]|来电|电话|觉得|反馈|少了?|不对|对[得的]上"
)
_THAT_DAY = regex(r"那[天次回]")
_DONE_TO = regex(r"[^，,。；\s]{0,2}?[换装买修订做上进](?:好|上)?的(?=$|[，,。；\s])")
_OF_SPEECH = regex(r"(?:说|讲|反馈|抱怨)[^，,。；]{0,10}$")
_CALLED = regex(
    r"(?:电话|来电|微信|语音|短信|邮件|[来打]电)[了里中上]?[来过]?(?:[说讲]|里|反映|反馈)?[\s，,：:]*$"
)
_WENT = regex(r"[^，,。；\s]{0,8}?(?:[去见聊谈碰跑打来]|我|拜访|开会|[吃喝])")
_SENT_OFF = regex(r"[^，,。；\s]{0,2}?(?:寄|发|送|运)[出走]|到的")
_ALREADY = regex(
    r"今[天儿早日个朝][^，,。；;]{0,12}(?:收到|电话|来电|说|讲)|还?没收?到|收到了|[一二三四五六日天号]到的"
)
_CAME = regex(r"就?[拉寄拿退发送运搬借到](?:回来?|过[来去]|出[来去]?|走)?[的了]")


def is_that(place: Beside) -> bool:
    """周日到的那批浴巾, 上周五那个价: the day by which a thing is called."""
    match = _THAT.match(place.tail)
    if match is None:
        return False
    behind, upto = place.one.end, place.one.end + match.end()
    return not any(behind <= one.start < upto for one in place.reading.customers)


def was_sent(place: Beside) -> bool:
    """周一寄出 周三到的, 周五寄出 今天来电话说没收到: it is over, for it has come since."""
    later = place.reading.text[place.one.end :]
    return _is_sent(place) or bool(_SENT_OFF.match(place.tail) and _ALREADY.search(later))


def tells_of_a_thing(place: Beside) -> bool:
    """Whether the day is that of a thing that is spoken of, and not of the contact."""
    tail, after = place.tail, place.reading.text[place.one.end :]
    if is_that(place) or _A_LOAD.match(tail) or _PUT_OFF.match(tail):
        return True
    of_then = _OF_THEN.match(tail) or _EVENT.match(tail) or _is_reported(place)
    if of_then and _NOW.search(after):
        return True
    if _is_told_by_phone(place) or was_sent(place) or _is_put_off(place):
        return True
    if said := _SAID_THEN.match(tail):
        return bool(_TURN.search(after, said.end()))
    return _is_spoken_of(place, after)


_SOMEBODY_SAID = regex(r"(?:说|讲|告诉我|通知)(?:是|他们|我们|了)?$")
_DONE_BY_US = regex(r"我|(?<![上下过回出进])去|[见聊谈碰]")


def _is_put_off(place: Beside) -> bool:
    """苏经理说年后再定, when that is over: what was to come then."""
    return bool(_SOMEBODY_SAID.search(place.head)) and place.tail.startswith("再")


def _is_reported(place: Beside) -> bool:
    """蔡站长说昨天已经报上去了: what they did then, as somebody tells it."""
    return bool(_SOMEBODY_SAID.search(place.head)) and not _DONE_BY_US.search(place.tail)


def _is_sent(place: Beside) -> bool:
    """昨天寄的样他收到了, 说色谱柱七月初换的: what became of it is told, and not that day."""
    text = place.reading.text
    match = _SENT.match(place.tail)
    if match is None:
        return bool(_OF_SPEECH.search(place.head) and _DONE_TO.match(place.tail))
    more = text[place.one.end + match.end() :]
    if _THAT_DAY.search(more):
        return False
    return bool(_TOLD_OF.search(more) or _TELLS.search(text[: place.one.start]))


def _is_told_by_phone(place: Beside) -> bool:
    """电话里讲 制冷机昨天又报警: what happened among them, as it is told today."""
    before = place.reading.text[: place.one.start - len(place.head)]
    return bool(_CALLED.search(before)) and not _WENT.search(place.head + place.tail)


def _is_spoken_of(place: Beside, after: str) -> bool:
    """样板昨天寄的，今天王总收到了; 王总说前天送的样不对: of what came or was made then something is said."""
    if _GOODS.search(place.head) and _CAME.match(place.tail):
        more = _TELLS.search(after)
    elif _MADE.match(place.tail):
        more = _JUDGED.search(place.tail)
    else:
        return False
    return bool(more or _TURN.search(after) or _TELLS.search(place.reading.text[: place.one.start]))
