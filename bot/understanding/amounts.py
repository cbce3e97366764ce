"""Amounts of money: 120万, 三万五, 43万5, 两三百万, 35w, 80到100万, 七十万以内; quantities are none."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import chain

from bot.slots import Amount
from bot.understanding.amount_roles import role, role_beside
from bot.understanding.currencies import code_of
from bot.understanding.edges import near_before
from bot.understanding.elided import elided, is_near
from bot.understanding.joints import SLIP
from bot.understanding.money_words import MEASURES, behind, is_money
from bot.understanding.numerals import number
from bot.understanding.patterns import regex
from bot.understanding.prices import (
    ABOUT,
    BESIDE,
    BETWEEN,
    ODD,
    PRICE,
    SOME,
    WITHIN,
    bounds,
    money,
    more_of,
    scale_of,
)
from bot.understanding.said import TO
from bot.understanding.scripts import plain
from bot.understanding.spans import Found, is_free

_TO = regex(TO)


def amounts(text: str) -> list[Found[Amount]]:
    """The amounts of `text`, in order; 1万元到5万元 is one."""
    said = plain(text)
    kept: list[Found[Amount]] = []
    for one in _found(said):
        whole = _joined(kept[-1], one, said) if kept else None
        kept = [*kept[:-1], whole] if whole else [*kept, one]
    bare = [replace(one, value=_called(one, said)) for one in elided(said, kept)]
    kept = sorted([*kept, *bare], key=lambda each: each.start)
    return [replace(one, value=_in_their_currency(one.value, kept)) for one in kept]


def _found(text: str) -> list[Found[Amount]]:
    """What each form finds, the narrower first, none within another."""
    found: list[Found[Amount]] = []
    for one in chain(_odd(text), _some(text), _beside(text), _ranges(text), _singles(text)):
        if is_free(one.start, one.end, found):
            found.append(one)
    return sorted(found, key=lambda each: each.start)


def _in_their_currency(amount: Amount, found: list[Found[Amount]]) -> Amount:
    """我报4850美金 他们报4600: the figure of a price beside one in dollars is in dollars too."""
    if not amount.words.strip().isdigit():
        return amount
    for other in (one.value for one in found):
        if other.currency != "CNY" and is_near(other, amount.most, Decimal(2)):
            return replace(amount, currency=other.currency)
    return amount


def _called(one: Found[Amount], text: str) -> Amount:
    return replace(one.value, role=role(text[: one.start]))


_DENIED = regex(r"(?:不是|并非|原(?:来|先|本|价|定)?(?:的?金额)?[是为：:]{0,2})[^，。,;；\s]{0,3}$")
_TAKEN_BACK = regex(rf"[^，。,;；]{{0,3}}?[，,\s]{{0,2}}(?:{SLIP}|不是[，,\s]|[哦啊呃噢]不)")


def settled(found: list[Found[Amount]], text: str) -> list[Found[Amount]]:
    """Without those that are taken back: 不是A是B, A不对B."""
    kept = [
        one
        for place, one in enumerate(found)
        if not _DENIED.search(text[max(0, one.start - 8) : one.start])
        and not (place + 1 < len(found) and _TAKEN_BACK.match(text, one.end))
    ]
    return _once(kept or found, text)


_ONE_OF_SEVERAL = regex(r"[期首尾各每另再又也第年月款票单批家][^，,。；;\s]{0,6}$|定金|服务费|质保")
_SOON = 20
"""Characters within which a sum is said again."""


def _once(found: list[Found[Amount]], text: str) -> list[Found[Amount]]:
    """砍到2万3 行吧就2万3: a sum that is confirmed is one; 一期50万 二期50万 are two."""
    kept: list[Found[Amount]] = []
    for one in found:
        same = [each for each in kept if one.start - each.end < _SOON and _is_same(each, one)]
        if not same or _ONE_OF_SEVERAL.search(text[same[-1].end : one.start]):
            kept.append(one)
    return kept


def _is_same(first: Found[Amount], second: Found[Amount]) -> bool:
    one, two = first.value, second.value
    return (one.least, one.most, one.currency) == (two.least, two.most, two.currency)


def _joined(first: Found[Amount], second: Found[Amount], text: str) -> Found[Amount] | None:
    """1万元-5万元, 五块六到五块七毛八."""
    low, high = first.value, second.value
    if not _TO.fullmatch(text, first.end, second.start) or not _may_join(low, high):
        return None
    words = text[first.start : second.end]
    whole = replace(low, most=high.most, currency=high.currency, words=words)
    return Found(whole, first.start, second.end)


def _may_join(low: Amount, high: Amount) -> bool:
    """Whether both are exact, of one currency, and the second is no less."""
    exact = not low.about and low.least == low.most and high.least == high.most
    rises = low.least is not None and high.least is not None and low.least <= high.least
    return exact and rises and low.currency in ("CNY", high.currency)


def _ranges(text: str) -> Iterator[Found[Amount]]:
    """两三百万, 四五十万, 七八千, 三五百块."""
    for match in BETWEEN.finditer(text):
        low, high = number(match["a"]), number(match["b"])
        if high == low + 1 or (low == 3 and high == 5):
            base = number(match["head"]) + number(match["ten"])
            scale = scale_of(match["scale"] or "")
            yield from _between(match, base + low * scale, base + high * scale, text)


def _beside(text: str) -> Iterator[Found[Amount]]:
    """一万五六: 15,000 to 16,000."""
    for match in BESIDE.finditer(text):
        base, low, high = (number(match[name]) for name in ("base", "a", "b"))
        if high == low + 1:
            yield from _between(match, base + low / 10, base + high / 10, text)


def _some(text: str) -> Iterator[Found[Amount]]:
    """几十万, 数十亿元, 几百块: one to ten of them; 大几十万: five and more."""
    for match in SOME.finditer(text):
        if match["name"] or match["unit"]:
            least = scale_of(match["ten"] or "")
            low, high = (5, Decimal("9.9")) if match["big"] else (1, 10)
            yield from _between(match, low * least, high * least, text)


def _odd(text: str) -> Iterator[Found[Amount]]:
    """百八十万, 千八百块, 万把块."""
    for match in ODD.finditer(text):
        most = scale_of(match["some"] or ("百" if match["eighty"] else "千"))
        if match["name"] or match["unit"]:
            yield from _between(match, most if match["some"] else most * 8 / 10, most, text)


def _between(
    match: re.Match[str], low: Decimal, high: Decimal, text: str
) -> Iterator[Found[Amount]]:
    after = behind(match)
    if after and after in MEASURES and not match.groupdict().get("name"):
        return
    unit = scale_of(match["unit"] or "")
    before = near_before(text, match.start())
    name = match.groupdict().get("name") or ""
    currency = code_of(name + before[-3:])
    yield Found(
        Amount(
            money(low * unit),
            money(high * unit),
            about=True,
            role=role(before),
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


def _amount(match: re.Match[str], text: str) -> Amount | None:
    before = near_before(text, match.start("first"))
    if not is_money(match, before, behind(match)):
        return None
    found = bounds(match)
    if found is None:
        return None
    low, high = found
    return Amount(
        None if match["after"] in WITHIN else low,
        high,
        about=bool(match["about"] or more_of(match) or match["after"] in ABOUT),
        role=role_beside(before, text[match.end() :]),
        currency=code_of((match["currency"] or "") + (match["name"] or "")),
        words=match.group(),
    )
