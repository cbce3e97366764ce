"""Figures whose 万 is left out between people who both mean it: 我们报268万 对方251, 报29.6, 48到52个."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.slots import Amount
from bot.understanding.numerals import HAN, number
from bot.understanding.patterns import regex
from bot.understanding.prices import COUNTED, NO_PRICE, OF_ONE, money
from bot.understanding.said import TO
from bot.understanding.spans import Found, is_free
from core.money import Money

_FIGURE = rf"(?:\d{{1,5}}(?:\.\d{{1,2}})?|[{HAN}]{{2,6}})"
_BARE = regex(
    rf"(?<![\d.A-Za-z/{HAN}万亿:：#+*×-])(?!\d(?:[、)]|\.(?!\d)))(?P<low>{_FIGURE})(?:{TO}(?P<high>{_FIGURE}))?\s?(?P<lots>个)?"
    r"(?=[，,。；;！!？?\s）)、…]|$|含税|不含|吧|了|左右|上下|重新|贵|拿下|这个区间|剩|余|[改砍涨降压让就不才]|利[率息]|年化|来[压砍谈]|[我他咱]们)"
)
_SURE = regex(
    r"(?:报价?单?|报了|quoted?|开价|要价|赢单|成交价?|签约?|底价|给了|压到|砍到|谈[死定妥成拢]|敲定|定在|咬[定死])[\s大概约是的在了]{0,5}$",
    re.IGNORECASE,
)
"""Words before a figure that is a price whatever else is said."""
_CUE = regex(
    r"(?:[砍压降涨加让谈松][到成]|[改调][成为到]?|出到|给到|开|(?<![寄发支送搬付进外])出|还|卡[死在到]*|咬死|咬住|按|成本就?|控制价|批了|占(?:其中)?|这块[，,]?"
    r"|先?[打付]了?|首付|预付|尾款|余款|回了|还?[差欠]|结了|收了"
    r"|[我你他她它]们?|咱们?|我哋|对方|第[一二三四]家|报|(?:最多|顶多|至多|只能|封顶)[给批放出]?)[\s大概约是的在只就]{0,5}$",
    re.IGNORECASE,
)
_THEIRS = regex(r"(?:同行|对家|对面|隔壁|对方|人家|[那别他这]家|他们)[^，,。；;\s\d]{0,3}$")
"""Somebody else, whose price may be as small as ours beside it."""
_WAN = Decimal(10_000)
_LEAST = 2


def elided(text: str, known: Sequence[Found[Amount]]) -> list[Found[Amount]]:
    """The prices of `text` beside those already known, measured by them."""
    sums = [one.value for one in known if one.value.most]
    found: list[Found[Amount]] = []
    for match in _BARE.finditer(text):
        price = _price(match, text, sums) if is_free(*match.span(), known) else None
        if price and all((one.least, one.most) != (price.least, price.most) for one in sums):
            found.append(Found(price, *match.span()))
            sums.append(price)
    return found


def _price(match: re.Match[str], text: str, sums: Sequence[Amount]) -> Amount | None:
    """What a bare figure says, where the words before it and the other sums tell its unit."""
    low, high = number(match["low"]), number(match["high"] or match["low"])
    before = text[max(0, match.start() - 16) : match.start()]
    unit = _unit(match, before, high, sums) if high >= _LEAST and 0 < low <= high else None
    if unit is None or is_a_rate(match["low"], text, match.start()):
        return None
    scale, currency = unit
    return Amount(
        money(low * scale),
        money(high * scale),
        currency=currency,
        words=match.group(),
        elided=scale == _WAN,
    )


_OF_RATES = regex(r"利率|利息|年化|贴现|费率|年期|LPR|lpr")
_HIGHEST = 20


def is_a_rate(figure: str, text: str, start: int) -> bool:
    """问利息，我报的3.85，他要3.6: per cent, as what is said before the figure shows."""
    small = "." in figure and number(figure) < _HIGHEST
    return small and bool(_OF_RATES.search(text, 0, start))


def _unit(
    match: re.Match[str], before: str, figure: Decimal, sums: Sequence[Amount]
) -> tuple[Decimal, str] | None:
    """What a bare figure counts: as many 万, or as many yuan, as another price is near to."""
    sure = bool(_SURE.search(before))
    if NO_PRICE.search(before) or (match["lots"] and _is_of_pieces(before, sure=sure)):
        return None
    reach = _reach(before, sure=sure)
    beside = (
        (scale, one.currency)
        for scale in _scales(before, sure=sure)
        for one in sums
        if is_near(one, money(figure * scale), reach)
    )
    alone = sure and (not sums or match["lots"]) and _is_like_wan(match, before, figure)
    return next(beside, (_WAN, "CNY") if alone else None)


def _is_of_pieces(before: str, *, sure: bool) -> bool:
    """砍到80个 behind 120个: so many pieces."""
    return not sure or bool(COUNTED.search(before))


def _scales(before: str, *, sure: bool) -> tuple[Decimal, ...]:
    """What a figure may count: 万, or yuan where it is surely a price; the price of one thing no 万."""
    in_yuan = (Decimal(1),) if sure or _THEIRS.search(before) else ()
    return in_yuan if OF_ONE.search(before) else (_WAN, *in_yuan)


def _reach(before: str, *, sure: bool) -> Decimal:
    """How many times another sum a figure behind those words may be; 0: it is no price."""
    if sure or _CUE.search(before):
        return Decimal(10)
    return Decimal(2 if _is_named(before) else 0)


def is_near(one: Amount, other: Money | None, reach: Decimal) -> bool:
    """Whether neither of two sums is more than `reach` times the other."""
    if not one.most or not other:
        return False
    known, asked = one.most.in_yuan, other.in_yuan
    return known <= asked * reach and asked <= known * reach


def _is_named(before: str) -> bool:
    """海视威251: it stands right behind a word."""
    return (
        bool(re.search(r"[\u4e00-\u9fff]$", before))
        and before[-1] not in "第周月年号点期于第是有之"
    )


def _is_like_wan(match: re.Match[str], before: str, figure: Decimal) -> bool:
    """29.6, 48到52, 18个: no price of a single thing."""
    if figure >= 1000 or OF_ONE.search(before):
        return False
    return "." in match["low"] or bool(match["high"] or match["lots"])
