"""Corrections of what is recorded of a customer: it was wrong, or is no longer to stand."""

import re

from bot.keys import Intent
from bot.talk import Correct, Undo
from bot.understanding.clauses import said_beside
from bot.understanding.patterns import regex
from bot.understanding.questioning import is_question
from bot.understanding.reading import Reading
from bot.understanding.said import directed

_WRONG = regex(
    r"(?:记|写|录|填|敲|打)(?:错|反|重|串|漏|岔)|[多少][敲写打]了?一?个零|更正|订正|[记录写填登][^，,。；;\s]{0,12}(?:不对|有误|错了|弄错)|(?:拜访|跟进|回访)的?(?:内容|时间|日期|情况|人|客户|地点)[^，,。；;\s]{0,3}(?:有误|不对|错|弄错)|(?:记录|那[条笔]).{0,6}(?:有误|不对|改一?下)"
)


_OF_RECORD = (
    r"(?:[刚上昨前早][^，,。；;\s]{0,3}(?:记|录|写|登|填|存)|记录|纪要|备注|[那这上][条笔]|日报)"
)
_RIGHT = r"(?:不是|应该?是|错|少|漏|多写)"
_MENDED = regex(
    rf"{_OF_RECORD}.*{_RIGHT}.*[，,。；;\s](?:请|帮我|给我|麻烦|帮忙|你)*(?:再|重新)?(?:改|修正|更新|更正|订正|调整?|纠正)(?:[改正]|一?下|过来|回来)*[吧哈啊了]*[。！!]*$"
)
"""刚记的那条，说的是下周三不是下周四，改下: what is recorded, what is right, and the order to mend it."""
_DELETES = regex(
    r"(?:记录|纪要|[那这][条笔]|拜访|跟进记录).{0,8}(?:删|抹|撤[掉了]|作废|不作数|去掉|不算)"
    r"|(?:删|抹|撤)[掉了除去]?.{0,14}(?:记录|[那这][条笔]|拜访|纪要)"
)
_OF_ELSE = regex(
    r"提醒|计划|待办|行程|日程|闹钟|任务|安排|商机|单子|项目|线索|联系人|离职|不在|客户档案"
)


def amends(reading: Reading) -> Intent | None:
    """前面记的华晟那条写反了，是26万8; 把华晟今天那条拜访删了: a customer's record is no longer to stand."""
    if not (reading.customers or reading.known_by_contact) or is_question(reading):
        return None
    if _MENDED.search(reading.text):
        return amended(reading)
    told = reading.contacts and said_beside(reading) > _MANY and not _NOTED.search(reading.text)
    wrong = (_WRONG.search(reading.text) and not told) or _is_deleted(reading)
    return amended(reading) if wrong else None


_MANY = 2
"""More is told beside 周三去的，记错了，是周二 than by whoever corrects a record."""
_NOTED = regex(r"记录|纪要|[那这][条笔]|记的|[录写]的")


def _is_deleted(reading: Reading) -> bool:
    """A record of what was, not a visit that is planned: 周五的拜访 is one, 周五那条记录 is none."""
    plan = not _NOTED.search(reading.text)
    found = [directed(one.value, reading.clock, future=plan) for one in reading.times]
    ahead = any(when and when.day > reading.clock.today for when in found)
    return bool(_DELETES.search(reading.text)) and not (ahead or _OF_ELSE.search(reading.text))


def amended(reading: Reading) -> Intent:
    """The last record of the customer with what is right, or taken back."""
    of = reading.customer
    if re.search(r"[删抹]|去掉|不作数|作废|撤[掉了]|不算", reading.text):
        return Undo(kind="follow_up", customer=of)
    money = reading.amounts[0].value if reading.amounts else None
    when = directed(reading.times[-1].value, reading.clock, future=False) if reading.times else None
    return Correct(
        of=of,
        contact=_right(reading),
        amount=money,
        when=when if _DAY.search(reading.text) else None,
    )


def _right(reading: Reading) -> str:
    """The person named last who is not said to be the wrong one."""
    found = [
        one.value for one in reading.contacts if not reading.text[: one.start].endswith("不是")
    ]
    return found[-1] if found else ""


_DAY = regex(r"日期|时间|那天|是[前昨]天")
