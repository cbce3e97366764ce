"""Competitors in a report: whom they are called, and which of the amounts are theirs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.slots import Amount, AmountRole, CustomerRef
from bot.understanding.edges import right_before
from bot.understanding.lexicon import everyday
from bot.understanding.patterns import regex
from bot.understanding.spans import Found

_RIVAL = r"(?:竞争?对手|竞品|对手|友商|竞争方)"
_IS_CALLED = (
    rf"{_RIVAL}(?:主要|还|也|就|目前|现在)?(?:是|有|为|叫|包括|[:：])?(?:做[^，,。；;]{{1,6}}的)?"
)
_INTRODUCED = regex(
    rf"{_IS_CALLED}$|"
    r"(?:丢给|输给|败给|被|签给|选了|改用了?|换成了?|换了)$|"
    r"(?:现在|目前|一直|以前|之前)[都也]?在?(?:用的?是?|买的?)$|(?:对比了?|比(?:的是)?)$"
)
_COMPARED = regex(r"[^，,。；;]{0,2}(?:贵|便宜|高|低|好|差|快|慢|和我们|跟我们|与我们)")
_TAKEN = regex(r"[^，,。；;]{0,3}(?:抢|拿|截|撬|中)")
_USED = regex(r"[^，,。；;]?[的家]")
_COMES = regex(
    r"(?:那边|他们|家)?(?:(?:也|已经|正)(?:在|来|去)?(?:报|投标|竞标)|[也在来]*(?:跟我们(?:抢|竞争)|抢(?:单|标|我们)|搅局|压价)|(?:才|只)(?:要|报|卖)|报得?比我们|比我们(?:便宜|低|贵|高|好|快))"
)
_NAME = r"(?!进来|加入|杀[进出]|插|出现|报|价|那|这|给|出|比|降|也|都|还|没|无|有|两|三|几|多|少|在|的|便宜|压|说|是|贵|低|高|太|很|来|去|方案|样|产品|主要|目前|现在|做|就|和我|跟我)[\u4e00-\u9fffA-Za-z0-9]{2,6}?"
_END = r"(?=的|也|都|报|在|和|跟|、|出|给|比|降|才|只|那边|家|[，,。；;！!\s]|$)"
_CALLED = regex(rf"{_IS_CALLED}(?P<name>{_NAME}){_END}")
_SHOWN = (
    regex(rf"比(?P<name>{_NAME})(?=(?:还|要)?(?:贵|便宜|高\d|低\d))"),
    regex(rf"(?:说|，|,|^|\s)(?P<name>{_NAME})(?=(?:那边)?(?:才|只)(?:要|报|卖)\u3000?\d)"),
    regex(rf"对比了?(?P<name>{_NAME})(?=[和跟与]我们)"),
    regex(
        rf"(?:现在|目前|一直)(?:都|也)?在?用的?是?(?P<name>{_NAME})(?=的(?:料|货|产品|设备|系统|机器|方案|材料))"
    ),
    regex(rf"(?:现在|目前|正)在?跟(?P<name>{_NAME})(?=谈[，,。；;\s]|谈$)"),
)
_MORE = regex(rf"[和跟与、](?P<name>{_NAME}){_END}")
_OURS = regex(r"我们|咱们?|我司|我方|我(?=报)")
_THEY = regex(
    r"^\s*(?:他们|对方|人家|那边|他家|它们?)[^，,。；;]{0,3}(?:报|给|出|才|只|要|卖|开价|价)"
)
_MARKS = "，,。；;！!？?\n"
_THEIRS = (AmountRole.OTHER, AmountRole.QUOTE, AmountRole.DEAL)
_NOBODY = frozenset(
    "我们 他们 对方 客户 市场 国产 进口 去年 上次 同行 别家 其他 预算 原来 以前 之前 现在 报价 老板".split()
)


def named(text: str, known: Sequence[Found[str]]) -> list[Found[str]]:
    """Every competitor: those `known` and those that only their place in the sentence shows.

    Args:
        text: with customers, people, times blanked.
    """
    found = {one.value: one for one in known}
    for one in _called(text):
        if one.value not in _NOBODY:
            found.setdefault(one.value, one)
    again = [
        Found(name, match.start(), match.end())
        for name in found
        for match in re.finditer(re.escape(name), text)
    ]
    return sorted({*found.values(), *again}, key=lambda each: each.start)


def _called(text: str) -> Iterator[Found[str]]:
    """竞品是A和B; and whom 比…贵, 才要 and the like show, unless it is a word."""
    for match in _CALLED.finditer(text):
        place: re.Match[str] | None = match
        while place:
            yield Found(place["name"], *place.span("name"))
            place = _MORE.match(text, place.end("name"))
    for pattern in _SHOWN:
        for match in pattern.finditer(text):
            if match["name"] not in everyday():
                yield Found(match["name"], *match.span("name"))


def split(
    customers: Sequence[Found[CustomerRef]], text: str
) -> tuple[list[Found[CustomerRef]], list[Found[str]]]:
    """The customers who are meant, and those who are named as somebody's competitor."""
    theirs = {one.value.ids for one in customers if _is_rival(one, text)}
    if theirs >= {one.value.ids for one in customers} and not _RIVALS.search(text):
        theirs = set()
    meant = [one for one in customers if one.value.ids not in theirs]
    rivals = [one for one in customers if one.value.ids in theirs]
    return meant, [Found(one.value.words, one.start, one.end) for one in rivals]


_RIVALS = regex(_RIVAL)


def _is_rival(one: Found[CustomerRef], text: str) -> bool:
    introduced = right_before(_INTRODUCED, text, one.start)
    if introduced is None:
        return bool(_COMES.match(text, one.end))
    words = introduced.group()
    if words.startswith(("对比", "比")):
        return bool(_COMPARED.match(text, one.end))
    if words == "被":
        return bool(_TAKEN.match(text, one.end))
    if words.startswith(("现在", "目前", "一直", "以前", "之前")):
        return bool(_USED.match(text, one.end))
    return True


def priced(
    amounts: Sequence[Found[Amount]], rivals: Sequence[Found[str]], text: str
) -> list[Found[Amount]]:
    """The amounts, those that a competitor asks as his: they are never the deal's."""
    return [
        Found(replace(one.value, role=AmountRole.COMPETITOR), one.start, one.end)
        if one.value.role in _THEIRS and _is_theirs(one.start, rivals, text)
        else one
        for one in amounts
    ]


def _is_theirs(place: int, rivals: Sequence[Found[str]], text: str) -> bool:
    """A competitor is named in that clause, or in the one before and is 他们 here; we are not."""
    start = _clause(text, place)
    head = text[start:place]
    last = max((one.end for one in rivals if one.end <= place), default=-1)
    if ours := [match.start() for match in _OURS.finditer(head)]:
        return last > start + ours[-1]
    if last >= start:
        return True
    return bool(_THEY.match(head)) and last >= _clause(text, max(start - 1, 0))


def _clause(text: str, place: int) -> int:
    """Where the clause of `place` begins."""
    return max((text.rfind(mark, 0, place) for mark in _MARKS), default=-1) + 1
