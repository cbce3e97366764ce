"""Amounts named by a word alone, whose unit was left out: 报46, 预算80个, 金额改成135; read as 万, and asked."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from bot.slots import Amount, AmountRole
from bot.understanding.amounts import amounts
from bot.understanding.elided import is_a_rate
from bot.understanding.numerals import HAN
from bot.understanding.patterns import regex
from bot.understanding.prices import COUNTED, EACH, NO_PRICE, OF_ONE
from bot.understanding.said import TO
from bot.understanding.spans import Found, is_free
from core.money import Money

WAN = 10_000
_SMALL = Money.yuan(1_000)
_BARE = regex(rf"(?:\d{{1,3}}(?:\.\d)?|[{HAN}]{{1,5}})(?:以内|左右|上下|封顶)?$")
_MOVED = regex(r"(?:改|降|谈|压)(?:成|到|为)$")
_NUMBER = rf"(?:\d{{1,4}}(?:\.\d{{1,2}})?|[{HAN}几]{{2,6}}来?)(?:{TO}(?:\d{{1,4}}|[{HAN}]{{1,5}}))?"
_SAID = regex(
    r"(?P<cue>按(?=[^，,。；;\s]{2,6}[走算定签投报])|预算[^，,。；;\s\d]{0,12}?(?:[加提涨砍降压调]到|控制在|卡在)|预算|采购额|总额|投入|报价?|批|成交价?|金额|总价|降|谈|压|开价|要价|出价|合同额|改|控制|卡|(?:年框|框架|打包价?|一口价|总价)(?=[按走定])[按走]?|盘子)"
    r"(?:他们?|她们?|对方|我[说讲报]|[了是成为到在有给的讲说死定]|大?约|大概|差不多){0,3}"
    rf"(?P<number>{_NUMBER})(?P<piece>个)?(?P<within>以内|封顶)?(?=左右|上下|[吧了呢的]?(?:[，,。；;！!？?\s]|$)|[走算定签来投报]|执行)"
)
_MARKED = regex(rf"(?P<number>{_NUMBER})个?[\u4e00-\u9fff]{{0,4}}[（(](?:单位)?万[)）]")
"""20个试水（万）: the unit is written behind it."""
_ONLY_PIECES = frozenset("改 控制 卡 盘子".split())
"""Words that a sum follows where 个 is said, and else anything."""
_FEES = regex(
    r"(?:标书|报名|[运路车油邮]|[餐饭]|停车|打车|快递|工本|公证|手续|过路|差旅|住宿|招待|加急|打样|物流|搬运)[费钱]?[^，,。；;\d]{0,4}$"
)
"""What costs hundreds and no millions."""
_ROLES = {
    "预算": AmountRole.BUDGET,
    "批": AmountRole.BUDGET,
    "报": AmountRole.QUOTE,
    "报价": AmountRole.QUOTE,
    "开价": AmountRole.QUOTE,
    "要价": AmountRole.QUOTE,
    "成交": AmountRole.DEAL,
    "成交价": AmountRole.DEAL,
    "合同额": AmountRole.DEAL,
}


def unitless(text: str, found: Sequence[Found[Amount]]) -> list[Found[Amount]]:
    """The amounts of `text` with those whose unit was left out, which count as 万.

    Args:
        text: with customers, people and times blanked.
        found: the amounts that are told by their unit, or by a word before them.
    """
    kept = [_as_wan(one, text) for one in found]
    more = [one for one in chain(_marked(text), _said(text)) if is_free(one.start, one.end, kept)]
    return sorted([*kept, *more], key=lambda one: one.start)


def _said(text: str) -> Iterator[Found[Amount]]:
    """报46, 预算80个, 降到四十五."""
    for match in _SAID.finditer(text):
        if match["cue"] in _ONLY_PIECES and not match["piece"]:
            continue
        start = match.start("number")
        if _is_other(text, start, match.end("number")) or is_a_rate(match["number"], text, start):
            continue
        role = _ROLES.get(match["cue"]) or _ROLES.get(match["cue"][:2], AmountRole.OTHER)
        if sum_ := _in_wan(match["number"], match["within"] or ""):
            end = max(match.end(name) for name in ("number", "piece", "within"))
            words = text[match.start("number") : end]
            amount = replace(sum_, role=role, words=words, elided=True)
            yield Found(amount, match.start("number"), end)


def _marked(text: str) -> Iterator[Found[Amount]]:
    """小投20个（万）."""
    for match in _MARKED.finditer(text):
        if sum_ := _in_wan(match["number"], ""):
            yield Found(replace(sum_, words=match.group()), *match.span())


def _in_wan(number: str, within: str) -> Amount | None:
    """So many 万, as 一百六七十 or 三百来; a thousand of them nobody leaves unsaid."""
    found = amounts(f"{number}万{within}")
    most = found[0].value.most if len(found) == 1 else None
    return found[0].value if most and most < Money.yuan(1_000 * WAN) else None


def _is_other(text: str, start: int, end: int) -> bool:
    """The price of one thing, a fee, pieces, or no price at all."""
    before = text[max(0, start - 16) : start]
    told = (OF_ONE, NO_PRICE, _FEES, COUNTED)
    return any(words.search(before) for words in told) or bool(EACH.match(text, end))


def _as_wan(one: Found[Amount], text: str) -> Found[Amount]:
    """135 of 金额改成135: nobody said yuan either; a price of a piece or a fee may be so small."""
    if not _is_bare(one, text) or _is_other(text, one.start, one.end):
        return one
    amount = one.value
    least, most = (end and Money(end.fen * WAN) for end in (amount.least, amount.most))
    return Found(replace(amount, least=least, most=most, elided=True), one.start, one.end)


def _is_bare(one: Found[Amount], text: str) -> bool:
    """A small figure in yuan that words call a price."""
    amount = one.value
    if amount.currency != "CNY" or amount.most is None or amount.most >= _SMALL:
        return False
    told = amount.role in _ROLES.values() or _MOVED.search(text[: one.start])
    return bool(told and _BARE.match(text[one.start : one.end].strip()))
