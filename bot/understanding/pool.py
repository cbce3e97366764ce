"""What is said of the pool: give back, claim, give to a colleague."""

import re

from bot.intents import Assign, Claim, Lock, Release
from bot.keys import Intent
from bot.slots import Conditions, CustomerRef
from bot.talk import NotSupported
from bot.understanding.asking import QUESTION, conditions
from bot.understanding.numerals import HAN, value
from bot.understanding.reading import Reading
from bot.understanding.words import release_reason

_RELEASE = re.compile(
    r"退公海|退回公海|放回公海|放公海|扔(?:回|进)?公海|丢(?:回|进)公海|还给公海|回公海(?:吧|去)|退回去|(?:都|给|把.{1,16})(?:退|放)(?:了|掉)|释放|不要了.{0,4}公海|退掉|退到.{0,4}公海|进公海吧|放弃跟进"
)
_CLAIM = re.compile(
    r"^/?领(?!导|取|了几|域)|认领|领[一下个]?(?:了|过来|走)|我要了|我都?要|归我|给我(?:吧|跟|来|领)?$|拿过来|捞(?:回|过)?来?|抢(?:一下|过来|下)?|(?:把.{1,20})领(?:了|回|下|一下)|收了|我来跟|要过来|拿下来?$|领(?=[\u4e00-\u9fff]{2,})|挖过来"
)
_NUMBERS = re.compile(
    rf"第?((?:\d{{1,2}}|[{HAN}]{{1,3}})(?:[、,，和跟及]第?(?:\d{{1,2}}|[{HAN}]{{1,3}}))*)(?:个|家|条|号)"
)


def numbers(text: str) -> tuple[int, ...]:
    """第2、4个, 第一和第三个."""
    match = re.search(r"第" + _NUMBERS.pattern.removeprefix("第?"), text)
    if match is None:
        return ()
    found = [value(part) for part in re.split(r"[、,，和跟及第]+", match[1]) if part]
    return tuple(int(number) for number in found if number)


_ALL = re.compile(rf"[这那](?:些|几[个家]|(?:\d{{1,2}}|[{HAN}俩]{{1,2}})[个家])|都|全部?")


def _picked(reading: Reading) -> tuple[int, ...]:
    """Those of the last list: by number, or all of them (这三个都退了)."""
    named = numbers(reading.text)
    every = not named and not reading.customers and _ALL.search(reading.text)
    return tuple(range(1, reading.context.listed + 1)) if every else named


def release(reading: Reading) -> Intent | tuple[Intent, ...] | None:
    text = reading.text
    if not _RELEASE.search(text) or (QUESTION.search(text) and not re.search(r"联系不上|吧", text)):
        return None
    if re.search(r"[离转]职|交接", text):
        return NotSupported("handover")
    if re.search(r"所有|全部|\d+天没", text) and not reading.customers:
        return NotSupported("take_back")
    refs = tuple(one.value for one in reading.customers)
    if len(refs) == 2 and re.match(r"/?(?:认领|领)", text.strip()):
        return (Claim(customers=refs[:1]), Release(customers=refs[1:]))
    code, note = release_reason(_RELEASE.sub("，", _unnamed(reading)))
    return Release(
        customers=refs, numbers=_picked(reading), reason=code or note, note=code and note
    )


def _unnamed(reading: Reading) -> str:
    """The sentence with a comma where customers were named."""
    text = reading.text
    for one in reversed(reading.customers):
        text = f"{text[: one.start]}，{text[one.end :]}"
    return text


def claim(reading: Reading) -> Intent | None:
    text = reading.text.strip()
    if not _CLAIM.search(text) or re.search(
        r"为什么|能不能|几个|拜访|见了|提醒|领导|合同|中标|丢单|被.{0,8}抢|拿下.{0,4}单", text
    ):
        return None
    if re.search(r"转给|给(?:老|小)[\u4e00-\u9fff]|分给", text):
        return None
    refs = tuple(one.value for one in reading.customers)
    picked = _picked(reading)
    if refs or picked:
        return Claim(customers=refs, numbers=() if refs else picked)
    where = conditions(reading)
    if where != Conditions() and re.search(r"领|抢|认领", text):
        return Claim(where=where)
    name = re.search(r"(?:^/?领|认领|抢一?下?)\s*([\u4e00-\u9fffA-Za-z0-9]{2,20})$", text)
    if name:
        return Claim(customers=(CustomerRef((), name[1]),))
    return Claim() if reading.context.shown and len(text) < 10 else None


def lock(reading: Reading) -> Intent | None:
    """锁定远帆, 把远帆锁住, 解锁远帆."""
    text = reading.text.strip()
    if not reading.customers or len(text) > _LONGEST or QUESTION.search(text):
        return None
    opens = re.search(r"解锁|解除锁定|取消锁定|不锁了", text)
    if not opens and not re.search(r"锁定|锁住|锁一下|锁上", text):
        return None
    return Lock(reading.customers[0].value, on=not opens)


_LONGEST = 24
"""A longer sentence that has 锁 in it says something else."""


def assign(reading: Reading) -> Intent | None:
    """海川给老赵: to a colleague, named at the end; not 打给蓝鲸, nor 给方案."""
    head, reason = _reasoned(reading.text.strip())
    match = _TO.search(head)
    if match is None or not reading.customers or match["who"] in _PRONOUNS:
        return None
    who = match["who"]
    named = (
        match["verb"]
        or who in reading.context.colleagues
        or re.match(r"[老小][\u4e00-\u9fff]$", who)
    )
    taken = any(one.end > match.start("who") for one in reading.customers)
    if not named or taken or re.search(r"拜访|见了|聊|说|打给|提醒", reading.text):
        return None
    return Assign(tuple(one.value for one in reading.customers), who, reason)


def _reasoned(text: str) -> tuple[str, str]:
    """What is wanted, and why: 天府医疗给周明，因为客户只认他."""
    found = _BECAUSE.search(text)
    return (text[: found.start()], text[found.end() :].strip()) if found else (text, "")


_BECAUSE = re.compile(r"[，,。；;\s]+(?:因为|原因是?|理由是?)[：:]?")
_TO = re.compile(
    r"(?P<verb>[转分交派](?=给))?给(?P<who>[老小]?[\u4e00-\u9fff]{1,3}?)(?:跟进?|吧|负责)?[。！!]?$"
)
_PRONOUNS = ("我", "他们", "她", "他", "我们", "客户", "对方")
