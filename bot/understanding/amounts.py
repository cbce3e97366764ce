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
    unit = (match["unit"] or "").lstrip("个多")
    before, after = text[: match.start("first")], text[match.end() : match.end() + 1]
    if not _is_money(match, unit, before, after):
        return None
    bounds = _bounds(match, Decimal(_UNIT[unit]))
    if bounds is None:
        return None
    low, high, about = bounds
    return Amount(
        None if match["after"] in _WITHIN else low,
        high,
        about=about,
        role=_role_of(before, text[match.end() :]),
        currency=_currency(match),
        words=match.group(),
    )


_WITHIN = ("以内", "之内", "以下", "封顶")
_BIG = ("万", "亿", "千万", "百万", "十万", "w", "W", "kw")
_SMALL = ("千", "k", "K", "百")


def _is_money(match: re.Match[str], unit: str, before: str, after: str) -> bool:
    """A figure is money by its currency, its unit, or a word before it; a measure after it says no."""
    if match["currency"] or match["name"]:
        return True
    if (_NOT_MONEY.search(before) and not unit) or _is_measured(match, after):
        return False
    if "万" in match["first"] or unit in _BIG:
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
        return called or not spoken
    number = value(match["first"])
    return called and number is not None and number >= 100 and (spoken or not match["more"])


def _bounds(match: re.Match[str], scale: Decimal) -> tuple[Money, Money, bool] | None:
    """The least and the most it says, and whether it says so roughly."""
    least, most = _figures(match, scale)
    if least is None or most is None or most < least:
        return None
    about = match["about"] or _more(match) or match["after"] in ("左右", "上下", "出头")
    try:
        return Money.yuan(round(least, 2)), Money.yuan(round(most, 2)), bool(about)
    except (ValueError, ArithmeticError):
        return None


def _figures(match: re.Match[str], scale: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """80到100万 names both; 八十多万 lies between 80 and 90; else they are one."""
    first, second = value(match["first"]), value(match["second"] or "")
    if first is None:
        return None, None
    least = first * (_UNIT[match["unit1"]] if match["unit1"] else scale)
    least += _tail(match["tail"], scale) + _jiao(match["jiao"])
    if second is not None:
        return least, second * scale
    added = _step(least / scale) * scale if _more(match) in ("多", "几", "余") else Decimal(0)
    return least, least + added


def _more(match: re.Match[str]) -> str:
    """多, 来, 几 or 余, behind the figure or before its unit."""
    return match["more"] or ("多" if (match["unit"] or "").startswith("多") else "")


def _step(base: Decimal) -> Decimal:
    """What 多 adds at most: ten to 80, one to 25, a hundred to 300."""
    figures = str(max(int(base), 1))
    return Decimal(10) ** (len(figures) - len(figures.rstrip("0")))


def _tail(tail: str | None, scale: Decimal) -> Decimal:
    """43万5 is 435,000."""
    digit = value(tail) if tail else None
    return digit * scale / 10 if digit is not None else Decimal(0)


def _jiao(words: str | None) -> Decimal:
    """3块5 is 3.50, 24块75 is 24.75."""
    number = value(words) if words else None
    return number / 10 ** len(words) if words and number is not None else Decimal(0)


def _currency(match: re.Match[str]) -> str:
    words = (match["currency"] or "") + (match["name"] or "")
    if any(word in words for word in ("$", "USD", "美", "刀")):
        return "USD"
    return "EUR" if "欧" in words else "CNY"


def _role(before: str) -> AmountRole:
    near = before[-20:]
    return next((role for role, words in _ROLES if words.search(near)), AmountRole.OTHER)


def _role_of(before: str, after: str) -> AmountRole:
    role = _role(before)
    is_each = role is not AmountRole.BUDGET and _EACH.match(after)
    return AmountRole.UNIT_PRICE if is_each else role
