"""Which of the times in a report is the contact's own, and which is the next one's."""

import re
from dataclasses import replace
from datetime import time

from bot.slots import When
from bot.understanding.clauses import after, before
from bot.understanding.reading import Reading
from bot.understanding.said import Said, directed
from bot.understanding.spans import Found

_NEXT = re.compile(
    r"再|要回|回复|约|下次|下步|改[到约]|回访|跟进?$|送|寄|交|出[方初]?|给.{0,6}(?:方案|报价|消息|意见|反馈|最终价|答复|资料|技术|结果|回复|话)|提醒|催|问|追|去|见|谈|签|碰|联系|打|汇报|试|讲|演示|来|拜访|安排|到时|之前|前|回话|"
    r"定在|进场|启动|开会|审厂|踏勘|上门|过来|反馈|消息|下单|等"
)
_FACT = re.compile(
    r"到期|截止|开标|付款?|结账|打款|回款|回来|交付|投产|上线|放假|发工资|排到|成立|到岗|尾款|账期|要换|前换|结束|招标|公示|开业|开工|新盘|扩产|放量|搬迁|到货|才(?:能|会|可以|有)|批(?:预算|下来)?$"
)
_NUMBERED = re.compile(r"^\s*\d{1,2}[.、)）]")
_UNTIL = re.compile(r"(?:锁价|有效期?|延长|保质|质保|持续|执行)[^，,]{0,4}到$")
_PAID = re.compile(r"(?:就|已经?)?(?:付|打|汇|转)了?(?:款|首|尾|预|定|货|\d)|到了?账")
_BEGINS = {"am": time(8, 30), "noon": time(11, 30), "pm": time(13), "eve": time(17, 30)}
_PAST = re.compile(r"(?:刚|就)?.{0,8}(?:了|过(?!来|去)|完)(?!解|一下)")
_DONE = re.compile(
    r"了|过(?!来|去)|完|忘|补|来电|给我打|打给我|(?:见|去|谈|聊|碰|打|来|跑|送)的|的时候"
)
_FAR = 60
"""Of a clause that is longer, what stands farther from a time says nothing of it."""
_STRONG = re.compile(r"再|约|提醒|下次|去(?:现场|汇报|谈)|汇报|上门")


def two_times(
    reading: Reading, said: list[Found[Said]]
) -> tuple[Found[When] | None, Found[When] | None]:
    """The time of the contact and the time of the next one, among those of `said`."""
    visited: Found[When] | None = None
    coming: Found[When] | None = None
    for one in said:
        ahead = _looks_ahead(one, reading)
        when = directed(one.value, reading.clock, future=ahead)
        if when is None:
            continue
        found = Found(when, one.start, one.end)
        if _is_to_come(one, when, reading, ahead=ahead):
            coming = coming if _is_fact(one, reading) else _better(coming, found, reading)
        elif when.day <= reading.clock.today and _is_behind(one, reading, ahead=ahead):
            visited = _with(visited, found, reading.text)
    return visited, coming


def _is_to_come(one: Found[Said], when: When, reading: Reading, *, ahead: bool) -> bool:
    if one.value.past is False:
        return True
    return ahead and when.day >= reading.clock.today and not _is_now(one, when, reading)


def _better(old: Found[When] | None, new: Found[When], reading: Reading) -> Found[When]:
    return new if old is None or _is_better(new, old, reading) else old


_THING = re.compile(
    r"(?:样品|样机|样|货|合同|报价单?|资料|方案|发票|图纸|快递|物料|设备|机器|邮件)[^，,。；\s]{0,3}$"
)
_ARRIVED = re.compile(
    r"[^，,。；\s]{0,3}?(?:寄|收到|到货|到了|就到|发[出走过货]|签回|出来|做好|拿到|入库|通过)"
)
_CONTACT = re.compile(r"去了|去的|见[了到的]|聊|拜访|电话|微信|碰[了头面]|谈[了过]|跑了|来电|上门")


def _is_of_a_thing(one: Found[Said], text: str) -> bool:
    """样品周四寄出来了, in a report of a contact: the day of the sample and of nothing else."""
    preceding, following = before(text, one.start), after(text, one.end)
    if not (_THING.search(preceding) and _ARRIVED.match(following)):
        return False
    rest = text[: one.start - len(preceding)] + "，" + text[one.end + len(following) :]
    return bool(_CONTACT.search(rest))


def _is_behind(one: Found[Said], reading: Reading, *, ahead: bool) -> bool:
    """Whether something was done then, and it was no payment."""
    open_weekday = one.value.past is None and one.value.weekday and ahead
    if _is_of_a_thing(one, reading.text):
        return False
    return not open_weekday and not _PAID.match(after(reading.text, one.end))


_CORRECTED = re.compile(r"不对|[说记写]错")


def _with(known: Found[When] | None, found: Found[When], text: str) -> Found[When]:
    """A second time of the same day adds its hour to the first; what is corrected is dropped."""
    if known is None or _CORRECTED.search(text, known.end, found.start):
        return found
    if known.value.at is None and found.value.day == known.value.day:
        return Found(_merged(known.value, found.value), known.start, known.end)
    return known


def _merged(first: When, second: When) -> When:
    return replace(first, at=first.at or second.at, part=first.part or second.part)


def _is_now(one: Found[Said], when: When, reading: Reading) -> bool:
    """今天下午去了: today is where it happened, unless it is still to come."""
    if when.day != reading.clock.today or when.by:
        return False
    now = reading.clock.now.time().replace(tzinfo=None)
    if (when.at or _BEGINS.get(when.part, now)) > now:
        return bool(re.match(r".{0,4}(?:去了|见了|拜访了|聊了|跑了)", reading.text[one.end :]))
    following = reading.text[one.end : one.end + 12]
    return not re.match(r"(?:再|要|得|还要|准备|打算|提醒)", following)


def _looks_ahead(one: Found[Said], reading: Reading) -> bool:
    """The direction of a time that could be either, by the words around it."""
    if one.value.past is not None:
        return not one.value.past
    following = after(reading.text, one.end)[:_FAR]
    preceding = before(reading.text, one.start)[-_FAR:]
    when = one.value.when
    if when is not None and when.by:
        return True
    if _PAST.match(following) and not re.match(r".{0,3}再", following):
        return bool(re.match(r".{0,6}(?:再|要|约(?!我))", following))
    if _is_told_late(following, preceding):
        return False
    if when is not None and one.value.weekday <= 0 and _is_nearer_ahead(one, when, reading):
        return True
    return _calls_for_more(one, following, preceding)


def _is_nearer_ahead(one: Found[Said], when: When, reading: Reading) -> bool:
    """A day to come; of a bare day of the month (3号) the one that is nearer."""
    gone = (reading.clock.today - when.day).days
    return gone < 0 or (one.value.weekday < 0 and gone > 15)


def _is_told_late(following: str, preceding: str) -> bool:
    """补个上周五的拜访, 周四去的: told afterwards."""
    if re.search(r"(?:补|忘了?|漏)[^，,]{0,6}$", preceding):
        return True
    return bool(re.match(r"(?:的?拜访|拜访(?!一)|去的|跑的)", following))


_AGREED = re.compile(r"(?:约|定|说好|讲好|改)[了好到]?[^，,]{0,4}$")


def _calls_for_more(one: Found[Said], following: str, preceding: str) -> bool:
    if _AGREED.search(preceding):
        return True
    if one.value.weekday > 0:
        return not _DONE.search(preceding[-6:] + following)
    asked = re.search(r"(?:再|约|定|改到?|到|让我|等)[^，,]{0,6}$", preceding)
    return bool(asked or _NEXT.search(following))


def _is_fact(one: Found[Said], reading: Reading) -> bool:
    """付款, 到期, 开标, a numbered minute: a date about the deal, no next contact."""
    following, preceding = after(reading.text, one.end), before(reading.text, one.start)
    if _NUMBERED.match(preceding) or _UNTIL.search(preceding):
        return True
    if re.search(r"再|约|提醒|联系|拜访|去|见|送|寄|给|问|催|签", following[:12]):
        return False
    near = preceding[-8:] + following[:10]
    return bool(_FACT.search(near)) and not re.search(r"(?:之前|前).{0,4}(?:出|交|给|送)", near)


def _is_exact(when: When) -> bool:
    return not (when.month_only or (when.about and not when.by))


def _is_mine(found: Found[When], text: str) -> bool:
    """我下周一带队进场, 25号我去趟合肥: what the rep does himself."""
    around = before(text, found.start)[-6:] + "\u3000" + after(text, found.end)[:6]
    return bool(re.search(r"我(?:们)?\u3000|\u3000我", around)) and "让我" not in around


def _is_better(new: Found[When], old: Found[When], reading: Reading) -> bool:
    """Of two coming times the one with 再 or 约, a day before a month; corrected the later."""
    text = reading.text
    if _is_exact(new.value) and not _is_exact(old.value):
        return True
    if re.search(r"不对|说错|改(?:到|成|约)|下一?步", text[old.end : new.start + 4]):
        return True
    if _is_mine(new, text) and not _is_mine(old, text):
        return True
    strong = bool(_STRONG.search(after(text, new.end)[:10]))
    return strong and not _STRONG.search(after(text, old.end)[:10])
