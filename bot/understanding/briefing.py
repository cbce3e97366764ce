"""What to know before a visit, asked for: 给我份远帆的简报, 拜访前给我讲讲华精, 去见王总该问什么."""

from dataclasses import replace

from bot.intents import ShowBrief
from bot.keys import Intent
from bot.slots import CustomerRef
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading

_LONGEST = 40
_FOCUSED = 16
"""Characters of a sentence that names nobody and is about the customer that is shown."""
_ASIDE = regex(r"提醒|叫我|记得|别忘|记一?下|团队|日报|周报|月报|战报")
"""What is to be done then, or is a digest, is no brief."""
_TOLD = regex(
    r"[见去聊谈问讲说送发写做交给看开]了|上次|上回|昨[天晚]|前天|刚才?|简报.{0,3}(?:[发送交]?给(?!我)|发(?![给我一]))"
)
_BRIEF = regex(r"简报|小抄|前情提要|[访会行]前(?:资料|材料|提要|要点)")
_PAPER = regex(
    r"(?:[给帮发]我|我要|来)(?:来|整|出|弄|拿|做|发|要|一?下)?一?[份张个][^，,。]{0,12}?(?:简报|简介|背景资料|背景介绍)"
    r"|(?:简报|简介|背景资料)(?:发?给我|发我|来一?份)|^[要出整弄]一?份简报"
)
_BEFORE = regex(
    r"(?:去|拜访|走访|见|上门|到|出发|出门|进门|[会见碰]面|约)[^，,。]{0,12}?(?<!提)(?<!当)(?<!目)(?:之前|以前|前)"
)
_GOING = regex(
    r"(?:马上|待会|等会|等一?下|一会|正要|准备|正?在路上|快到|这就|[今明后]天|[上下中]午|晚上|周[一二三四五六日天])[^，,。]{0,6}(?:去|见|拜访|到|过去|上门)"
)
_TELL = regex(
    r"讲一?[讲下]|说一?[说下]|介绍|捋|过一?[遍下]|梳理|盘一?[盘下]|理一?[理下]|功课|复习|回顾|补.?课|交[代待]|准备一?下"
)
_TO_ME = regex(r"(?:给|帮|跟|和|替)(?:我|咱)")
_OF_A_DEAL = regex(r"商机|单子|项目|合同|报价|公海|规则|计划|话术")
_MEETS = regex(r"去|见|拜访|走访|上门|登门|[跟和找]")
_ASKS = regex(
    r"(?:问|聊|谈|注意|留意|了解|准备|知道)(?:点|些|一?下)?(?:什么|啥|哪些|哪几?个|几个)(?:问题|事情?|方面)?(?:好|合适|比较好|呢|吗|的)*[？?。]?$"
)


def brief(reading: Reading) -> Intent | None:
    """The brief of whoever is named, else of the customer that is shown.

    Who asks for a 简报 and means nobody asks for the figures of the day.
    """
    text = reading.text.strip()
    if len(text) > _LONGEST or _ASIDE.search(text) or _TOLD.search(text):
        return None
    if reading.customers or reading.known_by_contact:
        return ShowBrief(_bare(reading.customer)) if _wants(text) else None
    if reading.contacts or reading.times or len(text) > _FOCUSED:
        return None
    focus, is_before = reading.context.focus, _OF_A_VISIT.search(text) or _is_before(text)
    if focus.ids and (_PAPER.search(text) or is_before):
        return ShowBrief(focus)
    return ShowBrief() if is_before else None


_ORDER = regex(r"^(?:[给帮发]?我)?(?:来|整|出|弄|拿|做|发|要)?一?[份张个]")


def _bare(ref: CustomerRef) -> CustomerRef:
    """A name nobody knows, without the order before it: 我份三一重工."""
    return ref if ref.ids else replace(ref, words=_ORDER.sub("", ref.words))


_OF_A_VISIT = regex(r"(?:拜访|客户|[访会行]前)(?:的)?(?:简报|资料|材料|提要|要点)[吧呢]?[。？?]?$")


def _wants(text: str) -> bool:
    """Whether a sentence with a customer in it asks what to know of him."""
    if _BRIEF.search(text) or _PAPER.search(text) or _is_before(text):
        return True
    if _MEETS.search(text) and _ASKS.search(text):
        return True
    return bool(_TO_ME.search(text) and _TELL.search(text)) and not _OF_A_DEAL.search(text)


def _is_before(text: str) -> bool:
    """拜访前给我讲讲, 见王总之前要注意什么, 马上去远帆，帮我捋一下."""
    if _BEFORE.search(text):
        return bool(_ASKS.search(text) or (_TELL.search(text) and _TO_ME.search(text)))
    return bool(_GOING.search(text) and _TELL.search(text) and _TO_ME.search(text))
