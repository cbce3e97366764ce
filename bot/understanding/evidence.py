"""How surely a day that is over is the contact's, by what is said of it."""

from enum import IntEnum

from bot.understanding.beside import NOT_KEPT, Beside
from bot.understanding.clauses import after, before
from bot.understanding.patterns import regex
from bot.understanding.words import NOT_MET


class Evidence(IntEnum):
    """The kinds of it, the weakest first; of two days the one with the stronger is the contact's."""

    NONE = 0
    THERE = 1
    PLAIN = 2
    MET = 3


_PLANNED = regex(
    r"(?:本来|原本|原说|原定|原计划|原先|原来|本打算|本想)(?:说|是|的|约|定|在|想|计划)*$|[别甭莫不](?:要|用)?(?:约|定|排|放|安排|选)[在到]?$"
)
_AGREED = regex(r"[说约定]好的?是?(?:的|是|约|定|在)*$")
_GIVEN_UP = regex(
    r"[^，,。；;\s]{0,4}?(?:要[去来见]?[^，,。；;\s]{0,2}来着|的?(?:不算|作废|取消|没成))"
)
_SINCE = regex(
    r"[^，,。；;]{1,12}?(?<!然)(?:之|以)?后[就也都]?(?:一直|再也?|老是?)?[没不]|[^，,。；;\s]{0,2}?(?:出国|休假|请假|住院|生病|停[电产工]|不在|没来?上班)"
)
"""5号见过面之后一直没回信, 上周出国: what was since then, or why nobody was met."""
_UNTIL_THEN = regex(
    r"[^，,。；;\s]{0,2}?(?:连着|一连|接连|天天|一直|老是?催|答应的|说好的|[催拖闹]了[几两三四五六七八])"
)
_THERE = regex(
    r"(?:才|就|刚)?(?:到|飞|落地|出发|动身|出差)(?:了|的)?(?!期|账|货|岗|场|手)|(?:去的[\u4e00-\u9fff]{2}(?=$|[，,。；;\s]))"
)
_MET = regex(
    r"[^，,。；;\s]{0,10}?(?:(?:见|碰|聊|谈|拜访|面访|会面)(?!效|习)|[开对复签递审做验装修](?:了|完|的)|[去来跑](?:了|的|成|[^，,。；;\s的]{1,3}了)|[来回]电|打(?:来|给|了|的)|复盘会)"
)
_MEANT = regex(
    r"[，,\s（(呃嗯啊哦那个]*(?:也就是?|就是|应该是?|好像是?|大概是?|记得是?|具体是?|准确说是?)"
)
_LATE = regex(r"(?:下午|上午|晚上|中午)?才(?:过?去|[见碰到赶跑约]|上门|来得及)(?!款|期|货|账)")
_IN_BRACKETS = regex(r"会\s?[（(]$")
"""双周会(周一): the day of a meeting that is told of."""
_FAR, _NEAR = 30, 6


def is_dropped(place: Beside) -> bool:
    """原定周三的, 本来上周要去来着: a plan that changed."""
    agreed = _AGREED.search(place.head) and not _is_to_come(place)
    agreed = agreed and place.one.value.past is not False
    return bool(agreed or _PLANNED.search(place.head) or _GIVEN_UP.match(place.tail))


_ONCE = regex(r"[上昨前]|原来|本来|当时|那时")


def _is_to_come(place: Beside) -> bool:
    """说好28号一起看数据, on the 22nd: not what was agreed once, and came to nothing."""
    when = place.one.value.when
    coming = when is not None and when.day > place.reading.clock.today
    long_ago = _ONCE.search(place.head)
    return coming and not (long_ago or NOT_KEPT.match(place.reading.text, place.one.end))


def evidence(text: str, start: int, end: int) -> Evidence:
    """What the clause of the day between those places tells of the contact."""
    head, tail = before(text, start)[-_FAR:], after(text, end)[:_FAR]
    planned = _PLANNED.search(head) or _AGREED.search(head)
    if planned or _GIVEN_UP.match(tail) or _SINCE.match(tail) or _UNTIL_THEN.match(tail):
        return Evidence.NONE
    if _THERE.match(tail):
        return Evidence.THERE
    met = _MET.match(tail) and not NOT_MET.search(tail)
    return Evidence.MET if met else Evidence.PLAIN


def says_which(between: str) -> bool:
    """前几天，也就周一吧: what stands between a day and the one that makes it clear."""
    return bool(_MEANT.fullmatch(between))


def is_late(place: Beside) -> bool:
    """我周三才过去, on a Friday: so late, but it was done."""
    said = place.one.value
    if said.weekday > 0 and _IN_BRACKETS.search(place.head):
        return True
    over = said.when is not None and 0 < (place.reading.clock.today - said.when.day).days <= _NEAR
    return said.weekday != 0 and said.past is None and over and bool(_LATE.match(place.tail))
