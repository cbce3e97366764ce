"""Amounts of money: 120万, 三万五, 43万5, 两三百万, 35w, 80到100万, 七十万以内; quantities are none."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from bot.slots import Amount, AmountRole
from bot.understanding.currencies import code_of
from bot.understanding.elided import elided, is_near
from bot.understanding.numerals import value
from bot.understanding.prices import (
    ABOUT,
    BESIDE,
    BETWEEN,
    EACH_ONE,
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

_MEASURE = "套台件个家吨公斤斤克人次年月天日号点平米方箱吨位份辆间张条支瓶盒只片组批期轮楼层户页柜头%％度米升毫厘米棵亩里名位瓦像"
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
        re.compile(
            r"(?:成交|合同|金额|总价|签|标的|中标|保费|订单|(?:我们|咱们?)(?:这块|占))[^，。,;；]{0,8}$"
        ),
    ),
)
_MONEY_WORD = re.compile(
    r"(?:预算|报价?|报了|金额|总价|合同|成交|价格?|尾款|首期|首付|保费|标的|赔了?|费|单价|降到|打款|定金|改成|改为|合计?(?!同|作|适|格)|[一总共拢][共总]|共计|总数|total)[^，。,;；\d]{0,5}$"
)
_NOT_MONEY = re.compile(
    r"(?:第|周|星期|礼拜|月|20\d\d年?|电话|手机|编号|合同号|No\.?|O|K|C|volume\s)$"
)


def amounts(text: str) -> list[Found[Amount]]:
    """The amounts of `text`, in order; 1万元到5万元 is one."""
    said = plain(text)
    found = [*_ranges(said), *_some(said), *_beside(said)]
    taken = {place for one in found for place in range(one.start, one.end)}
    found += [one for one in _singles(said) if taken.isdisjoint(range(one.start, one.end))]
    kept: list[Found[Amount]] = []
    for one in sorted(found, key=lambda each: each.start):
        whole = _joined(kept[-1], one, said) if kept else None
        kept = [*kept[:-1], whole] if whole else [*kept, one]
    bare = [replace(one, value=_called(one, said)) for one in elided(said, kept)]
    kept = sorted([*kept, *bare], key=lambda each: each.start)
    return [replace(one, value=_in_their_currency(one.value, kept)) for one in kept]


def _in_their_currency(amount: Amount, found: list[Found[Amount]]) -> Amount:
    """我报4850美金 他们报4600: the figure of a price beside one in dollars is in dollars too."""
    if not amount.words.strip().isdigit():
        return amount
    for other in (one.value for one in found):
        if other.currency != "CNY" and is_near(other, amount.most, Decimal(2)):
            return replace(amount, currency=other.currency)
    return amount


def _called(one: Found[Amount], text: str) -> Amount:
    return replace(one.value, role=_role(text[: one.start]))


_DENIED = re.compile(
    r"(?:不是|并非|原(?:来|先|本|价|定)?(?:的?金额)?[是为：:]{0,2})[^，。,;；\s]{0,3}$"
)
_TAKEN_BACK = re.compile(
    r"[^，。,;；]{0,3}?[，,\s]{0,2}(?:不对|不是[，,\s]|[哦啊呃噢]不|说错|讲错|口误)"
)


def settled(found: list[Found[Amount]], text: str) -> list[Found[Amount]]:
    """Without those that are taken back: 不是A是B, A不对B."""
    kept = [
        one
        for place, one in enumerate(found)
        if not _DENIED.search(text[max(0, one.start - 8) : one.start])
        and not (place + 1 < len(found) and _TAKEN_BACK.match(text, one.end))
    ]
    return kept or found


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


def _beside(text: str) -> Iterator[Found[Amount]]:
    """一万五六: 15,000 to 16,000."""
    for match in BESIDE.finditer(text):
        base, low, high = (value(match[name]) or Decimal(0) for name in ("base", "a", "b"))
        if high == low + 1:
            yield from _between(match, base + low / 10, base + high / 10, text)


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
    if after and after in _MEASURE and not match.groupdict().get("name"):
        return
    unit = scale_of(match["unit"] or "")
    before = text[: match.start()]
    name = match.groupdict().get("name") or ""
    currency = code_of(name + before[-3:])
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


_EACH = re.compile(rf"/[吨套台平个件只]|{EACH_ONE}")


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
        return match["name"] != "块" or not _TOGETHER.match(match.string, match.end())
    if (_NOT_MONEY.search(before) and not unit) or _is_measured(match, after):
        return False
    if "万" in match["first"] or "亿" in match["first"] or unit.endswith(_BIG):
        return True
    return not (after and after in _DATED) and _is_called(match, unit, before)


def _is_measured(match: re.Match[str], after: str) -> bool:
    """20套, 300平: it counts something else."""
    if _PIECES.match(match.string, match.end()):
        return True
    if _GRANTED.match(match.string, match.end()):
        return False
    return bool(after) and after in _MEASURE and not (match["tail"] or match["after"])


_TOGETHER = re.compile(r"儿|堆|一起|一同")
"""一块儿, 两块一起: no money."""
_PIECES = re.compile(r"\s?pcs|分之", re.IGNORECASE)
_GRANTED = re.compile(r"批[了下准给复]")
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
