"""Amounts of money: 120万, 三万五, 43万5, 两三百万, 35w, 80到100万, 七十万以内; quantities are none."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from bot.slots import Amount, AmountRole
from bot.understanding.currencies import code_of
from bot.understanding.numerals import value
from bot.understanding.prices import (
    ABOUT,
    BETWEEN,
    PRICE,
    SOME,
    WITHIN,
    bounds,
    money,
    more_of,
    scale_of,
    unit_of,
)
from bot.understanding.said import TO
from bot.understanding.scripts import plain
from bot.understanding.spans import Found

_MEASURE = "套台件个家吨公斤斤克人次年月天日号点平米方箱吨位份辆间张条支瓶盒只片组批期轮楼层户页柜头%％度米升毫厘米棵亩里名位"
_TO = re.compile(TO)
_ROLES = (
    (
        AmountRole.COMPETITOR,
        re.compile(r"(?:对手|竞品|竞争|别家|同行|对方报|人家报|他家|才要)[^，。,;；]{0,12}$"),
    ),
    (AmountRole.BUDGET, re.compile(r"(?:预算|批了|额度)[^，。,;；]{0,8}$")),
    (
        AmountRole.PAYMENT,
        re.compile(r"(?:尾款|首付|预付|定金|付款?|回款|打款|打了|到账|货款)[^，。,;；]{0,6}$"),
    ),
    (AmountRole.QUOTE, re.compile(r"(?:报价?|报了|我们报|开价|要价)[^，。,;；]{0,6}$")),
    (AmountRole.UNIT_PRICE, re.compile(r"(?:单价|每[个套台吨平]|一[吨套台平个])[^，。,;；]{0,4}$")),
    (
        AmountRole.DEAL,
        re.compile(r"(?:成交|合同|金额|总价|签|标的|中标|保费|订单)[^，。,;；]{0,8}$"),
    ),
)
_MONEY_WORD = re.compile(
    r"(?:预算|报价?|报了|金额|总价|合同|成交|价格?|尾款|首期|首付|保费|标的|赔了?|费|单价|降到|打款|定金|改成|改为)[^，。,;；\d]{0,5}$"
)
_NOT_MONEY = re.compile(r"(?:第|周|星期|礼拜|月|20\d\d年?|电话|手机|编号|合同号|No\.?|O|K|C)$")


def amounts(text: str) -> list[Found[Amount]]:
    """The amounts of `text`, in order; 1万元到5万元 is one."""
    said = plain(text)
    found = [*_ranges(said), *_some(said)]
    taken = {place for one in found for place in range(one.start, one.end)}
    found += [one for one in _singles(said) if taken.isdisjoint(range(one.start, one.end))]
    kept: list[Found[Amount]] = []
    for one in sorted(found, key=lambda each: each.start):
        whole = _joined(kept[-1], one, said) if kept else None
        kept = [*kept[:-1], whole] if whole else [*kept, one]
    return kept


def _joined(first: Found[Amount], second: Found[Amount], text: str) -> Found[Amount] | None:
    """1万元-5万元, 五块六到五块七毛八."""
    low, high = first.value, second.value
    if not _TO.fullmatch(text, first.end, second.start) or low.least != low.most or low.about:
        return None
    if low.least is None or high.least is None or high.least != high.most or low.least > high.least:
        return None
    if low.currency not in ("CNY", high.currency):
        return None
    words = text[first.start : second.end]
    whole = replace(low, most=high.most, currency=high.currency, words=words)
    return Found(whole, first.start, second.end)


def _ranges(text: str) -> Iterator[Found[Amount]]:
    """两三百万, 四五十万, 七八千, 三五百块."""
    for match in BETWEEN.finditer(text):
        low, high = (value(match[name]) or Decimal(0) for name in ("a", "b"))
        if high != low + 1 and (int(low), int(high)) != (3, 5):
            continue
        base = sum(
            (value(words) or 0 for words in (match["head"], match["ten"]) if words), Decimal(0)
        )
        scale = scale_of(match["scale"] or "")
        yield from _between(match, base + low * scale, base + high * scale, text)


def _some(text: str) -> Iterator[Found[Amount]]:
    """几十万, 数十亿元, 几百块: one to ten of them."""
    for match in SOME.finditer(text):
        if match["name"] or match["unit"]:
            least = scale_of(match["ten"] or "")
            yield from _between(match, least, 10 * least, text)


def _between(
    match: re.Match[str], low: Decimal, high: Decimal, text: str
) -> Iterator[Found[Amount]]:
    after = text[match.end() : match.end() + 1]
    if after and after in _MEASURE and not match["name"]:
        return
    unit = scale_of(match["unit"] or "")
    before = text[: match.start()]
    currency = code_of((match["name"] or "") + before[-3:])
    yield Found(
        Amount(
            money(low * unit),
            money(high * unit),
            about=True,
            role=_role(before),
            currency=currency,
            words=match.group(),
        ),
        match.start(),
        match.end(),
    )


def _singles(text: str) -> Iterator[Found[Amount]]:
    for match in PRICE.finditer(text):
        amount = _amount(match, text)
        if amount is not None:
            start = match.start("first") if not match["currency"] else match.start("currency")
            yield Found(amount, start, match.start() + len(match.group().rstrip()))


_EACH = re.compile(r"[/一][吨套台平个件只]")


def _amount(match: re.Match[str], text: str) -> Amount | None:
    before, after = text[: match.start("first")], text[match.end() : match.end() + 1]
    if not _is_money(match, unit_of(match), before, after):
        return None
    found = bounds(match)
    if found is None:
        return None
    low, high = found
    return Amount(
        None if match["after"] in WITHIN else low,
        high,
        about=bool(match["about"] or more_of(match) or match["after"] in ABOUT),
        role=_role_of(before, text[match.end() :]),
        currency=code_of((match["currency"] or "") + (match["name"] or "")),
        words=match.group(),
    )


_BIG = ("万", "亿", "w", "W")
_SMALL = ("千", "k", "K", "百", "仟", "佰")


def _is_money(match: re.Match[str], unit: str, before: str, after: str) -> bool:
    """A figure is money by its currency, its unit, or a word before it; a measure after it says no."""
    if match["currency"] or match["name"]:
        return True
    if (_NOT_MONEY.search(before) and not unit) or _is_measured(match, after):
        return False
    if "万" in match["first"] or "亿" in match["first"] or unit.endswith(_BIG):
        return True
    return not (after and after in _DATED) and _is_called(match, unit, before)


def _is_measured(match: re.Match[str], after: str) -> bool:
    """20套, 300平: it counts something else."""
    return bool(after) and after in _MEASURE and not (match["tail"] or match["after"])


_DATED = "月号日点%％年天周个"


def _is_called(match: re.Match[str], unit: str, before: str) -> bool:
    """报价128000, 预算三千: a smaller figure is money by the word before it."""
    called, spoken = bool(_MONEY_WORD.search(before)), not match["first"][0].isdigit()
    if unit in _SMALL:
        return called or not (spoken or unit in "百佰仟")
    number = value(match["first"])
    return called and number is not None and number >= 100 and (spoken or not match["more"])


def _role(before: str) -> AmountRole:
    near = before[-20:]
    return next((role for role, words in _ROLES if words.search(near)), AmountRole.OTHER)


def _role_of(before: str, after: str) -> AmountRole:
    role = _role(before)
    is_each = role is not AmountRole.BUDGET and _EACH.match(after)
    return AmountRole.UNIT_PRICE if is_each else role
