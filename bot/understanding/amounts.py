"""Amounts of money: 120万, 三万五, 43万5, 两三百万, 35w, 80到100万, 七十万以内; quantities are none."""

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.slots import Amount, AmountRole
from bot.understanding.numerals import HAN, NUMBER, value
from bot.understanding.spans import Found
from core.money import Money

_UNIT = {
    "亿": 100_000_000,
    "千万": 10_000_000,
    "百万": 1_000_000,
    "十万": 100_000,
    "万": 10_000,
    "w": 10_000,
    "W": 10_000,
    "kw": 10_000_000,
    "千": 1_000,
    "k": 1_000,
    "K": 1_000,
    "百": 100,
    "": 1,
}
_CURRENCY = r"(?:元|块(?:钱|(?P<jiao>\d{1,2}|[一二三四五六七八九])毛?(?![吨套台平个件只米盒箱瓶斤]))?|圆|人民币|RMB|rmb|大洋)"
_MEASURE = "套台件个家吨公斤斤克人次年月天日号点平米方箱吨位份辆间张条支瓶盒只片组批期轮楼层户页柜头%％度米升毫厘米棵亩里名位"
_AMOUNT = re.compile(
    rf"(?P<about>大?约|差不多|将近|接近|近|不到|超过|上下|估计|预估)?"
    rf"(?P<currency>[¥￥$]|USD|美金)?"
    rf"(?P<first>[{HAN}]+万[{HAN}]*[千百][{HAN}]*|{NUMBER})(?P<more>[多来几余])?"
    rf"(?:\s*(?P<unit1>[万千百wWkK亿])?\s*(?:到|至|-|~|—|–|或)\s*(?P<second>{NUMBER})(?P<more2>[多来])?)?"
    rf"\s*(?P<unit>个?亿|千万|百万|十万|多?万|kw|[wW](?![a-zA-Z])|千|[kK](?![a-zA-Z]))?(?P<tail>\d(?!\d)|[一二三四五六七八九](?![{HAN}万千百十个月年天日号点台套件吨平只米盒箱瓶斤年次]))?"
    rf"\s*(?P<name>{_CURRENCY}|美元|美金|刀|欧元|欧)?(?P<after>左右|上下|以内|之内|以下|出头|封顶|打底|以上|起)?"
)
_RANGE = re.compile(
    r"(?P<head>[一二两三四五六七八九]?百)?(?P<ten>[一二三四五六七八九]?十)?(?P<a>[一二两三四五六七八九])(?P<b>[一二两三四五六七八九])(?P<scale>十|百|千)?(?P<unit>万|亿|千|百)"
)
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
    """The amounts of `text`, in order."""
    found = list(_ranges(text))
    for one in _singles(text):
        if all(one.end <= other.start or one.start >= other.end for other in found):
            found.append(one)
    return sorted(found, key=lambda each: each.start)


def _ranges(text: str) -> Iterator[Found[Amount]]:
    """两三百万, 四五十万, 七八千."""
    for match in _RANGE.finditer(text):
        scale = {"十": 10, "百": 100, "千": 1000, None: 1}[match["scale"]]
        unit = _UNIT[match["unit"]]
        low, high = (value(match[name]) or Decimal(0) for name in ("a", "b"))
        after = text[match.end() : match.end() + 1]
        if high != low + 1 or (after and after in _MEASURE):
            continue
        base = sum(value(words) or 0 for words in (match["head"], match["ten"]) if words)
        least, most = (Money.yuan((base + number * scale) * unit) for number in (low, high))
        role = _role(text[: match.start()])
        yield Found(
            Amount(least, most, about=True, role=role, words=match.group()),
            match.start(),
            match.end(),
        )


def _singles(text: str) -> Iterator[Found[Amount]]:
    for match in _AMOUNT.finditer(text):
        amount = _amount(match, text)
        if amount is not None:
            start = match.start("first") if not match["currency"] else match.start("currency")
            yield Found(amount, start, match.start() + len(match.group().rstrip()))


_EACH = re.compile(r"[/一][吨套台平个件只]")


def _amount(match: re.Match[str], text: str) -> Amount | None:
    unit = (match["unit"] or "").replace("个", "").replace("多", "")
    currency = _currency(match)
    before, after = text[: match.start("first")], text[match.end() : match.end() + 1]
    if not _is_money(match, unit, before, after):
        return None
    first, second = value(match["first"]), value(match["second"] or "")
    if first is None:
        return None
    scale = Decimal(_UNIT.get(unit, 1))
    first_scale = Decimal(_UNIT.get(match["unit1"] or "", 1)) if match["unit1"] else scale
    least = first * first_scale + _tail(match["tail"], scale)
    least += _jiao(match["jiao"])
    most = second * scale if second is not None else least
    more = match["more"] or ("多" if (match["unit"] or "").startswith("多") else "")
    least, most, about = _vague(match, least, most, more, scale)
    if most < least:
        return None
    role = _role(before)
    if role is not AmountRole.BUDGET and _EACH.match(text, match.end()):
        role = AmountRole.UNIT_PRICE
    within = match["after"] in ("以内", "之内", "以下", "封顶")
    try:
        low, high = Money.yuan(round(least, 2)), Money.yuan(round(most, 2))
    except (ValueError, ArithmeticError):
        return None
    return Amount(
        None if within else low,
        high,
        about=about,
        role=role,
        currency=currency,
        words=match.group(),
    )


def _is_money(match: re.Match[str], unit: str, before: str, after: str) -> bool:
    """A figure is money by its unit, its currency, or a word before it; a measure after it says no."""
    named = bool(match["currency"] or match["name"])
    if named:
        return True
    if _NOT_MONEY.search(before) and not unit:
        return False
    big = "万" in match["first"] or unit in ("万", "亿", "千万", "百万", "十万", "w", "W", "kw")
    small = unit in ("千", "k", "K", "百")
    if after and after in _MEASURE and not (match["tail"] or match["after"]):
        return False
    if re.match(r"(?:月|号|日|点|%|％|年|天|周|个|/月)", after or "") and not big:
        return False
    if big:
        return True
    spoken = match["first"] and not match["first"][0].isdigit()
    if small:
        return bool(_MONEY_WORD.search(before)) or not spoken
    number = value(match["first"])
    if spoken or number is None:
        return bool(spoken and _MONEY_WORD.search(before) and number and number >= 100)
    return bool(_MONEY_WORD.search(before)) and number >= 100 and not match["more"]


def _tail(tail: str | None, scale: Decimal) -> Decimal:
    """43万5 is 435,000."""
    digit = value(tail) if tail else None
    return digit * scale / 10 if digit is not None else Decimal(0)


def _jiao(words: str | None) -> Decimal:
    """3块5 is 3.50, 24块75 is 24.75."""
    number = value(words) if words else None
    return number / 10 ** len(words) if words and number is not None else Decimal(0)


def _vague(
    match: re.Match[str], least: Decimal, most: Decimal, more: str, scale: Decimal
) -> tuple[Decimal, Decimal, bool]:
    """八十多万 lies between 80 and 90; 十来万, 百来万 and 左右 keep the round figure."""
    about = bool(match["about"] or more or match["after"] in ("左右", "上下", "出头"))
    if more in ("多", "几", "余") and match["second"] is None:
        base = least / scale
        step = Decimal(10) ** (len(str(int(base))) - 1) if base >= 10 else Decimal(1)
        if base >= 100:
            step = Decimal(10) ** (
                len(str(int(base)).rstrip("0"))
                and len(str(int(base))) - len(str(int(base)).rstrip("0"))
            )
        if base == 10:
            step = Decimal(10)
        return least, least + step * scale, True
    return least, most, about


def _currency(match: re.Match[str]) -> str:
    words = (match["currency"] or "") + (match["name"] or "")
    if any(word in words for word in ("$", "USD", "美", "刀")):
        return "USD"
    return "EUR" if "欧" in words else "CNY"


def _role(before: str) -> AmountRole:
    near = before[-20:]
    return next((role for role, words in _ROLES if words.search(near)), AmountRole.OTHER)
