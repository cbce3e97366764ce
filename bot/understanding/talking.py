"""Sentences about the talk itself: slash commands, drafts, taking back, correcting, settings, manners."""

import re
from dataclasses import replace

from bot.intents import OpportunityRef, SearchPool, ShowBrief, ShowOpportunity, Today
from bot.keys import Intent
from bot.slots import Amount, AmountRole, CustomerRef, When
from bot.talk import (
    Cancel,
    Confirm,
    Correct,
    Help,
    NextPage,
    NotSupported,
    NotUnderstood,
    Pick,
    Redo,
    SelfCheck,
    ShowDigest,
    SmallTalk,
    Undo,
)
from bot.understanding.deal_facts import unfound
from bot.understanding.duties import what
from bot.understanding.numerals import value
from bot.understanding.patterns import regex
from bot.understanding.posters import poster
from bot.understanding.questioning import asks
from bot.understanding.questions import SHOWS
from bot.understanding.reading import Reading
from bot.understanding.reported import has_said, is_long_report
from bot.understanding.said import directed
from bot.understanding.spans import Found, T
from bot.understanding.transferring import transfer
from bot.understanding.visits import main_amount

_SLASH: dict[str, Intent] = {
    "/今天": Today(),
    "/公海": SearchPool(),
    "/简报": ShowDigest(),
    "/撤销": Undo(),
    "/帮助": Help(),
    "/自检": SelfCheck(),
    "/审批": NotSupported("decide"),
    "/help": Help(),
    "/undo": Undo(),
}
_HELP = regex(
    r"^(?:[?？]+|怎么用|你?能[干做](?:[嘛啥]|什么)|你?能干[嘛什]么?|帮助|help|使用说明|(?:领错|记错|说错|弄错)了怎么.{1,6}|你还?都?(?:会|能)(?:帮我?)?(?:做|干|查)?(?:什么|啥|些啥|些什么|哪些)|(?:我?能|可以)(?:跟你)?(?:说|问)(?:些)?(?:什么|啥)|(?:怎么|咋|如何)(?:退|领|认领|建|记|推进|加|撤销|改|删|定|取消).{0,6}|有什么功能|说明书?)[吗呢啊?？!！。]*$",
    re.IGNORECASE,
)
_YES = regex(
    r"^(?:(?:好的?|对的?|是的?|保存|确认|没错|可以|行|嗯+|ok|yes|save|就这样|没问题|对对|好滴|收到|存)[了吧啊呀!！。~，,\s]*){1,3}$",
    re.IGNORECASE,
)
_SAVE = regex(r"^(?:保存|确认保存|save)[了吧!！。]*$", re.IGNORECASE)
_NO = regex(
    r"^(?:算了|取消|不用了|不要了|不记了|别记了|cancel|放弃|不存了|先不记)[吧了啊!！。\s]*$",
    re.IGNORECASE,
)
_UNDO = regex(
    r"^(?:哎呀?|唉|啊|呃|额|不好意思|sorry)?[，,\s]*(?:请|帮我|把)?(?:撤销|撤回|搞错了|弄错了|undo|点错了|按错了|(?:刚才|刚刚|上一?条)(?:的|那条|那个|记的)*(?:跟进|记录|拜访)?(?:删了|删掉|删除|撤了|撤销|不要了)|删[掉除]?(?:刚才|刚刚|上一?条)(?:的|那条|那个|记的)*(?:跟进|记录|拜访)?|推进错了.*|刚(?:才|刚)?[领点推记]错了.{0,6}|.*(?:撤销|撤回)(?:一下|掉|吧)?|(?:撤销|撤回)(?:刚才|刚刚|上一?条)(?:的|那个|那条)?|刚(?:才|刚)?(?:保存|记|存)的?(?:那条|那个)?(?:删掉|删了|不要了)|回退|不算)[吧了!！。\s]*$",
    re.IGNORECASE,
)
_MISTAKEN = regex(
    r"[上前]面那[条个].{0,3}(?:不算|撤|删|作废)|^(?:[弄搞点按]错了?)[，,\s]*(?:给我|帮我)?(?:退回|撤|还原|回去)|手滑|手抖|误触|误操作|[点按发]错|别存|当我没[点说发]|还原|恢复原样|^撤[销回掉]了?(?=$|[，,。\s吧]|刚|上一|一下|撤)|(?:刚才|刚刚?)(?:的|那|点|发|记|一|[步下条个])*(?:撤[掉了回销]|作废|不算|退回去)"
)
_SHORT = 20
_REDO = regex(r"恢复刚|恢复一下|^(?:还是)?恢复吧?$|^(?:redo|重做)[吧。！!]?$")
_NUMBER = regex(
    r"^(?:选|要|就|打开|进|点|(?:我?看|查)(?:一?[看下])?)?(?:第)?(?P<n>\d{1,2}|[一二两三四五六七八九十])(?:个|家|条|号)?[吧。!！\s]*$"
)
_MORE = regex(
    r"^(?:下一?页|翻页|往后翻|更多|再看看后面的?|后面的?呢?|还有(?:吗|呢|没有?|别的吗?|更多吗?)|再来一?页)[?？。!！]*$"
)
_CORRECT = regex(
    r"^(?:不是|不对|客户(?:选|搞|弄)错|错了|应该是|改成|改为|金额|时间|日期|(?:客户|联系人)(?=是|不|应该|改|错|[：:])|是.{1,12}不是|(?:刚才|刚刚|上一?条|那条)(?:那?条|记录|拜访|跟进)?的?(?:时间|日期|金额|客户|联系人)|更正|纠正|(?:拜访|跟进)?时间(?:应该)?是)"
)
_NOT_BUT = regex(
    r"不是(?P<old>.{1,14}?)[，,\s]*(?:而?是|应该是)(?P<new>.{1,20})|是(?P<new2>.{1,14}?)[，,]?不是(?P<old2>.{1,14})"
)


_ERASE = regex(
    r"^(?:请|帮我|把|请帮我)?(?:彻底|永久)?(?:删除|删掉|清除|注销)(?:客户|联系人)[^，。,；;]{1,20}$"
)
"""That somebody is to be gone for good, which no word in chat does."""


def slash(reading: Reading) -> Intent | None:
    """/今天, /公海, 怎么用, 导出我的客户; the words after another slash are read as usual."""
    text = reading.text.strip()
    if text.startswith("/简报") and reading.customers:
        return ShowBrief(reading.customer)
    if text.startswith("/"):
        return _SLASH.get(text.partition(" ")[0])
    if _ERASE.match(text):
        return SmallTalk("erase")
    return Help() if _HELP.match(text) else poster(reading) or transfer(reading)


def draft(reading: Reading) -> Intent | None:
    """Words that answer an open draft or a list."""
    text, context = reading.text.strip(), reading.context
    if _NO.match(text):
        return Cancel()
    if _SAVE.match(text) or (context.draft and _YES.match(text)):
        return Confirm()
    if not (context.draft or context.shown):
        return None
    if _MORE.match(text) and not context.draft:
        return NextPage()
    match = _NUMBER.match(text)
    number = value(match["n"]) if match else None
    return Pick((int(number),)) if number else None


def undo(reading: Reading) -> Intent | None:
    text = reading.text.strip()
    if _REDO.search(text):
        return Redo()
    if _MISTAKEN.search(text) and len(text) < _SHORT and not reading.customers:
        return Undo(kind="follow_up" if re.search(r"跟进|记录|拜访", text) else "")
    named = bool(reading.customers) and len(text) > 12
    if named or not _UNDO.match(text):
        return None
    return Undo(kind="follow_up" if re.search(r"跟进|记录|拜访", text) else "")


_MORE_SAID = regex(r"[，,。；;\s]+")


def _tells_more(text: str) -> bool:
    """不是A，是B，明天十点来看机: beside what was wrong and what is right something else is said."""
    parts = [part for part in _MORE_SAID.split(text) if len(part) > 3]
    return (
        sum("是" not in part and not _CORRECT.match(part) for part in parts) > 0 and len(parts) > 2
    )


def _is_hearsay(reading: Reading) -> bool:
    """刘工说数量不对，应该是30套不是20套: what somebody else sets right."""
    return has_said(reading) and not _CORRECT.match(reading.text.strip())


_ORDERS = regex(r"推[到进]|建个?商机|赢|输|提醒|的(?:商机|单子|项目)$")


def correction(reading: Reading) -> Intent | None:
    """不是远帆，是蓝鲸; 金额应该是135万; 时间是周五不是周四."""
    text = reading.text.strip()
    if "公海" in text:
        return None
    swapped = _NOT_BUT.search(text)
    if not swapped and not _CORRECT.match(text):
        return _to_draft(reading)
    if len(text) > 40 or _ORDERS.search(text) or _LISTED.search(text):
        return None
    if not reading.context.draft and (is_long_report(reading) or _is_hearsay(reading)):
        return None
    if swapped and not reading.context.draft and _tells_more(text):
        return None
    if reading.customers and not swapped and not reading.context.draft:
        return None
    wanted = _corrected(reading, swapped)
    if wanted in (Correct(), Correct(weekday_only=True)):
        return _by_words(swapped)
    return replace(_as_next(wanted, text), wrong=_wrong(swapped))


def _wrong(swapped: re.Match[str] | None) -> str:
    """What is said not to be right."""
    return (swapped["old"] or swapped["old2"]).strip("，,。！! ") if swapped else ""


def _corrected(reading: Reading, swapped: re.Match[str] | None) -> Correct:
    """What was found last holds, but of 是周五不是周四 the day that is named first."""
    named, met = reading.customers[-1:], reading.contacts[-1:]
    return Correct(
        customer=named[0].value if named else None,
        amount=_sum(reading),
        contact=met[0].value if met and not named else "",
        weekday_only=bool(swapped and reading.times and reading.times[0].value.weekday > 0),
        when=_when(reading, last=not (swapped and swapped["new2"])),
    )


_DEAL = regex(r"成交|合同|签|中标|保费|订单|总价")


def _sum(reading: Reading) -> Amount | None:
    """The sum that is right; 金额135万 names no role and keeps the one of what it corrects."""
    said = main_amount([one.value for one in reading.amounts[-1:]])
    if said is None or said.role is not AmountRole.DEAL or _DEAL.search(reading.text):
        return said
    return replace(said, role=AmountRole.OTHER)


_LISTED = regex(r"以[上下]的?|超过|哪些|还没签|的(?:单子|商机|项目)$")


def _by_words(swapped: re.Match[str] | None) -> Correct | None:
    """不是远帆，是某某: a customer whom nobody knows yet."""
    words = (swapped["new"] or swapped["new2"]).strip("。！! ") if swapped else ""
    return Correct(customer=CustomerRef((), words), wrong=_wrong(swapped)) if words else None


def _as_next(wanted: Correct, text: str) -> Correct:
    """下次改到周四 corrects the next date, not the visit's."""
    if wanted.when and re.search(r"下次|下回|再|约", text):
        return Correct(next_when=wanted.when, amount=wanted.amount, customer=wanted.customer)
    return wanted


_ASKS_OR_ORDERS = regex(
    r"[?？吗呢]$|[领退][了吧]?$|^[查看领认退建推提把别]|谁|哪|多少|几个|怎么|什么|安排|公海|没联系"
)


def _to_draft(reading: Reading) -> Intent | None:
    """A short answer to what the open draft asks: a name, a day, an amount."""
    text = reading.text.strip()
    if not reading.context.draft or len(text) > 24 or _ASKS_OR_ORDERS.search(text):
        return None
    rest = text.strip("，,。！!是就的吧 ")
    if reading.customers:
        named = reading.customers[0]
        if text.strip("。！!") == named.value.words and not _asks_who(reading):
            return None
        return Correct(customer=named.value) if _beside(named, rest) <= 3 else None
    when = _when(reading, last=True)
    if when and _beside(reading.times[-1], rest) <= 6:
        ahead = reading.context.draft == "LogFollowUps" and when.day >= reading.clock.today
        step = (_after(reading) or what(reading)) if ahead else ""
        return Correct(next_when=when, next_step=step) if ahead else Correct(when=when)
    if not reading.amounts or len(rest) > 14 or len(_OF_AMOUNT.sub("", unfound(reading))) > 1:
        return None
    return Correct(amount=reading.amounts[-1].value, when=when)


_OF_AMOUNT = regex(
    r"[\s，,。！!、]|金额|预算|报价?|总价|价格|成交价?|合同额|大?约|大概|差不多|左右|改[成为到]|应该|一共|总共|就?按|[是要给的就算吧呢了共有想先填写记]"
)


def _asks_who(reading: Reading) -> bool:
    """Whether the draft is about nobody yet, or is asked for by name: a name alone answers it."""
    return reading.context.draft_unsettled or "name" in reading.context.draft_wants


def _after(reading: Reading) -> str:
    """再去, of 下周四再去: what stands behind the day, as it was said."""
    said = reading.text[reading.times[-1].end :].strip(" ，,。！!吧的")
    return said if len(said) > 1 else ""


def _beside(one: Found[T], rest: str) -> int:
    """How many characters there are beside what was found."""
    return len(rest) - (one.end - one.start)


def _when(reading: Reading, *, last: bool) -> When | None:
    if not reading.times:
        return None
    one = reading.times[-1 if last else 0]
    future = not re.search(r"拜访时间|那天是|当时", reading.text)
    return directed(one.value, reading.clock, future=future)


_THAT_ONE = regex(r"^(?:那个|刚才那[个条]|上一?[个条])(?:商机|项目|单子)?(?:怎么样|呢)?[?？]?$")


def last_resort(reading: Reading) -> Intent:
    """A reference to what was shown, else nothing understood."""
    meant = reading.context.shown and _THAT_ONE.match(reading.text.strip())
    if meant:
        return ShowOpportunity(OpportunityRef())
    text = reading.text
    sought = _SOUGHT.search(text) or SHOWS.search(text) or _BEGS.search(text)
    return NotUnderstood(asks=asks(reading) or bool(sought))


_BEGS = regex(
    r"帮(?:我|俺|忙|个忙)|麻烦|拜托|劳驾|替我|(?<!回)(?<!还)给我(?:们)?[^，,。\s]|(?:^|[，,。\s])(?:请|来|讲|唱|编|写|画|翻译|推荐|介绍|教)(?:我|个|首|段|份|张|几[个首句]|一[个首段份张下])"
)
"""帮我翻成英文, 讲个段子: a thing is asked of the bot that it does not know."""


_SOUGHT = regex(
    r"(?:单子?|商机|项目|客户|清单|名单|列表|明细|金额|电话|记录|安排|计划|排名|业绩)[?？。]?$|(?<!好)几(?:个钱|号|时)"
)
"""Ends with what is sought or asks to have it shown: it is no report, whatever it lacks of a question."""
