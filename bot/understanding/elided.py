"""Figures whose 万 is left out between people who both mean it: 我们报268万 对方251, 报29.6, 48到52个."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.slots import Amount
from bot.understanding.numerals import HAN, value
from bot.understanding.prices import money
from bot.understanding.said import TO
from bot.understanding.spans import Found
from core.money import Money

_FIGURE = rf"(?:\d{{1,5}}(?:\.\d{{1,2}})?|[{HAN}]{{2,6}})"
_BARE = re.compile(
    rf"(?<![\d.A-Za-z/{HAN}万亿:：#+*×-])(?P<low>{_FIGURE})(?:{TO}(?P<high>{_FIGURE}))?\s?(?P<lots>个)?"
    r"(?=[，,。；;！!？?\s）)、…]|$|含税|不含|吧|了|左右|上下|重新|贵|拿下|这个区间|[改砍涨降压])"
)
_SURE = re.compile(
    r"(?:报价?单?|报了|quoted?|开价|要价|赢单|成交价?|签约?|底价|给了|压到|砍到)[\s大概约是的在]{0,5}$",
    re.IGNORECASE,
)
"""Words before a figure that is a price whatever else is said."""
_CUE = re.compile(
    r"(?:[砍压降涨加让谈松][到成]|[改调][成为到]?|出到|给到|开|还|卡[死在到]*|咬死|咬住|按|成本就?|控制价|批了|占(?:其中)?"
    r"|[我你他她它]们?|咱们?|我哋|对方|第[一二三四]家|报)[\s大概约是的在只就]{0,5}$",
    re.IGNORECASE,
)
_WAN = Decimal(10_000)


def elided(text: str, known: Sequence[Found[Amount]]) -> list[Found[Amount]]:
    """The prices of `text` beside those already known, measured by them."""
    sums = [one.value for one in known if one.value.most]
    taken = {place for one in known for place in range(one.start, one.end)}
    found: list[Found[Amount]] = []
    for match in _BARE.finditer(text):
        unit = _unit(match, text, sums) if taken.isdisjoint(range(*match.span())) else None
        price = _price(match, *unit) if unit else None
        if price and all((one.least, one.most) != (price.least, price.most) for one in sums):
            found.append(Found(price, *match.span()))
            sums.append(price)
    return found


def _price(match: re.Match[str], scale: Decimal, currency: str) -> Amount | None:
    low, high = (value(match[name] or match["low"]) or Decimal(0) for name in ("low", "high"))
    if not 0 < low <= high:
        return None
    least, most = money(low * scale), money(high * scale)
    is_wan = scale == _WAN
    return Amount(least, most, currency=currency, words=match.group(), elided=is_wan)


def _unit(match: re.Match[str], text: str, sums: Sequence[Amount]) -> tuple[Decimal, str] | None:
    """What a bare figure counts: as many 万, or as many yuan, as another price is near to."""
    before = text[max(0, match.start() - 16) : match.start()]
    figure = value(match["high"] or match["low"])
    sure, called = _SURE.search(before), _CUE.search(before)
    if not figure or figure < 2 or (match["lots"] and not sure):
        return None
    if not (sure or called or _is_named(before)):
        return None
    reach = Decimal(10) if sure or called else Decimal(2)
    for scale in (_WAN, Decimal(1)) if sure else (_WAN,):
        near = (one for one in sums if is_near(one, money(figure * scale), reach))
        if (one := next(near, None)) is not None:
            return scale, one.currency
    alone = not sums or match["lots"]
    return (_WAN, "CNY") if sure and alone and _is_like_wan(match, figure) else None


def is_near(one: Amount, other: Money | None, reach: Decimal) -> bool:
    """Whether neither of two sums is more than `reach` times the other."""
    if not one.most or not other:
        return False
    known, asked = one.most.in_yuan, other.in_yuan
    return known <= asked * reach and asked <= known * reach


def _is_named(before: str) -> bool:
    """海视威251: it stands right behind a word."""
    return (
        bool(re.search(r"[\u4e00-\u9fff]$", before)) and before[-1] not in "第周月年号点期于第是有"
    )


def _is_like_wan(match: re.Match[str], figure: Decimal) -> bool:
    """29.6, 48到52, 18个: no price of a single thing."""
    return figure < 1000 and bool("." in match["low"] or match["high"] or match["lots"])
