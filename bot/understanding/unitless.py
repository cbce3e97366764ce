"""Amounts named by a word alone, whose unit was left out: 报46, 预算80个, 金额改成135; read as 万, and asked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.slots import Amount, AmountRole
from bot.understanding.numerals import HAN, value
from bot.understanding.spans import Found
from core.money import Money

WAN = 10_000
_SMALL = Money.yuan(1_000)
_BARE = re.compile(rf"(?:\d{{1,3}}(?:\.\d)?|[{HAN}]{{1,5}})(?:以内|左右|上下|封顶)?$")
_MOVED = re.compile(r"(?:改|降|谈|压)(?:成|到|为)$")
_SAID = re.compile(
    rf"(?P<cue>预算|报价?|批|成交价?|金额|总价|降|谈|压|开价|要价|出价|合同额|改)(?:[了是成为到在有给的]|大?约|大概|差不多){{0,3}}"
    rf"(?P<number>\d{{1,4}}(?:\.\d)?|[{HAN}]{{2,5}})(?P<piece>个)?(?=左右|上下|以内|封顶|[吧了呢的]?(?:[，,。；;！!？?\s]|$))"
)
_PIECES = re.compile(r"\d个[^，,。；;]{0,4}$|(?:单价|一[樘套台件只吨平个张箱])[^，,。；;]{0,10}$")
"""26个门店改33个, 一樘压到980: pieces, or the price of one."""
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
    taken = [(one.start, one.end) for one in kept]
    more = [
        one
        for one in _said(text)
        if all(one.end <= low or one.start >= high for low, high in taken)
    ]
    return sorted([*kept, *more], key=lambda one: one.start)


def _said(text: str) -> Iterator[Found[Amount]]:
    """报46, 预算80个, 降到四十五."""
    for match in _SAID.finditer(text):
        number = value(match["number"])
        if not number or number >= 1_000 or (match["cue"] == "改" and not match["piece"]):
            continue
        if _PIECES.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        money = Money.yuan(number * WAN)
        end = match.end("piece") if match["piece"] else match.end("number")
        words = text[match.start("number") : end]
        role = _ROLES.get(match["cue"], AmountRole.OTHER)
        amount = Amount(money, money, role=role, words=words, elided=True)
        yield Found(amount, match.start("number"), end)


def _as_wan(one: Found[Amount], text: str) -> Found[Amount]:
    """135 of 金额改成135: nobody said yuan either; a price of a piece or a fee may be so small."""
    amount = one.value
    small = amount.most is not None and amount.most < _SMALL
    told = amount.role in _ROLES.values() or _MOVED.search(text[: one.start])
    bare = _BARE.match(text[one.start : one.end].strip())
    each = _PIECES.search(text[max(0, one.start - 14) : one.start])
    if not (small and told and bare) or each or amount.currency != "CNY":
        return one
    scaled = [end and Money(end.fen * WAN) for end in (amount.least, amount.most)]
    return Found(replace(amount, least=scaled[0], most=scaled[1], elided=True), one.start, one.end)
