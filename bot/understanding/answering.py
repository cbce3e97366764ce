"""Answers to what an open draft of a contact still asks: who it was, what was said, what is next."""

import re

from bot.intents import Entry
from bot.talk import Correct
from bot.understanding.deal_facts import amount, last_ahead
from bot.understanding.dealing import new_name
from bot.understanding.patterns import regex
from bot.understanding.questioning import QUESTION
from bot.understanding.reading import Reading
from bot.understanding.telling import SAID
from bot.understanding.visits import entries
from bot.understanding.words import outcome_of

_LONGEST = 60
_SLOTS = {"contact", "result", "next"}
_OTHERS = regex(
    r"提醒|叫我|生日|电话|手机|不是|应该|改成|改为|改到|金额|[领退建查]|推[到进]|安排|行程|商机|合同|公海"
)
_MET = regex(
    r"^(?:我?(?:这次|今天)?(?:见|找|约|联系)?(?:的|了|到了?)?(?:人)?是?|跟|和|同)?[，,\s]*"
)
_JOINS = regex(r"[和跟与、，,。!！\s]|聊的?|谈的?|见的?|一起|也?在场?|两个人?")
_SAID = regex(r"^(?:他们?|她|对方|客户|人家|那边|结果|反馈)(?!是谁)|^(?:就)?说")


_NOBODY = regex(
    r"^(?:没有?|无)(?:竞争)?(?:对手|竞品|别家|人)?(?:了|啊|吧)?[。！!]?$|没有?(?:竞争)?(?:对手|竞品)"
)
_TO = regex(r"^(?:是?(?:输给|丢给|给)了?|被|对手是?|竞品是?|是)")


def reason(reading: Reading) -> Correct | None:
    """没预算, to what asks why; 蔡司 or 没有对手, to what asks whom it was lost to."""
    text = reading.text.strip("。！! ")
    wants = reading.context.draft_wants
    if reading.customers or len(text) > _LONGEST:
        return None
    if wants == ("competitor",):
        name = re.sub(r"(?:抢走|拿走|拿下|拿|抢)了?$", "", _TO.sub("", text))
        return Correct(competitor="无" if _NOBODY.search(text) else name)
    if "reason" not in wants:
        return None
    return Correct(content=text, competitor="无" if _NOBODY.search(text) else "")


def answer(reading: Reading) -> Correct | None:
    """见的是刘厂长; 他说要等预算; 下周五再去; 没有下一步，等他们通知."""
    text = reading.text.strip()
    asked = _SLOTS & set(reading.context.draft_asks)
    if not asked or len(text) > _LONGEST or _is_else(reading):
        return None
    entry = entries(reading)[0]
    if "contact" in asked and (who := _who(reading, text)):
        return Correct(contact=who)
    if "result" in asked and _SAID.match(text):
        return _said(entry, text)
    return _next(entry, text) if "next" in asked and not reading.contacts else None


def _is_else(reading: Reading) -> bool:
    """It names a customer, asks, or wants something else: no answer."""
    text = reading.text
    return bool(reading.customers or QUESTION.search(text) or _OTHERS.search(text))


_ORDERS = regex(r"^(?:请|麻烦|帮|给我|把|查|看|找|发|打开|来个|先到这|就这样)")
_GRAVE = 8
"""Characters of a sentence that says something even where no word of it is known."""
_NAME = 20
"""Characters of the name of a deal, at most."""


def more(reading: Reading) -> Correct | None:
    """聊得不错，他们想先试样: goes on with the open report, or names the open deal."""
    text = reading.text.strip("。！! ")
    if _is_else(reading) or _ORDERS.search(text):
        return None
    if reading.context.draft == "CreateOpportunity":
        return _deal(reading, text)
    return _goes_on(reading, text) if reading.context.draft == "LogFollowUps" else None


def _deal(reading: Reading, text: str) -> Correct | None:
    """设备改造; 逆变器采购，320万，明年二月: the deal's name, with what else is said of it."""
    if reading.contacts or "name" not in reading.context.draft_asks:
        return None
    facts = reading.amounts or reading.times
    name = new_name(reading) if facts else text if len(text) <= _NAME else ""
    if not name:
        return None
    return Correct(content=name, amount=amount(reading), when=last_ahead(reading.times, reading))


def _goes_on(reading: Reading, text: str) -> Correct | None:
    if _is_of_others(reading) or not _tells(text):
        return None
    entry = entries(reading)[0]
    step = entry.next_when or entry.none_reason
    said = "，".join(filter(None, (entry.content, entry.result))) if step else ""
    asks_who = "contact" in reading.context.draft_asks
    return Correct(
        also=said or text + reading.rest,
        contact="、".join(entry.contacts) if asks_who else "",
        next_when=entry.next_when,
        next_step=entry.next_step,
        none_reason=entry.none_reason,
    )


def _is_of_others(reading: Reading) -> bool:
    """Whether a person is named who is known, and not at the customers of the draft."""
    about = set(reading.context.draft_customers)
    known = reading.known_by_contact.values()
    return any(ref.ids and not about & set(ref.ids) for ref in known)


def _tells(text: str) -> bool:
    return len(text) >= _GRAVE or bool(SAID.search(text)) or outcome_of(text).value != "neutral"


def _who(reading: Reading, text: str) -> str:
    """The names, when the sentence holds nothing else."""
    rest = text
    for one in reading.contacts:
        rest = rest.replace(one.value, "")
    alone = not _JOINS.sub("", _MET.sub("", rest, count=1))
    return "、".join(one.value for one in reading.contacts) if alone else ""


def _said(entry: Entry, text: str) -> Correct:
    result = "，".join(filter(None, (entry.content, entry.result)))
    return Correct(
        result=result or text,
        next_when=entry.next_when,
        next_step=entry.next_step,
        none_reason=entry.none_reason,
    )


def _next(entry: Entry, text: str) -> Correct | None:
    if entry.none_reason:
        return Correct(none_reason=text)
    if entry.next_when is None or entry.content or entry.result or entry.when:
        return None
    return Correct(next_when=entry.next_when, next_step=entry.next_step)
