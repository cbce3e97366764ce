"""The day that a report opens with: 周三下午陶陶轩复盘会, 5号谈崩, 周二鲁信小许 不考虑了."""

import re

from bot.slots import Outcome
from bot.understanding.beside import Beside, is_fact
from bot.understanding.spans import masked
from bot.understanding.telling import HAPPENED, SAID
from bot.understanding.theirs import is_theirs
from bot.understanding.words import outcome_of

_LEAD = re.compile(
    r"(?:[\s\u3000，,。：:、的在跟和与是就]|[那这]边|那里|喂|嗯|啊|哦|补[记录个]?|记一?[下个条笔]?|跟进|拜访|汇报一?下)*"
)
_AHEAD = re.compile(
    r"再|还?要(?!求)|得(?![很了到])|准备|打算|计划|提醒|记得|别忘|约(?!了?见)|定在|叫我|等|到时|可能|应该|安排|有(?:空|时间)|方便"
)


def opens(place: Beside) -> bool:
    """Whether a weekday or a day of the month is the first thing said, and what follows was told after it."""
    said = place.one.value
    if said.past is not None or not said.weekday or said.when is None or said.when.by:
        return False
    if not _is_first(place) or _AHEAD.search(place.tail) or is_fact(place) or is_theirs(place):
        return False
    return _is_told_after(place)


def _is_first(place: Beside) -> bool:
    reading, start = place.reading, place.one.start
    plain = masked(masked(reading.text, reading.customers), reading.contacts)
    return bool(_LEAD.fullmatch(plain, 0, start))


def _is_told_after(place: Beside) -> bool:
    """Whether something behind the day has happened, was said or was answered."""
    following = place.reading.text[place.one.end :]
    told = HAPPENED.search(following) or SAID.search(following) or place.reading.amounts
    return bool(told) or outcome_of(following) is not Outcome.NEUTRAL


_WRITES = re.compile(
    r"[^，,。；;]{0,2}?(?:想起来|有空写|得空|顾上|补[记录写登]|补一?[下条笔]|补上?(?=$|[，,。：:\s])|记一?[下条笔])"
)
_JUST = re.compile(r"刚刚?(?:才)?(?:挂|打|接|通|[跟和同]|从|见|聊|谈|去|送走|开|陪|回|出)")


def is_aside(place: Beside) -> bool:
    """今天才想起来写, and any day beside 刚挂了王总的电话: not when somebody was met."""
    return bool(_WRITES.match(place.tail)) or _is_just_now(place)


def _is_just_now(place: Beside) -> bool:
    """Whether what is told was just now, by the clause it begins with, and the day stands behind that."""
    reading, start = place.reading, place.one.start
    plain = masked(masked(reading.text, reading.customers), reading.contacts)
    lead = _LEAD.match(plain)
    begins = lead.end() if lead else 0
    return begins < start - len(place.head) and bool(_JUST.match(plain, begins))
